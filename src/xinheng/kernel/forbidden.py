"""The closed screen of kinds of data that the platform has no field for and refuses (founding rule R1).

Kinds: religion, genes, fingerprints and other biometrics, blood type, disease and medical history (draft
regulations of Guizhou 2018, art. 32), residents' community conduct (implementation plan, item 39), real-name
registration data of the Internet, post, telecom and finance (draft, art. 30), scores of persons. The list is
code, not law as data: no lawpack, node or department can switch it off.

The screen looks at names of fields (headers of files, titles of catalogue items and their fields) and, in
free text, at statements that carry a label (`血型：AB`). A word alone in a text does not make it forbidden: a
hospital has a 医疗机构执业许可证, a farm a 动物疫病 record, an organ is called 疾病预防控制中心.

>>> forbidden_name("血型").kind
<Kind.BLOOD_TYPE: 'blood_type'>
>>> forbidden_name("legal_rep_religion").kind
<Kind.RELIGION: 'religion'>
>>> forbidden_name("医疗机构执业许可证") is None
True
>>> forbidden_in_text("法定代表人宗教信仰：无").kind
<Kind.RELIGION: 'religion'>
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl

from xinheng.kernel.identifiers import normalise
from xinheng.kernel.octets import Cells, Places
from xinheng.kernel.text import Text


class Kind(StrEnum):
    """A forbidden kind of data."""

    RELIGION = "religion"
    GENES = "genes"
    BIOMETRICS = "biometrics"
    BLOOD_TYPE = "blood_type"
    HEALTH = "health"
    COMMUNITY_CONDUCT = "community_conduct"
    REAL_NAME_REGISTRATION = "real_name_registration"
    PERSON_SCORE = "person_score"


TITLES: Final = {
    Kind.RELIGION: Text(zh="宗教信仰", en="religious belief"),
    Kind.GENES: Text(zh="基因", en="genes"),
    Kind.BIOMETRICS: Text(zh="指纹等生物识别信息", en="fingerprints and other biometrics"),
    Kind.BLOOD_TYPE: Text(zh="血型", en="blood type"),
    Kind.HEALTH: Text(zh="疾病和病史", en="disease and medical history"),
    Kind.COMMUNITY_CONDUCT: Text(zh="居民参与社区治理等社会行为", en="residents' community conduct"),
    Kind.REAL_NAME_REGISTRATION: Text(
        zh="互联网、寄递、电信、金融账户实名登记",
        en="real-name registration in Internet, post, telecom and finance",
    ),
    Kind.PERSON_SCORE: Text(zh="自然人评分", en="score of a natural person"),
}


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A name or text that asks for a forbidden kind of data, and the words that say so."""

    kind: Kind
    name: str
    words: str

    @property
    def reason(self) -> Text:
        """Why it is refused."""
        title = TITLES[self.kind]
        return Text(
            zh=f"“{self.name}”属于禁止归集的信息（{title.zh}），任何目录和部门均不得开启",
            en=f"“{self.name}” is a kind of data that may not be collected ({title.en}); nothing enables it",
        )


# names that hold a forbidden word and mean an organisation's matter
_INNOCENT: Final = re.compile(
    "转基因|基因(?:扩增|工程|检测机构)|疾病预防|疾控|[动植]物疫?病|疫病|病虫害"
    "|宗教(?:活动场所|事务|院校|团体)|民族宗教"
)
_PERSON: Final = "(?:个人|居民|村民|自然人|市民|公民|农户)"
_POINTS: Final = "(?:评分|积分|得分|分值)"
_CHINESE: Final = {
    Kind.RELIGION: re.compile("宗教|信教|(?:^|个人|人员|有无)信仰|教派"),
    Kind.GENES: re.compile("基因|遗传(?:信息|检测|病)"),
    Kind.BIOMETRICS: re.compile("指纹|掌纹|虹膜|声纹|人脸|生物识别|生物特征"),
    Kind.BLOOD_TYPE: re.compile("血型"),
    Kind.HEALTH: re.compile("疾病|病史|患病|病历|病情|健康状况|体检结果|残疾(?:类别|等级|情况)|诊断结果"),
    Kind.COMMUNITY_CONDUCT: re.compile(
        "(?:参与)?社区治理|社区表现|维护公共利益|村规民约|居民公约|邻里关系|垃圾分类(?:参与|行为|积分)"
        "|文明(?:行为|积分)|道德(?:评议|积分|表现)|赡养(?:情况|表现)"
    ),
    Kind.REAL_NAME_REGISTRATION: re.compile(
        "(?:互联网|网络|上网|邮寄|快递|寄递|电信|手机|电话|金融账户|银行账户).{0,4}实名"
        "|实名.{0,4}(?:手机|电话|账号|账户)"
    ),
    Kind.PERSON_SCORE: re.compile(
        f"{_PERSON}.{{0,4}}{_POINTS}|{_PERSON}.{{0,4}}(?:信用|诚信|道德)(?:等级|评级|排名)"
        f"|信用户(?:评定|等级|{_POINTS})"
    ),
}


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


_ENGLISH: Final = {
    Kind.RELIGION: _words("religion|religious (?:belief|faith|affiliation)"),
    Kind.GENES: _words("genes?|genetics?|genetic (?:data|information|test)|genome|dna"),
    Kind.BIOMETRICS: _words(
        "fingerprints?|palm ?prints?|iris scan|voice ?print|face (?:id|image)|biometrics?"
    ),
    Kind.BLOOD_TYPE: _words("blood ?(?:type|group)"),
    Kind.HEALTH: _words(
        "diseases?|illness|diagnos[ie]s|medical (?:history|record|condition)s?"
        "|health (?:status|condition|data)"
    ),
    Kind.COMMUNITY_CONDUCT: _words("community (?:conduct|participation|governance)|social behaviou?r"),
    Kind.REAL_NAME_REGISTRATION: _words("real ?name (?:registration|status|verified)"),
    Kind.PERSON_SCORE: _words(
        "(?:person(?:al)?|citizen) (?:credit )?(?:score|rating|rank|grade)|social (?:credit )?score"
    ),
}
_INNOCENT_ENGLISH: Final = re.compile(
    "disease (?:control|prevention)|(?:animal|plant|occupational) diseases?"
)
_CAMEL: Final = re.compile("(?<=[a-z])(?=[A-Z])")
_NO_LETTERS: Final = re.compile("[^a-z]+")
# a label, and the sign or verb that gives its value; gaps may stand between the characters
_LABELS: Final = {
    Kind.RELIGION: ("宗教信仰",),
    Kind.GENES: ("基因检测结果", "基因信息", "DNA信息"),
    Kind.BIOMETRICS: ("指纹", "指纹编号", "指纹信息"),
    Kind.BLOOD_TYPE: ("血型",),
    Kind.HEALTH: ("病史", "患病情况", "健康状况"),
    Kind.COMMUNITY_CONDUCT: ("参与社区治理情况", "社区表现"),
    Kind.PERSON_SCORE: ("个人信用评分", "个人信用积分", "个人诚信积分", "个人信用等级"),
}
STATEMENT_SIGNS: Final = ":：为是"
"""What gives a label its value; a text without any of these states nothing forbidden."""
_GAP: Final = "[ \t\xa0\u3000\u200b\ufeff]*"


def _statement(labels: Iterable[str]) -> str:
    spaced = "|".join(_GAP.join(label) for label in labels)
    return f"(?:{spaced}){_GAP}[{STATEMENT_SIGNS}]"


_STATEMENTS: Final = {kind: re.compile(_statement(labels)) for kind, labels in _LABELS.items()}
_ANY_STATEMENT: Final = _statement(label for labels in _LABELS.values() for label in labels)


def forbidden_name(name: str) -> Forbidden | None:
    """What makes the name of a field or item forbidden; None when it may be used."""
    return _in_chinese(name) or _in_english(name)


def is_forbidden_name(name: str) -> bool:
    """Whether a field or item may not have this name."""
    return forbidden_name(name) is not None


def forbidden_names(names: Iterable[str]) -> tuple[Forbidden, ...]:
    """The forbidden ones among names, in their order."""
    found = (forbidden_name(name) for name in names)
    return tuple(each for each in found if each is not None)


def forbidden_in_text(text: str) -> Forbidden | None:
    """A labelled statement of a forbidden kind in free text; None when there is none."""
    return _first(_STATEMENTS, text, text)


def forbidden_column(series: pl.Series) -> pl.Series:
    """Whether `forbidden_in_text` finds anything, for a String column; null on null."""
    flags = np.zeros(len(series), dtype=np.bool_)
    flags[stating_rows(Cells(series))] = True
    result = pl.Series(series.name, flags)
    return result.set(series.is_null(), None) if series.null_count() else result


def stating_rows(cells: Cells) -> Places:
    """The rows in which `forbidden_in_text` finds anything, ascending; only texts with a sign are searched."""
    rows = np.unique(np.concatenate([cells.rows_with(sign.encode()) for sign in STATEMENT_SIGNS]))
    if len(rows) == 0:
        return rows
    found = cells.series.gather(rows).str.contains(_ANY_STATEMENT).arg_true()
    stating: Places = rows[found.to_numpy()]
    return stating


def _in_chinese(name: str) -> Forbidden | None:
    folded = _INNOCENT.sub("", normalise.fold(name))
    return _first(_CHINESE, name, folded)


def _in_english(name: str) -> Forbidden | None:
    words = _NO_LETTERS.sub(" ", _CAMEL.sub(" ", name).lower()).strip()
    return _first(_ENGLISH, name, _INNOCENT_ENGLISH.sub("", words))


def _first(patterns: dict[Kind, re.Pattern[str]], name: str, folded: str) -> Forbidden | None:
    for kind, pattern in patterns.items():
        found = pattern.search(folded)
        if found is not None:
            return Forbidden(kind=kind, name=name, words=found.group())
    return None
