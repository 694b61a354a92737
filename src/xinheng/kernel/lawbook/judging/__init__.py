"""The judge of the whole: nothing dangling, nothing unused, every effect with its basis.

It says all that is wrong, not only the first. What it cannot be talked out of: the closed screen of forbidden
kinds of data is code, and no pack switches it off.
"""

from __future__ import annotations

from xinheng.kernel.lawbook.errors import BrokenPack, Fault
from xinheng.kernel.lawbook.judging.entries import entry_faults, twin_faults
from xinheng.kernel.lawbook.judging.heads import head_faults
from xinheng.kernel.lawbook.judging.items import item_faults, unused_block_faults
from xinheng.kernel.lawbook.judging.rights import rights_faults
from xinheng.kernel.lawbook.judging.terms import reference_faults
from xinheng.kernel.lawbook.packs import Packs

_judged: set[str] = set()


def judge(packs: Packs) -> tuple[Fault, ...]:
    """Everything that is wrong with the packs as a whole, by file and line."""
    faults = [
        *head_faults(packs),
        *twin_faults(packs),
        *(fault for written in packs.entries() for fault in entry_faults(written, packs)),
        *(fault for written in packs.entries() for fault in item_faults(written, packs)),
        *(fault for written in packs.entries() for fault in reference_faults(written, packs)),
        *(fault for written in packs.entries() for fault in rights_faults(written, packs)),
        *unused_block_faults(packs),
    ]
    return tuple(sorted(faults, key=lambda fault: fault.place))


def require_sound(packs: Packs) -> None:
    """Raise BrokenPack unless the packs are sound; the same content is judged only once."""
    if packs.digest in _judged:
        return
    faults = judge(packs)
    if faults:
        raise BrokenPack(faults)
    _judged.add(packs.digest)
