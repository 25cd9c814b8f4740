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
_DECLARED: Final = 4  # the first bytes may say that this is XML


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
        self._is_quick = True
        self._waiting = self._before = b""

    def take(self, chunk: bytes) -> None:
        """Bytes of the sheet."""
        data, self._waiting = self._waiting + chunk, b""
        begin = data.find(_ROW) if self._is_quick else -1
        if begin < 0:
            self._feed(data)
            return
        self._feed(data[:begin])
        end = data.rfind(_ROW_END) + len(_ROW_END)
        is_ready = self._is_quick and self.parsing.is_idle and self.reader.is_between_rows and end > begin
        found = plain_cells(data[begin:end], self.known) if is_ready else None
        if found is None:
            self._is_quick = False
            self._feed(data[begin:])
            return
        plain, rest = found
        self.plain.append(plain)
        self.parsing.feed(rest)
        self.reader.take(plain)
        self._waiting = data[end:]

    def finish(self) -> None:
        """What stands behind the last row."""
        self._feed(self._waiting)

    def _feed(self, data: bytes) -> None:
        """To expat as it stands. Behind a comment or a section a row may not be what it seems."""
        if self._is_quick and data:
            seen = self._before[-1:] + data
            self._is_quick = b"<!" not in seen and seen.find(b"<?", 0 if self._before else _DECLARED) < 0
            self._before = data
        self.parsing.feed(data)
