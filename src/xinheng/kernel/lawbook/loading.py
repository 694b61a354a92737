"""From the packs and the node's file to the lawbook; refused as a whole when anything is broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from xinheng.kernel.lawbook.errors import BrokenPack, Fault, Place
from xinheng.kernel.lawbook.judging import require_sound
from xinheng.kernel.lawbook.lawbook import Lawbook
from xinheng.kernel.lawbook.meta import Adoption, Node, Status
from xinheng.kernel.lawbook.packs import Packs, read_packs
from xinheng.kernel.lawbook.reading import Document, parse, read_document
from xinheng.kernel.text import Text

NODE = TypeAdapter(Node)


def load_packs(root: Path, node: Node | Path) -> Lawbook:
    """The law of the node from the packs below `root`; `node` is given, or read from its file.

    Raises BrokenPack with file, line and reason when a pack or the node's file is not sound.
    """
    packs = read_packs(root)
    require_sound(packs)
    document = _read_node(node) if isinstance(node, Path) else None
    given = parse(NODE, document) if document else node
    assert isinstance(given, Node)
    faults = list(_node_faults(given, packs, document))
    if faults:
        raise BrokenPack(faults)
    return Lawbook(packs, given)


def _read_node(path: Path) -> Document:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = Text(
            zh=f"读不到节点文件：{error.strerror}", en=f"Cannot read the node file: {error.strerror}"
        )
        raise BrokenPack([Fault(Place(path.name, 1), reason)]) from error
    return read_document(text, file=path.name)


def _node_faults(node: Node, packs: Packs, document: Document | None) -> Iterator[Fault]:
    def place(*path: str | int) -> Place:
        return document.place(*path) if document else Place("node", 1)

    if node.pack not in packs.folders:
        yield Fault(place("pack"), Text(zh=f"没有法律包“{node.pack}”", en=f"There is no pack “{node.pack}”"))
        return
    seen: set[str] = set()
    for index, adoption in enumerate(node.adopt):
        if adoption.entry in seen:
            yield Fault(place("adopt", index), Text(zh="重复采用", en="Adopted twice"))
        seen.add(adoption.entry)
        reason = _not_adoptable(adoption, packs, node)
        if reason is not None:
            yield Fault(place("adopt", index, "entry"), reason)


def _not_adoptable(adoption: Adoption, packs: Packs, node: Node) -> Text | None:
    entries = packs.entries_of(adoption.entry)
    if not entries:
        return Text(zh=f"没有条目“{adoption.entry}”", en=f"There is no entry “{adoption.entry}”")
    if not packs.related(entries[0].pack, node.pack):
        return Text(zh="条目属于其他地方的法律包", en="The entry belongs to the law of another place")
    if any(written.entry.status is not Status.DRAFT for written in entries):
        return Text(zh="只能采用草案条目", en="Only a draft entry can be adopted")
    if not any(basis.quote for written in entries for basis in written.entry.basis):
        return Text(zh="被采用的条目没有引文", en="The entry to be adopted quotes no basis")
    return None
