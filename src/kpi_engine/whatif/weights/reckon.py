"""Layers reckoned for blocks of weightings: whole numbers in doubles, exact below 2^53, one division where a layer is rounded.

A row whose numbers do not fit is reckoned with a proved bound of its error, and where a quotient lies nearer to where the rounding changes its mind than
that bound it is rounded in whole numbers. So no rounding is ever decided by a double that might be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns.rounding import ROUNDERS
from kpi_engine.numbers import Mode, round_fraction
from kpi_engine.table import Ref
from kpi_engine.whatif.weights.layers import Layer, Wholes
from kpi_engine.whatif.weights.weightings import Weightings

__all__ = ["Quantity", "Reckoner", "TooLarge"]

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]
LIMIT = 2**52
U = 2.0**-53


class TooLarge(Exception):  # noqa: N818 - a change of plan, not an error
    """Whole numbers that doubles do not hold: the worlds have to work the figure out."""


@dataclass(frozen=True)
class Quantity:
    """What is known of a quantity: its denominator for each unit, and the most that its whole number can be."""

    below: Wholes
    most: Wholes


@dataclass(frozen=True)
class _Rounding:
    """How a layer is rounded: the way back to whole numbers for the rows whose doubles may err."""

    mode: Mode
    divisor: FloatArray | None
    """What whole numbers are divided by; None where they come as quotients a little too large, so that no tie is one and the nearest is the rounded figure."""
    inexact: IndexArray
    error: FloatArray
    refs: tuple[Ref, ...]
    above: Wholes
    base: Wholes
    below: Wholes

    def finished(self, out: FloatArray, block: _Block) -> FloatArray:
        """Rounded, in place where that is possible."""
        if self.divisor is not None:
            np.divide(out, self.divisor, out=out)
        near = self._near(out) if len(self.inexact) else ()
        told: FloatArray = np.rint(out, out=out) if self.divisor is None else ROUNDERS[self.mode](out)
        for world, at in near:
            unit = int(self.inexact[at])
            total = int(self.base[unit]) + sum(int(self.above[k, unit]) * block.whole(ref, world, unit) for k, ref in enumerate(self.refs))
            told[world, unit] = float(round_fraction(Fraction(total, int(self.below[unit])), 0, self.mode))
        return told

    def _near(self, out: FloatArray) -> list[tuple[int, int]]:
        """Where a row that may err lies nearer to where the mode changes its mind than it errs."""
        quotients = out if len(self.inexact) == out.shape[1] else out[:, self.inexact]
        gap = np.rint(quotients)
        np.abs(np.subtract(quotients, gap, out=gap), out=gap)
        if self.mode in ("half_up", "half_even"):
            gap = np.abs(gap - 0.5)
        near = np.flatnonzero(gap <= self.error)
        return [divmod(int(at), len(self.inexact)) for at in near]


class _Plan:
    """One layer, made ready: whole numbers in lowest terms, and how large they can be."""

    def __init__(self, layer: Layer, known: Mapping[Ref, Quantity], shares: Mapping[Ref, int]) -> None:
        self.times = layer.times
        self.rounding: _Rounding | None = None
        refs = tuple(layer.form.terms)
        above, base, below = _in_lowest_terms(layer, known)
        most = np.abs(base) + sum((np.abs(row) * known[ref].most for ref, row in zip(refs, above, strict=True)), base * 0)
        if layer.times is not None:
            below, most = below * known[layer.times].below, most * known[layer.times].most
        if layer.rounding is None:
            if max((*most, *below), default=0) >= 2 * LIMIT:
                raise TooLarge
            coefficients, constant = above.astype(np.float64), base.astype(np.float64)
            self.below, self.most = below, most
        else:
            coefficients, constant, self.rounding = _rounding(layer.rounding.mode, refs, (above, base, below), most)
            self.below = np.full(len(below), 10**layer.rounding.places, dtype=np.object_)
            self.most = -(-most // below) + 1
            if max(self.most, default=0) >= LIMIT:
                raise TooLarge
        mine = [at for at, ref in enumerate(refs) if ref in shares]
        self.columns = [shares[refs[at]] for at in mine]
        self.matrix = np.ascontiguousarray(coefficients[mine])
        others = [at for at in range(len(refs)) if refs[at] not in shares]
        self.others = [(refs[at], None if (coefficients[at] == 1).all() else coefficients[at]) for at in others]
        self.constant = constant if constant.any() else None

    def reckon(self, block: _Block) -> FloatArray:
        """The whole numbers of the quantity, a row for each weighting."""
        out = block.weighed(self.columns, self.matrix)
        for ref, factor in self.others:
            value = block.value(ref)
            if out is None:
                out = np.zeros((block.size, len(self.most)))
            out += value if factor is None else value * factor
            block.give_back(ref, value)
        if out is None:
            out = np.zeros((block.size, len(self.most)))
        if self.constant is not None:
            out += self.constant
        if self.times is not None:
            out *= block.share(self.times)
        return out if self.rounding is None else self.rounding.finished(out, block)


def _in_lowest_terms(layer: Layer, known: Mapping[Ref, Quantity]) -> tuple[Wholes, Wholes, Wholes]:
    """Coefficients, constant and denominator of a layer over the whole numbers of its quantities, in units of the last place that it is rounded to."""
    form = layer.form
    common: Wholes = form.below * 0 + 1
    for ref in form.terms:
        common = np.lcm(common, known[ref].below)
    scale = 1 if layer.rounding is None else 10**layer.rounding.places
    rows = [told * (common // known[ref].below) * scale for ref, told in form.terms.items()]
    above: Wholes = np.array(rows, dtype=np.object_).reshape(len(rows), len(common))
    base, below = form.base * common * scale, form.below * common
    shared: Wholes = np.gcd(below, base)
    for row in above:
        shared = np.gcd(shared, row)
    return above // shared, base // shared, below // shared


def _rounding(mode: Mode, refs: tuple[Ref, ...], whole: tuple[Wholes, Wholes, Wholes], most: Wholes) -> tuple[FloatArray, FloatArray, _Rounding]:
    """Coefficients and constant as doubles, and how to round what they give."""
    above, base, below = whole
    # what is not negative: a quotient errs by less than (terms + 4) U of itself; made larger by four times that, ties lie above the half, and what lies below
    # it (by 1 / (2 below) at least) stays there
    upwards = mode == "half_up" and not (above < 0).any() and not (base < 0).any()
    larger = (len(refs) + 6) * 4 * U
    bound = most * (len(refs) + 6) * 16
    fits = (
        np.array([told < LIMIT * 2 for told in bound]) if upwards else np.array([m < LIMIT and b < LIMIT for m, b in zip(most, below, strict=True)])
    )
    inexact = np.flatnonzero(~fits)
    error = np.array([int(most[u]) / int(below[u]) for u in inexact]) * (len(refs) + 6) * 4 * U + 4 * U
    if len(error) and error.max() > 0.125:
        raise TooLarge
    quotients = np.ones(len(base), dtype=np.bool_) if upwards else ~fits
    coefficients = np.array([_divided(row, below, quotients) for row in above]).reshape(above.shape)
    constant = _divided(base, below, quotients)
    if upwards:
        up = np.where(fits, 1 + larger, 1.0)
        return coefficients * up, constant * up, _Rounding(mode, None, inexact, error, refs, above, base, below)
    divisor = np.where(quotients, 1.0, [float(b) if b < LIMIT else 1.0 for b in below])
    return coefficients, constant, _Rounding(mode, divisor, inexact, error, refs, above, base, below)


def _divided(row: Wholes, below: Wholes, quotients: npt.NDArray[np.bool_]) -> FloatArray:
    """Whole numbers, or their quotients, each rounded once."""
    return np.array([int(n) / int(d) if as_quotient else float(int(n)) for n, d, as_quotient in zip(row, below, quotients, strict=True)])


class Reckoner:
    """The layers, made ready for weightings no larger than some."""

    def __init__(self, layers: Sequence[Layer], shares: Mapping[str, Ref], widest: Weightings, classes: Sequence[slice]) -> None:
        self.shares = {shares[name]: at for at, name in enumerate(widest.names)}
        self.classes = classes if len(widest.classes) > 1 else ()
        units = len(layers[0].form.base) if layers else 0
        most = widest.whole.max(axis=(0, 1)) if len(widest) else np.zeros(len(widest.names), dtype=np.int64)
        known = {
            shares[name]: Quantity(np.full(units, widest.parts[at], dtype=np.object_), np.full(units, int(most[at]), dtype=np.object_))
            for at, name in enumerate(widest.names)
        }
        self.plans: dict[Ref, _Plan] = {}
        for layer in layers:
            plan = _Plan(layer, known, self.shares)
            self.plans[layer.ref] = plan
            known[layer.ref] = Quantity(plan.below, plan.most)
        self.known = known
        self.states = {layer.ref: layer.form.state for layer in layers}
        self.absent = {ref: state != 0 if state.any() else None for ref, state in self.states.items()}
        uses = [ref for plan in self.plans.values() for ref, _ in plan.others]
        self.shared = {ref for ref in uses if uses.count(ref) > 1}

    def common(self, ref: Ref) -> int:
        """One denominator for all units."""
        below = int(np.lcm.reduce(self.known[ref].below))
        if max((int(m) * below // int(b) for m, b in zip(self.known[ref].most, self.known[ref].below, strict=True)), default=0) >= LIMIT:
            raise TooLarge
        return below

    def block(self, weights: FloatArray, spare: list[FloatArray]) -> _Block:
        """The quantities for some weightings: ``weights[weighting, class, indicator]``; ``spare`` are arrays of earlier blocks to be used again."""
        return _Block(self, weights, spare)


class _Block:
    """Quantities of a block of weightings, each worked out when it is asked for."""

    def __init__(self, of: Reckoner, weights: FloatArray, spare: list[FloatArray]) -> None:
        self.of, self.weights, self.size = of, weights, len(weights)
        self._kept: dict[Ref, FloatArray] = {}
        self._spare = spare

    def give_back(self, ref: Ref, value: FloatArray) -> None:
        """A value that nobody else asks for: its memory is still in the cache, and used again."""
        if ref not in self.of.shared:
            self._spare.append(value)

    def _taken(self, units: int) -> FloatArray:
        while self._spare:
            array = self._spare.pop()
            if array.shape == (self.size, units):
                return array
        return np.empty((self.size, units))

    def value(self, ref: Ref) -> FloatArray:
        """The whole numbers of a quantity; kept where more than one asks."""
        kept = self._kept.get(ref)
        if kept is None:
            kept = self.of.plans[ref].reckon(self)
            if ref in self.of.shared:
                self._kept[ref] = kept
        return kept

    def over(self, ref: Ref, below: int) -> FloatArray:
        """The whole numbers over one denominator for all units; 0 where the state is not present."""
        value = self.value(ref)
        if (self.of.known[ref].below != below).any():
            value = value * (below // self.of.known[ref].below).astype(np.float64)
        absent = self.of.absent[ref]
        return value if absent is None else np.where(absent, 0.0, value)

    def weighed(self, columns: Sequence[int], matrix: FloatArray) -> FloatArray | None:
        """Σ share × coefficient."""
        if not columns:
            return None
        out = self._taken(matrix.shape[1])
        for at, rows in enumerate(self.of.classes or (slice(None),)):
            _multiply(self.weights[:, at], columns, matrix[:, rows], out[:, rows])
        return out

    def share(self, ref: Ref) -> FloatArray:
        """The shares of one indicator, for each weighting and unit."""
        weights = self.weights[:, :, self.of.shares[ref]]
        if not self.of.classes:
            return weights
        sizes = [rows.stop - rows.start for rows in self.of.classes]
        return np.repeat(weights, sizes, axis=1)

    def whole(self, ref: Ref, world: int, unit: int) -> int:
        """One whole number, for who reckons by hand."""
        if ref in self.of.shares:
            return int(np.broadcast_to(self.share(ref), (self.size, len(self.of.known[ref].below)))[world, unit])
        return int(self.value(ref)[world, unit])


def _multiply(weights: FloatArray, columns: Sequence[int], matrix: FloatArray, out: FloatArray) -> None:
    if len(columns) == 1:
        np.multiply(weights[:, columns[0], None], matrix, out=out)
    elif len(columns) == weights.shape[1] and list(columns) == list(range(len(columns))):
        np.matmul(weights, matrix, out=out)
    else:
        np.matmul(weights[:, columns], matrix, out=out)
