"""Everything that shows a record to the public, asked through its door: pages, search, exports, API, proofs, totals."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest
from django.core.cache import cache
from django.test import Client

from xinheng.areas.disclosure import service as disclosure
from xinheng.areas.disclosure.terms import PublicityFilter
from xinheng.plumbing import clock


@dataclass(frozen=True)
class Sought:
    """The record that is looked for on every surface."""

    item: str
    key: str
    subject: str
    instrument: str

    @property
    def page(self) -> str:
        """Its own page."""
        return f"/records/{self.item}/{self.key}/"


class Surfaces:
    """Asks every surface at a moment; the clock of pages and API stands at it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self._client = Client(HTTP_ACCEPT="text/html", HTTP_HOST="localhost")
        self._now = clock.now()

    def at(self, moment: datetime) -> Surfaces:
        """Put the clock."""
        cache.clear()
        self._now = moment
        self._patch.setattr(clock, "now", lambda: moment)
        return self

    def showing(self, sought: Sought, *, past: date | None = None) -> dict[str, bool]:
        """On which surfaces the record is. `past` is a day on which it was on display."""
        return dict(self._found(sought)) | (dict(self._past(sought, past)) if past else {})

    def everywhere(self, sought: Sought, *, past: date | None = None) -> bool:
        """True on every surface, False on none; a failing test where they disagree."""
        found = self.showing(sought, past=past)
        answers = set(found.values())
        assert len(answers) == 1, found
        return answers.pop()

    def _found(self, sought: Sought) -> Iterator[tuple[str, bool]]:
        by_text = f"/publicity/?text={quote(sought.instrument)}"
        for name, address in {
            "home": "/", "organisation": f"/organisations/{sought.subject}/", "column": "/publicity/",
            "column search": by_text, "record page": sought.page,
            "topic": f"/organisations/{sought.subject}/?topic={sought.item}",
        }.items():  # fmt: skip
            yield (
                name,
                f'href="{sought.page}"' in self.text(address)
                or (address == sought.page and sought.instrument in self.text(address)),
            )
        for name, rows in {"csv": self.csv(), "parquet": self.parquet()}.items():
            yield name, any(sought.instrument in row.values() for row in rows)
        yield "api record", self.api_record(sought) is not None
        for name, path in {
            "api organisation": f"/organisations/{sought.subject}/records",
            "api column": "/publicity", "api search": f"/publicity?instrument={quote(sought.instrument)}",
        }.items():  # fmt: skip
            yield name, any(one["key"] == sought.key for one in self.api(path)["items"])
        yield "api total", self.api(f"/organisations/{sought.subject}/records")["total"] > 0
        yield "proof", self.status(f"{sought.page}proof.json") == 200
        yield "api proof", self.status(f"/api/v1/records/{sought.item}/{sought.key}/proof") == 200
        day = clock.day_of(self._now)
        yield "totals", sum(disclosure.totals(day=day, moment=self._now).values()) > 0
        yield "home total", "<dt>正在公示的记录</dt><dd>0</dd>" not in self.text("/")

    def _past(self, sought: Sought, past: date) -> Iterator[tuple[str, bool]]:
        asked = {"as of": f"as_of={past}", "known at": f"known_at={past}T12:00:00%2B08:00"}
        for name, query in asked.items():
            yield (
                f"api record {name}",
                self.status(f"/api/v1/records/{sought.item}/{sought.key}?{query}") == 200,
            )
            found = self.api(f"/organisations/{sought.subject}/records?{query}")
            yield f"api organisation {name}", bool(found["items"])
            yield f"api organisation total {name}", found["total"] > 0
            yield f"api column {name}", bool(self.api(f"/publicity?{query}")["items"])

    def told(self, sought: Sought, words: str) -> dict[str, bool]:
        """Whether each page and answer that shows the record tells these words; for the exports see `csv`, `parquet`."""
        record = self.api_record(sought)
        assert record is not None
        found = {
            name: words in self.text(address)
            for name, address in {
                "home": "/", "organisation": f"/organisations/{sought.subject}/", "column": "/publicity/",
                "column search": f"/publicity/?text={quote(sought.instrument)}", "record page": sought.page,
            }.items()
        }  # fmt: skip
        organisation = self.api(f"/organisations/{sought.subject}/records")["items"]
        column = self.api("/publicity")["items"]
        return found | {
            "api record": words in json.dumps(record, ensure_ascii=False),
            "api organisation": words in json.dumps(organisation, ensure_ascii=False),
            "api column": words in json.dumps(column, ensure_ascii=False),
        }

    def text(self, address: str) -> str:
        """A page; nothing where it is not there."""
        response = self._client.get(address)
        return response.content.decode() if response.status_code == 200 else ""

    def status(self, address: str) -> int:
        """The status of an answer."""
        return self._client.get(address).status_code

    def api(self, path: str) -> Any:
        """An answer of the API."""
        response = self._client.get(f"/api/v1{path}")
        assert response.status_code == 200, (path, response.content)
        return response.json()

    def api_record(self, sought: Sought) -> dict[str, Any] | None:
        """The record by API; None where it is not on display."""
        response = self._client.get(f"/api/v1/records/{sought.item}/{sought.key}")
        return response.json() if response.status_code == 200 else None

    def csv(self) -> list[dict[str, Any]]:
        """The rows of the export."""
        content = b"".join(self._client.get("/publicity/export.csv").streaming_content)
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    def parquet(self) -> list[dict[str, Any]]:
        """The same of the Parquet export."""
        content = b"".join(self._client.get("/publicity/export.parquet").streaming_content)
        return pq.read_table(io.BytesIO(content)).to_pylist()


def the_only(item: str, *, at: datetime) -> Sought:
    """The only record of an item that is on display."""
    (record,) = disclosure.publicity(PublicityFilter(items=(item,)), day=clock.day_of(at), moment=at)
    return Sought(item=item, key=record.key, subject=record.subject, instrument=record.instrument)
