"""The votes that a rule rests on: what each group of raters chose is told in the account, so that the figure can be redone by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.formula.words import BoolArray, IndexArray, Saying
from kpi_engine.intake.asked import spoken_part
from kpi_engine.numbers import short_text
from kpi_engine.table import Ref, Role
from kpi_engine.trail.amounts import no_amounts
from kpi_engine.trail.postings import Postings, by_text
from kpi_engine.trail.sight import Block

__all__ = ["Ballots", "ballots_of", "told_votes"]


@dataclass(frozen=True)
class Ballots:
    """The votes of one group of raters: each choice with its column, and what the group makes of the unit where that is a figure of its own."""

    label: str
    owner: str
    rater: str
    choices: Sequence[tuple[str, Ref]]
    score: Ref


def ballots_of(results: Results, refs: Iterable[Ref]) -> Iterator[Ballots]:
    """The groups of raters behind those figures that are made of votes."""
    for ref in refs:
        decl = results.plan.scheme.inputs.get(ref.name)
        if decl is None or decl.kind != "ballots":
            continue
        label = (decl.label or ref.name) + (f"（{ref.period}）" if ref.period else "")
        parts = (*decl.words, *decl.not_counted, "issued", "returned")
        for rater in decl.raters or ("",):
            listed = [(spoken_part(f"|{part}"), Ref(Role.VOTES, ref.name, ref.period, f"{rater}|{part}")) for part in parts]
            there = [(option, votes) for option, votes in listed if votes in results.facts.columns]
            yield Ballots(label, decl.owner, rater, there, Ref(Role.VOTES, ref.name, ref.period, f"{rater}|score"))


def told_votes(results: Results, block: Block, groups: Sequence[Ballots], clause: str, present: BoolArray) -> Iterator[Postings]:
    """A line for each group of raters, worth nothing by itself."""
    places = np.flatnonzero(present)
    nothing = no_amounts(len(block.rows)).printed
    for group in groups if len(places) else ():
        told = _Told(results, block, group)
        yield Postings("votes", group.label, clause, told.memo, owner=group.owner, source=told.sources, rows=places, amounts=nothing)


@dataclass(frozen=True)
class _Told:
    results: Results
    block: Block
    group: Ballots

    def memo(self, places: IndexArray) -> list[Saying]:
        """Who chose what how often."""
        return by_text(places, [self._votes(row) for row in self.block.rows[places].tolist()])

    def _votes(self, row: int) -> str:
        group, results = self.group, self.results
        counts = [f"{option} {results.text(votes, row)}" for option, votes in group.choices]
        score = results.number(group.score, row) if group.score in results.columns else None
        told = "、".join(counts) + (f" → {short_text(score)}" if score is not None else "")
        return f"{group.rater}：{told}" if group.rater else told

    def sources(self, places: IndexArray) -> Sequence[str]:
        """The cells."""
        columns = [self.results.facts.columns[votes] for _, votes in self.group.choices]
        cells = ([column.sources(row) for column in columns] for row in self.block.rows[places].tolist())
        return ["；".join(dict.fromkeys(filter(None, told))) for told in cells]
