"""``places``: points by competition rank in the class (按名次)."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import ClassVar, Literal

from kpi_engine.errors import k3_meaning as k3
from kpi_engine.forms import Binder, Form
from kpi_engine.formula.functions.arithmetic import maximum, minimum, total_of
from kpi_engine.formula.making import Refused, arith, choice, compare, const
from kpi_engine.formula.tree import Absent, Node
from kpi_engine.table import State
from kpi_engine.terms import Figure, RuleField

__all__ = ["FORM", "Places"]


class Places(Form):
    """The n-th place gets ``give[n]``; after the list each further place ``then`` more (negative: less), not below ``not_below``.

    ``among`` names the units that are ranked; the rest get ``outside``. ``ties``: share gives equals the better place, mean the mean of the places
    that they fill, problem refuses them.
    """

    name: ClassVar[str] = "places"
    title: ClassVar[str] = "按名次"

    of: RuleField
    first: Literal["highest", "lowest"]
    give: tuple[Figure, ...]
    then: Figure | None = None
    not_below: Figure | None = None
    among: RuleField | None = None
    outside: Figure = Fraction(0)
    ties: Literal["share", "mean", "problem"]

    def tree(self, bind: Binder) -> Node:
        """A chain over the rank."""
        if not self.give:
            raise Refused(k3.TOO_FEW_KNOTS.at(self.place))
        among = bind.rule(self.among) if self.among is not None else None
        rank = bind.ranked(bind.rule(self.of), first=self.first, among=among)
        points = self._points(rank)
        if self.ties == "problem":
            points = choice(compare(">", bind.tied(rank), const(1)), Absent(State.ERROR), points)
        elif self.ties == "mean":
            filled = bind.tied(rank)
            before = self._sum_to(arith("-", rank, const(1)))
            shared = arith("/", arith("-", self._sum_to(arith("-", arith("+", rank, filled), const(1))), before), filled)
            points = choice(compare("==", filled, const(1)), points, shared)  # the same where nobody is tied, and said in few words
        return points if among is None else choice(among, points, const(self.outside))

    def _points(self, rank: Node) -> Node:
        last = len(self.give)
        chain = self._after(arith("-", rank, const(last)))
        for place in range(last, 0, -1):
            chain = choice(compare("==", rank, const(place)), const(self.give[place - 1]), chain)
        return chain

    def _after(self, further: Node) -> Node:
        """The points of the place ``further`` behind the last one listed."""
        if self.then is None:
            return const(self.not_below if self.not_below is not None else 0)
        points = arith("+", const(self.give[-1]), arith("*", const(self.then), further))
        return points if self.not_below is None else maximum(const(self.not_below), points)

    def _sum_to(self, place: Node) -> Node:
        """The points of all places up to ``place`` together."""
        last, sums = len(self.give), [sum(self.give[:n], Fraction(0)) for n in range(len(self.give) + 1)]
        chain = arith("+", const(sums[-1]), self._sum_after(arith("-", place, const(last))))
        for n in range(last, -1, -1):
            chain = choice(compare("<=", place, const(n)), const(sums[n]), chain)
        return chain

    def _sum_after(self, further: Node) -> Node:
        step, floor = self.then, self.not_below
        if step is None:
            return arith("*", const(floor or 0), further)
        if floor is None or step >= 0:
            return _series(self.give[-1], step, further)
        reach = max(0, math.floor((self.give[-1] - floor) / -step))
        falling = minimum(further, const(reach))
        return total_of(_series(self.give[-1], step, falling), arith("*", const(floor), arith("-", further, falling)))


def _series(start: Fraction, step: Fraction, count: Node) -> Node:
    """(start + step) + (start + 2 step) + … , ``count`` terms."""
    triangle = arith("/", arith("*", count, arith("+", count, const(1))), const(2))
    return arith("+", arith("*", const(start), count), arith("*", const(step), triangle))


FORM = Places
