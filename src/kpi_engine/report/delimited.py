"""CSV as offices open it: UTF-8 with a mark, CRLF, and no text that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

__all__ = ["Lines", "clean", "figure", "inert", "open_csv", "write_csv"]

_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Lines(Protocol):
    """What takes lines: a CSV writer."""

    def writerow(self, row: Iterable[str], /) -> object:
        """Write one line."""

    def writerows(self, rows: Iterable[Iterable[str]], /) -> object:
        """Write many lines."""


def clean(text: str) -> str:
    """Text without what no file format can hold (control characters, halves of surrogate pairs)."""
    return text if text.isprintable() else _NOT_TEXT.sub("\ufffd", text)


def inert(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: a dangerous first character is preceded by an apostrophe.

    >>> inert("=1+1"), inert("＝1+1"), inert("城关镇")
    ("'=1+1", "'＝1+1", '城关镇')
    """
    text = clean(text)
    first = text.lstrip(" \u3000\ufeff")[:1]
    return f"'{text}" if first in _STARTS and first else text


def figure(text: str) -> str:
    """A figure stays as it is, so that negative numbers stay numbers; a word in a column of figures is made inert.

    >>> figure("-2.50"), figure("-2+3")
    ('-2.50', "'-2+3")
    """
    return text if _FIGURE.fullmatch(text) else inert(text)


@contextmanager
def open_csv(path: Path) -> Iterator[Lines]:
    """A new CSV file to write lines to."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        yield csv.writer(stream, lineterminator="\r\n")


def write_csv(path: Path, heading: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    """A whole CSV file; the cells of ``rows`` have been made inert by whoever knows which are figures."""
    with open_csv(path) as lines:
        lines.writerow([inert(title) for title in heading])
        lines.writerows(rows)
