"""排名: the units in the order of their places, with the points of the main blocks, the grade, the money, and what is to be said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress

from kpi_engine.engine.results import Results
from kpi_engine.report.capitals import in_capitals
from kpi_engine.report.figures import STATE_WORDS, number_format, numbers, texts
from kpi_engine.report.installments import in_parts, told_in_parts
from kpi_engine.report.paper import FIGURE, Cell, Field, Look, Table
from kpi_engine.report.scores_sheet import figure_cells, points_format, points_heading
from kpi_engine.report.spread import money_places, spread
from kpi_engine.report.standing import SEPARATOR, Adjustments, absent_rows, flags, ranking_order, unranked_reasons
from kpi_engine.report.summary import members, total_of
from kpi_engine.scheme.outcome import Payment
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Ref, Role

__all__ = ["grade_looks", "ranking_table"]

_MOST_BLOCKS = 8
_CENTRED: Look = {"align": "center"}
_RANKS: Sequence[Look] = ({"num_format": "0", "align": "center"}, {"num_format": '"并列第"0', "align": "center"})
_BEST: Look = {"bg_color": "#E2EFDA", "bold": True, "align": "center"}
_MIDDLE: Sequence[Look] = ({"align": "center"}, {"bg_color": "#FFF2CC", "align": "center"}, {"bg_color": "#FCE4D6", "align": "center"})
_WORST: Look = {"bg_color": "#D0CECE", "bold": True, "italic": True, "align": "center"}


def ranking_table(results: Results, adjustments: Adjustments, subtitle: str) -> Table:
    """The sheet."""
    order = ranking_order(results)
    absent = set(absent_rows(results))

    def sort(cells: Sequence[Cell]) -> list[Cell]:
        return [cells[row] for row in order]

    fields = [field for field in _fields(results, adjustments) if field is not None]
    ordered = [
        Field(f.heading, sort(f.cells), f.look, f.group, f.widest, f.least, [f.marks[row] for row in order] if f.marks else (), f.looks)
        for f in fields
    ]
    grades = Counter(text for row, text in enumerate(texts(results.column(Ref(Role.GRADE)), None, len(order))) if text and row not in absent)
    names = results.plan.scheme.grades.names if results.plan.scheme.grades is not None else ()
    counted = "　".join(f"{name} {grades[name]} 个" for name in names)
    closing, remarks = _money(results, ordered)
    return Table(
        "排名",
        f"{results.plan.scheme.title}　排名表",
        "　".join(text for text in (subtitle, counted) if text),
        ordered,
        closing=closing,
        remarks=remarks,
        frozen=2,
    )


def _fields(results: Results, adjustments: Adjustments) -> list[Field | None]:
    size = len(results.units)
    blocks = [c for c in spread(results, common=True) if c.entry.parent == ROOT and not c.period]
    shown = blocks if len(blocks) <= _MOST_BLOCKS else []
    grade = results.column(Ref(Role.GRADE))
    return [
        _rank_field(results) if results.column(Ref(Role.RANK)) is not None else None,
        Field("单位", results.units, widest=32),
        _class_field(results),
        *(
            Field(points_heading(c), figure_cells(results, c.ref, c.entry), {**FIGURE, "num_format": points_format(results, c.entry.name)})
            for c in shown
        ),
        Field(
            "总分",
            figure_cells(results, Ref(Role.TOTAL), results.plan.book.tree[ROOT]),
            {**FIGURE, "num_format": points_format(results), "bold": True},
        ),
        _grade_field(results) if grade is not None else None,
        *(_payment_field(results, name) for name in _payments(results)),
        *(_parts_field(results, name) for name in in_parts(results)),
        Field("备注", _remarks(results, flags(results, adjustments), size), widest=30),
    ]


def _payments(results: Results) -> dict[str, Payment]:
    return results.plan.scheme.asked(results.plan.scheme.payments)


def _class_field(results: Results) -> Field | None:
    classes = results.facts.classes
    return Field("类别", [classes[n] for n in results.facts.class_of.tolist()], _CENTRED, widest=20) if classes else None


def _rank_field(results: Results) -> Field:
    """A place is a number, so that it sorts and filters; only its format says 并列第."""
    size = len(results.units)
    reasons = unranked_reasons(results)
    places = numbers(results.column(Ref(Role.RANK)), 0, size)
    tied = numbers(results.column(Ref(Role.RANK, part="tied")), 0, size)
    cells: list[Cell] = [place if place is not None and not reason else "—" for place, reason in zip(places, reasons, strict=True)]
    marks = [1 if (count or 0) > 1 and cell != "—" else 0 for count, cell in zip(tied, cells, strict=True)]
    return Field("名次", cells, least=8 if any(marks) else 4, marks=marks, looks=_RANKS)


def _grade_field(results: Results) -> Field:
    size = len(results.units)
    told = texts(results.column(Ref(Role.GRADE)), None, size, STATE_WORDS)
    for row in absent_rows(results):
        told[row] = "—"
    looks = grade_looks(results)
    order = {name: place for place, name in enumerate(looks)}
    return Field("等次", told, marks=[order.get(text, len(order)) for text in told], looks=[*looks.values(), _CENTRED])


def grade_looks(results: Results) -> dict[str, Look]:
    """How each grade looks: colours that print as different greys, and the best and the last in bold besides."""
    declared = results.plan.scheme.grades
    names = declared.names if declared is not None else ()
    looks = {name: _MIDDLE[min(place - 1, len(_MIDDLE) - 1)] if place else _BEST for place, name in enumerate(names)}
    return {**looks, names[-1]: _WORST} if len(names) > 1 else looks


def _payment_field(results: Results, name: str) -> Field:
    payment = results.plan.scheme.payments[name]
    places = money_places(results, name)
    cells: list[Cell] = list(numbers(results.column(Ref(Role.PAYMENT, name)), places, len(results.units)))
    for row in absent_rows(results):
        cells[row] = None
    unit = f"\n（{payment.measured_in}）" if payment.measured_in else ""
    return Field((payment.label or name) + unit, cells, {**FIGURE, "num_format": number_format(places, money=True)})


def _parts_field(results: Results, name: str) -> Field:
    payment = results.plan.scheme.payments[name]
    cells: list[Cell] = list(told_in_parts(results, name))
    for row in absent_rows(results):
        cells[row] = None
    return Field(f"{payment.label or name}\n（分{payment.installments}次）", cells, widest=30)


def _remarks(results: Results, told: Sequence[Sequence[str]], size: int) -> list[Cell]:
    """The flags; and why there is no place, where no flag says it."""
    reasons = unranked_reasons(results)
    bare = [reason if reason and not any(mark.startswith(reason) for mark in marks) else "" for reason, marks in zip(reasons, told, strict=True)]
    return [SEPARATOR.join(compress((*told[row], bare[row]), (*told[row], bare[row]))) for row in range(size)]


def _money(results: Results, fields: Sequence[Field]) -> tuple[list[list[Cell]], list[str]]:
    """The sums of the payments as a closing row, and in capitals below."""
    payments = _payments(results)
    if not payments:
        return [], []
    among = members(results)[-1][1]
    sums = {str(name): total_of(results.column(Ref(Role.PAYMENT, str(name))), among) for name in payments}
    line: list[Cell] = [""] * len(fields)
    line[next(n for n, f in enumerate(fields) if f.heading == "单位")] = "合计"
    first = len(fields) - 1 - len(in_parts(results)) - len(payments)
    for place, amount in enumerate(sums.values()):
        line[first + place] = float(amount)
    told = [(payments[name].label or name, in_capitals(amount)) for name, amount in sums.items() if payments[name].measured_in in ("", "元")]
    return [line], [f"{label}合计（大写）：{capitals}" for label, capitals in told if capitals]
