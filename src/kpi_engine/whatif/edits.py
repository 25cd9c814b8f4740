"""Edits and scenarios as people write them: ``综合评价.points=15``, ``unit 城关镇.群众满意率=91%``, ``drop 指标``; on a sheet 场景|改什么|改成."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.intake.grid import Grid, GridCell
from kpi_engine.intake.match import normal_form
from kpi_engine.numbers import exact_text
from kpi_engine.source import NOWHERE, Place

__all__ = ["DROP", "UNIT", "Edit", "Reading", "Rebalance", "Scenario", "read_edits", "read_scenarios"]

Rebalance = Literal["siblings", "none"]
"""Who pays where points no longer add up: the other indicators under the same parent in proportion, or nobody (full marks change)."""

Reading = Literal["reweigh", "rewrite"]
"""What new points mean: the indicator keeps its rate and counts with them, or the text is changed and scored anew."""

UNIT: Final = "unit "
DROP: Final = "drop "
_DATA_WORDS: Final = (UNIT, "单位 ")
_DROP_WORDS: Final = (DROP, "去掉 ", "删去 ")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: where (a path of the scheme, ``unit 单位.数据项``, or ``drop 指标``) and the new value."""

    path: str
    value: str
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def text(self) -> str:
        """As people write it."""
        return f"{self.path}={self.value}" if self.value else self.path

    @property
    def is_data(self) -> bool:
        """Whether it changes what was reported, not the scheme."""
        return self.path.startswith(UNIT)

    @property
    def dropped(self) -> str:
        """The indicator that is no longer to count; empty for other edits."""
        return self.path.removeprefix(DROP).strip() if self.path.startswith(DROP) else ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Edits that are made together, and how they are meant."""

    name: str
    edits: tuple[Edit, ...]
    rebalance: Rebalance | None = None
    reading: Reading = "reweigh"


def read_edits(texts: Iterable[str], *, place: Place = NOWHERE) -> tuple[list[Edit], list[Problem]]:
    """Edits from their texts; what is none is told (K801).

    Args:
        texts: an edit each.
        place: the cell in which they stand. Edits that stand in no file are their own place, so that what is wrong with one names it;
            ``place.path`` may then say how they came (``--set``).

    >>> read_edits(["综合评价.points = 15", "drop 组织方案"])[0][0].text
    '综合评价.points=15'

    """
    edits: list[Edit] = []
    problems: list[Problem] = []
    for text in texts:
        here = place if place.sheet or place.line else replace(place, path=f"{place.path} {text.strip()}".strip())
        edit = _edit(text.replace("＝", "="), here)
        if edit is None:
            problems.append(k8.EDIT_SYNTAX.at(here, edit=text))
        else:
            edits.append(edit)
    return edits, problems


def _edit(text: str, place: Place) -> Edit | None:
    path, equals, value = (part.strip() for part in text.partition("="))
    for words, kind in ((_DATA_WORDS, UNIT), (_DROP_WORDS, DROP)):
        for word in words:
            if path.startswith(word):
                path = kind + path.removeprefix(word).strip()
    dropping = path.startswith(DROP)
    if dropping == bool(equals) or not path or (equals and not value) or path in (UNIT.strip(), DROP.strip()):
        return None
    return Edit(path, value, place)


_HEADINGS: Final = {
    "scenario": ("场景", "方案", "scenario"),
    "what": ("改什么", "改动", "路径", "what", "path"),
    "to": ("改成", "改为", "新值", "to", "value"),
    "rebalance": ("分担", "rebalance"),
    "reading": ("读法", "reading"),
}
_REBALANCE: Final[dict[str, Rebalance]] = {
    "同级": "siblings",
    "同级分担": "siblings",
    "siblings": "siblings",
    "不": "none",
    "不分担": "none",
    "none": "none",
}
_READING: Final[dict[str, Reading]] = {
    "保留得分率": "reweigh",
    "折算": "reweigh",
    "reweigh": "reweigh",
    "重算": "rewrite",
    "改文本": "rewrite",
    "rewrite": "rewrite",
}


def read_scenarios(
    grids: Sequence[Grid], *, rebalance: Rebalance | None = None, reading: Reading = "reweigh"
) -> tuple[list[Scenario], list[Problem]]:
    """Scenarios from sheets with the columns 场景|改什么|改成 (and, where wanted, 分担 and 读法), an edit a row.

    An empty 场景 goes on with the one above. A row that has neither 改什么 nor 改成 is passed over.

    Args:
        grids: the sheets of the file; empty ones are passed over.
        rebalance: for scenarios that do not say themselves.
        reading: for scenarios that do not say themselves.

    Returns:
        (scenarios, problems): K801, K807, K808.

    """
    scenarios: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for grid in (grid for grid in grids if len(grid)):
        columns, missing = _columns(grid)
        if missing:
            problems.append(k8.SCENARIO_SHEET.at(grid.place(), missing="、".join(missing)))
            continue
        for row in _rows(grid, columns, problems):
            known = scenarios.setdefault(row.name, Scenario(row.name, (), rebalance, reading))
            told = replace(known, edits=(*known.edits, *row.edits))
            scenarios[row.name] = replace(told, rebalance=row.rebalance or told.rebalance, reading=row.reading or told.reading)
    return [scenario for scenario in scenarios.values() if scenario.edits], problems


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    edits: tuple[Edit, ...]
    rebalance: Rebalance | None
    reading: Reading | None


def _columns(grid: Grid) -> tuple[dict[str, int], list[str]]:
    """Where each heading stands in the first row that has any, and which are not there."""
    found: dict[str, int] = {}
    for cell in grid.row(grid.row_numbers[0]):
        text = normal_form(str(cell.value))
        key = next((key for key, words in _HEADINGS.items() if text in map(normal_form, words)), "")
        if key:
            found.setdefault(key, cell.column)
    return found, [_HEADINGS[key][0] for key in ("scenario", "what", "to") if key not in found]


def _rows(grid: Grid, columns: dict[str, int], problems: list[Problem]) -> Iterator[_Row]:
    name = ""
    for row in grid.row_numbers[1:]:
        text = {key: _text(grid.cell(row, column)) for key, column in columns.items()}
        name = text["scenario"] or name
        if not text["what"] and not text["to"]:
            continue
        edit = f"{text['what']}={text['to']}" if text["to"] else text["what"]
        edits, said = read_edits([edit], place=grid.place(row, columns["what"]))
        problems += said
        yield _Row(name or "场景1", tuple(edits), _REBALANCE.get(text.get("rebalance", "")), _READING.get(text.get("reading", "")))


def _text(cell: GridCell) -> str:
    """A cell as it is shown: stored numbers as plain decimals, percentages with their sign."""
    number = cell.number
    if number is None:
        return str(cell.value if cell.value is not None else "").strip()
    return f"{exact_text(number * 100)}%" if cell.is_percent else exact_text(number)
