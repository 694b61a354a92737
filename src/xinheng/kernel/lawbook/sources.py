"""The instruments' texts: anchored by article, and searched for the words that a rule quotes.

A text is divided by `<!-- art: 33 -->`; an article reaches to the next anchor and takes in the anchors below
it (`三` takes in `三(一)`). Words are compared without white space, full- and half-width forms folded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

_ANCHOR = re.compile(r"<!--\s*art:\s*(.+?)\s*-->")
# full-width ASCII (U+FF01 to U+FF5E) onto its half-width form
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def fold(text: str) -> str:
    """The text as it is compared."""
    return "".join(text.split()).translate(_HALF_WIDTH)


@dataclass(frozen=True)
class SourceText:
    """One instrument's text by article."""

    articles: dict[str, str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the text of a file in `sources/`."""
        parts = _ANCHOR.split(text)
        articles: dict[str, str] = {}
        for anchor, words in zip(parts[1::2], parts[2::2], strict=True):
            articles[anchor] = articles.get(anchor, "") + words
        return cls(articles)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {anchor: fold(words) for anchor, words in self.articles.items()}

    def has(self, article: str) -> bool:
        """True when the text has that article."""
        return article in self.articles

    def holds(self, article: str, quote: str) -> bool:
        """True when the article has those words."""
        inside = [words for anchor, words in self._folded.items() if anchor.startswith(f"{article}(")]
        return fold(quote) in "".join([self._folded.get(article, ""), *inside])
