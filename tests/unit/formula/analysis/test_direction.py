"""Directions of figures by hand."""

from fractions import Fraction

import pytest

from kpi_engine.formula.analysis import Bounds, Direction, Interval, monotone
from kpi_engine.formula.functions.arithmetic import maximum, minimum
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.tree import Call, Group, Name, Node, Not, Power, Reduce, Round
from kpi_engine.table import Kind, Ref, Role

X, Y = (Name(Ref(Role.INPUT, name), Kind.NUMBER) for name in ("x", "y"))
BOUNDS = Bounds({X.ref: Interval(Fraction(0), Fraction(10)), Y.ref: Interval(Fraction(1), Fraction(5))})
STEP = Name(Ref(Role.VALUE, "s"), Kind.NUMBER)


@pytest.mark.parametrize(
    ("tree", "way"),
    [
        (const(3), Direction.CONSTANT),
        (Y, Direction.CONSTANT),
        (arith("-", Y, X), Direction.DOWN),
        (arith("*", X, Y), Direction.UP),
        (arith("*", X, const(-2)), Direction.DOWN),
        (arith("/", Y, arith("+", X, const(1))), Direction.DOWN),
        (arith("-", X, X), Direction.UNKNOWN),
        (arith("*", arith("-", X, const(5)), arith("-", X, const(5))), Direction.UNKNOWN),
        (Power(X, 2), Direction.UP),
        (Power(arith("-", const(0), X), 2), Direction.UP),
        (minimum(const(1), arith("/", X, Y)), Direction.UP),
        (maximum(const(0), arith("-", const(7), X)), Direction.DOWN),
        (Round(arith("-", const(0), X), 0), Direction.DOWN),
        (compare(">=", X, const(5)), Direction.UP),
        (Not(compare(">=", X, const(5))), Direction.DOWN),
        (compare("==", X, const(5)), Direction.UNKNOWN),
        (choice(compare(">=", X, const(5)), const(10), const(4)), Direction.UP),
        (choice(compare(">=", X, const(5)), const(4), const(10)), Direction.DOWN),
        (choice(compare(">=", X, const(5)), const(4), X), Direction.UNKNOWN),
        (choice(compare("<=", X, const(4)), X, arith("+", const(4), arith("*", arith("-", X, const(4)), const(2)))), Direction.UP),
        (choice(compare("==", X, const(0)), const(3), const(3)), Direction.CONSTANT),
        (choice(compare("==", Call("applies", (X,), Kind.TRUTH), const(value=True)), X, const(3)), Direction.UP),
        (arith("-", STEP, Y), Direction.DOWN),
        (Group("max", "class", (X,)), Direction.UP),
        (Group("rank", "class", (X,), None, (("first", "highest"),)), Direction.DOWN),
        (Group("rank", "class", (X,), None, (("first", "lowest"),)), Direction.UP),
        (Group("others_mean", "class", (X,)), Direction.CONSTANT),
        (Group("mean", "class", (Group("rank", "class", (X,)),)), Direction.UNKNOWN),
        (Reduce("sum", "events", arith("*", X, const(2))), Direction.UP),
        (Reduce("count", "events", const(1)), Direction.CONSTANT),
    ],
)
def test_the_direction_in_x(tree: Node, way: Direction) -> None:
    trees = {STEP.ref: arith("-", const(9), X)}
    assert monotone(tree, X.ref, trees, BOUNDS) is way


def test_a_step_table_rises_through_all_its_bounds() -> None:
    tree = choice(compare(">=", X, const(9)), const(10), choice(compare(">=", X, const(6)), const(7), const(0)))
    assert monotone(tree, X.ref, {}, BOUNDS) is Direction.UP
    crooked = choice(compare(">=", X, const(9)), const(6), choice(compare(">=", X, const(6)), const(7), const(0)))
    assert monotone(crooked, X.ref, {}, BOUNDS) is Direction.UNKNOWN
