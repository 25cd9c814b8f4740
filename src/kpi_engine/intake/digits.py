"""Decimal numbers in bytes, many at once."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["digits_at", "numbers_at"]

_DIGITS: Final = 15
_LONGEST: Final = _DIGITS + 2  # sign and point

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


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


def numbers_at(text: Bytes, at: Ints, length: Ints) -> tuple[Ints, npt.NDArray[np.int8], Bools]:
    """The decimals that stand in some places: ``whole`` / 10^``places``, and which of them are written so that digits and places say all.

    They have at most fifteen digits, no zero too many, no plus, no bare point; of the others ``whole`` and ``places`` mean nothing.

    >>> numbers_at(np.frombuffer(b"-0.35 1.50", dtype=np.uint8), np.array([0, 6]), np.array([5, 4]))
    (array([-35, 150]), array([2, 2], dtype=int8), array([ True, False]))
    """
    good = (length > 0) & (length <= _LONGEST)
    length = np.where(good, length, 0)
    negative = good & (text[at] == ord("-"))
    whole, digits, places = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int8), np.zeros(len(at), dtype=np.int8)
    pointed = np.zeros(len(at), dtype=np.bool_)
    signs = negative.astype(np.int8)
    for place in range(int(length.max(initial=0))):
        inside = place < length
        letter = text[at + place]
        digit = letter - np.uint8(ord("0"))
        is_digit = inside & (digit <= 9)
        whole = np.where(is_digit, whole * 10 + digit, whole)
        digits += is_digit
        places += is_digit & pointed
        pointed |= inside & (letter == ord("."))
    good &= (digits + signs + pointed == length) & (digits <= _DIGITS)  # so all else is one sign in front and one point
    return np.where(negative, -whole, whole), places, good & _is_shortest(text, (at, length), negative, pointed, (whole, digits, places))


def _is_shortest(
    text: Bytes, spans: tuple[Ints, Ints], negative: Bools, pointed: Bools, told: tuple[Ints, npt.NDArray[np.int8], npt.NDArray[np.int8]]
) -> Bools:
    """Whether no other text of the same digits and places would be written for the number."""
    at, length = spans
    whole, digits, places = told
    before = digits - places
    no_zero_first = (text[at + negative] != ord("0")) | (before == 1)
    no_zero_last = ~pointed | (text[np.maximum(at + length - 1, 0)] != ord("0"))
    good: Bools = (before > 0) & ((places > 0) == pointed) & no_zero_first & no_zero_last & ((whole != 0) | ~negative)
    return good
