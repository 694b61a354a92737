"""State changes of the area: organisations opened, registered, merged; persons known by a role."""

from xinheng.areas.subjects.actions.merging import UnableToMerge, merge, unmerge
from xinheng.areas.subjects.actions.opening import open_organisations
from xinheng.areas.subjects.actions.persons import save_persons
from xinheng.areas.subjects.actions.registering import link_codes, register, register_records

__all__ = [
    "UnableToMerge",
    "link_codes",
    "merge",
    "open_organisations",
    "register",
    "register_records",
    "save_persons",
    "unmerge",
]
