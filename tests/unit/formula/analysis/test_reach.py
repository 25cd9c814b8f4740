"""Zero divisors and choices that always go one way."""

from fractions import Fraction

from kpi_engine.formula.analysis import INFINITY, Bounds, Interval, one_way, possible_zero_divisors
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.tree import Logic, Name, Node
from kpi_engine.table import Kind, Ref, Role

X, Y = (Name(Ref(Role.INPUT, name), Kind.NUMBER) for name in ("x", "y"))
BOUNDS = Bounds({X.ref: Interval(Fraction(0), INFINITY, whole=True), Y.ref: Interval(Fraction(1), Fraction(5))})
QUOTIENT = arith("/", Y, X)


def divisors(tree: Node) -> list[tuple[Node, bool]]:
    return [(found.node.right, found.certain) for found in possible_zero_divisors(tree, BOUNDS)]


def test_a_count_can_be_zero_and_a_bounded_figure_cannot() -> None:
    assert divisors(QUOTIENT) == [(X, False)]
    assert divisors(arith("/", X, Y)) == []
    assert divisors(arith("/", X, arith("-", Y, const(3)))) == [(arith("-", Y, const(3)), False)]
    assert divisors(arith("/", X, arith("-", const(3), const(3)))) == [(arith("-", const(3), const(3)), True)]


def test_a_guard_is_seen_whichever_way_it_is_written() -> None:
    assert divisors(choice(compare("==", X, const(0)), const(0), QUOTIENT)) == []
    assert divisors(choice(compare("!=", X, const(0)), QUOTIENT, const(0))) == []
    assert divisors(choice(compare("<", const(0), X), QUOTIENT, const(0))) == []
    assert divisors(choice(compare("<", X, const(1)), const(0), QUOTIENT)) == []
    assert divisors(Logic("and", (compare(">", X, const(0)), compare(">", QUOTIENT, const(2))))) == []
    assert divisors(choice(compare(">", Y, const(0)), QUOTIENT, const(0))) == [(X, False)]


def test_each_division_is_told_once() -> None:
    assert len(divisors(arith("+", QUOTIENT, QUOTIENT))) == 1


def test_a_branch_that_is_never_taken_is_found_with_its_outcome() -> None:
    tree = choice(compare(">", Y, const(9)), const(1), choice(compare(">=", Y, const(1)), const(2), const(3)))
    assert [(found.truth, found.dead) for found in one_way(tree, BOUNDS)] == [(False, const(1)), (True, const(3))]
    assert list(one_way(choice(compare(">", X, const(9)), const(1), const(2)), BOUNDS)) == []
