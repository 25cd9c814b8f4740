"""Excel expressions over whole numbers, truths and texts, each carried with what it yields for every row.

The values beside the text are Python's: they prove that no whole number leaves the range in which every spreadsheet program is exact, and they are
the stored values of helper cells. `ROW` stands in a text where the number of the row goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

from kpi_engine.formula.tree import CompareOp

__all__ = [
    "FALSE",
    "LIMIT",
    "ROW",
    "TRUE",
    "Grade",
    "Term",
    "Unwritable",
    "Whole",
    "absolute",
    "added",
    "all_of",
    "any_of",
    "chosen",
    "compared",
    "equal_text",
    "least",
    "made",
    "most",
    "multiplied",
    "negated",
    "none_of",
    "quoted",
    "sign",
    "subtracted",
    "text",
    "total",
    "whole",
]

ROW = "\ue000"
"""The place of the row's number in a text (a character for private use, which no formula holds)."""

LIMIT = 10**14
"""Spreadsheet programs read and compare 15 digits; what passes this is not written as a formula."""

LONGEST_TEXT = 255
MOST_ARGUMENTS = 200

Whole = int | bool | str
"""What one cell of a formula yields here: a whole number, a truth, or a text."""


class Unwritable(Exception):  # noqa: N818 - a reason, not an error of the user
    """Why a quantity cannot stand as a formula; it is then written as a value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Grade:
    """How tightly Excel's operators hold their operands together."""

    COMPARE, SUM, PRODUCT, ATOM = range(4)


_REFERENCE = re.compile(rf"(?:'[^']+'!|[^\W\d]\w*!)?\$[A-Z]+{ROW}")


@dataclass(frozen=True, slots=True)
class Term:
    """An expression and its value in every row; ``values`` has one entry only for a constant."""

    text: str
    values: tuple[Whole, ...]
    grade: int = Grade.ATOM
    is_constant: bool = False

    @property
    def constant(self) -> Whole | None:
        """The value of a constant."""
        return self.values[0] if self.is_constant else None

    @property
    def is_simple(self) -> bool:
        """Whether it is a constant or a reference to one cell."""
        return self.is_constant or _REFERENCE.fullmatch(self.text) is not None

    def at(self, row: int) -> Whole:
        """The value in a row."""
        return self.values[0] if self.is_constant else self.values[row]

    def within(self, grade: int) -> str:
        """The text for a place that asks for ``grade``."""
        return self.text if self.grade >= grade else f"({self.text})"


def made(formula: str, values: Sequence[Whole], grade: int = Grade.ATOM) -> Term:
    """A term of a text written by hand; its whole numbers are held to the limit."""
    if any(not isinstance(v, str) and abs(v) > LIMIT for v in values):
        raise Unwritable("中间的整数超过 1e14，表格软件算不准")
    return Term(formula, tuple(values), grade)


def whole(number: int) -> Term:
    """A whole number."""
    if abs(number) > LIMIT:
        raise Unwritable("常数超过 1e14，表格软件算不准")
    return Term(str(number), (number,), Grade.ATOM if number >= 0 else Grade.SUM, is_constant=True)


def quoted(word: str) -> str:
    """A text literal; what 255 characters do not hold Excel does not read."""
    if len(word) > LONGEST_TEXT:
        raise Unwritable("文字超过 255 个字符，公式里写不下")
    return '"' + word.replace('"', '""') + '"'


def text(word: str) -> Term:
    """A text."""
    return Term(quoted(word), (word,), is_constant=True)


TRUE = Term("TRUE", (True,), is_constant=True)
FALSE = Term("FALSE", (False,), is_constant=True)


def _of(value: Whole) -> Term:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return whole(value) if isinstance(value, int) else text(value)


def _built(formula: str, grade: int, compute: Callable[..., Whole], *parts: Term) -> Term:
    """A term worked out row by row; of constants a constant."""
    if all(part.is_constant for part in parts):
        return _of(compute(*(part.values[0] for part in parts)))
    rows = max(len(part.values) for part in parts if not part.is_constant) if any(not part.is_constant for part in parts) else 1
    return made(formula, [compute(*(part.at(row) for part in parts)) for row in range(rows)], grade)


def added(left: Term, right: Term) -> Term:
    """The sum."""
    if left.constant == 0:
        return right
    if right.constant == 0:
        return left
    return _built(f"{left.within(Grade.SUM)}+{_right(right, Grade.SUM)}", Grade.SUM, lambda a, b: a + b, left, right)


def subtracted(left: Term, right: Term) -> Term:
    """The difference."""
    if right.constant == 0:
        return left
    return _built(f"{left.within(Grade.SUM)}-{_right(right, Grade.PRODUCT)}", Grade.SUM, lambda a, b: a - b, left, right)


def multiplied(left: Term, right: Term) -> Term:
    """The product."""
    if left.constant == 0 or right.constant == 0:
        return whole(0)
    if left.constant == 1:
        return right
    if right.constant == 1:
        return left
    return _built(f"{left.within(Grade.PRODUCT)}*{_right(right, Grade.PRODUCT)}", Grade.PRODUCT, lambda a, b: a * b, left, right)


def _right(term: Term, grade: int) -> str:
    return f"({term.text})" if term.text.startswith("-") else term.within(grade)


def absolute(term: Term) -> Term:
    """The size."""
    return _built(f"ABS({term.text})", Grade.ATOM, abs, term)


def sign(term: Term) -> Term:
    """-1, 0 or 1."""
    return _built(f"SIGN({term.text})", Grade.ATOM, lambda a: (a > 0) - (a < 0), term)


def most(*terms: Term) -> Term:
    """The largest."""
    return _extreme("MAX", max, terms)


def least(*terms: Term) -> Term:
    """The smallest."""
    return _extreme("MIN", min, terms)


def _extreme(name: str, pick: Callable[..., Whole], terms: Sequence[Term]) -> Term:
    distinct = list({term.text: term for term in terms}.values())
    if len(distinct) == 1:
        return distinct[0]
    if len(distinct) > MOST_ARGUMENTS:
        return _extreme(name, pick, [_extreme(name, pick, distinct[at : at + MOST_ARGUMENTS]) for at in range(0, len(distinct), MOST_ARGUMENTS)])
    return _built(f"{name}({','.join(t.text for t in distinct)})", Grade.ATOM, lambda *values: pick(values), *distinct)


_EXCEL: dict[CompareOp, str] = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_COMPUTE: dict[CompareOp, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def compared(op: CompareOp, left: Term, right: Term) -> Term:
    """Two whole numbers, or two truths, compared."""
    return _built(f"{left.within(Grade.SUM)}{_EXCEL[op]}{right.within(Grade.SUM)}", Grade.COMPARE, _COMPUTE[op], left, right)


def equal_text(left: Term, right: Term) -> Term:
    """Whether two texts are the same, letter by letter (Excel's = ignores case)."""
    return _built(f"EXACT({left.text},{right.text})", Grade.ATOM, lambda a, b: a == b, left, right)


def _joined(name: Literal["AND", "OR"], terms: Sequence[Term]) -> Term:
    neutral = name == "AND"
    open_terms = [t for t in terms if t.constant is not neutral]
    if any(t.constant is (not neutral) for t in open_terms):
        return FALSE if neutral else TRUE
    if not open_terms:
        return TRUE if neutral else FALSE
    if len(open_terms) == 1:
        return open_terms[0]
    if len(open_terms) > MOST_ARGUMENTS:
        return _joined(name, [_joined(name, open_terms[at : at + MOST_ARGUMENTS]) for at in range(0, len(open_terms), MOST_ARGUMENTS)])
    pick = all if neutral else any
    return _built(f"{name}({','.join(t.text for t in open_terms)})", Grade.ATOM, lambda *values: pick(values), *open_terms)


def all_of(*terms: Term) -> Term:
    """Whether all hold."""
    return _joined("AND", terms)


def any_of(*terms: Term) -> Term:
    """Whether one holds."""
    return _joined("OR", terms)


def none_of(term: Term) -> Term:
    """The other truth."""
    return _built(f"NOT({term.text})", Grade.ATOM, lambda a: not a, term)


def negated(term: Term) -> Term:
    """0 less the number."""
    return subtracted(whole(0), term)


def chosen(condition: Term, then: Term, otherwise: Term) -> Term:
    """``then`` where the condition holds."""
    if condition.is_constant:
        return then if condition.constant else otherwise
    if then.text == otherwise.text:
        return then
    return _built(f"IF({condition.text},{then.text},{otherwise.text})", Grade.ATOM, lambda c, a, b: a if c else b, condition, then, otherwise)


def total(terms: Sequence[Term]) -> Term:
    """The sum of many."""
    return reduce(added, terms, whole(0))
