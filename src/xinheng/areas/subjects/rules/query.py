"""What a search text may mean: part of a name, pinyin, a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xinheng.areas.subjects.rules import names, tokens
from xinheng.kernel.identifiers import uscc

LONGEST: Final = 100
SHORTEST_USCC_PART: Final = 4
SHORTEST_CODE: Final = 6
_USCC_CHARACTERS: Final = frozenset(uscc.ALPHABET)


@dataclass(frozen=True, slots=True)
class Filter:
    """Only organisations inside a region (GB/T 2260, the code of today) or of a subject kind."""

    region: str | None = None
    kind: str | None = None

    @property
    def region_pattern(self) -> str | None:
        """LIKE pattern of the codes inside the region."""
        if self.region is None:
            return None
        stem = self.region
        while stem.endswith("00"):
            stem = stem[:-2]
        return stem + "%"

    @property
    def tokens(self) -> list[int]:
        """Tokens of the search index that the filter asks for."""
        region = [] if self.region is None else [tokens.region_filter(self.region)]
        return region + ([] if self.kind is None else [tokens.kind_filter(self.kind)])


@dataclass(frozen=True, slots=True)
class Asked:
    """A search text in the forms in which it may match; None where it can't.

    `text` comparable; `letters` lower-case pinyin or initials; `uscc_part` the beginning of a USCC; `code` an
    earlier code in full.
    """

    text: str
    letters: str | None
    uscc_part: str | None
    code: str | None


def read(text: str) -> Asked | None:
    """The meanings of what was typed; None when nothing was.

    >>> read(" 黔信 ")
    Asked(text='黔信', letters=None, uscc_part=None, code=None)
    >>> read("gz qx").letters, read("Lü").letters, read("9152").uscc_part
    ('gzqx', 'lv', '9152')
    """
    comparable = names.comparable(text[:LONGEST].replace("\0", ""))
    if not comparable:
        return None
    letters = comparable.lower().replace("ü", "v")
    plain = comparable.isascii() and comparable.isalnum()
    digits = any(character.isdigit() for character in comparable)
    return Asked(
        text=comparable,
        letters=letters if letters.isascii() and letters.isalnum() and not letters.isdigit() else None,
        uscc_part=comparable if plain and digits and _may_begin_uscc(comparable) else None,
        code=comparable if digits and comparable.isascii() and len(comparable) >= SHORTEST_CODE else None,
    )


def _may_begin_uscc(text: str) -> bool:
    return SHORTEST_USCC_PART <= len(text) <= uscc.WIDTH and _USCC_CHARACTERS.issuperset(text)


def like(text: str) -> str:
    """The text as a literal inside a LIKE pattern.

    >>> like("100%_")
    '100\\\\%\\\\_'
    """
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to find names that have all of some tokens.

    `samples`: numbers of rows, spread over the table, to look through one after the other until a pageful is
    found. `narrow`: tokens to ask of the index where the samples did not suffice; its answer is complete.
    """

    samples: tuple[int, ...]
    narrow: tuple[int, ...]


COMMON: Final = 0.015
"""Share of names above which a token's list in the index is too long to read (1.5 % of a million: 3 ms)."""
_LARGEST_SAMPLE: Final = 12_000
_USEFUL: Final = 4


def plan(wanted: list[int], *, shares: dict[int, float], at_most: int) -> Plan:
    """The cheap way to `at_most` names. `shares`: how many of all names have a token, for the common ones."""
    ordered = sorted(wanted, key=lambda token: shares.get(token, 0.0))
    rare = [token for token in ordered if shares.get(token, 0.0) < COMMON]
    if rare:
        return Plan(samples=(), narrow=tuple(rare[:_USEFUL]))
    # the pairs of one word come together (有限, 限公, 公司): the rarest speaks for them
    expected = min((shares[token] for token in wanted if not tokens.is_filter(token)), default=1.0)
    for token in wanted:
        if tokens.is_filter(token):
            expected *= shares[token]
    rows = int(1.6 * at_most / expected)
    samples = (rows, min(4 * rows, _LARGEST_SAMPLE)) if rows < _LARGEST_SAMPLE else ()
    # the list of a pair in most names costs more than it narrows
    useful = [token for token in ordered[:_USEFUL] if shares[token] < 4 * shares[ordered[0]]]
    return Plan(samples=samples, narrow=tuple(useful))
