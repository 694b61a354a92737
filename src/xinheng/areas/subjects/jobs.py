"""Background work of the subject library: making what large loads brought in findable."""

from __future__ import annotations

from procrastinate.contrib.django import app

from xinheng.areas.subjects import service


@app.periodic(cron="* * * * *")
@app.task(queue="subjects", name="subjects.index_names", queueing_lock="subjects.index_names")
def index_names(timestamp: int) -> None:
    """Fill the search's read model until nobody waits any more."""
    while service.index_names():
        pass
