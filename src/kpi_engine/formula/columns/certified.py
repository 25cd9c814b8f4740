"""Certified doubles: values that scaled doubles cannot hold, as doubles with a proved bound of their error and a way to the exact ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

__all__ = ["Certified", "Wholes", "from_fractions", "wholes"]

Wholes = npt.NDArray[np.object_]
"""Python's whole numbers in an array."""


@dataclass(frozen=True, slots=True)
class Certified:
    """``|value - exact| <= error`` in every row that is present, ``|value| <= high``.

    ``exact(rows)`` gives the exact values of some rows as numerators and positive denominators, not in lowest terms; in lowest terms neither has more
    than ``bits`` bits.
    """

    value: npt.NDArray[np.float64]
    error: float
    high: float
    bits: int
    exact: Callable[[npt.NDArray[np.intp]], tuple[Wholes, Wholes]]

    def fraction(self, row: int) -> Fraction:
        """The exact value of one row."""
        above, below = self.exact(np.array([row], dtype=np.intp))
        return Fraction(int(above[0]), int(below[0]))


def wholes(values: npt.NDArray[np.floating]) -> Wholes:
    """Whole doubles as Python's whole numbers."""
    return values.astype(np.int64).astype(np.object_)


def from_fractions(values: Sequence[Fraction]) -> Certified:
    """Exact values, at hand as such."""
    above, below = np.empty(len(values), dtype=np.object_), np.empty(len(values), dtype=np.object_)
    above[:], below[:] = [v.numerator for v in values], [v.denominator for v in values]
    doubles = np.array([float(v) for v in values])
    high = float(np.abs(doubles).max()) if len(values) else 0.0
    bits = max((max(v.numerator.bit_length(), v.denominator.bit_length()) for v in values), default=0)
    return Certified(doubles, high * 2.0**-52 + 1e-280, high * (1 + 2.0**-50), bits, lambda rows: (above[rows], below[rows]))
