"""Questions about cases of every kind."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence

from xinheng.areas.rights.cases import store
from xinheng.areas.rights.cases.models import Case
from xinheng.areas.rights.cases.terms import (
    CaseFacts,
    CaseKind,
    EvidenceFacts,
    Machine,
    NoSuchCase,
    PartyKind,
    StepFacts,
)
from xinheng.plumbing.files.store import file_store


def case(number: str, machines: Mapping[CaseKind, Machine]) -> CaseFacts:
    """The case of that number. Raises NoSuchCase."""
    row = store.find(number)
    if row is None:
        raise NoSuchCase(number)
    return store.facts(row, machines[CaseKind(row.kind)])


def steps(case_: CaseFacts, machine: Machine) -> tuple[StepFacts, ...]:
    """Every step of a case, the first first."""
    return store.steps(case_.id, machine)


def evidence(case_: CaseFacts) -> tuple[EvidenceFacts, ...]:
    """The files of a case."""
    return store.evidence(case_.id)


def open_evidence(case_: CaseFacts, sha256: str) -> tuple[EvidenceFacts, io.BufferedReader]:
    """A file of a case and its content, in clear; close it. Raises NoSuchCase where the case has no such file."""
    found = store.evidence_file(case_.id, sha256)
    if found is None:
        raise NoSuchCase(f"{case_.number} has no file {sha256}")
    facts, stored = found
    return facts, file_store().open(stored)


def of_departments(
    machine: Machine, *, departments: Collection[str] | None, states: Collection[str], limit: int, offset: int
) -> tuple[list[CaseFacts], int]:
    """Cases of a kind in these states (all when none is named) on the desks of these departments (None: of all)."""
    asked = Case.objects.filter(kind=machine.kind.value)
    if departments is not None:
        asked = asked.filter(department__in=list(departments))
    if states:
        asked = asked.filter(state__in=list(states))
    rows = asked.order_by("-id")[offset : offset + limit]
    return [store.facts(row, machine) for row in rows], asked.count()


def of_party(
    kind: PartyKind, ids: Sequence[str], machines: Mapping[CaseKind, Machine], *, limit: int, offset: int
) -> tuple[list[CaseFacts], int]:
    """Cases that a party opened, under any of its codes."""
    asked = store.of_party(kind, ids)
    return [
        store.facts(row, machines[CaseKind(row.kind)]) for row in asked[offset : offset + limit]
    ], asked.count()


def waiting(*, departments: Collection[str] | None = None) -> dict[tuple[str, str], int]:
    """(kind, state) → number of cases that are not settled, on the desks of these departments or of all."""
    kinds = [kind.value for kind in CaseKind]
    return store.state_counts(kinds, departments=None if departments is None else list(departments))


def party_codes(kind: PartyKind, ident: str) -> frozenset[str]:
    """Every code of a party."""
    return store.codes_of(kind, ident)
