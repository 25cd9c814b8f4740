"""How safe a ranking is: places and grades under many draws of the weights, each draw the whole decision again.

The q-quantile of a unit's places is the smallest place that at least the share q of the draws does not exceed (of n draws in which it has a place, the
⌈q·n⌉-th in order): always a place that it really had. Median is q = 1/2, the interval goes from 5% to 95%.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.numbers import decimal_places, decimal_text
from kpi_engine.whatif.weights.draws import Vary, described, varied, wrong_with
from kpi_engine.whatif.weights.many import GRADE, RANK, Outcome, outcome
from kpi_engine.whatif.weights.weightings import Family
from kpi_engine.whatif.wording import counted

__all__ = ["Ranking", "Robust", "Swap", "UnitRange", "robust", "robust_of", "sentences"]

MOST_NAMED = 5
"""Pairs and units that a sentence names before it counts the rest."""

LOW, MEDIAN, HIGH = Fraction(5, 100), Fraction(1, 2), Fraction(95, 100)


@dataclass(frozen=True)
class UnitRange:
    """One unit: its place and grade as they are, and what they are in the draws (``grades``: the share of draws in which it holds each)."""

    row: int
    unit: str
    rank: int
    median: int
    low: int
    high: int
    best: int
    worst: int
    grade: str
    grades: tuple[tuple[str, Fraction], ...]

    @property
    def keeps_grade(self) -> bool:
        """Whether the grade is the same in every draw."""
        return len(self.grades) <= 1 and all(grade == self.grade for grade, _ in self.grades)


@dataclass(frozen=True)
class Swap:
    """Two neighbours in the ranking, and the share of draws in which the lower one stands above the other."""

    upper: str
    lower: str
    rank: int
    below: int
    share: Fraction


@dataclass(frozen=True)
class Ranking:
    """One ranking (a class, or everybody): ``top`` places never change; ``settled`` are the k for which the first k are always the same units."""

    name: str
    units: tuple[UnitRange, ...]
    top: int
    settled: tuple[int, ...]
    swaps: tuple[Swap, ...]

    @property
    def is_ranked(self) -> bool:
        """Whether there are places at all, or grades alone."""
        return any(unit.rank for unit in self.units)


@dataclass(frozen=True)
class Robust:
    """What many draws say of a ranking; ``rankings`` has one for each class, or one for all."""

    count: int
    seed: int
    vary: Vary
    rankings: tuple[Ranking, ...]


def robust(results: Results, families: Sequence[Family], vary: Vary, count: int, seed: int) -> tuple[Robust | None, list[Problem]]:
    """Draw weights, decide again each time, and say what holds.

    Returns:
        (what many draws say, problems): K822 to K825 and K828, see `draws.wrong_with`.

    """
    problems = wrong_with(results.plan, families, vary, count)
    if problems:
        return None, problems
    told = outcome(results, varied(results.plan, families, vary, count, seed))
    return robust_of(results, told, vary, seed), []


def robust_of(results: Results, told: Outcome, vary: Vary, seed: int) -> Robust:
    """The same of draws that have been worked out."""
    ranking = results.plan.scheme.ranking
    by_class = ranking is not None and ranking.within == "class" and len(results.facts.classes) > 1
    groups: list[tuple[str, list[int]]] = []
    if by_class:
        class_of = results.facts.class_of
        groups = [(name, np.flatnonzero(class_of == at).tolist()) for at, name in enumerate(results.facts.classes)]
    else:
        groups = [("", list(range(len(results.units))))]
    rankings = tuple(_ranking(results, told, name, rows) for name, rows in groups)
    return Robust(len(told.weightings), seed, vary, tuple(ranking for ranking in rankings if ranking.units))


def _ranking(results: Results, told: Outcome, name: str, rows: Sequence[int]) -> Ranking:
    ranks = {row: int(number) for row in rows if (number := results.number(RANK, row)) is not None}
    if RANK not in results.plan.steps_by_ref:  # grades alone
        ranks = {row: 0 for row in rows if results.word(GRADE, row)}
    ordered = sorted(ranks, key=lambda row: (ranks[row], row))
    units = tuple(_unit(results, told, row, ranks[row]) for row in ordered)
    moved = [unit.rank for unit in units if (told.ranks[:, unit.row] != unit.rank).any()]
    top = min(moved) - 1 if moved else len(units)
    settled = tuple(k for k in range(1, len(units)) if _is_settled(units, k))
    if not all(ranks.values()):
        return Ranking(name, units, 0, (), ())
    swaps = [_swap(told, upper, lower) for upper, lower in pairwise(units)]
    return Ranking(name, units, top, settled, tuple(swap for swap in swaps if swap.share))


def _unit(results: Results, told: Outcome, row: int, rank: int) -> UnitRange:
    places = np.sort(told.ranks[:, row][told.ranks[:, row] > 0])
    grades = tuple(_shares(told.grades[:, row], told.words))
    low, median, high = (_quantile(places, share) for share in (LOW, MEDIAN, HIGH))
    best, worst = (int(places[0]), int(places[-1])) if len(places) else (0, 0)
    return UnitRange(row, results.units[row], rank, median, low, high, best, worst, results.word(GRADE, row), grades)


def _quantile(places: npt.NDArray[np.int32], share: Fraction) -> int:
    """The ⌈share · n⌉-th; 0 where the unit never has a place."""
    at = -(-share.numerator * len(places) // share.denominator)
    return int(places[max(at, 1) - 1]) if len(places) else 0


def _shares(grades: npt.NDArray[np.int16], words: Sequence[str]) -> list[tuple[str, Fraction]]:
    counts = [(word, int((grades == at).sum())) for at, word in enumerate(words)]
    return [(word, Fraction(count, len(grades))) for word, count in counts if count]


def _is_settled(units: Sequence[UnitRange], k: int) -> bool:
    first, rest = [u for u in units if u.rank <= k], [u for u in units if u.rank > k]
    return len(first) == k and all(0 < u.worst <= k for u in first) and all(u.best > k for u in rest)


def _swap(told: Outcome, upper: UnitRange, lower: UnitRange) -> Swap:
    a, b = told.ranks[:, upper.row], told.ranks[:, lower.row]
    crossed = int(((b < a) & (b > 0)).sum())
    return Swap(upper.unit, lower.unit, upper.rank, lower.rank, Fraction(crossed, len(told.ranks)))


def sentences(told: Robust, language: str = "zh") -> list[str]:
    """What many draws say, the answer first: which places hold, which neighbours may change, which grades."""
    chinese = language == "zh"
    said = [_answer(told, ranking, chinese) for ranking in told.rankings if ranking.is_ranked]
    said += [text for ranking in told.rankings for text in _grades(ranking, told.count, chinese)]
    if chinese:
        said.append(f"抽取 {told.count} 次，种子 {told.seed}；每次都从头重算，名次区间是 5% 到 95%。")
    else:
        said.append(
            f"{counted(told.count, 'draw')} with seed {told.seed}, the whole decision again each time; intervals of places go from 5% to 95%."
        )
    return said


def _answer(told: Robust, ranking: Ranking, chinese: bool) -> str:
    size = len(ranking.units)
    how = described(told.vary, "zh" if chinese else "en")
    name = ranking.name and (f"{ranking.name}：" if chinese else f"{ranking.name}: ")
    if ranking.top >= size:
        return f"{name}{how}，名次都不变。" if chinese else f"{name}{how}: no place changes."
    if chinese:
        top = f"前{ranking.top}名不变" if ranking.top > 1 else "第1名不变" if ranking.top else "第1名也会变"
    else:
        top = (
            f"the first {ranking.top} places hold"
            if ranking.top > 1
            else "the first place holds"
            if ranking.top
            else "even the first place may change"
        )
    return f"{name}{how}，{top}{_pairs(ranking, chinese)}。" if chinese else f"{name}{how}: {top}{_pairs(ranking, chinese)}."


def _pairs(ranking: Ranking, chinese: bool) -> str:
    """The neighbours that may change places, those of the upper places first."""
    named = ranking.swaps[:MOST_NAMED]
    if not named:
        return ""
    rest = len(ranking.swaps) - len(named)
    if chinese:
        pairs = "，".join(f"第{swap.rank}、{swap.below}名可能互换（{_percent(swap.share)}）" for swap in named)
        return f"；{pairs}" + (f"，另有 {rest} 对相邻名次" if rest else "")
    pairs = ", ".join(f"places {swap.rank} and {swap.below} may change ({_percent(swap.share)})" for swap in named)
    return f"; {pairs}" + (f", and {rest} more neighbours" if rest else "")


def _percent(share: Fraction) -> str:
    """A share of draws; never 0% of what happens, nor 100% of what does not always."""
    if 0 < share < Fraction(5, 1000):
        return "<1%"
    if Fraction(995, 1000) <= share < 1:
        return ">99%"
    return f"{decimal_text(share * 100, 0)}%"


def _grades(ranking: Ranking, count: int, chinese: bool) -> list[str]:
    moving = [unit for unit in ranking.units if not unit.keeps_grade]
    if not any(unit.grade for unit in ranking.units):
        return []
    name = ranking.name and (f"{ranking.name}：" if chinese else f"{ranking.name}: ")
    if not moving:
        return [f"{name}等次都不变。" if chinese else f"{name}no grade changes."]
    parts = [_grades_of(unit, count, chinese) for unit in moving[:MOST_NAMED]]
    rest = len(moving) - len(parts)
    if chinese:
        return [f"{name}{len(moving)} 个单位的等次会变：" + "；".join(parts) + (f"；另有 {rest} 个。" if rest else "。")]
    return [
        f"{name}the grade{'s' if len(moving) > 1 else ''} of {counted(len(moving), 'unit')} may change: "
        + "; ".join(parts)
        + (f"; and {rest} more." if rest else ".")
    ]


def _grades_of(unit: UnitRange, count: int, chinese: bool) -> str:
    shares = ("、" if chinese else ", ").join(f"{grade} {told}" for grade, told in _exact_shares(unit.grades, count, chinese))
    return f"{unit.unit}（现为{unit.grade}）{shares}" if chinese else f"{unit.unit} (now {unit.grade}) {shares}"


def _exact_shares(grades: Sequence[tuple[str, Fraction]], count: int, chinese: bool) -> list[tuple[str, str]]:
    """Shares of draws that add up as they are printed: per cent where one decimal holds them all, otherwise how many draws."""
    places = max(2 if (needed := decimal_places(share * 100)) is None else needed for _, share in grades)
    if places > 1:
        return [(grade, f"{share * count} 次" if chinese else f"in {share * count}") for grade, share in grades]
    return [(grade, f"{decimal_text(share * 100, places)}%") for grade, share in grades]
