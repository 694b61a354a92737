"""The check engine of intake: pure, by the column. Facts in, canonical rows and findings out."""

from xinheng.areas.intake.rules.checker import CHUNK_ROWS, Checked, Checker, compile_checker
from xinheng.areas.intake.rules.content import content, record_keys

__all__ = [
    "CHUNK_ROWS",
    "Checked",
    "Checker",
    "compile_checker",
    "content",
    "record_keys",
]
