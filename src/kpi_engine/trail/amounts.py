"""Figures of many units as they are printed in accounts: whole millionths; what is finer is carried along exactly, so that nothing drifts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from kpi_engine.numbers import decimal_places, decimal_text, round_fraction, scaled_text
from kpi_engine.table import Column

__all__ = ["PLACES", "Amounts", "Wholes", "amount_texts", "amounts_of", "as_amount", "no_amounts", "plain"]

PLACES = 6
"""Decimals of a posting: enough for any published place; a finer figure shows its rounding as a posting of its own."""

Wholes = npt.NDArray[np.int64] | npt.NDArray[np.object_]
"""Whole millionths: int64, or Python's whole numbers where they do not hold them."""

_SCALE = 10**PLACES
_MOST_KEPT = 100_000
_INT64 = 2**45  # far below what int64 holds: sums of many still fit
_Exactly = Callable[[], npt.NDArray[np.object_]]


@dataclass(frozen=True)
class Amounts:
    """A figure of many units, 0 where it is not there. ``finer`` gives the Fractions where millionths are not all of it."""

    printed: Wholes
    finer: _Exactly | None = None

    def plus(self, other: Amounts, sign: int = 1) -> Amounts:
        """The sum, or with sign -1 the difference."""
        if self.finer is None and other.finer is None:
            return Amounts(self.printed + sign * other.printed)
        return _from_fractions((self.fractions() + sign * other.fractions()).tolist())

    def where(self, mask: npt.NDArray[np.bool_], other: Amounts) -> Amounts:
        """These where the mask is true, the others elsewhere."""
        if mask.all():
            return self
        printed = np.where(mask, self.printed, other.printed)
        if self.finer is None and other.finer is None:
            return Amounts(printed)
        return Amounts(printed, lambda: np.where(mask, self.fractions(), other.fractions()))

    def fractions(self) -> npt.NDArray[np.object_]:
        """All of it."""
        return self.finer() if self.finer is not None else _objects([Fraction(int(whole), _SCALE) for whole in self.printed.tolist()])


def no_amounts(count: int) -> Amounts:
    """Nothing, so many times."""
    return Amounts(np.zeros(count, dtype=np.int64))


def as_amount(whole: int) -> Fraction:
    """What so many millionths are."""
    return Fraction(whole, _SCALE)


def plain(amount: Fraction, places: int | None = None) -> str:
    """An amount as printed: at least ``places`` decimals, as many as it has."""
    own = decimal_places(amount)
    return decimal_text(amount, max(own if own is not None else PLACES, places or 0))


class _Kept(dict[int, str]):
    """Millionths as printed, each worked out once."""

    def __init__(self, places: int) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, whole: int) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        text = self[whole] = scaled_text(whole, PLACES, self._places)
        return text


_kept = lru_cache(maxsize=4)(_Kept)


def amount_texts(wholes: Wholes, places: int | None = None) -> list[str]:
    """`plain` of each."""
    return list(map(_kept(places or 0).__getitem__, wholes.tolist()))


def amounts_of(column: Column) -> Amounts:
    """The figures of a column."""
    if column.wide is not None:
        return _from_fractions([value if there else Fraction(0) for value, there in zip(column.wide, (column.state == 0).tolist(), strict=True)])
    factor, rest = divmod(_SCALE, column.denominator)
    fits = 2 * _SCALE * column.bound + column.denominator < _INT64
    numerators = column.numerator.astype(np.int64) if fits else _objects([int(n) for n in column.numerator.tolist()])
    if rest == 0:
        return Amounts(numerators * factor)
    size = (2 * _SCALE * np.abs(numerators) + column.denominator) // (2 * column.denominator)
    finer = partial(_fractions, column)
    return Amounts(np.where(column.numerator < 0, -size, size), finer)


def _fractions(column: Column) -> npt.NDArray[np.object_]:
    return _objects([Fraction(int(n), column.denominator) for n in column.numerator.tolist()])


def _from_fractions(values: list[Fraction]) -> Amounts:
    wholes = [int(round_fraction(value, PLACES) * _SCALE) for value in values]
    printed: Wholes = np.array(wholes, dtype=np.int64) if max(map(abs, wholes), default=0) < _INT64 else _objects(wholes)
    return Amounts(printed, None if all(_SCALE % value.denominator == 0 for value in values) else partial(_objects, values))


def _objects(values: Sequence[object]) -> npt.NDArray[np.object_]:
    told = np.empty(len(values), dtype=np.object_)
    told[:] = values
    return told
