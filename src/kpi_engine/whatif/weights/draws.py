"""Draws: weightings by chance, from the raw 64-bit numbers of a generator with a seed and whole-number arithmetic alone, so that bytes are the same everywhere.

Every indicator of a family has one raw number in each draw, whatever the way of varying; draws come one after the other, so that the first 100 of 1,000
are the 100. In every draw the shares of a family add up to what they do now. Three ways:

- `Noise`: each weight × a factor that is even between 1 − x and 1 + x, then brought back to the sum; x by level, or one for all. It is the perturbation of
  COINr (``get_noisy_weights``: runif(w − w·x, w + w·x) at a level, weights being relative), see https://bluefoxr.github.io/COINr/articles/sensitivity.html.
- `Simplex`: every way of weighing is as likely as any other: weights in proportion to exponential numbers (Dirichlet with all parameters 1), each of at
  least one step. (Rubinstein and Kroese, Simulation and the Monte Carlo Method, on drawing evenly from a simplex.)
- `Bounds`: each weight even between its own bounds; what is then over or wanting in the sum is taken up by all in proportion to the room that each has
  left, so that none leaves its bounds. Who has no bounds keeps its weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.plan import Plan
from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.numbers import exact_text
from kpi_engine.whatif.weights.weightings import STEPS, Family, Weightings, WholeArray, apportioned, of_steps, together

__all__ = ["MOST_DRAWS", "Bounds", "Noise", "RawArray", "Simplex", "Vary", "described", "from_raw", "levels", "raw_numbers", "varied", "wrong_with"]

RawArray = npt.NDArray[np.uint64]

MOST_DRAWS = 20_000
_MILLION = 1_000_000


@dataclass(frozen=True)
class Noise:
    """Each weight up or down by at most ``relative``; ``by_level`` says otherwise for a level (1 is what is right below the root)."""

    relative: Fraction = Fraction(0)
    by_level: tuple[tuple[int, Fraction], ...] = ()

    def at(self, level: int) -> Fraction:
        """The noise of a level."""
        return dict(self.by_level).get(level, self.relative)


@dataclass(frozen=True)
class Simplex:
    """All weightings are equally likely."""


@dataclass(frozen=True)
class Bounds:
    """(indicator, least share, largest share)."""

    of: tuple[tuple[str, Fraction, Fraction], ...]


Vary = Noise | Simplex | Bounds


def wrong_with(plan: Plan, families: Sequence[Family], vary: Vary, count: int) -> list[Problem]:
    """All that is wrong with what is asked for: K821 for nothing to vary, K822 to K824 for bounds, K825 for noise, K828 for the number of draws."""
    said: list[Problem] = []
    if not families:
        said.append(k8.NOTHING_TO_WEIGH.at(plan.scheme.place, name=plan.scheme.title))
    if not 1 <= count <= MOST_DRAWS:
        said.append(k8.DRAWS_RANGE.at(plan.scheme.place, found=count, least=1, most=MOST_DRAWS))
    if isinstance(vary, Noise):
        noises = dict.fromkeys([vary.relative, *dict(vary.by_level).values()])
        said += [k8.NOISE_RANGE.at(plan.scheme.place, found=f"{exact_text(x * 100)}%") for x in noises if not 0 <= x <= 1]
    if isinstance(vary, Bounds):
        said += _wrong_bounds(plan, families, vary)
    return said


def _wrong_bounds(plan: Plan, families: Sequence[Family], vary: Bounds) -> Iterable[Problem]:
    known = [name for family in families for name in family.children]
    for name, low, high in vary.of:
        if name not in known:
            yield k8.UNKNOWN_WEIGHT.at(plan.scheme.place, name=name, near=nearest(name, known))
        elif not 0 <= low <= high:
            yield k8.BOUNDS_CROSS.at(plan.book.tree[name].model.place, name=name, low=exact_text(low), high=exact_text(high))
    bounds = {name: (low, high) for name, low, high in vary.of if low <= high}
    for family in families:
        for shares, total in zip(family.nominal, family.sums, strict=True):
            pairs = [bounds.get(child, (share, share)) if share else (share, share) for child, share in zip(family.children, shares, strict=True)]
            low, high = sum((pair[0] for pair in pairs), Fraction(0)), sum((pair[1] for pair in pairs), Fraction(0))
            if not low <= total <= high:
                entry = plan.book.tree[family.parent]
                least, most = exact_text(low), exact_text(high)
                yield k8.BOUNDS_MISS.at(entry.model.place, parent=entry.title, low=least, high=most, total=exact_text(total))


def raw_numbers(families: Sequence[Family], count: int, seed: int, sets: int = 1) -> RawArray:
    """Raw numbers for ``count`` draws, one for each indicator of the families (of each of several ``sets``)."""
    size = sum(len(family.children) for family in families) * sets
    raw: RawArray = np.random.PCG64(seed).random_raw(count * size)
    return raw.reshape(count, size)


def varied(plan: Plan, families: Sequence[Family], vary: Vary, count: int, seed: int, steps: int = STEPS) -> Weightings:
    """So many draws; `wrong_with` has to be asked before."""
    return from_raw(plan, families, vary, raw_numbers(families, count, seed), steps)


def from_raw(plan: Plan, families: Sequence[Family], vary: Vary, raw: RawArray, steps: int = STEPS) -> Weightings:
    """The weightings that raw numbers stand for: a row a draw, a column for each indicator in the order of the families."""
    parts: list[Weightings] = []
    start = 0
    for family in families:
        mine = raw[:, start : start + len(family.children)]
        start += len(family.children)
        by_class = [_steps_of(plan, family, row, vary, mine, steps) for row in range(len(family.classes))]
        parts.append(of_steps(family, np.stack(by_class, axis=1), steps))
    return together(parts)


def _steps_of(plan: Plan, family: Family, row: int, vary: Vary, raw: RawArray, steps: int) -> WholeArray:
    shares = family.nominal[row]
    match vary:
        case Noise():
            return _noisy(shares, vary.at(plan.book.tree[family.parent].depth + 1), raw, steps)
        case Simplex():
            there = np.array([share > 0 for share in shares], dtype=np.int64)
            return there + apportioned(_exponential(raw) * there, steps - int(there.sum()))
        case Bounds():
            return _bounded(family, row, vary, raw, steps)


def _even(raw: RawArray, sizes: WholeArray) -> WholeArray:
    """Whole numbers from 0 to size − 1, evenly (the upper 32 bits of a raw number × size ÷ 2^32)."""
    told: RawArray = (raw >> np.uint64(32)) * sizes.astype(np.uint64) >> np.uint64(32)
    return told.astype(np.int64)


def _whole(shares: Sequence[Fraction]) -> WholeArray:
    below = int(np.lcm.reduce([share.denominator for share in shares], dtype=np.object_))
    return np.array([int(share * below) for share in shares], dtype=np.int64)


def _noisy(shares: Sequence[Fraction], noise: Fraction, raw: RawArray, steps: int) -> WholeArray:
    width = floor(noise * _MILLION)
    factor = _MILLION - width + _even(raw, np.full(raw.shape[1], 2 * width + 1))
    return apportioned(_whole(shares) * factor, steps)


def _exponential(raw: RawArray) -> WholeArray:
    """−log2(u) in 2^−20, u being the upper 32 bits: the logarithm by squaring, in whole numbers."""
    u = (raw >> np.uint64(32)) + np.uint64(1)
    exponent = np.zeros(u.shape, dtype=np.uint64)
    rest = u.copy()
    for bits in (32, 16, 8, 4, 2, 1):
        larger = rest >> np.uint64(bits) > 0
        rest = np.where(larger, rest >> np.uint64(bits), rest)
        exponent += larger * np.uint64(bits)
    told = exponent << np.uint64(20)
    mantissa = np.where(exponent > 31, np.uint64(2**31), u << (np.uint64(31) - np.minimum(exponent, np.uint64(31))))
    for bit in range(19, -1, -1):
        mantissa = mantissa * mantissa >> np.uint64(31)
        above = mantissa >> np.uint64(32) > 0
        mantissa = np.where(above, mantissa >> np.uint64(1), mantissa)
        told += above * np.uint64(1 << bit)
    return np.int64(32 << 20) - told.astype(np.int64)


def _bounded(family: Family, row: int, vary: Bounds, raw: RawArray, steps: int) -> WholeArray:
    shares, total = family.nominal[row], family.sums[row]
    if not total:
        return np.zeros(raw.shape, dtype=np.int64)
    bounds = {name: (low, high) for name, low, high in vary.of}
    written = apportioned(_whole(shares)[None], steps)[0].tolist()
    pairs = [_in_steps(bounds.get(child), share, total, own, steps) for child, share, own in zip(family.children, shares, written, strict=True)]
    low, high = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    told = low + _even(raw, high - low + 1)
    short = steps - told.sum(axis=1, keepdims=True)
    told = told + apportioned(high - told, np.clip(short, 0, None))
    taken: WholeArray = told - apportioned(told - low, np.clip(-short, 0, None))
    return taken


def _in_steps(bounds: tuple[Fraction, Fraction] | None, share: Fraction, total: Fraction, own: int, steps: int) -> tuple[int, int]:
    """Bounds in whole steps, inside of what was asked for; what is written above 0 keeps at least one step."""
    if bounds is None or not share:
        return own, own
    low = max(1, ceil(bounds[0] / total * steps))
    return low, max(low, floor(bounds[1] / total * steps))


def described(vary: Vary, language: str = "zh") -> str:
    """How weights vary, in a few words."""
    chinese = language == "zh"
    match vary:
        case Noise(relative, by_level):
            levels = [f"第{level}级" if chinese else f"level {level} " for level, _ in by_level]
            parts = [f"{at}{'各浮动' if chinese else '±'}{exact_text(x * 100)}%" for at, (_, x) in zip(levels, by_level, strict=True)]
            whole = [f"{'权重各浮动' if chinese else 'weights ±'}{exact_text(relative * 100)}%"] if relative or not parts else []
            return ("，" if chinese else ", ").join([*whole, *parts])
        case Simplex():
            return "权重任意取" if chinese else "any weights"
        case Bounds(of):
            parts = [f"{name} {exact_text(low)}–{exact_text(high)}" for name, low, high in of]
            return ("权重在给定范围内（" + "、".join(parts) + "）") if chinese else ("weights within bounds (" + ", ".join(parts) + ")")


def levels(plan: Plan, families: Sequence[Family]) -> Mapping[int, tuple[Family, ...]]:
    """The families by level; 1 is what is right below the root."""
    told: dict[int, tuple[Family, ...]] = {}
    for family in families:
        level = plan.book.tree[family.parent].depth + 1
        told[level] = (*told.get(level, ()), family)
    return told
