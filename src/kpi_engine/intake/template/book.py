"""The whole template: which owner gets which sheets, long lists, the guide in front."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from kpi_engine.intake.reach import Reach
from kpi_engine.intake.register import Register, Unit
from kpi_engine.intake.template.checks import LONGEST_LIST
from kpi_engine.intake.template.guide import write_guide
from kpi_engine.intake.template.layout import GUIDE, LISTS, OWN_SHEETS, UNITS, clean_sheet_name, groups_of
from kpi_engine.intake.template.sheet import Line, Page, check_of, write_grid
from kpi_engine.intake.template.style import Styles
from kpi_engine.intake.template.tables import event_options, write_ballots, write_events, write_marks
from kpi_engine.scheme.needs import ColumnNeed, EventNeed, Needs
from kpi_engine.table import Ref

__all__ = ["Burden", "Template", "make_template", "owners_of"]

_EVERYBODY = "全部"
# A day of its own, so that the same scheme makes the same workbook on any day.
_CREATED = dt.datetime(2000, 1, 1)
_ROWS = (
    "按单位逐格填写。空白表示未报，不等于 0；没有这项工作填“不涉及”；灰色的格不用填。"
    "百分比直接填 92.5%；只填数，不带单位和文字；不要增删列、改表头，单位按名录，不要改名。"
)
_EVENTS = "一件一行，单位和事项从下拉列表中选。没有发生的，在“事项”栏选“无”，“单位”栏空着。"


@dataclass(frozen=True, slots=True)
class Burden:
    """What an owner has to fill in: cells of its sheets, and kinds of event to be reported."""

    owner: str
    cells: int
    events: int
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """The workbook and what it asks of whom."""

    data: bytes
    burdens: tuple[Burden, ...]


@dataclass
class _Book:
    book: Workbook
    needs: Needs
    units: tuple[Unit, ...]
    title: str
    classes: tuple[str, ...]
    asked: Mapping[str, frozenset[Ref]]
    notes: Mapping[str, str]
    styles: Styles
    areas: dict[tuple[str, ...], str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)

    def page(self, name: str, title: str, instructions: str) -> Page:
        """A new sheet."""
        clean = clean_sheet_name(name, self.taken)
        self.taken.append(clean)
        return Page(self.book.add_worksheet(clean), self.styles, f"{self.title}　{title}", instructions, self.areas)

    @property
    def all_classes(self) -> tuple[str, ...]:
        """The classes of the scheme, else those that the register names."""
        return self.classes or tuple(dict.fromkeys(unit.class_name for unit in self.units if unit.class_name))

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that stand in front of each line."""
        return ("单位", "类别") if self.classes else ("单位",)

    def lines(self, *more: str) -> list[Line]:
        """A line for each unit, ``more`` standing behind its name."""
        return [Line(((u.name, u.class_name) if self.classes else (u.name,)) + more, self.asked.get(u.name)) for u in self.units]


def make_template(
    needs: Needs,
    register: Register,
    *,
    title: str,
    classes: Sequence[str] = (),
    reach: Reach | None = None,
    titles: Mapping[str, str] | None = None,
    alone: bool = False,
) -> Template:
    """The template of a scheme for the units of a register.

    Args:
        needs: what the scheme needs to be told.
        register: the units; those that do not take part have no row.
        title: the assessment's title, on every sheet.
        classes: the scheme's classes; where there are any, each unit's stands beside it.
        reach: of whom an input is asked; without it everything is asked of all.
        titles: what the indicators are called in the notes on the headings, which say what an input is used for.
        alone: whether the workbook goes to one owner, who sends it back.

    """
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": _CREATED})
    units = tuple(unit for unit in register.units if unit.takes_part)
    asked = reach.of_units((unit.name, unit.class_name) for unit in units) if reach is not None else {}
    made = _Book(book, needs, units, title, tuple(classes), asked, _notes(needs, reach, titles or {}), Styles(book))
    guide = book.add_worksheet(GUIDE)
    made.taken += OWN_SHEETS
    _plan_areas(made)
    burdens = tuple(_owner(made, owner) for owner in owners_of(needs))
    listed = [(b.owner, b.cells, b.events, b.sheets) for b in burdens]
    write_guide(guide, made.styles, title, needs, listed, made.notes, alone=alone)
    _write_areas(made)
    book.close()
    return Template(stream.getvalue(), burdens)


def owners_of(needs: Needs) -> tuple[str, ...]:
    """Who gets sheets; nobody where events belong to no owner."""
    return (*needs.owners, "") if any(not need.owner for need in needs.events) else needs.owners


def _notes(needs: Needs, reach: Reach | None, titles: Mapping[str, str]) -> Mapping[str, str]:
    """The note on each input's heading: its clause, what the scheme notes, the indicators that use it."""
    users: dict[str, dict[str, None]] = {}
    for need in needs.columns:
        for name in reach.users.get(need.ref, ()) if reach is not None else ():
            users.setdefault(need.name, {})[titles.get(name, name)] = None
    told = {}
    for need in needs.columns:
        decl = need.decl
        parts = [f"依据：{decl.clause}" if decl.clause else "", decl.note, f"用于：{'、'.join(users[need.name])}" if need.name in users else ""]
        told[need.name] = "\n".join(part for part in parts if part)
    return told


def _owner(made: _Book, owner: str) -> Burden:
    """All sheets of one owner."""
    needs = made.needs
    before = len(made.taken)
    cells = _grid(made, owner) + _shared(made, owner) + _ballots(made, owner) + _marks(made, owner)
    events = [need for need in needs.events if need.owner == owner]
    if events:
        _events(made, owner, events)
    return Burden(owner, cells, len(events), tuple(made.taken[before:]))


def _grid(made: _Book, owner: str) -> int:
    groups = groups_of(made.needs, owner)
    if not made.all_classes:
        groups += groups_of(made.needs, owner, "class")  # classes that the register does not know: each unit gives the value of its own
    if not groups:
        return 0
    page = made.page(owner, f"数据表（{owner}）", _ROWS)
    return write_grid(page, made.fixed, made.lines(), groups, made.notes)


def _shared(made: _Book, owner: str) -> int:
    """What is given once for all units, or once for a class."""
    by_class = groups_of(made.needs, owner, "class") if made.all_classes else []
    for_all = groups_of(made.needs, owner, "all")
    if not by_class and not for_all:
        return 0
    wanted = [*((name, by_class) for name in made.all_classes if by_class), *((_EVERYBODY, groups) for groups in [for_all] if groups)]
    lines = [Line((name,), frozenset(need.ref for group in groups for need in group.needs)) for name, groups in wanted]
    page = made.page(
        f"公共-{owner}", f"公共数据表（{owner}）", "“全部”一行的数对所有单位都一样，只填一次；类别一行的数对该类单位都一样。灰色的格不用填。"
    )
    return write_grid(page, ("单位",), lines, [*by_class, *for_all], made.notes)


def _ballots(made: _Book, owner: str) -> int:
    votes: dict[str, list[ColumnNeed]] = {}
    for need in made.needs.columns:
        if need.role == "votes" and need.decl.owner == owner:
            votes.setdefault(need.name, []).append(need)
    count = 0
    for needs in votes.values():
        page = made.page(
            f"票数-{needs[0].heading}", f"票数表：{needs[0].heading}（{owner}）", "填各选项的票数，没有票的填 0。收回的票不多于发出的票。"
        )
        count += _one_vote(made, page, needs)
    return count


def _one_vote(made: _Book, page: Page, needs: Sequence[ColumnNeed]) -> int:
    """A row for each unit, period and group of raters; where there are no such groups, the periods stand side by side."""
    raters = list(dict.fromkeys(need.part.partition("|")[0] for need in needs))
    periods = list(dict.fromkeys(need.period for need in needs))
    asked = {need.ref for need in needs}
    if not any(raters):
        lines = [line for line in made.lines() if line.asked is None or line.asked & asked]
        return write_ballots(page, needs, lines, made.fixed, periods)
    fixed = (*made.fixed, *(["时期"] if any(periods) else []), "评议主体")
    orders = [([period] if period else []) + [rater] for period in periods for rater in raters]
    lines = [line for row in zip(*(made.lines(*more) for more in orders), strict=True) for line in row if line.asked is None or line.asked & asked]
    return write_ballots(page, needs, lines, fixed)


def _marks(made: _Book, owner: str) -> int:
    count = 0
    for need in made.needs.marks:
        if need.decl.owner == owner:
            name = need.decl.label or need.name
            page = made.page(f"评分-{name}", f"评委打分表：{name}（{owner}）", "一位评委一列，可以写评委姓名；多于列数的在右边加列；没有打分的空着。")
            fixed = (*made.fixed, *(["时期"] if any(need.periods) else []))
            lines = [line for row in zip(*(made.lines(*([p] if p else [])) for p in need.periods or ("",)), strict=True) for line in row]
            count += write_marks(page, need, lines, fixed)
    return count


def _events(made: _Book, owner: str, events: Sequence[EventNeed]) -> None:
    page = made.page(f"事项-{owner}" if owner else "事项", f"事项表{f'（{owner}）' if owner else ''}", _EVENTS)
    write_events(page, events, made.needs.periods, [unit.name for unit in made.units])


def _plan_areas(made: _Book) -> None:
    """Where lists stand that are too long for a cell: the units on a sheet of their own, the others side by side on another."""
    if made.needs.events or any(need.decl.kind == "unit" for need in made.needs.columns):
        made.areas["unit",] = f"'{UNITS}'!$A$2:$A${len(made.units) + 1}"
    checks = [check_of(need, {}, "") for need in made.needs.columns]
    long = [check.listed for check in checks if check.listed and not check.fits]
    for owner in owners_of(made.needs):
        long += [words for words in [event_options(need for need in made.needs.events if need.owner == owner)] if len(",".join(words)) > LONGEST_LIST]
    for column, words in enumerate(dict.fromkeys(long)):
        made.areas[words] = f"'{LISTS}'!{xl_range_abs(0, column, len(words) - 1, column)}"


def _write_areas(made: _Book) -> None:
    if ("unit",) in made.areas:
        sheet = made.book.add_worksheet(UNITS)
        sheet.write_string(0, 0, "单位", made.styles("head"))
        sheet.write_column(1, 0, [unit.name for unit in made.units], made.styles("text"))
        sheet.set_column(0, 0, 28)
    lists = [words for words in made.areas if words != ("unit",)]
    if lists:
        sheet = made.book.add_worksheet(LISTS)
        for column, words in enumerate(lists):
            sheet.write_column(0, column, words, made.styles("text"))
            sheet.set_column(column, column, 24)
