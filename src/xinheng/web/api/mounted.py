"""The API of this platform: every area's operations under their addresses."""

from __future__ import annotations

from typing import Final

from xinheng.areas.catalogue import api as catalogue
from xinheng.areas.disclosure import api as disclosure
from xinheng.areas.intake import api as intake
from xinheng.areas.ledger import api as ledger
from xinheng.areas.quality import api as quality
from xinheng.areas.rights import api as rights
from xinheng.areas.subjects import api as subjects
from xinheng.web.api import reading, records
from xinheng.web.api.frame import Api

_ABOUT: Final = (
    "公开数据任何人可读；报送与查询报送须用接口令牌（`Authorization: Bearer <令牌>`）。"
    "错误按 RFC 9457 返回，附中英文说明。断点续传按 tus 1.0 协议。\n\n"
    "Anybody may read what is public; handing in takes an API token. Errors are RFC 9457 problem documents in "
    "Chinese and English. Resumable uploads follow tus 1.0."
)

api = Api(title="信衡 Xinheng", version="1", description=_ABOUT, urls_namespace="api")
api.add_router("/submissions", intake.submissions)
api.add_router("/uploads", intake.uploads)
api.add_router("/organisations", subjects.router)
api.add_router("/organisations", disclosure.organisations)
api.add_router("/records", disclosure.records_router)
api.add_router("/records", records.records)
api.add_router("/publicity", disclosure.publicity)
api.add_router("/catalogue", catalogue.catalogue)
api.add_router("/catalogue", records.catalogue_files)
api.add_router("/law", catalogue.law_router)
api.add_router("/quality", quality.router)
api.add_router("/objections", rights.objections)
api.add_router("/repairs", rights.repairs)
api.add_router("/withdrawals", rights.withdrawals)
api.add_router("/figures", rights.figures)
api.add_router("/ledger", ledger.router)
api.add_router("/authorised-reads", reading.authorised_reads)
api.add_router("/matter-reads", reading.matter_reads)
