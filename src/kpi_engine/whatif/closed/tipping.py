"""Tipping weights: for each unit the smallest change of one weight, on its step, with which its published rank or grade changes.

All weights are looked at, up and down, outward from where they are. A weight at which the linear model proves that nothing can have changed for any unit
still looked for is not run; all others are run again, so that what is reported was found in a run, and so was the step before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

import numpy as np

from kpi_engine.errors import KpiError, Language
from kpi_engine.errors import k5_data as k5
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.numbers import short_text
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.affine import Obstacle
from kpi_engine.whatif.closed.lines import Move, Policy
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.referee import Published, published
from kpi_engine.whatif.closed.settled import Distances, distances
from kpi_engine.whatif.wording import counted, titles_text

__all__ = ["Tip", "Tipping", "TippingPoints", "sentences", "tipping_points"]

What = Literal["rank", "grade"]

MOST_NAMED: Final = 3
"""So many weights are named in one sentence."""

_REFS: dict[What, Ref] = {"rank": Ref(Role.RANK), "grade": Ref(Role.GRADE)}


@dataclass(frozen=True)
class Tip:
    """A weight at which something changes: ``at``, the first on the step; at ``before``, one step nearer, it was still as it is now."""

    move: Move
    before: Fraction
    at: Fraction
    was: str
    becomes: str

    @property
    def change(self) -> Fraction:
        """By how much the share changes."""
        return self.at - self.move.now

    @property
    def size(self) -> Fraction:
        """The size of the change in points."""
        return abs(self.change) * self.move.worth


@dataclass(frozen=True)
class Tipping:
    """The nearest tips of one unit: those of the smallest size, in the order of the scheme; empty where no single weight tips it."""

    unit: str
    rank: tuple[Tip, ...]
    grade: tuple[Tip, ...]


@dataclass(frozen=True)
class TippingPoints:
    """The tips of all units asked for; ``moves`` are the weights looked at, ``not_linear`` those of which some totals had to be run throughout."""

    units: tuple[Tipping, ...]
    moves: tuple[Move, ...]
    not_linear: tuple[tuple[Move, str, Obstacle], ...]
    runs: int
    within: Fraction | None


def tipping_points(moves: Moves, policy: Policy = "siblings", *, units: Sequence[str] | None = None, within: Fraction | None = None) -> TippingPoints:
    """The nearest tipping weights.

    Args:
        moves: the state from which weights move, and their step.
        policy: who pays.
        units: for whom; None for all.
        within: look no further than this change, in points; None as far as weights can go.

    Raises:
        KpiError: K583 unknown units, K834 a step that is not positive.

    """
    known = moves.base.units
    problems = [k5.NO_SUCH_UNIT.at(unit=unit, near=nearest(unit, known)) for unit in units or () if unit not in known]
    if moves.step is not None and moves.step <= 0:
        problems.append(k8.STEP_RANGE.at(value=short_text(moves.step)))
    if problems:
        raise KpiError(problems)
    rows = list(range(len(known))) if units is None else [known.index(unit) for unit in units]
    search = _Search(moves, moves.all(policy), rows, within)
    search.run()
    told = tuple(Tipping(known[row], tuple(search.found["rank"].get(row, ())), tuple(search.found["grade"].get(row, ()))) for row in rows)
    return TippingPoints(told, tuple(search.moves_), tuple(search.not_linear()), search.runs, within)


@dataclass
class _Way:
    """One weight in one direction."""

    move: Move
    direction: int
    distances: Distances
    touched: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def grid(self, low: Fraction, high: Fraction) -> list[Fraction]:
        """The shares on the step of which the change is more than ``low`` and at most ``high``, in points, nearest first."""
        move, near, far = self.move, low / self.move.worth, high / self.move.worth
        if self.direction > 0:
            return [x for x in move.grid(move.now + near, move.now + far) if x > move.now + near]
        return [x for x in reversed(move.grid(move.now - far, move.now - near)) if x < move.now - near]

    def before(self, share: Fraction) -> Fraction:
        """One step nearer, or where the weight is now."""
        nearer = share - self.direction * self.move.step
        return max(nearer, self.move.now) if self.direction > 0 else min(nearer, self.move.now)


@dataclass
class _Search:
    moves: Moves
    moves_: list[Move]
    rows: list[int]
    within: Fraction | None
    runs: int = 0
    found: dict[What, dict[int, list[Tip]]] = field(default_factory=lambda: {"rank": {}, "grade": {}})

    def __post_init__(self) -> None:
        self.now = published(self.moves.base)
        self.marks = {what: self.now.marks(ref) for what, ref in _REFS.items()}
        self.ways = list(self._ways())

    def _ways(self) -> Iterator[_Way]:
        class_of = self.moves.base.facts.class_of
        asked = np.zeros(len(self.moves.base.units), dtype=bool)
        asked[self.rows] = True
        for move in self.moves_:
            touched = np.isin(class_of, self.moves.touched(move)) & asked
            if touched.any():
                for direction in (-1, 1):
                    yield _Way(move, direction, distances(self.moves, move, self.now, direction), touched)

    def not_linear(self) -> Iterator[tuple[Move, str, Obstacle]]:
        """The moves of which some total is not linear, with the first such unit."""
        for move in dict.fromkeys(way.move.indicator for way in self.ways):
            for one in self.moves_:
                found = next(((row, line) for row, line in enumerate(self.moves.line(one)) if isinstance(line, Obstacle)), None)
                if one.indicator == move and found is not None:
                    yield one, self.moves.base.units[found[0]], found[1]

    def run(self) -> None:
        """Outward in rounds, each twice as far, until nobody is looked for or nothing is left."""
        if not self.ways:
            return
        farthest = max(max(way.move.most - way.move.now, way.move.now - way.move.least) * way.move.worth for way in self.ways)
        farthest = farthest if self.within is None else min(farthest, self.within)
        low, high = Fraction(0), min(way.move.step * way.move.worth for way in self.ways)
        while low < farthest and self._wanted():
            self._round(low, min(high, farthest))
            low, high = high, high * 2

    def _wanted(self) -> bool:
        return any(row not in self.found[what] for what in _REFS for row in self.rows)

    def _round(self, low: Fraction, high: Fraction) -> None:
        best: dict[tuple[What, int], list[Tip]] = {}
        for way in self.ways:
            waiting = {what: [row for row in np.flatnonzero(way.touched).tolist() if row not in self.found[what]] for what in _REFS}
            shares = [share for share in way.grid(low, high) if self._may_change(way, share, waiting)]
            self.runs += len(shares)
            for share, outcome in zip(shares, self.moves.published(way.move, shares), strict=True):
                self._compare(way, share, outcome, waiting, best)
        for (what, row), tips in best.items():
            self.found[what][row] = tips

    def _may_change(self, way: _Way, share: Fraction, waiting: dict[What, list[int]]) -> bool:
        """Whether something can have changed for somebody; at the ends of a move, where shares become 0, nothing is proved."""
        if not any(waiting.values()):
            return False
        if share in (way.move.least, way.move.most):
            return True
        change = math.nextafter(float(abs(share - way.move.now)), math.inf)
        return bool((way.distances.rank[waiting["rank"]] <= change).any() or (way.distances.grade[waiting["grade"]] <= change).any())

    def _compare(
        self, way: _Way, share: Fraction, outcome: Published, waiting: dict[What, list[int]], best: dict[tuple[What, int], list[Tip]]
    ) -> None:
        for what, ref in _REFS.items():
            rows = np.array(waiting[what], dtype=np.int64)
            changed = rows[outcome.marks(ref)[rows] != self.marks[what][rows]].tolist()
            waiting[what] = [row for row in waiting[what] if row not in set(changed)]
            for row in changed:
                known = best.get((what, row))
                size = abs(share - way.move.now) * way.move.worth
                if known is None or size < known[0].size:
                    best[what, row] = [self._tip(way, share, outcome, what, row)]
                elif size == known[0].size:
                    known.append(self._tip(way, share, outcome, what, row))

    def _tip(self, way: _Way, share: Fraction, outcome: Published, what: What, row: int) -> Tip:
        before = way.before(share)
        held = self.moves.published(way.move, [before])[0].marks(_REFS[what])[row] if before != way.move.now else self.marks[what][row]
        assert held == self.marks[what][row], "at the step before, nothing has changed"
        return Tip(way.move, before, share, _text(self.now, what, row), _text(outcome, what, row))


def _text(outcome: Published, what: What, row: int) -> str:
    if what == "grade":
        return outcome.grades[row]
    rank = outcome.ranks[row]
    return "" if rank is None else str(rank)


def sentences(found: TippingPoints, language: Language = "zh") -> list[str]:
    """One sentence a unit and what changes, after one that says what was looked at."""
    zh = language == "zh"
    steps = ("、" if zh else ", ").join(dict.fromkeys(short_text(move.step) for move in found.moves))
    indicators = len({move.indicator for move in found.moves})
    limit = "" if found.within is None else (f"，最多变动 {short_text(found.within)} 分" if zh else f", by at most {short_text(found.within)} points")
    if zh:
        told = [f"{indicators} 个指标的份额一个一个地变（步长 {steps}{limit}）；总分随份额成直线变化，变的地方都重算核过（{found.runs} 次）。"]
    else:
        told = [
            f"{counted(indicators, 'indicator')}, the share of each moved on its own (step {steps}{limit}); totals are linear in them; "
            f"checked by {counted(found.runs, 'run')}."
        ]
    told += [_unit(one, language) for one in found.units]
    return [*told, *_not_linear(found, language)]


def _not_linear(found: TippingPoints, language: Language) -> list[str]:
    """A sentence for each unit and figure: which weights it keeps from being linear."""
    alike: dict[tuple[str, Obstacle], dict[str, None]] = {}
    for move, unit, obstacle in found.not_linear:
        alike.setdefault((unit, obstacle), {})[move.title] = None
    end = "。" if language == "zh" else "."
    return [
        k8.NOT_LINEAR.at(unit=unit, indicator=titles_text(list(titles), language), figure=obstacle.figure, node=obstacle.node).message(language) + end
        for (unit, obstacle), titles in alike.items()
    ]


def _unit(one: Tipping, language: Language) -> str:
    zh = language == "zh"
    if not one.rank and not one.grade:
        return f"{one.unit}：不论哪一项份额单独怎么变，名次、等次都不变。" if zh else f"{one.unit}: no single share changes its rank or its grade."
    parts = [_part(one.rank, "rank", zh=zh), _part(one.grade, "grade", zh=zh)]
    return f"{one.unit}：{'；'.join(parts)}。" if zh else f"{one.unit}: {'; '.join(parts)}."


def _part(tips: Sequence[Tip], what: What, *, zh: bool) -> str:
    if not tips:
        word = "名次" if what == "rank" else "等次"
        return f"{word}不因哪一项份额单独变动而变" if zh else f"no single share changes the {what}"
    tip = tips[0]
    was, becomes = (_came(told, what, zh=zh) for told in (tip.was, tip.becomes))
    still = _still(tip, zh=zh)
    if zh:
        return f"“{tip.move.title}”从 {short_text(tip.move.now)} 变到 {short_text(tip.at)}，{was}变为{becomes}{still}{_also(tips[1:], zh=zh)}"
    now, at = short_text(tip.move.now), short_text(tip.at)
    return f"with “{tip.move.title}” at {at} instead of {now} the {what} goes from {was} to {becomes}{still}{_also(tips[1:], zh=zh)}"


def _came(told: str, what: What, *, zh: bool) -> str:
    if not told:
        return ("没有名次" if what == "rank" else "没有等次") if zh else "none"
    return f"第{told}名" if zh and what == "rank" else told


def _still(tip: Tip, *, zh: bool) -> str:
    """The weight at which nothing had changed yet, where it is another than the present one."""
    if tip.before == tip.move.now:
        return ""
    return f"（{short_text(tip.before)} 时还不变）" if zh else f" (not yet at {short_text(tip.before)})"


def _also(others: Sequence[Tip], *, zh: bool) -> str:
    """Other weights that tip it by as large a change."""
    if not others:
        return ""
    named = [f"“{tip.move.title}”变到 {short_text(tip.at)}" if zh else f"“{tip.move.title}” at {short_text(tip.at)}" for tip in others[:MOST_NAMED]]
    rest = len(others) - len(named)
    if zh:
        return f"，一样大的变动还有{'、'.join(named)}" + (f"等 {len(others)} 项" if rest else "")
    return f", as it does with {', '.join(named)}" + (f" and {rest} more" if rest else "")
