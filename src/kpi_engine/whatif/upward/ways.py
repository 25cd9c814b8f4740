"""Ways to a goal: one lever pulled as far as it must be, or two together. Every trial is the whole decision again (`nearest` says what is found)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.formula.tree import Group, references, walk
from kpi_engine.lint.look import Look
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.replays import GRADE, RANK, TOTAL, Came, Replays
from kpi_engine.whatif.upward.goals import Goal
from kpi_engine.whatif.upward.leverage import levers_of
from kpi_engine.whatif.upward.levers import EventLever, Lever, StepLever

__all__ = ["MOST_PAIRED", "MOST_TRIED", "Pull", "Search", "Way"]

MOST_TRIED: Final = 16
"""Of a pair so many amounts of the one input are tried."""

MOST_PAIRED: Final = 6
"""So many inputs, those that can move the total most, are tried in pairs."""

_ENUMERATED: Final = 128
"""Up to so many amounts, or pairs of amounts, are all tried where nothing is proved."""


@dataclass(frozen=True, slots=True)
class Pull:
    """An amount of one lever."""

    lever: Lever
    amount: int

    @property
    def cost(self) -> Fraction:
        """What it costs."""
        return self.lever.cost(self.amount)

    def text(self, language: Language = "zh") -> str:
        """As people say it."""
        return self.lever.text(self.amount, language)


@dataclass(frozen=True, slots=True)
class Way:
    """What reaches the goal, one pull or two, and how the unit then comes out; ``least``: it is proved that no less will do."""

    pulls: tuple[Pull, ...]
    came: Came
    least: bool

    @property
    def cost(self) -> Fraction:
        """What it costs together."""
        return sum((pull.cost for pull in self.pulls), Fraction(0))


class Search:
    """The ways of one unit to its goal; trials that were made are kept."""

    def __init__(self, results: Results, row: int, look: Look, goal: Goal) -> None:
        self.results, self.row, self.look = results, row, look
        self.replays = Replays(results.plan, results.facts)
        self.levers = levers_of(look, results.facts, row, results.class_of(row))
        self._known: dict[tuple[tuple[int, int], ...], Came] = {}
        self.goal = goal
        self._order_events()

    def ways(self) -> dict[int, Way]:
        """For each lever that reaches the goal alone its first amount that does."""
        return {at: self._way(((at, amount),)) for at, amount in self._singles().items()}

    def pairs(self, ways: Mapping[int, Way]) -> list[Way]:
        """The cheapest pair of each two levers that costs less than any of the single ways."""
        least = {at: way.pulls[0].amount for at, way in ways.items()}
        return self._pairs(least, min((way.cost for way in ways.values()), default=None))

    def helping(self, now: Came) -> list[int]:
        """The levers that raise the total or the place when pulled to their end."""
        ends = self.came([((at, lever.most),) for at, lever in enumerate(self.levers)])
        return [
            at
            for at, came in enumerate(ends)
            if (came.total is not None and (now.total is None or came.total > now.total)) or (came.rank or 0) < (now.rank or 0)
        ]

    # trials --------------------------------------------------------------------------------------------------------------------------------------

    def came(self, trials: Sequence[tuple[tuple[int, int], ...]]) -> list[Came]:
        """How the unit comes out, for each choice of (lever, amount); amounts of 0 are what was reported."""
        keys = [tuple((at, amount) for at, amount in trial if amount) for trial in trials]
        new = list(dict.fromkeys(key for key in keys if key not in self._known))
        variants = []
        for key in new:
            facts = self.results.facts
            for at, amount in key:
                facts = self.levers[at].apply(facts, self.row, amount)
            variants.append(facts)
        for key, came in zip(new, self.replays.came(variants, [[self.row]] * len(variants)), strict=True):
            self._known[key] = came[self.row]
        return [self._known[key] for key in keys]

    def reached(self, trials: Sequence[tuple[tuple[int, int], ...]]) -> list[bool]:
        """Which of the choices reach the goal."""
        return [self.goal.is_reached(came) for came in self.came(trials)]

    def _way(self, key: tuple[tuple[int, int], ...], *, least: bool | None = None) -> Way:
        pulls = tuple(Pull(self.levers[at], amount) for at, amount in key)
        proved = self._is_least(key[0]) if least is None else least
        return Way(pulls, self.came([key])[0], proved)

    def _order_events(self) -> None:
        """Of several events those go first without which the unit has most."""
        for at, lever in enumerate(self.levers):
            if isinstance(lever, EventLever) and len(lever.rows) > 1:
                alone = [EventLever(lever.what, 1, lever.monotone, lever.event, (row,)) for row in lever.rows]
                facts = [one.apply(self.results.facts, self.row, 1) for one in alone]
                totals = [came[self.row].total for came in self.replays.came(facts, [[self.row]] * len(facts))]
                order = sorted(range(len(alone)), key=lambda place: (-(totals[place] or Fraction(0)), place))
                self.levers[at] = EventLever(lever.what, lever.most, lever.monotone, lever.event, tuple(lever.rows[place] for place in order))

    # one input -----------------------------------------------------------------------------------------------------------------------------------

    def _singles(self) -> dict[int, int]:
        """For each lever that reaches the goal alone its first amount that does."""
        gallop = {at: _doubled(lever.most) for at, lever in enumerate(self.levers)}
        trials = [((at, amount),) for at, amounts in gallop.items() for amount in amounts]
        reached = dict(zip(trials, self.reached(trials), strict=True))
        between: dict[int, tuple[int, int]] = {}
        for at, amounts in gallop.items():
            first = next((place for place, amount in enumerate(amounts) if reached[((at, amount),)]), None)
            if first is not None:
                between[at] = (amounts[first - 1] if first else 0, amounts[first])
        least = self._closed_in(between, ())
        return self._enumerated(least)

    def _closed_in(self, between: dict[int, tuple[int, int]], beside: tuple[tuple[int, int], ...]) -> dict[int, int]:
        """Halve until the amount reaches the goal and one less does not, ``beside`` what else is changed."""
        while wide := {at: (low + high) // 2 for at, (low, high) in between.items() if high - low > 1}:
            reached = self.reached([((at, middle), *beside) for at, middle in wide.items()])
            for (at, middle), is_reached in zip(wide.items(), reached, strict=True):
                low, high = between[at]
                between[at] = (low, middle) if is_reached else (middle, high)
        return {at: high for at, (_, high) in between.items()}

    def _enumerated(self, least: dict[int, int]) -> dict[int, int]:
        """Where it is not proved that no smaller amount does and they are few, all are tried."""
        told = dict(least)
        for at, amount in least.items():
            if not self._is_proved(at) and amount <= _ENUMERATED:
                reached = self.reached([((at, smaller),) for smaller in range(1, amount)])
                told[at] = next((smaller for smaller, is_reached in enumerate(reached, 1) if is_reached), amount)
        return told

    def _is_least(self, pull: tuple[int, int]) -> bool:
        return pull[1] <= _ENUMERATED or self._is_proved(pull[0])

    def _is_proved(self, at: int) -> bool:
        """Whether more of it is never worse: it lowers no total and trips no veto, and nobody else's total moves with it."""
        lever = self.levers[at]
        if not isinstance(lever, StepLever) or not lever.monotone:
            return False
        steps, reached = self.results.plan.steps_by_ref, self.look.slope.reached
        mine = [ref for ref in reached(TOTAL) if ref in steps and lever.need.ref in reached(ref)]
        vetoes = [ref for ref in steps if ref.role is Role.VETO and lever.need.ref in reached(ref)]
        checks = [ref for ref in steps if ref.role is Role.CHECK and lever.need.ref in reached(ref)]
        grouped = any(isinstance(node, Group) for ref in mine for node in walk(steps[ref].tree))
        bounds = [ref for ref in (GRADE, RANK) if ref in steps and _besides_total(self, ref, lever.need.ref)]
        return not (vetoes or checks or grouped or bounds)

    # two inputs ----------------------------------------------------------------------------------------------------------------------------------

    def _pairs(self, least: dict[int, int], cheapest: Fraction | None) -> list[Way]:
        """The cheapest pair of each two levers, where it costs less than any single way."""
        pool = self._pool()
        told: list[Way] = []
        for one, other in combinations(pool, 2):
            if self.levers[one].key == self.levers[other].key:
                continue
            ends = {at: self._end(at, least.get(at), cheapest) for at in (one, other)}
            first, second = sorted((one, other), key=lambda at: (ends[at], at))
            if not ends[first] or not ends[second] or not self.reached([((first, ends[first]), (second, ends[second]))])[0]:
                continue
            pair, proved = self._pair(first, ends[first], second, ends[second])
            way = self._way(pair, least=proved)
            if cheapest is None or way.cost < cheapest:
                told.append(way)
        return sorted(told, key=lambda way: way.cost)

    def _end(self, at: int, alone: int | None, cheapest: Fraction | None) -> int:
        """The largest amount that is of use in a pair: it does not do alone, and costs less than the cheapest single way."""
        lever = self.levers[at]
        end = lever.most if alone is None else alone - 1
        if cheapest is None or not lever.cost(1):
            return end
        affordable = cheapest / lever.cost(1)
        return min(end, -(-affordable.numerator // affordable.denominator) - 1)

    def _pool(self) -> list[int]:
        """The levers that raise the total most when pulled to their end."""
        now = self.came([()])[0].total or Fraction(0)
        gains = [
            (came.total - now if came.total is not None else Fraction(0))
            for came in self.came([((at, lv.most),) for at, lv in enumerate(self.levers)])
        ]
        order = sorted(range(len(self.levers)), key=lambda at: (-gains[at], at))
        return [at for at in order if gains[at] > 0][:MOST_PAIRED]

    def _pair(self, first: int, end: int, second: int, other_end: int) -> tuple[tuple[tuple[int, int], ...], bool]:
        """The cheapest pair of amounts, and whether it is proved to be."""
        if end * other_end <= _ENUMERATED:
            trials = [((first, amount), (second, other)) for amount in range(1, end + 1) for other in range(1, other_end + 1)]
            reached = [trial for trial, is_reached in zip(trials, self.reached(trials), strict=True) if is_reached]
            return min(reached, key=self._cost), True
        whole = end <= MOST_TRIED
        amounts = range(1, end + 1) if whole else sorted({1 + (end - 1) * place // (MOST_TRIED - 1) for place in range(MOST_TRIED)})
        least = self._least_beside(first, amounts, second, other_end)
        best = min((((first, amount), (second, other)) for amount, other in least.items()), key=self._cost)
        if whole:
            return best, self._is_proved(second)
        # between the amounts that were tried: as little of the first as goes with this much of the second
        return (*self._closed_in({first: (0, best[0][1])}, (best[1],)).items(), best[1]), False

    def _least_beside(self, first: int, amounts: Sequence[int], second: int, end: int) -> dict[int, int]:
        """For each amount of the first with which the second can reach the goal, the least of the second."""
        reached = self.reached([((first, amount), (second, end)) for amount in amounts])
        between = {amount: (0, end) for amount, is_reached in zip(amounts, reached, strict=True) if is_reached}
        while wide := {amount: (low + high) // 2 for amount, (low, high) in between.items() if high - low > 1}:
            reached = self.reached([((first, amount), (second, middle)) for amount, middle in wide.items()])
            for (amount, middle), is_reached in zip(wide.items(), reached, strict=True):
                low, high = between[amount]
                between[amount] = (low, middle) if is_reached else (middle, high)
        return {amount: high for amount, (_, high) in between.items()}

    def _cost(self, key: tuple[tuple[int, int], ...]) -> tuple[Fraction, tuple[tuple[int, int], ...]]:
        return sum((self.levers[at].cost(amount) for at, amount in key), Fraction(0)), key


def _doubled(most: int) -> list[int]:
    """1, 2, 4, … and the end."""
    told = [1]
    while told[-1] * 2 < most:
        told.append(told[-1] * 2)
    return told if told[-1] == most else [*told, most]


def _besides_total(search: Search, ref: Ref, need: Ref) -> bool:
    """Whether a grade or place looks at the input by another way than the total."""
    steps, reached = search.results.plan.steps_by_ref, search.look.slope.reached
    waiting, seen = [ref], {ref}
    while waiting:
        for below in references(steps[waiting.pop()].tree):
            if below == need:
                return True
            if below in steps and below != TOTAL and below not in seen and need in reached(below):
                seen.add(below)
                waiting.append(below)
    return False
