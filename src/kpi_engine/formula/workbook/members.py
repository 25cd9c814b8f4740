"""The members of the groups of a group function: their arguments, whether they count, and how their values are compared as whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.compile import plain_number
from kpi_engine.formula.workbook.pool import Pool, as_number, flag, present
from kpi_engine.formula.workbook.quantity import ONE, Quantity
from kpi_engine.formula.workbook.term import LIMIT, Term, Unwritable

__all__ = ["Members", "cross_test", "levels_of"]

DENOMINATORS_DIFFER = "各单位的分母不同，不能用整数相加"


@dataclass(frozen=True)
class Members:
    """The members of the groups: the arguments of each, and whether it counts (1 or 0)."""

    pool: Pool
    args: Sequence[Quantity]
    counts: Term
    options: Mapping[str, str]

    def pin(self, term: Term) -> Term:
        """The term as one cell of each member."""
        return self.pool.compiler.pin(term, self.pool.domain)

    def kept(self, position: int = 0) -> Term:
        """1 for a member that counts and has the argument."""
        arg = self.args[position]
        return self.pin(flag(t.all_of(t.compared("==", self.counts, ONE), present(arg)))) if arg.states else self.counts

    def number(self, position: int = 0) -> Quantity:
        """An argument over one denominator for all members."""
        return plain_number(as_number(self.args[position]), DENOMINATORS_DIFFER)


def levels_of(members: Members, figures: Quantity) -> Sequence[int]:
    """Whole numbers in the order of the values."""
    rows = range(len(members.pool.own))
    if figures.scale is not None:
        return [int(figures.numerator.at(row)) for row in rows]
    values = [Fraction(int(figures.numerator.at(row)), int(figures.denominator.at(row))) for row in rows]
    level = {value: place for place, value in enumerate(sorted(set(values)))}
    return [level[value] for value in values]


def cross_test(members: Members, figures: Quantity, sign: str) -> str:
    """The test of all members' value against one's own, as whole numbers."""
    above, pool = members.pin(figures.numerator), members.pool
    if figures.scale is not None:
        return f"{pool.span(above)}{sign}{above.text}"
    below = members.pin(figures.denominator)
    _hold(above, below)
    return f"{pool.span(above)}*{below.text}{sign}{above.text}*{pool.span(below)}"


def _hold(above: Term, below: Term) -> None:
    if max((abs(int(v)) for v in above.values), default=0) * max((int(v) for v in below.values), default=1) > LIMIT:
        raise Unwritable("交叉相乘的整数超过 1e14，表格软件算不准")
