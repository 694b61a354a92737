"""`xinheng db`: the embedded PostgreSQL, the tables, and what the packs give the database."""

from __future__ import annotations

import typer

from xinheng.cli.setup import console, ready

app = typer.Typer(help="数据库 · The database", no_args_is_help=True)


@app.command()
def start() -> None:
    """Start the embedded PostgreSQL and print its URL."""
    from xinheng.plumbing.node import read_node
    from xinheng.plumbing.postgres.embedded import EmbeddedServer

    console.print(EmbeddedServer(read_node().state).start(), soft_wrap=True)


@app.command()
def stop() -> None:
    """Stop the embedded PostgreSQL."""
    from xinheng.plumbing.node import read_node
    from xinheng.plumbing.postgres.embedded import EmbeddedServer

    EmbeddedServer(read_node().state).stop()


@app.command()
def migrate() -> None:
    """Check the server, bring the tables to this version, and load the lawpacks."""
    ready()
    prepare(actor="command")


def prepare(*, actor: str) -> None:
    """Server check, migrations, packs; used by `db migrate` and by the demo."""
    from django.core.management import call_command

    from xinheng.cli.law_load import load_law
    from xinheng.plumbing.clock import now
    from xinheng.plumbing.postgres.checks import check_server

    check_server()
    call_command("migrate", verbosity=0, interactive=False)
    load_law(actor=actor, at=now())
