"""What the area does: `sending` notices and their first reading, `delivering` by other channels, `contacts`, `following`."""

from xinheng.areas.notices.actions.contacts import (
    UnableToSetContact,
    code_message,
    end_contact,
    has_channel,
    set_contact,
    verify_contact,
)
from xinheng.areas.notices.actions.delivering import NoSuchDelivery, begin, note, send_out
from xinheng.areas.notices.actions.following import UnableToFollowUp, follow_up
from xinheng.areas.notices.actions.queueing import hand_over
from xinheng.areas.notices.actions.sending import UnableToRead, mark_read, note_reading, send, send_many

__all__ = [
    "NoSuchDelivery",
    "UnableToFollowUp",
    "UnableToRead",
    "UnableToSetContact",
    "begin",
    "code_message",
    "end_contact",
    "follow_up",
    "hand_over",
    "has_channel",
    "mark_read",
    "note",
    "note_reading",
    "send",
    "send_many",
    "send_out",
    "set_contact",
    "verify_contact",
]
