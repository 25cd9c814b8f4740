"""An answer for people and programs alike: sentences, tables, perhaps a picture of places. What-if makes it; command, workbook, JSON and frames show it.

A cell of a table is an exact number, a text, or nothing; how many decimals a column shows is the column's, not the cell's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.numbers import decimal_text, exact_text, short_text

__all__ = ["Column", "Listing", "Picture", "Telling", "Value", "cell_text", "frames_of", "telling_as_json"]

Value = Fraction | int | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``key`` names it for programs, ``group`` stands above several; ``places`` None shows a number as it is.

    ``under`` names the group for programs, where it is a word of the language and no name of the user's.
    """

    key: str
    heading: str
    group: str = ""
    places: int | None = None
    signed: bool = False
    under: str = ""

    @property
    def path(self) -> str:
        """What programs call it."""
        above = self.under or self.group
        return f"{above}.{self.key}" if above else self.key


@dataclass(frozen=True, slots=True)
class Listing:
    """A table: what it is called (for programs ``key``), its columns, its rows."""

    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """How places move: for each unit its place under each of ``labels`` (None where it has none)."""

    title: str
    labels: tuple[str, ...]
    lines: Mapping[str, Sequence[int | None]]


@dataclass(frozen=True, slots=True)
class Telling:
    """An answer: a heading for each group of sentences, most important first; then the tables."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    listings: tuple[Listing, ...] = ()
    picture: Picture | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences in order."""
        return tuple(sentence for _, told in self.sections for sentence in told)


def cell_text(value: Value, column: Column) -> str:
    """A cell as it is printed.

    >>> cell_text(Fraction(-3, 2), Column("d", "差", places=2, signed=True)), cell_text(None, Column("d", "差"))
    ('-1.50', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    number = Fraction(value)
    text = short_text(number) if column.places is None else decimal_text(number, column.places)
    return f"+{text}" if column.signed and number > 0 else text


def telling_as_json(telling: Telling) -> dict[str, object]:
    """The answer as plain data: decimals as strings, at the column's places where it has some, else exact (``1/3`` where no decimal is)."""
    return {
        "title": telling.title,
        "sections": [{"heading": heading, "sentences": list(told)} for heading, told in telling.sections],
        "tables": {
            listing.key: [dict(zip(_keys(listing), _json_row(listing, row), strict=True)) for row in listing.rows] for listing in telling.listings
        },
    }


def _keys(listing: Listing) -> list[str]:
    return [column.path for column in listing.columns]


def _json_row(listing: Listing, row: Sequence[Value]) -> list[object]:
    return [_json(value, column) for value, column in zip(row, listing.columns, strict=True)]


def _json(value: Value, column: Column) -> object:
    if not isinstance(value, Fraction):
        return value
    return exact_text(value) if column.places is None else decimal_text(value, column.places)


def frames_of(telling: Telling) -> dict[str, object]:
    """Each table as a pandas DataFrame of the values as they are (Fractions, whole numbers, texts), by its key."""
    import pandas as pd  # only who asks for frames loads it

    return {listing.key: pd.DataFrame([list(row) for row in listing.rows], columns=_keys(listing), dtype=object) for listing in telling.listings}
