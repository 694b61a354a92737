"""One JSON text for one value."""

import json
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.kernel.tlog.canonical import NotCanonical, canonical, parse

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=10)
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
)


class Term(StrEnum):
    """A term, as payloads hold them."""

    DONE = "done"


def test_the_form_is_exact() -> None:
    value = {"b": [True, None, -3], "a": '信\n"衡"', "A": {}, "信": Term.DONE}
    assert canonical(value).decode() == '{"A":{},"a":"信\\n\\"衡\\"","b":[true,null,-3],"信":"done"}'


@given(values)
def test_what_is_written_is_read_again(value: Any) -> None:
    text = canonical(value)
    assert parse(text) == value
    assert canonical(parse(text)) == text
    assert canonical(json.loads(json.dumps(value, indent=3))) == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "a float"),
        ({"a": [2**53]}, "beyond"),
        ("a\x00b", "NUL"),
        ({"\x00": 1}, "NUL"),
        ("\ud800", "surrogate"),
        ({1: "a"}, "no string"),
        (b"bytes", "a bytes"),
        ({"a": {1, 2}}, "a set"),
    ],
)
def test_what_has_no_form_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(NotCanonical, match=reason):
        canonical(value)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "1.5", "NaN", "[-Infinity]"])
def test_ambiguous_json_is_not_read(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse(text)
