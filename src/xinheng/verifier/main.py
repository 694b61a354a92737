"""The command `xinheng-verify`. Exit code 0: all holds; 1: something is wrong; 2: unable to read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from xinheng.kernel.text import Text
from xinheng.kernel.tlog.content import Content
from xinheng.kernel.tlog.export import LOG_FILE
from xinheng.kernel.tlog.keys import VerifierKey
from xinheng.verifier.chain import check_chain
from xinheng.verifier.failures import TEXTS, CheckFailed, UnableToRead
from xinheng.verifier.files import keys_of
from xinheng.verifier.log import check_log
from xinheng.verifier.record import check_record, read_proof
from xinheng.verifier.service import check_service, read_service

SOUND, WRONG, UNREADABLE = 0, 1, 2

_OWN_KEYS = Text(
    zh="注意：未用 --key 给出公钥，采用文件自带的公钥；请向签署单位核对公钥。",
    en="Note: without --key the file's own keys were used; compare them with the published key.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    given = _parser().parse_args(arguments)
    say = _speaker(given.lang)
    try:
        keys = keys_of(given.key)
        found = _check(given, keys)
    except CheckFailed as wrong:
        say(_failure(wrong), sys.stderr.write)
        return WRONG
    except UnableToRead as error:
        say(Text(zh=f"无法读取：{error}", en=f"Unable to read: {error}"), sys.stderr.write)
        return UNREADABLE
    say(found, sys.stdout.write)
    if not keys:
        say(_OWN_KEYS, sys.stderr.write)
    return SOUND


def _check(given: argparse.Namespace, keys: Sequence[VerifierKey]) -> Text:
    if given.command == "record":
        return _record(given.path, keys)
    if given.command == "checkpoints":
        return _checkpoints(given.path, keys)
    if given.command == "service":
        return _service(given.path, keys)
    return _export(given.path, keys, known=given.known)


def _export(path: Path, keys: Sequence[VerifierKey], *, known: Path | None) -> Text:
    report = check_log(path / LOG_FILE if path.is_dir() else path, keys, known=known)
    return Text(
        zh=f"通过：日志 {report.origin}，{report.entries} 条，{report.checkpoints} 个检查点，"
        f"其后 {report.uncovered} 条尚未签署；根 {report.root.hex()}",
        en=f"Sound: log {report.origin}, {report.entries} entries, {report.checkpoints} checkpoints, "
        f"{report.uncovered} entries after the last; root {report.root.hex()}",
    )


def _record(path: Path, keys: Sequence[VerifierKey]) -> Text:
    report = check_record(read_proof(path), keys)
    row, entry, log = report.proof.row, report.proof.entry, report.checkpoint
    content = _content(report.proof.content)
    return Text(
        zh=f"通过：该记录（第 {row.row_no} 行，{row.change}）于 {entry.at} 记入日志 {log.origin} "
        f"第 {entry.seq} 条，检查点含 {log.size} 条；{content.zh}",
        en=f"Sound: the record (row {row.row_no}, {row.change}) entered log {log.origin} at {entry.at} "
        f"as entry {entry.seq}; the checkpoint covers {log.size}; {content.en}",
    )


def _content(content: Content | None) -> Text:
    """What of the record the proof is about."""
    if content is None:
        return Text(zh="内容未随附", en="content withheld")
    fields = len(content.data)
    if content.opened is None:
        return Text(
            zh=f"所附 {fields} 个字段即入库时的内容，不公开的部分仅有其哈希",
            en=f"the {fields} fields given are those deposited; what is not shown stands as a hash",
        )
    fields += len(content.opened.withheld)
    return Text(
        zh=f"所附 {fields} 个字段即入库时的全部内容，含不公开的部分",
        en=f"the {fields} fields given are all that was deposited, those not shown among them",
    )


def _checkpoints(path: Path, keys: Sequence[VerifierKey]) -> Text:
    report = check_chain(path, keys)
    return Text(
        zh=f"通过：日志 {report.origin}，{report.checkpoints} 个检查点前后相续，最后一个含 {report.size} 条",
        en=f"Sound: log {report.origin}, {report.checkpoints} checkpoints each continue the one before, "
        f"the last covers {report.size} entries",
    )


def _service(path: Path, keys: Sequence[VerifierKey]) -> Text:
    report = check_service(read_service(path), keys)
    proof, log = report.proof, report.checkpoint
    told = [f"{each.entry.at} {each.entry.kind}" for each in (proof.sent, *proof.afterwards)]
    withheld = proof.said is None
    return Text(
        zh=f"通过：该通知记入日志 {log.origin}，检查点含 {log.size} 条：{'；'.join(told)}"
        + ("；内容未随附" if withheld else ""),
        en=f"Sound: the notice is in log {log.origin}, whose checkpoint covers {log.size}: {'; '.join(told)}"
        + ("; content withheld" if withheld else ""),
    )


def _failure(wrong: CheckFailed) -> Text:
    text = TEXTS[wrong.failure]
    seen = f" ({wrong.detail})" if wrong.detail else ""
    return Text(
        zh=f"不通过 [{wrong.failure}] {wrong.place}：{text.zh}{seen}",
        en=f"FAILED [{wrong.failure}] {wrong.place}: {text.en}{seen}",
    )


def _speaker(language: str) -> Callable[[Text, Callable[[str], int]], None]:
    def say(text: Text, write: Callable[[str], int]) -> None:
        if language in {"zh", "both"}:
            write(text.zh + "\n")
        if language in {"en", "both"}:
            write(text.en + "\n")

    return say


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xinheng-verify",
        description="验证信衡导出的日志、记录证明和检查点，无须信任平台。"
        " Checks logs, record proofs and checkpoints of Xinheng without trusting the platform.",
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--key",
        action="append",
        default=[],
        help="公钥文本或文件，可多次给出 verifier key or file, repeatable",
    )
    shared.add_argument("--lang", choices=["zh", "en", "both"], default="both", help="语言 language")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in (
        ("export", "整个日志导出（文件夹或文件） a whole exported log (folder or file)"),
        ("record", "一条记录的证明 one record's proof"),
        ("checkpoints", "检查点链 a chain of checkpoints"),
        ("service", "一份通知的送达证明 proof of service of one notice"),
    ):
        command = commands.add_parser(name, help=about, description=about, parents=[shared])
        command.add_argument("path", type=Path)
        if name == "export":
            command.add_argument(
                "--known", type=Path, help="先前保存的检查点，日志须与之一致 a checkpoint kept from before"
            )
    return parser


if __name__ == "__main__":
    sys.exit(main())
