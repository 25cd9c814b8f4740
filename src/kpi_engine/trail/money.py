"""What a unit is paid: each amount with its sentence, the cells that it rests on, and the parts in which it is paid."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_engine.engine.results import Results
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.words import Measure, sentence
from kpi_engine.table import Ref, Role
from kpi_engine.trail.shelf import shelf_of

__all__ = ["Paid", "money_of"]


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of one unit, as it is printed."""

    name: str
    label: str
    amount: str
    measured_in: str
    memo: str
    source: str
    clause: str
    parts: tuple[str, ...] = ()


def money_of(results: Results, row: int) -> list[Paid]:
    """The payments of a unit that has an amount, in the order of the scheme."""
    scheme = results.plan.scheme
    refs = (Ref(Role.PAYMENT, str(name), period) for name, payment in scheme.payments.items() for period in scheme.spans(payment))
    return [_paid(results, ref, row) for ref in refs if results.has_value(ref, row)]


def _paid(results: Results, ref: Ref, row: int) -> Paid:
    name = ref.name
    payment, rounding = results.plan.scheme.payments[name], results.plan.scheme.rounding
    places = payment.places if payment.places is not None else rounding.money if rounding is not None else None
    tree = results.plan.steps_by_ref[ref].tree
    memo = sentence(tree, Reader(results), row, measure_of=results.measure_of, measure=Measure(places=places))
    cells = (column.sources(row) for column in shelf_of(results).inputs_of(tree))
    parts = (Ref(Role.PAYMENT, name, ref.period, str(part)) for part in range(1, (payment.installments or 0) + 1))
    return Paid(
        name,
        (payment.label or name) + (f"（{ref.period}）" if ref.period else ""),
        results.text(ref, row, places),
        payment.measured_in,
        memo,
        "；".join(dict.fromkeys(cell for cell in cells if cell)),
        payment.clause or results.plan.scheme.clause,
        tuple(results.text(part, row, places) for part in parts),
    )
