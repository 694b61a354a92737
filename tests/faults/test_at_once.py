"""Several at the same moment: every record exactly once, and the counts add up over all of them."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from demo.province import bulk
from tests.acceptance.conftest import as_csv
from tests.acceptance.rows import FARM, MILL, ORGAN, licence, penalty
from tests.faults.conftest import FIRST_DAY, PATIENCE, ended
from tests.faults.platform import must_be_clean, must_verify, rows, standing, submission
from xinheng.areas.archive import actions as archive
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.areas.intake import actions
from xinheng.areas.intake import service as intake
from xinheng.areas.intake.models import Submission
from xinheng.areas.intake.terms import Channel
from xinheng.plumbing.clock import now

Call = Callable[[], Any]
ROUNDS = 4


def at_once(*calls: Call) -> list[Any]:
    """What each call gave or raised; all begin together, each on a connection of its own."""
    found: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(number: int, call: Call) -> None:
        try:
            start.wait(PATIENCE)
            found[number] = call()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, call), daemon=True) for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), f"it hangs; so far: {found}"
    return found


def penalties(numbers: Sequence[int], **given: str) -> bytes:
    """A file of penalties with these numbers, every second one about the farm."""
    return as_csv(
        penalty(CF_WSH=f"黔示罚〔2026〕{number}号", CF_XDR_SHXYM=(MILL, FARM)[number % 2]) | given
        for number in numbers
    )


def hand_in(
    sender: DepartmentFacts, content: bytes, *, item: str = "penalty", key: str | None = None
) -> Submission:
    """A file received and processed."""
    sending = actions.Sending(
        department=sender, item=item, file_name="file.csv", channel=Channel.API, idempotency_key=key
    )
    received = actions.receive(io.BytesIO(content), sending, actor="test", at=now())
    return actions.process(received.pk, at=now())


def total(found: Sequence[Submission], count: str) -> int:
    """A count over several submissions."""
    return sum(submission(one)["counts"][count] for one in found)


def must_be_whole(records: int, folder: Path) -> None:
    """Each record stands once, its versions lie under one root each, the log verifies."""
    assert len(standing()) == records
    assert rows("SELECT count(DISTINCT key) FROM archive_standing('infinity')") == [(records,)]
    must_be_clean()
    must_verify(folder)


@pytest.mark.requirement("COL-13")
def test_the_same_file_three_times(place: Path, sender: DepartmentFacts) -> None:
    content = penalties(range(1, 201))
    found = at_once(*[lambda: hand_in(sender, content)] * 3)
    assert [one.received for one in found] == [200, 200, 200]
    assert total(found, "new") == 200
    assert total(found, "unchanged") == 400
    must_be_whole(200, place / "export")


def test_overlapping_files(place: Path, sender: DepartmentFacts) -> None:
    found = at_once(
        lambda: hand_in(sender, penalties(range(1, 101))),
        lambda: hand_in(sender, penalties(range(51, 151))),
        lambda: hand_in(sender, penalties(range(101, 201))),
    )
    assert (total(found, "received"), total(found, "new"), total(found, "unchanged")) == (300, 200, 100)
    must_be_whole(200, place / "export")


def test_overlapping_files_that_differ(place: Path, sender: DepartmentFacts) -> None:
    found = at_once(
        lambda: hand_in(sender, penalties(range(1, 101))),
        lambda: hand_in(sender, penalties(range(51, 151), CF_SY="另有查明的事实。")),
    )
    assert (total(found, "new"), total(found, "corrected")) == (150, 50)
    assert rows("SELECT count(*), count(DISTINCT version_id) FROM archive_supersession") == [(50, 50)]
    must_be_whole(150, place / "export")


def test_shelves_and_everyday_rows(
    place: Path, sender: DepartmentFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "SHELF_FROM", 120)
    found = at_once(
        lambda: hand_in(sender, penalties(range(1, 151))),
        lambda: hand_in(sender, penalties(range(101, 301))),
        lambda: hand_in(sender, penalties(range(281, 321))),
    )
    assert (total(found, "received"), total(found, "new"), total(found, "unchanged")) == (390, 320, 70)
    assert rows("SELECT count(DISTINCT shelf) >= 2 FROM archive_version") == [(True,)]
    must_be_whole(320, place / "export")


def test_two_commands(place: Path, sender: DepartmentFacts, command: Callable[..., Any]) -> None:
    file = place / "file.csv"
    file.write_bytes(penalties(range(1, 101)))
    words = ("intake", file, "--item", "penalty", "--department", "scjg", "--lang", "en")
    running = [command(*words), command(*words)]
    assert [ended(one).code for one in running] == [0, 0]
    found = list(Submission.objects.all())
    assert (total(found, "received"), total(found, "new"), total(found, "unchanged")) == (200, 100, 100)
    must_be_whole(100, place / "export")


def test_one_submission_worked_on_twice(place: Path, sender: DepartmentFacts) -> None:
    sending = actions.Sending(department=sender, item="penalty", file_name="file.csv", channel=Channel.API)
    one = actions.receive(io.BytesIO(penalties(range(1, 101))), sending, actor="test", at=now())
    found = at_once(*[lambda: actions.process(one.pk, at=now())] * 3)
    assert [done.state for done in found] == ["deposited"] * 3
    assert [number for number, _counts in submission(one)["receipts"]] == [1]
    must_be_whole(100, place / "export")


def test_one_idempotency_key(place: Path, sender: DepartmentFacts) -> None:
    content = penalties(range(1, 11))
    found = at_once(*[lambda: hand_in(sender, content, key="2026-03-05/1")] * 4)
    assert len({one.pk for one in found}) == 1
    assert Submission.objects.count() == 1
    must_be_whole(10, place / "export")


def test_two_items_about_the_same_new_organisations(place: Path, sender: DepartmentFacts) -> None:
    """They open the same organisations, and a registration describes them, in opposite orders."""
    everybody = next(bulk.blocks("registration", 300 * ROUNDS, today=date(2026, 3, 1)))
    for turn in range(ROUNDS):
        known = everybody.slice(300 * turn, 300)
        codes = known["DJ_SHXYM"].to_list()
        found = at_once(
            lambda: hand_in(sender, known.write_csv().encode(), item="registration"),
            lambda: hand_in(sender, _about(codes[::-1], "penalty", turn)),
            lambda: hand_in(sender, _about(codes, "licence", turn), item="licence"),
        )
        assert [getattr(one, "new", one) for one in found] == [300, 300, 300]
    assert rows("SELECT count(*), count(DISTINCT uscc) FROM subjects_organisation") == [
        (300 * ROUNDS, 300 * ROUNDS)
    ]
    must_be_whole(900 * ROUNDS, place / "export")


def _about(codes: Sequence[str], item: str, turn: int) -> bytes:
    if item == "penalty":
        return as_csv(
            penalty(CF_XDR_SHXYM=code, CF_WSH=f"黔示罚〔2026〕{turn}{number:04d}号")
            for number, code in enumerate(codes)
        )
    return as_csv(
        licence(XK_XDR_SHXYM=code, XK_WSH=f"黔示许〔2026〕{turn}{number:04d}号")
        for number, code in enumerate(codes)
    )


def test_two_people_decide_one_waiting_row(
    place: Path, sender: DepartmentFacts, send: Callable[..., Submission]
) -> None:
    send(sender, "licence", [licence()], on=FIRST_DAY)
    sent = hand_in(sender, penalties(range(1, 5), CF_XDR_SHXYM=""))
    first, *others = intake.pending_rows()
    same = type(first).objects.get(pk=first.pk)
    found = at_once(
        lambda: actions.attach(first, uscc=MILL, reason="经核对", actor="one", at=now()),
        lambda: actions.attach(same, uscc=MILL, reason="经核对", actor="two", at=now()),
        *[
            lambda row=row: actions.attach(row, uscc=MILL, reason="经核对", actor="three", at=now())  # type: ignore[misc]
            for row in others
        ],
    )
    assert sorted(type(one).__name__ for one in found) == ["PendingRow"] * 4 + ["UnableToResolve"]
    told = submission(sent)
    assert (told["counts"]["new"], told["counts"]["pending"]) == (4, 0)
    assert [number for number, _counts in told["receipts"]] == [1, 2, 3, 4, 5]
    must_be_whole(5, place / "export")


def test_taken_back_while_the_correction_comes(place: Path, sender: DepartmentFacts) -> None:
    """Whoever is first: of each record exactly one telling stands."""
    for turn in range(ROUNDS):
        numbers = range(turn * 100, turn * 100 + 50)
        hand_in(sender, penalties(numbers))
        mistaken = hand_in(sender, penalties(numbers, CF_SY="写错的事实。"))
        found = at_once(
            lambda: actions.take_back(mistaken, reason="报错文件", actor="test", at=now()),
            lambda: hand_in(sender, penalties(numbers, CF_SY="改正后的事实。")),
        )
        assert [one.state for one in found] == ["taken_back", "deposited"]
    assert len(standing()) == 50 * ROUNDS
    assert rows("SELECT data->>'CF_SY', count(*) FROM archive_standing('infinity') GROUP BY 1") == [
        ("改正后的事实。", 50 * ROUNDS)
    ]
    must_be_whole(50 * ROUNDS, place / "export")


def test_received_while_files_are_swept(place: Path, sender: DepartmentFacts) -> None:
    """Sweeping spares what is on its way."""
    before = now()
    found = at_once(
        *[lambda: hand_in(sender, penalties(range(1, 101)))] * 2,
        *[lambda: [actions.tidy(before=before) for _turn in range(20)]] * 2,
    )
    assert [one.state for one in found[:2]] == ["deposited", "deposited"]
    assert {swept for turn in found[2:] for swept in turn} == {actions.Swept(files=0, loads=0)}
    must_be_whole(100, place / "export")


def test_another_department_at_the_same_moment(
    place: Path, sender: DepartmentFacts, department: Callable[..., DepartmentFacts]
) -> None:
    """Two tellings of one act by different senders: one stands, the other waits for a person."""
    other = department("fgw", "market_regulation")
    found = at_once(
        lambda: hand_in(sender, penalties(range(1, 51))),
        lambda: hand_in(other, penalties(range(1, 51), CF_SY="另一种说法。")),
    )
    assert total(found, "new") == 50
    assert total(found, "pending") + total(found, "corrected") == 50
    assert rows("SELECT DISTINCT organ FROM archive_standing('infinity')") == [(ORGAN,)]
    must_be_whole(50, place / "export")
