"""A record's proof and a checkpoint chain, tampered with part by part."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.verifier.support import (
    CONTENT,
    DATA,
    KEEPER,
    PEPPER,
    PUBLIC,
    WITHHELD,
    Keeper,
    edit,
    honest,
    proof_of,
    write,
)
from tests.unit.verifier.test_export import set_in
from xinheng.kernel.tlog.export import checkpoint_line
from xinheng.verifier.chain import check_chain
from xinheng.verifier.failures import CheckFailed, Failure, UnableToRead
from xinheng.verifier.record import check_record, read_proof


def written(folder: Path, value: object) -> Path:
    path = folder / "proof.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.requirement("SEC-07", "LIA-05")
def test_an_honest_record_proof_is_sound(tmp_path: Path) -> None:
    proof = read_proof(written(tmp_path, proof_of(honest())))
    report = check_record(proof, [KEEPER.key])
    assert report.checkpoint.size == 8
    assert check_record(proof, []) == report


def test_a_record_is_proved_without_its_content_too(tmp_path: Path) -> None:
    value = proof_of(honest(), content=None)
    assert value["record"].keys() == {"row_no", "change", "key", "content_hash", "salt"}
    assert check_record(read_proof(written(tmp_path, value)), [KEEPER.key]).proof.content is None


def test_what_is_shown_is_proved_while_the_rest_stands_as_a_hash(tmp_path: Path) -> None:
    value = proof_of(honest())
    assert value["record"]["data"] == DATA
    told = json.dumps(value, ensure_ascii=False)
    assert not [word for word in (*WITHHELD, *WITHHELD.values(), PEPPER.decode()) if str(word) in told]
    assert check_record(read_proof(written(tmp_path, value)), [KEEPER.key]).proof.content == PUBLIC


@pytest.mark.requirement("LIA-05")
def test_who_may_read_both_parts_can_check_both(tmp_path: Path) -> None:
    value = proof_of(honest(), content=CONTENT)
    assert value["record"]["withheld"] == WITHHELD
    assert PEPPER.decode() not in json.dumps(value)
    assert check_record(read_proof(written(tmp_path, value)), [KEEPER.key]).proof.content == CONTENT


@pytest.mark.parametrize(
    "change",
    [
        set_in("record", "withheld", "CF_FRDB", to="示例乙某"),
        set_in("record", "withheld", "CF_FRDB", to=2**53),
        set_in("record", "withheld", to={}),
        set_in("record", "withheld_salt", to="00" * 32),
        set_in("record", "withheld_hash", to="00" * 32),
        set_in("record", "data", "CF_NR", to="警告"),
    ],
)
def test_a_changed_part_of_an_opened_content_is_found(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    value = proof_of(honest(), content=CONTENT)
    change(value)
    with pytest.raises(CheckFailed) as caught:
        check_record(read_proof(written(tmp_path, value)), [KEEPER.key])
    assert caught.value.failure is Failure.CONTENT_DIFFERS


@pytest.mark.parametrize("lost", ["data", "withheld_hash", "withheld", "withheld_salt"])
def test_half_a_content_is_no_proof(tmp_path: Path, lost: str) -> None:
    value = proof_of(honest(), content=CONTENT)
    del value["record"][lost]
    with pytest.raises(UnableToRead, match="half a content"):
        read_proof(written(tmp_path, value))


def other_hash(value: str) -> str:
    return ("0" if value[0] != "0" else "1") + value[1:]


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        (set_in("record", "data", "CF_NR", to="警告"), Failure.CONTENT_DIFFERS),
        (set_in("record", "data", "CF_NR", to=1.5), None),
        (set_in("record", "data", to={}), Failure.CONTENT_DIFFERS),
        (set_in("record", "data", to=[]), None),
        (set_in("record", "withheld_hash", to="00" * 32), Failure.CONTENT_DIFFERS),
        (set_in("record", "withheld_hash", to="00" * 31), None),
        (set_in("record", "content_hash", to="00" * 32), Failure.CONTENT_DIFFERS),
        (set_in("record", "row_no", to=8), Failure.ROW_NOT_IN_BATCH),
        (set_in("record", "change", to="withdrawn"), Failure.ROW_NOT_IN_BATCH),
        (set_in("record", "key", to="00" * 16), Failure.ROW_NOT_IN_BATCH),
        (set_in("record", "salt", to="00" * 16), Failure.ROW_NOT_IN_BATCH),
        (set_in("batch", "index", to=8), Failure.ROW_NOT_IN_BATCH),
        (set_in("batch", "proof", to=[]), Failure.ROW_NOT_IN_BATCH),
        (set_in("entry", "batch", "root", to="00" * 32), Failure.ROW_NOT_IN_BATCH),
        (set_in("entry", "batch", to=None), None),
        (set_in("entry", "at", to="2020-01-01T00:00:00.000000Z"), Failure.ENTRY_NOT_IN_LOG),
        (set_in("entry", "seq", to=1), Failure.ENTRY_NOT_IN_LOG),
        (set_in("log", "proof", to=[]), Failure.ENTRY_NOT_IN_LOG),
        (set_in("log", "size", to=9), Failure.ENTRY_NOT_IN_LOG),
        (set_in("checkpoint", to="text"), Failure.CHECKPOINT_MALFORMED),
        (set_in("checkpoint", to=3), Failure.CHECKPOINT_MALFORMED),
        (set_in("checkpoint", to=honest().notes[0]), Failure.ENTRY_NOT_IN_LOG),
        (set_in("checkpoint", to=honest().points[1].sign([Keeper(2)])), Failure.CHECKPOINT_UNTRUSTED),
        (set_in("checkpoint", to=honest().notes[1].replace("\n8\n", "\n9\n")), Failure.CHECKPOINT_FORGED),
    ],
)
@pytest.mark.requirement("LIA-01")
def test_every_changed_part_of_a_proof_is_found(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], failure: Failure | None
) -> None:
    value = proof_of(honest())
    change(value)
    path = written(tmp_path, value)
    if failure is None:
        with pytest.raises(UnableToRead):
            read_proof(path)
        return
    with pytest.raises(CheckFailed) as caught:
        check_record(read_proof(path), [KEEPER.key])
    assert caught.value.failure is failure


@pytest.mark.parametrize(
    "change",
    [
        set_in("format", to="other"),
        set_in("record", "row_no", to=-1),
        set_in("record", "row_no", to=True),
        set_in("record", "key", to="XX"),
        set_in("record", "change", to="gone"),
        set_in("batch", to=None),
        set_in("log", "proof", to=["00"]),
        set_in("keys", to=None),
    ],
)
def test_what_is_no_proof_is_not_read(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    value = proof_of(honest())
    change(value)
    with pytest.raises(UnableToRead):
        read_proof(written(tmp_path, value))
    with pytest.raises(UnableToRead):
        read_proof(written(tmp_path, []))


@pytest.mark.requirement("SEC-07")
def test_an_honest_chain_is_sound(tmp_path: Path) -> None:
    report = check_chain(write(tmp_path, honest().chain()), [KEEPER.key])
    assert (report.checkpoints, report.size) == (2, 8)


@pytest.mark.parametrize(
    ("tamper", "failure", "place"),
    [
        (lambda x: [x[0], x[2], x[1]], Failure.CHECKPOINT_OUT_OF_PLACE, "line 3"),
        (lambda x: [x[0], x[1], edit(x[2], set_in("proof", to=[]))], Failure.HISTORY_REWRITTEN, "line 3"),
        (lambda x: [x[0], x[1], edit(x[2], set_in("proof", to=None))], Failure.HISTORY_REWRITTEN, "line 3"),
        (lambda x: [x[0], x[1], edit(x[2], set_in("proof", to=[5]))], Failure.LINE_MALFORMED, "line 3"),
        (lambda x: [x[0], x[1], honest().lines[1]], Failure.LINE_MALFORMED, "line 3"),
        (lambda x: x[:1], Failure.NO_CHECKPOINT, "end"),
        (lambda x: [x[0], edit(x[1], set_in("note", to="x"))], Failure.CHECKPOINT_MALFORMED, "line 2"),
    ],
)
def test_a_broken_chain_is_found(
    tmp_path: Path, tamper: Callable[[list[bytes]], list[bytes]], failure: Failure, place: str
) -> None:
    with pytest.raises(CheckFailed) as caught:
        check_chain(write(tmp_path, tamper(honest().chain())), [KEEPER.key])
    assert (caught.value.failure, caught.value.place) == (failure, place)


def test_a_chain_that_leaves_the_log_is_found(tmp_path: Path) -> None:
    log, other = honest(), honest()
    other.points[1] = type(other.points[1])(other.points[1].origin, 8, bytes(32))
    chain = log.chain()
    steps = [bytes.fromhex(each) for each in json.loads(chain[2])["proof"]]
    chain[2] = checkpoint_line(other.points[1].sign([KEEPER]), proof=steps)
    with pytest.raises(CheckFailed) as caught:
        check_chain(write(tmp_path, chain), [KEEPER.key])
    assert caught.value.failure is Failure.HISTORY_REWRITTEN
    foreign = type(other.points[1])("other.example/log", 8, log.points[1].root)
    chain[2] = checkpoint_line(foreign.sign([KEEPER]), proof=steps)
    with pytest.raises(CheckFailed) as caught:
        check_chain(write(tmp_path, chain), [KEEPER.key])
    assert caught.value.failure is Failure.ORIGIN_DIFFERS
