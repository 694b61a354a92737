"""What can be wrong with an export or a proof, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xinheng.kernel.text import Text


class Failure(StrEnum):
    """The first thing found wrong."""

    LINE_MALFORMED = "line_malformed"
    ENTRY_MALFORMED = "entry_malformed"
    ENTRY_OUT_OF_ORDER = "entry_out_of_order"
    ROOT_DIFFERS = "root_differs"
    CHECKPOINT_MALFORMED = "checkpoint_malformed"
    CHECKPOINT_FORGED = "checkpoint_forged"
    CHECKPOINT_UNTRUSTED = "checkpoint_untrusted"
    CHECKPOINT_OUT_OF_PLACE = "checkpoint_out_of_place"
    CHECKPOINT_MISSING = "checkpoint_missing"
    NO_CHECKPOINT = "no_checkpoint"
    ORIGIN_DIFFERS = "origin_differs"
    PREVIOUS_DIFFERS = "previous_differs"
    HISTORY_REWRITTEN = "history_rewritten"
    KNOWN_DIFFERS = "known_differs"
    CONTENT_DIFFERS = "content_differs"
    ROW_NOT_IN_BATCH = "row_not_in_batch"
    ENTRY_NOT_IN_LOG = "entry_not_in_log"
    NOTICE_DIFFERS = "notice_differs"
    NOTICE_NOT_SENT = "notice_not_sent"
    ENTRY_OF_ANOTHER = "entry_of_another"


TEXTS: Mapping[Failure, Text] = {
    Failure.LINE_MALFORMED: Text(zh="此行不是有效的导出内容", en="the line is no valid part of an export"),
    Failure.ENTRY_MALFORMED: Text(zh="日志条目缺项或多项", en="a log entry lacks a part or has one too many"),
    Failure.ENTRY_OUT_OF_ORDER: Text(
        zh="日志条目序号不连续：有条目被删除、插入或调换",
        en="entries are not numbered one after the other: some were removed, added or moved",
    ),
    Failure.ROOT_DIFFERS: Text(
        zh="重新计算的根与检查点签署的根不同：有条目被改动",
        en="the recomputed root is not the one that the checkpoint signs: an entry was changed",
    ),
    Failure.CHECKPOINT_MALFORMED: Text(zh="检查点格式不正确", en="the checkpoint is malformed"),
    Failure.CHECKPOINT_FORGED: Text(
        zh="检查点签名与内容不符", en="the checkpoint's signature does not fit what it says"
    ),
    Failure.CHECKPOINT_UNTRUSTED: Text(
        zh="检查点没有所给公钥的签名", en="the checkpoint is not signed by any of the given keys"
    ),
    Failure.CHECKPOINT_OUT_OF_PLACE: Text(
        zh="检查点所载条目数与其位置不符", en="the checkpoint's size does not fit the place where it stands"
    ),
    Failure.CHECKPOINT_MISSING: Text(
        zh="日志记载了检查点，但导出中没有它",
        en="the log speaks of a checkpoint that the export does not hold",
    ),
    Failure.NO_CHECKPOINT: Text(
        zh="没有任何检查点，无从证明", en="there is no checkpoint at all: nothing is proved"
    ),
    Failure.ORIGIN_DIFFERS: Text(zh="检查点属于另一个日志", en="the checkpoint is that of another log"),
    Failure.PREVIOUS_DIFFERS: Text(
        zh="检查点条目所记的上一检查点与实际不同：有检查点被删除或替换",
        en="the entry names another checkpoint before it: one was removed or replaced",
    ),
    Failure.HISTORY_REWRITTEN: Text(
        zh="后一检查点不是前一检查点的延续：历史被改写",
        en="the checkpoint does not continue the one before: history was rewritten",
    ),
    Failure.KNOWN_DIFFERS: Text(
        zh="日志与先前保存的检查点不一致：历史被改写或截去",
        en="the log does not contain the checkpoint kept from before: history was rewritten or cut",
    ),
    Failure.CONTENT_DIFFERS: Text(
        zh="记录内容与其哈希不符：内容被改动", en="the record's content does not fit its hash: it was changed"
    ),
    Failure.ROW_NOT_IN_BATCH: Text(
        zh="该行不在日志所记的批次之中", en="the row is not in the batch that the log entry names"
    ),
    Failure.ENTRY_NOT_IN_LOG: Text(
        zh="该日志条目不在检查点签署的日志之中",
        en="the log entry is not in the log that the checkpoint signs",
    ),
    Failure.NOTICE_DIFFERS: Text(
        zh="通知内容与其哈希不符：内容被改动", en="what the notice says does not fit its hash: it was changed"
    ),
    Failure.NOTICE_NOT_SENT: Text(
        zh="该通知不在发送条目所记的通知之中",
        en="the notice is not among those that the entry says were sent",
    ),
    Failure.ENTRY_OF_ANOTHER: Text(
        zh="所附条目说的不是这份通知", en="an entry tells of something else than this notice"
    ),
}


class CheckFailed(Exception):
    """Something is wrong; `place` says where in the file ("line 7", "record"), `detail` what was seen."""

    def __init__(self, failure: Failure, *, place: str, detail: str = "") -> None:
        super().__init__(f"{failure}: {place} {detail}".strip())
        self.failure, self.place, self.detail = failure, place, detail


class UnableToRead(Exception):
    """The file is not there, or it is something else than was named."""
