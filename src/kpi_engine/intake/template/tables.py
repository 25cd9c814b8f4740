"""The sheets that are not units by inputs: events, ballots, marks of a jury."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kpi_engine.intake.template.checks import FORMATS, Check
from kpi_engine.intake.template.layout import width_of
from kpi_engine.intake.template.sheet import Head, Line, Page, write_head
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.declared import ColumnDecl
from kpi_engine.scheme.needs import ColumnNeed, EventNeed, MarksNeed

__all__ = ["EVENT_ROWS", "JURORS", "event_options", "event_words", "write_ballots", "write_events", "write_marks"]

EVENT_ROWS: Final = 300
"""How many rows of the sheet of events carry checks."""

_PRINTED_ROWS: Final = 30
JURORS: Final = 9
"""How many columns of marks there are; more may be added."""


def write_events(page: Page, needs: Sequence[EventNeed], periods: Sequence[str], units: Sequence[str]) -> None:
    """The sheet of events: one row for each, chosen from the list."""
    declared = _declared(needs)
    fixed = ["单位", "事项", "日期", "事实编号", "证据", "说明"]
    heads = [Head(text) for text in fixed]
    heads[1] = Head("事项", note=event_words(needs)[:2000])
    heads += [Head("时期")] if periods else []
    heads += [Head("分值", note=_chosen_words(needs))] if any(need.chosen for need in needs) else []
    heads += [Head(_measured(name, decl), note=f"只填：{'、'.join(users)}") for name, (decl, users) in declared.items()]
    widths = [22, 26, 12, 16, 24, 36, *(width_of([head.text]) for head in heads[len(fixed) :])]
    top = write_head(page, [], heads, widths)
    last = top + EVENT_ROWS - 1
    page.sheet.print_area(0, 0, top + _PRINTED_ROWS - 1, len(heads) - 1)
    for column, head in enumerate(heads):
        kind = "date" if head.text == "日期" else declared[_name(head.text, declared)][0].kind if _name(head.text, declared) else "text"
        style = page.styles("cell" if kind != "text" else "text", FORMATS.get(kind, ""))
        for row in range(top, last + 1):
            page.sheet.write_blank(row, column, None, style)
    for column, check in _event_checks(heads, needs, periods, units, declared, page).items():
        page.check(check, top, last, column)


def _declared(needs: Sequence[EventNeed]) -> dict[str, tuple[ColumnDecl, list[str]]]:
    """The declared columns of all events, each with the events that have it."""
    found: dict[str, tuple[ColumnDecl, list[str]]] = {}
    for need in needs:
        for name, decl in need.decl.columns.items():
            found.setdefault(str(name), (decl, []))[1].append(need.name)
    return found


def _measured(name: str, decl: ColumnDecl) -> str:
    return f"{decl.label or name}（{decl.measured_in}）" if decl.measured_in and decl.kind != "percent" else decl.label or name


def _name(heading: str, declared: Mapping[str, tuple[ColumnDecl, list[str]]]) -> str:
    return next((name for name, (decl, _) in declared.items() if _measured(name, decl) == heading), "")


def _event_checks(
    heads: Sequence[Head],
    needs: Sequence[EventNeed],
    periods: Sequence[str],
    units: Sequence[str],
    declared: Mapping[str, tuple[ColumnDecl, list[str]]],
    page: Page,
) -> dict[int, Check]:
    several = any(need.decl.units == "several" for need in needs)
    events = event_options(needs)
    checks = {1: Check("choice", "事项", events, area=page.areas.get(events, ""), states=False), 2: Check("date", "日期", states=False)}
    if not several:
        checks[0] = Check("unit", "单位", tuple(units), area=page.areas.get(("unit",), ""), states=False)
    for column, head in enumerate(heads):
        name = _name(head.text, declared)
        if head.text == "时期":
            checks[column] = Check("choice", "时期", tuple(periods), states=False)
        elif name:
            decl = declared[name][0]
            words = decl.options
            checks[column] = Check(decl.kind, name, words, decl.between, decl.measured_in, page.areas.get(words, ""), states=False)
        elif head.text == "分值":
            checks[column] = Check("number", "分值", states=False)
    return checks


def event_options(needs: Iterable[EventNeed]) -> tuple[str, ...]:
    """What the list of events offers: their names, and 无 for "nothing happened"."""
    return (*(need.name for need in needs), "无")


def event_words(needs: Sequence[EventNeed]) -> str:
    """The list of events with what the scheme says of each."""
    return "\n".join(
        f"{need.name}：{'；'.join(t for t in (need.text, need.clause) if t)}" if need.text or need.clause else need.name for need in needs
    )


def _chosen_words(needs: Sequence[EventNeed]) -> str:
    parts = [f"{need.name}：{exact_text(need.chosen[0])} 至 {exact_text(need.chosen[1])} 分，写明理由" for need in needs if need.chosen]
    return "由评分人在范围内定分，只填：\n" + "\n".join(parts)


def write_ballots(page: Page, needs: Sequence[ColumnNeed], lines: Sequence[Line], fixed: Sequence[str], periods: Sequence[str] = ("",)) -> int:
    """The votes on one input: a row for each unit and group of raters; how many cells there are."""
    parts = list(dict.fromkeys(need.part.partition("|")[2] for need in needs))
    issued = [part for part in ("issued", "returned") if part in parts]
    options = [{"issued": "发出", "returned": "收回"}.get(part, part) for part in (*issued, *(part for part in parts if part not in issued))]
    heads = [Head(period, tuple(options)) for period in periods] if any(periods) else [Head(option) for option in options]
    return _prefilled(page, fixed, heads, lines, Check("count", "票数", measured_in="票"))


def write_marks(page: Page, need: MarksNeed, lines: Sequence[Line], fixed: Sequence[str]) -> int:
    """The marks of a jury: a row for each unit, a column for each rater; how many cells there are."""
    heads = [Head(f"评委{number}") for number in range(1, JURORS + 1)]
    return _prefilled(page, fixed, heads, lines, Check("number", need.decl.label or need.name, between=need.decl.between))


def _prefilled(page: Page, fixed: Sequence[str], heads: Sequence[Head], lines: Sequence[Line], check: Check) -> int:
    first, count = len(fixed), sum(len(head.below) for head in heads)
    widths = [width_of([name, *(line.fixed[i] for line in lines)]) for i, name in enumerate(fixed)]
    widths += [width_of([text or head.text]) for head in heads for text in head.below]
    top = write_head(page, fixed, heads, widths)
    for row, line in enumerate(lines, top):
        for column, text in enumerate(line.fixed):
            page.sheet.write_string(row, column, text, page.styles("unit"))
        for column in range(first, first + count):
            page.sheet.write_blank(row, column, None, page.styles("cell", FORMATS.get(check.kind, "")))
    for column in range(first, first + count):
        page.check(check, top, top + len(lines) - 1, column)
    return len(lines) * count
