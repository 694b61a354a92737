"""What the database takes over from the packs: the published catalogue, the terms of display, due days."""

from __future__ import annotations

from datetime import datetime


def load_law(*, actor: str, at: datetime) -> None:
    """Bring catalogue, disclosure terms and due days up to the packs; a broken pack is refused with file, line and reason."""
    from xinheng.areas.catalogue import service as catalogue
    from xinheng.areas.disclosure import actions as disclosure
    from xinheng.areas.quality import actions as quality

    catalogue.publish_from_packs(actor=actor, at=at)
    disclosure.load_terms(catalogue.lawbook(), actor=actor, at=at)
    quality.load_clocks(catalogue.lawbook(), actor=actor, at=at)
