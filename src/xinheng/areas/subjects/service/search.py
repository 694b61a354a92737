"""The search for organisations. Natural persons are not in it and can't be."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from xinheng.areas.subjects.rules import tokens
from xinheng.areas.subjects.rules.query import Asked, Filter, like, plan, read
from xinheng.areas.subjects.store import merges, places, search_names
from xinheng.areas.subjects.store import search as store
from xinheng.areas.subjects.store.search import Found, NamePattern
from xinheng.areas.subjects.terms import Hit, MatchedOn, Page, Status

AT_MOST = 100
"""Hits of one search; where there are more, the page says so and the text should be narrowed."""


def search(
    text: str, *, limit: int = 20, offset: int = 0, region: str | None = None, kind: str | None = None
) -> Page:
    """Organisations by part of a name (one character: its beginning), pinyin, initials, USCC, earlier code.

    `region`: GB/T 2260, the code of today, with everything inside it; `kind`: a subject kind. The best come
    first: what begins so before what merely contains it, current names before former ones, short before long.
    Of very common words (有限) the hits are a spread of all. At most `AT_MOST` hits in all.
    """
    asked, narrowed = read(text), Filter(region=region, kind=kind)
    if asked is None:
        return Page(hits=(), total=0, more=False, offset=offset, limit=limit)
    found, more = _all_ways(asked, narrowed)
    best = _best_of_each(sorted(found, key=lambda one: _rank(one, asked)))
    more = more or len(best) > AT_MOST
    best = best[:AT_MOST]
    return Page(
        hits=_hits(best[offset : offset + limit]), total=len(best), more=more, offset=offset, limit=limit
    )


def _all_ways(asked: Asked, narrowed: Filter) -> tuple[list[Found], bool]:
    found, more = _by_name(asked.text, narrowed)
    if asked.uscc_part is not None:
        codes, more_codes = store.by_uscc(asked.uscc_part, narrowed, at_most=AT_MOST + 1)
        found, more = found + codes, more or more_codes
    if asked.code is not None:
        found += store.by_code(asked.code, narrowed, at_most=AT_MOST)
    if asked.letters is not None:
        spoken, more_spoken = store.by_letters(asked.letters, narrowed, at_most=AT_MOST + 1)
        found, more = found + spoken, more or more_spoken
    return found, more


def _by_name(text: str, narrowed: Filter) -> tuple[list[Found], bool]:
    """Names with the text in them; where there are too many, those that begin with it as well."""
    begins = NamePattern(beginning=like(text) + "%")
    start = [tokens.beginning(text), *narrowed.tokens]
    parts = list(dict.fromkeys([*tokens.pairs(text), *narrowed.tokens]))
    shares, rows = store.shares({*start, *parts})
    if len(text) == 1:
        return _names(start, begins, narrowed, shares=shares, rows=rows)
    inside = NamePattern(anywhere=f"%{like(text)}%")
    found, more = _names(parts, inside, narrowed, shares=shares, rows=rows)
    if more:
        found += _names([start[0], *parts], begins, narrowed, shares=shares, rows=rows, wholly=False)[0]
    return found, more


def _names(
    wanted: list[int],
    pattern: NamePattern,
    narrowed: Filter,
    *,
    shares: dict[int, float],
    rows: float,
    wholly: bool = True,
) -> tuple[list[Found], bool]:
    """Up to one more name than `AT_MOST`, and whether there are more. `rows`: the number of all names.

    Not `wholly`: what the samples give is enough.
    """
    way = plan(wanted, shares=shares, at_most=AT_MOST + 1)
    found: list[Found] = []
    for size in way.samples:
        percent = min(100.0, 100.0 * size / max(rows, 1.0))
        found = store.names_sampled(percent, pattern, narrowed, at_most=AT_MOST + 1)
        if len(found) > AT_MOST:
            return found, True
    if way.samples and not wholly:
        return found, True
    found = store.names_having(way.narrow, pattern, narrowed, at_most=AT_MOST + 1)
    return found, len(found) > AT_MOST


_ORDER = (
    MatchedOn.USCC,
    MatchedOn.CODE,
    MatchedOn.NAME,
    MatchedOn.FORMER_NAME,
    MatchedOn.INITIALS,
    MatchedOn.PINYIN,
)


def _rank(found: Found, asked: Asked) -> tuple[int, int, int, bool, int, str, int]:
    """Smaller is better: how well it matched, on what, current before former, short before long."""
    fit = 0 if found.text == asked.text else 2
    if fit and (found.text.startswith(asked.text) or found.trade.startswith(asked.text)):
        fit = 1
    way = _ORDER.index(found.matched_on)
    spoken = int(found.matched_on in {MatchedOn.INITIALS, MatchedOn.PINYIN})
    return spoken, fit, way, not found.current, len(found.text), found.text, found.organisation_id


def _best_of_each(ordered: Iterable[Found]) -> list[tuple[int, Found]]:
    """(organisation as it continues today, best match), each organisation once."""
    ordered = list(ordered)
    today = merges.survivors([one.organisation_id for one in ordered])
    best: dict[int, Found] = {}
    for one in ordered:
        best.setdefault(today.get(one.organisation_id, one.organisation_id), one)
    return list(best.items())


def _hits(best: list[tuple[int, Found]]) -> tuple[Hit, ...]:
    known = store.organisations(
        [number for number, _found in best] + [found.organisation_id for _number, found in best]
    )
    hits = []
    for number, found in best:
        uscc, name, kind, region, status, synthetic = known[number]
        hits.append(
            Hit(
                organisation_id=number,
                uscc=uscc,
                name=name,
                kind=kind,
                region=region,
                status=Status(status),
                synthetic=synthetic,
                matched_on=found.matched_on,
                matched_text=found.name,
                merged_from=known[found.organisation_id][0] if found.organisation_id != number else None,
            )
        )
    return tuple(hits)


def index_names(*, at_most: int = 50_000) -> int:
    """Make organisations of large loads findable; returns how many. To be called until it returns 0."""
    with transaction.atomic():
        return search_names.refresh_waiting(at_most=at_most, words=places.words())


def names_waiting() -> int:
    """How many organisations are not findable yet."""
    return search_names.waiting()
