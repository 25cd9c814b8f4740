"""Best and worst rank of each unit when every weight may move by up to ±x%: what a weighting attains, and what none can pass.

*Attained*: a weighting of the set, in whole numbers, run again exactly; its rank is a published one. *Bound*: by pairs, exactly - a unit that is
behind another under every weighting, by more than rounding can make up, has it before it for good; or, on request, by a solver, which looks at all others at
once and is believed to its tolerance. Where attained and bound meet, the rank is exact (docs/what-if-closed-forms.md, 5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.errors import KpiError, Language, Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.numbers import short_text
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.affine import ZERO, Obstacle
from kpi_engine.whatif.closed.pairs import Pairs
from kpi_engine.whatif.closed.programs import Program, Solution, Solver, program_for, weights_at
from kpi_engine.whatif.closed.shifts import Shifts, Weights
from kpi_engine.whatif.wording import listed, titles_text

__all__ = ["End", "Reach", "Reaches", "reaches", "sentences"]

Side = Literal["best", "worst"]
Proof = Literal["pairs", "solver"]

TOLERANCE = 1e-6
"""How much a solver's bound is believed to be wrong by, at most."""


@dataclass(frozen=True)
class End:
    """One end of the range: the rank that ``weights`` attain (None: as written), the rank that none passes, and what proves that."""

    attained: int
    bound: int
    proof: Proof
    weights: Weights | None = None

    @property
    def is_exact(self) -> bool:
        """Whether both meet."""
        return self.attained == self.bound


@dataclass(frozen=True)
class Reach:
    """The ranks that a unit can have."""

    unit: str
    now: int
    best: End
    worst: End


@dataclass(frozen=True)
class Reaches:
    """The ranges of the units asked for; units without a rank are left out. ``moved`` are the indicators whose shares move."""

    units: tuple[Reach, ...]
    shift: Fraction
    moved: tuple[str, ...]
    runs: int
    findings: tuple[Problem, ...] = ()


def reaches(base: Results, shift: Fraction, *, units: Sequence[str] | None = None, solver: Solver | None = None) -> Reaches:
    """Best and worst rank of each unit when every weight may move by up to ``shift`` of itself.

    Args:
        base: the state as written.
        shift: more than 0 and less than 1.
        units: for whom; None for all that are ranked.
        solver: tightens both ends for the units asked for; None: pairs, and the weightings that pairs suggest, only.

    Raises:
        KpiError: K833 shift, K583 unknown units, K837 no ranking by total, K832 no total is linear. Single units that are not are findings: of them, and
            of any other beside them, nothing is proved.

    """
    problems = _asked(base, shift, units)
    if problems:
        raise KpiError(problems)
    shifts = Shifts(base)
    pairs = Pairs(shifts, shift)
    work = _Work(pairs)
    findings = _not_linear(pairs)
    if findings and not any(pairs.linear):
        raise KpiError([replace(finding, severity="problem") for finding in findings[:1]])
    rows = [row for row in range(len(base.units)) if pairs.ranks[row] > 0 and (units is None or base.units[row] in units)]
    work.suggest(rows)
    if solver is not None:
        for row in rows:
            work.solve(row, solver)
    told = tuple(Reach(base.units[row], int(pairs.ranks[row]), work.ends["best"][row], work.ends["worst"][row]) for row in rows)
    titles = tuple(base.plan.book.tree[name].title for name in shifts.names)
    return Reaches(told, shift, titles, work.runs, tuple(findings))


def _asked(base: Results, shift: Fraction, units: Sequence[str] | None) -> list[Problem]:
    told = [k5.NO_SUCH_UNIT.at(unit=unit, near=nearest(unit, base.units)) for unit in units or () if unit not in base.units]
    if not 0 < shift < 1:
        told.append(k8.SHIFT_RANGE.at(value=f"{short_text(shift * 100)}%"))
    if base.plan.scheme.ranking is None or "total" not in base.plan.scheme.ranking.by[:1]:
        told.append(k8.NO_RANKING.at(base.plan.scheme.place))
    return told


def _not_linear(pairs: Pairs) -> list[Problem]:
    """The units of which nothing is proved: no linear total, or whether they are ranked depends on the weights."""
    told: list[Problem] = []
    shifts = pairs.shifts
    moved = "、".join(shifts.base.plan.book.tree[name].title for name in shifts.names[:3]) + ("…" if len(shifts.names) > 3 else "")
    for row, total in enumerate(shifts.totals):
        if pairs.ranks[row] > 0 and not pairs.linear[row]:
            figure, node = (total.figure, total.node) if isinstance(total, Obstacle) else ("名次", "among")
            told.append(k8.NOT_LINEAR.at(severity="finding", unit=shifts.base.units[row], indicator=moved, figure=figure, node=node))
    return told


class _Work:
    def __init__(self, pairs: Pairs) -> None:
        self.pairs, self.shifts, self.shift = pairs, pairs.shifts, pairs.shift
        self.runs = 0
        self.ends: dict[Side, dict[int, End]] = {"best": {}, "worst": {}}
        for row in np.flatnonzero(pairs.ranks > 0).tolist():
            now, before = int(pairs.ranks[row]), int(pairs.ahead[:, row].sum())
            self.ends["best"][row] = End(now, 1 + before, "pairs")
            self.ends["worst"][row] = End(now, 1 + before + len(pairs.rivals[row]), "pairs")

    # weightings that attain

    def suggest(self, rows: Sequence[int]) -> None:
        """For each unit and side the weighting that lifts it most (or least) over all its rivals together; every run serves every unit."""
        asked = [row for row in rows if self.pairs.linear[row] and self.pairs.rivals[row]]
        worlds = [self._lifting(row, sign) for row in asked for sign in (1, -1)]
        self.attain(worlds)

    def _lifting(self, row: int, sign: int) -> dict[int, Weights]:
        """Weights under which the unit's lead over its rivals, summed up, is the largest (``sign`` 1) or the smallest (-1)."""
        world: dict[int, Weights] = {}
        for at, block in enumerate(self.shifts.blocks):
            wanted = [ZERO] * len(block.atoms)
            for rival in (rival for rival in self.pairs.rivals[row] if self.pairs.linear[rival]):
                for of, way in ((row, sign), (rival, -sign)):
                    if self.pairs.block(of) == at:
                        wanted = [value + way * other for value, other in zip(wanted, self.pairs.values(of), strict=True)]
            if any(wanted):
                world |= dict.fromkeys(block.classes, block.best(wanted, self.shift)[1])
        return world

    def attain(self, worlds: Sequence[dict[int, Weights]]) -> None:
        """Run weightings; whoever comes further than known keeps the weighting as the witness."""
        self.runs += len(worlds)
        for world, outcome in zip(worlds, self.shifts.run(worlds), strict=True):
            ranks = outcome.marks(Ref(Role.RANK)).astype(np.int64)
            for side, better in (("best", ranks < self.pairs.ranks), ("worst", ranks > self.pairs.ranks)):
                for row in np.flatnonzero(better & (self.pairs.ranks > 0) & (ranks > 0)).tolist():
                    self._keep("best" if side == "best" else "worst", row, int(ranks[row]), world)

    def _keep(self, side: Side, row: int, rank: int, world: dict[int, Weights]) -> None:
        end = self.ends[side][row]
        if rank < end.attained if side == "best" else rank > end.attained:
            assert end.bound <= rank if side == "best" else rank <= end.bound, "nothing passes a bound that is proved"
            mine = world.get(int(self.shifts.base.facts.class_of[row]))
            self.ends[side][row] = replace(end, attained=rank, weights=mine)

    # the solver

    def solve(self, row: int, solver: Solver) -> None:
        """Both ends of a unit by the solver, as far as pairs have not settled them."""
        for side in ("best", "worst"):
            which: Side = "best" if side == "best" else "worst"
            if self.pairs.linear[row] and not self.ends[which][row].is_exact:
                self._solve(row, which, solver)

    def _solve(self, row: int, side: Side, solver: Solver) -> None:
        rivals = [rival for rival in self.pairs.rivals[row] if self.pairs.linear[rival]]
        for easing in (1, 0, -1):  # as far as rounding may help, not at all, as far as it may hurt: the first bounds, the others look for witnesses
            program = self._program(row, side, rivals, easing)
            solution = solver(program)
            if solution is None:
                continue
            if easing == 1:
                self._bound(row, side, solution)
            self.attain([weights_at(program, solution, self.shifts.blocks, self.shift)])
            if self.ends[side][row].is_exact:
                return

    def _program(self, row: int, side: Side, rivals: Sequence[int], easing: int) -> Program:
        sign = 1 if side == "best" else -1
        gaps = []
        for rival in rivals:
            over = self.pairs.most(row, rival) if side == "best" else self.pairs.most(rival, row)
            ease = easing * (self.pairs.slack(row) + self.pairs.slack(rival))
            gaps.append((self.pairs.block(row), self.pairs.values(row), self.pairs.block(rival), self.pairs.values(rival), sign, ease, over))
        return program_for(self.shifts.blocks, self.shift, gaps)

    def _bound(self, row: int, side: Side, solution: Solution) -> None:
        """At least so many rivals stay before (or behind) whatever the weights are."""
        least = math.ceil(solution.bound - TOLERANCE)
        end, before = self.ends[side][row], int(self.pairs.ahead[:, row].sum())
        bound = 1 + before + (least if side == "best" else len(self.pairs.rivals[row]) - least)
        if bound > end.bound if side == "best" else bound < end.bound:
            self.ends[side][row] = replace(end, bound=bound, proof="solver")


def sentences(found: Reaches, language: Language = "zh") -> list[str]:
    """What moves and how far, then one sentence a unit."""
    zh = language == "zh"
    percent = f"{short_text(found.shift * 100)}%"
    moved = titles_text(found.moved, language, most=8)
    if zh:
        told = [
            f"各指标的份额各自浮动不超过 {percent}，同级再按比例折回上级的分值（{moved}；加分不动）；总分随份额成直线变化。",
            "“能到”的名次有一组真的权重，重算出来就是它；“不会好于”“不会差于”是证明了的界线。两者相等的，写“已证明”。",
        ]
    else:
        told = [
            f"Every share moves by up to {percent} of itself, then siblings are scaled to the points above them ({moved}; bonuses stay); totals are "
            "linear in them.",
            "What is reached was run again under real weights; none better, none worse is a proved bound. Where both meet it says proved.",
        ]
    told += [_unit(one, zh=zh) for one in found.units]
    return [*told, *_not_linear_text(found, language)]


def _not_linear_text(found: Reaches, language: Language) -> list[str]:
    """What keeps totals from being linear, the units with the same reason together."""
    alike: dict[tuple[object, ...], list[str]] = {}
    for finding in found.findings:
        alike.setdefault(tuple(finding.facts[name] for name in ("indicator", "figure", "node")), []).append(str(finding.facts["unit"]))
    end = "。" if language == "zh" else "."
    return [
        k8.NOT_LINEAR.at(unit=listed(units, language), indicator=indicator, figure=figure, node=node).message(language) + end
        for (indicator, figure, node), units in alike.items()
    ]


def _unit(one: Reach, *, zh: bool) -> str:
    if zh:
        return f"{one.unit}：现第{one.now}名；最好{_end(one.best, '不会好于', zh=True)}；最差{_end(one.worst, '不会差于', zh=True)}。"
    return f"{one.unit}: now {one.now}; best {_end(one.best, 'none better than', zh=False)}; worst {_end(one.worst, 'none worse than', zh=False)}."


def _end(end: End, passes: str, *, zh: bool) -> str:
    by = "" if end.proof == "pairs" else ("（求解器，误差 1e-6）" if zh else " (by the solver, to 1e-6)")
    if end.is_exact:
        return f"第{end.attained}名（已证明{_beside(by, zh=zh)}）" if zh else f"{end.attained} (proved{_beside(by, zh=zh)})"
    return f"能到第{end.attained}名，{passes}第{end.bound}名{by}" if zh else f"{end.attained} reached, {passes} {end.bound}{by}"


def _beside(by: str, *, zh: bool) -> str:
    """What proves it, inside of brackets that are open already."""
    inner = by.strip(" ()（）")
    return f"{'，' if zh else ', '}{inner}" if inner else ""
