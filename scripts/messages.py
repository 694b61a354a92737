"""Collect the interface's Chinese texts, keep their English ones, write the file that Django reads.

    python scripts/messages.py            renew django.po and django.mo; names what has no English yet
    python scripts/messages.py --check    change nothing; fail when the files are not what this would write

The Chinese text is the msgid. New texts come out with an empty msgstr: fill it in django.po and run again.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src" / "xinheng"
PO = SOURCE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = dict.fromkeys(("gettext", "gettext_lazy", "_")) | {
    name: DEFAULT_KEYWORDS[name] for name in ("ngettext", "pgettext", "npgettext")
}


def main(arguments: list[str]) -> int:
    """Exit code 1 when something has no English, or with --check when a file is out of date."""
    settings.configure(USE_I18N=True)
    django.setup()
    catalogue = renewed()
    untranslated = [message.id for message in catalogue if message.id and not _complete(message.string)]
    written = _as_po(catalogue), _as_mo(catalogue)
    files = PO, PO.with_suffix(".mo")
    if "--check" in arguments:
        stale = [file for file, content in zip(files, written, strict=True) if file.read_bytes() != content]
        for file in stale:
            sys.stderr.write(f"{file.relative_to(SOURCE)} is out of date: make messages\n")
    else:
        stale = []
        PO.parent.mkdir(parents=True, exist_ok=True)
        for file, content in zip(files, written, strict=True):
            file.write_bytes(content)
    for text in untranslated:
        sys.stderr.write(f"no English for: {text}\n")
    return 1 if untranslated or stale else 0


def renewed() -> Catalog:
    """The texts of today with the English that they had; texts that are gone are left out."""
    known = _kept()
    fresh = Catalog(
        locale="en",
        header_comment="# English texts of the interface; renewed by `make messages`.",
        charset="utf-8",
        fuzzy=False,
        # fixed: a file that says when it was made would be new every time
        creation_date=FIRST,
        revision_date=FIRST,
    )
    for file, message, context in _messages():
        had = known.get(message if isinstance(message, str) else message[0], context)
        fresh.add(message, had.string if had else None, locations=[(file, None)], context=context)
    return fresh


def _kept() -> Catalog:
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def _messages() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """File, text (singular and plural as a pair) and context of every text, sorted by file."""
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("*.py")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            # what is no text comes out as XXXX; its indentation would be an error of syntax
            text = "\n".join(line.strip() for line in templatize(text, origin=path.name).splitlines())
        source = io.BytesIO(text.encode())
        for _, message, _, context in extract(
            "python", source, keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield path.relative_to(SOURCE).as_posix(), message, context


def _complete(string: str | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def _as_po(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, include_lineno=False)
    return buffer.getvalue()


def _as_mo(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
