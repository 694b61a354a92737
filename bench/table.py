"""`bench/README.md`: the figures as a table, and which goals are met and which not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.result import Result, read_all

README = Path(__file__).parent / "README.md"
_BEGIN, _END = "<!-- figures -->\n", "<!-- end of figures -->\n"


def renew() -> None:
    """Write the latest figures between the marks; the words around them stay."""
    text = README.read_text(encoding="utf-8")
    head, rest = text.split(_BEGIN, 1)
    _old, foot = rest.split(_END, 1)
    README.write_text(head + _BEGIN + _figures(read_all()) + _END + foot, encoding="utf-8")


def _figures(results: Sequence[Result]) -> str:
    missed = [result for result in results if not result.met]
    met = f"{len(results) - len(missed)} of {len(results)} goals are met."
    said = f" **Not met: {', '.join(f'`{result.name}`' for result in missed)}.**" if missed else ""
    lines = [
        f"\n{met}{said}\n\n",
        "| measurement | ours (median, min–max) | beside | ratio | goal | met | rows, runs |\n",
    ]
    lines.append("|---|---|---|---|---|---|---|\n")
    lines += [_line(result) for result in results]
    lines.append("\n")
    lines += [f"- `{result.name}`: {result.note}\n" for result in results if result.note]
    machines = sorted({f"{result.machine}; {result.date}" for result in results})
    return "".join([*lines, "\n", *(f"Measured on {machine}.\n" for machine in machines), "\n"])


def _line(result: Result) -> str:
    ours = f"{result.median:,g} {result.unit}"
    if result.runs > 1:
        ours += f" ({result.min:,g}–{result.max:,g})"
    beside = f"{result.yardstick:,g} {result.yardstick_name}"
    met = "yes" if result.met else "**no**"
    return (
        f"| `{result.name}` | {ours} | {beside} | {result.ratio:g} | {result.goal} | {met} | "
        f"{result.rows:,}, {result.runs} |\n"
    )
