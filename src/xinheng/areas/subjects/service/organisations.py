"""Questions about organisations."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count

from xinheng.areas.subjects.models import Merge, Organisation
from xinheng.areas.subjects.store import organisations as store
from xinheng.areas.subjects.terms import CodeKind, CodeShare, MergeLine, OrganisationFacts
from xinheng.kernel.identifiers import normalise


def organisation(uscc: str) -> OrganisationFacts | None:
    """The organisation of that code with former names, earlier codes and merges; None when it is unknown."""
    return store.organisation(uscc)


def names_of(usccs: Collection[str]) -> dict[str, str]:
    """The name of today by USCC, for those that are known."""
    rows = Organisation.objects.filter(uscc__in=list(usccs)).values_list("uscc", "name")
    return {uscc: name for uscc, name in rows if uscc is not None}


def unknown_codes(usccs: Collection[str]) -> frozenset[str]:
    """Those of the codes that no organisation in the library has."""
    return frozenset(usccs) - frozenset(names_of(usccs))


def resolve_codes(kind: CodeKind, values: Collection[str]) -> Mapping[str, str]:
    """USCC of today for those earlier codes that are linked to an organisation; merges are followed.

    Codes are compared in half width, upper case, without spaces; the keys of the answer are as asked.
    """
    compact = {value: normalise.code(value) for value in values}
    found = store.resolve_codes(kind, sorted(set(compact.values())))
    return {value: found[form] for value, form in compact.items() if form in found}


def counts_by_region() -> dict[str, int]:
    """Number of organisations by region code of today, those without one left out."""
    rows = (
        Organisation.objects.exclude(region=None).values("region").annotate(n=Count("pk")).order_by("region")
    )
    return {str(row["region"]): row["n"] for row in rows}


def code_shares() -> tuple[CodeShare, ...]:
    """By subject kind: how many organisations, and how many with a USCC (USCC-02)."""
    rows = Organisation.objects.values("kind").annotate(n=Count("pk"), coded=Count("uscc")).order_by("kind")
    return tuple(CodeShare(row["kind"], row["n"], row["coded"]) for row in rows)


def merges(*, limit: int, offset: int = 0) -> tuple[MergeLine, ...]:
    """Merges with the names of both, the latest first; those that were undone too."""
    rows = Merge.objects.select_related("absorbed", "survivor").order_by("-at", "-pk")
    return tuple(_merge_line(row) for row in rows[offset : offset + limit])


def merge_line(number: int) -> MergeLine | None:
    """One merge; None when there is none of that number."""
    row = Merge.objects.select_related("absorbed", "survivor").filter(pk=number).first()
    return None if row is None else _merge_line(row)


def _merge_line(row: Merge) -> MergeLine:
    return MergeLine(
        id=row.pk,
        absorbed=row.absorbed.uscc or "",
        absorbed_name=row.absorbed.name,
        survivor=row.survivor.uscc or "",
        survivor_name=row.survivor.name,
        reason=row.reason,
        by=row.by,
        at=row.at,
        undone_reason=row.undone_reason or "",
        undone_by=row.undone_by or "",
        undone_at=row.undone_at,
    )
