"""What a cell lets in: the data validation of each kind of input, with its prompt. 不涉及 and 未报 may stand in any cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from kpi_engine.numbers import exact_text

__all__ = ["CLOSED", "FORMATS", "LONGEST_LIST", "NOT_APPLICABLE", "STATES", "Check", "validation"]

NOT_APPLICABLE: Final = "不涉及"
STATES: Final = (NOT_APPLICABLE, "未报")
FORMATS: Final[Mapping[str, str]] = {
    "percent": "0.00%",
    "count": "0",
    "date": "yyyy-mm-dd",
    "text": "@",
    "choice": "@",
    "unit": "@",
    "yes_no": "@",
    "remark": "@",
}
"""The number format of each kind; a number keeps the places it is written with."""

LONGEST_LIST: Final = 255
"""How many characters the list of a cell may have."""

_YES_NO: Final = ("是", "否")


@dataclass(frozen=True, slots=True)
class Check:
    """What a cell holds. ``words`` are the options; ``area`` is where they stand in the workbook when they are too many for the cell itself."""

    kind: str
    what: str
    words: tuple[str, ...] = ()
    between: tuple[Fraction, Fraction] | None = None
    measured_in: str = ""
    area: str = ""
    states: bool = True

    @property
    def listed(self) -> tuple[str, ...]:
        """What the cell's drop-down offers, empty where there is none."""
        words = _YES_NO if self.kind == "yes_no" else self.words
        return (*words, NOT_APPLICABLE) if words and self.states and NOT_APPLICABLE not in words else words

    @property
    def fits(self) -> bool:
        """Whether the list can stand in the cell itself."""
        return len(",".join(self.listed)) <= LONGEST_LIST and not any("," in word for word in self.listed)


CLOSED: Final[Mapping[str, object]] = {
    "validate": "custom",
    "value": "=FALSE",
    "error_title": "此格不填",
    "error_message": "按方案，这一项不考核这个单位。",
}
"""The validation of a cell that is not asked."""


def validation(check: Check, row: int, column: int) -> Mapping[str, object] | None:
    """The validation of the cells from ``row``, ``column`` on, as XlsxWriter wants it; None where anything may stand."""
    if check.listed or check.area:
        source: object = f"={check.area}" if check.area else list(check.listed)
        return {"validate": "list", "source": source, **_texts(check, _options_text(check))}
    if check.kind == "remark":
        return {"validate": "any", "input_title": _cut(check.what, 32), "input_message": "填了数的，在这里写明；没有填的空着。"}
    cell = xl_rowcol_to_cell(row, column)
    bounds = _bounds(check, cell)
    if bounds is None:
        return None
    words = [f'{cell}="{word}"' for word in STATES] if check.states else []
    # Excel works out every argument of AND, also after a false one: what would fail on a text stands in a branch of its own
    formula = f"=IF(ISNUMBER({cell}),{_joined('AND', bounds) or 'TRUE'},{_joined('OR', words) or 'FALSE'})"
    return {"validate": "custom", "value": formula, **_texts(check, _wanted(check))}


def _joined(function: str, parts: list[str]) -> str:
    return f"{function}({','.join(parts)})" if len(parts) > 1 else "".join(parts)


def _bounds(check: Check, cell: str) -> list[str] | None:
    """What must hold of a number; None where the kind is not a number's."""
    parts = {
        "percent": [f"{cell}>=0", f"{cell}<=1"],
        "count": [f"{cell}>=0"],
        "number": [],
        "date": [f"{cell}>=32874", f"{cell}<73415"],
    }.get(check.kind)
    if parts is None:
        return None
    if check.between is not None:
        parts = [f"{cell}>={exact_text(check.between[0])}", f"{cell}<={exact_text(check.between[1])}"]
    return [*([f"{cell}=INT({cell})"] if check.kind in ("count", "date") else []), *parts]


def _wanted(check: Check) -> str:
    low, high = (_bound(check, value) for value in check.between) if check.between is not None else ("", "")
    match check.kind:
        case "percent":
            text = f"百分比，{low or '0%'} 至 {high or '100%'}，如 92.5%。"
        case "count":
            text = f"整数，{low} 至 {high}。" if low else "不带小数的数，0 或以上。"
        case "date":
            text = "日期，如 2024-12-31。"
        case _:
            text = f"数，{low} 至 {high}。" if low else "数，不带单位和文字。"
    return text


def _bound(check: Check, value: Fraction) -> str:
    return f"{exact_text(value * 100)}%" if check.kind == "percent" else exact_text(value)


def _options_text(check: Check) -> str:
    return "从下拉列表中选。" if check.area or not check.listed else "可选：" + "、".join(check.listed)


def _texts(check: Check, wanted: str) -> Mapping[str, object]:
    measure = f"单位：{check.measured_in}。" if check.measured_in and check.kind != "percent" else ""
    states = "没有这项工作填“不涉及”；0 与空白不同。" if check.states else ""
    message = f"{wanted}{measure}{states}"
    return {
        "input_title": _cut(check.what, 32),
        "input_message": _cut(message, 255),
        "error_title": "填写不合要求",
        "error_message": _cut(message, 255),
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
