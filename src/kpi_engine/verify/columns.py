"""Which column of a found table is which of the wanted one, and the lines of both in the columns that they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from kpi_engine.errors import Problem
from kpi_engine.errors import k7_writing as k7
from kpi_engine.source import Place
from kpi_engine.verify.layout import Layout
from kpi_engine.verify.rows import Line
from kpi_engine.verify.told import View, cell_differs
from kpi_engine.verify.words import Both, cut

__all__ = ["Columns"]

Records = Iterable[tuple[int, list[str]]]


@dataclass(frozen=True)
class Columns:
    """``pairs`` are (number in the wanted table, number in the found one)."""

    wanted_titles: Sequence[str]
    found_titles: Sequence[str]
    pairs: Sequence[tuple[int, int]]
    layout: Layout

    @classmethod
    def between(cls, wanted: Sequence[str], found: Sequence[str], layout: Layout) -> Columns:
        """By their headings, in whatever order; where as many columns have other headings, by their places."""
        if len(wanted) == len(found) and sorted(wanted) != sorted(found):
            return cls(wanted, found, [(number, number) for number in range(len(wanted))], layout)
        free = list(enumerate(found))
        pairs = []
        for number, title in enumerate(wanted):
            match = next((place for place in free if place[1] == title), None)
            if match is not None:
                free.remove(match)
                pairs.append((number, match[0]))
        return cls(wanted, found, pairs, layout)

    @property
    def same(self) -> bool:
        """Whether both have the same columns."""
        return len(self.pairs) == len(self.wanted_titles) == len(self.found_titles) and not self._renamed

    @property
    def _renamed(self) -> list[tuple[int, int]]:
        return [(a, b) for a, b in self.pairs if self.wanted_titles[a] != self.found_titles[b]]

    def problems(self, name: str) -> Iterator[Problem]:
        """Headings that differ, columns that are on one side only."""
        place = Place(name, line=1)
        for a, b in self._renamed:
            yield cell_differs(replace(place, column=b + 1), ("表头", "heading"), self.found_titles[b], self.wanted_titles[a])
        for number in sorted(set(range(len(self.wanted_titles))) - {a for a, _ in self.pairs}):
            title = cut(self.wanted_titles[number])
            yield k7.ROWS_DIFFER.at(place, reason=f"少了“{title}”一列", reason_en=f"column {title} is not there")
        for number in sorted(set(range(len(self.found_titles))) - {b for _, b in self.pairs}):
            title = cut(self.found_titles[number])
            yield k7.ROWS_DIFFER.at(replace(place, column=number + 1), reason=f"多了“{title}”一列", reason_en=f"column {title} was added")

    def wanted(self, records: Records) -> Iterator[Line]:
        """The lines as they should be, in the columns that both have."""
        for number, cells in islice(records, 1, None):
            yield self._line(number, tuple(cells[a] for a, _ in self.pairs), ())

    def found(self, records: Records) -> Iterator[Line]:
        """The lines as they are; a short line lacks cells, and what stands beyond the headings is a cell more."""
        for number, cells in islice(records, 1, None):
            beyond = tuple(text for text in cells[len(self.found_titles) :] if text)
            yield self._line(number, tuple(cells[b] if b < len(cells) else "" for _, b in self.pairs), beyond)

    def _line(self, number: int, shown: tuple[str, ...], beyond: tuple[str, ...]) -> Line:
        says = tuple(self.layout.reads(a, text) for (a, _), text in zip(self.pairs, shown, strict=True))
        return Line(number, shown + beyond, says + beyond)

    def _places(self, names: Sequence[str]) -> list[int]:
        known = list(self.layout.columns)
        return [place for place, (a, _) in enumerate(self.pairs) if a < len(known) and known[a] in names]

    def key(self, line: Line) -> tuple[str, ...]:
        """What a line is about, for pairing."""
        return tuple(line.says[place] for place in self._places(self.layout.key))

    def view(self, name: str) -> View:
        """How differences of the table are told."""
        known = list(self.layout.columns.items())
        titles: list[Both] = [(known[a][1], known[a][0]) if a < len(known) else (self.wanted_titles[a],) * 2 for a, _ in self.pairs]
        return View(Place(name), titles, [b + 1 for _, b in self.pairs], self._places(self.layout.about))
