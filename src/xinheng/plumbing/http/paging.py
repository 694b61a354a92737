"""Pages of a list, by number."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

LAST_PAGE = 500
"""Nobody reads further; an offset that grows without end costs the database more with every page."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` of a list of `total`, `size` on a page; `more` when there are more than `total`."""

    number: int
    size: int
    total: int
    more: bool = False

    @property
    def offset(self) -> int:
        """Number of entries before this page."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """Number of the last page that can be opened."""
        return min(max(1, -(-self.total // self.size)), LAST_PAGE)

    @property
    def has_other(self) -> bool:
        """Is there anything to turn to?"""
        return self.last > 1

    @property
    def has_next(self) -> bool:
        """Is there a page after this one?"""
        return self.number < self.last

    @property
    def previous(self) -> int:
        """Number of the page before."""
        return self.number - 1

    @property
    def next(self) -> int:
        """Number of the page after."""
        return self.number + 1

    @property
    def around(self) -> list[int | None]:
        """Numbers to offer: first, last and those near by; None stands for a gap."""
        near = {1, self.last} | set(range(max(1, self.number - 2), min(self.last, self.number + 2) + 1))
        offered: list[int | None] = []
        for number in sorted(near):
            if offered and offered[-1] is not None and number - offered[-1] > 1:
                offered.append(None)
            offered.append(number)
        return offered


def page_number(request: HttpRequest) -> int:
    """`?page=` of the request; 404 where it is no page."""
    text = request.GET.get("page", "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_PAGE:
        raise Http404("no such page")
    return int(text)
