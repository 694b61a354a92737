"""A database with a million organisations and some records, made once for the measurements that look things up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench.place import WORK
from bench.server import Database, Server, answer
from bench.sides.rules import TODAY
from demo.province.bulk import blocks

_RECORDS = 20_000
_ON_ONE = 50
_MARKED = 500
"""Records that are contested, and as many whose act was revoked: what is shown has to heed them."""


@dataclass(frozen=True)
class Province:
    """The database, the organisation that has 50 records, and one that has a single one."""

    database: Database
    many: str
    one: str


@contextmanager
def province(server: Server, organisations: int) -> Iterator[Province]:
    """Fill a fresh database: organisations, their search names, and penalties of some."""
    with server.fresh("bench_province") as database:
        database.ask("fill", str(organisations))
        for process in [database.node("index") for _process in range(2)]:
            answer(process)
        path, many, one = _records()
        database.ask("deposit", "penalty", str(path), "1")
        database.ask("index")
        for kind in ("objected", "revoked"):
            database.ask("mark", str(_MARKED), "0", kind)
        with database.connect() as connection:
            connection.execute("VACUUM ANALYZE")
        yield Province(database, many, one)


def _records() -> tuple[Path, str, str]:
    """Penalties of which the first 50 are one organisation's and the next one another's only one."""
    path = WORK / "files" / "penalties-of-some.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pl.concat(blocks("penalty", _RECORDS, today=TODAY, organisation_count=50_000))
    subject = frame.columns[: frame.columns.index("CF_WSH")]
    owners = frame.filter(pl.col("CF_XDR_LB") == "法人及非法人组织").unique("CF_XDR_SHXYM", keep="none")
    first, second = owners.sort("CF_XDR_SHXYM").head(2).select(subject).partition_by("CF_XDR_SHXYM")
    given = pl.concat([first.sample(_ON_ONE, with_replacement=True, seed=1), second])
    rest = frame.filter(
        ~pl.col("CF_XDR_SHXYM").is_in(given["CF_XDR_SHXYM"].unique().to_list()).fill_null(False)
    )
    taken = frame.head(_ON_ONE + 1).with_columns(given.get_columns())
    pl.concat([taken, rest.slice(_ON_ONE + 1)]).write_csv(path)
    return path, given["CF_XDR_SHXYM"][0], given["CF_XDR_SHXYM"][-1]


def asked_texts(database: Database, *, of_each: int) -> dict[str, list[str]]:
    """What people may type: parts of names of today and of former ones, initials, codes; the same every time."""
    with database.connect() as connection:
        connection.execute("SELECT setseed(0.5)")
        rows = connection.execute(
            "SELECT text, trade, initials, uscc, current FROM subjects_searchname s"
            " JOIN subjects_organisation o ON o.id = s.organisation_id ORDER BY random() LIMIT %s", [of_each * 40],
        ).fetchall()  # fmt: skip
    today = [row for row in rows if row[4]][:of_each]
    former = [row[0] for row in rows if not row[4]][:of_each]
    return {
        "1-character": [trade[at % len(trade)] for at, (_text, trade, *_more) in enumerate(today)],
        "2-characters": [_part(text, at, 2) for at, (text, *_more) in enumerate(today)],
        "3-or-more-characters": [_part(text, at, 3 + at % 4) for at, (text, *_more) in enumerate(today)],
        "pinyin-initials": [
            initials[: 3 + at % 4] for at, (_text, _trade, initials, *_more) in enumerate(today)
        ],
        "uscc": [uscc[: (18, 8, 12)[at % 3]] for at, (*_names, uscc, _current) in enumerate(today)],
        "former-name": [_part(text, at, 4 + at % 3) for at, text in enumerate(former)],
    }


def _part(text: str, at: int, length: int) -> str:
    begin = at % max(len(text) - length + 1, 1)
    return text[begin : begin + length]


def write_texts(texts: dict[str, list[str]]) -> Path:
    """The texts as a file that a process of the node reads."""
    path = WORK / "files" / "asked.json"
    path.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return path
