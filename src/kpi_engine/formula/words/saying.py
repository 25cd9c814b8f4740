"""One thing said of many rows: a form, and for each row the figures that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_engine.formula.words.known import BoolArray, IndexArray

__all__ = ["Saying", "mark", "marks", "said", "without_marks"]

_OPEN, _CLOSE = "\uffff", "\ufffe"  # what no text of a scheme holds: neither is a character
_MARKS = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True)
class Saying:
    """``form % figures`` for each of ``rows``; figures are digits with their signs, dots, percents, so that only the form needs care."""

    rows: IndexArray
    form: str
    columns: tuple[Sequence[str], ...] = ()

    def texts(self) -> list[str]:
        """The text of each row."""
        if not self.columns:
            return [self.form % ()] * len(self.rows)
        return list(map(self.form.__mod__, zip(*self.columns, strict=True)))

    def where(self, wanted: BoolArray) -> Saying:
        """Of those rows only that are wanted, which says it of each place."""
        kept = wanted[self.rows]
        if kept.all():
            return self
        places = np.flatnonzero(kept).tolist()
        return Saying(self.rows[kept], self.form, tuple(list(map(texts.__getitem__, places)) for texts in self.columns))

    def after(self, words: str) -> Saying:
        """The same behind some words, if there are any on both sides."""
        if not words:
            return self
        return Saying(self.rows, "　".join(text for text in (words.replace("%", "%%"), self.form) if text), self.columns)


def mark(number: int) -> str:
    """What stands in a text for the figure of that number."""
    return f"{_OPEN}{number}{_CLOSE}"


def marks(text: str) -> list[int]:
    """Whose figures stand in a text, in order."""
    return [int(number) for number in _MARKS.findall(text)]


def without_marks(text: str) -> str:
    """What stands between them."""
    return _MARKS.sub("", text)


def said(text: str, rows: IndexArray, figures: Sequence[Sequence[str]]) -> Saying:
    """A text with marks as the saying of some rows."""
    return Saying(rows, _MARKS.sub("%s", text.replace("%", "%%")), tuple(figures[place] for place in marks(text)))
