"""Where values stand in their group: how many are lower, how many higher. Ranks, quotas and counts of equals follow from the two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kpi_engine.formula.columns.machine import BoolArray, FloatArray, Segments

__all__ = ["codes_of", "joined", "part_of", "standing"]


_MOST_BINS = 16
"""Bins of a histogram for each row, up to which counting is quicker than sorting."""
_BINS_AT_ONCE = 16_384
_MOST_JOINED = 2**50

Sides = tuple[FloatArray, FloatArray]
"""For each row how many are lower, how many higher; what nobody asked for is empty."""


def standing(keys: FloatArray, groups: Segments, *, lower: bool = True, upper: bool = True, whole: bool = False) -> Sides:
    """For each row how many rows of its group have a lower key, and how many a higher one. Keys are compared as they are.

    ``lower``, ``upper``: which of the two is asked for. ``whole``: all keys are known to be whole numbers.
    """
    if not len(keys):
        return np.zeros(0), np.zeros(0)
    low, high = float(keys.min()), float(keys.max())
    width = high - low + 1
    if width * len(groups.starts) <= _MOST_BINS * min(len(keys), 65_536) and (whole or _whole(keys)):
        return _by_counting(keys, (low, int(width)), groups, lower, upper)
    return _by_sorting(keys, groups, lower, upper)


def part_of(groups: Segments, live: BoolArray) -> Segments:
    """The groups of the rows that are ``live`` alone."""
    sizes = np.add.reduceat(live, groups.starts, dtype=np.intp) if len(live) else groups.sizes
    kept = sizes[sizes > 0]
    return Segments(np.cumsum(kept) - kept, kept)


def _whole(keys: FloatArray) -> bool:
    return bool((np.rint(keys) == keys).all())


def _sides(size: int, lower: bool, upper: bool) -> Sides:
    return np.empty(size if lower else 0), np.empty(size if upper else 0)


def _by_counting(keys: FloatArray, span: tuple[float, int], groups: Segments, lower: bool, upper: bool) -> Sides:
    """Whole keys in a narrow range: a histogram for each group, some groups at a time so that the bins stay in the cache."""
    low, width = span
    below, above = _sides(len(keys), lower, upper)
    at_once = max(1, _BINS_AT_ONCE // width)
    for first in range(0, len(groups.starts), at_once):
        sizes = groups.sizes[first : first + at_once]
        start = int(groups.starts[first])
        rows = slice(start, start + int(sizes.sum()))
        places = (keys[rows] - low).astype(np.intp)
        if len(sizes) > 1:
            places += np.repeat(np.arange(len(sizes)) * width, sizes)
        counts = np.bincount(places, minlength=width * len(sizes))
        equal = counts.take(places) if lower else None
        seen, ends = np.cumsum(counts, out=counts).take(places), np.cumsum(sizes)
        if upper:
            np.subtract(ends.repeat(sizes), seen, out=above[rows])
        if equal is not None:
            seen -= equal
            np.subtract(seen, (ends - sizes).repeat(sizes), out=below[rows])
    return below, above


def _by_sorting(keys: FloatArray, groups: Segments, lower: bool, upper: bool) -> Sides:
    """Each group sorted for itself, the rest for all groups at once."""
    order = np.empty(len(keys), dtype=np.intp)
    for start, stop in groups.bounds:
        np.add(keys[start:stop].argsort(), start, out=order[start:stop])
    ordered = keys[order]
    begins = np.empty(len(keys), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    begins[groups.starts] = True
    firsts = np.flatnonzero(begins)
    counts, of = np.diff(firsts, append=len(keys)), groups.ids[firsts]
    below, above = _sides(len(keys), lower, upper)
    if lower:
        below[order] = (firsts - groups.starts[of]).repeat(counts)
    if upper:
        above[order] = ((groups.starts + groups.sizes)[of] - firsts - counts).repeat(counts)
    return below, above


def joined(keys: Sequence[FloatArray], groups: Segments) -> FloatArray:
    """As `codes_of`; whole keys in narrow ranges are put together without sorting (then the same code may stand in several groups)."""
    code, widths = np.zeros(len(keys[0])), 1
    for key in keys:
        there = np.isfinite(key)
        values = key if there.all() else key[there]
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
        width = int(high - low) + 2
        widths *= width
        if widths >= _MOST_JOINED or not _whole(values):
            return codes_of(keys, groups)
        code *= width
        code += key - (low - 1) if values is key else np.where(there, key - (low - 1), 0.0)
    return code


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
