"""Number formats: which of them show dates or percentages, and the day behind a serial number."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

__all__ = ["BUILTIN_FORMATS", "day_of", "is_date_format", "is_iso_day", "is_percent_format"]

_DATES = dict.fromkeys([*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58], "yyyy/m/d")
_TIMES = dict.fromkeys([18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56], "h:mm:ss")
BUILTIN_FORMATS: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    48: "##0.0E+0",
    49: "@",
    **_DATES,
    **_TIMES,
}
"""Formats that a file names by number only (ECMA-376 18.8.30, with the Chinese dates 27-36 and 50-58)."""

_LITERALS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?Z?")
_LAST_SERIAL = 2_958_465  # 9999-12-31


@lru_cache(maxsize=4096)
def _bare(number_format: str) -> str:
    return _LITERALS.sub("", number_format.partition(";")[0]).lower()


def is_date_format(number_format: str) -> bool:
    """Whether the format shows a day or a time of day.

    >>> is_date_format('yyyy"年"m"月"'), is_date_format('0.00"days"'), is_date_format("[h]:mm"), is_date_format("0.00E+00")
    (True, False, True, False)
    """
    bare = _bare(number_format)
    if "general" in bare or "g/通用格式" in bare:
        return False
    return any(letter in bare for letter in "ymdhs") or bool(re.search(r"aaa|e(?![+-])", bare))


def is_percent_format(number_format: str) -> bool:
    """Whether the format multiplies by one hundred on the screen.

    >>> is_percent_format("0.00%"), is_percent_format('0"%"')
    (True, False)
    """
    return "%" in _bare(number_format)


def day_of(raw: str, *, date1904: bool = False) -> dt.date | None:
    """The date (or datetime, where there is a time of day) behind a serial number or an ISO text; None where Excel itself shows none.

    >>> day_of("45292"), day_of("0.5"), day_of("43830", date1904=True), day_of("60")
    (datetime.date(2024, 1, 1), datetime.datetime(1899, 12, 30, 12, 0), datetime.date(2024, 1, 1), None)
    """
    if _ISO.fullmatch(raw):
        return _iso_day(raw)
    serial = float(raw)
    whole = int(serial) if 0 <= serial < _LAST_SERIAL + 1 else -1
    if whole < 0 or (whole == 60 and not date1904):  # 29 February 1900 never was
        return None
    start = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 31 if 0 < whole < 60 else 30)
    milliseconds = round((serial - whole) * 86_400_000)
    try:
        moment = start + dt.timedelta(days=whole, milliseconds=milliseconds)
    except OverflowError:
        return None
    return moment if milliseconds else moment.date()


def is_iso_day(raw: str) -> bool:
    """Whether the text is an ISO day (with or without a time) that the calendar has.

    >>> is_iso_day("2024-02-29"), is_iso_day("2023-02-29"), is_iso_day("45292")
    (True, False, False)
    """
    return _ISO.fullmatch(raw) is not None and _iso_day(raw) is not None


def _iso_day(raw: str) -> dt.date | None:
    try:
        moment = dt.datetime.fromisoformat(raw.removesuffix("Z"))
    except ValueError:
        return None
    return moment if len(raw.removesuffix("Z")) > 10 else moment.date()
