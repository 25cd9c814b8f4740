"""CSV and TSV text as a grid: encoding, separator, quotes and even lines are settled, or refused with their line. All cells are text."""

from __future__ import annotations

import codecs
import csv
import io
from array import array
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.intake.grid import COLUMN_BITS, DEFAULT_LIMITS, CellType, Grid, Limits
from kpi_engine.intake.tally import Tally
from kpi_engine.intake.workbook import file_bytes
from kpi_engine.source import Place, column_letters

__all__ = ["decode_text", "read_delimited"]

_SEPARATORS = {",": "逗号 comma", ";": "分号 semicolon", "\t": "制表符 TAB"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_FIRST_CJK = "\u2e80"
_SAMPLE = 50

Record = tuple[int, list[str]]
"""The line on which a record starts, and its fields."""


def read_delimited(data: bytes | Path, *, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Grid | None, list[Problem]]:
    """A text file as a grid whose rows are line numbers; None where it was refused. Findings say how it was decoded."""
    content, problems = file_bytes(data, name, limits)
    if problems:
        return None, problems
    text, problems = decode_text(content, name)
    if text is None:
        return None, problems
    tally = Tally(name, "")
    _check_characters(text, tally)
    separator, unclear = _separator(text, name)
    records, broken = _records(text, separator, name, limits)
    problems += unclear + broken
    if not broken:
        _check_records(records, tally, limits)
        _check_swallowed(records, separator, tally)
    problems += tally.problems()
    refused = any(problem.severity == "problem" for problem in problems)
    return (None if refused else _grid(records, name)), problems


def decode_text(content: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """Text by its byte order mark, else as strict UTF-8, else as GB18030 (a finding). A mixture is refused with its line."""
    for mark, encoding, told in _BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding, told, name)
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    mixed = _mixed_line(content)
    if mixed:
        place = Place(name, line=mixed)
        return None, [k1_reading.MIXED_ENCODING.at(place, reason="不是 UTF-8，别的行却是", reason_en="is not UTF-8 while other lines are")]
    return _decoded(content, "gb18030", "GB18030（GBK）", name)


def _decoded(content: bytes, encoding: str, told: str, name: str) -> tuple[str | None, list[Problem]]:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, errors="ignore").count("\n") + 1
        claimed = told or "UTF-8"
        return None, [k1_reading.MIXED_ENCODING.at(Place(name, line=line), reason=f"不是 {claimed} 编码", reason_en=f"is not {claimed}")]
    return text, [k1_reading.TEXT_ENCODING.at(Place(name), encoding=told)] if told else []


def _mixed_line(content: bytes) -> int:
    """The first line that is not UTF-8, where another line can hardly be anything else: it decodes to Chinese. 0 where there is none."""
    first_other, has_utf8 = 0, False
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            has_utf8 |= max(line.decode("utf-8")) >= _FIRST_CJK
        except UnicodeDecodeError:
            first_other = first_other or number
    return first_other if has_utf8 else 0


def _check_characters(text: str, tally: Tally) -> None:
    """Control characters mean that this is not a table (or UTF-16 without its mark)."""
    controls = {character: None for character in map(chr, range(32)) if character not in "\t\n\r" and character in text}
    if not controls:
        return
    for number, line in enumerate(_lines(text), start=1):
        for character in controls:
            if character in line:
                tally.add(k1_reading.TABLE_CONTROL_CHARACTER, number, found=f"U+{ord(character):04X}")


def _reader(text: str, separator: str) -> Iterator[Record]:
    lines = csv.reader(_lines(text), delimiter=separator, strict=True)
    start = 1
    for fields in lines:
        yield start, fields
        start = lines.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """Lines end with LF, CR or both, as csv has it; the other breaks of Unicode are text."""
    return io.StringIO(text, newline="")


def _separator(text: str, name: str) -> tuple[str, list[Problem]]:
    """The separator under which the first lines have even columns; the one with the most columns in the first line where none has."""
    widths = {separator: _sample_widths(text, separator) for separator in _SEPARATORS}
    even = [separator for separator, counts in widths.items() if len(set(counts)) == 1 and counts[0] > 1]
    if len(even) > 1:
        candidates = "、".join(_SEPARATORS[separator] for separator in even)
        return even[0], [k1_reading.UNCLEAR_SEPARATOR.at(Place(name), candidates=candidates)]
    return max(even or widths, key=lambda separator: widths[separator][0] if widths[separator] else 0), []


def _sample_widths(text: str, separator: str) -> list[int]:
    counts: list[int] = []
    with suppress(csv.Error):  # told again, with its line, when the file is read
        counts.extend(len(fields) for _, fields in islice(_reader(text, separator), _SAMPLE) if fields)
    return counts


def _records(text: str, separator: str, name: str, limits: Limits) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    line = 1
    try:
        for line, fields in _reader(text, separator):
            if any(fields):
                records.append((line, fields))
            if len(records) > limits.rows:
                return [], [k1_reading.TOO_MANY_ROWS.at(Place(name, line=line), row=line, limit=limits.rows)]
    except csv.Error as error:
        return [], [_quote_problem(str(error), records[-1][0] if records else 0, text, name, limits)]
    return records, []


def _quote_problem(reason: str, last_good: int, text: str, name: str, limits: Limits) -> Problem:
    """The csv module tells what is wrong; the record that it choked on starts after the last one that it could read."""
    if "field larger" in reason:
        return k1_reading.TEXT_TOO_LONG.at(Place(name, line=last_good + 1), limit=limits.text, part=name)
    start = last_good
    for number, line in enumerate(islice(_lines(text), last_good, None), start=last_good + 1):
        if '"' in line:
            start = number
            break
    told, told_en = ("到文件末尾也没有闭合", "never closed") if "end of data" in reason else ("引号后面还有文字", f"text after a quote ({reason})")
    return k1_reading.BAD_QUOTE.at(Place(name, line=start), reason=told, reason_en=told_en)


def _check_records(records: list[Record], tally: Tally, limits: Limits) -> None:
    if not records:
        tally.add(k1_reading.EMPTY_FILE)
        return
    first, header = records[0]
    for line, fields in records:
        if len(fields) != len(header):
            tally.add(k1_reading.RAGGED_LINE, line, found=len(fields), first=first, expected_count=len(header))
        long = next((at for at, field in enumerate(fields, start=1) if len(field) > limits.text), 0)
        if long:
            tally.add(k1_reading.TEXT_TOO_LONG, line, long, limit=limits.text, part=tally.file)
        beyond = sum(1 for field in fields[limits.columns :] if field)
        if beyond:
            tally.add(k1_reading.TOO_MANY_COLUMNS, line, len(fields), letters=column_letters(len(fields)), limit=limits.columns)


def _check_swallowed(records: list[Record], separator: str, tally: Tally) -> None:
    """A stray quote that meets another one lines below turns the rows between them into one text."""
    for line, fields in records:
        for column, field in enumerate(fields, start=1):
            if separator in field and ("\n" in field or "\r" in field):
                tally.add(k1_reading.LINES_IN_QUOTES, line, column, lines=len(list(_lines(field))))


def _grid(records: list[Record], name: str) -> Grid:
    keys, values = array("Q"), list[str | bool]()
    for line, fields in records:
        base = (line << COLUMN_BITS) - 1
        for column, field in enumerate(fields, start=1):
            if field:
                keys.append(base + column)
                values.append(field)
    return Grid(name, "", keys, array("I", [int(CellType.TEXT)]) * len(keys), values)
