"""An export that was tampered with, part by part, and the exact failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.verifier.support import KEEPER, ORIGIN, Keeper, Log, edit, honest, write
from xinheng.kernel.tlog.checkpoint import Checkpoint
from xinheng.kernel.tlog.export import checkpoint_line, entry_line
from xinheng.verifier.failures import TEXTS, CheckFailed, Failure, UnableToRead
from xinheng.verifier.log import check_log

# header 0 · entries 1 2 3 4(checkpoint's) · checkpoint 5 · entries 6 7 8 9(checkpoint's) · checkpoint 10 · entry 11


def failure_of(path: Path, **more: Any) -> tuple[Failure, str]:
    with pytest.raises(CheckFailed) as caught:
        check_log(path, [KEEPER.key], **more)
    return caught.value.failure, caught.value.place


@pytest.mark.requirement("SEC-07", "LIA-01", "LIA-05")
def test_an_honest_export_is_sound(tmp_path: Path) -> None:
    log = honest()
    path = write(tmp_path, log.lines)
    report = check_log(path, [KEEPER.key])
    assert (report.origin, report.entries, report.checkpoints, report.uncovered) == (ORIGIN, 9, 2, 1)
    assert report.root == log.points[-1].root
    assert check_log(path, []) == report


def set_in(*way: str, to: object) -> Callable[[dict[str, Any]], None]:
    def change(value: dict[str, Any]) -> None:
        for step in way[:-1]:
            value = value[step]
        value[way[-1]] = to

    return change


@pytest.mark.parametrize(
    ("line", "change", "failure", "place"),
    [
        (1, set_in("entry", "payload", "n", to=9), Failure.ROOT_DIFFERS, "line 6"),
        (1, set_in("entry", "actor", to="somebody"), Failure.ROOT_DIFFERS, "line 6"),
        (1, set_in("entry", "kind", to="intake.refused"), Failure.ROOT_DIFFERS, "line 6"),
        (1, set_in("entry", "at", to="2025-03-01T08:00:00.000000Z"), Failure.ROOT_DIFFERS, "line 6"),
        (1, set_in("entry", "about", "id", to="2"), Failure.ROOT_DIFFERS, "line 6"),
        (1, set_in("entry", "salt", to="00" * 16), Failure.ROOT_DIFFERS, "line 6"),
        (3, set_in("entry", "batch", "root", to="00" * 32), Failure.ROOT_DIFFERS, "line 6"),
        (3, set_in("entry", "batch", "size", to=299), Failure.ROOT_DIFFERS, "line 6"),
        (7, set_in("entry", "payload", "n", to=9), Failure.ROOT_DIFFERS, "line 11"),
        (1, set_in("entry", "seq", to=1), Failure.ENTRY_OUT_OF_ORDER, "line 2"),
        (1, set_in("entry", "seq", to=True), Failure.ENTRY_MALFORMED, "line 2"),
        (1, set_in("entry", "salt", to="00"), Failure.ENTRY_MALFORMED, "line 2"),
        (1, set_in("entry", "extra", to="x"), Failure.ENTRY_MALFORMED, "line 2"),
        (1, set_in("entry", "payload", to=[]), Failure.ENTRY_MALFORMED, "line 2"),
        (1, set_in("entry", "actor", to=None), Failure.ENTRY_MALFORMED, "line 2"),
        (1, set_in("entry", to="text"), Failure.ENTRY_MALFORMED, "line 2"),
        (1, set_in("type", to="other"), Failure.LINE_MALFORMED, "line 2"),
        (1, set_in("type", to="header"), Failure.LINE_MALFORMED, "line 2"),
        (5, set_in("note", to=None), Failure.CHECKPOINT_MALFORMED, "line 6"),
        (5, set_in("note", to="no note"), Failure.CHECKPOINT_MALFORMED, "line 6"),
        (9, set_in("entry", "payload", "previous", to=None), Failure.PREVIOUS_DIFFERS, "line 10"),
        (4, set_in("entry", "kind", to="intake.received"), Failure.CHECKPOINT_OUT_OF_PLACE, "line 6"),
    ],
)
@pytest.mark.requirement("LIA-01")
def test_every_changed_part_is_found(
    tmp_path: Path, line: int, change: Callable[[dict[str, Any]], None], failure: Failure, place: str
) -> None:
    lines = honest().lines
    lines[line] = edit(lines[line], change)
    assert failure_of(write(tmp_path, lines)) == (failure, place)


@pytest.mark.parametrize(
    ("tamper", "failure", "place"),
    [
        (lambda x: x[:1] + x[2:], Failure.ENTRY_OUT_OF_ORDER, "line 2"),
        (lambda x: [x[0], x[2], x[1], *x[3:]], Failure.ENTRY_OUT_OF_ORDER, "line 2"),
        (lambda x: [*x[:2], x[1], *x[2:]], Failure.ENTRY_OUT_OF_ORDER, "line 3"),
        (lambda x: x[:5] + x[6:], Failure.CHECKPOINT_MISSING, "line 6"),
        (lambda x: x[:10], Failure.CHECKPOINT_MISSING, "end"),
        (lambda x: x[:3], Failure.NO_CHECKPOINT, "end"),
        (lambda x: x[:1], Failure.NO_CHECKPOINT, "end"),
        (lambda x: [*x, x[10]], Failure.CHECKPOINT_OUT_OF_PLACE, "line 13"),
        (lambda x: [*x[:3], x[5], *x[3:]], Failure.CHECKPOINT_OUT_OF_PLACE, "line 4"),
        (lambda x: [*x[:3], b"{\n", *x[3:]], Failure.LINE_MALFORMED, "line 4"),
        (lambda x: [*x[:3], b"\xff\n", *x[3:]], Failure.LINE_MALFORMED, "line 4"),
        (lambda x: [*x[:3], b"[" * 100_000 + b"\n", *x[3:]], Failure.LINE_MALFORMED, "line 4"),
        (
            lambda x: [*x[:2], x[2].replace(b'"n":2', b'"n":2,"n":2'), *x[3:]],
            Failure.LINE_MALFORMED,
            "line 3",
        ),
        (lambda x: [*x[:2], x[2].replace(b'"n":2', b'"n":2.0'), *x[3:]], Failure.LINE_MALFORMED, "line 3"),
    ],
)
def test_removed_moved_and_added_lines_are_found(
    tmp_path: Path, tamper: Callable[[list[bytes]], list[bytes]], failure: Failure, place: str
) -> None:
    assert failure_of(write(tmp_path, tamper(honest().lines))) == (failure, place)


def test_a_forged_signature_is_found(tmp_path: Path) -> None:
    log = honest()
    forged = log.notes[0].replace("\n4\n", "\n4\nmore\n")
    log.lines[5] = checkpoint_line(forged)
    assert failure_of(write(tmp_path, log.lines)) == (Failure.CHECKPOINT_FORGED, "line 6")


def test_a_log_signed_by_somebody_else_is_found(tmp_path: Path) -> None:
    log = honest()
    log.lines[5] = checkpoint_line(log.points[0].sign([Keeper(2)]))
    assert failure_of(write(tmp_path, log.lines)) == (Failure.CHECKPOINT_UNTRUSTED, "line 6")


def test_a_checkpoint_of_another_log_is_found(tmp_path: Path) -> None:
    log = honest()
    log.lines[5] = checkpoint_line(replace(log.points[0], origin="other.example/log").sign([KEEPER]))
    assert failure_of(write(tmp_path, log.lines)) == (Failure.ORIGIN_DIFFERS, "line 6")


def test_a_rewritten_and_newly_signed_log_is_found_with_a_checkpoint_kept_before(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(honest().notes[0].encode())
    rewritten = Log()
    for n in (1, 99, 3):
        rewritten.add("intake.received", {"n": n})
    rewritten.sign()
    path = write(tmp_path, rewritten.lines)
    assert check_log(path, [KEEPER.key]).entries == 4
    assert failure_of(path, known=kept) == (Failure.KNOWN_DIFFERS, "line 5")
    assert check_log(write(tmp_path, honest().lines), [KEEPER.key], known=kept).entries == 9


def test_a_log_cut_at_its_end_is_found_with_a_checkpoint_kept_before(tmp_path: Path) -> None:
    log = honest()
    kept = tmp_path / "kept.txt"
    kept.write_bytes(log.notes[1].encode())
    assert failure_of(write(tmp_path, log.lines[:6]), known=kept) == (Failure.KNOWN_DIFFERS, "end")


def test_what_is_no_export_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(UnableToRead):
        check_log(tmp_path / "none.jsonl", [])
    with pytest.raises(UnableToRead, match="no header"):
        check_log(write(tmp_path, honest().chain()), [])
    with pytest.raises(UnableToRead, match="no header"):
        check_log(write(tmp_path, honest().lines[1:]), [])
    with pytest.raises(UnableToRead, match="key"):
        check_log(write(tmp_path, [edit(honest().lines[0], set_in("keys", to=["bad"]))]), [])
    with pytest.raises(UnableToRead, match="keys is missing"):
        check_log(write(tmp_path, [edit(honest().lines[0], set_in("keys", to="bad"))]), [])


def test_every_failure_has_words_in_both_languages() -> None:
    assert set(TEXTS) == set(Failure)
    assert all(text.zh and text.en for text in TEXTS.values())


def test_entries_of_this_log_are_what_the_platform_writes() -> None:
    log = honest()
    assert entry_line(log.entries[0]) == (
        b'{"entry":{"about":{"id":"1","kind":"submission"},"actor":"job","at":"2026-03-01T08:00:00.000000Z",'
        b'"kind":"intake.received","payload":{"n":1},"salt":"5feceb66ffc86f38d952786c6d696c79","seq":0},"type":"entry"}\n'
    )
    assert isinstance(log.points[0], Checkpoint)
