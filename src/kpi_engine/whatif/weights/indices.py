"""Whose weight it is that moves the ranking: variance-based indices of first and total order, of the mean change of places and of one unit's place.

Design and estimators (Saltelli and others 2010, Variance based sensitivity analysis of model output, Computer Physics Communications 181; the total index
is Jansen's; COINr's ``SA_estimate`` has the same two): two independent samples A and B of N draws, and for each indicator i the sample AB(i), A with the
numbers of i from B; N × (indicators + 2) weightings in all. With y what comes out and V the variance of y over A and B (divisor 2N − 1):

    first(i) = Σ y(B) · (y(AB(i)) − y(A)) ÷ N ÷ V        the part of V that i makes alone
    total(i) = Σ (y(A) − y(AB(i)))² ÷ 2N ÷ V             the part in which i has a hand

What varies independently are the numbers drawn, one for each indicator, before they are brought to their sum; so every index is of the weight as it is
stated, not as it comes to be. Places are whole numbers, and the indices exact fractions of the sample; as estimates they err, first ones may come out
below 0. N is said with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.numbers import decimal_text
from kpi_engine.whatif.weights.draws import RawArray, Vary, described, from_raw, raw_numbers, wrong_with
from kpi_engine.whatif.weights.many import RANK, Many
from kpi_engine.whatif.weights.weightings import Family, one_after_another

__all__ = ["Index", "Indices", "indices", "sentences"]

WholeArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Index:
    """One indicator's indices."""

    name: str
    title: str
    first: Fraction
    total: Fraction


@dataclass(frozen=True)
class Indices:
    """``of`` is the unit whose place varies, empty for the mean change of all places; ``variance`` 0: nothing varies, all indices are 0."""

    of: str
    size: int
    seed: int
    vary: Vary
    variance: Fraction
    told: tuple[Index, ...]


def indices(
    results: Results, families: Sequence[Family], vary: Vary, size: int, seed: int, units: Sequence[str] = ()
) -> tuple[tuple[Indices, ...], list[Problem]]:
    """The indices of the mean change of places, and those of the places of some units.

    Args:
        results: the base.
        families: whose weights vary.
        vary: how.
        size: N, the draws of one sample.
        seed: of the generator.
        units: whose places are asked for as well.

    Returns:
        (indices, problems): K827 for unknown units, K829 for a scheme that ranks nobody, and what `draws.wrong_with` says.

    """
    problems = [*wrong_with(results.plan, families, vary, size), *_unknown(results, units)]
    if RANK not in results.plan.steps_by_ref:
        problems.append(k8.NOTHING_RANKED.at(results.plan.scheme.place, scheme=results.plan.scheme.title))
    if problems:
        return (), problems
    names = [name for family in families for name in family.children]
    raw = raw_numbers(families, size, seed, sets=2)
    one, two = raw[:, : len(names)], raw[:, len(names) :]
    samples = [one, two, *(_exchanged(one, two, at) for at in range(len(names)))]
    rows = [results.units.index(unit) for unit in units]
    found = _places(results, families, vary, samples, rows)
    titles = [results.plan.book.tree[name].title for name in names]
    told: list[Indices] = []
    for at, of in enumerate(["", *units]):
        variance, pairs = _estimated([sample[at] for sample in found])
        told.append(Indices(of, size, seed, vary, variance, tuple(Index(n, t, *pair) for n, t, pair in zip(names, titles, pairs, strict=True))))
    return tuple(told), []


def _unknown(results: Results, units: Sequence[str]) -> list[Problem]:
    place = results.plan.scheme.place
    return [
        k8.UNKNOWN_UNIT_TO_WATCH.at(place, name=unit, near=nearest(unit, results.units)) for unit in dict.fromkeys(units) if unit not in results.units
    ]


def _exchanged(one: RawArray, two: RawArray, column: int) -> RawArray:
    told = one.copy()
    told[:, column] = two[:, column]
    return told


def _places(results: Results, families: Sequence[Family], vary: Vary, samples: Sequence[RawArray], rows: Sequence[int]) -> list[list[WholeArray]]:
    """For each sample the sum of all changes of place in each draw, then the place of each unit asked for."""
    weightings = [from_raw(results.plan, families, vary, raw) for raw in samples]
    many = Many(results, one_after_another(weightings), [RANK])
    was = np.array([int(results.number(RANK, row) or 0) for row in range(len(results.units))])
    told: list[list[WholeArray]] = []
    for some in weightings:
        figures = many.run(some)[RANK]
        places = np.where(figures.state == 0, figures.whole, 0.0).astype(np.int64)
        moves = np.where((places > 0) & (was > 0), np.abs(places - was), 0)
        told.append([moves.sum(axis=1), *(places[:, row] for row in rows)])
    return told


def _estimated(samples: Sequence[WholeArray]) -> tuple[Fraction, list[tuple[Fraction, Fraction]]]:
    """Variance, and first and total index of each indicator, from y(A), y(B), y(AB(1)), ..."""
    one, two, mixed = samples[0], samples[1], samples[2:]
    size = len(one)
    both = np.concatenate([one, two])
    square = 2 * size * int((both * both).sum()) - int(both.sum()) ** 2
    if not square:
        return Fraction(0), [(Fraction(0), Fraction(0))] * len(mixed)
    variance = Fraction(square, 2 * size * (2 * size - 1))
    told: list[tuple[Fraction, Fraction]] = []
    for sample in mixed:
        first = Fraction(int((two * (sample - one)).sum()), size) / variance
        total = Fraction(int(((one - sample) ** 2).sum()), 2 * size) / variance
        told.append((first, total))
    return variance, told


def sentences(told: Indices, language: str = "zh") -> list[str]:
    """Whose weight matters most, and whose does not."""
    chinese = language == "zh"
    how = described(told.vary, language)
    if not told.variance:
        if chinese:
            return [f"{how}，{told.of + '的名次' if told.of else '名次'}没有变动。"]
        return [f"{how}: {'the place of ' + told.of if told.of else 'no place'} {'does not change' if told.of else 'changes'}."]
    ordered = sorted(told.told, key=lambda one: -one.total)
    heavy = [f"{one.title} {decimal_text(one.total * 100, 0)}%" for one in ordered[:3] if one.total]
    idle = sum(1 for one in told.told if not one.total)
    if chinese:
        of = f"{told.of}的名次" if told.of else "名次的平均变动"
        said = [f"{how}，{of}主要随这些权重变（总效应）：{'、'.join(heavy)}。"]
        said += [f"另有 {idle} 项的权重没有影响。"] if idle else []
        return [*said, f"样本 N = {told.size}，共 {told.size * (len(told.told) + 2)} 组权重，种子 {told.seed}；是抽样的估计。"]
    of = f"the place of {told.of}" if told.of else "the mean change of places"
    said = [f"{how}: {of} varies mostly with these weights (total effect): {', '.join(heavy)}."]
    said += [f"{idle} weights have no effect."] if idle else []
    return [*said, f"N = {told.size}, {told.size * (len(told.told) + 2)} weightings in all, seed {told.seed}; estimates from a sample."]
