"""Removal: each indicator left out, one at a time, its share taken up by its siblings in proportion, so that the full marks stay; who moves then.

The share of a sibling becomes share × sum ÷ (sum − share of the one left out), for each class. An indicator that stands alone in its family (for some
class) cannot be left out so: it is listed apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.numbers import decimal_text
from kpi_engine.whatif.weights.many import GRADE, RANK, Outcome, outcome
from kpi_engine.whatif.weights.weightings import Family, Weightings

__all__ = ["Removal", "Removals", "removals", "sentences"]

MOST_PARTS = 10**8
"""Removals are run together as long as one denominator of all their shares is no more."""


@dataclass(frozen=True)
class Removal:
    """One indicator left out: how far places move on average, who moves farthest (and from where to where), how many places and grades change."""

    name: str
    title: str
    mean_move: Fraction
    moved: int
    farthest: str
    was: int
    becomes: int
    grades: int

    @property
    def most(self) -> int:
        """The longest way that a unit goes."""
        return abs(self.becomes - self.was)


@dataclass(frozen=True)
class Removals:
    """All of them, in the order of the scheme; ``alone`` are the indicators that have no sibling to take up their share."""

    told: tuple[Removal, ...]
    alone: tuple[str, ...]


def removals(results: Results, families: Sequence[Family]) -> Removals:
    """Leave out each indicator of the families, one at a time, and decide again."""
    told: list[Removal] = []
    alone: list[str] = []
    for family in families:
        without = {child: _without(family, at) for at, child in enumerate(family.children)}
        alone += [child for child, shares in without.items() if shares is None]
        there = {child: shares for child, shares in without.items() if shares is not None}
        for names in _together(there):
            done = outcome(results, _weightings(family, [there[name] for name in names]))
            told += [_removal(results, done, at, name) for at, name in enumerate(names)]
    return Removals(tuple(told), tuple(alone))


def _without(family: Family, left_out: int) -> list[list[Fraction]] | None:
    """The shares for each class; None where nobody is left."""
    rows: list[list[Fraction]] = []
    for shares, total in zip(family.nominal, family.sums, strict=True):
        rest = total - shares[left_out]
        if total and not rest:
            return None
        rows.append([Fraction(0) if at == left_out or not rest else share * total / rest for at, share in enumerate(shares)])
    return rows


def _together(there: dict[str, list[list[Fraction]]]) -> Iterator[list[str]]:
    """Runs of indicators whose shares have a small common denominator."""
    names: list[str] = []
    parts = 1
    for name, rows in there.items():
        mine = lcm(*(share.denominator for shares in rows for share in shares))
        if names and lcm(parts, mine) > MOST_PARTS:
            yield names
            names, parts = [], 1
        names, parts = [*names, name], lcm(parts, mine)
    if names:
        yield names


def _weightings(family: Family, rows: Sequence[list[list[Fraction]]]) -> Weightings:
    parts = lcm(*(share.denominator for row in rows for shares in row for share in shares))
    whole = np.array([[[int(share * parts) for share in shares] for shares in row] for row in rows], dtype=np.int64)
    return Weightings(family.children, family.classes, whole, (parts,) * len(family.children), (family,))


def _removal(results: Results, done: Outcome, at: int, name: str) -> Removal:
    was = np.array([int(results.number(RANK, row) or 0) for row in range(len(results.units))])
    becomes = done.ranks[at].astype(np.int64)
    both = (was > 0) & (becomes > 0)
    moves = np.where(both, np.abs(becomes - was), 0)
    far = int(np.argmax(moves)) if len(moves) else 0
    mean = Fraction(int(moves.sum()), max(int(both.sum()), 1))
    grades = sum(done.grade(at, row) != results.word(GRADE, row) for row in range(len(results.units)))
    title = results.plan.book.tree[name].title
    return Removal(name, title, mean, _changed(was, becomes), results.units[far], int(was[far]), int(becomes[far]), grades)


def _changed(was: npt.NDArray[np.int64], becomes: npt.NDArray[np.int64]) -> int:
    return int((was != becomes).sum())


def sentences(told: Removals, language: str = "zh") -> list[str]:
    """Which indicator the ranking hangs on most, and which could be left out without anything changing."""
    chinese = language == "zh"
    if not told.told:
        return ["没有可以去掉的指标。" if chinese else "There is no indicator that could be left out."]
    most = max(told.told, key=lambda one: (one.mean_move, one.grades))
    idle = [one.title for one in told.told if not one.moved and not one.grades]
    said = [_most(most, chinese)]
    if idle:
        said.append(f"去掉 {'、'.join(idle)} 中任一项，名次和等次都不变。" if chinese else f"Leaving out any of {', '.join(idle)} changes nothing.")
    return said


def _most(one: Removal, chinese: bool) -> str:
    mean = decimal_text(one.mean_move, 1)
    if not one.moved and not one.grades:
        return "去掉任何一项指标，名次和等次都不变。" if chinese else "Whichever indicator is left out, no place and no grade changes."
    if chinese:
        return (
            f"名次最靠“{one.title}”：去掉它，平均移动 {mean} 名，{one.moved} 个单位名次变、{one.grades} 个等次变，"
            f"{one.farthest}从第{one.was}名到第{one.becomes}名。"
        )
    return (
        f"The ranking hangs most on “{one.title}”: without it places move by {mean} on average, {one.moved} places and {one.grades} grades change, "
        f"{one.farthest} goes from {one.was} to {one.becomes}."
    )
