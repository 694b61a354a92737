"""The routers that the operations of this folder put themselves on."""

from ninja import Router

objections = Router(tags=["异议 objections"])
repairs = Router(tags=["信用修复 repairs"])
withdrawals = Router(tags=["撤销公示 withdrawals"])
figures = Router(tags=["办理情况 figures"])
