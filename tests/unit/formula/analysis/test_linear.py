"""Linear, a ray, or bent."""

import pytest

from kpi_engine.formula.analysis import linear_in
from kpi_engine.formula.functions.arithmetic import maximum, minimum, total_of
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.tree import Group, Name, Node, Round
from kpi_engine.table import Kind, Ref, Role

P, Q = (Name(Ref(Role.POINTS, name), Kind.NUMBER) for name in ("甲", "乙"))
RATE = Name(Ref(Role.INPUT, "率"), Kind.NUMBER)
STEP = Name(Ref(Role.SCORE, "甲"), Kind.NUMBER)
CAPPED = maximum(const(0), minimum(P, arith("*", P, RATE)))


@pytest.mark.parametrize(
    ("tree", "straight"),
    [
        (RATE, True),
        (arith("+", arith("*", P, RATE), Q), True),
        (arith("*", P, Q), False),
        (arith("/", P, Q), False),
        (arith("/", P, RATE), True),
        (CAPPED, True),
        (total_of(CAPPED, maximum(const(0), Q)), True),
        (minimum(P, const(10)), False),
        (minimum(P, Q), False),
        (Round(P, 2), False),
        (choice(compare(">", RATE, const(1)), P, const(0)), True),
        (choice(compare(">", P, const(1)), P, const(0)), False),
        (choice(compare(">", arith("*", P, RATE), P), P, const(0)), True),
        (Group("mean", "class", (arith("*", P, RATE),)), True),
        (Group("max", "class", (arith("*", P, RATE),)), True),
        (arith("-", STEP, Q), True),
    ],
)
def test_linear_in_the_points(tree: Node, straight: bool) -> None:
    assert linear_in(tree, [P.ref, Q.ref], {STEP.ref: CAPPED}) is straight


def test_a_quantity_that_is_asked_for_is_taken_as_given() -> None:
    assert linear_in(arith("*", STEP, RATE), [STEP.ref], {STEP.ref: arith("*", P, P)})
