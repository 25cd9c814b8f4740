"""A family: siblings whose shares move together, with the plan in which they are names, the linear totals in them, and the referee."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.formula.tree import Name
from kpi_engine.table import Kind, Ref
from kpi_engine.whatif.closed.affine import ZERO, Form, Obstacle, Quantity, Spaces
from kpi_engine.whatif.closed.dependence import moving
from kpi_engine.whatif.closed.linear import LinearTotals
from kpi_engine.whatif.closed.lines import Line, Move, moved_ref
from kpi_engine.whatif.closed.referee import Published, Referee
from kpi_engine.whatif.closed.standing import standing_of
from kpi_engine.whatif.closed.written import existing_shares, written_shares
from kpi_engine.whatif.reweigh import reweighed

__all__ = ["Family", "line_of"]


class Family:
    """Siblings whose shares move together: the plan with names in the place of their shares, its linear totals, its referee."""

    def __init__(self, base: Results, members: list[str], full_marks: list[str], *, alone: bool) -> None:
        self._base = base
        self._alone = alone
        self._written = {name: written_shares(base, name) or {} for name in [*members, *full_marks]}
        self._there = {name: existing_shares(base, name) or {} for name in members}
        self._members, self._full_marks = members, full_marks
        named = {name: Name(moved_ref(name), Kind.NUMBER, label="分值") for name in [*members, *full_marks]}
        shares, restated = ({name: named[name] for name in names} for names in (members, full_marks))
        self._plan = reweighed(base.plan, shares, restated=restated)
        self._referee = Referee(self._plan, base, [moved_ref(name) for name in named])
        self.moving = moving(self._plan, [moved_ref(name) for name in named])
        self.linear = LinearTotals(self._plan, base, self._domain())
        self.standing = standing_of(self._plan, base, self.linear)
        self._segments: dict[tuple[str, tuple[int, ...]], LinearTotals] = {}
        self.kept: dict[str, object] = {}
        self._totals: dict[int, list[Quantity | Obstacle | None]] = {}

    @property
    def alike(self) -> npt.NDArray[np.int64]:
        """A number for each unit, the same for those that nothing tells apart."""
        return self._referee.alike

    def names(self, of: int) -> list[str]:
        """The generators of a class: those that have a share there."""
        return [name for name in self._members if self._there[name].get(of, ZERO) > 0]

    def totals(self, of: int) -> list[Quantity | Obstacle | None]:
        """The linear totals of the units of a class."""
        if of not in self._totals:
            mine = self._base.facts.class_of.tolist()
            self._totals[of] = [self.linear.total(row) if mine[row] == of else None for row in range(len(mine))]
        return self._totals[of]

    def segment(self, move: Move, row: int) -> Line | Obstacle | None:
        """The total on the one line along which a move goes, for a unit of which it is not linear on all of the simplex (a part of it is rescaled)."""
        key = (move.indicator, move.classes)
        if key not in self._segments:
            one: dict[int, Form] = {}
            shares: dict[int, dict[Ref, Form]] = {}
            for of in self._base.facts.class_of.tolist():
                one[of] = (Fraction(1), Fraction(1))
                ends = (move.shares(move.least), move.shares(move.most)) if of in move.classes else ({}, {})
                shares[of] = {
                    moved_ref(n): (ends[0].get(n, now.get(of, ZERO)), ends[1].get(n, now.get(of, ZERO))) for n, now in self._written.items()
                }
            self._segments[key] = LinearTotals(self._plan, self._base, Spaces(one, shares))
        total = self._segments[key].total(row)
        if not isinstance(total, Quantity):
            return total
        return Line(total.top[0], (total.top[1] - total.top[0]) / move.most, max(total.slack))

    def run(self, move: Move, shares: Sequence[Fraction]) -> list[Published]:
        """What is published at each of some shares; outside of the move's classes all stay as written."""
        classes = len(self._base.facts.classes) or 1
        worlds: list[dict[Ref, list[Fraction]]] = []
        for share in shares:
            new = {**move.shares(share), **move.restated(share)}
            worlds.append(
                {
                    moved_ref(name): [new.get(name, now.get(of, ZERO)) if of in move.classes else now.get(of, ZERO) for of in range(classes)]
                    for name, now in self._written.items()
                }
            )
        return self._referee.run(worlds, move.classes)

    def _domain(self) -> Spaces:
        one: dict[int, Form] = {}
        shares: dict[int, dict[Ref, Form]] = {}
        for of in set(self._base.facts.class_of.tolist()):
            one[of], shares[of] = self._half_line(of) if self._alone else self._simplex(of)
        return Spaces(one, shares)

    def _simplex(self, of: int) -> tuple[Form, dict[Ref, Form]]:
        """The corners: all of the sum on one of those that have a share; what does not exist for the class stays as written."""
        names = self.names(of)
        whole = sum((self._there[name][of] for name in names), ZERO)
        corners = names or [""]
        shares: dict[Ref, Form] = {}
        for name in self._members:
            fixed = ZERO if name in names else self._written[name].get(of, ZERO)
            shares[moved_ref(name)] = tuple(whole if name == at else fixed for at in corners)
        return tuple(Fraction(1) for _ in corners), shares

    def _half_line(self, of: int) -> tuple[Form, dict[Ref, Form]]:
        """The value at a share of 0, and the slope."""
        name = self._members[0]
        now = self._written[name].get(of, ZERO)
        moves = bool(self.names(of))
        shares: dict[Ref, Form] = {moved_ref(name): (ZERO, Fraction(1)) if moves else (now, ZERO)}
        for above in self._full_marks:
            marks = self._written[above].get(of, ZERO)
            shares[moved_ref(above)] = (marks - now, Fraction(1)) if moves else (marks, ZERO)
        return (Fraction(1), ZERO), shares


def line_of(total: Quantity, move: Move, names: Sequence[str]) -> Line:
    """The total on the one line of the domain along which the move goes."""
    if not move.payers:
        return Line(total.top[0], total.top[1], total.slack[0] + max(ZERO, total.slack[1]) * move.most)
    left = sum(move.payers.values(), ZERO)
    own = names.index(move.indicator)
    weights = [move.payers.get(name, ZERO) / left for name in names]
    at_zero, slack = (sum((w * v for w, v in zip(weights, form, strict=True)), ZERO) for form in (total.top, total.slack))
    return Line(at_zero, (total.top[own] - at_zero) / move.most, max(slack, total.slack[own]))
