"""Rows that look like one that stands above: XlsxWriter writes the first of each shape, the others are made after it, a row at a time.

A row's shape is what each cell holds (a figure, a text, nothing) and how it looks. Nearly all rows of a large sheet have one of a few shapes, and two
of one shape differ in the row's number, its figures and its texts only.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["Cells", "Repeated", "put_in"]

Cells = Sequence[float | str | None]

_ROW = re.compile(r'<row r="(\d+)"[^>]*(?:/>|>.*?</row>)', re.DOTALL)
_NUMBER = re.compile(r'( r="[A-Z]*)\d+"')
_VALUE = re.compile("<v>[^<]*</v>")
_TEXT = re.compile("<t>[^<]*</t>")
_ORDINARY = re.compile(
    "[^\x00-\x1f\ud800-\udfff\ufffe\uffff_\\s](?:[^\x00-\x1f\ud800-\udfff\ufffe\uffff_]*[^\x00-\x1f\ud800-\udfff\ufffe\uffff_\\s])?"
)
_LONGEST = 32_000
_MOST_KEPT = 100_000
_PORTION = 1000
_LARGE = 20_000_000  # cells; the part of a package that holds fewer needs no long form


class _Texts(dict[str, str]):
    """Texts as XML holds them; empty for one that takes care, which is left to the library."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        plain = len(text) <= _LONGEST and _ORDINARY.fullmatch(text) is not None
        self[text] = told = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if plain else ""
        return told


@dataclass
class Repeated:
    """The rows of one sheet that the library need not write: by their numbers, each with the row that it looks like and what it holds."""

    rows: dict[int, tuple[int, tuple[float | str, ...]]] = field(default_factory=dict)
    cells: int = 0
    _shapes: dict[Hashable, int] = field(default_factory=dict)
    _texts: _Texts = field(default_factory=_Texts)

    def takes(self, row: int, cells: Cells, look: Hashable) -> bool:
        """Whether the row (the first is 1) will be made; otherwise it has to be written, and others may look like it."""
        shape = (look, tuple([cell.__class__ if cell or cell.__class__ is float else None for cell in cells]))
        like = self._shapes.get(shape)
        texts = self._texts
        told = tuple([texts[cell] if cell.__class__ is str else cell for cell in cells if cell or cell.__class__ is float])
        if "" in told or not told:
            return False
        if like is None:
            self._shapes[shape] = row
            return False
        self.rows[row] = (like, told)
        self.cells += len(cells)
        return True

    def put(self, sheet: str) -> Iterator[str]:
        """The sheet's XML with these rows among those that were written."""
        written = {int(found[1]): found for found in _ROW.finditer(sheet)}
        forms = {like: _form(written[like][0]) for like in {like for like, _ in self.rows.values()}}
        at = before = 0
        for row in sorted(self.rows):
            like, told = self.rows[row]
            if row != before + 1:  # some were written in between
                end = next(written[number].end() for number in range(row - 1, 0, -1) if number in written)
                yield sheet[at:end]
                at = end
            yield forms[like].replace("@", str(row)) % told
            before = row
        yield sheet[at:]


def put_in(skeleton: BinaryIO, sheets: Mapping[str, Repeated], path: Path) -> None:
    """Copy a workbook with the rows put into its sheets, by the names of their parts."""
    with ZipFile(skeleton) as given, ZipFile(path, "w", ZIP_DEFLATED) as package:
        for part in given.infolist():
            content = given.read(part)
            info = ZipInfo(part.filename, part.date_time)
            info.compress_type, info.external_attr = part.compress_type, part.external_attr
            rows = sheets.get(part.filename)
            if rows is None or not rows.rows:
                package.writestr(info, content)
                continue
            with package.open(info, "w", force_zip64=rows.cells > _LARGE) as stream:
                told = rows.put(content.decode())
                while portion := list(islice(told, _PORTION)):
                    stream.write("".join(portion).encode())


def _form(row: str) -> str:
    """A written row with its number, figures and texts left open."""
    return _TEXT.sub("<t>%s</t>", _VALUE.sub("<v>%.16G</v>", _NUMBER.sub('\\1@"', row.replace("%", "%%"))))
