"""``attainment``: points by the ratio of actual to target (按完成率得分), turned round for an input of which less is better."""

from __future__ import annotations

from typing import ClassVar, Literal

from kpi_engine.forms import Binder, Form
from kpi_engine.formula.functions.arithmetic import minimum
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.tree import Absent, Node
from kpi_engine.table import State
from kpi_engine.terms import RuleField

__all__ = ["FORM", "Attainment"]


class Attainment(Form):
    """``points × min(at_most, actual ÷ target)``; target ÷ actual for a cost; nothing under ``none_below``; ``at_zero`` for a divisor of zero."""

    name: ClassVar[str] = "attainment"
    title: ClassVar[str] = "按完成率得分"

    actual: RuleField
    target: RuleField | None = None
    none_below: RuleField | None = None
    at_most: RuleField | None = None
    at_zero: Literal["full", "none", "problem", "not_applicable"] | None = None

    def tree(self, bind: Binder) -> Node:
        """See the class."""
        actual = bind.rule(self.actual)
        target = bind.rule(self.target) if self.target is not None else bind.target(self.actual)
        over, under = (target, actual) if bind.lower_is_better(self.actual) else (actual, target)
        ratio = arith("/", over, under)
        highest = bind.rule(self.at_most) if self.at_most is not None else const(1, "100%")
        score = arith("*", bind.points(), minimum(highest, ratio))
        if self.none_below is not None:
            score = choice(compare("<", ratio, bind.rule(self.none_below)), const(0), score)
        return self._at_zero(bind, under, score)

    def _at_zero(self, bind: Binder, divisor: Node, score: Node) -> Node:
        given: dict[str, Node] = {
            "full": bind.points(),
            "none": const(0),
            "not_applicable": Absent(State.NOT_APPLICABLE),
            "problem": Absent(State.ERROR),
        }
        if self.at_zero in given:
            return choice(compare("==", divisor, const(0)), given[self.at_zero], score)
        return score


FORM = Attainment
