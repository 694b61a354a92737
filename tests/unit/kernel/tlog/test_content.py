"""A content hashed in two parts: the shown part proves itself, the withheld one is not told and cannot be tried."""

from __future__ import annotations

import hmac
import json
import os
from dataclasses import replace
from hashlib import sha256

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.kernel.tlog.canonical import Json, canonical
from xinheng.kernel.tlog.content import Opened, closed, content_of, hash_of, withheld_hash
from xinheng.kernel.tlog.content_columns import content_hashes, sha256_column
from xinheng.kernel.tlog.hashing import MalformedHash
from xinheng.kernel.tlog.rows import UnevenColumns

PEPPER = b"0123456789abcdef" * 4
KEY = bytes(range(16))
CODES = ("CF_WSH", "CF_NR", "CF_FRDB", "CF_FR_ZJHM", "CF_XDR_MC", "CF_SY")
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
records = st.dictionaries(st.sampled_from(CODES), texts)
hidden_codes = st.frozensets(st.sampled_from(CODES))


def split(record: dict[str, str], hidden: frozenset[str]) -> tuple[dict[str, Json], dict[str, Json]]:
    """The record's shown and withheld part."""
    shown: dict[str, Json] = {code: value for code, value in record.items() if code not in hidden}
    return shown, {code: value for code, value in record.items() if code in hidden}


def stored(shown: dict[str, Json], withheld: dict[str, Json], *, key: bytes = KEY) -> bytes:
    """The hash that the platform keeps."""
    made = content_of(shown, withheld, key=key, pepper=PEPPER)
    return hash_of(shown, withheld_hash=made.withheld_hash)


def test_a_content_is_hashed_as_its_description_says() -> None:
    data, withheld = {"CF_NR": "罚款"}, {"CF_FRDB": "示例甲某"}
    shown = sha256('{"CF_NR":"罚款"}'.encode()).digest()
    salt = hmac.digest(PEPPER, KEY + shown, "sha256")
    hidden = sha256(salt + '{"CF_FRDB":"示例甲某"}'.encode()).digest()
    made = content_of(data, withheld, key=KEY, pepper=PEPPER)
    assert (made.withheld_hash, made.opened) == (hidden, Opened(withheld, salt))
    assert stored(data, withheld) == sha256(shown + hidden).digest()


@given(record=records, hidden=hidden_codes)
def test_any_split_of_the_fields_is_proved_to_anybody(record: dict[str, str], hidden: frozenset[str]) -> None:
    shown, withheld = split(record, hidden)
    content_hash = stored(shown, withheld)
    whole = content_of(shown, withheld, key=KEY, pepper=PEPPER)
    public = closed(whole)
    assert public.opened is None
    assert public.fits(content_hash)
    assert whole.fits(content_hash)
    assert stored(shown, withheld) == content_hash, "the same content again has the same hash"


@given(record=records, hidden=hidden_codes, code=st.sampled_from(CODES), value=texts)
def test_any_change_of_what_is_shown_is_found(
    record: dict[str, str], hidden: frozenset[str], code: str, value: str
) -> None:
    shown, withheld = split(record, hidden)
    public = closed(content_of(shown, withheld, key=KEY, pepper=PEPPER))
    content_hash = stored(shown, withheld)
    put = dict(shown) | {code: value}
    assert replace(public, data=put).fits(content_hash) == (put == shown)
    left = {each: told for each, told in shown.items() if each != code}
    assert replace(public, data=left).fits(content_hash) == (left == shown)


@given(record=records, hidden=hidden_codes, code=st.sampled_from(CODES), value=texts)
def test_any_change_of_what_is_withheld_is_found_by_who_may_read_it(
    record: dict[str, str], hidden: frozenset[str], code: str, value: str
) -> None:
    shown, withheld = split(record, hidden)
    whole = content_of(shown, withheld, key=KEY, pepper=PEPPER)
    assert whole.opened is not None
    put = dict(withheld) | {code: value}
    changed = replace(whole, opened=replace(whole.opened, withheld=put))
    assert changed.fits(stored(shown, withheld)) == (put == withheld)


def guesses(withheld: dict[str, Json], shown: dict[str, Json]) -> list[bytes]:
    """What somebody can make who knows everything but the pepper and has guessed the withheld part right."""
    hidden, open_part = canonical(withheld), sha256(canonical(shown)).digest()
    salts = (b"", KEY, open_part, KEY + open_part, bytes(32), hmac.digest(b"", KEY + open_part, "sha256"))
    whole = canonical({**shown, **withheld})
    made = [sha256(salt + hidden).digest() for salt in salts]
    return [
        *made,
        sha256(whole).digest(),
        *(sha256(open_part + each).digest() for each in (*made, bytes(32))),
    ]


@given(record=records, hidden=hidden_codes)
def test_a_right_guess_is_not_confirmed_by_a_public_proof(
    record: dict[str, str], hidden: frozenset[str]
) -> None:
    shown, withheld = split(record, hidden)
    public = closed(content_of(shown, withheld, key=KEY, pepper=PEPPER))
    made = guesses(withheld, shown)
    assert public.withheld_hash not in made
    assert stored(shown, withheld) not in made, "what a later law hides cannot be tried either"
    assert content_of(shown, withheld, key=KEY, pepper=b"1" * 64).withheld_hash != public.withheld_hash


@given(withheld=records, one=records, other=records)
def test_equal_names_in_two_records_do_not_look_equal(
    withheld: dict[str, str], one: dict[str, str], other: dict[str, str]
) -> None:
    first = content_of(one, withheld, key=KEY, pepper=PEPPER)
    elsewhere = content_of(one, withheld, key=KEY[::-1], pepper=PEPPER)
    corrected = content_of(other, withheld, key=KEY, pepper=PEPPER)
    assert elsewhere.withheld_hash != first.withheld_hash
    assert (corrected.withheld_hash == first.withheld_hash) == (one == other)
    assert first.opened is not None
    if one != other:
        assert withheld_hash(withheld, salt=first.opened.salt) != corrected.withheld_hash


@given(st.lists(st.tuples(records, hidden_codes), max_size=12))
def test_columnar_hashes_are_the_scalar_ones(rows: list[tuple[dict[str, str], frozenset[str]]]) -> None:
    parts = [split(record, hidden) for record, hidden in rows]
    keys = [os.urandom(16) for _ in rows]
    made = content_hashes(
        pl.Series("data", [canonical(shown).decode() for shown, _ in parts], dtype=pl.String),
        pl.Series("withheld", [canonical(withheld).decode() for _, withheld in parts], dtype=pl.String),
        keys=pl.Series("key", keys, dtype=pl.Binary),
        pepper=PEPPER,
    )
    assert made.dtype == pl.Binary
    assert made.to_list() == [stored(*part, key=key) for part, key in zip(parts, keys, strict=True)]


def test_columns_of_several_chunks_and_slices_are_hashed_row_by_row() -> None:
    texts = [json.dumps({"n": number}) for number in range(1000)]
    chunked = pl.concat([pl.Series("n", texts[:400]), pl.Series("n", texts[400:])], rechunk=False)[3:-5]
    assert sha256_column(chunked).to_list() == [sha256(text.encode()).digest() for text in texts[3:-5]]


def test_what_cannot_be_hashed_is_refused() -> None:
    with pytest.raises(UnevenColumns, match="nothing to hash"):
        sha256_column(pl.Series("n", ["a", None]))
    with pytest.raises(MalformedHash, match="32 bytes"):
        hash_of({}, withheld_hash=b"")
    with pytest.raises(MalformedHash, match="32 bytes"):
        withheld_hash({}, salt=b"")
