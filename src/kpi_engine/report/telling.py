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

    ``under`` names the group for programs, where it is a word of the language and no name of the user's. ``percent``: people read a share as so many
    per cent, programs as a number with two decimals more. ``optional``: where no row has anything there, people do not see the column.
    """

    key: str
    heading: str
    group: str = ""
    places: int | None = None
    signed: bool = False
    under: str = ""
    percent: bool = False
    optional: bool = False

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

    @property
    def for_people(self) -> Listing:
        """Without optional columns in which nothing stands.

        >>> Listing("k", "表", (Column("unit", "单位"), Column("class", "类别", optional=True)), (("甲", ""),)).for_people.rows
        (('甲',),)
        """
        kept = [at for at, column in enumerate(self.columns) if not column.optional or any(row[at] not in ("", None) for row in self.rows)]
        return Listing(self.key, self.name, tuple(self.columns[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in self.rows))


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
    >>> cell_text(Fraction(29, 40), Column("s", "占", places=1, percent=True))
    '72.5%'
    """
    if value is None or isinstance(value, str):
        return value or ""
    number = Fraction(value)
    if column.percent:
        return f"{decimal_text(number * 100, column.places or 0)}%"
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
    return exact_text(value) if column.places is None else decimal_text(value, column.places + 2 * column.percent)


def frames_of(telling: Telling) -> dict[str, object]:
    """Each table as a pandas DataFrame of the values as they are (Fractions, whole numbers, texts), by its key."""
    import pandas as pd  # only who asks for frames loads it

    return {listing.key: pd.DataFrame([list(row) for row in listing.rows], columns=_keys(listing), dtype=object) for listing in telling.listings}
