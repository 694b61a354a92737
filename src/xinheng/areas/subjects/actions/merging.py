"""One organisation turns out to be, or continues as, another. Nothing is deleted, and it can be undone."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from xinheng.areas.ledger.actions import Recorded, recorded
from xinheng.areas.subjects.models import Merge, Organisation
from xinheng.areas.subjects.store import merges
from xinheng.areas.subjects.terms import MergeFacts
from xinheng.kernel.text import Text
from xinheng.kernel.tlog.canonical import Json


class UnableToMerge(ValueError):
    """`text` says why, to the person who asked."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@recorded("subjects.merged")
def merge(absorbed: str, survivor: str, *, reason: str, actor: str, at: datetime) -> Recorded[MergeFacts]:
    """From now on the organisation `absorbed` (USCC) answers under `survivor` (USCC).

    Records keep the code they came with; earlier codes resolve to the survivor. Raises `UnableToMerge` for an
    unknown code, an organisation merged already, a circle, or a missing reason.
    """
    _need_reason(reason)
    _one_at_a_time()
    first, second = _organisation(absorbed), _organisation(survivor)
    if first == second or merges.survivors([second]).get(second) == first:
        raise UnableToMerge(Text(zh="不能合并成环。", en="The merge would lead back to itself."))
    if Merge.objects.filter(absorbed_id=first, undone_at=None).exists():
        raise UnableToMerge(
            Text(zh=f"{absorbed} 已并入另一主体。", en=f"{absorbed} was merged into another one already.")
        )
    row = Merge.objects.create(absorbed_id=first, survivor_id=second, reason=reason, by=actor, at=at)
    payload: dict[str, Json] = {"merge": row.pk, "absorbed": absorbed, "survivor": survivor, "reason": reason}
    return Recorded(_facts(row), about=("organisation", absorbed), payload=payload)


@recorded("subjects.unmerged")
def unmerge(number: int, *, reason: str, actor: str, at: datetime) -> Recorded[MergeFacts]:
    """Undo a merge: the absorbed organisation answers under its own code again."""
    _need_reason(reason)
    _one_at_a_time()
    row = Merge.objects.select_related("absorbed", "survivor").filter(pk=number, undone_at=None).first()
    if row is None:
        raise UnableToMerge(Text(zh="没有可撤销的合并。", en="There is no such merge to undo."))
    row.undone_reason, row.undone_by, row.undone_at = reason, actor, at
    row.save(update_fields=["undone_reason", "undone_by", "undone_at"])
    absorbed = row.absorbed.uscc or ""
    payload: dict[str, Json] = {
        "merge": row.pk,
        "absorbed": absorbed,
        "survivor": row.survivor.uscc or "",
        "reason": reason,
    }
    return Recorded(_facts(row), about=("organisation", absorbed), payload=payload)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise UnableToMerge(Text(zh="须说明理由。", en="A reason is needed."))


def _one_at_a_time() -> None:
    """Two merges at once could close a circle that neither sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('subjects.merge', 0))")


def _organisation(uscc: str) -> int:
    found = Organisation.objects.filter(uscc=uscc).values_list("pk", flat=True).first()
    if found is None:
        raise UnableToMerge(Text(zh=f"没有主体 {uscc}。", en=f"There is no organisation {uscc}."))
    return found


def _facts(row: Merge) -> MergeFacts:
    return MergeFacts(
        id=row.pk,
        absorbed=row.absorbed_id,
        survivor=row.survivor_id,
        reason=row.reason,
        by=row.by,
        at=row.at,
        undone_at=row.undone_at,
    )
