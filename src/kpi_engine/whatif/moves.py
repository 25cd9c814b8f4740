"""One weight that moves: who pays for it, on which step, what the totals are along the way, and what is published at a point of it.

A *move* is an indicator together with the classes for which its share and those of its siblings are written alike. With ``siblings`` the others pay in
proportion, so that the sum is kept; with ``none`` they stay, and the full marks change up to the root. A bonus, which counts above full marks, is paid
by no one. Indicators of which the share is no plain number for each class do not move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.formula.tree import Name
from kpi_engine.numbers import decimal_places
from kpi_engine.scheme.outline import ROOT, Entry, points_by_class
from kpi_engine.table import Kind, Ref, Role
from kpi_engine.terms import Formula
from kpi_engine.whatif.affine import ZERO, Form, Quantity
from kpi_engine.whatif.linear import LinearTotals, Obstacle, Spaces, moving
from kpi_engine.whatif.referee import Published, Referee
from kpi_engine.whatif.reweigh import reweighed, share_ref, unweighable
from kpi_engine.whatif.standing import Standing, standing_of

__all__ = ["Line", "Move", "Moves", "Policy", "moved_ref", "written_shares"]

Policy = Literal["siblings", "none"]
"""Who pays for a weight that moves."""


def moved_ref(name: str) -> Ref:
    """The quantity that stands for a share that moves."""
    return Ref(Role.POINTS, name, part="moved")


def written_shares(results: Results, name: str) -> dict[int, Fraction] | None:
    """An indicator's share for each class (by its index) that has units; None where it is no one number for a class."""
    kept = results.kept.setdefault("shares written", {})
    assert isinstance(kept, dict), "kept here only"
    if name not in kept:
        kept[name] = _read_shares(results, name)
    found: dict[int, Fraction] | None = kept[name]
    return found


def _read_shares(results: Results, name: str) -> dict[int, Fraction] | None:
    ref = share_ref(results.plan, name)
    column = results.column(ref) if ref is not None else None
    if column is None:
        return None
    told: dict[int, Fraction] = {}
    class_of = results.facts.class_of
    for of in np.unique(class_of).tolist():
        rows = np.flatnonzero(class_of == of)
        alike = column.wide is None and bool((column.numerator[rows] == column.numerator[rows[0]]).all()) and not column.state[rows].any()
        values = {column.value(int(row)) for row in (rows[:1] if alike else rows)}
        value = next(iter(values))
        if len(values) > 1 or not isinstance(value, Fraction):
            return None
        told[of] = value
    return told


def adds_up(plan: Plan, name: str) -> bool:
    """Whether the points of the indicators below are those of the node."""
    how = plan.book.tree[name].model.combine
    over_rates = isinstance(how, Formula) and how.text.strip() in ("mean", "geometric", "highest", "lowest")
    only = [plan.book.tree[child].model.only_for for child in plan.book.tree[name].children]
    return not over_rates and not any(one is not None and one.unit for one in only)


def existing_shares(results: Results, name: str) -> dict[int, Fraction] | None:
    """The same, and 0 for the classes for which the indicator does not exist."""
    told = written_shares(results, name)
    above = [entry for entry in results.plan.book.tree.above(name) if entry.name != ROOT]
    if told is None:
        return None
    return {of: ZERO if any(not _exists(results, entry, of) for entry in above) else share for of, share in told.items()}


def _exists(results: Results, entry: Entry, of: int) -> bool:
    only = entry.model.only_for
    if only is not None and only.class_ and results.facts.classes[of] not in only.class_:
        return False
    return points_by_class(entry, results.plan.scheme.class_names).get(results.facts.classes[of] if results.facts.classes else "") != 0


@dataclass(frozen=True)
class Line:
    """A total along a move: ``start + slope × share``; what is published differs from it by at most ``slack``."""

    start: Fraction
    slope: Fraction
    slack: Fraction

    def at(self, share: Fraction) -> Fraction:
        """The total before rounding."""
        return self.start + self.slope * share


@dataclass(frozen=True)
class Move:
    """One weight that moves from ``least`` to ``most``, and for whom. ``worth`` is what one of it is in points (not 1 for weights under a mean)."""

    indicator: str
    title: str
    classes: tuple[int, ...]
    policy: Policy
    now: Fraction
    least: Fraction
    most: Fraction
    step: Fraction
    payers: Mapping[str, Fraction] = field(default_factory=dict)
    full_marks: Mapping[str, Fraction] = field(default_factory=dict)
    worth: Fraction = Fraction(1)

    def shares(self, share: Fraction) -> dict[str, Fraction]:
        """The shares of the indicator and of those that pay, when its own is ``share``."""
        left = sum(self.payers.values(), ZERO)
        paid = {name: now * (self.most - share) / left for name, now in self.payers.items()}
        return {self.indicator: share, **paid}

    def restated(self, share: Fraction) -> dict[str, Fraction]:
        """The full marks that change with it."""
        return {name: now + share - self.now for name, now in self.full_marks.items()}

    def grid(self, low: Fraction, high: Fraction) -> list[Fraction]:
        """The shares on the step from ``low`` to ``high``, both included, as far as the move goes."""
        first, last = -(-max(low, self.least) // self.step), min(high, self.most) // self.step
        return [k * self.step for k in range(int(first), int(last) + 1)]


@dataclass
class Moves:
    """All moves of a scheme from the state that a run found. Lines and runs are worked out once a family of siblings."""

    base: Results
    step: Fraction | None = None
    _families: dict[tuple[str, Policy], _Family] = field(default_factory=dict)
    _lines: dict[tuple[str, tuple[int, ...], Policy], list[Line | Obstacle | None]] = field(default_factory=dict)
    _published: dict[tuple[str, tuple[int, ...], Policy], dict[Fraction, Published]] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The scheme as written."""
        return self.base.plan

    def all(self, policy: Policy = "siblings") -> list[Move]:
        """Every weight that can move, in the order of the text."""
        return [move for entry in self.plan.book.tree if entry.name != ROOT for move in self.of(entry.name, policy)]

    def of(self, name: str, policy: Policy = "siblings") -> list[Move]:
        """The moves of one indicator: one for each set of classes that are written alike; none where it cannot move."""
        entry = self.plan.book.tree[name]
        own = existing_shares(self.base, name)
        if not self._counts(entry) or own is None or unweighable(self.plan, [name]):
            return []
        siblings = {} if entry.is_bonus else {other: shares for other in self._siblings(entry) if (shares := existing_shares(self.base, other))}
        alike: dict[tuple[Fraction, ...], list[int]] = {}
        for of, share in own.items():
            if share > 0:
                alike.setdefault((share, *(shares[of] for shares in siblings.values())), []).append(of)
        made = [self._move(entry, tuple(classes), policy, own, siblings) for classes in alike.values()]
        return [move for move in made if move is not None]

    def touched(self, move: Move) -> tuple[int, ...]:
        """The classes whose ranks and grades the move can change: its own, or all where classes are ranked together."""
        scheme = self.plan.scheme
        together = {scheme.ranking.within if scheme.ranking is not None else "class", *(quota.within for quota in scheme.quotas.values())}
        return tuple(sorted(set(self.base.facts.class_of.tolist()))) if "all" in together else move.classes

    def line(self, move: Move) -> list[Line | Obstacle | None]:
        """The total of each unit that the move touches along it; None for the others, and where there is no total."""
        key = (move.indicator, move.classes, move.policy)
        if key not in self._lines:
            self._lines[key] = self._read_line(move)
        return self._lines[key]

    def _read_line(self, move: Move) -> list[Line | Obstacle | None]:
        family = self._family(move)
        touched = self.touched(move)
        told: list[Line | Obstacle | None] = [None] * len(self.base.units)
        for row, of in enumerate(self.base.facts.class_of.tolist()):
            if of not in touched:
                continue
            total = family.totals(of)[row]
            if of not in move.classes:
                told[row] = self._still(row) if isinstance(total, Quantity) else total
            elif isinstance(total, Obstacle) and move.payers:
                found = family.segment(move, row)
                told[row] = found if isinstance(found, Line) else total
            else:
                told[row] = _line(total, move, family.names(of)) if isinstance(total, Quantity) else total
        return told

    def _still(self, row: int) -> Line | None:
        """A total of another class: nothing of it moves."""
        total = self.base.number(Ref(Role.TOTAL), row)
        return None if total is None else Line(total, ZERO, ZERO)

    def linear(self, move: Move) -> LinearTotals:
        """The model behind the lines of a move."""
        return self._family(move).linear

    def kept(self, move: Move) -> dict[str, object]:
        """What readers of a move's family work out once."""
        return self._family(move).kept

    def moving(self, move: Move) -> set[Ref]:
        """The figures that depend on a move."""
        return self._family(move).moving

    def alike(self, move: Move) -> npt.NDArray[np.int64]:
        """A number for each unit, the same for those that nothing tells apart along a move."""
        return self._family(move).alike

    def standing(self, move: Move) -> Standing:
        """Who is ranked with whom along a move, and by what before the totals."""
        return self._family(move).standing

    def published(self, move: Move, shares: Sequence[Fraction]) -> list[Published]:
        """What is published at each of some shares, by running again; what was run once is kept."""
        kept = self._published.setdefault((move.indicator, move.classes, move.policy), {})
        new = [share for share in dict.fromkeys(shares) if share not in kept]
        kept.update(zip(new, self._family(move).run(move, new), strict=True))
        return [kept[share] for share in shares]

    def _counts(self, entry: Entry) -> bool:
        """Whether a share does anything: points of an indicator do not where the node above looks at rates."""
        ref = share_ref(self.plan, entry.name)
        return entry.parent is not None and (entry.is_bonus or ref == Ref(Role.WEIGHT, entry.name) or adds_up(self.plan, entry.parent))

    def _siblings(self, entry: Entry) -> Iterable[str]:
        assert entry.parent is not None, "the root has no siblings"
        own = share_ref(self.plan, entry.name)
        for name in self.plan.book.tree[entry.parent].children:
            ref = share_ref(self.plan, name)
            same = ref is not None and own is not None and ref.role is own.role
            if name != entry.name and same and not self.plan.book.tree[name].is_bonus and not unweighable(self.plan, [name]):
                yield name

    def _move(
        self, entry: Entry, classes: tuple[int, ...], policy: Policy, own: Mapping[int, Fraction], siblings: Mapping[str, Mapping[int, Fraction]]
    ) -> Move | None:
        now = own[classes[0]]
        payers = {name: shares[classes[0]] for name, shares in siblings.items() if shares[classes[0]] > 0}
        alone = policy == "none" or entry.is_bonus
        if not alone and not payers:
            return None
        full = self._full_marks(entry, classes[0]) if policy == "none" and not entry.is_bonus else {}
        most = max([now * 2, *full.values()]) if alone else now + sum(payers.values())
        step = self.step or self._step(entry)
        worth = self._worth(entry, classes[0], most)
        return Move(entry.name, entry.title, classes, policy, now, ZERO, most, step, {} if alone else payers, full, worth)

    def _worth(self, entry: Entry, of: int, whole: Fraction) -> Fraction:
        """A weight under a mean shares out the points of the node above."""
        if share_ref(self.plan, entry.name) != Ref(Role.WEIGHT, entry.name) or entry.parent is None:
            return Fraction(1)
        return (written_shares(self.base, entry.parent) or {}).get(of, Fraction(1)) / whole

    def _full_marks(self, entry: Entry, of: int) -> dict[str, Fraction]:
        """The nodes above whose points follow: up to the root, as long as points are added up."""
        told: dict[str, Fraction] = {}
        ref, below = share_ref(self.plan, entry.name), entry
        while below.parent is not None and ref is not None and ref.role is Role.POINTS and not below.is_bonus:
            shares = written_shares(self.base, below.parent)
            if shares is None or of not in shares or not adds_up(self.plan, below.parent):
                break
            told[below.parent] = shares[of]
            below = self.plan.book.tree[below.parent]
            ref = share_ref(self.plan, below.name)
        return told

    def _step(self, entry: Entry) -> Fraction:
        """The finest decimal step in which shares of this sort (points, or weights) are written."""
        own = share_ref(self.plan, entry.name)
        places = 0
        for other in self.plan.book.tree:
            ref = share_ref(self.plan, other.name)
            if other.name != ROOT and ref is not None and own is not None and ref.role is own.role:
                written = (written_shares(self.base, other.name) or {}).values()
                places = max([places, *(found for share in written if (found := decimal_places(share)) is not None)])
        return Fraction(1, 10**places)

    def _family(self, move: Move) -> _Family:
        entry = self.plan.book.tree[move.indicator]
        alone = move.policy == "none" or entry.is_bonus
        key = (move.indicator if alone else entry.parent or ROOT, move.policy)
        if key not in self._families:
            names = [move.indicator] if alone else [move.indicator, *self._siblings(entry)]
            in_order = [name for name in self.plan.book.tree[entry.parent or ROOT].children if name in names]
            self._families[key] = _Family(self.base, in_order, list(move.full_marks), alone=alone)
        return self._families[key]


class _Family:
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


def _line(total: Quantity, move: Move, names: Sequence[str]) -> Line:
    """The total on the one line of the domain along which the move goes."""
    if not move.payers:
        return Line(total.top[0], total.top[1], total.slack[0] + max(ZERO, total.slack[1]) * move.most)
    left = sum(move.payers.values(), ZERO)
    own = names.index(move.indicator)
    weights = [move.payers.get(name, ZERO) / left for name in names]
    at_zero, slack = (sum((w * v for w, v in zip(weights, form, strict=True)), ZERO) for form in (total.top, total.slack))
    return Line(at_zero, (total.top[own] - at_zero) / move.most, max(slack, total.slack[own]))
