"""Decimal numbers in bytes, many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["LONGEST", "Decimals", "Texts", "decimals_of", "digits_at", "numbers_at", "texts_at"]

_DIGITS: Final = 15
_SHORT: Final = 9
_EXACT: Final = 1e15
LONGEST: Final = 24
"""The longest text of a double with seventeen digits."""

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.bytes_]


def digits_at(text: Bytes, at: Ints, most: int) -> tuple[Ints, Ints]:
    """The whole numbers of at most ``most`` digits that begin at some places, and how many digits they have.

    >>> digits_at(np.frombuffer(b'r="12" s="7"', dtype=np.uint8), np.array([3, 10]), 2)
    (array([12,  7]), array([2, 1]))
    """
    value, count = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
    alive = np.ones(len(at), dtype=np.bool_)
    for place in range(most):
        digit = text[at + place] - np.uint8(ord("0"))
        alive &= digit <= 9
        value = np.where(alive, value * 10 + digit, value)
        count += alive
    return value, count


@dataclass(frozen=True, slots=True)
class Decimals:
    """Texts as decimals ``whole`` / 10^``places``. What is no decimal (``is_decimal``) has neither.

    ``is_shortest`` says that digits and places say all: at most fifteen digits, no zero too many, no plus, no bare point.
    """

    whole: Ints
    places: npt.NDArray[np.int8]
    is_decimal: Bools
    is_shortest: Bools


def numbers_at(text: Bytes, at: Ints, length: Ints) -> Decimals:
    """The decimals that stand in some places. Of one with more than seventeen digits it is only said that it is one.

    All are read as far as the longest, so ``text`` goes on behind the last of them for `LONGEST` bytes.

    >>> found = numbers_at(np.frombuffer(b"-0.35 1.50".ljust(40), dtype=np.uint8), np.array([0, 6]), np.array([5, 4]))
    >>> found.whole.tolist(), found.places.tolist(), found.is_decimal.tolist(), found.is_shortest.tolist()
    ([-35, 150], [2, 2], [True, True], [True, False])
    """
    told = _short_numbers_at(text, at, np.where(length <= _SHORT, length, 0))
    long = np.flatnonzero((length > _SHORT) & (length <= LONGEST))
    if len(long):
        rest = _short_numbers_at(text, at[long], length[long])
        told.whole[long], told.places[long] = rest.whole, rest.places
        told.is_decimal[long], told.is_shortest[long] = rest.is_decimal, rest.is_shortest
    return told


def _short_numbers_at(text: Bytes, at: Ints, length: Ints) -> Decimals:
    """The same in one go, whose time goes by the longest."""
    some = length > 0
    negative = some & (text[at] == ord("-"))
    whole, digits, places = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int8), np.zeros(len(at), dtype=np.int8)
    pointed = np.zeros(len(at), dtype=np.bool_)
    for place in range(int(length.max(initial=0))):
        inside = place < length
        letter = text[at + place]
        digit = letter - np.uint8(ord("0"))
        is_digit = inside & (digit <= 9)
        whole = np.where(is_digit, whole * 10 + digit, whole)
        digits += is_digit
        places += is_digit & pointed
        pointed |= inside & (letter == ord("."))
    is_decimal = (digits > 0) & (digits.astype(np.int64) + negative + pointed == length)  # so all else is one sign in front and one point
    before = digits - places
    no_zero_first = (text[at + negative] != ord("0")) | (before == 1)
    no_zero_last = ~pointed | (text[np.maximum(at + length - 1, 0)] != ord("0"))
    is_shortest = is_decimal & (digits <= _DIGITS) & (before > 0) & ((places > 0) == pointed)
    is_shortest &= no_zero_first & no_zero_last & ((whole != 0) | ~negative)
    return Decimals(np.where(negative, -whole, whole), places, is_decimal, is_shortest)


def texts_at(text: Bytes, at: Ints, length: Ints) -> Texts:
    """The texts that stand in some places, up to `LONGEST` bytes."""
    letters = text[at[:, np.newaxis] + np.arange(LONGEST)]
    letters[np.arange(LONGEST) >= length[:, np.newaxis]] = 0
    told: Texts = np.ascontiguousarray(letters).view(f"S{LONGEST}").ravel()
    return told


def decimals_of(doubles: Floats, most: int) -> tuple[Floats, npt.NDArray[np.int8]]:
    """The decimals with fewest places, and at most fifteen digits, that are these doubles; places are -1 where there is none up to ``most``.

    A double x is the decimal n / 10^k where n is whole, |n| < 10^15 and n / 10^k rounds to x again: both sides are then exact, since n and 10^k
    are doubles themselves and the division rounds once.

    >>> whole, places = decimals_of(np.array([0.285, 1e-9, 0.1 + 0.2, np.inf]), 6)
    >>> whole.tolist(), places.tolist()
    ([285.0, 0.0, 0.0, 0.0], [3, -1, -1, -1])
    """
    whole, places = np.zeros(len(doubles)), np.full(len(doubles), -1, dtype=np.int8)
    open_ = np.flatnonzero(np.isfinite(doubles))
    for count in range(most + 1):
        if not len(open_):
            break
        power = 10.0**count
        x = doubles[open_]
        with np.errstate(over="ignore"):
            scaled = np.rint(x * power)
            good = (np.abs(scaled) < _EXACT) & (scaled / power == x)
        hits = open_[good]
        whole[hits], places[hits] = scaled[good] + 0.0, count
        open_ = open_[~good]
    return whole, places
