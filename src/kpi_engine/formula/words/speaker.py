"""Who says a formula: a fold over the tree that puts the numbers in, follows the branch that was taken and tells what came out.

The values of inner nodes are asked of whoever knows them (`kpi_engine.formula.words.known`); nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from kpi_engine.formula.making import const
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
from kpi_engine.formula.words.alike import Alike
from kpi_engine.formula.words.figures import Measure, MeasureOf, const_text, is_percent
from kpi_engine.formula.words.names import (
    Phrase,
    Rank,
    asks_for_any,
    called,
    formula_text,
    is_same,
    joined,
    keeps_from_zero,
    label,
    last_part,
    operated,
    shortened,
    signed,
)
from kpi_engine.formula.words.saying import marks, without_marks
from kpi_engine.formula.words.vocabulary import OPERATORS, Vocabulary, template
from kpi_engine.table import Kind, State

__all__ = ["Speaker"]

_NO_NUMBER = re.compile(r"[^\s\d.,%+\-０-９．，％＋－−]")


@dataclass(frozen=True)
class Speaker:
    """Says a formula of the rows that are alike."""

    alike: Alike
    measure_of: MeasureOf
    words: Vocabulary

    def result_measure(self, tree: Node) -> Measure:
        """How a result prints that the caller says nothing of: at the places it is rounded to."""
        inner = tree
        while isinstance(inner, Fallback):
            inner = inner.arg
        percent = is_percent(tree, self.measure_of)
        if isinstance(inner, Round):
            return Measure(percent, places=max(0, inner.places - 2 * percent))
        return self.measure_of(inner.ref) if isinstance(inner, Name) else Measure(percent)

    def told(self, tree: Node, measure: Measure) -> str:
        """The sentence with its result; a truth's sentence holds its verdict already."""
        if tree.kind is Kind.TRUTH and self.alike.state(tree) == State.PRESENT:
            return self.verdict(tree).text
        inner, before = tree, ""
        if isinstance(tree, Round) and self.alike.changes(tree.arg, tree):
            inner = tree.arg
            before = self.value(tree.arg, Measure(measure.percent, places=measure.least))
        said = self.say(inner).text
        result = self.value(tree, measure)
        if before:
            said = said if self.ends_with(said, before) else f"{said} = {before}"
            return f"{said} ≈ {result}"
        if self.ends_with(said, result):
            return said
        return f"{said} = {result}"

    def ends_with(self, said: str, result: str) -> bool:
        """Whether the sentence, or the branch it ends with, is its own result; a calculation is no figure."""
        if marks(result) and _NO_NUMBER.search(without_marks(last_part(said))):
            return False
        return self.alike.agree(last_part(said), result, is_same)

    def value(self, node: Node, measure: Measure) -> str:
        """A value, or the word for why there is none."""
        state = self.alike.state(node)
        return self.words.states[state] if state != State.PRESENT else self.alike.figure(node, measure, self.words)

    def say(self, node: Node) -> Phrase:  # noqa: C901 - one arm a kind of node
        """A node with the numbers put in."""
        words = self.words
        match node:
            case Const(value):
                return signed(words.yes[0 if value else 1] if isinstance(value, bool) else const_text(node))
            case Absent(state):
                return Phrase(words.states[state])
            case Name(ref):
                return signed(self.value(node, self.measure_of(ref)))
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
                if not self.alike.changes(arg, node):
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
                    if self.alike.told(condition)[1]:
                        told.append(self.say(then))
                    elif asked in walk(then):
                        left_out.append(f"{label(asked)} {self.words.states[self.alike.state(asked)]}")
                case _:
                    told.append(self.say(arg))
        phrase = called(template("row", node.function, self.words.language), told)
        if not left_out:
            return phrase
        note = self.words.left_out.format(self.words.comma.join(left_out))
        return Phrase(f"{phrase.within(Rank.ATOM)}{note}")

    def found(self, name: str, node: Node) -> Phrase:
        """What was found across rows or units: its name and its value."""
        return Phrase(f"{name}={self.value(node, Measure(is_percent(node, self.measure_of)))}", Rank.TRUTH)

    def reduce(self, node: Reduce) -> Phrase:
        """What was made of many rows, and how many counted."""
        name = formula_text(node, self.words.language)
        if node.function not in ("count", "times"):
            counted = _counted(node)
            if self.alike.state(counted) == State.PRESENT:
                name = self.words.counted.format(what=name, n=self.value(counted, Measure()))
        return self.found(name, node)

    def lookup(self, node: Lookup) -> Phrase:
        """The key with its value, and the entry found."""
        state, key = self.alike.state(node.key), self.named(node.key)
        if state != State.PRESENT:
            return Phrase(key, Rank.OPEN)
        place = self.alike.entry(node.key, [word for word, _ in node.table])
        given = node.table[place][1] if place >= 0 else node.otherwise
        told = self.words.states[State.ERROR] if given is None else self.say(given).text
        return Phrase(f"{key} → {told}", Rank.OPEN)

    def fallback(self, node: Fallback) -> Phrase:
        """The value, or what it was taken as."""
        state = self.alike.state(node.arg)
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
            state, holds = self.alike.told(current.condition)
            told = self.verdict(current.condition).text
            if state != State.PRESENT:
                return Phrase(words.comma.join([*shortened(failed, words), told]), Rank.OPEN)
            if holds or not keeps_from_zero(current):
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
        state, holds = self.alike.told(node)
        match node:
            case Not(item):
                return self.verdict(item)
            case Logic(op, items):
                parts = [self.verdict(item) for item in self.deciding(op, items, state, holds=holds)]
                return joined(op, parts, self.words)
            case Compare() if state == State.PRESENT:
                return Phrase(f"{self.compared(node)} {self.words.holds[0 if holds else 1]}", Rank.TRUTH)
            case Compare(op, left, right):
                return Phrase(f"{self.named(left)} {OPERATORS[op]} {self.named(right)} {self.words.states[state]}", Rank.TRUTH)
            case Call("is_present" | "is_reported" | "applies", (Name() as name,)):
                there = self.alike.state(name)
                told = self.words.states[there] if there != State.PRESENT else self.words.reported
                return Phrase(f"{label(name)} {told}", Rank.TRUTH)
            case Name() if state == State.PRESENT:
                return Phrase(self.words.is_true[0 if holds else 1].format(label(node)), Rank.TRUTH)
            case Name():
                return Phrase(f"{label(node)} {self.words.states[state]}", Rank.TRUTH)
            case Const():
                return Phrase(self.words.holds[0 if holds else 1], Rank.TRUTH)
            case Call():
                return Phrase(f"{formula_text(node, self.words.language)} {self.value(node, Measure())}", Rank.TRUTH)
            case _:
                return self.say(node)

    def deciding(self, op: str, items: Sequence[Node], state: State, *, holds: bool) -> Sequence[Node]:
        """The items that made a join what it is: the first that decides it alone, those without value, or all."""
        if state != State.PRESENT:
            return [item for item in items if self.alike.state(item) != State.PRESENT]
        if holds is not (op == "or"):
            return items
        return [next(item for item in items if self.alike.told(item) == (State.PRESENT, holds))]

    def compared(self, node: Compare) -> str:
        """Both sides as name and value, told apart as far as they differ."""
        op = OPERATORS[node.op]
        if node.left.kind is not Kind.NUMBER:
            return f"{self.named(node.left)} {op} {self.named(node.right)}"
        percent = is_percent(node.left, self.measure_of) or is_percent(node.right, self.measure_of)
        measures = (self.side_measure(node.left, percent=percent), self.side_measure(node.right, percent=percent))
        texts = self.alike.apart(node.left, node.right, measures)
        first = self.side(node.left, measures[0], texts[0])
        return f"{first} {op} {self.side(node.right, measures[1], texts[1])}"

    def side_measure(self, node: Node, *, percent: bool) -> Measure:
        """How one side of a comparison prints."""
        known = self.measure_of(node.ref) if isinstance(node, Name) else Measure()
        places = 0 if isinstance(node, Const) else known.places
        return Measure(percent, known.unit, places)

    def side(self, node: Node, measure: Measure, text: str) -> str:
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
                if not _NO_NUMBER.search(without_marks(said.text)) and self.alike.agree(said.text, self.value(node, measure), str.__eq__):
                    return text
                return f"{said.within(Rank.SUM)}{before}{text}{after}"

    def named(self, node: Node) -> str:
        """A quantity with its name and value; anything else as it is said."""
        if not isinstance(node, Name):
            return self.say(node).within(Rank.SUM)
        measure = self.measure_of(node.ref)
        unit = f" {measure.unit}" if measure.unit and self.alike.state(node) == State.PRESENT and not measure.percent else ""
        return f"{label(node)} {self.value(node, measure)}{unit}"


@lru_cache(maxsize=1024)
def _counted(node: Reduce) -> Node:
    """How many rows a reducer counts; always the same node, so that it is worked out once."""
    return Reduce("count", node.table, const(1), node.where)
