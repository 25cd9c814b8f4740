"""What the compiler knows of a value before any row is looked at: where it will stand, and plain bounds of it."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from math import gcd
from typing import NamedTuple

import numpy as np

from kpi_engine.table import Kind, Value

__all__ = ["LIMIT", "Cells", "Constant", "Number", "Rough", "Truth", "Val", "Word", "common_factor", "one_over", "place_type"]

LIMIT = 2**50
"""Numerators and denominators stay below; there one division and one rounding are certain."""


class Constant(NamedTuple):
    """The same value in every row that is present."""

    kind: Kind
    value: Value
    state: int | None = None


class Number(NamedTuple):
    """Scaled doubles: ``factor x num / den``, whole ``num`` of at most ``size``, whole ``den`` from 1 to ``den_size`` (None: 1).

    ``low`` and ``high`` bound the value where it is present; ``num`` and ``den`` are registers, as is ``state`` (None: always present).
    """

    kind: Kind
    factor: Fraction
    num: int
    size: int
    low: float
    high: float
    state: int | None = None
    den: int | None = None
    den_size: int = 1


class Rough(NamedTuple):
    """Certified doubles: a register of doubles with a proved bound of their error and a way to the exact values of single rows."""

    kind: Kind
    slot: int
    low: float
    high: float
    state: int | None = None


class Truth(NamedTuple):
    """A register of truths."""

    slot: int
    state: int | None = None
    kind: Kind = Kind.TRUTH


class Word(NamedTuple):
    """A register of places in a vocabulary."""

    slot: int
    words: tuple[str, ...]
    state: int | None = None
    kind: Kind = Kind.WORD


def place_type(words: tuple[str, ...]) -> type[np.integer]:
    """The shortest type that holds the places in a vocabulary."""
    return np.int8 if len(words) < 2**7 else np.int16 if len(words) < 2**15 else np.int64


class Cells(NamedTuple):
    """Exact cells, row by row; the states are in them. ``rooty``: there may be unrounded roots among them."""

    kind: Kind
    slot: int
    rooty: bool = True
    state: None = None


Val = Constant | Number | Rough | Truth | Word | Cells


@cache
def one_over(whole: int) -> Fraction:
    """1 / whole: what the places of columns and roundings come to, again and again."""
    return Fraction(1, whole)


def common_factor(left: Fraction, right: Fraction) -> tuple[Fraction, int, int]:
    """``factor`` (positive) with the whole numbers that it has to be multiplied by to give both.

    >>> common_factor(Fraction(1, 10), Fraction(-3, 4))
    (Fraction(1, 20), 2, -15)
    """
    return _common_factor(left.numerator, left.denominator, right.numerator, right.denominator)


@lru_cache(maxsize=2048)
def _common_factor(one: int, below: int, two: int, other: int) -> tuple[Fraction, int, int]:
    """The same few pairs come up again and again."""
    if below != other:
        one, two, below = one * other, two * below, below * other
    shared = gcd(one, two)
    if not shared:
        return Fraction(1), 0, 0
    return Fraction(shared, below), one // shared, two // shared
