"""``better`` against the slope: an input of which more is better must not lower the score."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import Direction
from kpi_engine.formula.tree import Name, references
from kpi_engine.lint.look import Look, said
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Kind, Ref, Role

__all__ = ["against_better"]

_KINDS = ("count", "number", "percent", "ballots", "marks")


def against_better(look: Look) -> Iterator[Problem]:
    """K356: the direction of the total in each numeric input, where it can be told."""
    periods = {name: _periods(look, name) for name, decl in look.scheme.inputs.items() if decl.kind in _KINDS}
    for name, told in periods.items():
        decl = look.scheme.inputs[name]
        wrong = Direction.DOWN if decl.better == "higher" else Direction.UP
        names = [class_name for class_name in look.classes if any(_way(look, class_name, name, period) is wrong for period in told)]
        if names:
            facts = {
                **look.of_class(names),
                "name": name,
                "way": "高",
                "result": "低" if wrong is Direction.DOWN else "高",
                "result_en": "falls" if wrong is Direction.DOWN else "rises",
                "declared": decl.better,
                "other": "lower" if decl.better == "higher" else "higher",
            }
            yield said(k3.SLOPE_AGAINST_BETTER, decl.place, facts, clause=decl.clause)


def _periods(look: Look, name: str) -> list[str]:
    return sorted({ref.period for tree in look.trees.values() for ref in references(tree) if ref.role is Role.INPUT and ref.name == name})


def _way(look: Look, class_name: str, name: str, period: str) -> Direction:
    total = Name(Ref(Role.SCORE, ROOT), Kind.NUMBER)
    return look.slopes[class_name].direction(total, Ref(Role.INPUT, name, period)) if total.ref in look.trees else Direction.CONSTANT


ON_TEXT = ()
ON_TREES = (against_better,)
