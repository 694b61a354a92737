"""Five million rows pass in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

ROWS = 5_000_000
READ = """
import resource, sys
from pathlib import Path
from xinheng.plumbing.tabular.opening import open_table
from xinheng.plumbing.tabular.terms import Limits

path = Path(sys.argv[1])
count = sum(frame.height for frame in open_table(path, filename=path.name, limits=Limits()).batches())
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.bulk
@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.jsonl"])
def test_peak_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    number = pl.int_range(ROWS, eager=True).cast(pl.String)
    columns = {f"c{place}": ("列" + number) if place % 3 == 0 else number for place in range(10)}
    frame = pl.DataFrame(columns)
    write = {"a.csv": frame.write_csv, "a.parquet": frame.write_parquet, "a.jsonl": frame.write_ndjson}[name]
    write(path)
    run = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    count, peak = (int(word) for word in run.stdout.split())
    assert count == ROWS
    assert peak < 1024 * 1024
