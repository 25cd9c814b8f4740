"""Excel's formula grammar, as far as result workbooks need it: text to tree. What it does not know it refuses loudly.

From loosest to tightest: comparison, ``&``, ``+ -``, ``* /``, ``^`` (all from the left), then sign, then ``%``: hence -2^2 is 4.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string

from calculators.values import ExcelError, Scalar

__all__ = ["ArrayConstant", "Binary", "Call", "Constant", "Name", "Node", "Reference", "Unary", "UnsupportedFormula", "parse", "references"]


class UnsupportedFormula(Exception):  # noqa: N818  not an error of the workbook: this calculator cannot say
    """The formula uses something that this calculator does not know; no answer is better than a guessed one."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; None is an argument left out."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range, with 0 for the open end of whole columns; ``sheet`` is None for the formula's own."""

    sheet: str | None
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    text: str


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x``, ``+x`` or ``x%``."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and an operator."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ArrayConstant:
    """``{1,2;3,4}``."""

    rows: tuple[tuple[Scalar, ...], ...]


Node = Constant | Reference | Name | Unary | Binary | Call | ArrayConstant

_SHEET = r"(?:(?P<{}>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r'|(?P<text>"(?:[^"]|"")*")'
    r"|(?P<error>#(?:DIV/0!|N/A|VALUE!|REF!|NAME\?|NUM!|NULL!))"
    rf"|(?P<cell>{_SHEET.format('s1')}\$?(?P<c1>[A-Za-z]{{1,3}})\$?(?P<r1>\d{{1,7}})(?::\$?(?P<c2>[A-Za-z]{{1,3}})\$?(?P<r2>\d{{1,7}}))?(?![\w(.!]))"
    rf"|(?P<columns>{_SHEET.format('s2')}\$?(?P<c3>[A-Za-z]{{1,3}}):\$?(?P<c4>[A-Za-z]{{1,3}})(?![\w(.!]))"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<call>[A-Za-z_][\w.]*)\s*\("
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<operator><>|<=|>=|[-+*/^&=<>%(),;{}])"
)
_LOOSENESS = {**dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1), "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_SIGNIFICANT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    match: re.Match[str]


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise UnsupportedFormula(f"cannot read {text[at:]!r} in {text!r}")
        at = match.end()
        kind = next(kind for kind in ("space", "text", "error", "cell", "columns", "number", "call", "name", "operator") if match[kind] is not None)
        if kind != "space":
            yield _Token(kind, match[kind], match)


@functools.lru_cache(maxsize=65536)
def parse(formula: str) -> Node:
    """The tree of a formula, with or without its leading ``=``."""
    text = formula.strip().removeprefix("{").removesuffix("}") if formula.strip().startswith("{=") else formula.strip()
    parser = _Parser(text, list(_tokens(text.removeprefix("="))))
    tree = parser.expression(1)
    if parser.peek() is not None:
        raise UnsupportedFormula(f"{parser.peek()!r} is left over in {formula!r}")
    return tree


class _Parser:
    def __init__(self, formula: str, tokens: list[_Token]) -> None:
        self.formula, self.tokens, self.at = formula, tokens, 0

    def peek(self) -> str | None:
        """The operator that comes next; another token's text; None at the end."""
        return self.tokens[self.at].text if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        if self.at == len(self.tokens):
            raise UnsupportedFormula(f"{self.formula!r} ends too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def at_operator(self, *operators: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind == "operator" and self.tokens[self.at].text in operators

    def expect(self, operator: str) -> None:
        if not self.at_operator(operator):
            raise UnsupportedFormula(f"expected {operator!r} instead of {self.peek()!r} in {self.formula!r}")
        self.at += 1

    def expression(self, looseness: int) -> Node:
        left = self.operand()
        while self.at_operator(*_LOOSENESS) and _LOOSENESS[self.peek() or ""] >= looseness:
            operator = self.take().text
            left = Binary(operator, left, self.expression(_LOOSENESS[operator] + 1))
        return left

    def operand(self) -> Node:
        if self.at_operator("-", "+"):
            return Unary(self.take().text, self.operand())
        operand = self.primary()
        while self.at_operator("%"):
            self.at += 1
            operand = Unary("%", operand)
        return operand

    def primary(self) -> Node:
        token = self.take()
        match token.kind, token.text:
            case "operator", "(":
                inside = self.expression(1)
                self.expect(")")
                return inside
            case "operator", "{":
                return ArrayConstant(tuple(self.array_rows()))
            case "call", _:
                return Call(token.text.upper(), tuple(self.arguments()))
            case "operator", _:
                raise UnsupportedFormula(f"unexpected {token.text!r} in {self.formula!r}")
        return _leaf(token)

    def arguments(self) -> Iterator[Node]:
        if self.at_operator(")"):
            self.at += 1
            return
        while True:
            yield Constant(None) if self.at_operator(",", ")") else self.expression(1)
            if self.at_operator(")"):
                self.at += 1
                return
            self.expect(",")

    def array_rows(self) -> Iterator[tuple[Scalar, ...]]:
        row: list[Scalar] = []
        while True:
            sign = -1 if self.at_operator("-") and self.take() else 1
            leaf = _leaf(self.take())
            if not isinstance(leaf, Constant):
                raise UnsupportedFormula(f"an array constant holds constants: {self.formula!r}")
            row.append(-leaf.value if sign < 0 and isinstance(leaf.value, float) else leaf.value)
            if self.at_operator(";", "}"):
                yield tuple(row)
                row = []
            if self.at_operator("}"):
                self.at += 1
                return
            self.at += 1


def _leaf(token: _Token) -> Node:
    match token.kind:
        case "text":
            return Constant(token.text[1:-1].replace('""', '"'))
        case "number":
            return Constant(_number(token.text))
        case "error":
            return Constant(ExcelError(token.text))
        case "name":
            truth = {"TRUE": True, "FALSE": False}.get(token.text.upper())
            return Name(token.text) if truth is None else Constant(truth)
        case "cell" | "columns":
            return _reference(token.match)
    raise UnsupportedFormula(f"unexpected {token.text!r}")


def _number(text: str) -> float:
    digits = re.sub(r"[eE].*|\.", "", text).strip("0")
    if len(digits) > _SIGNIFICANT_DIGITS:
        raise UnsupportedFormula(f"{text}: Excel keeps 15 digits of a number in a formula; put it into a cell, or write fewer")
    return float(text)


def _reference(match: re.Match[str]) -> Reference:
    name = match["s1"] or match["s2"]
    sheet = name[1:-1].replace("''", "'") if name and name.startswith("'") else name
    if match["columns"] is not None:
        first, last = (column_index_from_string(match[group]) for group in ("c3", "c4"))
        return Reference(sheet, min(first, last), 1, max(first, last), 0)
    left, top = column_index_from_string(match["c1"]), int(match["r1"])
    right, bottom = (column_index_from_string(match["c2"]), int(match["r2"])) if match["c2"] else (left, top)
    return Reference(sheet, min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def references(node: Node) -> Iterator[Reference | Name]:
    """Every reference and name in the tree."""
    match node:
        case Reference() | Name():
            yield node
        case Unary(_, operand):
            yield from references(operand)
        case Binary(_, left, right):
            yield from references(left)
            yield from references(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from references(argument)
