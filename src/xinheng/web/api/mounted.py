"""The API of this platform: every area's operations under their addresses."""

from __future__ import annotations

from xinheng.areas.intake import api as intake
from xinheng.web.api.frame import Api

_ABOUT = """
公开数据任何人可读；报送与查询报送须用接口令牌（`Authorization: Bearer <令牌>`）。错误按 RFC 9457 返回，附中英文说明。
断点续传按 tus 1.0 协议。

Anybody may read what is public; handing in takes an API token. Errors are RFC 9457 problem documents in Chinese and
English. Resumable uploads follow tus 1.0.
"""

api = Api(title="信衡 Xinheng", version="1", description=_ABOUT, urls_namespace="api")
api.add_router("/submissions", intake.submissions)
api.add_router("/uploads", intake.uploads)
