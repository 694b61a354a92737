"""Persons come in by a role alone, with the number encrypted."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.subjects.store import persons
from xinheng.areas.subjects.terms import PersonRole
from xinheng.plumbing.crypto.keyring import Purpose, key_ring
from xinheng.plumbing.crypto.values import seal

_AT_ONCE = 100_000
"""Rows that are encrypted and saved together: it bounds the memory that a large delivery takes."""
_DEFAULTS = {
    "role": pl.lit(PersonRole.NAMED_IN_INSTRUMENT.value),
    "uscc": pl.lit(None, dtype=pl.String),
    "since": pl.lit(None, dtype=pl.Date),
    "until": pl.lit(None, dtype=pl.Date),
    "source": pl.lit("intake"),
}


@recorded("subjects.persons_saved")
def save_persons(rows: pl.DataFrame, *, actor: str, at: datetime) -> Recorded[int]:
    """Keep the persons of a delivery; returns how many were new. The ledger entry says a number and nobody.

    `rows`: keyed_hash and number (compact, in clear, encrypted here), and where known role (by default: named
    in an effective instrument), uscc of the organisation, since, until, source. A role in an organisation
    needs its uscc.
    """
    given = rows.with_columns(
        value.alias(name) for name, value in _DEFAULTS.items() if name not in rows.columns
    )
    new = sum(persons.save(_encrypted(part), at=at) for part in given.iter_slices(_AT_ONCE))
    return Recorded(new, about=("subjects", "persons"), payload={"new": new, "roles": rows.height})


def _encrypted(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with each number encrypted once."""
    ring = key_ring()
    numbers = dict(rows.select("keyed_hash", "number").unique("keyed_hash").iter_rows())
    sealed = {
        keyed: seal(number.encode(), ring=ring, purpose=Purpose.PERSON_VALUE, belongs_to=keyed).hex()
        for keyed, number in numbers.items()
    }
    encrypted = rows["keyed_hash"].replace_strict(sealed, default=None, return_dtype=pl.String)
    return rows.with_columns(encrypted.alias("encrypted"))
