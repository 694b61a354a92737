"""Notices to send in tests."""

from datetime import UTC, date, datetime

from xinheng.areas.notices.terms import Addressee, AddresseeKind, AdverseText, NoticeText
from xinheng.kernel.lawbook.meta import InstrumentLevel
from xinheng.kernel.lawbook.ruling import Citation
from xinheng.kernel.text import Text

AT = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
MILL = Addressee(AddresseeKind.ORGANISATION, "91520100MA6TEST001")
FARM = Addressee(AddresseeKind.ORGANISATION, "91520100MA6TEST002")
OFFICE = Addressee(AddresseeKind.DEPARTMENT, "scjg")
PERSON = Addressee(AddresseeKind.PERSON, "h:0123456789abcdef0123456789abcdef")
CASE = ("objection", "YY20260305-0000001")
BASIS = Citation(
    instrument="draft-2018",
    title=Text(zh="贵州省社会信用条例（征求意见稿）", en="Guizhou social credit regulations (draft)"),
    number=None,
    level=InstrumentLevel.DRAFT,
    article="34",
    quote="及时将处理结果告知异议提出者",
)
PLAIN = NoticeText(
    subject=Text(zh="异议已受理", en="Your objection was received"),
    says=Text(
        zh="您对一条行政处罚信息提出的异议已受理。", en="Your objection to a penalty record was received."
    ),
    link="/mine/cases/YY20260305-0000001/",
)
COMPLETE = {
    "subject": Text(zh="拟列入重点关注名单", en="Entry in a watch list is intended"),
    "says": Text(zh="拟将贵单位列入重点关注名单。", en="It is intended to enter you in a watch list."),
    "basis": (BASIS,),
    "reasons": "2026 年内两次受到同类行政处罚。",
    "remedy": Text(zh="可以陈述、申辩。", en="You may state your case."),
    "due_on": date(2026, 3, 12),
    "link": "/mine/",
}
ADVERSE = AdverseText(**COMPLETE)
