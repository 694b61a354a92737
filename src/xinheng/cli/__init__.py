"""The `xinheng` command: one module for each noun."""

from xinheng.cli.main import main

__all__ = ["main"]
