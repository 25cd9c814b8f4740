"""What is the same for all units when accounts are rendered, worked out once for a run: order, events by unit, what sentences ask, inputs of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kpi_engine.engine.results import Results
from kpi_engine.formula.tree import Name, Node, walk
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.stages.draft import Account
from kpi_engine.table import Column, Ref, Role
from kpi_engine.trail.jury import Jury, juries_of
from kpi_engine.trail.sight import Asked
from kpi_engine.trail.votes import Ballots, ballots_of

__all__ = ["Shelf", "shelf_of"]

Raters = tuple[Sequence[Jury], Sequence[Ballots]]
_THROUGH = (Role.VALUE, Role.INPUT, Role.VOTES, Role.QUANTITY)


def shelf_of(results: Results) -> Shelf:
    """The shelf of a run, made once."""
    shelf = results.kept.get("trail")
    if not isinstance(shelf, Shelf):
        shelf = results.kept["trail"] = Shelf(results)
    return shelf


@dataclass
class Shelf:
    """See the module."""

    results: Results
    _asked: dict[int, Asked] = field(default_factory=dict)
    _raters: dict[int, tuple[Node, Raters]] = field(default_factory=dict)
    _inputs: dict[int, tuple[Node, Sequence[Column]]] = field(default_factory=dict)

    @cached_property
    def accounts(self) -> Sequence[Account]:
        """The accounts in the order of the scheme, the year before its periods."""
        position = {entry.name: place for place, entry in enumerate(self.results.plan.book.tree)}
        turn = {period: place for place, period in enumerate(("", *self.results.plan.needs.periods))}
        return sorted(self.results.plan.accounts, key=lambda a: (position.get(a.name, len(position)), turn.get(a.period, len(turn))))

    @cached_property
    def events(self) -> Mapping[tuple[int, str], Sequence[int]]:
        """The rows of each unit's events."""
        told: dict[tuple[int, str], list[int]] = {}
        rows = self.results.facts.rows.get(EVENTS)
        for row, unit in enumerate(rows.unit.tolist() if rows is not None else ()):
            told.setdefault((unit, self.results.word(Ref(Role.COLUMN, EVENTS, part="event"), row)), []).append(row)
        return told

    def asked(self, tree: Node) -> Asked:
        """What the sentences of a tree have asked so far."""
        known = self._asked.get(id(tree))
        if known is None:
            known = self._asked[id(tree)] = Asked(tree, self.results)
        return known

    def inputs_of(self, tree: Node) -> Sequence[Column]:
        """The reported columns that a formula rests on."""
        known = self._inputs.get(id(tree))
        if known is None:
            columns = (self.results.facts.columns.get(name.ref) for name in self._names(tree, set()))
            known = self._inputs[id(tree)] = (tree, [column for column in columns if column is not None])
        return known[1]

    def raters_of(self, tree: Node) -> Raters:
        """The juries whose marks a formula rests on, and the votes."""
        known = self._raters.get(id(tree))
        if known is None:
            steps = self.results.plan.steps_by_ref
            made = [ref for ref in self._made(tree, set()) if ref.role is Role.INPUT]
            juries = list(juries_of(self.results, [(ref, steps[ref].tree) for ref in made]))
            known = self._raters[id(tree)] = (tree, (juries, list(ballots_of(self.results, made))))
        return known[1]

    def _made(self, tree: Node, seen: set[Ref]) -> Iterator[Ref]:
        """What a formula rests on that is itself made by a step."""
        for part in walk(tree):
            if isinstance(part, Name) and part.ref not in seen and not part.domain and part.ref.role in _THROUGH:
                seen.add(part.ref)
                step = self.results.plan.steps_by_ref.get(part.ref)
                if step is not None:
                    yield part.ref
                    yield from self._made(step.tree, seen)

    def _names(self, tree: Node, seen: set[Ref]) -> Iterator[Name]:
        for part in walk(tree):
            if isinstance(part, Name) and part.ref not in seen and not part.domain:
                seen.add(part.ref)
                step = self.results.plan.steps_by_ref.get(part.ref)
                if step is not None and part.ref.role in _THROUGH:
                    yield from self._names(step.tree, seen)
                elif step is None:
                    yield part
