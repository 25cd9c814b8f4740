"""What is told of a verification: the first differences one by one, the rest as counts by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from kpi_engine.errors import Problem
from kpi_engine.errors import k7_writing as k7
from kpi_engine.source import Place
from kpi_engine.verify.rows import Line, Unlike
from kpi_engine.verify.words import Both, cut

__all__ = ["MOST", "Told", "View", "cell_differs", "tell_unlike"]

_NEXT = 10
_CELLS = (k7.CELL_DIFFERS, k7.ROWS_DIFFER)

MOST = 1000
"""Differences that are told one by one."""


@dataclass
class Told:
    """Gathers differences and findings. ``only_count`` says that cells and lines which differ are counted from now on, not listed."""

    most: int = MOST
    only_count: bool = False
    listed: list[Problem] = field(default_factory=list)
    findings: list[Problem] = field(default_factory=list)
    beyond: Counter[str] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        """One difference, or one finding."""
        if problem.severity == "finding":
            self.findings.append(problem)
        elif len(self.listed) >= self.most or (self.only_count and problem.code in _CELLS):
            self.beyond[problem.place.file] += 1
        else:
            self.listed.append(problem)

    def more(self, file: str, count: int) -> None:
        """So many more of a file, which nobody has listed."""
        if count:
            self.beyond[file] += count

    @property
    def count(self) -> int:
        """How many differences there are, listed or not."""
        return len(self.listed) + self.beyond.total()

    def differences(self) -> tuple[Problem, ...]:
        """Those that are listed, then a count for each document that has more."""
        why, why_en = ("（方案或数据已不是当时的）", " (scheme or data are not those of that time)") if self.only_count else ("", "")
        rest = [k7.MORE_DIFFERENCES.at(Place(file), count=count, why=why, why_en=why_en) for file, count in self.beyond.items()]
        return (*self.listed, *rest)


@dataclass(frozen=True)
class View:
    """How the differences of one table are told.

    ``place`` is where it stands, ``titles`` and ``columns`` its columns' titles and numbers, ``about`` which of them say what a line is about, and
    ``head`` the last line of its headings.
    """

    place: Place
    titles: Sequence[Both]
    columns: Sequence[int]
    about: Sequence[int]
    head: int = 0

    def what(self, line: Line, number: int) -> Both:
        """A cell as people call it: the unit, what of it, the column."""
        if line.number <= self.head:
            return ("表头", "heading")
        about = [cut(line.shown[place]) for place in self.about if place < len(line.shown) and line.shown[place] and place != number]
        title = self.titles[number] if number < len(self.titles) else ("表头之外的一格", "a cell beyond the headings")
        return ("，".join([*about, title[0]]), ", ".join([*about, title[1]]))

    def at(self, line: Line, number: int) -> Place:
        """Where a cell stands."""
        column = self.columns[number] if number < len(self.columns) else max(self.columns, default=0) + 1 + number - len(self.columns)
        return replace(self.place, line=line.number, column=column)


def cell_differs(place: Place, what: Both, found: str, expected: str) -> Problem:
    """One cell (K730)."""
    (shown, shown_en), (wanted, wanted_en) = _quoted(found), _quoted(expected)
    return k7.CELL_DIFFERS.at(
        place, what=what[0], what_en=what[1], found=shown, found_en=shown_en, expected=wanted, expected_en=wanted_en
    )  # fmt: skip


def _quoted(text: str) -> Both:
    return (f"“{cut(text)}”", cut(text)) if text else ("空白", "nothing")


def tell_unlike(told: Told, both: Unlike, view: View) -> None:
    """Tell how two tables differ: cells, lines that are not there any more, lines that were added."""
    for wanted, found in both.changed:
        for number, (should, stands) in enumerate(zip_longest(wanted.says, found.says, fillvalue="")):
            if should != stands:
                shown, expected = _at(found.shown, number), _at(wanted.shown, number)
                told.add(cell_differs(view.at(found, number), view.what(wanted, number), shown, expected))
    for lines, word, word_en in ((both.missing, "少了", "lines not there any more"), (both.extra, "多了", "lines that were added")):
        for run in _runs(lines):
            told.add(_run(view.place, run, word, word_en))
    told.more(view.place.file, both.beyond)


def _at(cells: Sequence[str], number: int) -> str:
    return cells[number] if number < len(cells) else ""


def _run(place: Place, run: Sequence[Line], word: str, word_en: str) -> Problem:
    """Lines that follow each other (K731), by the first of them."""
    first = cut("，".join(cell for cell in run[0].shown if cell))
    count = f" {len(run)} 行，从" if len(run) > 1 else "一行："
    tail = "”起" if len(run) > 1 else "”"
    return k7.ROWS_DIFFER.at(
        replace(place, line=run[0].number), reason=f"{word}{count}“{first}{tail}", reason_en=f"{word_en}: {len(run)}, from {first}"
    )  # fmt: skip


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other; a text of several lines between them does not part them."""
    run: list[Line] = []
    for line in lines:
        if run and line.number - run[-1].number > _NEXT:
            yield run
            run = []
        run.append(line)
    if run:
        yield run
