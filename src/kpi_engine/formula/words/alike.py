"""Rows of which the same can be said but for the figures in it.

Whoever speaks asks here for whatever decides how the sentence goes on (a state, a truth, a sign); rows that answer otherwise than the first are put
aside for another sentence. What is left at the end shares one form, and only its figures differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.tree import Node
from kpi_engine.formula.words.figures import Measure, held_places, number_texts, told_apart, value_text
from kpi_engine.formula.words.known import BoolArray, IndexArray, Knows
from kpi_engine.formula.words.saying import Saying, mark, marks, said
from kpi_engine.formula.words.vocabulary import Vocabulary
from kpi_engine.numbers import Root
from kpi_engine.table import EXACT_LIMIT, Column, Kind, State

__all__ = ["Alike"]

Figures = Callable[[IndexArray], Sequence[str]]
"""The texts of one figure for some rows."""


class Alike:
    """The rows that have answered alike so far; the first speaks for all."""

    def __init__(self, knows: Knows, rows: IndexArray) -> None:
        self.knows, self.rows = knows, rows
        self.others: list[IndexArray] = []
        self._figures: list[Figures] = []

    # what decides

    def same(self, answers: npt.NDArray[np.generic]) -> float:
        """The first row's answer, as a number; rows with another go aside."""
        first = answers[0]
        alike = answers == first
        if not alike.all():
            self.others.append(self.rows[~alike])
            self.rows = self.rows[alike]
        return float(first)

    def state(self, node: Node) -> State:
        """The node's state."""
        return State(int(self.same(self.knows.at(node, self.rows).state)))

    def told(self, node: Node) -> tuple[State, bool]:
        """The state of a condition and, where it is present, its truth."""
        column = self.knows.at(node, self.rows)
        holds = (column.state == State.PRESENT) & (column.numerator != 0)
        answer = int(self.same(column.state * 2 + holds))
        return State(answer // 2), bool(answer % 2)

    def changes(self, before: Node, after: Node) -> bool:
        """Whether a rounding changed a number."""
        there = self.knows.at(after, self.rows).state == State.PRESENT
        return bool(self.same(there & (self.knows.order(before, after, self.rows) != 0)))

    def entry(self, key: Node, words: Sequence[str]) -> int:
        """Which of some words a present key is; -1 for another."""
        place = {word: number for number, word in enumerate(words)}
        return int(self.same(np.array([place.get(str(value), -1) for _, value in self.knows.cells(key, self.rows)])))

    def agree(self, text: str, other: str, equal: Callable[[str, str], bool]) -> bool:
        """Whether two texts with marks are ``equal`` once their figures are put in."""
        if not marks(text) and not marks(other):
            return equal(text, other)
        return bool(self.same(np.array([equal(*pair) for pair in zip(self.saying(text).texts(), self.saying(other).texts(), strict=True)])))

    # what differs

    def figure(self, node: Node, measure: Measure, words: Vocabulary) -> str:
        """A present value: a number or day as a mark, behind a minus where all are negative; truths and words as they are."""
        if node.kind is Kind.NUMBER:
            rounded, _ = self.knows.rounded(node, held_places(measure), self.rows)
            below = self.same(_is_negative(rounded))
            sign = "-" if below else ""
            return sign + self._marked(lambda rows: [text.removeprefix(sign) for text in self._numbers(node, measure, rows)])
        if node.kind is Kind.DATE:
            return self._marked(lambda rows: [value_text(_there(cell[1]), Kind.DATE, measure, words) for cell in self.knows.cells(node, rows)])
        column = self.knows.at(node, self.rows)
        self.same(column.numerator)
        return value_text(_there(column.value(0)), node.kind, measure, words)

    def apart(self, left: Node, right: Node, measures: tuple[Measure, Measure]) -> tuple[str, str]:
        """Two present numbers with as many digits as make their printed order the true one; most often the usual digits do."""
        nodes = (left, right)
        if self.same(self._usual_tells(nodes, measures)):
            return tuple(self._marked(lambda rows, n=n, m=m: self._numbers(n, m, rows)) for n, m in zip(nodes, measures, strict=True))  # type: ignore[return-value,misc]

        def side(which: int) -> Figures:
            return lambda rows: [
                told_apart(_number(one[1]), _number(other[1]), measures)[which]
                for one, other in zip(*(self.knows.cells(node, rows) for node in nodes), strict=True)
            ]

        return self._marked(side(0)), self._marked(side(1))

    def _usual_tells(self, nodes: tuple[Node, Node], measures: tuple[Measure, Measure]) -> BoolArray:
        """Where the two print in their true order with the digits that are usual."""
        (one, _), (other, _) = (self.knows.rounded(n, held_places(m), self.rows) for n, m in zip(nodes, measures, strict=True))
        if one.wide is not None or other.wide is not None or max(one.bound * other.denominator, other.bound * one.denominator) >= EXACT_LIMIT:
            return np.zeros(len(self.rows), dtype=np.bool_)
        told: BoolArray = np.sign(one.numerator * other.denominator - other.numerator * one.denominator) == self.knows.order(*nodes, self.rows)
        return told

    def _numbers(self, node: Node, measure: Measure, rows: IndexArray) -> Sequence[str]:
        return number_texts(*self.knows.rounded(node, held_places(measure), rows), measure)

    # what comes of it

    def saying(self, text: str) -> Saying:
        """A text with marks, as said of the rows that are left."""
        figures: list[Sequence[str]] = [()] * len(self._figures)
        for place in marks(text):
            figures[place] = self._figures[place](self.rows)
        return said(text, self.rows, figures)

    def _marked(self, figures: Figures) -> str:
        self._figures.append(figures)
        return mark(len(self._figures) - 1)


def _is_negative(column: Column) -> BoolArray:
    if column.wide is not None:
        return np.array([value < 0 for value in column.wide], dtype=np.bool_)
    return column.numerator < 0


def _there(value: object) -> Fraction | Root | bool | str:
    assert isinstance(value, (Fraction, Root, bool, str)), "the value of a cell that is present"
    return value


def _number(value: object) -> Fraction | Root:
    assert isinstance(value, (Fraction, Root)), "the value of a number that is present"
    return value
