"""The routers that the operations of this folder put themselves on."""

from ninja import Router

catalogue = Router(tags=["目录 catalogue"])
law = Router(tags=["法规 law"])
