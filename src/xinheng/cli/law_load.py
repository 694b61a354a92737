"""What the database takes over from the packs: the published catalogue, the terms of display, clocks and due days."""

from __future__ import annotations

from datetime import datetime


def load_law(*, actor: str, at: datetime) -> None:
    """Bring catalogue, clocks, disclosure terms and due days up to the packs; a broken pack is refused by file and line."""
    from xinheng.areas.catalogue import service as catalogue
    from xinheng.areas.clocks import actions as clocks
    from xinheng.areas.disclosure import actions as disclosure
    from xinheng.areas.quality import actions as quality

    catalogue.publish_from_packs(actor=actor, at=at)
    clocks.load_lapses(catalogue.lawbook(), actor=actor, at=at)
    clocks.recompute(catalogue.lawbook(), actor=actor, at=at)
    disclosure.load_terms(catalogue.lawbook(), actor=actor, at=at)
    quality.load_clocks(catalogue.lawbook(), actor=actor, at=at)
