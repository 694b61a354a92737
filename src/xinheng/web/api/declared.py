"""What an operation says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ninja.operation import Operation

from xinheng.plumbing.http.access import Bearer, Open

_KINDS: Final[Mapping[str, str]] = {
    "body": "application/json",
    "form": "multipart/form-data",
    "file": "multipart/form-data",
}


def access_of(operation: Operation) -> Bearer | Open | None:
    """What the operation says of who may call it; None when it says nothing."""
    callbacks = list(operation.auth_callbacks)
    if len(callbacks) == 1 and isinstance(callbacks[0], Bearer | Open):
        return callbacks[0]
    return None


def body_kind(operation: Operation) -> str | None:
    """The content type that the operation takes; None for one without a body of its own form."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    return next((_KINDS[source] for source in ("file", "form", "body") if source in sources), None)
