"""What each indicator brings into a unit's total, and what it was meant to bring.

A node's figure is divided among its children: a bonus brings what it scored, the rest goes to the others in proportion to their scores (under a mean:
weight × rate; where those come to nothing, as when a policy made the whole node good, to what the text gives them). In a plain sum an indicator so
brings exactly its score; where the parent rescales, rounds or caps, its part of what came of it. Nodes that are no sum or mean of their children are
not divided: they count as one indicator. What is scored period by period counts with the mean of its periods, by their weights.

The *nominal share* is what the text says in the same way: its points among those of its siblings (or its weight), times the share of its parent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from kpi_engine.engine.results import Results
from kpi_engine.scheme.outline import ROOT, Entry
from kpi_engine.table import Ref, Role
from kpi_engine.terms import Formula

__all__ = ["Parts"]


class Parts:
    """The division of one run's totals."""

    def __init__(self, results: Results) -> None:
        self.results, self.tree = results, results.plan.book.tree
        self.indicators: tuple[str, ...] = tuple(self._undivided(ROOT))
        """The indicators that totals are divided among, in the order of the text."""

    def _undivided(self, name: str) -> list[str]:
        if not self._is_divided(self.tree[name]):
            return [name]
        return [below for child in self.tree[name].children for below in self._undivided(child)]

    def _is_divided(self, entry: Entry) -> bool:
        return not entry.is_leaf and self._how(entry) in ("sum", "mean")

    @staticmethod
    def _how(entry: Entry) -> str:
        how = entry.model.combine
        return "sum" if how is None else how.text.strip() if isinstance(how, Formula) else ""

    def score(self, name: str, row: int) -> Fraction | None:
        """What the indicator scored; None where it does not apply."""
        if name not in self._scores:
            self._scores[name] = self._of_steps(name)
        return self._scores[name][row]

    @cached_property
    def _scores(self) -> dict[str, Sequence[Fraction | None]]:
        return {}

    def _of_steps(self, name: str) -> Sequence[Fraction | None]:
        whole = Ref(Role.SCORE, name)
        if whole in self.results.plan.steps_by_ref:
            return self._numbers(whole)
        periods = self.tree[name].periods
        names = periods.names if periods is not None else ()
        weights = [periods.weights[word] if periods is not None and periods.weights else Fraction(1) for word in names]
        columns = [self._numbers(Ref(Role.SCORE, name, period)) for period in names]
        told: list[Fraction | None] = []
        for row in range(len(self.results.units)):
            there = [(weight, score) for weight, column in zip(weights, columns, strict=True) if (score := column[row]) is not None]
            share = sum((weight for weight, _ in there), Fraction(0))
            told.append(sum((weight * score for weight, score in there), Fraction(0)) / share if share else None)
        return told

    def _numbers(self, ref: Ref) -> Sequence[Fraction | None]:
        column = self.results.column(ref)
        values = [column.value(row) if column is not None else None for row in range(len(self.results.units))]
        return [value if isinstance(value, Fraction) else None for value in values]

    def points(self, name: str, row: int) -> Fraction | None:
        """Its full marks for the unit; None on an open scale."""
        if name not in self._points:
            self._points[name] = self._numbers(Ref(Role.POINTS, name))
        return self._points[name][row]

    @cached_property
    def _points(self) -> dict[str, Sequence[Fraction | None]]:
        return {}

    def brought(self, row: int) -> Mapping[str, Fraction] | None:
        """What each indicator brings into the unit's total before decisions and vetoes; None where there is no total."""
        whole = self.score(ROOT, row)
        if whole is None:
            return None
        told = dict.fromkeys(self.indicators, Fraction(0))
        self._divide(ROOT, whole, row, told)
        return told

    def _divide(self, name: str, figure: Fraction, row: int, told: dict[str, Fraction]) -> None:
        entry = self.tree[name]
        if not self._is_divided(entry):
            told[name] = figure
            return
        bonus = [child for child in entry.children if self.tree[child].is_bonus]
        for child in bonus:
            own = self.score(child, row) or Fraction(0)
            self._divide(child, own, row, told)
            figure -= own
        weights = {child: self._weighed(entry, child, row) for child in entry.children if child not in bonus}
        if figure and not sum(weights.values()):
            weights = {child: self._stated(entry, child, row) or Fraction(0) for child in weights}
        if figure and not sum(weights.values()):
            weights = dict.fromkeys(weights, Fraction(1))
        whole = sum(weights.values(), Fraction(0))
        for child, weight in weights.items():
            self._divide(child, figure * weight / whole if figure else Fraction(0), row, told)

    def _weighed(self, entry: Entry, child: str, row: int) -> Fraction:
        score = self.score(child, row) or Fraction(0)
        if self._how(entry) == "sum":
            return score
        points = self.points(child, row)
        weight = self.results.number(Ref(Role.WEIGHT, child), row)
        return score / (points or 1) * (weight if weight is not None else 1)

    def nominal(self, row: int) -> Mapping[str, Fraction | None]:
        """The share of each indicator by the text; None for a bonus, and on an open scale."""
        told: dict[str, Fraction | None] = dict.fromkeys(self.indicators, None)
        self._share(ROOT, Fraction(1), row, told)
        return told

    def _share(self, name: str, share: Fraction | None, row: int, told: dict[str, Fraction | None]) -> None:
        entry = self.tree[name]
        if not self._is_divided(entry):
            told[name] = share
            return
        own = {child: self._stated(entry, child, row) for child in entry.children}
        whole = sum((stated for stated in own.values() if stated is not None), Fraction(0))
        for child, stated in own.items():
            self._share(child, share * stated / whole if share is not None and stated is not None and whole else None, row, told)

    def _stated(self, entry: Entry, child: str, row: int) -> Fraction | None:
        if self.tree[child].is_bonus:
            return None
        if self._how(entry) == "mean":
            weight = self.results.number(Ref(Role.WEIGHT, child), row)
            return weight if weight is not None else Fraction(1)
        own = self.results.number(Ref(Role.POINTS, child, part="own"), row)
        return own if own is not None else self.points(child, row)
