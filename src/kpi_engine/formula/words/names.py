"""A formula as text with its names: what `kpi explain` prints, and the canonical form of a scheme's formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, assert_never

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
from kpi_engine.formula.words.figures import const_text
from kpi_engine.formula.words.vocabulary import OPERATORS, Language, Vocabulary, template, vocabulary
from kpi_engine.numbers import parse_number
from kpi_engine.table import State

__all__ = [
    "Phrase",
    "Rank",
    "asks_for_any",
    "called",
    "formula_text",
    "is_same",
    "joined",
    "keeps_from_zero",
    "label",
    "last_part",
    "operated",
    "shortened",
    "signed",
]

MOST_FAILED = 2
"""How many branches not taken are told one by one before they are counted."""


class Rank:
    """How tightly the parts of a phrase hold together: a part is bracketed where its rank is below what its place asks."""

    OPEN, TRUTH, SUM, PRODUCT, POWER, ATOM = range(6)


class Phrase(NamedTuple):
    """A text and how tightly it holds together."""

    text: str
    rank: int = Rank.ATOM

    def within(self, rank: int) -> str:
        """The text for a place that asks for ``rank``."""
        return self.text if self.rank >= rank else f"({self.text})"


def label(node: Name) -> str:
    """What people call a quantity."""
    return node.label or ".".join(part for part in (node.ref.name, node.ref.part) if part) or str(node.ref)


def asks_for_any(condition: Node) -> bool:
    """Whether a condition only asks whether there is something to go by at all."""
    items = condition.items if isinstance(condition, Logic) and condition.op == "or" else (condition,)
    return len(items) > 1 and all(isinstance(item, Call) and item.function in ("is_reported", "is_present") for item in items)


def signed(text: str) -> Phrase:
    """A value; a negative one is bracketed where it must be."""
    return Phrase(text, Rank.SUM if text.startswith("-") else Rank.ATOM)


def keeps_from_zero(node: If) -> bool:
    """Whether a choice only keeps what stands in its other branch from a division by zero."""
    match node.condition:
        case Compare("==", divisor, Const(Fraction() as zero)) if zero == 0:
            return any(isinstance(part, Arith) and part.op == "/" and part.right == divisor for part in walk(node.otherwise))
        case _:
            return False


def last_part(said: str) -> str:
    """The branch that a sentence ends with, or what stands behind its last sign of equality."""
    return re.split("→ |(?<! )=(?! )", said)[-1]


@lru_cache(maxsize=65_536)
def is_same(one: str, other: str) -> bool:
    """Whether two texts are equal, or one number with more or fewer digits."""
    here, there = parse_number(one), parse_number(other)
    return one == other or (here is not None and there is not None and here.value == there.value)


def shortened(told: Sequence[str], words: Vocabulary, *, last: bool = False) -> list[str]:
    """Conditions that failed (and the one that holds at the end, ``last``): many of them are counted, not told."""
    most = MOST_FAILED + last
    if len(told) <= most:
        return list(told)
    kept = 1 + last
    return [words.earlier.format(n=len(told) - kept), *told[-kept:]]


def operated(op: str, left: Phrase, right: Phrase) -> Phrase:
    """``left op right`` with the fewest brackets that keep its meaning."""
    rank = Rank.SUM if op in "+-" else Rank.PRODUCT
    after = right.within(rank + (op in "-/"))
    if after.startswith("-"):
        after = f"({after})"
    return Phrase(f"{left.within(rank)} {OPERATORS[op]} {after}", rank)


def joined(op: str, parts: list[Phrase], words: Vocabulary) -> Phrase:
    """Truths joined by and / or; a join within a join is bracketed."""
    if len(parts) == 1:
        return parts[0]
    return Phrase(words.joins[op].join(part.within(Rank.TRUTH) for part in parts), Rank.OPEN)


def called(form: str, args: list[Phrase]) -> Phrase:
    """A function's template with its arguments put in."""
    if form == "{plus}":
        return Phrase(" + ".join(a.within(Rank.SUM) for a in args) or "0", Rank.SUM if len(args) != 1 else args[0].rank)
    if "√" in form:
        degree = "" if args[1].text == "2" else args[1].text
        return Phrase(f"{degree}√{args[0].within(Rank.ATOM)}", Rank.POWER)
    return Phrase(form.format(*(a.text for a in args), args=", ".join(a.text for a in args)))


def formula_text(tree: Node, language: Language = "zh") -> str:
    """The formula with its names.

    >>> from kpi_engine.formula.making import const
    >>> from kpi_engine.formula.tree import Arith
    >>> formula_text(Arith("*", const(30), Arith("+", const(1), const(2))))
    '30 × (1 + 2)'
    """
    return _Names(vocabulary(language)).say(tree).text


@dataclass(frozen=True)
class _Names:
    words: Vocabulary

    def say(self, node: Node) -> Phrase:  # noqa: C901 - one arm a kind of node
        words = self.words
        match node:
            case Const():
                return Phrase(words.yes[0 if node.value else 1] if isinstance(node.value, bool) else const_text(node), _const_rank(node))
            case Absent(state):
                return Phrase(words.states[state])
            case Name():
                return Phrase(label(node))
            case Arith(op, left, right):
                return operated(op, self.say(left), self.say(right))
            case Power(base, exponent):
                return Phrase(f"{self.say(base).within(Rank.ATOM)}^{exponent}", Rank.POWER)
            case Compare(op, left, right):
                return Phrase(f"{self.say(left).within(Rank.SUM)} {OPERATORS[op]} {self.say(right).within(Rank.SUM)}", Rank.TRUTH)
            case Logic(op, items):
                return joined(op, [self.say(item) for item in items], words)
            case Not(item):
                return Phrase(words.negation.format(f"({self.say(item).text})"), Rank.TRUTH)
            case If(condition, then, otherwise):
                parts = {"condition": self.say(condition).text, "then": self.say(then).text, "otherwise": self.say(otherwise).text}
                return Phrase(words.choice.format(**parts), Rank.OPEN)
            case Lookup():
                return self._lookup(node)
            case Call(function, args):
                return called(template("row", function, words.language), [self.say(arg) for arg in args])
            case Reduce():
                return self._reduce(node)
            case Group(function, scope, args):
                form = template("group", function, words.language).replace("{scope}", words.scopes[scope])
                form = form.replace("{0}", "{args}") if function == "rank" else form
                return called(form, [self.say(arg) for arg in args])
            case Round(arg, places, mode):
                return Phrase(words.rounding.format(self.say(arg).text, mode=words.modes[mode], places=places))
            case Fallback():
                return self._fallback(node)
            case _:
                assert_never(node)

    def _lookup(self, node: Lookup) -> Phrase:
        entries = [f"{word}→{self.say(given).text}" for word, given in node.table]
        if node.otherwise is not None:
            entries.append(f"{self.words.otherwise}→{self.say(node.otherwise).text}")
        comma = "、" if self.words.language == "zh" else ", "
        return Phrase(self.words.lookup.format(key=self.say(node.key).text, entries=comma.join(entries)), Rank.OPEN)

    def _reduce(self, node: Reduce) -> Phrase:
        what = self.words.rows if node.function == "count" else self.say(node.arg).within(Rank.ATOM)
        if node.where is not None and not (isinstance(node.where, Const) and node.where.value is True):
            what = self.words.where.format(where=self.say(node.where).text, what=what)
        return Phrase(template("reduce", node.function, self.words.language).format(what=what))

    def _fallback(self, node: Fallback) -> Phrase:
        instead = ((State.MISSING, node.missing), (State.NOT_APPLICABLE, node.not_applicable))
        told = [self.words.taken_as.format(self.words.states[state], self.say(given).text) for state, given in instead if given is not None]
        return Phrase(self.words.fallback.format(self.say(node.arg).within(Rank.ATOM), states=self.words.comma.join(told)))


def _const_rank(node: Const) -> int:
    return Rank.SUM if const_text(node).startswith("-") else Rank.ATOM
