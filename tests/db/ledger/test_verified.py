"""What the ledger hands out is what the independent verifier accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection

from tests.db.ledger.support import AT, content_of_row, deposit, fill, rows_of, signer
from xinheng.areas.ledger import service
from xinheng.areas.ledger.actions import checkpoint
from xinheng.kernel.tlog.keys import SignatureKind
from xinheng.verifier.main import main

ORIGIN = "xinheng.demo/guizhou"


def exported(folder: Path, kind: SignatureKind) -> Path:
    with (folder / "log.jsonl").open("wb") as out:
        service.export_log(out, origin=ORIGIN, keys=[signer(kind).key])
    return folder


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SignatureKind)
@pytest.mark.requirement("SEC-07", "LIA-05")
def test_log_record_and_chain_verify(tmp_path: Path, kind: SignatureKind) -> None:
    for count in (3, 1, 12):
        fill(count)
        checkpoint(at=AT, signer=signer(kind))
    deposit(rows_of(600), actor="job", at=AT)
    checkpoint(at=AT, signer=signer(kind))
    fill(2)
    key = signer(kind).key.text()
    assert main(["export", str(exported(tmp_path, kind)), "--key", key]) == 0
    chain = tmp_path / "chain.jsonl"
    with chain.open("wb") as out:
        assert service.export_checkpoints(out, origin=ORIGIN, keys=[signer(kind).key]) == 4
    assert main(["checkpoints", str(chain), "--key", key]) == 0
    seq = next(entry.seq for entry in service.entries_about("submission", "1") if entry.batch)
    needed = service.rows_needed(seq, 599)
    proof = service.record_proof(
        seq,
        index=599,
        chunk=rows_of(600)[needed.start : needed.stop],
        content=content_of_row(600),
        keys=[signer(kind).key],
    )
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof.as_json(), ensure_ascii=False), encoding="utf-8")
    assert main(["record", str(file), "--key", key]) == 0


@pytest.mark.django_db
@pytest.mark.requirement("LIA-01")
def test_an_entry_changed_in_the_database_by_its_owner_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(3)
    checkpoint(at=AT, signer=signer())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("""UPDATE ledger_entry SET payload = '{"size": 7}' WHERE seq = 1""")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    folder = exported(tmp_path, SignatureKind.ED25519)
    assert main(["export", str(folder), "--key", signer().key.text(), "--lang", "en"]) == 1
    assert "[root_differs] line 6" in capsys.readouterr().err
