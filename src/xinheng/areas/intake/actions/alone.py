"""Names of the locks under which intake works alone."""

from __future__ import annotations

from xinheng.plumbing.postgres.alone import alone, alone_if_free

__all__ = ["alone", "alone_if_free", "of_item", "of_submission"]


def of_submission(number: int) -> str:
    """Name of the lock under which one submission is worked on. Taken before an item's."""
    return f"submission/{number}"


def of_item(item: str) -> str:
    """Name of the lock under which records of an item are compared with what stands, and placed."""
    return f"item/{item}"
