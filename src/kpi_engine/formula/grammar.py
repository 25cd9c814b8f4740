"""The front end: simpleeval walks the admitted syntax once, with node constructors for operators, names and functions, and so yields our tree.

What a name means is asked of a `Naming`, which the scheme provides; functions that take names instead of values (``score(指标)``, ``sum(事项, 列)``)
are its business too.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Protocol

from simpleeval import SimpleEval

from kpi_engine.errors import Problem
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.functions import RowFunction, row_functions
from kpi_engine.formula.gate import Admitted, admit
from kpi_engine.formula.making import KIND_WORDS, KIND_WORDS_EN, Refused, arith, choice, compare, const, describe, logic, negate, number, truth
from kpi_engine.formula.tree import Call, Const, Node, Not, Power
from kpi_engine.source import Place
from kpi_engine.table import Kind

__all__ = ["Build", "Naming", "apply_function", "compile_formula", "nearest"]

Build = Callable[..., Node]
"""Builds the tree of an argument: ``build(expr)``, or ``build(expr, naming)`` where other names hold inside it."""

_COMPARES: dict[type[ast.cmpop], str] = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


class Naming(Protocol):
    """What the names of a formula mean where it stands."""

    def name(self, name: str) -> Node:
        """The tree of a bare name.

        Raises:
            Refused: K406 where it is unknown.

        """

    def special(self, function: str, args: Sequence[ast.expr], build: Build) -> Node | None:
        """The tree of a call that takes names, or None where ``function`` is an ordinary one."""

    def function_names(self) -> Iterable[str]:
        """The names that ``special`` knows, for near misses."""


def compile_formula(text: str, naming: Naming, place: Place) -> tuple[Node, list[Problem]]:
    """The tree of one formula, and all that is wrong with it (the tree is then a stand-in).

    Returns:
        (tree, problems); problems have ``place`` and codes K401 to K416.

    """
    try:
        admitted = admit(text)
        front = _Front(admitted, naming)
        node = front.build(admitted.body)
        problems = front.problems
    except Refused as refused:
        node, problems = const(0), list(refused.problems)
    return node, [Problem(p.code, place, p.facts, p.severity, p.also, p.clause) for p in problems]


def nearest(name: str, known: Iterable[str]) -> str:
    """``，是不是 X？`` for the known names that look like ``name``, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"，是不是 {'、'.join(close)}？" if close else ""


class _Front(SimpleEval):  # type: ignore[misc]
    def __init__(self, admitted: Admitted, naming: Naming) -> None:
        operators = {
            ast.Add: lambda a, b: arith("+", a, b),
            ast.Sub: lambda a, b: arith("-", a, b),
            ast.Mult: lambda a, b: arith("*", a, b),
            ast.Div: self._divide,
            ast.Pow: self._raise,
            ast.USub: negate,
            ast.UAdd: number,
            ast.Not: lambda a: Not(truth(a)),
        }
        super().__init__(operators=operators, functions={}, names={})
        self.nodes = {
            ast.BinOp: self._eval_binop,
            ast.UnaryOp: self._eval_unaryop,
            ast.BoolOp: self._bool,
            ast.Compare: self._compare,
            ast.IfExp: lambda n: choice(self._eval(n.test), self._eval(n.body), self._eval(n.orelse)),
            ast.Call: self._call,
            ast.Name: self._name,
            ast.Constant: self._constant,
        }
        self.admitted, self.naming = admitted, naming
        self.problems: list[Problem] = []

    def build(self, expression: ast.expr, naming: Naming | None = None) -> Node:
        before, self.naming = self.naming, naming or self.naming
        try:
            built: Node = self._eval(expression)
        finally:
            self.naming = before
        return built

    def _constant(self, node: ast.Constant) -> Node:
        text = self.admitted.source(node)
        if self.admitted.end(node) in self.admitted.percents:
            return Const(Fraction(text) / 100, Kind.NUMBER, f"{text}%")
        return Const(Fraction(text), Kind.NUMBER, text)

    def _name(self, node: ast.Name) -> Node:
        try:
            return self.naming.name(node.id)
        except Refused as refused:
            self.problems += refused.problems
            return const(0)

    def _bool(self, node: ast.BoolOp) -> Node:
        return logic("and" if isinstance(node.op, ast.And) else "or", [self._eval(v) for v in node.values])

    def _compare(self, node: ast.Compare) -> Node:
        sides = [self._eval(node.left), *(self._eval(c) for c in node.comparators)]
        if self.problems:
            return const(value=True)
        pairs = [compare(_COMPARES[type(op)], a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)]  # type: ignore[arg-type]
        return logic("and", pairs)

    def _divide(self, left: Node, right: Node) -> Node:
        if isinstance(right, Const) and right.value == 0:
            raise Refused(k4.ZERO_DIVISOR.at(text=self.admitted.text.strip()))
        return arith("/", left, right)

    def _raise(self, base: Node, exponent: Node) -> Node:
        if not isinstance(exponent, Const) or not isinstance(exponent.value, Fraction) or exponent.value not in range(11):
            raise Refused(k4.WRONG_PLACE.at(name="**", why="指数要写成 0 到 10 的整数", why_en="the exponent must be a whole number from 0 to 10"))
        return Power(number(base), int(exponent.value))

    def _call(self, node: ast.Call) -> Node:
        assert isinstance(node.func, ast.Name), "the gate lets only names be called"
        name = node.func.id
        special = self.naming.special(name, node.args, self.build)
        if special is not None:
            return special
        function = row_functions().get(name)
        if function is None or not function.written:
            known = [f.name for f in row_functions().values() if f.written]
            self.problems.append(k4.UNKNOWN_FUNCTION.at(name=name, near=nearest(name, [*known, *self.naming.function_names()])))
            return const(0)
        args = tuple(self._eval(arg) for arg in node.args)
        return const(0) if self.problems else apply_function(function, args)


def apply_function(function: RowFunction, args: tuple[Node, ...]) -> Node:
    """A call with its arity and the kinds of its arguments checked; an expansion yields its tree."""
    least, most = function.arity
    if len(args) < least or (most is not None and len(args) > most):
        wanted = str(least) if least == most else f"{least}–{most}" if most is not None else f"{least} 个以上"
        raise Refused(k4.WRONG_ARITY.at(name=function.name, wanted=wanted, found=len(args)))
    for arg in args:
        if arg.kind not in function.kinds:
            why = f"{function.name} 要的是{'、'.join(KIND_WORDS[k] for k in function.kinds)}"
            why_en = f"{function.name} takes {' or '.join(KIND_WORDS_EN[k] for k in function.kinds)}"
            raise Refused(k4.WRONG_PLACE.at(name=describe(arg), why=why, why_en=why_en))
    if function.build is not None:
        return function.build(args)
    return Call(function.name, args, function.result)
