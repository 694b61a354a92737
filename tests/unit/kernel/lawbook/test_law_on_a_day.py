"""What has effect on a day, and which entry says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.kernel.lawbook.small import DEADLINE, TERM, write_packs
from xinheng.kernel.lawbook import NotInCatalogue, NotRuled, diff, load_packs, read_packs
from xinheng.kernel.lawbook.meta import Adoption, InstrumentLevel, Node, Status, When

NODE = Node(pack="gz")
DAY = date(2024, 5, 1)


@pytest.mark.requirement("GEN-06")
def test_an_answer_names_entry_pack_version_and_words(tmp_path: Path) -> None:
    ruled = load_packs(write_packs(tmp_path), NODE).as_of(DAY).deadline("double-publicity")
    assert (ruled.value.length, ruled.entry, ruled.pack, ruled.version) == (
        7,
        "gz/double-publicity",
        "gz",
        "1",
    )
    assert ruled.status is Status.IN_FORCE
    assert ruled.citations[0].quote == "7个工作日内上网公示"
    assert ruled.citations[0].level is InstrumentLevel.PLAN


def test_first_and_last_day_are_included(tmp_path: Path) -> None:
    ending = DEADLINE.replace("to: null}", "to: 2022-12-31}")
    book = load_packs(write_packs(tmp_path, gz__deadlines__publication=ending), NODE)
    said = {}
    for day in (date(2020, 12, 31), date(2021, 1, 1), date(2022, 12, 31), date(2023, 1, 1)):
        try:
            said[day] = book.as_of(day).deadline("double-publicity").value.length
        except NotRuled:
            said[day] = None
    assert list(said.values()) == [None, 7, 7, None]


def test_a_successor_takes_over_on_its_day(tmp_path: Path) -> None:
    first = DEADLINE.replace("to: null}", "to: 2022-12-31}")
    second = DEADLINE.replace("from: 2021-01-01", "from: 2023-01-01").replace("length: 7", "length: 5")
    book = load_packs(write_packs(tmp_path, gz__deadlines__publication=first + second), NODE)
    assert book.as_of(date(2022, 12, 31)).deadline("double-publicity").value.length == 7
    assert book.as_of(date(2023, 1, 1)).deadline("double-publicity").value.length == 5


@pytest.mark.requirement("GEN-06", "CAT-02")
def test_the_nation_prevails_over_the_province(tmp_path: Path) -> None:
    local = (
        TERM.replace("id: show-penalty", "id: show-penalty-here")
        .replace("P3Y", "P1Y")
        .replace("2020-01-01", "2021-01-01")
    )
    local = local.replace(
        "instrument: penalty-law, article: 2, quote: 公示期限为三年（含）",
        "instrument: plan, article: item-38, quote: 上网公示",
    )
    book = load_packs(write_packs(tmp_path, gz__disclosure__terms=local), NODE)
    assert book.as_of(DAY).disclosure("penalty").entry == "cn/show-penalty"


@pytest.mark.requirement("GEN-08")
def test_an_override_takes_the_place(tmp_path: Path) -> None:
    local = TERM.replace("P3Y", "P1Y").replace("2020-01-01", "2021-01-01") + "  overrides: cn/show-penalty\n"
    book = load_packs(write_packs(tmp_path, gz__disclosure__terms=local), NODE)
    assert book.as_of(DAY).disclosure("penalty").entry == "gz/show-penalty"
    assert book.as_of(date(2020, 6, 1)).disclosure("penalty").entry == "cn/show-penalty"
    assert load_packs(tmp_path, Node(pack="cn")).as_of(DAY).disclosure("penalty").entry == "cn/show-penalty"


@pytest.mark.requirement("GEN-07")
def test_a_draft_has_no_effect_until_the_node_adopts_it(tmp_path: Path) -> None:
    root = write_packs(tmp_path)
    with pytest.raises(NotRuled):
        load_packs(root, NODE).as_of(DAY).deadline("withdraw")
    adoption = Adoption(
        entry="gz-draft/withdraw",
        decision="决定1号",
        signed_by="x",
        on=date(2024, 1, 1),
        until=date(2024, 12, 31),
    )
    book = load_packs(root, Node(pack="gz", adopt=(adoption,)))
    ruled = book.as_of(DAY).deadline("withdraw")
    assert (ruled.status, ruled.provisional, ruled.adoption) == (Status.ADOPTED_PROVISIONAL, True, adoption)
    for day in (date(2023, 12, 31), date(2025, 1, 1)):
        with pytest.raises(NotRuled):
            book.as_of(day).deadline("withdraw")


@pytest.mark.requirement("CAT-01")
def test_an_unknown_item_is_not_in_the_catalogue(tmp_path: Path) -> None:
    law = load_packs(write_packs(tmp_path), NODE).as_of(DAY)
    with pytest.raises(NotInCatalogue, match="2024-05-01 的目录中没有事项“good-deeds”"):
        law.item("good-deeds")
    with pytest.raises(NotInCatalogue):
        load_packs(tmp_path, NODE).as_of(date(2019, 12, 31)).item("penalty")


def test_blocks_are_put_in_with_their_prefix(tmp_path: Path) -> None:
    item = load_packs(write_packs(tmp_path), NODE).as_of(DAY).item("penalty").value
    assert item.field_codes == ("CF_XDR_MC", "CF_XDR_SHXYM", "CF_WSH", "CF_CFJG", "CF_JDRQ", "CF_FRDB")
    assert item.about_persons


def test_references_inside_a_block_take_the_prefix(tmp_path: Path) -> None:
    from tests.unit.kernel.lawbook.small import BLOCKS

    more = BLOCKS.replace(
        "type: uscc, required: organisation", "type: uscc, required: {when: {field: XDR_MC, any_of: [甲]}}"
    )
    item = (
        load_packs(write_packs(tmp_path, cn__catalogue__blocks=more), NODE).as_of(DAY).item("penalty").value
    )
    required = item.field("CF_XDR_SHXYM").required
    assert isinstance(required, When)
    assert required.when.field == "CF_XDR_MC"


@pytest.mark.requirement("GEN-05")
def test_person_columns_and_secrets_are_never_shown(tmp_path: Path) -> None:
    from tests.unit.kernel.lawbook.small import ITEM

    secret = ITEM.replace("en: Organ}, type: text,", "en: Organ}, type: text, secrecy: trade_secret,")
    item = (
        load_packs(write_packs(tmp_path, cn__catalogue__penalty=secret), NODE)
        .as_of(DAY)
        .item("penalty")
        .value
    )
    assert {field.code: field.shown for field in item.fields} == {
        "CF_XDR_MC": True, "CF_XDR_SHXYM": True, "CF_WSH": True, "CF_CFJG": False, "CF_JDRQ": True, "CF_FRDB": False,
    }  # fmt: skip


def test_a_person_column_is_shown_only_on_a_quoted_order(tmp_path: Path) -> None:
    from tests.unit.kernel.lawbook.small import ITEM

    order = ITEM.replace(
        "type: person_name, required: organisation",
        "type: person_name, required: organisation, shown_on_order: {instrument: penalty-law, article: 1, quote: 应当公开}",
    )
    item = (
        load_packs(write_packs(tmp_path, cn__catalogue__penalty=order), NODE).as_of(DAY).item("penalty").value
    )
    assert item.field("CF_FRDB").shown


def test_differences_name_entry_and_part(tmp_path: Path) -> None:
    before = read_packs(write_packs(tmp_path / "a"))
    changed = DEADLINE.replace("length: 7", "length: 5")
    after = read_packs(
        write_packs(tmp_path / "b", gz__deadlines__publication=changed, gz_draft__deadlines__rights=None)
    )
    found = diff(before, after)
    assert [(one.change.value, one.entry, one.parts) for one in found] == [
        ("removed", "gz-draft/withdraw", ()),
        ("changed", "gz/double-publicity", (("length", "7", "5"),)),
    ]
    assert diff(before, before) == ()


def test_the_same_content_is_read_once(tmp_path: Path) -> None:
    assert read_packs(write_packs(tmp_path / "a")) is read_packs(write_packs(tmp_path / "b"))
