"""Every kind of dirt of the double-publicity standard, with the exact finding."""

from datetime import date
from typing import Any

import pytest

from tests.unit.areas.intake.items import (
    COMPANY,
    LICENCE,
    LICENCE_ROW,
    ORGAN,
    PERSON,
    PERSON_ID,
    check_one,
    checker,
    frame,
    licence,
    licence_row,
    penalty_row,
)

OLD_NUMBER = "520102000000011"
OLD_CODE = "MA6DEM006"


def test_a_row_in_order_is_accepted_without_a_finding() -> None:
    row, found = licence_row()
    assert found == []
    assert row["disposition"] == "accept"
    assert {name: row[name] for name in LICENCE_ROW} == LICENCE_ROW
    assert row["subject_name"] == "黔州示例食品有限公司"
    assert row["subject_uscc"] == COMPANY
    assert row["subject_is_person"] is False
    assert row["organ_code"] == ORGAN
    assert row["instrument"] == "黔市监许〔2023〕12号"
    assert row["decided_on"] == date(2023, 7, 27)
    assert row["begins_on"] == date(2023, 7, 27)
    assert row["ends_on"] == date(2028, 7, 26)
    assert row["ends_stated"] is True
    assert row["action"] == "upsert"
    assert row["state"] == "1"


# --- unified codes ---------------------------------------------------------------------------------------


@pytest.mark.requirement("USCC-03")
@pytest.mark.parametrize(
    "sent",
    [
        COMPANY.lower(),
        f" {COMPANY} ",
        f"{COMPANY[:8]} {COMPANY[8:]}",
        COMPANY.replace("9", "９"),
        f"\ufeff{COMPANY}\u200b",
    ],
)
def test_case_width_and_spaces_of_a_code_are_put_right(sent: str) -> None:
    row, found = licence_row(XK_XDR_SHXYM=sent)
    assert row["subject_uscc"] == COMPANY
    assert found == [("XK_XDR_SHXYM", "uscc.repaired", "note", sent)]
    assert row["disposition"] == "accept"


@pytest.mark.requirement("USCC-03")
@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ("9152OIO2MA6DEM0061", "uscc.letters"),
        ("91S20102MA6DEM0061", "uscc.letters"),
        ("91520102MA6DEMZZ61", "uscc.letters"),
        ("91520102VA6DEM0061", "uscc.letters"),
        ("91520102MA6DEM0068", "uscc.check_character"),
        ("91520102MA6DEM006", "uscc.shape"),
        ("91520102MA6DEM00611", "uscc.shape"),
        ("A15201O2", "uscc.shape"),
        ("黔州示例", "uscc.name_in_code"),
    ],
)
def test_a_wrong_code_is_returned_and_never_guessed(sent: str, rule: str) -> None:
    row, found = licence_row(XK_XDR_SHXYM=sent)
    assert found == [("XK_XDR_SHXYM", rule, "reject", sent)]
    assert row["subject_uscc"] is None
    assert row["disposition"] == "reject"


@pytest.mark.parametrize("sent", ["00000000000000000X", "000000000000000000", "111111111111111111"])
def test_a_placeholder_counts_as_no_code(sent: str) -> None:
    row, found = licence_row(XK_XDR_SHXYM=sent)
    assert found == [("XK_XDR_SHXYM", "uscc.placeholder", "pend", sent)]
    assert (row["subject_uscc"], row["legacy_code"], row["disposition"]) == (None, None, "pend")


def test_a_placeholder_for_the_organ_is_returned() -> None:
    row, found = licence_row(XK_XKJGDM="00000000000000000X")
    assert found == [("XK_XKJGDM", "uscc.placeholder", "reject", "00000000000000000X")]
    assert row["disposition"] == "reject"


@pytest.mark.parametrize(
    ("sent", "code", "kind"),
    [
        (OLD_NUMBER, OLD_NUMBER, "registration_number"),
        ("ma6dem00-6", OLD_CODE, "organisation_code"),
        (OLD_CODE, OLD_CODE, "organisation_code"),
    ],
)
def test_an_old_code_in_the_code_column_waits_for_its_link(sent: str, code: str, kind: str) -> None:
    row, found = licence_row(XK_XDR_SHXYM=sent)
    assert found == [("XK_XDR_SHXYM", "uscc.legacy_code", "pend", sent)]
    assert (row["subject_uscc"], row["legacy_code"], row["legacy_kind"]) == (None, code, kind)
    assert row["disposition"] == "pend"


def test_an_old_code_of_the_organ_is_returned() -> None:
    row, found = licence_row(XK_XKJGDM=OLD_CODE)
    assert found == [("XK_XKJGDM", "uscc.legacy_code", "reject", OLD_CODE)]
    assert row["disposition"] == "reject"


@pytest.mark.parametrize(
    ("column", "code", "kind"),
    [
        ("XK_XDR_GSZC", OLD_NUMBER, "registration_number"),
        ("XK_XDR_ZZJG", OLD_CODE, "organisation_code"),
        ("XK_XDR_SWDJ", "520102700000001", "tax_number"),
    ],
)
def test_a_subject_with_only_an_old_code_waits_for_its_link(column: str, code: str, kind: str) -> None:
    row, found = licence_row(XK_XDR_SHXYM=None, **{column: code})
    assert found == [("XK_XDR_SHXYM", "subject.legacy_code", "pend", None)]
    assert (row["legacy_code"], row["legacy_kind"], row["disposition"]) == (code, kind, "pend")


def test_a_wrong_old_code_is_noted_and_identifies_nobody() -> None:
    row, found = licence_row(XK_XDR_SHXYM=None, XK_XDR_GSZC="520102000000012")
    assert found == [
        ("XK_XDR_GSZC", "legacy.invalid", "note", "520102000000012"),
        ("XK_XDR_SHXYM", "subject.name_only", "pend", None),
    ]
    assert (row["legacy_code"], row["XK_XDR_GSZC"]) == (None, "520102000000012")


def test_a_name_alone_waits_for_a_person() -> None:
    row, found = licence_row(XK_XDR_SHXYM="无")
    assert found == [("XK_XDR_SHXYM", "subject.name_only", "pend", "无")]
    assert row["disposition"] == "pend"


@pytest.mark.parametrize(("name", "code"), [("XK_XDR_MC", "XK_XDR_SHXYM"), ("XK_XKJG", "XK_XKJGDM")])
def test_name_and_code_in_each_others_column_are_exchanged(name: str, code: str) -> None:
    row, found = licence_row(**{name: LICENCE_ROW[code], code: LICENCE_ROW[name]})
    assert found == [(code, "uscc.swapped", "note", LICENCE_ROW[name])]
    assert (row[name], row[code]) == (LICENCE_ROW[name], LICENCE_ROW[code])
    assert row["disposition"] == "accept"


# --- dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        "2018-7-27", "2018/07/27", "2018/7/27", "20180727", "2018.7.27", "2018年7月27日", "2018 年 7 月 27 日", "２０１８-７-２７",
        "2018-7-27 0:00:00", "2018-07-27 00:00:00", "2018-07-27T00:00:00.000", "20180727000000", "43308", "43308.0",
        "二〇一八年七月二十七日", " 2018-07-27 ", "2018-07-27\u200b",
    ],
)  # fmt: skip
def test_every_written_form_of_a_day_becomes_iso(sent: str) -> None:
    row, found = licence_row(XK_JDRQ=sent)
    assert (row["XK_JDRQ"], row["decided_on"], found) == ("2018-07-27", date(2018, 7, 27), [])


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("二〇二三年十月二十日", "2023-10-20"),
        ("二〇二三年十二月三十一日", "2023-12-31"),
        ("二〇二三年一月十日", "2023-01-10"),
    ],
)
def test_chinese_numerals_in_dates(sent: str, day: str) -> None:
    assert licence_row(XK_JDRQ=sent)[0]["XK_JDRQ"] == day


@pytest.mark.parametrize(
    "sent",
    [
        "9999-9-9", "9999-12-31", "2099-12-31", "1899-12-31", "1900-01-01", "1900-1-1", "2099/12/31 0:00:00", "73050", "长期",
        "长期有效", "永久", "无处罚期限", "2958465",
    ],
)  # fmt: skip
def test_no_end_is_an_answer_where_an_end_is_asked(sent: str) -> None:
    row, found = licence_row(XK_YXQZI=sent)
    assert (row["XK_YXQZI"], row["ends_on"], row["ends_stated"], found) == ("长期", None, True, [])


@pytest.mark.parametrize("sent", ["9999-9-9", "2099-12-31", "1899-12-31", "1900-01-01", "长期", "永久"])
def test_no_end_is_a_fault_where_a_day_is_asked(sent: str) -> None:
    row, found = licence_row(XK_JDRQ=sent)
    assert found == [("XK_JDRQ", "date.no_end_here", "reject", sent)]
    assert (row["XK_JDRQ"], row["decided_on"]) == (None, None)


@pytest.mark.parametrize(
    "sent", ["2018-02-30", "2018-13-01", "18-07-27", "明天", "2018-07", "123456", "2018-07-27Z"]
)
def test_what_is_no_day_is_returned(sent: str) -> None:
    row, found = licence_row(XK_JDRQ=sent)
    assert found == [("XK_JDRQ", "date.unreadable", "reject", sent)]
    assert row["disposition"] == "reject"


def test_a_decision_in_the_future_is_returned() -> None:
    assert licence_row(XK_JDRQ="2024-06-02")[1] == [("XK_JDRQ", "date.future", "reject", "2024-06-02")]
    assert licence_row(XK_JDRQ="2024-06-01")[1] == []


def test_an_end_before_its_begin_is_returned() -> None:
    found = licence_row(XK_YXQZI="2023-07-26")[1]
    assert found == [("XK_YXQZI", "date.end_before_begin", "reject", "2023-07-26")]
    assert licence_row(XK_YXQZI="2023-07-27")[1] == []


def test_the_departments_end_of_publication_is_compared_with_the_law() -> None:
    assert penalty_row(CF_GSJZQ="2026-07-27")[1] == []
    row, found = penalty_row(CF_GSJZQ="2024/7/27")
    assert found == [("CF_GSJZQ", "shown_until.differs", "note", "2024/7/27")]
    assert (row["shown_until_claimed"], row["disposition"]) == (date(2024, 7, 27), "accept")
    assert penalty_row(CF_GSJZQ="长期")[1] == [("CF_GSJZQ", "shown_until.differs", "note", "长期")]


# --- empty words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["\\N", "NULL", "无", "暂无", "空", "-", "/", "0", "", "  "])
def test_a_required_cell_with_an_empty_word_is_missing(word: str) -> None:
    row, found = licence_row(XK_NR=word)
    assert found == [("XK_NR", "cell.missing", "reject", word)]
    assert row["XK_NR"] is None


def test_a_nought_is_a_value_where_it_can_be_one() -> None:
    row, found = licence_row(XK_ZT="0")
    assert (row["XK_ZT"], row["state"], found) == ("0", "0", [])
    assert row["ends_on"] == date(2028, 7, 26)
    row, found = penalty_row(CF_NR_FK="0", CF_NR="警告")
    assert (row["CF_NR_FK"], found) == ("0", [])


def test_an_optional_cell_with_an_empty_word_is_empty() -> None:
    row, found = licence_row(BZ="无", XK_FR_ZJHM="/", XK_XDR_GSZC="\\N")
    assert (row["BZ"], row["XK_FR_ZJHM"], row["XK_XDR_GSZC"], found) == (None, None, None, [])


def test_columns_that_the_file_lacks_are_empty() -> None:
    row = {code: value for code, value in LICENCE_ROW.items() if code != "XK_XKLB"}
    assert check_one(LICENCE, row)[1] == [("XK_XKLB", "cell.missing", "reject", None)]


def test_required_when_another_cell_says_so() -> None:
    found = penalty_row(CF_CFLB="罚款,吊销许可证")[1]
    assert found == [("CF_NR_ZKDX", "cell.missing", "reject", None)]
    assert penalty_row(CF_CFLB="罚款", CF_NR_ZKDX=None)[1] == []
    assert penalty_row(CF_CFLB="暂扣许可证", CF_NR_ZKDX="食品经营许可证 JY1520102")[1] == []


# --- words of a list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("罚款,警告", "警告、罚款"), ("警告；罚款", "警告、罚款"), ("警告/罚款", "警告、罚款"), ("警告|罚款|罚款", "警告、罚款"),
        ("罚款 警告", "警告、罚款"), ("警告;没收违法所得，罚款", "警告、罚款、没收违法所得"), ("其他-责令改正", "其他-责令改正"),
    ],
)  # fmt: skip
def test_several_words_in_one_cell(sent: str, kept: str) -> None:
    row, found = penalty_row(CF_CFLB=sent)
    assert (row["CF_CFLB"], found) == (kept, [])


def test_a_word_outside_the_list_is_returned() -> None:
    assert licence_row(XK_XKLB="一般")[1] == [("XK_XKLB", "choice.unknown", "reject", "一般")]
    assert penalty_row(CF_CFLB="罚款,斥责")[1] == [("CF_CFLB", "choice.unknown", "reject", "罚款,斥责")]


@pytest.mark.parametrize(
    ("sent", "kept", "action"),
    [("新增", "新增", "upsert"), ("修改", "更正", "upsert"), ("撤销", "撤销", "withdraw"), ("删除", "撤销", "withdraw"), ("d", "撤销", "withdraw"), (None, None, "upsert")],
)  # fmt: skip
def test_what_to_do_with_the_record(sent: str | None, kept: str | None, action: str) -> None:
    row, found = licence_row(CZLX=sent)
    assert (row["CZLX"], row["action"], found) == (kept, action, [])


def test_an_unknown_action_is_returned() -> None:
    assert licence_row(CZLX="处理")[1] == [("CZLX", "action.unknown", "reject", "处理")]


def test_a_withdrawal_needs_only_what_names_the_record() -> None:
    row, found = licence_row(CZLX="撤销", XK_NR=None, XK_JDRQ=None, XK_XKLB=None)
    assert (row["action"], found) == ("withdraw", [])
    assert licence_row(CZLX="撤销", XK_WSH=None)[1] == [("XK_WSH", "cell.missing", "reject", None)]


def test_flags_and_whole_numbers() -> None:
    row, found = licence_row(XK_GK="是", XK_SL="1,200.0")
    assert (row["XK_GK"], row["XK_SL"], found) == ("1", "1200", [])
    assert licence_row(XK_SL="若干")[1] == [("XK_SL", "amount.not_a_number", "reject", "若干")]


# --- amounts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", ["2000", "2,000", "２０００"])
def test_a_fine_in_yuan_where_the_unit_is_ten_thousand(sent: str) -> None:
    row, found = penalty_row(CF_NR_FK=sent)
    assert found == [("CF_NR_FK", "amount.unit_gap", "reject", sent)]
    assert row["disposition"] == "reject"


@pytest.mark.parametrize(
    ("text", "fine", "gap"),
    [
        ("罚款2000元", "0.2", False), ("罚款人民币2,000.00元整", "0.2", False), ("罚款贰仟元整", "2000", True),
        ("罚款两万五千元", "2.5", False), ("罚款2万元", "20000", True), ("罚款2万元", "2", False), ("没收5000元，罚款2000元", "2000", True),
        ("罚款20000元", "0.0002", True), ("警告", "2000", False), ("没收2000万元，罚款0.2万元", "2000", False),
    ],
)  # fmt: skip
def test_text_and_field_name_the_same_fine(text: str, fine: str, gap: bool) -> None:
    found = penalty_row(CF_NR=text, CF_NR_FK=fine)[1]
    assert [rule for _, rule, _, _ in found] == (["amount.unit_gap"] if gap else [])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("0.200000", "0.2"), ("00.2", "0.2"), (".2", "0.2"), ("+0.2", "0.2"), ("2E-1", "0.2"), ("0.20000000000000001", "0.2"), ("1,000", "1000")],
)  # fmt: skip
def test_an_amount_has_one_form(sent: str, kept: str) -> None:
    row, found = penalty_row(CF_NR="警告", CF_NR_FK=sent)
    assert (row["CF_NR_FK"], found) == (kept, [])


@pytest.mark.parametrize(
    ("sent", "rule", "severity", "kept"),
    [
        ("2000元", "amount.unit_written", "note", "0.2"), ("0.2万元", "amount.unit_written", "note", "0.2"),
        ("两千", "amount.not_a_number", "reject", None), ("-0.2", "amount.negative", "reject", None),
        ("0.1234567", "amount.too_precise", "reject", None), ("=A1*2", "amount.not_a_number", "reject", None),
    ],
)  # fmt: skip
def test_amounts_with_a_finding(sent: str, rule: str, severity: str, kept: str | None) -> None:
    row, found = penalty_row(CF_NR_FK=sent)
    assert (row["CF_NR_FK"], found) == (kept, [("CF_NR_FK", rule, severity, sent)])


# --- instruments and regions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        "黔市监许[2023]12号",
        "黔市监许(2023)12号",
        "黔市监许【2023】12号",
        "黔市监许（２０２３） 12号",
        " 黔市监许〔2023〕１２号",
    ],
)
def test_an_instrument_number_has_one_form(sent: str) -> None:
    row, found = licence_row(XK_WSH=sent)
    assert (row["XK_WSH"], row["instrument"], found) == ("黔市监许〔2023〕12号", "黔市监许〔2023〕12号", [])


def test_an_instrument_without_a_number_is_returned() -> None:
    assert licence_row(XK_WSH="见附件")[1] == [("XK_WSH", "instrument.invalid", "reject", "见附件")]


@pytest.mark.parametrize(
    ("sent", "kept", "rules"),
    [
        ("520581", "520581", []), ("520522", "520581", ["region.historic"]), ("520581001", "520581", []),
        ("520599", None, ["region.unknown"]), ("贵阳", None, ["region.unknown"]), ("330206001", "330206", []), (None, None, []),
    ],
)  # fmt: skip
def test_region_codes(sent: str | None, kept: str | None, rules: list[str]) -> None:
    row, found = licence_row(XK_QH=sent)
    assert (row["region"], [rule for _, rule, _, _ in found]) == (kept, rules)


# --- what is no text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", ["=1+1", "+86-851", "@SUM(A1)", "-见附件", "＝不是公式"])
def test_a_formula_is_kept_as_text(sent: str) -> None:
    row, found = licence_row(BZ=sent)
    expected: list[Any] = [] if sent[0] == "＝" else [("BZ", "cell.formula", "note", sent)]
    assert (row["BZ"], found) == (sent, expected)


def test_tags_and_control_characters_are_removed() -> None:
    row, found = licence_row(XK_NR="<p>预包装<b>食品</b></p><script>alert(1)</script>", BZ="一\x07二\n三\t四")
    assert row["XK_NR"] == "预包装 食品"
    assert row["BZ"] == "一二 三 四"
    assert found == [
        ("BZ", "cell.control", "note", "一 二 三 四"),
        ("XK_NR", "cell.html", "note", "<p>预包装<b>食品</b></p><script>alert(1)</script>"),
    ]


def test_no_tag_grows_together_where_one_was_removed() -> None:
    assert licence_row(XK_NR="销售<<b>script>")[0]["XK_NR"] == "销售< script>"
    assert licence_row(XK_NR="pH<7，重量>5")[1] == []


def test_an_overlong_cell_is_returned() -> None:
    row, found = licence_row(BZ="长" * 200_000)
    assert found == [("BZ", "cell.too_long", "reject", "长" * 200)]
    assert (row["BZ"], row["disposition"]) == (None, "reject")
    assert licence_row(BZ="长" * 4000)[1] == []


@pytest.mark.parametrize(
    "sent", [PERSON_ID, "520102900307123", "５２０１０２１９９００３０７１２３６", "520102 19900307 1236"]
)
def test_a_citizen_id_in_free_text_is_masked(sent: str) -> None:
    row, found = licence_row(BZ=f"当事人示例丙某（身份证号{sent}）")
    assert [(field, rule, severity) for field, rule, severity, _ in found] == [
        ("BZ", "citizen_id.in_text", "note")
    ]
    assert row["BZ"].startswith("当事人示例丙某（身份证号52")
    assert row["BZ"].count("*") == (13 if len(sent) == 15 else 16)
    assert found[0][3] == row["BZ"]


def test_licence_numbers_of_many_digits_are_no_citizen_ids() -> None:
    assert licence_row(BZ="许可证JY15201020000001，代码91520102MA6DEM0061")[1] == []


# --- natural persons -------------------------------------------------------------------------------------


@pytest.mark.requirement("PER-01")
def test_a_person_in_a_numbered_decision_is_taken_in() -> None:
    row, found = licence_row(**PERSON)
    assert (row["disposition"], row["subject_is_person"], found) == ("accept", True, [])
    checked = LICENCE.check(frame(LICENCE_ROW | PERSON))
    assert checked.document_fields == ("XK_FR_ZJHM", "XK_XDR_ZJHM")
    assert checked.rows["XK_XDR_ZJHM"][0] == PERSON_ID


@pytest.mark.requirement("PER-01", "PER-03")
@pytest.mark.parametrize("number", [None, "无", "/"])
def test_a_person_without_an_instrument_number_is_refused(number: str | None) -> None:
    row, found = licence_row(**PERSON, XK_WSH=number)
    assert found == [("XK_WSH", "person.no_instrument", "reject", None)]
    assert row["disposition"] == "reject"


@pytest.mark.requirement("PER-07")
def test_a_person_in_an_item_about_organisations_is_refused() -> None:
    row, found = check_one(checker(licence(subjects=["enterprise"])), LICENCE_ROW | PERSON)
    assert found == [("XK_XDR_LB", "person.not_allowed", "reject", None)]
    assert row["disposition"] == "reject"


def test_an_individual_business_only_where_the_item_is_for_one() -> None:
    cells = LICENCE_ROW | {"XK_XDR_LB": "个体工商户"}
    assert check_one(LICENCE, cells)[1] == []
    found = check_one(checker(licence(subjects=["enterprise"])), cells)[1]
    assert found == [("XK_XDR_LB", "subject.kind_not_allowed", "reject", "个体工商户")]


def test_a_person_has_no_unified_code() -> None:
    found = licence_row(**PERSON | {"XK_XDR_SHXYM": COMPANY})[1]
    assert found == [("XK_XDR_SHXYM", "person.has_uscc", "reject", COMPANY)]


@pytest.mark.requirement("USCC-08")
def test_a_wrong_citizen_id_is_never_repeated_in_clear() -> None:
    found = licence_row(**PERSON | {"XK_XDR_ZJHM": "520102199003071237"})[1]
    assert found == [("XK_XDR_ZJHM", "citizen_id.invalid", "reject", "52****************")]
    row, found = licence_row(XK_FR_ZJHM="520102199003071237")
    assert (row["XK_FR_ZJHM"], found) == (
        None,
        [("XK_FR_ZJHM", "citizen_id.invalid", "note", "52****************")],
    )


def test_another_document_than_a_citizens() -> None:
    row, found = licence_row(**PERSON | {"XK_XDR_ZJLX": "护照", "XK_XDR_ZJHM": "e12345678"})
    assert (row["XK_XDR_ZJHM"], found) == ("E12345678", [])


def test_a_person_must_show_a_document() -> None:
    found = licence_row(**PERSON | {"XK_XDR_ZJHM": None, "XK_XDR_ZJLX": None})[1]
    assert [(field, rule) for field, rule, _, _ in found] == [
        ("XK_XDR_ZJHM", "cell.missing"),
        ("XK_XDR_ZJLX", "cell.missing"),
    ]


@pytest.mark.requirement("CON-07", "CAT-15")
@pytest.mark.parametrize(
    "sent", ["法定代表人宗教信仰：无", "血型: AB", "指纹：已采集", "参与社区治理情况：良好", "血 型：A"]
)
def test_a_forbidden_kind_of_data_is_refused_and_not_repeated(sent: str) -> None:
    row, found = licence_row(BZ=sent)
    assert found == [("BZ", "forbidden.kind", "reject", None)]
    assert (row["BZ"], row["disposition"]) == (None, "reject")


def test_a_word_alone_is_not_forbidden() -> None:
    assert licence_row(XK_NR="疾病预防控制；基因检测试剂销售；宗教活动场所")[1] == []
