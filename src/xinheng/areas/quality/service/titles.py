"""Names by code, for tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xinheng.areas.catalogue import service as catalogue
from xinheng.areas.departments import service as departments
from xinheng.areas.subjects import service as subjects
from xinheng.kernel.text import Text


def department_titles() -> Mapping[str, Text]:
    """Names of departments by code."""
    return {each.code: each.name for each in departments.departments()}


def item_titles(day: date) -> Mapping[str, Text]:
    """Titles of items by id."""
    return {ruled.value.id: ruled.value.title for ruled in catalogue.lawbook().as_of(day).items()}


def region_titles() -> Mapping[str, Text]:
    """Names of regions by code."""
    return {each.code: Text(zh=each.name, en=each.name) for each in subjects.regions().all()}
