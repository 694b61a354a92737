"""The root of the command; commands import Django only when they run."""

from __future__ import annotations

import typer

from xinheng.cli import backup, database, demo, intake, law, ledger, people, serve

app = typer.Typer(
    name="xinheng", help="信衡 · 公共信用信息平台 Public credit information platform", no_args_is_help=True,
    pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(database.app, name="db")
app.add_typer(law.app, name="law")
app.add_typer(ledger.app, name="ledger")
app.command("intake")(intake.hand_in)
app.command("receipt")(intake.status)
app.command("serve")(serve.serve)
app.command("work")(serve.work)
app.command("first-admin")(people.first_admin)
app.command("backup")(backup.save)
app.command("restore")(backup.restore)
app.command("drill")(backup.drill)
app.command("demo")(demo.start)
app.command("stop")(demo.stop)
app.command("clean")(demo.clean)


def main() -> None:
    """Entry point of `xinheng`."""
    app()
