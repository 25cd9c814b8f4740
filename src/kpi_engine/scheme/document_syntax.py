"""Why YAML could not be read, in our own sentences: from the class and places of its error and the characters that stand there.

The wording of the two parsers (C and Python) differs and is English; it is never shown and never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.source import Place

__all__ = ["explain", "full_width_problem"]

_NAME = r"[^\s:：,，#\"'{}\[\]]+"
_FULL_COLON_LINE = re.compile(rf"^\s*(?:- +)*[{{\[]?\s*{_NAME}：")
_TIGHT_COLON_LINE = re.compile(rf"^\s*(?:- +)*[{{\[]?\s*{_NAME}:[^\s]")
_INDICATORS = "|>%@`*&!"
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}
_WIDE_BRACKETS = re.compile("(?:^|[:：\\s])([｛［][^｝］]*[｝］]?)")


@dataclass(frozen=True, slots=True)
class _Spot:
    """What is known of a syntax error: where reading stopped, where the thing began that was being read."""

    lines: list[str]
    name: str
    scanning: bool
    line: int
    column: int
    began_line: int
    began_column: int
    has_beginning: bool

    def char(self, line: int, column: int) -> str:
        return self.lines[line][column : column + 1] if 0 <= line < len(self.lines) else ""

    @property
    def here(self) -> str:
        return self.char(self.line, self.column)

    @property
    def opener(self) -> str:
        return self.char(self.began_line, self.began_column) if self.has_beginning else ""

    @property
    def before(self) -> str:
        """What stands before the stop on its line."""
        return self.lines[self.line][: self.column] if self.line < len(self.lines) else ""

    @property
    def at_end(self) -> bool:
        rest = [self.lines[self.line][self.column :]] if self.line < len(self.lines) else []
        return not "".join(rest + self.lines[self.line + 1 :]).strip()

    def suspects(self) -> list[int]:
        """Lines that may hold the cause: where the thing began, where it stopped, the last line with content before that."""
        above = next((n for n in range(min(self.line, len(self.lines)) - 1, -1, -1) if self.lines[n].strip()), 0)
        first = [self.began_line] if self.scanning and self.has_beginning else []
        return list(dict.fromkeys([*first, self.line, above]))

    def place(self, line: int | None = None, column: int | None = None) -> Place:
        return Place(self.name, line=(self.line if line is None else line) + 1, column=(self.column if column is None else column) + 1)

    def beginning(self) -> Place:
        return self.place(self.began_line, self.began_column)

    def between(self) -> str:
        """The text from the beginning to the stop, if both are on few lines."""
        part = self.lines[self.began_line : self.line + 1]
        if not part or len(part) > 20:
            return ""
        part[-1] = part[-1][: self.column]
        part[0] = part[0][self.began_column :]
        return "\n".join(part)


def explain(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """One problem that says why reading stopped, and where.

    Errors: K150, K153, K157-K159, K163-K173.
    """
    spot = _spot(error, text, name)
    for rule in _RULES:
        problem = rule(spot)
        if problem is not None:
            return problem
    found = spot.lines[spot.line].strip()[:40] if spot.line < len(spot.lines) else ""
    return k1_reading.NOT_UNDERSTOOD.at(spot.place(), found=found)


def _spot(error: yaml.YAMLError, text: str, name: str) -> _Spot:
    stop = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    line, column = (stop.line, stop.column) if stop is not None else (0, 0)
    began = (start.line, start.column) if start is not None else (line, column)
    scanning = isinstance(error, yaml.scanner.ScannerError)
    return _Spot(text.split("\n"), name, scanning, line, column, began[0], began[1], start is not None)


def full_width_problem(text: str, place: Place) -> Problem | None:
    """The problem of a plain text that was meant as ``name: value``: a full-width colon, or no space after the colon."""
    first = text.split("\n", maxsplit=1)[0].strip()
    for pattern, kind in ((_FULL_COLON_LINE, k1_reading.FULL_WIDTH_COLON), (_TIGHT_COLON_LINE, k1_reading.NO_SPACE_AFTER_COLON)):
        if pattern.match(first):
            return kind.at(place, found=first[:40])
    return None


def _indicator(spot: _Spot) -> Problem | None:
    line, column, mark = spot.began_line, spot.began_column, spot.opener
    if not mark or mark not in _INDICATORS:
        line, column, mark = spot.line, spot.column, spot.here
    if not spot.scanning or not mark or mark not in _INDICATORS:
        return None
    found = spot.lines[line][column:].strip()[:40]
    return k1_reading.NEEDS_QUOTES.at(spot.place(line, column), found=found, mark=mark)


def _quotation(spot: _Spot) -> Problem | None:
    if not spot.scanning or not spot.opener or spot.opener not in "\"'":
        return None
    for column in (spot.column, spot.column - 1):  # the two parsers stop before and after the backslash
        if spot.opener == '"' and not spot.at_end and column >= 0 and spot.char(spot.line, column) == "\\":
            return k1_reading.BAD_ESCAPE.at(spot.place(column=column), found=spot.lines[spot.line][column : column + 2])
    return k1_reading.NOT_CLOSED.at(spot.beginning(), also=[spot.place()], mark=spot.opener, closing=spot.opener)


def _full_width(spot: _Spot) -> Problem | None:
    for number in spot.suspects():
        if number >= len(spot.lines):
            continue
        line = spot.lines[number]
        indent = len(line) - len(line.lstrip())
        problem = full_width_problem(line, spot.place(number, indent))
        if problem is not None:
            return problem
        wide = _WIDE_BRACKETS.search(line)
        if wide is not None:
            return k1_reading.FULL_WIDTH_BRACKET.at(spot.place(number, wide.start(1)), found=wide[1][:40])
    return None


def _full_width_comma(spot: _Spot) -> Problem | None:
    inside = spot.between()
    if spot.opener not in ("[", "{") or "，" not in inside:
        return None
    index = inside.rindex("，")
    line = spot.began_line + inside.count("\n", 0, index)
    column = spot.lines[line].index("，") if line == spot.line and line != spot.began_line else spot.began_column + index
    if line != spot.began_line:
        column = index - inside.rfind("\n", 0, index) - 1
    return k1_reading.FULL_WIDTH_COMMA.at(spot.place(line, column), also=[spot.beginning()], found=inside.split("\n")[-1].strip()[:40])


def _documents(spot: _Spot) -> Problem | None:
    above = spot.suspects()[-1]
    for number in (above, spot.line):
        if number < len(spot.lines) and re.match(r"(\.\.\.|---)(\s|$)", spot.lines[number]):
            return k1_reading.SEVERAL_DOCUMENTS.at(spot.place(number, 0))
    return None


def _flow(spot: _Spot) -> Problem | None:
    mark = spot.opener
    if spot.scanning or mark not in ("[", "{"):
        return None
    if spot.line == spot.began_line and not spot.at_end and spot.here not in ("]", "}"):
        return _after_end(spot) or k1_reading.SECOND_COLON.at(spot.place(), also=[spot.beginning()])
    return k1_reading.NOT_CLOSED.at(spot.beginning(), also=[spot.place()], mark=mark, closing=_CLOSING[mark])


def _after_end(spot: _Spot) -> Problem | None:
    if spot.scanning or not spot.here.strip() or spot.before.rstrip()[-1:] not in ('"', "'", "]", "}"):
        return None
    return k1_reading.TEXT_AFTER_END.at(spot.place(), found=spot.lines[spot.line][spot.column :].strip()[:40])


def _colon(spot: _Spot) -> Problem | None:
    if spot.here != ":":
        return None
    if not spot.before.strip(" {[,"):
        return k1_reading.KEY_NOT_A_NAME.at(spot.place(), found="空的", found_en="nothing")
    if ": " in spot.before:
        return k1_reading.SECOND_COLON.at(spot.place())
    return k1_reading.BAD_INDENT.at(spot.place(column=len(spot.before) - len(spot.before.lstrip())))


def _no_colon(spot: _Spot) -> Problem | None:
    if not (spot.scanning and spot.has_beginning) or spot.began_line >= len(spot.lines):
        return None
    if (spot.line, spot.column) == (spot.began_line, spot.began_column):
        return None
    return k1_reading.LINE_WITHOUT_COLON.at(spot.beginning(), found=spot.lines[spot.began_line].strip()[:40])


def _dash(spot: _Spot) -> Problem | None:
    at_dash = spot.here == "-" and spot.char(spot.line, spot.column + 1) in ("", " ")
    if at_dash or (spot.opener == "-" and not spot.scanning):
        return k1_reading.LIST_AND_NAMES.at(spot.place(), also=[spot.beginning()] if spot.has_beginning else [])
    return None


def _stray(spot: _Spot) -> Problem | None:
    if spot.here and spot.here in "]},?":
        return k1_reading.STRAY_MARK.at(spot.place(), mark=spot.here)
    return None


def _indent(spot: _Spot) -> Problem | None:
    if not spot.scanning and spot.here and not spot.before.strip():
        return k1_reading.BAD_INDENT.at(spot.place())
    return None


_RULES: tuple[Callable[[_Spot], Problem | None], ...] = (
    _indicator,
    _quotation,
    _full_width_comma,
    _full_width,
    _documents,
    _flow,
    _after_end,
    _colon,
    _no_colon,
    _dash,
    _stray,
    _indent,
)
