"""The command: words, languages, exit codes; and that it needs nothing but the kernel."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.verifier.support import CONTENT, KEEPER, Keeper, honest, proof_of, write
from xinheng.verifier.main import main

KEY = KEEPER.key.text()


def test_a_sound_export_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = honest()
    write(tmp_path, log.lines)
    assert main(["export", str(tmp_path), "--key", KEY]) == 0
    out, err = capsys.readouterr()
    root = log.points[-1].root.hex()
    assert out.splitlines() == [
        f"通过：日志 node.example/log，9 条，2 个检查点，其后 1 条尚未签署；根 {root}",
        f"Sound: log node.example/log, 9 entries, 2 checkpoints, 1 entries after the last; root {root}",
    ]
    assert err == ""


def test_without_a_key_the_answer_says_whose_keys_were_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, honest().lines)
    assert main(["export", str(path), "--lang", "en"]) == 0
    assert capsys.readouterr().err == (
        "Note: without --key the file's own keys were used; compare them with the published key.\n"
    )


def test_a_tampered_export_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = honest().lines
    lines[1] = lines[1].replace(b'"n":1', b'"n":7')
    path = write(tmp_path, lines)
    assert main(["export", str(path), "--key", KEY]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "不通过 [root_differs] line 6：重新计算的根与检查点签署的根不同：有条目被改动",
        "FAILED [root_differs] line 6: the recomputed root is not the one that the checkpoint signs: "
        "an entry was changed",
    ]


def test_what_cannot_be_read_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path / "none"), "--lang", "zh"]) == 2
    assert capsys.readouterr().err.startswith("无法读取：")
    assert main(["record", str(write(tmp_path, [b"{}"])), "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("Unable to read: ")
    assert main(["checkpoints", str(write(tmp_path, honest().chain())), "--key", "a+b"]) == 2
    assert main(["checkpoints", str(write(tmp_path, honest().chain())), "--key", str(tmp_path / "none")]) == 2
    with pytest.raises(SystemExit) as caught:
        main(["nothing"])
    assert caught.value.code == 2


def test_a_record_and_a_chain_by_keys_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_text(f"{KEY}\n\n{Keeper(2, 'other.example').key.text()}\n")
    proof = tmp_path / "proof.json"
    proof.write_text(json.dumps(proof_of(honest())))
    assert main(["record", str(proof), "--key", str(keys), "--lang", "en"]) == 0
    assert capsys.readouterr().out == (
        "Sound: the record (row 7, new) entered log node.example/log at 2026-03-01T08:00:02.000000Z as entry 2; "
        "the checkpoint covers 8; the 2 fields given are those deposited; what is not shown stands as a hash\n"
    )
    for content, told in ((CONTENT, "所附 4 个字段即入库时的全部内容，含不公开的部分"), (None, "内容未随附")):
        proof.write_text(json.dumps(proof_of(honest(), content=content)))
        assert main(["record", str(proof), "--key", str(keys), "--lang", "zh"]) == 0
        assert capsys.readouterr().out.endswith(f"检查点含 8 条；{told}\n")
    chain = write(tmp_path, honest().chain())
    assert main(["checkpoints", str(chain), "--key", str(keys), "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "通过：日志 node.example/log，2 个检查点前后相续，最后一个含 8 条\n"
    assert main(["checkpoints", str(chain), "--key", Keeper(2).key.text()]) == 1


def test_a_known_checkpoint_is_compared(tmp_path: Path) -> None:
    log = honest()
    known = tmp_path / "known"
    known.write_bytes(log.notes[0].encode())
    path = write(tmp_path, log.lines)
    assert main(["export", str(path), "--key", KEY, "--known", str(known)]) == 0
    assert main(["export", str(path), "--key", KEY, "--known", str(tmp_path / "none")]) == 2


@pytest.mark.requirement("SEC-07")
def test_the_verifier_loads_the_kernel_and_nothing_else_of_ours() -> None:
    program = (
        "import sys, xinheng.verifier.main\n"
        "print(sorted({'.'.join(n.split('.')[:2]) for n in sys.modules if n.startswith('xinheng.')}))\n"
        "print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "['xinheng.kernel', 'xinheng.verifier']\nFalse\n"
