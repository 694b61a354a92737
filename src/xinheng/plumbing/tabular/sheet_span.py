"""How large a rectangle the cells of a sheet span, read from the raw XML in passing.

A reader that holds a sheet as rows × columns needs memory for the whole rectangle: two cells are enough to
ask for all of it. The stated dimension is not believed; every cell reference is looked at.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.terms import Limits, TooLarge, TooManyColumns

_REFERENCE = 10
"""XFD1048576, the longest cell reference."""
_WINDOW = _REFERENCE + 6
_SPACED = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,7})")

_Bytes = npt.NDArray[np.uint8]


@dataclass
class SheetSpan:
    """Widest column and lowest row seen so far, both counted from 1."""

    limits: Limits
    columns: int = 0
    rows: int = 0
    tail: bytes = b""

    def take(self, chunk: bytes) -> None:
        """Looks through the next piece of XML. Raises TooManyColumns and TooLarge."""
        text = self.tail + chunk
        self.tail = text[-_WINDOW:]
        if len(text) > _WINDOW:
            self._scan(text)
        if self.columns > self.limits.columns:
            raise TooManyColumns.of(self.columns, self.limits)
        if self.columns * self.rows > self.limits.workbook_cells:
            raise _too_wide(self.limits)

    def _scan(self, text: bytes) -> None:
        # r="B7" behind white space; a padded end keeps every window inside the array
        data = np.frombuffer(text + b" " * _WINDOW, dtype=np.uint8)
        end = len(text) - 3
        named_r = (data[:end] <= 32) & (data[1 : end + 1] == ord("r"))
        at = np.flatnonzero(named_r)
        behind = data[at + 2]
        if bool((behind <= 32).any()) or bool((data[at[behind == ord("=")] + 3] <= 32).any()):
            for letters, digits in _SPACED.findall(text):
                self._widen(_column(letters), int(digits))
        quoted = at[behind == ord("=")]
        mark = data[quoted + 3]
        self._references(data, quoted[(mark == ord('"')) | (mark == ord("'"))] + 4)

    def _references(self, data: _Bytes, starts: npt.NDArray[np.int64]) -> None:
        column = np.zeros(len(starts), dtype=np.int64)
        row = np.zeros(len(starts), dtype=np.int64)
        open_ = np.ones(len(starts), dtype=np.bool_)
        for offset in range(_REFERENCE):
            letter = data[starts + offset]
            upper = letter & 0xDF
            is_letter = (upper >= 65) & (upper <= 90) & open_
            is_digit = (letter >= 48) & (letter <= 57) & open_
            column = np.where(is_letter, column * 26 + (upper - 64), column)
            row = np.where(is_digit, row * 10 + (letter - 48), row)
            open_ = is_letter | is_digit
            if not open_.any():
                break
        if len(starts):
            self._widen(int(column.max()), int(row.max()))

    def _widen(self, column: int, row: int) -> None:
        self.columns = max(self.columns, column)
        self.rows = max(self.rows, row)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_wide(limits: Limits) -> TooLarge:
    cells = limits.workbook_cells // 10_000
    return TooLarge(
        Text(
            zh=f"工作表的范围（行×列）超过 {cells} 万格。请删去多余的空行空列，或以 CSV / Parquet 报送。",
            en=f"The sheet spans more than {limits.workbook_cells:,} cells (rows × columns)."
            " Delete empty rows and columns, or send CSV / Parquet.",
        )
    )
