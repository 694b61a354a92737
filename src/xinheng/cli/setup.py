"""Django, made ready once for the commands that need it."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console

console = Console()
errors = Console(stderr=True)


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


def in_chinese(lang: str) -> bool:
    """Whether texts are wanted in Chinese."""
    return lang != "en"


def interactive() -> bool:
    """Whether a person watches: only then progress bars are drawn."""
    return sys.stdout.isatty()
