"""A cell that a spreadsheet would run is made plain text before anybody opens the file."""

import polars as pl

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula when it reads it from CSV or is asked to edit it.

    >>> is_formula_like("=cmd|' /C calc'!A0"), is_formula_like("贵阳市")
    (True, False)
    """
    return text.startswith(_STARTS)


def guarded(text: str) -> str:
    """The text, with an apostrophe before it when it looks like a formula.

    >>> guarded("-5")
    "'-5"
    """
    return f"'{text}" if is_formula_like(text) else text


def guarded_column(column: pl.Expr) -> pl.Expr:
    """`guarded` for a whole String column; null stays null."""
    return column.str.replace(r"^([=+\-@\t\r\n])", "'$1")
