"""Where values stand in their group: how many are below, how many not above. Ranks, quotas and counts of equals follow from the two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kpi_engine.formula.columns.machine import BoolArray, FloatArray, IndexArray, Segments

__all__ = ["codes_of", "standing"]


_MOST_BINS = 16
"""Bins of a histogram for each row, up to which counting is quicker than sorting."""
_BINS_AT_ONCE = 32_768


def standing(keys: FloatArray, live: BoolArray | None, groups: Segments) -> tuple[FloatArray, FloatArray]:
    """For each row that is ``live`` (None: all): how many live rows of its group have a lower key, and how many one that is not higher.

    Keys are compared as they are; what is said of rows that are not live means nothing.
    """
    if live is not None and not live.all():
        return _of_some(keys, live, groups)
    if not len(keys):
        return np.zeros(0), np.zeros(0)
    low, high = float(keys.min()), float(keys.max())
    width = high - low + 1
    if width * len(groups.starts) <= _MOST_BINS * min(len(keys), 65_536) and _whole(keys):
        return _by_counting(keys, low, int(width), groups)
    return _by_sorting(keys, groups)


def _whole(keys: FloatArray) -> bool:
    return bool((np.rint(keys) == keys).all())


def _of_some(keys: FloatArray, live: BoolArray, groups: Segments) -> tuple[FloatArray, FloatArray]:
    sizes = np.add.reduceat(live, groups.starts, dtype=np.intp) if len(live) else groups.sizes
    there = sizes > 0
    kept = sizes[there]
    part = Segments(np.cumsum(kept) - kept, kept)
    below, upto = np.zeros(len(keys)), np.zeros(len(keys))
    below[live], upto[live] = standing(keys[live], None, part)
    return below, upto


def _by_counting(keys: FloatArray, low: float, width: int, groups: Segments) -> tuple[FloatArray, FloatArray]:
    """Whole keys in a narrow range: a histogram for each group, some groups at a time so that the bins stay in the cache."""
    below, upto = np.empty(len(keys)), np.empty(len(keys))
    at_once = max(1, _BINS_AT_ONCE // width)
    for first in range(0, len(groups.starts), at_once):
        sizes = groups.sizes[first : first + at_once]
        start = int(groups.starts[first])
        rows = slice(start, start + int(sizes.sum()))
        below[rows], upto[rows] = _counted(keys[rows] - low, width, sizes)
    return below, upto


def _counted(keys: FloatArray, width: int, sizes: IndexArray) -> tuple[IndexArray, IndexArray]:
    places = keys.astype(np.intp)
    if len(sizes) > 1:
        places += np.repeat(np.arange(len(sizes)) * width, sizes)
    counts = np.bincount(places, minlength=width * len(sizes))
    equal = counts.take(places)
    upto = np.cumsum(counts, out=counts).take(places)
    if len(sizes) > 1:
        upto -= np.repeat(np.cumsum(sizes) - sizes, sizes)
    return upto - equal, upto


def _by_sorting(keys: FloatArray, groups: Segments) -> tuple[FloatArray, FloatArray]:
    below, upto = np.empty(len(keys)), np.empty(len(keys))
    for start, stop in groups.bounds:
        order = np.argsort(keys[start:stop])
        ordered = keys[start:stop][order]
        lower, higher = _places(ordered[1:] != ordered[:-1])
        below[start:stop][order], upto[start:stop][order] = lower, higher
    return below, upto


def _places(changes: BoolArray) -> tuple[IndexArray, IndexArray]:
    """For rows in order, each with whether it differs from the one before: how many are below, how many not above."""
    size = len(changes) + 1
    firsts = np.concatenate(([0], np.flatnonzero(changes) + 1))
    counts = np.diff(firsts, append=size)
    return np.repeat(firsts, counts), np.repeat(firsts + counts, counts)


def codes_of(keys: Sequence[FloatArray], groups: Segments) -> FloatArray:
    """One key in the place of several, the first deciding, then the second, ...: comparable within a group, different in different ones."""
    order = np.lexsort((*reversed(keys), groups.ids))
    changes = np.zeros(max(len(order) - 1, 0), dtype=np.bool_)
    for key in (groups.ids, *keys):
        ordered = key[order]
        changes |= ordered[1:] != ordered[:-1]
    codes = np.empty(len(order))
    codes[order] = np.concatenate(([0], np.cumsum(changes))) if len(order) else []
    return codes
