"""Django, made ready once for the commands that need it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from rich.console import Console

from xinheng.kernel.text import Language

console = Console()
errors = Console(stderr=True)
Lang = Annotated[Language, typer.Option("--lang", help="zh | en")]


def ready() -> None:
    """Load settings and areas; what they refuse is said in one line, without a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinheng.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, RuntimeError) as refused:
        errors.print(f"[red]{refused}[/red]")
        raise typer.Exit(2) from refused


def interactive() -> bool:
    """Whether a person watches: only then progress bars are drawn."""
    return sys.stdout.isatty()
