"""A formula as a sentence for one row: the numbers put in, only the branch that was taken, and what came out.

The values of inner nodes are the exact reader's; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from kpi_engine.formula.exact import ExactFrame, Reader
from kpi_engine.formula.functions import Exact, ExactCell
from kpi_engine.formula.tree import (
    Absent,
    Arith,
    Call,
    Compare,
    Const,
    Fallback,
    Group,
    If,
    Logic,
    Lookup,
    Name,
    Node,
    Not,
    Power,
    Reduce,
    Round,
    walk,
)
from kpi_engine.formula.words.figures import Measure, MeasureOf, const_text, is_percent, number_text, plain_measure, told_apart, value_text
from kpi_engine.formula.words.names import (
    Phrase,
    Rank,
    asks_for_any,
    called,
    ends_with,
    formula_text,
    joined,
    keeps_from_zero,
    label,
    operated,
    shortened,
    signed,
)
from kpi_engine.formula.words.vocabulary import OPERATORS, Language, Vocabulary, template, vocabulary
from kpi_engine.numbers import Root
from kpi_engine.table import Kind, State

__all__ = ["sentence"]


def sentence(
    tree: Node,
    frame: ExactFrame | Reader,
    row: int,
    *,
    domain: str = "",
    measure_of: MeasureOf = plain_measure,
    measure: Measure | None = None,
    language: Language = "zh",
) -> str:
    """What the formula says of one row, and its result: ``30 × min(1, 4 ÷ 5) = 24.00``.

    Args:
        tree: the formula.
        frame: the exact reader's frame, or a `Reader` over it (one for many rows works groups out once).
        row: which row of ``domain``.
        domain: the table of rows; empty for the units.
        measure_of: how the values of a quantity print.
        measure: how the result prints; by default at the places it is rounded to.
        language: zh or en.

    """
    reader = frame if isinstance(frame, Reader) else Reader(frame)
    speaker = _Speaker(reader, domain, row, measure_of, vocabulary(language))
    return speaker.told(tree, measure or speaker.result_measure(tree))


@dataclass(frozen=True)
class _Speaker:
    reader: Reader
    domain: str
    row: int
    measure_of: MeasureOf
    words: Vocabulary

    def cell(self, node: Node) -> ExactCell:
        return self.reader.cell(node, self.domain, self.row)

    def result_measure(self, tree: Node) -> Measure:
        inner = tree
        while isinstance(inner, Fallback):
            inner = inner.arg
        percent = is_percent(tree, self.measure_of)
        if isinstance(inner, Round):
            return Measure(percent, places=max(0, inner.places - 2 * percent))
        return self.measure_of(inner.ref) if isinstance(inner, Name) else Measure(percent)

    def told(self, tree: Node, measure: Measure) -> str:
        """The sentence with its result; a truth's sentence holds its verdict already."""
        if tree.kind is Kind.TRUTH and self.cell(tree)[0] == State.PRESENT:
            return self.verdict(tree).text
        inner, before = tree, ""
        if isinstance(tree, Round) and self.changes(tree):
            inner, unrounded = tree.arg, self.cell(tree.arg)
            before = self.value(unrounded, tree.kind, Measure(measure.percent, places=measure.least))
        said = self.say(inner).text
        result = self.value(self.cell(tree), tree.kind, measure)
        if before:
            said = said if ends_with(said, before) else f"{said} = {before}"
            return f"{said} ≈ {result}"
        if ends_with(said, result):
            return said
        return f"{said} = {result}"

    def changes(self, node: Round) -> bool:
        return self.cell(node.arg) != self.cell(node)

    def value(self, cell: ExactCell, kind: Kind, measure: Measure) -> str:
        state, value = cell
        if state != State.PRESENT or value is None:
            return self.words.states[state]
        return value_text(value, kind, measure, self.words)

    def say(self, node: Node) -> Phrase:  # noqa: C901 - one arm a kind of node
        words = self.words
        match node:
            case Const(value):
                return signed(words.yes[0 if value else 1] if isinstance(value, bool) else const_text(node))
            case Absent(state):
                return Phrase(words.states[state])
            case Name(ref, kind):
                return signed(self.value(self.cell(node), kind, self.measure_of(ref)))
            case Arith(op, left, right):
                return operated(op, self.say(left), self.say(right))
            case Power(base, exponent):
                return Phrase(f"{self.say(base).within(Rank.ATOM)}^{exponent}", Rank.POWER)
            case Compare() | Logic() | Not():
                return self.verdict(node)
            case If():
                return self.branch(node)
            case Lookup():
                return self.lookup(node)
            case Call():
                return self.verdict(node) if node.kind is Kind.TRUTH else self.call(node)
            case Reduce():
                return self.reduce(node)
            case Group():
                return self.found(formula_text(node, words.language), node)
            case Round(arg, places, mode):
                if not self.changes(node):
                    return self.say(arg)
                return Phrase(words.rounding.format(self.say(arg).text, mode=words.modes[mode], places=places))
            case Fallback():
                return self.fallback(node)
            case _:
                assert_never(node)

    def call(self, node: Call) -> Phrase:
        """A function of its arguments; of those that stand only where something was reported, these, and then what was left out."""
        told, left_out = [], []
        for arg in node.args:
            match arg:
                case If(Call("is_reported" | "is_present", (Name() as asked,)) as condition, then):
                    if self.cell(condition)[1]:
                        told.append(self.say(then))
                    elif asked in walk(then):
                        left_out.append(f"{label(asked)} {self.words.states[self.cell(asked)[0]]}")
                case _:
                    told.append(self.say(arg))
        phrase = called(template("row", node.function, self.words.language), told)
        if not left_out:
            return phrase
        note = self.words.left_out.format(self.words.comma.join(left_out))
        return Phrase(f"{phrase.within(Rank.ATOM)}{note}")

    def found(self, name: str, node: Node) -> Phrase:
        """What was found across rows or units: its name and its value."""
        value = self.value(self.cell(node), node.kind, Measure(is_percent(node, self.measure_of)))
        return Phrase(f"{name}={value}", Rank.TRUTH)

    def reduce(self, node: Reduce) -> Phrase:
        rows = self.reader.counted(node, self.reader.unit(self.domain, self.row))
        name = formula_text(node, self.words.language)
        if node.function not in ("count", "times") and rows is not None:
            name = self.words.counted.format(what=name, n=len(rows))
        return self.found(name, node)

    def lookup(self, node: Lookup) -> Phrase:
        state, value = self.cell(node.key)
        key = self.named(node.key)
        if state != State.PRESENT:
            return Phrase(key, Rank.OPEN)
        given = dict(node.table).get(str(value), node.otherwise)
        told = self.words.states[State.ERROR] if given is None else self.say(given).text
        return Phrase(f"{key} → {told}", Rank.OPEN)

    def fallback(self, node: Fallback) -> Phrase:
        state, _ = self.cell(node.arg)
        instead = {State.MISSING: node.missing, State.NOT_APPLICABLE: node.not_applicable}.get(state)
        if instead is None:
            return self.say(node.arg)
        name = f"{label(node.arg)} " if isinstance(node.arg, Name) else ""
        return Phrase(self.words.taken_as.format(f"{name}{self.words.states[state]}", self.say(instead).text), Rank.OPEN)

    def branch(self, node: If) -> Phrase:
        """The branch taken, after its condition; of a chain the last conditions that failed."""
        failed: list[str] = []
        words = self.words
        current: Node = node
        while isinstance(current, If):
            state, holds = self.cell(current.condition)
            told = self.verdict(current.condition).text
            if state != State.PRESENT:
                return Phrase(words.comma.join([*shortened(failed, words), told]), Rank.OPEN)
            if not (holds is False and keeps_from_zero(current)):
                failed.append(told)
            if holds and len(failed) == 1 and asks_for_any(current.condition):
                return self.say(current.then)
            if holds:
                return Phrase(f"{words.comma.join(shortened(failed, words, last=True))} → {self.say(current.then).text}", Rank.OPEN)
            current = current.otherwise
        if not failed:
            return self.say(current)
        return Phrase(f"{words.comma.join(shortened(failed, words))} → {self.say(current).text}", Rank.OPEN)

    def verdict(self, node: Node) -> Phrase:  # noqa: C901 - one arm a kind of node
        """A condition with its values and whether it holds; of a join only what decided it."""
        state, holds = self.cell(node)
        match node:
            case Not(item):
                return self.verdict(item)
            case Logic(op, items):
                parts = [self.verdict(item) for item in self.deciding(op, items, (state, holds))]
                return joined(op, parts, self.words)
            case Compare() if state == State.PRESENT:
                return Phrase(f"{self.compared(node)} {self.words.holds[0 if holds else 1]}", Rank.TRUTH)
            case Compare(op, left, right):
                return Phrase(f"{self.named(left)} {OPERATORS[op]} {self.named(right)} {self.words.states[state]}", Rank.TRUTH)
            case Call("is_present" | "is_reported" | "applies", (Name() as name,)):
                there = self.cell(name)[0]
                told = self.words.states[there] if there != State.PRESENT else self.words.reported
                return Phrase(f"{label(name)} {told}", Rank.TRUTH)
            case Name() if state == State.PRESENT:
                return Phrase(self.words.is_true[0 if holds else 1].format(label(node)), Rank.TRUTH)
            case Name():
                return Phrase(f"{label(node)} {self.words.states[state]}", Rank.TRUTH)
            case Const():
                return Phrase(self.words.holds[0 if holds else 1], Rank.TRUTH)
            case Call():
                return Phrase(f"{formula_text(node, self.words.language)} {self.value((state, holds), Kind.TRUTH, Measure())}", Rank.TRUTH)
            case _:
                return self.say(node)

    def deciding(self, op: str, items: Sequence[Node], told: ExactCell) -> Sequence[Node]:
        """The items that made a join what it is: the first that decides it alone, those without value, or all."""
        cells = [(item, self.cell(item)) for item in items]
        if told[0] != State.PRESENT:
            return [item for item, (state, _) in cells if state != State.PRESENT]
        alone = [item for item, (state, value) in cells if state == State.PRESENT and value is (op == "or")]
        return alone[:1] if told[1] is (op == "or") else items

    def compared(self, node: Compare) -> str:
        """Both sides as name and value, told apart as far as they differ."""
        (_, left), (_, right) = self.cell(node.left), self.cell(node.right)
        op = OPERATORS[node.op]
        if not isinstance(left, (Fraction, Root)) or not isinstance(right, (Fraction, Root)) or node.left.kind is Kind.DATE:
            return f"{self.named(node.left)} {op} {self.named(node.right)}"
        percent = is_percent(node.left, self.measure_of) or is_percent(node.right, self.measure_of)
        measures = (self.side_measure(node.left, percent=percent), self.side_measure(node.right, percent=percent))
        texts = told_apart(left, right, measures)
        first = self.side(node.left, left, measures[0], texts[0])
        return f"{first} {op} {self.side(node.right, right, measures[1], texts[1])}"

    def side_measure(self, node: Node, *, percent: bool) -> Measure:
        known = self.measure_of(node.ref) if isinstance(node, Name) else Measure()
        places = 0 if isinstance(node, Const) else known.places
        return Measure(percent, known.unit, places)

    def side(self, node: Node, value: Exact, measure: Measure, text: str) -> str:
        """One side of a comparison: a literal as written, a quantity with its name, a calculation with its value behind it."""
        unit = "" if measure.percent or not measure.unit else f" {measure.unit}"
        match node:
            case Const() if node.text or not measure.percent:
                return const_text(node)
            case Const():
                return text
            case Name():
                return f"{label(node)} {text}{unit}"
            case Group() | Reduce():
                return self.say(node).text.rsplit("=", 1)[0] + f"={text}"
            case _:
                said = self.say(node)
                before, after = self.words.brackets
                if isinstance(value, Fraction) and said.text == number_text(value, measure):
                    return text
                return f"{said.within(Rank.SUM)}{before}{text}{after}"

    def named(self, node: Node) -> str:
        """A quantity with its name and value; anything else as it is said."""
        if not isinstance(node, Name):
            return self.say(node).within(Rank.SUM)
        measure = self.measure_of(node.ref)
        unit = f" {measure.unit}" if measure.unit and self.cell(node)[0] == State.PRESENT and not measure.percent else ""
        return f"{label(node)} {self.value(self.cell(node), node.kind, measure)}{unit}"
