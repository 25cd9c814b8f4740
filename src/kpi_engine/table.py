"""The fact table: what was reported of every unit, each value with its state and its source.

Columns are numpy arrays, so that a million units cost no objects; a value that 53 bits cannot hold makes its column *wide* (a list of Fractions).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

__all__ = [
    "EXACT_LIMIT",
    "FACT",
    "MARKS",
    "PAST_SCORE",
    "Cell",
    "Column",
    "Facts",
    "Kind",
    "Ref",
    "Role",
    "Rows",
    "State",
    "Struck",
    "Value",
    "as_date",
    "as_ordinal",
    "column_of",
    "fact_keys",
    "no_source",
]

Value = Fraction | bool | str
"""A present value: a number (dates are their proleptic ordinal), a truth, or a word (option, grade, class, unit)."""

FloatArray = npt.NDArray[np.float64]
StateArray = npt.NDArray[np.uint8]

EXACT_LIMIT = float(2**53)
"""Numerators of columns stay below; beyond, a column is wide."""


class State(IntEnum):
    """Why a value is or is not there. Where several meet in strict arithmetic the highest wins."""

    PRESENT = 0
    NOT_APPLICABLE = 1
    MISSING = 2
    ERROR = 3


class Kind(Enum):
    """What a value is: decides which operators may meet it."""

    NUMBER = "number"
    TRUTH = "truth"
    WORD = "word"
    DATE = "date"


class Role(Enum):
    """What a quantity is in the assessment. With its name, period and part it identifies a column or a step (`Ref`)."""

    INPUT = "input"  # a reported value
    TARGET = "target"  # the target given beside it
    REMARK = "remark"  # what has to be written beside it: part is "reason" or "evidence"
    VOTES = "votes"  # ballots: part is "rater|option", "rater|issued", "rater|returned"
    UNIT = "unit"  # facts of the register: part is class, takes_part, ranked
    READ = "read"  # a result of another run: name is the reading, part total, grade, rank, rank_from_last, "score:indicator"
    DECIDED = "decided"  # a decision laid over the results
    REPORTED = "reported"  # whether an owner has reported its events (zero report)
    COLUMN = "column"  # a column of a table of rows (events, marks, history): part is the column
    VALUE = "value"  # a named intermediate of the scheme
    PRICE = "price"  # the price of one row for one item (a rows step)
    QUANTITY = "quantity"  # how much of a line item
    ITEM = "item"  # the amount of a line item after its own cap
    POINTS = "points"  # the points of an indicator, by class
    WEIGHT = "weight"  # the weight of an indicator under a mean
    START = "start"  # where a node's account opens from: rule, or points
    RAW = "raw"  # after deductions and bonuses, before floor and cap
    CAPPED = "capped"  # after floor and cap, before rounding
    SCORE = "score"  # the finished figure of an indicator
    FULL = "full"  # the applicable points of an indicator
    COMPUTED_TOTAL = "computed_total"
    TOTAL = "total"
    VETO = "veto"
    RANK = "rank"
    RANK_FROM_LAST = "rank_from_last"
    GRADE = "grade"  # part is band, forced, or the name of a quota; empty is the final grade
    QUOTA = "quota"
    CONSEQUENCE = "consequence"
    PAYMENT = "payment"
    CHECK = "check"


@dataclass(frozen=True, slots=True, order=False)
class Ref:
    """The identity of a quantity, the same for the plan, the readers, the trail and the results."""

    role: Role
    name: str = ""
    period: str = ""
    part: str = ""

    def __hash__(self) -> int:
        # by the role's text: an enumeration's own hash is a call of Python, and references are looked up in every cell
        return hash((self.role._value_, self.name, self.period, self.part))

    def __str__(self) -> str:
        inner = self.name + (f".{self.part}" if self.part else "") + (f"@{self.period}" if self.period else "")
        return f"{self.role.value}({inner})" if inner else self.role.value


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with its state; ``value`` is None unless the state is PRESENT."""

    state: State
    value: object = None


Sources = Callable[[int], str]
"""row -> where its value stands, as a person would say it."""


def no_source(row: int) -> str:  # noqa: ARG001 - one signature for all sources
    """A column that was computed, or handed over without places."""
    return ""


_STATES = tuple(State)
_PRESENT = State.PRESENT
_NUMBER, _TRUTH, _DATE = Kind.NUMBER, Kind.TRUTH, Kind.DATE  # members of an enumeration are slow to look up, and every cell asks


@dataclass(frozen=True)
class Column:
    """One quantity for all rows of a table.

    ``numerator / denominator`` where ``state`` is PRESENT (elsewhere the numerator is 0). Truths are 0 and 1, dates ordinals, words indices into
    ``words``. ``wide`` holds the values as Fractions where doubles cannot hold the numerators (then ``numerator`` is zero everywhere).
    """

    kind: Kind
    numerator: FloatArray
    state: StateArray
    denominator: int = 1
    words: tuple[str, ...] = ()
    wide: tuple[Fraction, ...] | None = None
    sources: Sources = field(default=no_source, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.state)

    def value(self, row: int) -> Value | None:
        """The exact value at ``row``, or None where there is none."""
        return self.cell(row)[1]

    def cell(self, row: int) -> tuple[State, Value | None]:
        """State and value at ``row``."""
        state = _STATES[self.state.item(row)]
        if state is not _PRESENT:
            return state, None
        if self.wide is not None:
            return state, self.wide[row]
        whole = int(self.numerator.item(row))
        kind = self.kind
        if kind is _NUMBER or kind is _DATE:
            return state, Fraction(whole, self.denominator)
        return state, (bool(whole) if kind is _TRUTH else self.words[whole])

    @cached_property
    def bound(self) -> float:
        """The largest |numerator|."""
        return float(np.abs(self.numerator).max()) if len(self.numerator) else 0.0


@dataclass(frozen=True)
class Rows:
    """A table with rows of its own (events, marks, results read): ``unit`` says whose each row is (its index in the register).

    The rows of one *fact* (column `FACT`) belong together: within a unit, and in tables of marks across units (a rater's marks are one ballot).
    """

    name: str
    unit: npt.NDArray[np.int64]
    columns: Mapping[str, Column]
    sources: Sources = field(default=no_source, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.unit)


def column_of(kind: Kind, cells: Sequence[tuple[State, Value | None]], *, words: Iterable[str] = (), sources: Sources = no_source) -> Column:
    """A column from exact cells; the smallest power of ten that makes all numerators whole is its denominator.

    >>> c = column_of(Kind.NUMBER, [(State.PRESENT, Fraction("0.35")), (State.MISSING, None), (State.PRESENT, Fraction(2))])
    >>> c.denominator, list(c.numerator), c.value(0)
    (100, [np.float64(35.0), np.float64(0.0), np.float64(200.0)], Fraction(7, 20))
    """
    state = np.fromiter((s for s, _ in cells), dtype=np.uint8, count=len(cells))
    if kind is Kind.WORD:
        known = list(dict.fromkeys([*words, *(str(v) for s, v in cells if s == State.PRESENT)]))
        index = {word: i for i, word in enumerate(known)}
        numerator = np.array([index[str(v)] if s == State.PRESENT else 0 for s, v in cells], dtype=np.float64)
        return Column(kind, numerator, state, 1, tuple(known), None, sources)
    values = [Fraction(v) if s == State.PRESENT and v is not None and not isinstance(v, str) else Fraction(0) for s, v in cells]
    denominator = _common_denominator(values)
    if denominator is None or any(abs(v.numerator) * (denominator // v.denominator) >= EXACT_LIMIT for v in values):
        return Column(kind, np.zeros(len(cells)), state, 1, (), tuple(values), sources)
    numerator = np.array([v.numerator * (denominator // v.denominator) for v in values], dtype=np.float64)
    return Column(kind, numerator, state, denominator, (), None, sources)


def _common_denominator(values: Iterable[Fraction]) -> int | None:
    """The smallest power of ten (else the least common multiple) over which all values are whole; None beyond 2^50."""
    denominators = {value.denominator for value in values}
    power = 1
    for _ in range(16):
        if all(power % d == 0 for d in denominators):
            return power
        power *= 10
    return None


def as_ordinal(day: dt.date) -> Fraction:
    """A date as the number that the engine computes with."""
    return Fraction(day.toordinal())


def as_date(value: Fraction) -> dt.date:
    """The date behind the number."""
    return dt.date.fromordinal(int(value))


@dataclass(frozen=True, slots=True)
class Struck:
    """An event that was reported and struck afterwards: it counts for nothing, and the trail tells of it."""

    unit: int
    event: str
    period: str
    date: str
    evidence: str
    source: str


@dataclass(frozen=True)
class Facts:
    """All that is known before scoring.

    ``units`` in register order; ``class_of`` the index of each unit's class in ``classes``; ``columns`` the quantities of units, and, under
    ``Ref(Role.COLUMN, table, part=column)``, those of the tables of rows in ``rows``. A table's column ``fact`` (words) says which fact a row tells of.

    ``worlds``: how many times the same units stand in it, world after world, so that many variants are worked out in one run. A class, and everybody,
    are then those of one world; classes are numbered on from world to world.
    """

    units: tuple[str, ...]
    classes: tuple[str, ...]
    class_of: npt.NDArray[np.int64]
    columns: Mapping[Ref, Column]
    rows: Mapping[str, Rows] = field(default_factory=dict)
    worlds: int = 1
    struck: tuple[Struck, ...] = ()

    def world_of(self) -> Sequence[int]:
        """For each unit the world that it is in."""
        each = len(self.units) // self.worlds
        return [world for world in range(self.worlds) for _ in range(each)]

    def size(self, domain: str) -> int:
        """How many rows ``domain`` has; the units are the empty domain."""
        return len(self.units) if not domain else len(self.rows[domain])


def fact_keys(domain: str, units: Sequence[int], facts: Sequence[tuple[State, object]]) -> list[object]:
    """For each row what tells its fact from others, given the cells of its column `FACT`; a row without a fact number is a fact of its own."""
    across = domain.startswith(MARKS)
    return [
        row if state != State.PRESENT else ("fact", fact) if across else (unit, fact)
        for row, (unit, (state, fact)) in enumerate(zip(units, facts, strict=True))
    ]


MARKS = "marks:"
"""Tables of marks are named so, with the input behind it."""

PAST_SCORE = "score:"
"""Parts of READ that are the score of an indicator are named so, with the indicator behind it."""

FACT = "fact"
"""The column of a table of rows that says which fact a row tells of."""
