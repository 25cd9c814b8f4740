"""A sheet on its way through the reader: rows whose cells are plain are taken from the bytes, everything else goes to expat."""

from __future__ import annotations

from typing import Final

from kpi_engine.intake.expat import Parsing
from kpi_engine.intake.package import Package
from kpi_engine.intake.plaincells import Known, Plain, plain_cells
from kpi_engine.intake.sheetxml import SheetReader

__all__ = ["read_quickly"]

_ROW: Final = b"<row"
_ROW_END: Final = b"</row>"


def read_quickly(package: Package, part: str, reader: SheetReader, known: Known) -> list[Plain]:
    """Drive ``reader`` through a sheet and give the plain cells, which it never sees.

    What expat says of a line or column is then of the rest of the sheet, and the checks of a broken document come in another order: whoever
    is refused here and got plain cells reads again with `parse_part`, and tells what that says. Raises `RefusedError`.
    """
    parsing = Parsing(package, part, reader)
    rows = _Rows(parsing, reader, known)
    with parsing:
        for chunk in package.chunks(part):
            parsing.look_at(chunk)
            rows.take(chunk)
        rows.finish()
    return rows.plain


class _Rows:
    """Cuts the bytes at the ends of rows. Once something is unusual, all that follows goes to expat."""

    def __init__(self, parsing: Parsing, reader: SheetReader, known: Known) -> None:
        self.parsing, self.reader, self.known = parsing, reader, known
        self.plain: list[Plain] = []
        self.is_quick = True
        self._waiting = b""
        self._last = b""

    def take(self, chunk: bytes) -> None:
        """Bytes of the sheet."""
        data, is_first = self._waiting + chunk, not self._last
        self._waiting = b""
        self.is_quick = self.is_quick and not _has_markup(self._last + chunk, is_first=is_first)
        self._last = chunk[-1:]
        if not self.is_quick:
            self.parsing.feed(data)
            return
        begin = data.find(_ROW)
        if begin < 0:
            self.parsing.feed(data)
            return
        self.parsing.feed(data[:begin])
        self._take_rows(data[begin:])

    def _take_rows(self, data: bytes) -> None:
        """From the beginning of a row."""
        end = data.rfind(_ROW_END) + len(_ROW_END)
        self.is_quick = self.parsing.is_idle and self.reader.is_between_rows and end >= len(_ROW_END)
        found = plain_cells(data[:end], self.known) if self.is_quick else None
        if not self.is_quick:
            self.parsing.feed(data)
        elif found is None:
            self.parsing.feed(data[:end])
            self._waiting = data[end:]
        else:
            plain, rest = found
            self.plain.append(plain)
            self.reader.add(plain.odd_keys.tolist(), plain.odd_meta.tolist(), plain.odd)
            self.parsing.feed(rest)
            self._waiting = data[end:]

    def finish(self) -> None:
        """What stands behind the last row."""
        self.parsing.feed(self._waiting)


def _has_markup(data: bytes, *, is_first: bool) -> bool:
    """Whether there is a comment, a section, a declaration, or an instruction but the one that says that this is XML."""
    return b"<!" in data or data.find(b"<?", 4 if is_first else 0) >= 0
