"""CSV as offices open it: UTF-8 with a mark, CRLF, and no text that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

__all__ = ["END", "Lines", "cells", "clean", "figure", "inert", "open_csv", "open_text", "quoted", "write_csv"]

END = "\r\n"
"""What ends a line."""

_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_QUOTED = re.compile('[,"\r\n]')
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ORDINARY = re.compile('(?![-=+@＝＋－＠\\s\ufeff])[^\x00-\x1f,"\ud800-\udfff\ufffe\uffff]*').fullmatch
"""What may stand in a line as it is."""


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


def quoted(cell: str) -> str:
    """A cell as it stands in a line: in quotation marks where it holds what parts cells or lines.

    >>> quoted("城关镇"), quoted("甲,乙")
    ('城关镇', '"甲,乙"')
    """
    return cell if _QUOTED.search(cell) is None else '"' + cell.replace('"', '""') + '"'


def cells(texts: Iterable[str]) -> list[str]:
    """`quoted` of `inert` of many texts; most are neither dangerous nor in need of quotation marks."""
    return [text if _ORDINARY(text) is not None else quoted(inert(text)) for text in texts]


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """A new CSV file to write whole lines to."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        yield stream


@contextmanager
def open_csv(path: Path) -> Iterator[Lines]:
    """A new CSV file to write lines to."""
    with open_text(path) as stream:
        yield csv.writer(stream, lineterminator=END)


def write_csv(path: Path, heading: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    """A whole CSV file; the cells of ``rows`` have been made inert by whoever knows which are figures."""
    with open_csv(path) as lines:
        lines.writerow([inert(title) for title in heading])
        lines.writerows(rows)
