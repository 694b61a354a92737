"""The routers that the operations of this folder put themselves on."""

from ninja import Router

organisations = Router(tags=["记录 records"])
records = Router(tags=["记录 records"])
publicity = Router(tags=["双公示 double publicity"])
