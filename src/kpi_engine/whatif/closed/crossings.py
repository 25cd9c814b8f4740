"""Where two units change places when one weight moves: the crossing of their totals before rounding, and the weights at which the published order is open.

The totals are lines in the weight, so they cross once or never. What is published is rounded: as long as the lines are no further apart than rounding can
take them, the published order may be either, or a tie, and may change more than once. There it is found by running again at every step; everywhere
else the lines settle it (docs/what-if-closed-forms.md, 3).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from kpi_engine.errors import KpiError, Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.numbers import short_text
from kpi_engine.whatif.closed.affine import Obstacle
from kpi_engine.whatif.closed.lines import Line, Move, Policy
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.referee import Published

__all__ = ["Crossing", "Order", "Stretch", "band", "crossing", "neighbours"]

Order = Literal["ahead", "tied", "behind", "apart"]
"""How the first unit stands to the second; apart: one of them has no place."""


@dataclass(frozen=True)
class Stretch:
    """Neighbouring steps, both ends included, at which the published order is the same."""

    low: Fraction
    high: Fraction
    order: Order


@dataclass(frozen=True)
class Crossing:
    """Two units along one move.

    ``gap`` is the first's total less the second's, before rounding. ``at`` is where it is 0, inside of the move; ``always``: it is 0 everywhere. Outside
    of ``unsettled`` the published order is that of the lines: ``below`` and ``above`` it. ``stretches`` are what is published on the step, from the
    last settled step below to the first one above. ``by_totals`` is false where something before the total settles the order at all weights.
    """

    first: str
    second: str
    move: Move
    gap: Line
    now: Order
    at: Fraction | None
    always: bool
    unsettled: tuple[Fraction, Fraction] | None
    below: Order | None
    above: Order | None
    stretches: tuple[Stretch, ...]
    by_totals: bool = True

    @property
    def flips(self) -> int:
        """How often the published order changes on the step near the crossing."""
        return len(self.stretches) - 1 if self.stretches else 0


def band(gap: Line, least: Fraction, most: Fraction) -> tuple[Fraction, Fraction] | None:
    """The weights from ``least`` to ``most`` at which ``|gap| ≤ slack``, a closed interval; None if there are none.

    >>> band(Line(Fraction(-10), Fraction(1), Fraction(1, 2)), Fraction(0), Fraction(100))
    (Fraction(19, 2), Fraction(21, 2))
    """
    if gap.slope == 0:
        return (least, most) if abs(gap.start) <= gap.slack else None
    ends = sorted(((-gap.slack - gap.start) / gap.slope, (gap.slack - gap.start) / gap.slope))
    low, high = max(ends[0], least), min(ends[1], most)
    return (low, high) if low <= high else None


def crossing(moves: Moves, first: str, second: str, indicator: str, policy: Policy = "siblings") -> list[Crossing]:
    """Where two units change places when an indicator's share moves.

    Returns:
        One for each move that touches both units: more than one never, none where they are of classes that move apart.

    Raises:
        KpiError: K583 unknown unit, K836 one unit twice, K830 unknown indicator, K834 step, K831 a share that cannot move, K832 totals not linear.

    """
    _refuse(_asked(moves, first, second, indicator))
    a, b = moves.base.units.index(first), moves.base.units.index(second)
    class_of = moves.base.facts.class_of.tolist()
    touching = [move for move in moves.of(indicator, policy) if _touches(moves, move, class_of[a], class_of[b])]
    title = moves.plan.book.tree[indicator].title
    if not touching:
        _refuse([k8.CANNOT_MOVE.at(indicator=title, where=f"（{first}、{second}）")])
    return [_crossing(moves, move, a, b) for move in touching]


def neighbours(moves: Moves, indicator: str, policy: Policy = "siblings") -> list[Crossing]:
    """The crossings of all units with those next to them in the published ranking (the first of a tie with the others of it, and with the next).

    Raises:
        KpiError: K830 unknown indicator, K834 step. Pairs of which a total is not linear are left out.

    """
    _refuse([problem for problem in _asked(moves, "", "", indicator) if problem.code not in (k5.NO_SUCH_UNIT, k8.SAME_UNIT)])
    told: list[Crossing] = []
    for move in moves.of(indicator, policy):
        lines = moves.line(move)
        pairs = [(a, b) for a, b in _next(moves, move) if isinstance(lines[a], Line) and isinstance(lines[b], Line)]
        moves.published(move, sorted({share for a, b in pairs for share in _grid(moves, move, a, b)}))
        told += [_crossing(moves, move, a, b) for a, b in pairs]
    return told


def _next(moves: Moves, move: Move) -> list[tuple[int, int]]:
    """Units that stand side by side in a ranking that the move touches."""
    standing, touched = moves.standing(move), moves.touched(move)
    ranks = moves.published(move, [move.now])[0].ranks
    told: list[tuple[int, int]] = []
    for group in dict.fromkeys(group for group in standing.group if group is not None):
        rows = [row for row, of in enumerate(moves.base.facts.class_of.tolist()) if standing.group[row] == group and of in touched]
        order = sorted((row for row in rows if ranks[row] is not None), key=lambda row: (ranks[row] or 0, row))
        told += pairwise(order)
    return told


def _grid(moves: Moves, move: Move, a: int, b: int) -> list[Fraction]:
    """The steps at which a pair has to be run."""
    left, right = moves.line(move)[a], moves.line(move)[b]
    assert isinstance(left, Line) and isinstance(right, Line), "chosen so"  # noqa: PT018 - one thing
    settled = _settled(moves, move, a, b)
    open_ = (move.least, move.most) if settled is None else None if settled else band(_gap(left, right), move.least, move.most)
    return [] if open_ is None else _around(move, open_)


def _gap(left: Line, right: Line) -> Line:
    return Line(left.start - right.start, left.slope - right.slope, left.slack + right.slack)


def _around(move: Move, open_: tuple[Fraction, Fraction]) -> list[Fraction]:
    """The steps of an interval, and one more on either side."""
    return move.grid((math.ceil(open_[0] / move.step) - 1) * move.step, (math.floor(open_[1] / move.step) + 1) * move.step)


def _touches(moves: Moves, move: Move, first: int, second: int) -> bool:
    """Whether a move changes the total of one of two units and touches both."""
    touched = moves.touched(move)
    return (first in move.classes or second in move.classes) and first in touched and second in touched


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise KpiError(problems)


def _asked(moves: Moves, first: str, second: str, indicator: str) -> list[Problem]:
    units = moves.base.units
    told = [k5.NO_SUCH_UNIT.at(unit=unit, near=nearest(unit, units)) for unit in dict.fromkeys((first, second)) if unit not in units]
    if first == second:
        told.append(k8.SAME_UNIT.at(unit=first))
    names = [entry.name for entry in moves.plan.book.tree if entry.name]
    if indicator not in names:
        told.append(k8.NO_SUCH_INDICATOR.at(name=indicator, near=nearest(indicator, names)))
    if moves.step is not None and moves.step <= 0:
        told.append(k8.STEP_RANGE.at(value=short_text(moves.step)))
    return told


def _crossing(moves: Moves, move: Move, a: int, b: int) -> Crossing:
    units = moves.base.units
    lines = moves.line(move)
    left, right = lines[a], lines[b]
    if not isinstance(left, Line) or not isinstance(right, Line):
        found = [(units[row], line) for row, line in ((a, left), (b, right)) if not isinstance(line, Line)]
        _refuse([_not_linear(unit, move, line) for unit, line in found])
    assert isinstance(left, Line) and isinstance(right, Line), "refused above"  # noqa: PT018 - one thing
    gap = _gap(left, right)
    settled = _settled(moves, move, a, b)
    at = -gap.start / gap.slope if gap.slope else None
    inside = at is not None and move.least <= at <= move.most
    open_ = None if settled else (band(gap, move.least, move.most) if settled is not None else (move.least, move.most))
    below, above = _sides(gap, move, open_) if not settled else (_word(settled), _word(settled))
    now = _published_order(moves, move, a, b, moves.published(move, [move.now])[0])
    stretches = _stretches(moves, move, a, b, open_) if open_ is not None else ()
    always = gap.slope == 0 and gap.start == 0
    return Crossing(units[a], units[b], move, gap, now, at if inside else None, always, open_, below, above, stretches, not settled)


def _not_linear(unit: str, move: Move, line: Line | Obstacle | None) -> Problem:
    figure, node = (line.figure, line.node) if isinstance(line, Obstacle) else ("总分", "无值")
    return k8.NOT_LINEAR.at(unit=unit, indicator=move.title, figure=figure, node=node)


def _settled(moves: Moves, move: Move, a: int, b: int) -> int | None:
    """What settles the order before the totals: 0 nothing, None not known."""
    standing = moves.standing(move)
    return standing.settled(a, b) if standing.together(a, b) else 0


def _word(way: Fraction | int | None) -> Order | None:
    return None if way is None else "ahead" if way > 0 else "behind" if way < 0 else "tied"


def _sides(gap: Line, move: Move, open_: tuple[Fraction, Fraction] | None) -> tuple[Order | None, Order | None]:
    """The order settled below and above the interval; where there is none, on all of the move."""
    if open_ is None:
        order = _word(gap.at(move.least))
        return order, order
    below = _word(gap.at(move.least)) if open_[0] > move.least else None
    return below, _word(gap.at(move.most)) if open_[1] < move.most else None


def _stretches(moves: Moves, move: Move, a: int, b: int, open_: tuple[Fraction, Fraction]) -> tuple[Stretch, ...]:
    """What is published at each step of the interval, and at one step more on either side."""
    grid = _around(move, open_)
    told: list[Stretch] = []
    for share, found in zip(grid, moves.published(move, grid), strict=True):
        order = _published_order(moves, move, a, b, found)
        if told and told[-1].order == order:
            told[-1] = Stretch(told[-1].low, share, order)
        else:
            told.append(Stretch(share, share, order))
    return tuple(told)


def _published_order(moves: Moves, move: Move, a: int, b: int, found: Published) -> Order:
    """By published rank where both are ranked together, else by published total."""
    if moves.standing(move).together(a, b):
        first, second = found.ranks[b], found.ranks[a]
    else:
        first, second = found.totals[a], found.totals[b]  # type: ignore[assignment]  # totals for ranks
    if first is None or second is None:
        return "apart"
    return _word(first - second) or "tied"
