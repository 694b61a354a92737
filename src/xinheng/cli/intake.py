"""`xinheng intake FILE --item … --department …`: a file goes in, its receipt comes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from xinheng.cli.setup import Lang, console, errors, interactive, ready

if TYPE_CHECKING:
    from xinheng.areas.intake.service import SubmissionFacts
    from xinheng.kernel.text import Language

COUNT_TITLES = {
    "received": ("收到", "received"),
    "new": ("新增", "new"),
    "corrected": ("更正", "corrected"),
    "withdrawn": ("撤销", "withdrawn"),
    "unchanged": ("无变化", "unchanged"),
    "rejected": ("退回", "rejected"),
    "pending": ("待人工处理", "pending"),
}
REFUSED = 3


def hand_in(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX, JSON lines or Parquet")
    ],
    item: Annotated[str, typer.Option(help="catalogue item, e.g. penalty")],
    department: Annotated[str, typer.Option(help="code of the sending department")],
    mapping: Annotated[
        Path | None, typer.Option(exists=True, help="the department's mapping file (YAML)")
    ] = None,
    hold: Annotated[bool, typer.Option(help="stop after the check and wait for a confirmation")] = False,
    key: Annotated[
        str | None, typer.Option(help="idempotency key: the same key again is the same submission")
    ] = None,
    language: Lang = "zh",
) -> None:
    """报送一份文件 · Hand in a file and read its receipt."""
    ready()
    from xinheng.areas.departments import service as departments
    from xinheng.areas.intake import actions, service
    from xinheng.areas.intake.terms import Channel
    from xinheng.plumbing.clock import now

    sender = departments.department(department)
    if sender is None:
        errors.print(f"没有部门“{department}” · no department {department}")
        raise typer.Exit(2)
    sending = actions.Sending(
        department=sender, item=item, file_name=file.name, channel=Channel.COMMAND, hold=hold,
        mapping=read_mapping(mapping), idempotency_key=key,
    )  # fmt: skip
    try:
        with file.open("rb") as stream:
            submission = actions.receive(stream, sending, actor=f"command:{department}", at=now())
    except actions.UnableToReceive as refused:
        errors.print(f"[red]{refused.text.in_(language)}[/red]")
        raise typer.Exit(REFUSED) from refused
    try:
        done = _watched(submission.pk)
    except actions.NoRoom as full:
        errors.print(f"[red]{full.text.in_(language)}[/red]")
        raise typer.Exit(REFUSED) from full
    told = service.facts(done)
    print_receipt(told, language=language)
    if told.error is not None:
        raise typer.Exit(REFUSED)


def read_mapping(file: Path | None) -> dict[str, Any] | None:
    """A mapping file as data."""
    if file is None:
        return None
    from ruamel.yaml import YAML

    read: dict[str, Any] = YAML(typ="safe").load(file)
    return read


def _watched(number: int) -> Any:
    """Process a submission with a line that shows how far it is."""
    from xinheng.areas.intake import actions
    from xinheng.plumbing.clock import now

    if not interactive():
        return actions.process(number, at=now())
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("核验 checking", total=None)

        def report(rows: int) -> None:
            progress.update(task, description=f"核验 checking  {rows:,}")

        return actions.process(number, at=now(), report=report)


def print_receipt(told: SubmissionFacts, *, language: Language) -> None:
    """The receipt as the data officer reads it in a terminal."""
    turn = ("zh", "en").index(language)
    console.print(f"[bold]{('回执', 'Receipt')[turn]} {told.receipt_no}[/bold]  {told.file_name}")
    console.print(f"{told.item_title.in_(language)} · {told.state_title.in_(language)}")
    if told.error is not None:
        console.print(f"[red]{told.error.in_(language)}[/red]")
        return
    counts = Table(*(titles[turn] for titles in COUNT_TITLES.values()), box=None)
    counts.add_row(*(f"{told.counts[name]:,}" for name in COUNT_TITLES))
    console.print(counts)
    if told.rules:
        rules = Table(*(("规则", "行数", "说明"), ("rule", "findings", "what it says"))[turn], box=None)
        for rule in told.rules:
            rules.add_row(rule.rule, f"{rule.rows:,}", rule.text.in_(language))
        console.print(rules)
    if ignored := told.layout.get("ignored"):
        console.print(("未使用的列：", "Columns not used: ")[turn] + "、".join(ignored))
    for receipt in told.receipts[-1:]:
        console.print(("存证账本第 {} 条", "Ledger entry {}")[turn].format(receipt.ledger_entry))


def status(
    receipt_no: Annotated[str, typer.Argument(help="the receipt number")],
    language: Lang = "zh",
) -> None:
    """查询回执 · Read a receipt again."""
    ready()
    from xinheng.areas.intake import service

    try:
        print_receipt(service.submission(receipt_no), language=language)
    except service.NoSuchSubmission as unknown:
        errors.print(f"没有回执“{receipt_no}” · no receipt {receipt_no}")
        raise typer.Exit(2) from unknown
