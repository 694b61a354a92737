"""Queries of cases, the records they are about, and who asks."""

from xinheng.areas.rights.cases.store.asking import codes_of, party_of
from xinheng.areas.rights.cases.store.cases import (
    about_record,
    add_evidence,
    evidence,
    evidence_file,
    facts,
    find,
    known_files,
    last_actor,
    last_moment,
    locked,
    of_party,
    open_case,
    remembered_files,
    state_counts,
    steps,
    stored_of,
    take_step,
)
from xinheng.areas.rights.cases.store.records import NoSuchRecord, record

__all__ = [
    "NoSuchRecord",
    "about_record",
    "add_evidence",
    "codes_of",
    "evidence",
    "evidence_file",
    "facts",
    "find",
    "known_files",
    "last_actor",
    "last_moment",
    "locked",
    "of_party",
    "open_case",
    "party_of",
    "record",
    "remembered_files",
    "state_counts",
    "steps",
    "stored_of",
    "take_step",
]
