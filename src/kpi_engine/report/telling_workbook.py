"""An answer as a workbook: the first sheet holds the sentences and the picture on one A4 page, then a sheet for each table."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kpi_engine.report.delimited import clean
from kpi_engine.report.figures import number_format
from kpi_engine.report.pages import lines_of
from kpi_engine.report.paper import FIGURE, Cell, Field, Look, Paper, Table
from kpi_engine.report.telling import Column, Listing, Picture, Telling, Value

__all__ = ["write_telling"]

_SOME_DAY = dt.datetime(2000, 1, 1)  # a file's bytes must not depend on when it is written
_WIDTH = 68
"""Characters across the page of sentences: as many as an A4 page holds unscaled, also where the font is replaced by a wider one."""
_ROOM = 64
"""So many narrow characters of 11 points stand in a line of it."""
_LINE = 15.0
_PAGE = 48
"""So many lines of sentences still make one page that can be read; more go on to the next."""
_TITLE: Look = {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
_NOTE: Look = {"font_name": "宋体", "font_size": 10, "align": "center", "font_color": "#C00000"}
_HEADING: Look = {"font_name": "黑体", "font_size": 12, "valign": "vcenter"}
_SENTENCE: Look = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
_HIDDEN = "图"
_CHART_LINES = 20
_MOST_DECIMALS = 4
_LONGEST_NAME = 31
_INVALID = re.compile(r"[\[\]:*?/\\']")


def write_telling(path: Path, telling: Telling, *, first: str = "结论", note: str = "") -> None:
    """Write the workbook.

    Args:
        path: the file to make.
        telling: the answer.
        first: what the sheet of the sentences is called.
        note: what it says under the title: that this is a trial, and of which results.

    """
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": clean(telling.title), "created": _SOME_DAY})
            paper = Paper(book, footer=clean(f"{telling.title}　{note}").replace("&", "&&"))
            _conclusion(book, paper, telling, first, note)
            taken = {first.lower(), _HIDDEN}
            for listing in (told.for_people for told in telling.listings):
                paper.lay(_table(listing, _sheet_name(listing.name, taken), telling.title, note))
            if telling.picture is not None:
                _figures(book, telling.picture)
    except FileCreateError as error:
        raise error.args[0] from error


def _conclusion(book: Workbook, paper: Paper, telling: Telling, name: str, note: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    lines = sum(lines_of(sentence, _ROOM) for _, sentences in telling.sections for sentence in sentences)
    sheet.fit_to_pages(1, 1 if lines + (_CHART_LINES if telling.picture is not None else 0) <= _PAGE else 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _WIDTH)
    row = _line(sheet, 0, telling.title, paper.format(_TITLE), 30)
    row = _line(sheet, row, note, paper.format(_NOTE), 18) if note else row
    for heading, sentences in telling.sections:
        row = _line(sheet, row, heading, paper.format(_HEADING), 24) if heading else row
        for sentence in sentences:
            row = _line(sheet, row, sentence, paper.format(_SENTENCE), _LINE * lines_of(sentence, _ROOM) + 3)
    if telling.picture is not None:
        _chart(book, sheet, telling.picture, row + 1)


def _line(sheet: Worksheet, row: int, text: str, look: object, height: float) -> int:
    sheet.set_row(row, height)
    sheet.write_string(row, 0, clean(text), look)
    return row + 1


def _chart(book: Workbook, sheet: Worksheet, picture: Picture, row: int) -> None:
    """Lines from place to place, the first place on top."""
    chart = book.add_chart({"type": "line"})
    last = len(picture.labels)
    for position, unit in enumerate(picture.lines, start=1):
        labels = [{"delete": True}] * (last - 1) + [{"value": f"{clean(unit)}"}]
        chart.add_series(
            {
                "name": [_HIDDEN, position, 0],
                "categories": [_HIDDEN, 0, 1, 0, last],
                "values": [_HIDDEN, position, 1, position, last],
                "marker": {"type": "circle", "size": 5},
                "line": {"width": 1.5},
                "data_labels": {"value": True, "custom": labels, "position": "right", "font": {"size": 8}},
            }
        )
    places = [place for line in picture.lines.values() for place in line if place is not None]
    chart.set_title({"name": picture.title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    axis = {
        "reverse": True,
        "major_unit": max(1, (max(places) - min(places)) // 12),
        "min": min(places),
        "max": max(places),
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        "num_format": "0",
    }
    chart.set_y_axis({**axis, "crossing": "max", "num_font": {"size": 9}})
    chart.set_x_axis({"num_font": {"size": 10}, "position_axis": "on_tick", "label_position": "low"})
    chart.set_plotarea({"layout": {"x": 0.05, "y": 0.24, "width": 0.68, "height": 0.7}})  # the names stand to the right of the lines
    chart.set_size({"width": 600, "height": max(280, min(600, 90 + 18 * len(picture.lines)))})
    sheet.insert_chart(row, 0, chart, {"x_offset": 8, "y_offset": 4})


def _figures(book: Workbook, picture: Picture) -> None:
    """What the picture is drawn from."""
    sheet = book.add_worksheet(_HIDDEN)
    sheet.hide()
    for column, label in enumerate(picture.labels, start=1):
        sheet.write_string(0, column, clean(label))
    for row, (unit, places) in enumerate(picture.lines.items(), start=1):
        sheet.write_string(row, 0, clean(unit))
        for column, place in enumerate(places, start=1):
            if place is not None:
                sheet.write_number(row, column, place)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has; ``taken`` gets it."""
    plain = (_INVALID.sub("", clean(name)).strip() or "表")[:_LONGEST_NAME]
    told, number = plain, 1
    while told.lower() in taken:
        number += 1
        told = f"{plain[: _LONGEST_NAME - 3]}{number}"
    taken.add(told.lower())
    return told


def _table(listing: Listing, name: str, title: str, note: str) -> Table:
    fields = [_field(column, [row[place] for row in listing.rows]) for place, column in enumerate(listing.columns)]
    frozen = 1 if len(listing.rows) > 1 else 0
    heading = title if title.endswith(listing.name) else f"{title}　{listing.name}"
    return Table(name, heading, note, fields, frozen=frozen, signed=False)


def _field(column: Column, values: list[Value]) -> Field:
    figures = any(value is not None and not isinstance(value, str) for value in values)
    if not figures:
        return Field(column.heading, [str(value) if value is not None else None for value in values], group=column.group, widest=60)
    form = number_format(column.places if column.places is not None else _decimals(values)) + ("%" if column.percent else "")
    look: Look = {**FIGURE, "num_format": f"+{form};-{form};{form}" if column.signed else form}
    return Field(column.heading, [_cell(value) for value in values], look, column.group)


def _decimals(values: list[Value]) -> int:
    """As many as the figures of a column need, up to `_MOST_DECIMALS`; the same for all of them, so that they stand under each other."""
    figures = [Fraction(value) for value in values if value is not None and not isinstance(value, str)]
    return max((next((n for n in range(_MOST_DECIMALS) if (figure * 10**n).denominator == 1), _MOST_DECIMALS) for figure in figures), default=0)


def _cell(value: Value) -> Cell:
    return value if value is None or isinstance(value, str) else float(value)
