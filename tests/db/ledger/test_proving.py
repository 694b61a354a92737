"""Checkpoints and proofs, checked with the kernel alone."""

import io
import json
from datetime import timedelta

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.db.ledger.support import AT, content_of_row, deposit, fill, receive, rows_of, signer
from xinheng.areas.ledger import service
from xinheng.areas.ledger.actions import checkpoint
from xinheng.areas.ledger.models import Checkpoint, Entry, TreeNode
from xinheng.kernel.tlog.checkpoint import open_checkpoint
from xinheng.kernel.tlog.content import closed
from xinheng.kernel.tlog.keys import SignatureKind
from xinheng.kernel.tlog.proof import proof_from
from xinheng.kernel.tlog.tree import MemoryTree
from xinheng.kernel.tlog.verify import verify_consistency, verify_inclusion

pytestmark = pytest.mark.django_db


def memory() -> MemoryTree:
    return MemoryTree(
        bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf_hash", flat=True)
    )


@pytest.mark.requirement("SEC-07")
def test_a_checkpoint_signs_all_entries_with_its_own_as_the_last() -> None:
    fill(5)
    facts = checkpoint(at=AT, signer=signer())
    assert facts.size == 6
    assert facts.root == memory().root()
    assert open_checkpoint(facts.note, [signer().key]).root == facts.root
    assert service.entry(5).kind == "ledger.checkpointed"
    assert service.entry(5).payload == {"previous": None}
    assert service.latest_checkpoint() == facts


def test_nothing_new_gives_the_same_checkpoint_again() -> None:
    fill(1)
    facts = checkpoint(at=AT, signer=signer())
    assert checkpoint(at=AT + timedelta(days=1), signer=signer()) == facts
    assert service.size() == 2
    assert Checkpoint.objects.count() == 1


def test_checkpoints_name_the_one_before_and_keep_every_complete_subtree_once() -> None:
    roots = []
    for count in (1, 4, 1, 7):
        fill(count)
        roots.append(checkpoint(at=AT, signer=signer()))
    assert [facts.size for facts in roots] == [2, 7, 9, 17]
    assert service.entry(16).payload == {"previous": {"size": 9, "root": roots[2].root.hex()}}
    tree = memory()
    assert [facts.root for facts in roots] == [tree.root(facts.size) for facts in roots]
    assert TreeNode.objects.count() == 8 + 4 + 2 + 1


def test_sm2_signs_too() -> None:
    fill(1)
    facts = checkpoint(at=AT, signer=signer(SignatureKind.SM2))
    assert open_checkpoint(facts.note, [signer(SignatureKind.SM2).key]).size == 2


def test_every_entry_is_proved_in_few_queries() -> None:
    fill(20)
    facts = checkpoint(at=AT, signer=signer())
    for seq in range(21):
        with CaptureQueriesContext(connection) as queries:
            found = service.inclusion(seq)
        assert len(queries) <= 4
        leaf = found.entry.leaf()
        assert verify_inclusion(leaf=leaf, index=seq, size=21, proof=found.proof, root=facts.root)


def test_an_entry_is_proved_under_an_earlier_checkpoint_and_the_log_only_grew() -> None:
    fill(3)
    first = checkpoint(at=AT, signer=signer())
    fill(9)
    second = checkpoint(at=AT, signer=signer())
    found = service.inclusion(1, checkpoint_size=first.size)
    assert verify_inclusion(
        leaf=found.entry.leaf(), index=1, size=first.size, proof=found.proof, root=first.root
    )
    steps = service.consistency(first.size, second.size)
    assert verify_consistency(
        first=first.size, first_root=first.root, second=second.size, second_root=second.root, proof=steps
    )


def test_what_no_checkpoint_covers_is_not_proved() -> None:
    fill(1)
    with pytest.raises(service.NotYetCovered, match="entry 0"):
        service.inclusion(0)
    checkpoint(at=AT, signer=signer())
    receive(2, actor="job", at=AT)
    with pytest.raises(service.NotYetCovered, match="entry 2"):
        service.inclusion(2)
    with pytest.raises(service.NotYetCovered, match="3 entries"):
        service.consistency(1, 3)


@pytest.mark.parametrize(("count", "index"), [(1, 0), (256, 255), (257, 256), (700, 300)])
@pytest.mark.requirement("SEC-07", "LIA-05")
def test_one_record_of_a_batch_is_proved(count: int, index: int) -> None:
    fill(2)
    rows = rows_of(count)
    deposit(rows, actor="job", at=AT)
    facts = checkpoint(at=AT, signer=signer())
    needed = service.rows_needed(2, index)
    chunk = rows[needed.start : needed.stop]
    proof = service.record_proof(
        2, index=index, chunk=chunk, content=closed(content_of_row(index + 1)), keys=[signer().key]
    )
    read = proof_from(json.loads(json.dumps(proof.as_json())))
    assert read == proof
    assert proof.entry.batch is not None
    assert proof.entry.batch.size == count
    assert proof.row.row_no == index + 1
    assert proof.checkpoint == facts.note


def test_a_changed_row_is_not_proved() -> None:
    rows = rows_of(300)
    deposit(rows, actor="job", at=AT)
    checkpoint(at=AT, signer=signer())
    changed = rows.with_columns(
        content_hash=pl.when(pl.col("row_no") == 7).then(pl.lit(bytes(32))).otherwise("content_hash")
    )
    with pytest.raises(service.UnableToProve, match="row 5 of entry 0"):
        service.record_proof(0, index=5, chunk=changed[:256], content=None, keys=[])
    with pytest.raises(service.NoSuchEntry, match="deposited no rows"):
        service.batch(1)


def test_the_export_holds_the_log_in_order() -> None:
    fill(2)
    checkpoint(at=AT, signer=signer())
    fill(1)
    out = io.BytesIO()
    assert service.export_log(out, origin="xinheng.demo/guizhou", keys=[signer().key]) == 4
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["type"] for line in lines] == ["header", "entry", "entry", "entry", "checkpoint", "entry"]
    assert [line["entry"]["seq"] for line in lines if line["type"] == "entry"] == [0, 1, 2, 3]
    chain = io.BytesIO()
    assert service.export_checkpoints(chain, origin="xinheng.demo/guizhou", keys=[signer().key]) == 1
