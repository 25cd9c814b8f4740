"""Rates against thresholds: one that no decimal holds wants counts, and a percentage is written with its sign."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import Bounds
from kpi_engine.formula.tree import Arith, Compare, Const, Name, Node, references, walk
from kpi_engine.lint.look import Look, Where, said
from kpi_engine.numbers import decimal_places, exact_text
from kpi_engine.table import Ref, Role

__all__ = ["signs", "thresholds"]

_NO_SIGN = Fraction(10)
"""A percentage compared with this or more (1000%) has most likely lost its sign."""


def _pairs(look: Look) -> Iterator[tuple[Ref, Node, Node, bool]]:
    """Both sides of each comparison and quotient, either way round, and whether it is a comparison."""
    for step in look.steps:
        for node in walk(step.tree):
            if isinstance(node, Compare) or (isinstance(node, Arith) and node.op == "/"):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    yield step.ref, one, other, isinstance(node, Compare)


def _is_rate(look: Look, node: Node, kinds: tuple[str, ...]) -> bool:
    return isinstance(node, Name) and node.ref.role in (Role.INPUT, Role.TARGET) and look.scheme.inputs[node.ref.name].kind in kinds


def thresholds(look: Look) -> Iterator[Problem]:
    """K355: a reported rate compared with 2/3."""
    for ref, rate, bound, compared in _pairs(look):
        if compared and _is_rate(look, rate, ("percent", "number", "ballots")) and not references(bound):
            value = Bounds().numbers(bound)
            if isinstance(value.lo, Fraction) and value.lo == value.hi and decimal_places(value.lo) is None:
                where = _where(look, ref)
                facts = {"name": where.title, "rate": look.text(rate), "threshold": look.text(bound)}
                yield said(k3.THRESHOLD_NOT_DECIMAL, where.place, facts, clause=where.clause)


def signs(look: Look) -> Iterator[Problem]:
    """K389: a percentage against a bare 90; a range of a percentage up to 100."""
    for ref, rate, bound, _ in _pairs(look):
        if _is_rate(look, rate, ("percent",)) and isinstance(bound, Const) and isinstance(bound.value, Fraction) and _lacks_sign(bound):
            where = _where(look, ref)
            yield _sign(where, where.title, look.text(rate), bound.value)
    for name, decl in look.scheme.inputs.items():
        if decl.kind == "percent" and decl.between is not None and decl.between[1] >= _NO_SIGN and not decl.ends_in_percent:
            yield _sign(Where(decl.place, decl.clause), f"{name}.between", str(name), decl.between[1])


def _lacks_sign(bound: Const) -> bool:
    return isinstance(bound.value, Fraction) and bound.value >= _NO_SIGN and not bound.text.endswith("%")


def _sign(where: Where, name: str, rate: str, value: Fraction) -> Problem:
    facts = {"name": name, "rate": rate, "found": exact_text(value), "as_percent": exact_text(value * 100)}
    return said(k3.PERCENT_SIGN_LACKING, where.place, facts, clause=where.clause)


def _where(look: Look, ref: Ref) -> Where:
    where = look.where(ref)
    return where if where.title else Where(where.place, where.clause, ref.name or "总分")


ON_TEXT = ()
ON_TREES = (thresholds, signs)
