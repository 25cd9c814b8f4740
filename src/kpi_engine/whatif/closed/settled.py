"""How far a weight can move before a rank or a grade can change: a proof from the linear model, so that nothing nearer has to be run again.

For each unit a distance of which it is certain that the published rank (grade) is what it is now at every weight nearer than that. The distances are
doubles, made smaller by more than any error that doubles can have (docs/what-if-closed-forms.md, 4); what changes at or beyond them is found by running.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.plan import Plan
from kpi_engine.formula.tree import Compare, Name, Node, children, references, walk
from kpi_engine.numbers import Root
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.lines import Line, Move
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.referee import Published
from kpi_engine.whatif.closed.standing import Standing

__all__ = ["Distances", "distances"]

Floats = npt.NDArray[np.float64]

MARGIN = 2.0**-20
"""Far more than the relative error of a handful of double operations (2^-53 each)."""


@dataclass(frozen=True)
class Distances:
    """For each unit how far the weight can move with nothing changed; infinite where nothing ever does, 0 where that is not known."""

    rank: Floats
    grade: Floats


def distances(moves: Moves, move: Move, now: Published, direction: int) -> Distances:
    """The distances along one move, up (1) or down (-1), from what is published now."""
    model = _Model(moves, move, now, direction)
    rank = model.rank()
    return Distances(rank, model.grade(rank))


class _Model:
    def __init__(self, moves: Moves, move: Move, now: Published, direction: int) -> None:
        lines = moves.line(move)
        at = [(line.at(move.now), line.slope * direction, line.slack) if isinstance(line, Line) else None for line in lines]
        self.value, self.slope, self.slack = (np.array([float(found[k]) if found else 0.0 for found in at]) for k in range(3))
        self.is_line = np.array([found is not None for found in at], dtype=bool)
        self.moves, self.move, self.now = moves, move, now
        self.standing: Standing = moves.standing(move)
        self.alike = moves.alike(move)
        self.size = len(lines)
        touched = moves.touched(move)
        self.touched = np.array([of in touched for of in moves.base.facts.class_of.tolist()], dtype=bool)

    def nearest(self, gap: Floats, slope: Floats, slack: Floats, scale: Floats) -> Floats:
        """How far until ``gap + slope × distance`` comes within ``slack``, where ``gap`` is beyond it; 0 where it is not."""
        room = np.abs(gap) - slack
        toward = -np.sign(gap) * slope + scale * 2.0**-48  # how fast it comes nearer, at most
        with np.errstate(divide="ignore", invalid="ignore"):
            far = np.where(toward > 0, room * (1 - MARGIN) / toward, np.inf)
        return np.where(room > scale * MARGIN, far, 0.0)

    def rank(self) -> Floats:
        """Until the order with some other unit can change."""
        told = np.full(self.size, np.inf)
        groups: dict[int, list[int]] = {}
        for row, group in enumerate(self.standing.group):
            if group is not None and self.touched[row]:
                groups.setdefault(group, []).append(row)
        for rows in groups.values():
            told[rows] = self.pairs(np.array(rows, dtype=np.int64)).min(axis=1)
        return told

    def pairs(self, rows: npt.NDArray[np.int64]) -> Floats:
        """For each pair of a group how far until their order can change."""
        if not self.standing.by_total or any(self.standing.is_open[row] for row in rows) or not self.is_line[rows].all():
            return np.zeros((len(rows), len(rows)))
        value, slope, slack = self.value[rows], self.slope[rows], self.slack[rows]
        gap = value[:, None] - value[None, :]
        scale = np.maximum(np.abs(value)[:, None], np.abs(value)[None, :]) + np.abs(slope)[:, None] + np.abs(slope)[None, :]
        far = self.nearest(gap, slope[:, None] - slope[None, :], slack[:, None] + slack[None, :], scale)
        ranks = self.now.marks(Ref(Role.RANK))[rows].astype(np.int64)
        before = np.sign(ranks[None, :] - ranks[:, None])  # 1: the first of the two is ahead
        far = np.where((before == np.sign(gap)) & (before != 0), far, 0.0)
        far[self.alike[rows][:, None] == self.alike[rows][None, :]] = np.inf
        far[self.settled_before(rows)] = np.inf
        return far

    def settled_before(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """The pairs of which the order does not come from the totals."""
        keys = [self.standing.prior[row] for row in rows]
        number = {key: k for k, key in enumerate(dict.fromkeys(keys))}
        of = np.array([number[key] for key in keys])
        told: npt.NDArray[np.bool_] = of[:, None] != of[None, :]
        return told

    def grade(self, rank: Floats) -> Floats:
        """Until the total comes near a bound; for grades with a quota, until the order changes or one that is before comes near its bound."""
        if Ref(Role.GRADE) not in self.moves.plan.steps_by_ref or Ref(Role.GRADE) not in self.moves.moving(self.move):
            return np.full(self.size, np.inf)
        band = self.bands()
        if band is None or not _is_plain(self.moves.plan, self.moves.moving(self.move)):
            return np.zeros(self.size)
        return self.with_quota(band, rank)

    def bands(self) -> Floats | None:
        """Until the total of a unit comes near a bound of the grades; None where grades are not by bounds of the total."""
        kept = self.moves.kept(self.move)
        if "bounds" not in kept:
            kept["bounds"] = self.bounds()
        found = kept["bounds"]
        if found is None:
            return None
        assert isinstance(found, list), "kept here only"
        told = np.where(self.is_line, np.inf, 0.0)
        for bound in found:
            gap = self.value - bound
            near = self.nearest(gap, self.slope, self.slack, np.abs(self.value) + np.abs(bound) + np.abs(self.slope))
            told = np.minimum(told, np.where(np.isnan(bound), np.inf, near))
        return told

    def bounds(self) -> list[Floats] | None:
        """What the total of each unit is compared with; not a number where there is nothing."""
        nodes = _bounds(self.moves.plan, self.moves.moving(self.move))
        if nodes is None:
            return None
        linear = self.moves.linear(self.move)
        told: list[Floats] = []
        for node in nodes:
            cells = [linear.fixed(node, row) for row in range(self.size)]
            if any(cell is None or isinstance(cell[1], (Root, str)) for cell in cells):
                return None
            told.append(np.array([float("nan") if cell is None or cell[1] is None else float(cell[1]) for cell in cells]))  # type: ignore[arg-type]  # no roots, no words
        return told

    def with_quota(self, band: Floats, rank: Floats) -> Floats:
        """A holder of a grade with a quota depends on those that are ranked before or beside it."""
        scheme = self.moves.plan.scheme
        quota = [quota for quota in scheme.asked(scheme.quotas).values() if quota.grade]
        if not quota:
            return band
        told = band.copy()
        held = self.moves.base.columns[Ref(Role.GRADE, part="veto")]
        holders = [row for row in range(self.size) if held.value(row) == quota[0].grade and self.standing.group[row] is not None]
        if len(quota) > 1 or self.across(quota[0].within):
            told[holders] = 0.0
            if len(quota) > 1:
                told[[row for row in range(self.size) if held.value(row) in {q.grade for q in quota} | {q.falls_to for q in quota}]] = 0.0
            return told
        ranks = self.now.marks(Ref(Role.RANK)).astype(np.int64)
        group = np.array([-1 if g is None else g for g in self.standing.group])
        for row in holders:
            ahead = (group == group[row]) & (ranks <= ranks[row])
            told[row] = min(told[row], rank[row], float(band[ahead].min()))
        return told

    def across(self, within: str | None) -> bool:
        """Whether a quota counts ranks of different rankings together."""
        ranking = self.moves.plan.scheme.ranking
        return within == "all" and ranking is not None and ranking.within == "class"


def _bounds(plan: Plan, moving: set[Ref]) -> list[Node] | None:
    """What the total is compared with in the bands; None where they depend on the weights in another way."""
    step = plan.steps_by_ref.get(Ref(Role.GRADE, part="band"))
    if step is None:
        return None
    told: list[Node] = []
    return told if _gather(step.tree, moving, told) else None


def _gather(node: Node, moving: set[Ref], told: list[Node]) -> bool:
    """Collect the other sides of comparisons of the total; whether nothing else in the tree moves."""
    if isinstance(node, Compare):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, Name) and side.ref == Ref(Role.TOTAL) and not _moves(other, moving):
                told.append(other)
                return True
    if isinstance(node, Name):
        return node.ref not in moving
    return all(_gather(child, moving, told) for child in children(node))


def _moves(node: Node, moving: set[Ref]) -> bool:
    return any(ref in moving for ref in references(node))


def _is_plain(plan: Plan, moving: set[Ref]) -> bool:
    """Whether nothing that forces, caps or rations a grade depends on the weights, but the grades and ranks themselves."""
    if any(ref.role is Role.VETO for ref in moving) or any(rule.uses_quota for rule in plan.scheme.decisions.values()):
        return False
    if any(ref.role is Role.QUOTA and ref.part == "places" for ref in moving):
        return False
    after = [step for step in plan.steps if step.ref.role in (Role.GRADE, Role.QUOTA) and not step.ref.period and step.ref.part != "band"]
    named = {part.ref for step in after for part in walk(step.tree) if isinstance(part, Name)}
    return all(ref.role in (Role.GRADE, Role.QUOTA, Role.RANK) and not ref.period for ref in named & moving)
