"""What intake does: receive, check, deposit, confirm, take back, resolve."""

from xinheng.areas.intake.actions.answer import NothingToMark, finding_files, marked_workbook
from xinheng.areas.intake.actions.confirm import cancel, confirm
from xinheng.areas.intake.actions.deposit import process
from xinheng.areas.intake.actions.findings import findings_file
from xinheng.areas.intake.actions.indicators import Indicators, indicators
from xinheng.areas.intake.actions.queueing import enqueue
from xinheng.areas.intake.actions.receive import (
    FileNotKept,
    Sending,
    UnableToReceive,
    receive,
    remembered,
    stored_file,
)
from xinheng.areas.intake.actions.resolve import UnableToResolve, attach, close_problem, send_back
from xinheng.areas.intake.actions.room import NoRoom
from xinheng.areas.intake.actions.take_back import ReasonNeeded, take_back
from xinheng.areas.intake.actions.tidy import Swept, forget_lost, known_files, tidy
from xinheng.areas.intake.actions.uploads import (
    PieceTooLong,
    UploadBusy,
    WrongOffset,
    add_piece,
    begin_upload,
    end_expired_uploads,
    end_upload,
    find_upload,
)

__all__ = [
    "FileNotKept", "Indicators", "NoRoom", "NothingToMark", "PieceTooLong", "ReasonNeeded", "Sending",
    "Swept", "UnableToReceive", "UnableToResolve", "UploadBusy", "WrongOffset", "add_piece", "attach",
    "begin_upload", "cancel", "close_problem", "confirm", "end_expired_uploads", "end_upload", "enqueue",
    "find_upload", "finding_files", "findings_file", "forget_lost", "indicators", "known_files", "marked_workbook",
    "process", "receive", "remembered", "send_back", "stored_file", "take_back", "tidy",
]  # fmt: skip
