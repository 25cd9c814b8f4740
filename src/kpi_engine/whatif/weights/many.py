"""Many weightings at once: totals, tied ranks and grades of every unit under each of them, exact, the whole decision each time.

What is linear is reckoned as layers (`layers`, `reckon`), the rest - vetoes, ranks, quotas, grades - by the plan's own trees in worlds (`worlds`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.cone import needed_for
from kpi_engine.engine.results import Results
from kpi_engine.formula.columns import ColumnsPlan
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.tree import Group, Name, Node, references
from kpi_engine.table import Facts, Ref, Role, State
from kpi_engine.whatif.weights.cone import cone_of, share_columns, together
from kpi_engine.whatif.weights.figures import Figures, Gathered, as_column, figures_of, same_everywhere
from kpi_engine.whatif.weights.layers import Layers, layers_of
from kpi_engine.whatif.weights.ranks import competition_ranks
from kpi_engine.whatif.weights.reckon import Reckoner, TooLarge
from kpi_engine.whatif.weights.settled import settled
from kpi_engine.whatif.weights.weightings import Weightings
from kpi_engine.whatif.worlds import tiled

__all__ = ["GRADE", "RANK", "TOTAL", "Figures", "Many", "Outcome", "outcome"]

TOTAL, RANK, GRADE = Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE)

BLOCK = 24_576
"""Rows of a block of worlds, about."""

FloatArray = npt.NDArray[np.float64]
StateArray = npt.NDArray[np.uint8]
IndexArray = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Outcome:
    """What K weightings give. ``ranks`` are 0 and ``grades`` -1 where there is none; ``is_linear``: totals were reckoned in closed form."""

    weightings: Weightings
    units: tuple[str, ...]
    totals: Figures
    ranks: npt.NDArray[np.int32]
    grades: npt.NDArray[np.int16]
    words: tuple[str, ...]
    is_linear: bool

    def grade(self, at: int, unit: int) -> str:
        """The grade of a unit in one weighting; empty where there is none."""
        place = int(self.grades[at, unit])
        return self.words[place] if place >= 0 else ""


def outcome(results: Results, weightings: Weightings, *, linear: bool = True) -> Outcome:
    """Totals, ranks and grades of every unit under each weighting.

    Args:
        results: the base: its plan and its facts.
        weightings: the shares.
        linear: whether what is linear may be reckoned in closed form (the same figures, sooner).

    """
    outputs = [ref for ref in (TOTAL, RANK, GRADE) if ref in results.plan.steps_by_ref]
    many = Many(results, weightings, outputs, linear=linear)
    told = many.run(weightings)
    size = (len(weightings), len(results.units))
    ranks, grades = np.zeros(size, dtype=np.int32), np.full(size, -1, dtype=np.int16)
    if RANK in told:
        ranks = np.where(told[RANK].state == 0, told[RANK].whole, 0).astype(np.int32)
    if GRADE in told:
        grades = np.where(told[GRADE].state == 0, told[GRADE].whole, -1).astype(np.int16)
    words = told[GRADE].words if GRADE in told else ()
    return Outcome(weightings, results.units, told[TOTAL], ranks, grades, words, many.is_linear)


@dataclass(frozen=True)
class _Ranked:
    """A rank by one figure of the layers, among units whom the weights do not change."""

    key: Ref
    live: IndexArray
    classes: tuple[slice, ...]
    state: StateArray


class Many:
    """A plan made ready for weightings of some families, none with larger shares than those that it was made for."""

    def __init__(self, results: Results, widest: Weightings, outputs: Collection[Ref], *, linear: bool = True) -> None:
        self.outputs = tuple(outputs)
        self.plan = results.plan
        self.facts, self.back = together(results.facts)
        self.cone = cone_of(results.plan, self.facts, widest.families, outputs)
        self.slices = _slices(self.facts)
        self.widest = Weightings(widest.names, widest.classes, widest.whole.max(axis=0, keepdims=True), widest.parts, widest.families)
        self.is_linear = False
        self._reckoner = Reckoner((), self.cone.shares, self.widest, self.slices)
        self.rest = self.cone.steps
        self._given: dict[Ref, int] = {}
        if linear and _is_positive(widest):
            self._reckon_layers()
        self._ranked = {step.ref: told for step in self.rest if (told := self._plain_rank(step)) is not None}
        self.rest = tuple(needed_for(self.outputs, [step for step in self.rest if step.ref not in self._ranked]).values())
        self._reads = self.cone.reads(self.rest) - self._given.keys() - self._ranked.keys()
        self._program = ColumnsPlan(self.rest, keep=[step.ref for step in self.rest if step.ref in self.outputs])
        self._asked = frozenset(ref for step in self.rest for ref in references(step.tree))
        self._tiled: dict[int, Facts] = {}

    def _reckon_layers(self) -> None:
        layers = self._layers()
        asked = {ref for step in layers.rest for ref in references(step.tree)} | set(self.outputs)
        try:
            reckoner = Reckoner(layers.layers, self.cone.shares, self.widest, self.slices)
            self._given = {layer.ref: reckoner.common(layer.ref) for layer in layers.layers if layer.ref in asked}
        except TooLarge:
            self._given = {}
            return
        self._reckoner, self.rest, self.is_linear = reckoner, layers.rest, TOTAL in self._given

    def _layers(self) -> Layers:
        """Layer by layer: what is found to be there for everybody may settle what stands above it."""
        while True:
            layers = layers_of(self.cone, self.outputs, by_class=len(self.widest.classes) > 1)
            present = {layer.ref for layer in layers.layers if not layer.form.state.any()}
            simpler = settled(self.plan, self.cone, self.widest.families, present) if layers.rest else None
            if simpler is None:
                return layers
            self.cone = simpler

    def _plain_rank(self, step: Step) -> _Ranked | None:
        tree = step.tree
        if not isinstance(tree, Group) or tree.function != "rank" or dict(tree.options) != {"first": "highest"} or len(tree.args) != 1:
            return None
        key = tree.args[0]
        if not isinstance(key, Name) or key.ref not in self._given or (tree.among is not None and self._moves(tree.among)):
            return None
        state = self._reckoner.states[key.ref]
        counts = np.ones(len(state), dtype=np.bool_) if tree.among is None else self._counts(tree.among)
        own = np.where(counts, state, np.uint8(State.NOT_APPLICABLE))
        live = np.flatnonzero(own == 0)
        return _Ranked(key.ref, live, _among(live, self.slices if tree.scope == "class" else (slice(0, len(state)),)), own)

    def _moves(self, tree: Node) -> bool:
        return any(ref not in self.cone.facts.columns for ref in references(tree))

    def _counts(self, among: Node) -> npt.NDArray[np.bool_]:
        ref = Ref(Role.VALUE, part="among")
        cells = run_exact([Step(ref, among)], self.cone.facts)[ref]
        return np.array([cell == (State.PRESENT, True) for cell in cells], dtype=np.bool_)

    def run(self, weightings: Weightings) -> dict[Ref, Figures]:
        """The figures asked for, in the order of the register."""
        assert (weightings.whole <= self.widest.whole).all(), "made ready for larger shares"
        assert not self._given or _is_positive(weightings), "layers are for shares above 0"
        at_once = max(1, BLOCK // max(len(self.facts.units), 1))
        gathered = {ref: Gathered(len(weightings)) for ref in self.outputs}
        if self.rest:
            self._make_ready()
        spare: list[FloatArray] = []
        for start in range(0, len(weightings), at_once):
            for ref, figures in self._block(weightings.some(slice(start, start + at_once)), spare).items():
                gathered[ref].put(start, figures)
        return {ref: told.figures(self.back) for ref, told in gathered.items()}

    def _make_ready(self) -> None:
        """Compile for the largest values, so that every block finds the program ready."""
        given = {ref: Figures(self._most(ref), self._reckoner.states[ref][None], below) for ref, below in self._given.items()}
        given |= {ref: Figures(np.full((1, len(told.state)), float(len(told.state))), told.state[None]) for ref, told in self._ranked.items()}
        self._worlds(self.widest, given)

    def _most(self, ref: Ref) -> FloatArray:
        known, below = self._reckoner.known[ref], self._given[ref]
        most: FloatArray = (known.most * (below // known.below)).astype(np.float64)[None]
        return np.where(self._reckoner.states[ref] == 0, most, 0.0)

    def _block(self, some: Weightings, spare: list[FloatArray]) -> dict[Ref, Figures]:
        block = self._reckoner.block(some.whole.astype(np.float64), spare)
        size = len(some)
        given: dict[Ref, Figures] = {}
        for ref, below in self._given.items():
            given[ref] = Figures(block.over(ref, below), np.broadcast_to(self._reckoner.states[ref], (size, len(self.facts.units))), below)
        for ref, told in self._ranked.items():
            given[ref] = _ranks(given[told.key].whole, told)
        if self.rest:
            given |= self._worlds(some, given)
        return {ref: given[ref] if ref in given else same_everywhere(self.cone.facts.columns[ref], size) for ref in self.outputs}

    def _worlds(self, some: Weightings, given: Mapping[Ref, Figures]) -> dict[Ref, Figures]:
        """What is not linear, by the trees."""
        size = len(some)
        if size not in self._tiled:
            self._tiled[size] = tiled(self.cone.facts, self._reads, size)
        facts = self._tiled[size]
        asked = self._asked
        columns = {ref: as_column(told) for ref, told in given.items() if ref in asked}
        shares = share_columns(self.cone, some, asked)
        run = self._program.run(replace(facts, columns={**facts.columns, **columns, **shares}), block_rows=size * len(self.facts.units))
        return {step.ref: figures_of(run, step.ref, size) for step in self.rest if step.ref in self.outputs}


def _is_positive(weightings: Weightings) -> bool:
    """Whether every share that is written above 0 is above 0 in every weighting: there, what is linear is proved to be."""
    written = np.zeros(weightings.whole.shape[1:], dtype=np.bool_)
    for family in weightings.families:
        for at, name in enumerate(family.children):
            column = weightings.names.index(name)
            shares = [row[at] > 0 for row in family.nominal]
            written[:, column] = shares if len(shares) > 1 else shares * len(written)
    return bool((weightings.whole > 0)[:, written].all())


def _slices(facts: Facts) -> tuple[slice, ...]:
    """The rows of each class; units of a class are neighbours."""
    ends = np.cumsum(np.bincount(facts.class_of, minlength=max(len(facts.classes), 1))).tolist()
    return tuple(slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True))


def _among(live: IndexArray, classes: Sequence[slice]) -> tuple[slice, ...]:
    """The rows of each class among those that count."""
    told = [(int(np.searchsorted(live, rows.start)), int(np.searchsorted(live, rows.stop))) for rows in classes]
    return tuple(slice(start, stop) for start, stop in told if stop > start)


def _ranks(totals: FloatArray, told: _Ranked) -> Figures:
    state = np.broadcast_to(told.state, totals.shape)
    if len(told.live) == totals.shape[1]:
        return Figures(competition_ranks(totals, told.classes).astype(np.float64), state)
    ranks = np.zeros(totals.shape)
    ranks[:, told.live] = competition_ranks(totals[:, told.live], told.classes)
    return Figures(ranks, state)
