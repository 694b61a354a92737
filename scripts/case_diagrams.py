"""Write `docs/reference/cases.md`: the states of each kind of case as a diagram and as a table, from the code's own table.

python scripts/case_diagrams.py            write the page
python scripts/case_diagrams.py --check    change nothing; fail when the page is not what this would write
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from xinheng.areas.rights.cases.rules import mermaid
from xinheng.areas.rights.cases.terms import BY_TITLES, KIND_TITLES, Machine
from xinheng.areas.rights.objection.terms import OBJECTION
from xinheng.areas.rights.repair.terms import REPAIR
from xinheng.areas.rights.withdrawal.terms import WITHDRAWAL

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cases.md"

HEAD = """# Cases and their states

Written by `make docs` from the tables of transitions in `areas/rights`; do not edit. The database holds the same table
and lets no other step happen; a step is never before the last one, and a step marked * states its reasons. A state
marked ◼ is settled: nothing is awaited of anybody.
"""
WHERE = {
    OBJECTION.kind: "Guizhou draft regulation, art. 34: annotated at once; triage by the centre; the provider's own time to "
    "decide runs from the moment at which the transfer lies on its desk, so that nobody lengthens it by not opening it.",
    REPAIR.kind: "Draft, art. 35; implementation plan, item 30: the subject applies, the provider decides.",
    WITHDRAWAL.kind: "Draft, art. 36: the record is withdrawn in the transaction that takes the notice in.",
}


def main(arguments: list[str]) -> int:
    """Exit code 1 with --check when the page is out of date."""
    if "--check" in arguments:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def page() -> str:
    """The whole page."""
    return "\n".join(
        [HEAD, *(part for machine in (OBJECTION, REPAIR, WITHDRAWAL) for part in _parts(machine))]
    )


def _parts(machine: Machine) -> Iterator[str]:
    title = KIND_TITLES[machine.kind]
    yield f"## {title.zh} · {title.en}\n\n{WHERE[machine.kind]}\n"
    yield f"```mermaid\n{mermaid(machine)}\n```\n"
    yield "| From | Step | In the part of | To |\n|---|---|---|---|"
    for each in machine.transitions:
        step, mark = machine.steps[each.step], "*" if each.step in machine.reasoned else ""
        by = BY_TITLES[each.by]
        yield f"| {_state(machine, each.source)} | {step.zh} {step.en}{mark} | {by.zh} {by.en} | {_state(machine, each.target)} |"
    yield ""


def _state(machine: Machine, state: str) -> str:
    if not state:
        return "–"
    title = machine.states[state]
    return f"{title.zh} {title.en}{' ◼' if state in machine.settled else ''}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
