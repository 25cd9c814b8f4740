"""scores.csv, points.csv, trail.csv as they are found, held against what the recomputed run writes, cell by cell."""

from __future__ import annotations

import codecs
import csv
import filecmp
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kpi_engine.errors import Problem
from kpi_engine.errors import k7_writing as k7
from kpi_engine.source import Place
from kpi_engine.trail.balance import unbalanced_rows
from kpi_engine.verify.columns import Columns
from kpi_engine.verify.layout import Layout
from kpi_engine.verify.rows import Unlike, unlike
from kpi_engine.verify.told import Told, tell_unlike

__all__ = ["Found", "compare_table", "prove_trail"]

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PIECE = 1 << 20


@dataclass(frozen=True)
class Found:
    """A CSV file as it lies there."""

    path: Path
    name: str
    layout: Layout

    @cached_property
    def encoding(self) -> str:
        """By its mark, else UTF-8 if all of it is, else GB18030 as Chinese spreadsheets save it."""
        with self.path.open("rb") as stream:
            head = stream.read(4)
        marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")
        return marked or ("utf-8" if _decodes(self.path, "utf-8") else "gb18030")

    @cached_property
    def separator(self) -> str:
        """That under which the heading has the most columns that are known."""
        return max(",\t;", key=self._known)

    @property
    def is_table(self) -> bool:
        """Whether at least half of the headings are there."""
        return self._known(self.separator) * 2 >= len(self.layout.columns)

    @property
    def labels(self) -> bool:
        """Whether it has Chinese headings."""
        return self._overlap(self.separator, self.layout.columns.values()) > self._overlap(self.separator, self.layout.columns)

    @property
    def heading(self) -> list[str]:
        """Its first line."""
        return next((cells for _, cells in self.records()), [])

    @property
    def is_torn(self) -> bool:
        """Whether its last line has fewer cells than the heading and no end: the file breaks off there."""
        with self.path.open("rb") as stream:
            stream.seek(max(0, self.path.stat().st_size - 4))
            if stream.read().rstrip(b"\0").endswith((b"\n", b"\r")):
                return False
        return any(len(cells) < len(self.heading) for _, cells in deque(self.records(), maxlen=1))

    def records(self, separator: str = "") -> Iterator[tuple[int, list[str]]]:
        """Each line with something in it, and the number of the line that it begins on; what cannot be decoded is replaced."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            reader, start = csv.reader(stream, delimiter=separator or self.separator), 1
            for cells in reader:
                if any(cells):
                    yield start, cells
                start = reader.line_num + 1

    def _known(self, separator: str) -> int:
        columns = self.layout.columns
        return max(self._overlap(separator, columns), self._overlap(separator, columns.values()))

    def _overlap(self, separator: str, titles: Iterable[str]) -> int:
        first = next((cells for _, cells in self.records(separator)), [])
        return len(set(first) & set(titles))


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while stream.read(_PIECE):
                pass
    except UnicodeDecodeError:
        return False
    return True


def compare_table(found: Found, wanted: Found, told: Told) -> bool:
    """Tell how a file differs from what the recomputed run writes.

    Returns:
        Whether its lines stand in their order, so that its accounts can be added up as they are.

    """
    if filecmp.cmp(found.path, wanted.path, shallow=False):
        return True
    columns = Columns.between(wanted.heading, found.heading, found.layout)
    for problem in columns.problems(found.name):
        told.add(problem)
    if found.is_torn:
        told.add(k7.ROWS_DIFFER.at(Place(found.name), reason="最后一行没有写完，文件断了", reason_en="its last line breaks off"))
    both = unlike(lambda: columns.wanted(wanted.records()), lambda: columns.found(found.records()), columns.key)
    tell_unlike(told, both, columns.view(found.name))
    if both.same and columns.same:
        told.add(k7.SAVED_AGAIN.at(Place(found.name), how=_how(found, both, 0), how_en=_how(found, both, 1)))
    return not both.moved


def _how(found: Found, both: Unlike, language: int) -> str:
    if both.moved:
        return ("只是行的次序变了", "only its lines are in another order")[language]
    if found.encoding != "utf-8-sig":
        encoding = found.encoding.upper()
        return (f"只是编码成了 {encoding}", f"only its encoding is {encoding} now")[language]
    return ("只是写法变了", "only the way of writing is another")[language]


def prove_trail(found: Found, told: Told) -> None:
    """Add up each account of a written trail again (K690)."""
    names, title = list(found.layout.columns), list(found.layout.columns.values())
    heading = found.heading
    at = {name: heading.index(word) for name, words in zip(names, zip(names, title, strict=True), strict=True) for word in words if word in heading}
    if not {"unit", "indicator", "period", "kind", "points"} <= at.keys():
        return  # columns that are not there have been told
    for problem in unbalanced_rows(_lines(found, at)):
        told.add(_in_file(problem, found.name))


def _lines(found: Found, at: dict[str, int]) -> Iterator[dict[str, str]]:
    records = found.records()
    next(records, None)
    for _, cells in records:
        yield {name: cells[place] if place < len(cells) else "" for name, place in at.items()}


def _in_file(problem: Problem, name: str) -> Problem:
    return replace(problem, place=Place(name))
