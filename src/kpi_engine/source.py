"""Where a thing stands: a line of a file, a cell of a workbook, a path in a JSON text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOWHERE", "Place", "column_letters"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position that a person can go to.

    A text file has ``line`` and ``column`` (from 1); a workbook has ``sheet`` and ``row``/``column`` (from 1); a JSON text has ``path``.

    >>> str(Place("方案.yaml", line=41, column=13))
    '方案.yaml:41:13'
    >>> str(Place("数据.xlsx", sheet="医政股", line=17, column=3))
    '数据.xlsx!医政股!C17'
    >>> str(Place("stdin", path="units[2].values.投资"))
    'stdin:units[2].values.投资'
    """

    file: str = ""
    sheet: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        if self.path:
            return f"{self.file}:{self.path}" if self.file else self.path
        if self.sheet:
            cell = f"{column_letters(self.column)}{self.line or ''}" if self.column else (str(self.line) if self.line else "")
            return "!".join(part for part in (self.file, self.sheet, cell) if part)
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


NOWHERE = Place()


def column_letters(column: int) -> str:
    """Excel's letters for a column counted from 1.

    >>> column_letters(1), column_letters(27), column_letters(703)
    ('A', 'AA', 'AAA')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
