"""Our checker over licence rows in memory."""

from __future__ import annotations

from pathlib import Path

import django
import polars as pl

import bench.place  # noqa: F401 (the settings of this node)
from bench.sides.rules import TODAY
from bench.sides.side import serve


def main() -> None:
    """Compile the checker of the licence item once, then serve."""
    django.setup()
    from xinheng.areas.catalogue import service as catalogue
    from xinheng.areas.intake.rules import compile_checker
    from xinheng.areas.subjects import service as subjects

    law = catalogue.lawbook().as_of(TODAY)
    checker = compile_checker(
        law.item("licence").value,
        today=TODAY,
        regions=subjects.regions(),
        term=law.disclosure("licence").value,
    )

    def check(rows: pl.DataFrame) -> int:
        return checker.check(rows).findings.filter(pl.col("severity") == "reject").height

    serve(_load, check)


def _load(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path).with_row_index("row_no", offset=1)


if __name__ == "__main__":
    main()
