"""Competition ranks of many worlds at once: whole totals sorted world by world, packed with the place of their unit so that one sort does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["competition_ranks"]

FloatArray = npt.NDArray[np.float64]
RankArray = npt.NDArray[np.int32]
IndexArray = npt.NDArray[np.intp]


def competition_ranks(totals: FloatArray, classes: Sequence[slice]) -> RankArray:
    """For each row of whole totals the places within each class (its units are neighbours): 1 + how many are above; equals share a place.

    >>> competition_ranks(np.array([[90.0, 95.0, 90.0, 80.0], [1.0, 1.0, -1.0, 7.0]]), [slice(0, 3), slice(3, 4)]).tolist()
    [[2, 1, 2, 1], [1, 1, 3, 1]]
    """
    size = totals.shape[1]
    if not totals.size:
        return np.zeros(totals.shape, dtype=np.int32)
    high = float(totals.max())
    width = int(high - float(totals.min())) + 1
    bits = max(1, (size - 1).bit_length())
    most = (width * len(classes)) << bits
    if most >= 2**62:
        return _by_order(totals, classes)
    packed: npt.NDArray[np.int64] = np.asarray(high - totals, dtype=np.int32 if most < 2**31 else np.int64)  # either, and all that follows in it
    starts = np.zeros(size, dtype=np.int32)
    for at, rows in enumerate(classes):
        starts[rows] = rows.start
        if at:
            packed[:, rows] += at * width
    packed <<= bits
    packed |= np.arange(size, dtype=packed.dtype)
    packed.sort(axis=1)
    units = (packed & ((1 << bits) - 1)).astype(np.intp)
    units += (np.arange(len(totals)) * size)[:, None]
    packed >>= bits
    equal = np.zeros(packed.shape, dtype=np.bool_)
    np.equal(packed[:, 1:], packed[:, :-1], out=equal[:, 1:])
    return _told(units, np.flatnonzero(equal), np.arange(1, size + 1, dtype=np.int32) - starts)


def _told(units: IndexArray, tied: IndexArray, places: RankArray) -> RankArray:
    """Places in the order of totals, told to the units; who equals the one before (``tied``) has the place of the first of them."""
    told = np.empty(units.shape, dtype=np.int32)
    flat, order = told.reshape(-1), units.reshape(-1)
    flat[order] = np.broadcast_to(places, units.shape).reshape(-1)
    if len(tied):
        first = tied - 1
        first[1:][first[1:] == tied[:-1]] = 0  # in the middle of equals
        np.maximum.accumulate(first, out=first)
        flat[order[tied]] = flat[order[first]]
    return told


def _by_order(totals: FloatArray, classes: Sequence[slice]) -> RankArray:
    """Totals too wide to be packed."""
    told = np.empty(totals.shape, dtype=np.int32)
    for rows in classes:
        part = totals[:, rows]
        order = np.argsort(-part, axis=1, kind="stable")
        ordered = np.take_along_axis(part, order, axis=1)
        place = np.zeros(part.shape, dtype=np.int32)
        place[:, 1:] = np.where(ordered[:, 1:] != ordered[:, :-1], np.arange(1, part.shape[1]), 0)
        np.maximum.accumulate(place, axis=1, out=place)
        inner = np.empty_like(place)
        np.put_along_axis(inner, order, place + 1, axis=1)
        told[:, rows] = inner
    return told
