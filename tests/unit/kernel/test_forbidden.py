"""The closed screen: forbidden kinds of data have no way in, and innocent names are let through."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.kernel.identifiers.strategies import same
from xinheng.kernel import forbidden
from xinheng.kernel.forbidden import Kind


@pytest.mark.requirement("CON-07", "IMP-15")
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("宗教信仰", Kind.RELIGION),
        ("法定代表人宗教", Kind.RELIGION),
        ("宗 教 信 仰", Kind.RELIGION),
        ("religion", Kind.RELIGION),
        ("LegalRepReligion", Kind.RELIGION),
        ("基因信息", Kind.GENES),
        ("DNA_RESULT", Kind.GENES),
        ("指纹", Kind.BIOMETRICS),
        ("负责人指纹编号", Kind.BIOMETRICS),
        ("fingerprint_id", Kind.BIOMETRICS),
        ("血型", Kind.BLOOD_TYPE),
        ("bloodType", Kind.BLOOD_TYPE),
        ("BLOOD_GROUP", Kind.BLOOD_TYPE),
        ("既往病史", Kind.HEALTH),
        ("患病情况", Kind.HEALTH),
        ("重大疾病", Kind.HEALTH),
        ("medical_history", Kind.HEALTH),
        ("个人诚信积分", Kind.PERSON_SCORE),
        ("自然人信用等级", Kind.PERSON_SCORE),
        ("personal_credit_score", Kind.PERSON_SCORE),
    ],
)
def test_forbidden_names(name: str, kind: Kind) -> None:
    found = forbidden.forbidden_name(name)
    assert found is not None
    assert found.kind is kind
    assert name in found.reason.zh
    assert name in found.reason.en


@pytest.mark.requirement("CAT-15", "PER-05")
@pytest.mark.parametrize(
    "name", ["居民参与社区治理情况", "群众维护公共利益情况", "垃圾分类积分", "community_participation"]
)
def test_community_conduct_is_forbidden(name: str) -> None:
    found = forbidden.forbidden_name(name)
    assert found is not None
    assert found.kind is Kind.COMMUNITY_CONDUCT


@pytest.mark.requirement("PER-06")
@pytest.mark.parametrize(
    "name", ["互联网实名登记", "快递实名信息", "手机实名状态", "金融账户实名", "实名手机号"]
)
def test_real_name_registration_is_forbidden(name: str) -> None:
    found = forbidden.forbidden_name(name)
    assert found is not None
    assert found.kind is Kind.REAL_NAME_REGISTRATION


@pytest.mark.parametrize(
    "name",
    [
        "行政相对人名称",
        "医疗机构执业许可证",
        "疾病预防控制中心意见",
        "动物疫病防控",
        "农业转基因生物加工许可",
        "宗教活动场所登记",
        "纳税信用等级",
        "企业信用评分",
        "从业人员资格等级",
        "建筑工人实名制管理",
        "残疾人就业保障金",
        "志愿服务",
        "职业病危害项目申报",
        "CF_XDR_MC",
        "generation_date",
        "general_manager",
        "uni_social_crd_cd",
    ],
)
def test_innocent_names(name: str) -> None:
    assert forbidden.forbidden_name(name) is None
    assert not forbidden.is_forbidden_name(name)


def test_forbidden_names_keep_their_order() -> None:
    found = forbidden.forbidden_names(["名称", "血型", "备注", "指纹"])
    assert [each.name for each in found] == ["血型", "指纹"]


@pytest.mark.requirement("CON-07")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("经查，当事人血型：AB型", Kind.BLOOD_TYPE),
        ("宗 教信仰 为无", Kind.RELIGION),
        ("既往病史:高血压", Kind.HEALTH),
    ],
)
def test_labelled_statements_in_text(text: str, kind: Kind) -> None:
    found = forbidden.forbidden_in_text(text)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    "text", ["未取得医疗机构执业许可证", "销售血型检测试剂", "未按规定采集指纹锁", "隐瞒病史资料"]
)
def test_words_alone_do_not_forbid_a_text(text: str) -> None:
    assert forbidden.forbidden_in_text(text) is None


@given(
    st.lists(st.none() | st.text("血型：: 宗教信仰为是病史\u3000AB", max_size=12) | st.text(), max_size=20)
)
def test_columns_are_screened_as_single_texts(values: list[str | None]) -> None:
    same(values, lambda text: forbidden.forbidden_in_text(text) is not None, forbidden.forbidden_column)


def test_every_kind_has_a_title() -> None:
    assert set(forbidden.TITLES) == set(Kind)


def test_null_stays_null() -> None:
    assert forbidden.forbidden_column(pl.Series([None, "血型：A"], dtype=pl.String)).to_list() == [None, True]
