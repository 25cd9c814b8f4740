"""Rows of the sheet 更正 that are about an event: which one, which of its columns (or how many of them), what it was and what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Asked
from kpi_engine.intake.eventfacts import EventCell
from kpi_engine.intake.eventoverlay import EventCorrection, count_text
from kpi_engine.intake.events import column_rule, period_of_day
from kpi_engine.intake.gather import shown_value
from kpi_engine.intake.match import Names, near_text, normal_form
from kpi_engine.intake.overlay import shown_cell
from kpi_engine.intake.reading import CellRule, kind_of
from kpi_engine.intake.told import Told
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import EventNeed
from kpi_engine.source import Place
from kpi_engine.table import Kind, State, as_date

__all__ = ["EventPaper", "event_correction"]

_STRUCK: Final = frozenset(["撤销", "取消", "删除", "删去", "不计", "不成立", "struck"])
_FIXED: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("日期", "发生日期", "事项日期"),
    "fact": ("事实编号", "编号"),
    "evidence": ("证据", "证据材料", "佐证", "佐证材料"),
    "amount": ("分值", "核定分值", "核定分"),
    "period": ("时期",),
}
_COUNT: Final = CellRule("count", "件数", measured_in="件")


@dataclass(frozen=True)
class EventPaper:
    """One row of the sheet: its texts by heading, its cells by rule, its places."""

    unit: str
    text: Callable[[str], str]
    cell: Callable[[str, CellRule], EventCell]
    place: Callable[[str], Place]


def event_correction(paper: EventPaper, asked: Asked, told: Told) -> EventCorrection | None:
    """The correction; None where it cannot be understood, which is told (K587 to K590 and those of the cells)."""
    need = _need(paper, asked, told)
    part = _part(paper, asked, need, told) if need is not None else None
    wanted = _wanted(paper, asked, told)
    if need is None or part is None or wanted is None:
        return None
    rule = _rule(need, part)
    cells = (_count(paper, "old", told), _count(paper, "new", told)) if not part else (paper.cell("old", rule), paper.cell("new", rule))
    if part == "period":
        cells = (_period(paper, asked, need, ("old", cells[0]), told), _period(paper, asked, need, ("new", cells[1]), told))
    if any(state == State.ERROR for state, _ in cells) or not _is_good(paper, need, part, cells, told):
        return None
    which = "，".join(shown_value(Kind.DATE if key == "date" else Kind.WORD, value, state) for key, (state, value) in wanted.items())
    what = f"{need.name}{f'（{which}）' if which else ''}{f' {rule.what}' if part else ''}"
    shown = [shown_cell(rule, kind_of(rule.kind), cell) if part else count_text(cell) for cell in cells]
    basis, by, date = (paper.text(key) for key in ("basis", "by", "date"))
    correction = EventCorrection(paper.unit, need.name, what, shown[0], shown[1], part, wanted, cells, basis, by, date, paper.place("new"))
    correction = replace(correction, periods=_periods(asked, part, cells))
    if cells[0] == cells[1]:
        told.add(k5_data.SAME_VALUE, correction.place, unit=paper.unit, what=what, found=shown[1])
    return correction


def _need(paper: EventPaper, asked: Asked, told: Told) -> EventNeed | None:
    text, events = paper.text("decision"), asked.needs.events
    names = Names.of(need.name for need in events)
    match = names.find(text)
    if match is None:
        listed = "、".join(need.name for need in events)
        told.add(k5_data.UNKNOWN_EVENT, paper.place("decision"), found=text, near=near_text(names.near(text)), events=listed)
    return events[match.index] if match is not None else None


def _part(paper: EventPaper, asked: Asked, need: EventNeed, told: Told) -> str | None:
    """Which column is changed; empty where none is named, and it is how many there are."""
    text = paper.text("input")
    if not text:
        return ""
    form = normal_form(text)
    own = {normal_form(word): f"{need.name}.{name}" for name, decl in need.decl.columns.items() for word in (str(name), decl.label) if word}
    if form in own:
        return own[form]
    there = {"date", "fact", "evidence"} | ({"amount"} if need.chosen else set()) | ({"period"} if asked.periods else set())
    part = next((part for part, words in _FIXED.items() if form in words and part in there), None)
    if part is None:
        columns = [*map(str, need.decl.columns), *(words[0] for key, words in _FIXED.items() if key in there)]
        told.add(k5_data.EVENT_COLUMN, paper.place("input"), event=need.name, found=text, columns="、".join(columns))
    return part


def _wanted(paper: EventPaper, asked: Asked, told: Told) -> dict[str, EventCell] | None:
    """What the row says of which event is meant: its date, its fact number, its period."""
    wanted: dict[str, EventCell] = {}
    for key, part, rule in (("occurred", "date", CellRule("date", "发生日期")), ("fact", "fact", CellRule("text", "事实编号"))):
        cell = paper.cell(key, rule)
        if cell[0] == State.ERROR:
            return None
        if cell[0] == State.PRESENT:
            wanted[part] = cell
    text = paper.text("period")
    period = asked.period_of(text)
    if text and not period:
        told.add(k5_data.UNKNOWN_PERIOD, paper.place("period"), found=text, periods="、".join(asked.periods))
        return None
    return {**wanted, **({"period": (State.PRESENT, period)} if period else {})}


def _rule(need: EventNeed, part: str) -> CellRule:
    """What the cells of a column may hold."""
    name = part.removeprefix(f"{need.name}.")
    if not part or name in need.decl.columns:
        return column_rule(name, need.decl.columns[name]) if part else _COUNT
    kinds = {"date": CellRule("date", "日期"), "amount": CellRule("number", "分值", measured_in="分")}
    return kinds.get(part, CellRule("text", _FIXED[part][0]))


def _count(paper: EventPaper, key: str, told: Told) -> EventCell:
    """How many there are: a number, or 撤销 for none."""
    text = paper.text(key)
    if key == "new" and normal_form(text) in _STRUCK:
        return (State.PRESENT, Fraction(0))
    cell = paper.cell(key, _COUNT)
    if cell[0] in (State.MISSING, State.NOT_APPLICABLE):
        told.add(k5_data.EVENT_COUNT, paper.place(key), found=text or "（空）")
        return (State.ERROR, None)
    return cell


def _period(paper: EventPaper, asked: Asked, need: EventNeed, what: tuple[str, EventCell], told: Told) -> EventCell:
    """A period as the scheme calls it (2月 is 二月); none is refused where the event would then count in no period."""
    key, (state, text) = what
    listed = "、".join(asked.periods)
    if state != State.PRESENT:
        if key == "old" or not need.dated:
            return state, text
        told.add(k5_data.PERIOD_UNCLEAR, paper.place(key), heading=need.name, periods=listed)
        return State.ERROR, None
    period = asked.period_of(str(text))
    if not period:
        told.add(k5_data.UNKNOWN_PERIOD, paper.place(key), found=str(text), periods=listed)
        return State.ERROR, None
    return State.PRESENT, period


def _is_good(paper: EventPaper, need: EventNeed, part: str, cells: tuple[EventCell, EventCell], told: Told) -> bool:
    old, new = (value for _, value in cells)
    if not part and isinstance(old, Fraction) and isinstance(new, Fraction) and new > old:
        told.add(k5_data.EVENT_COUNT, paper.place("new"), found=paper.text("new"))
        return False
    if part == "amount" and need.chosen is not None and not (isinstance(new, Fraction) and need.chosen[0] <= new <= need.chosen[1]):
        low, high = map(exact_text, need.chosen)
        found = shown_value(Kind.NUMBER, new, cells[1][0])
        told.add(k5_data.EVENT_AMOUNT, paper.place("new"), event=need.name, low=low, high=high, found=found)
        return False
    return True


def _periods(asked: Asked, part: str, cells: tuple[EventCell, EventCell]) -> tuple[EventCell, EventCell] | None:
    """The periods that the old and the new date fall into, where the days of the year say them."""
    days = [value for _, value in cells if isinstance(value, Fraction)]
    if part != "date" or len(days) != len(cells):
        return None
    before, after = (period_of_day(asked, as_date(day)) for day in days)
    return ((State.PRESENT, before), (State.PRESENT, after)) if before and after else None
