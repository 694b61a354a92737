"""Citizen identity numbers inside free text (违法事实, 备注): found and masked.

Masking errs on the side of hiding: a run of 18 characters with a possible date of birth is hidden even when
its check character is wrong, since a mistyped number is still somebody's; so is a run of 15 digits with a
possible date. Longer runs, and runs written in groups (`520102 19900101 1234`), are searched for numbers that
are valid. A USCC is not touched: at the place of the date it has its region and organisation code.

>>> mask_in_text('当事人示例甲某（身份证号520102199003071238）未取得许可证')
'当事人示例甲某（身份证号52****************）未取得许可证'
>>> found_in_text('统一社会信用代码91110000600037341L，电话13800000000')
False
"""

import re
from typing import Final

import polars as pl
from stdnum.exceptions import InvalidComponent

from xinheng.kernel.identifiers import citizen_id, normalise
from xinheng.kernel.identifiers.columns import flagged, rework, translated

_GAP: Final = " \u3000\u00a0·-"
_RUN: Final = re.compile(
    rf"(?<![0-9０-９A-Za-z])[0-9０-９](?:[{_GAP}]?[0-9０-９]){{13,}}(?:[{_GAP}]?[0-9０-９XxＸｘ])"
)
_SOLID: Final = re.compile(r"[0-9０-９]{14,}[0-9０-９XxＸｘ]")
# every eighteen characters that may be a number with a birth in 1900–2099
_WINDOW: Final = re.compile(r"(?=([0-9]{6}(?:19|20)[0-9]{9}[0-9X]))")
# necessary for a find, cheap to test: fifteen digits with at most one gap between each two
_CANDIDATE: Final = rf"[0-9０-９](?:[{_GAP}]?[0-9０-９]){{13}}"


def mask_in_text(text: str) -> str:
    """The text with every citizen identity number in it masked; all other characters stay as they were."""
    masked = _SOLID.sub(lambda found: _mask_solid(found.group()), text)
    return _RUN.sub(lambda found: _mask_windows(found.group()), masked)


def found_in_text(text: str) -> bool:
    """Whether `mask_in_text` would hide anything."""
    return mask_in_text(text) != text


def mask_column(series: pl.Series) -> pl.Series:
    """`mask_in_text` for a String column: one scan, the scalar function on rows with many digits in a row."""
    needed = series.str.contains(_CANDIDATE)
    return rework(series, needed=needed, change=lambda part: translated(part, mask_in_text))


def found_column(series: pl.Series) -> pl.Series:
    """`found_in_text` for a String column; null on null."""
    candidates = series.str.contains(_CANDIDATE)
    return rework(
        series,
        needed=candidates,
        change=lambda part: flagged(part, found_in_text),
        otherwise=candidates,
    )


def _mask_solid(run: str) -> str:
    number = normalise.code(run)
    if len(number) in (citizen_id.WIDTH, citizen_id.LEGACY_WIDTH) and _possible_birth(number):
        return citizen_id.mask(number)
    return _mask_windows(run)


def _mask_windows(run: str) -> str:
    """The run with each window of 18 digits hidden that is a valid number, whatever gaps are between them."""
    places = [place for place, character in enumerate(run) if character not in _GAP]
    number = normalise.code("".join(run[place] for place in places))
    hidden: set[int] = set()
    for window in _WINDOW.finditer(number):
        if citizen_id.is_valid(window.group(1)):
            hidden.update(places[window.start(1) + 2 : window.end(1)])
    return "".join("*" if place in hidden else character for place, character in enumerate(run))


def _possible_birth(number: str) -> bool:
    try:
        citizen_id.birth_date(number)
    except InvalidComponent:
        return False
    return True
