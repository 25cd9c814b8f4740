"""扣分明细: each lost point with its clause, its sum, its evidence and its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi_engine.numbers import parse_number
from kpi_engine.report.losses import Loss, Losses
from kpi_engine.report.paper import FIGURE, Cell, Field, Look, Table

__all__ = ["losses_table"]

_NUMBER = FIGURE
_AMOUNT: Look = {**FIGURE, "num_format": "+0.00####;-0.00####;0.00"}
_POINTS: Look = {**FIGURE, "num_format": "0.00####"}
_CENTRED: Look = {"align": "center"}
_COLUMNS: Mapping[str, tuple[str, int, Look]] = {
    "unit": ("单位", 18, {}),
    "indicator": ("指标", 18, {}),
    "opening": ("满分", 10, _POINTS),
    "closing": ("得分", 10, _POINTS),
    "clause": ("条款", 12, _CENTRED),
    "what": ("事由", 16, {}),
    "quantity": ("数量", 8, _NUMBER),
    "price": ("单价", 8, _NUMBER),
    "amount": ("变动", 14, _AMOUNT),
    "memo": ("说明", 40, {}),
    "evidence": ("佐证", 14, {}),
    "owner": ("责任单位", 12, {}),
    "date": ("日期", 10, _CENTRED),
    "source": ("数据出处", 22, {}),
}
"""What of a loss -> heading, widest, look."""


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
    columns = list(zip(*losses.rows, strict=True)) or [()] * len(Loss._fields)
    told: dict[str, Sequence[Cell]] = dict(zip(Loss._fields, columns, strict=True))
    told["quantity"], told["price"] = _figures(told["quantity"]), _figures(told["price"])
    return [Field(heading, told[name], look, widest=widest) for name, (heading, widest, look) in _COLUMNS.items()]


def _figures(texts: Sequence[Cell]) -> Sequence[Cell]:
    """Numbers as numbers, words as they are."""
    known = {text: _figure(str(text)) for text in set(texts)}
    return [known[text] for text in texts]


def _figure(text: str) -> Cell:
    parsed = parse_number(text) if text and not text.endswith("%") else None
    return float(parsed.value) if parsed is not None else text
