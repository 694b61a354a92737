"""A sentence for people, in Chinese and in English."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """What is said to people: findings, reasons, titles. Chinese is the binding one.

    >>> Text(zh="缺少必填项", en="A required cell is empty").in_("en")
    'A required cell is empty'
    """

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in one language."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        """Chinese, the language of the law."""
        return self.zh
