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
from typing import Literal

from kpi_engine.errors import KpiError, Language, Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.numbers import short_text
from kpi_engine.whatif.affine import Obstacle
from kpi_engine.whatif.lines import Line, Move, Policy
from kpi_engine.whatif.moves import Moves
from kpi_engine.whatif.referee import Published

__all__ = ["Crossing", "Order", "Stretch", "band", "crossing", "sentences"]

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
    gap = Line(left.start - right.start, left.slope - right.slope, left.slack + right.slack)
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
    low = (math.ceil(open_[0] / move.step) - 1) * move.step
    high = (math.floor(open_[1] / move.step) + 1) * move.step
    grid = move.grid(low, high)
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


_ZH: dict[Order, str] = {"ahead": "在前", "tied": "并列", "behind": "在后", "apart": "不比"}
_EN: dict[Order, str] = {"ahead": "ahead", "tied": "tied", "behind": "behind", "apart": "not compared"}


def sentences(found: Crossing, language: Language = "zh") -> list[str]:
    """The crossing in words: what moves and who pays, where the totals cross, where the published order is open and what it is there."""
    return _chinese(found) if language == "zh" else _english(found)


def _text(value: Fraction) -> str:
    return short_text(value)


def _chinese(found: Crossing) -> list[str]:
    move, a, b = found.move, found.first, found.second
    who = "同级的其他指标按比例分担，合计不变" if move.payers else "其他不变，满分随着变" if move.full_marks else "其他不变"
    told = [
        f"“{move.title}”的份额从 {_text(move.least)} 到 {_text(move.most)}（现为 {_text(move.now)}，步长 {_text(move.step)}），{who}；总分随它成直线变化。"
    ]
    if not found.by_totals:
        return [*told, f"{a}与{b}的先后在总分之前已定（一票否决排在后面），不随它变：{a}{_ZH[found.now]}。"]
    if found.always:
        told.append(f"{a}与{b}取整前的总分处处相同。")
    elif found.at is None:
        told.append(f"{a}与{b}取整前的总分不相交，现在{a}{_ZH[found.now]}。")
    else:
        told.append(f"取整前的总分在 {_text(found.at)} 处相交：现在{a}{_ZH[found.now]}。")
    if found.unsettled is None:
        return [*told, f"公布的先后处处已定：{a}{_ZH[found.below or found.now]}。"]
    sides = [f"以下{a}{_ZH[found.below]}" if found.below else "", f"以上{a}{_ZH[found.above]}" if found.above else ""]
    outside = "，".join(side for side in sides if side)
    told.append(f"从 {_text(found.unsettled[0])} 到 {_text(found.unsettled[1])} 公布的先后要看取整" + (f"；{outside}。" if outside else "。"))
    parts = "，".join(_stretch(stretch, _ZH, "到") for stretch in found.stretches)
    return [*told, f"逐步重算，{a}公布的名次：{parts}；变 {found.flips} 次。"] if parts else told


def _stretch(stretch: Stretch, words: dict[Order, str], to: str) -> str:
    if stretch.low == stretch.high:
        return f"{_text(stretch.low)} {words[stretch.order]}"
    return f"{_text(stretch.low)} {to} {_text(stretch.high)} {words[stretch.order]}"


def _english(found: Crossing) -> list[str]:
    move, a, b = found.move, found.first, found.second
    who = (
        "its siblings pay in proportion, the sum is kept"
        if move.payers
        else "the full marks change with it"
        if move.full_marks
        else "nothing else changes"
    )
    told = [
        f"The share of “{move.title}” from {_text(move.least)} to {_text(move.most)} (now {_text(move.now)}, step {_text(move.step)}), {who}; "
        "the totals are linear in it."
    ]
    if not found.by_totals:
        return [*told, f"The order of {a} and {b} is settled before the totals (a veto puts one last), at all weights: {a} is {_EN[found.now]}."]
    if found.always:
        told.append(f"The totals of {a} and {b} before rounding are equal everywhere.")
    elif found.at is None:
        told.append(f"The totals of {a} and {b} before rounding do not cross; {a} is {_EN[found.now]}.")
    else:
        told.append(f"The totals before rounding cross at {_text(found.at)}: now {a} is {_EN[found.now]}.")
    if found.unsettled is None:
        return [*told, f"The published order is settled everywhere: {a} is {_EN[found.below or found.now]}."]
    sides = [f"below it {a} is {_EN[found.below]}" if found.below else "", f"above it {a} is {_EN[found.above]}" if found.above else ""]
    outside = ", ".join(side for side in sides if side)
    told.append(
        f"From {_text(found.unsettled[0])} to {_text(found.unsettled[1])} rounding decides the published order"
        + (f"; {outside}." if outside else ".")
    )
    parts = ", ".join(_stretch(stretch, _EN, "to") for stretch in found.stretches)
    return [*told, f"Run again at every step, {a} is published: {parts}; {found.flips} changes."] if parts else told
