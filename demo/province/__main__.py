"""`python -m demo.province FOLDER [--today …]`: write the files of the synthetic province."""

import argparse
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.province.generate import generate


def main() -> None:
    """Write the files and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m demo.province", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--today", type=date.fromisoformat, default=datetime.now(ZoneInfo("Asia/Shanghai")).date()
    )
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    manifest = generate(
        given.folder,
        today=given.today,
        organisation_count=given.organisations,
        records=given.records,
        seed=given.seed,
    )
    files = manifest["files"]
    rows = sum(file["rows"] for file in files)
    print(f"{manifest['organisations']} organisations, {len(files)} files, {rows} rows: {given.folder}")


if __name__ == "__main__":
    main()
