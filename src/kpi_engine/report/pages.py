"""How a table falls onto A4 pages: the scale, the columns at which a new page begins, and heights of rows that leave no page nearly empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

__all__ = ["LINE", "Pages", "display_width", "lines_of", "padding_of", "pages_across"]

LINE = 13.5
"""The height of a line of 10-point text, in points."""

_WIDTH, _HEIGHT = 780.0, 498.0
_POINT = 0.75
_SMALLEST, _SPREAD = 0.65, 0.75
_WIDER = 1.33  # how much wider than here columns are where the workbook's font is replaced by another
_FEWEST_ROWS = 4


@dataclass(frozen=True, slots=True)
class Pages:
    """``scale`` of the print; ``starts`` are the columns that begin a page (the first is 0)."""

    scale: float
    starts: tuple[int, ...] = (0,)


def display_width(text: str) -> int:
    """How wide a text is, in digits: Chinese characters and their punctuation count two; of several lines the longest.

    Chinese fonts draw with two what GB 18030 writes with two bytes, and counting bytes is what is quick.
    """
    if "\n" in text:
        return max(map(display_width, text.split("\n")))
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    room = max(width, 2)
    if "\n" in text:
        return sum(lines_of(line, width) for line in text.split("\n"))
    return max(1, -(-display_width(text) // room))


def pages_across(widths: Sequence[int], groups: Sequence[str], frozen: int) -> Pages:
    """One page wide where that can be read; otherwise several, which begin between groups and repeat the ``frozen`` columns."""
    points = [(width * 7 + 5) * _POINT for width in widths]
    if sum(points) * _SMALLEST <= _WIDTH:
        return Pages(min(1.0, _WIDTH / sum(points)))
    room = _WIDTH / _SPREAD / _WIDER
    starts, at = [0], sum(points[:frozen])
    for run in _runs(groups, frozen):
        wide = sum(points[column] for column in run)
        if at + wide > room and run[0] > frozen:
            starts.append(run[0])
            at = sum(points[:frozen])
        for column in run:
            if at + points[column] > room:
                starts.append(column)
                at = sum(points[:frozen])
            at += points[column]
    return Pages(_SPREAD, tuple(starts))


def _runs(groups: Sequence[str], frozen: int) -> list[list[int]]:
    """Columns that belong together; one without a group is a run of its own."""
    return [list(run) for _, run in groupby(range(frozen, len(groups)), key=lambda column: groups[column] or str(column))]


def padding_of(lines: Sequence[int], scale: float, *, first: float, head: float, paddings: Sequence[float]) -> float:
    """The first of ``paddings`` with which the last page has at least four rows.

    Args:
        lines: how many lines of text each row has
        scale: of the print
        first: what stands above the rows on the first page, in points
        head: what stands above them on the others
        paddings: points that a row is higher than its lines

    """
    return next((padding for padding in paddings if _last_page(lines, padding, first, head, _HEIGHT / scale) >= _FEWEST_ROWS), paddings[0])


def _last_page(lines: Sequence[int], padding: float, first: float, head: float, room: float) -> int:
    """How many rows the last page has; all where there is one page only."""
    at, rows, pages = first, 0, 1
    for count in lines:
        height = LINE * count + padding
        if at + height > room and rows:
            at, rows, pages = head, 0, pages + 1
        at, rows = at + height, rows + 1
    return rows if pages > 1 else _FEWEST_ROWS
