"""扣分明细: each lost point with its clause, its sum, its evidence and its cell."""

from __future__ import annotations

from collections.abc import Callable

from kpi_engine.numbers import parse_number
from kpi_engine.report.figures import MOST_PLACES
from kpi_engine.report.losses import Loss, Losses
from kpi_engine.report.paper import FIGURE, Cell, Field, Look, Table

__all__ = ["losses_table"]

_NUMBER = FIGURE
_AMOUNT: Look = {**FIGURE, "num_format": "+0.00####;-0.00####;0.00"}
_POINTS: Look = {**FIGURE, "num_format": "0.00####"}
_CENTRED: Look = {"align": "center"}


def losses_table(losses: Losses, subtitle: str) -> Table:
    """The sheet; the lines that do not fit are counted, and the CSV named."""
    results = losses.results
    beyond = losses.total - len(losses.rows)
    remarks = [f"另有 {beyond} 行放不下，全部明细见 trail.csv。"] if beyond else []
    remarks.append("末级指标：满分 + 各行变动 = 得分，封顶、保底、舍入也各占一行；没有拿到的加分不算扣分，不在此列。")
    return Table(
        "扣分明细",
        f"{results.plan.scheme.title}　扣分明细",
        f"{subtitle}　共 {losses.total} 行",
        _fields(losses),
        remarks=remarks,
        frozen=2,
        empty="没有扣分",
        wraps=True,
    )


def _fields(losses: Losses) -> list[Field]:
    def column(heading: str, cell: Callable[[Loss], Cell], widest: int, look: Look | None = None) -> Field:
        return Field(heading, [cell(loss) for loss in losses.rows], look or {}, widest=widest)

    return [
        column("单位", lambda x: x.unit, 18),
        column("指标", lambda x: x.indicator, 18),
        column("满分", lambda x: round(x.opening, MOST_PLACES), 10, _POINTS),
        column("得分", lambda x: round(x.closing, MOST_PLACES), 10, _POINTS),
        column("条款", lambda x: x.posting.clause, 12, _CENTRED),
        column("事由", lambda x: x.posting.what, 16),
        column("数量", lambda x: _figure(x.posting.quantity), 8, _NUMBER),
        column("单价", lambda x: _figure(x.posting.price), 8, _NUMBER),
        column("变动", lambda x: float(x.posting.amount), 14, _AMOUNT),
        column("说明", lambda x: x.posting.memo, 40),
        column("佐证", lambda x: x.posting.evidence, 14),
        column("责任单位", lambda x: x.posting.owner, 12),
        column("日期", lambda x: x.posting.date, 10, _CENTRED),
        column("数据出处", lambda x: x.posting.source, 22),
    ]


def _figure(text: str) -> Cell:
    """A number as a number, a word as it is."""
    parsed = parse_number(text) if text and not text.endswith("%") else None
    return float(parsed.value) if parsed is not None else text
