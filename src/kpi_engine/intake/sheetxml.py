"""The cells of a sheet one by one, as expat meets them: their types, formulas and formats. What is plain is taken before (`plaincells`)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from kpi_engine.errors import k1_reading
from kpi_engine.intake.expat import Attributes, StringReader, joined, unescaped
from kpi_engine.intake.formats import is_date_format, is_iso_day
from kpi_engine.intake.grid import COLUMN_BITS, FORMAT_SHIFT, FORMULA_BIT, CellType, Limits
from kpi_engine.intake.package import RefusedError
from kpi_engine.intake.plaincells import Plain
from kpi_engine.intake.sheetframe import LAST_COLUMN, LAST_ROW, REFERENCE, SheetFrame, column_table
from kpi_engine.intake.tally import Tally
from kpi_engine.source import Place, column_letters

__all__ = ["SheetReader"]

_ROWS_IN = 2
"""How deep rows stand: in sheetData, in worksheet."""
_OURS = frozenset(("sheetData", "c", "v", "f", "is"))
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_TEXT, _NUMBER, _DATE = int(CellType.TEXT), int(CellType.NUMBER), int(CellType.DATE)


class SheetReader:
    """Collects a sheet. ``start`` and ``end`` run for each element of each cell, so they and ``_cell`` are written for speed."""

    def __init__(self, tally: Tally, strings: Sequence[str], formats: Sequence[str], limits: Limits, *, has_pictures: bool = False) -> None:
        self.tally, self.strings, self.limits, self.has_pictures = tally, strings, limits, has_pictures
        self.buffer: list[str] = []
        self.text = StringReader(self.buffer)
        self.keys, self.meta = array("Q"), array("I")
        self.values: list[str | bool] = []
        self._add_key, self._add_meta, self._add_value = self.keys.append, self.meta.append, self.values.append
        self.formulas: dict[int, str] = {}
        self.frame = SheetFrame(tally)
        self.is_sorted = True
        self._columns = column_table()
        self._formats: dict[str | None, int] = {str(index): index << FORMAT_SHIFT for index in range(len(formats))}
        self._formats[None] = 0
        dates = {str(index) for index, text in enumerate(formats) if is_date_format(text)} | (
            {None} if formats and is_date_format(formats[0]) else set()
        )
        self._numbers = {style: meta | (_DATE if style in dates else _NUMBER) for style, meta in self._formats.items()}
        self._row = self._row_base = self._column = self._last_key = self._depth = self._column_limit = 0
        self._row_text = ""
        self._attributes: Attributes | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._is_in_row = self._has_rows = False

    @property
    def is_between_rows(self) -> bool:
        """Whether a row may come next."""
        return self._has_rows and not self._is_in_row and self._attributes is None and self._depth == _ROWS_IN

    def take(self, plain: Plain) -> None:
        """Rows whose plain cells were taken from the bytes, with the cells among them that are kept as they are written."""
        self._row = plain.last_row
        if plain.odd:
            self.keys.extend(plain.odd_keys.tolist())
            self.meta.extend(plain.odd_meta.tolist())
            self.values.extend(plain.odd)
            self.is_sorted = False

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""
        if name == "c" and self._is_in_row and self._attributes is None:
            self._attributes = attributes
        elif name == "v" and self._attributes is not None and self._value is None:
            self.buffer.clear()
            self._value = ""
        else:
            self._start_other(name, attributes)

    def end(self, name: str) -> None:
        """An element closes. A number that was typed in is stored here, everything else by `_cell`."""
        attributes = self._attributes
        if attributes is None:
            self._end_other(name)
        elif name == "v":
            buffer = self.buffer
            self._value = buffer[0] if len(buffer) == 1 else "".join(buffer)
        elif name == "c":
            value = self._value
            column = self._columns.get(attributes.get("r", "").removesuffix(self._row_text), LAST_COLUMN + 1)
            meta = self._numbers.get(attributes.get("s"))
            key = self._row_base + column
            if value and meta and column <= self._column_limit and key > self._last_key and self._formula is None and "t" not in attributes:
                self._column, self._last_key = column, key
                self._add_key(key)
                self._add_meta(meta)
                self._add_value(value)
            else:
                self._cell(attributes, column, value, self._formula)
                self._formula = None
            self._attributes = self._value = None
        else:
            self._end_other(name)

    def _cell(self, attributes: Attributes, column: int, value: str | None, formula: str | None) -> None:
        """Any cell but a number that was typed in."""
        if column > LAST_COLUMN:
            column = self._odd_reference(attributes.get("r"))
            if not column:
                return
        self._column = column
        if not value and formula is None:
            return
        if column > self._column_limit:
            self._beyond(column)
            return
        key = self._row_base + column
        kind = attributes.get("t", "n")
        if formula is None and kind == "s" and value:
            text = self._shared(value)
            if text:
                self._store(key, self._format(attributes) | _TEXT, text)
        else:
            self._other_cell(key, attributes, kind, value, formula)

    def _store(self, key: int, meta: int, value: str | bool) -> None:
        if key <= self._last_key:
            self.is_sorted = False
        self._last_key = key
        self._add_key(key)
        self._add_meta(meta)
        self._add_value(value)

    def _format(self, attributes: Attributes) -> int:
        meta = self._formats.get(attributes.get("s"))
        return self._odd_format(attributes) if meta is None else meta

    def _odd_format(self, attributes: Attributes) -> int:
        self._bad(f"s={attributes.get('s')!r}", "已有的格式编号", "the number of a format")
        return 0

    def _bad(self, found: str, expected: str, expected_en: str) -> None:
        self.tally.add(k1_reading.BAD_CELL_VALUE, self._row, self._column, found=found[:80], expected=expected, expected_en=expected_en)

    def _shared(self, value: str) -> str:
        try:
            index = int(value) if len(value) < 10 and value.strip().isascii() else -1
        except ValueError:
            index = -1
        if 0 <= index < len(self.strings):
            return self.strings[index]
        self._bad(repr(value), f"0 到 {len(self.strings) - 1} 的文字编号", f"the number of a shared string, 0 to {len(self.strings) - 1}")
        return ""

    def _other_cell(self, key: int, attributes: Attributes, kind: str, value: str | None, formula: str | None) -> None:
        """Formulas, and all types but plain numbers and shared strings."""
        made = self._typed(kind, value, formula, attributes)
        if made is None:
            return
        cell_type, stored = made
        meta = self._format(attributes) | cell_type
        if cell_type == CellType.NUMBER:
            meta = self._numbers.get(attributes.get("s"), meta)
        if formula is not None:
            meta |= FORMULA_BIT
            if formula:
                self.formulas[key] = formula
        self._store(key, meta, stored)

    def _typed(self, kind: str, value: str | None, formula: str | None, attributes: Attributes) -> tuple[CellType, str | bool] | None:
        if _is_picture(value, formula) or (kind == "e" and self.has_pictures and "vm" in attributes):
            return CellType.PICTURE, value or formula or ""
        if value is None or (not value and kind != "str"):
            return (CellType.FORMULA_WITHOUT_VALUE, "") if formula is not None else None
        match kind:
            case "n":
                return CellType.NUMBER, value
            case "s" | "str" | "inlineStr":
                return self._text(kind, value)
            case "b":
                return self._truth(value)
            case "e":
                return CellType.ERROR, value.strip()
            case "d":
                return self._iso_date(value.strip())
            case _:
                self._bad(f"t={kind!r}", "已知的单元格类型", "a known cell type")
                return None

    def _text(self, kind: str, value: str) -> tuple[CellType, str] | None:
        text = self._shared(value) if kind == "s" else (unescaped(value) if kind == "str" else value)
        if len(text) > self.limits.text:
            self.tally.add(k1_reading.TEXT_TOO_LONG, self._row, self._column, limit=self.limits.text, part=f"{len(text)}")
            return None
        return CellType.TEXT, text

    def _truth(self, value: str) -> tuple[CellType, bool] | None:
        truth = _TRUTHS.get(value.strip().lower())
        if truth is None:
            self._bad(repr(value), "0 或 1", "0 or 1")
            return None
        return CellType.BOOL, truth

    def _iso_date(self, value: str) -> tuple[CellType, str] | None:
        if not is_iso_day(value):
            self._bad(repr(value), "YYYY-MM-DD 日期", "an ISO date")
            return None
        return CellType.DATE, value

    def _beyond(self, column: int) -> None:
        if self._row > self.limits.rows:
            place = Place(self.tally.file, self.tally.sheet, line=self._row, column=column)
            raise RefusedError(k1_reading.TOO_MANY_ROWS.at(place, row=self._row, limit=self.limits.rows))
        self.tally.add(k1_reading.TOO_MANY_COLUMNS, self._row, column, letters=column_letters(column), limit=self.limits.columns)

    def _odd_reference(self, reference: str | None) -> int:
        """The column of a cell without reference (the next one), or with one in lower case or with $; anything else is reported (0)."""
        if reference is None and self._column < LAST_COLUMN:
            return self._column + 1
        found = REFERENCE.fullmatch(reference or "")
        column = self._columns.get(found[1].upper()) if found and int(found[2]) == self._row else None
        if column is None:
            self.tally.add(k1_reading.BAD_REFERENCE, self._row, 0, found=repr((reference or "XFE")[:40]))
        return column or 0

    def _start_other(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        self._has_rows |= name == "sheetData"
        if self._depth > self.limits.depth:
            self._refuse_structure("嵌套过深 nested too deep")
        match name:
            case "row":
                self._start_row(attributes)
            case "f" | "is" | "c" | "v" if self._attributes is not None:
                if name in ("c", "v"):
                    self._refuse_structure("单元格嵌套 nested cells")
                self.buffer.clear()
            case "t" | "rPh" if self._attributes is not None:
                self.text.start(name, attributes)
            case "mergeCell":
                self.frame.merge(attributes.get("ref", ""))
            case "col" if attributes.get("hidden") in ("1", "true"):
                self.frame.hide_columns(attributes)
            case _:
                self._check_place(name)

    def _check_place(self, name: str) -> None:
        """What would be part of a row stands in one: elsewhere it would be dropped."""
        if name in _OURS and self._has_rows and (name != "sheetData" or self._depth != _ROWS_IN):
            self._refuse_structure(f"<{name}> 不在该在的地方 out of place")

    def _end_other(self, name: str) -> None:
        self._depth -= 1
        if name == "row":
            self._is_in_row = False
        elif name == "sheetData":
            self._has_rows = False
        elif self._attributes is not None:
            if name == "f":
                self._formula = joined(self.buffer)
            elif name in ("t", "rPh"):
                self.text.end(name)
            elif name == "is":
                self._value = self.text.take()

    def _start_row(self, attributes: Attributes) -> None:
        if self._is_in_row or self._depth != _ROWS_IN + 1:
            self._refuse_structure("行嵌套 nested rows" if self._is_in_row else "行不在 sheetData 里 a row outside of sheetData")
        text = attributes.get("r")
        row = self._row + 1 if text is None else (int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0)
        if not 1 <= row <= LAST_ROW:
            place = Place(self.tally.file, self.tally.sheet)
            raise RefusedError(k1_reading.BAD_REFERENCE.at(place, found=f"row r={(text or str(row))[:20]!r}", count=1))
        self._is_in_row = True
        self._row, self._row_text, self._column = row, str(row), 0
        self._row_base = (row << COLUMN_BITS) - 1
        self._column_limit = self.limits.columns if row <= self.limits.rows else 0
        if attributes.get("hidden") in ("1", "true"):
            self.frame.hidden_rows.add(row)

    def _refuse_structure(self, reason: str) -> None:
        place = Place(self.tally.file, self.tally.sheet, line=self._row)
        raise RefusedError(k1_reading.BROKEN_XML.at(place, part=self.tally.sheet, reason=reason))


def _is_picture(value: str | None, formula: str | None) -> bool:
    """WPS stores a picture in a cell as a formula DISPIMG, or as the text of one."""
    return (formula is not None and "DISPIMG(" in formula.upper()) or (value is not None and value.startswith(("=DISPIMG(", "=_xlfn.DISPIMG(")))
