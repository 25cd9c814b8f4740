"""Certified doubles: values that scaled doubles cannot hold, as doubles with a proved bound of their error and a way to the exact ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

__all__ = ["Certified"]

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
