"""``line``: straight between knots (内插): efficacy coefficients, min-max, marginal brackets through cumulative knots."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from kpi_engine.errors import k3_meaning as k3
from kpi_engine.forms import Binder, Form
from kpi_engine.formula.functions.arithmetic import maximum, minimum
from kpi_engine.formula.making import Refused, arith, choice, compare, const
from kpi_engine.formula.tree import Absent, Const, Node
from kpi_engine.table import State
from kpi_engine.terms import RuleField, RuleTable

__all__ = ["FORM", "Line"]


class Line(Form):
    """Linear interpolation through ``through: {x: y, …}``; ``beyond`` the outer knots: hold, extend, or problem.

    Knots that are plain numbers may stand in any order; two knots that are formulas may run either way; three and more are taken as ascending.
    ``if_equal`` is the value where the two outer knots coincide.
    """

    name: ClassVar[str] = "line"
    title: ClassVar[str] = "内插"

    of: RuleField
    through: RuleTable
    beyond: Literal["hold", "extend", "problem"]
    if_equal: RuleField | None = None

    def tree(self, bind: Binder) -> Node:
        """A chain of segments, or one clipped segment between two knots that are formulas."""
        x = bind.rule(self.of)
        knots = [(bind.rule(at), bind.rule(value)) for at, value in self.through]
        if len(knots) < 2:
            raise Refused(k3.TOO_FEW_KNOTS.at(self.place))
        places = [at.value for at, _ in knots if isinstance(at, Const) and isinstance(at.value, Fraction)]
        if len(places) == len(knots):
            if len(set(places)) < len(places):
                raise Refused(k3.SAME_BOUND.at(self.place, bound=max(places, key=places.count)))
            ordered = [knot for _, knot in sorted(zip(places, knots, strict=True), key=lambda pair: pair[0])]
            return self._chain(x, ordered)
        line = self._between_two(x, knots) if len(knots) == 2 else self._chain(x, knots)
        if self.if_equal is not None:
            line = choice(compare("==", knots[0][0], knots[-1][0]), bind.rule(self.if_equal), line)
        return line

    def _between_two(self, x: Node, knots: Sequence[tuple[Node, Node]]) -> Node:
        (x0, y0), (x1, y1) = knots
        along = arith("/", arith("-", x, x0), arith("-", x1, x0))
        clipped = minimum(const(1), maximum(const(0), along))
        line = arith("+", y0, arith("*", clipped if self.beyond == "hold" else along, arith("-", y1, y0)))
        if self.beyond == "problem":
            outside = choice(compare("<", along, const(0)), const(value=True), compare(">", along, const(1)))
            return choice(outside, Absent(State.ERROR), line)
        return line

    def _chain(self, x: Node, knots: Sequence[tuple[Node, Node]]) -> Node:
        segments = [_segment(x, a, b) for a, b in itertools.pairwise(knots)]
        chain = segments[-1]
        for (at, _), segment in reversed(list(zip(knots[1:-1], segments[:-1], strict=True))):
            chain = choice(compare("<=", x, at), segment, chain)
        if self.beyond == "extend":
            return chain
        (low, at_low), (high, at_high) = knots[0], knots[-1]
        below, beyond = (at_low, at_high) if self.beyond == "hold" else (Absent(State.ERROR), Absent(State.ERROR))
        inclusive = self.beyond == "hold"
        return choice(compare("<=" if inclusive else "<", x, low), below, choice(compare(">=" if inclusive else ">", x, high), beyond, chain))


def _segment(x: Node, start: tuple[Node, Node], end: tuple[Node, Node]) -> Node:
    (x0, y0), (x1, y1) = start, end
    rise = arith("/", arith("*", arith("-", x, x0), arith("-", y1, y0)), arith("-", x1, x0))
    return arith("+", y0, rise)


FORM = Line
