"""The routers that the operations of this folder put themselves on."""

from ninja import Router

submissions = Router(tags=["报送 submissions"])
uploads = Router(tags=["断点续传 uploads"])
