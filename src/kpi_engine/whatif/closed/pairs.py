"""Pairs of units when all weights move: who is surely published before whom, exactly; and who may be either.

Doubles do the bulk: what lies nearer to its threshold than their error is worked out again in fractions.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.whatif.closed.affine import Quantity
from kpi_engine.whatif.closed.referee import published
from kpi_engine.whatif.closed.shifts import Shifts

__all__ = ["Pairs"]

MARGIN = 2.0**-40
"""Far more than the relative error of the double operations of a pair."""


class Pairs:
    """``ahead[A, B]``: whether A is before B under every weighting; ``rivals``: for each unit those that may be before it or not.

    Of units that are not ``linear`` nothing is proved. ``ranks`` are those published now, 0 where there is none.
    """

    def __init__(self, shifts: Shifts, shift: Fraction) -> None:
        self.shifts, self.shift = shifts, shift
        self.ranks = np.array([rank or 0 for rank in published(shifts.base).ranks], dtype=np.int64)
        standing = shifts.standing
        self.linear = [isinstance(total, Quantity) and not standing.is_open[row] and self.ranks[row] > 0 for row, total in enumerate(shifts.totals)]
        self.ahead = self._surely_ahead()
        self.rivals = self._rivals()

    def block(self, row: int) -> int:
        """Which of the blocks a unit is of."""
        return self.shifts.blocks.index(self.shifts.block_of[int(self.shifts.base.facts.class_of[row])])

    def values(self, row: int) -> tuple[Fraction, ...]:
        """A unit's total at the corners."""
        total = self.shifts.totals[row]
        assert isinstance(total, Quantity), "units with a rank have a total, and obstacles were refused"
        return total.top

    def slack(self, row: int) -> Fraction:
        """How far rounding can take its published total."""
        total = self.shifts.totals[row]
        assert isinstance(total, Quantity), "units with a rank have a total, and obstacles were refused"
        return max(total.slack)

    def _surely_ahead(self) -> npt.NDArray[np.bool_]:
        """[A, B]: whether A is published before B under every weighting."""
        size = len(self.ranks)
        told = np.zeros((size, size), dtype=bool)
        groups: dict[int, list[int]] = {}
        for row, group in enumerate(self.shifts.standing.group):
            if group is not None and self.ranks[row] > 0:
                groups.setdefault(group, []).append(row)
        for rows in groups.values():
            told[np.ix_(rows, rows)] = self._group(rows)
        return told

    def _group(self, rows: list[int]) -> npt.NDArray[np.bool_]:
        told = np.zeros((len(rows), len(rows)), dtype=bool)
        by_block: dict[int, list[int]] = {}
        for at, row in enumerate(rows):
            if self.linear[row]:
                by_block.setdefault(self.block(row), []).append(at)
        for first, mine in by_block.items():
            for second, theirs in by_block.items():
                told[np.ix_(mine, theirs)] = self._between([rows[k] for k in mine], [rows[k] for k in theirs], first, second)
        for i, a in enumerate(rows):
            for j, b in enumerate(rows):
                if self.shifts.standing.prior[a] != self.shifts.standing.prior[b]:
                    told[i, j] = self.shifts.standing.settled(a, b) == 1
        return told

    def _between(self, first: list[int], second: list[int], of_first: int, of_second: int) -> npt.NDArray[np.bool_]:
        """Whether those of ``first`` (rows) are surely ahead of those of ``second`` (columns): the most that B - A can be is below minus both slacks."""
        blocks, shift = self.shifts.blocks, float(self.shift)
        a, b = (np.array([[float(value) for value in self.values(row)] for row in rows]) for rows in (first, second))
        if of_first == of_second:
            gaps = (b[None, :, :] - a[:, None, :]).reshape(len(first) * len(second), -1)
            most = blocks[of_first].most(gaps, shift).reshape(len(first), len(second))
        else:
            most = blocks[of_second].most(b, shift)[None, :] + blocks[of_first].most(-a, shift)[:, None]
        slack = np.array([float(self.slack(row)) for row in first])[:, None] + np.array([float(self.slack(row)) for row in second])[None, :]
        scale = (np.abs(a).max() + np.abs(b).max() + 1) * MARGIN
        told: npt.NDArray[np.bool_] = most < -slack - scale
        near = np.argwhere(np.abs(most + slack) <= scale)
        for i, j in near.tolist():
            told[i, j] = self.most(first[i], second[j]) < -(self.slack(first[i]) + self.slack(second[j]))
        return told

    def most(self, a: int, b: int) -> Fraction:
        """The most that B's total less A's can be, in fractions."""
        first, second = self.shifts.blocks[self.block(a)], self.shifts.blocks[self.block(b)]
        if first is second:
            return first.best([y - x for x, y in zip(self.values(a), self.values(b), strict=True)], self.shift)[0]
        return second.best(self.values(b), self.shift)[0] + first.best([-x for x in self.values(a)], self.shift)[0]

    def _rivals(self) -> list[list[int]]:
        """For each unit those that may be before it or not."""
        told: list[list[int]] = []
        alike, group = self.shifts.alike, self.shifts.standing.group
        for row in range(len(self.ranks)):
            mine = [k for k in range(len(self.ranks)) if self.ranks[k] > 0 and group[k] == group[row] and alike[k] != alike[row]]
            told.append([k for k in mine if not self.ahead[k, row] and not self.ahead[row, k]] if self.ranks[row] > 0 else [])
        return told
