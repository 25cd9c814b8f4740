"""各期: how each unit stood in each period, one line for each of both, where the scheme asks anything in each period."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.engine.results import Results
from kpi_engine.report.figures import STATE_WORDS, number_format, numbers, texts
from kpi_engine.report.paper import FIGURE, Cell, Field, Table
from kpi_engine.report.scores_sheet import figure_cells
from kpi_engine.report.spread import money_places
from kpi_engine.report.standing import SEPARATOR, absent_rows, flags_of_period, periods_asked, ranking_order, unranked_reasons
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Ref, Role

__all__ = ["periods_table"]


def periods_table(results: Results, subtitle: str) -> Table | None:
    """The sheet: period by period in the order of their places; None where everything is about the whole."""
    periods = periods_asked(results)
    if not periods:
        return None
    parts = [_of_period(results, period) for period in periods]
    fields = [Field(one.heading, [cell for part in parts for cell in part[n].cells], one.look, widest=one.widest) for n, one in enumerate(parts[0])]
    return Table("各期", f"{results.plan.scheme.title}　各期结果", subtitle, fields, frozen=2)


def _of_period(results: Results, period: str) -> list[Field]:
    """The columns of one period, in the order of its places."""
    absent = set(absent_rows(results))
    order = [row for row in ranking_order(results, period) if row not in absent]

    def sort(cells: Sequence[Cell]) -> list[Cell]:
        return [cells[row] for row in order]

    size, classes, scheme = len(results.units), results.facts.classes, results.plan.scheme
    root = results.plan.book.tree[ROOT]
    fields = [Field("时期", [period] * len(order), {"align": "center"}, widest=14), Field("单位", sort(results.units), widest=32)]
    if classes:
        fields.append(Field("类别", sort([classes[n] for n in results.facts.class_of.tolist()]), {"align": "center"}, widest=20))
    look = {**FIGURE, "num_format": number_format(results.places())}
    fields.append(Field("总分", sort(figure_cells(results, Ref(Role.TOTAL, period=period), root)), look))
    if scheme.ranking is not None and scheme.ranking.each_period:
        reasons = unranked_reasons(results, period)
        places = numbers(results.column(Ref(Role.RANK, period=period)), 0, size)
        ranks: list[Cell] = ["—" if reason or place is None else place for place, reason in zip(places, reasons, strict=True)]
        fields.append(Field("名次", sort(ranks), {"num_format": "0", "align": "center"}))
    if Ref(Role.GRADE, period=period) in results.columns:
        told = texts(results.column(Ref(Role.GRADE, period=period)), None, size, STATE_WORDS)
        fields.append(Field("等次", sort(told), {"align": "center"}))
    for name, payment in scheme.asked(scheme.payments, period).items():
        amounts = numbers(results.column(Ref(Role.PAYMENT, name, period)), money_places(results, name), size)
        heading = (payment.label or name) + (f"\n（{payment.measured_in}）" if payment.measured_in else "")
        fields.append(Field(heading, sort(amounts), {**FIGURE, "num_format": number_format(money_places(results, name), money=True)}))
    remarks: list[Cell] = [SEPARATOR.join(marks) for marks in flags_of_period(results, period)]
    return [*fields, Field("备注", sort(remarks), widest=30)]
