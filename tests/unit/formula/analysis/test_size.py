"""Degrees and decimals by hand."""

from fractions import Fraction

import pytest

from kpi_engine.formula.analysis import decimals, degree
from kpi_engine.formula.functions.arithmetic import minimum, total_of
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.tree import Call, Name, Node, Power, Round
from kpi_engine.table import Kind, Ref, Role

X, Y = (Name(Ref(Role.INPUT, name), Kind.NUMBER) for name in ("x", "y"))
STEP = Name(Ref(Role.VALUE, "s"), Kind.NUMBER)


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (const(3), 0),
        (X, 1),
        (arith("+", X, arith("*", X, Y)), 2),
        (arith("/", X, Y), 2),
        (Power(arith("*", X, Y), 3), 6),
        (Round(Power(X, 9), 2), 1),
        (Call("root", (Power(X, 9), const(3))), 3),
        (minimum(X, Power(Y, 4)), 4),
        (choice(compare(">", Power(X, 5), const(1)), Y, const(0)), 1),
        (arith("*", STEP, STEP), 6),
    ],
)
def test_the_degree_in_all_names(tree: Node, found: int) -> None:
    assert degree(tree, {STEP.ref: Power(X, 3)}) == found


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (const(Fraction("0.125")), 3),
        (const(Fraction(1, 3)), None),
        (X, 2),
        (Y, None),
        (arith("*", X, const(Fraction("0.5"))), 3),
        (arith("/", X, const(8)), 5),
        (arith("/", X, const(3)), None),
        (arith("+", X, const(Fraction("0.125"))), 3),
        (Power(X, 3), 6),
        (Round(Y, 1), 1),
        (Round(X, 4), 2),
        (total_of(X, const(1), arith("*", X, X)), 4),
    ],
)
def test_the_decimals_that_hold_a_value(tree: Node, found: int | None) -> None:
    assert decimals(tree, {X.ref: 2, Y.ref: None}) == found
