"""Nodes made with care: what has no meaning is refused here, so that every tree that exists can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from kpi_engine.errors import Problem
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.tree import Arith, ArithOp, Call, Compare, CompareOp, Const, Group, If, Logic, Name, Node, Reduce
from kpi_engine.table import Kind

__all__ = ["KIND_WORDS", "KIND_WORDS_EN", "Refused", "arith", "choice", "compare", "const", "describe", "logic", "negate", "number", "truth"]


class Refused(Exception):  # noqa: N818 - it carries problems, it is not itself an error
    """What a constructor, the gate or a scope raises; the front end turns it into problems at the formula's place."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.message() for p in problems))
        self.problems = problems


def const(value: Fraction | int | str | bool, text: str = "") -> Const:
    """A constant of the kind its value has.

    >>> const(3).value
    Fraction(3, 1)
    """
    if isinstance(value, bool):
        return Const(value, Kind.TRUTH, text)
    if isinstance(value, str):
        return Const(value, Kind.WORD, text or value)
    return Const(Fraction(value), Kind.NUMBER, text)


def number(node: Node) -> Node:
    """``node``, if it yields a number; otherwise `Refused`."""
    if node.kind is not Kind.NUMBER:
        raise Refused(k4.NOT_A_NUMBER.at(what=describe(node), kind=KIND_WORDS[node.kind]))
    return node


KIND_WORDS = {Kind.NUMBER: "数", Kind.TRUTH: "是否", Kind.WORD: "文字", Kind.DATE: "日期"}
KIND_WORDS_EN = {Kind.NUMBER: "a number", Kind.TRUTH: "yes or no", Kind.WORD: "a word", Kind.DATE: "a date"}


def describe(node: Node) -> str:
    """A few words that tell which part of a formula is meant."""
    match node:
        case Name(label=label, ref=ref):
            return label or ref.name or str(ref)
        case Const(value, _, text):
            return text or str(value)
        case Call(function) | Group(function) | Reduce(function):
            return f"{function}(…)"
        case _:
            return type(node).__name__


def arith(op: ArithOp, left: Node, right: Node) -> Node:
    """Numbers by + - * /; a date less a date is days, a date plus or less days a date."""
    if left.kind is Kind.DATE and op in "+-":
        if op == "-" and right.kind is Kind.DATE:
            return Arith(op, left, right)
        return Arith(op, left, number(right), Kind.DATE)
    return Arith(op, number(left), number(right))


def negate(node: Node) -> Node:
    """0 - node; a constant stays a constant."""
    if isinstance(node, Const) and isinstance(node.value, Fraction):
        return Const(-node.value, node.kind, f"-{node.text}" if node.text else "")
    return arith("-", const(0), node)


def compare(op: CompareOp, left: Node, right: Node) -> Node:
    """Two values of one kind; words must be of one vocabulary and know only == and !=."""
    if left.kind is not right.kind:
        raise Refused(
            k4.KINDS_DIFFER.at(left=describe(left), left_kind=KIND_WORDS[left.kind], right=describe(right), right_kind=KIND_WORDS[right.kind])
        )
    if left.kind in (Kind.WORD, Kind.TRUTH) and op not in ("==", "!="):
        raise Refused(k4.NO_ORDER.at(left=describe(left), op=op, kind=KIND_WORDS[left.kind]))
    for name, word in ((left, right), (right, left)):
        if isinstance(name, Name) and name.words and isinstance(word, Const) and word.value not in name.words:
            raise Refused(k4.NOT_AN_OPTION.at(name=describe(name), word=word.value, options="、".join(name.words)))
    return Compare(op, left, right)


def truth(node: Node) -> Node:
    """``node``, if it yields a truth; otherwise `Refused`."""
    if node.kind is not Kind.TRUTH:
        raise Refused(k4.NOT_A_CONDITION.at(what=describe(node), kind=KIND_WORDS[node.kind]))
    return node


def logic(op: Literal["and", "or"], items: Sequence[Node]) -> Node:
    """Truths joined; one alone is itself, none is the neutral truth."""
    if not items:
        return const(op == "and")
    checked = tuple(truth(item) for item in items)
    return checked[0] if len(checked) == 1 else Logic(op, checked)


def choice(condition: Node, then: Node, otherwise: Node) -> Node:
    """``then if condition else otherwise``; both branches of one kind."""
    if then.kind is not otherwise.kind:
        raise Refused(
            k4.KINDS_DIFFER.at(left=describe(then), left_kind=KIND_WORDS[then.kind], right=describe(otherwise), right_kind=KIND_WORDS[otherwise.kind])
        )
    return If(truth(condition), then, otherwise, then.kind)
