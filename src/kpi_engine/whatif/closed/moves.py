"""One weight that moves: who pays for it, on which step, what the totals are along the way, and what is published at a point of it.

A *move* is an indicator together with the classes for which its share and those of its siblings are written alike. With ``siblings`` the others pay in
proportion, so that the sum is kept; with ``none`` they stay, and the full marks change up to the root. A bonus, which counts above full marks, is paid
by no one. Indicators of which the share is no plain number for each class do not move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.numbers import decimal_places
from kpi_engine.scheme.outline import ROOT, Entry
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.affine import ZERO, Obstacle, Quantity
from kpi_engine.whatif.closed.families import Family, line_of
from kpi_engine.whatif.closed.linear import LinearTotals
from kpi_engine.whatif.closed.lines import Line, Move, Policy
from kpi_engine.whatif.closed.referee import Published
from kpi_engine.whatif.closed.standing import Standing
from kpi_engine.whatif.closed.written import adds_up, existing_shares, written_shares
from kpi_engine.whatif.reweigh import share_ref, unweighable

__all__ = ["Moves"]


@dataclass
class Moves:
    """All moves of a scheme from the state that a run found. Lines and runs are worked out once a family of siblings."""

    base: Results
    step: Fraction | None = None
    _families: dict[tuple[str, Policy], Family] = field(default_factory=dict)
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
            self._lines[key] = self._readline_of(move)
        return self._lines[key]

    def _readline_of(self, move: Move) -> list[Line | Obstacle | None]:
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
                told[row] = line_of(total, move, family.names(of)) if isinstance(total, Quantity) else total
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

    def _family(self, move: Move) -> Family:
        entry = self.plan.book.tree[move.indicator]
        alone = move.policy == "none" or entry.is_bonus
        key = (move.indicator if alone else entry.parent or ROOT, move.policy)
        if key not in self._families:
            names = [move.indicator] if alone else [move.indicator, *self._siblings(entry)]
            in_order = [name for name in self.plan.book.tree[entry.parent or ROOT].children if name in names]
            self._families[key] = Family(self.base, in_order, list(move.full_marks), alone=alone)
        return self._families[key]
