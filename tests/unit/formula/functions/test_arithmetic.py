from fractions import Fraction

import pytest

from kpi_engine.formula.functions import row_functions
from kpi_engine.formula.functions.arithmetic import maximum, minimum, total_of
from kpi_engine.formula.making import const
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.tree import Call, Node
from kpi_engine.numbers import Root
from kpi_engine.table import Facts, Ref, Role, State


def value(tree: Node) -> object:
    import numpy as np

    ref = Ref(Role.VALUE, "x")
    facts = Facts(("甲",), (), np.zeros(1, dtype=np.int64), {})
    ((state, told),) = run_exact([Step(ref, tree)], facts)[ref]
    return told if state == State.PRESENT else state.name


def called(name: str, *args: object) -> object:
    function = row_functions()[name]
    nodes = tuple(const(Fraction(str(arg))) for arg in args)
    return value(function.build(nodes) if function.build is not None else Call(name, nodes))


@pytest.mark.parametrize(
    ("name", "args", "wanted"),
    [
        ("min", (3, -1, 2), -1),
        ("max", (3, -1, 2), 3),
        ("abs", ("-2.5",), "2.5"),
        ("floor", ("-2.5",), -3),
        ("floor", (2,), 2),
        ("sum_of", (1, 2, "0.5"), "3.5"),
        ("clip", (5, 0, 3), 3),
        ("clip", (-5, 0, 3), 0),
        ("above", (5, 3), 2),
        ("above", (3, 5), 0),
        ("below", ("0.92", "0.95"), "0.03"),
        ("below", (5, 3), 0),
        ("above_rel", (6, 5), "0.2"),
        ("below_rel", (4, 5), "0.2"),
        ("below_rel", (6, 5), 0),
        ("round", ("2.5",), 3),
        ("round", ("-2.345", 2), "-2.35"),
        ("round_up", ("2.1",), 3),
        ("round_down", ("2.9",), 2),
        ("power", (3, 4), 81),
        ("power", (7, 0), 1),
        ("sqrt", ("2.25",), "1.5"),
        ("root", (27, 3), 3),
    ],
)
def test_values_by_hand(name: str, args: tuple[object, ...], wanted: object) -> None:
    assert called(name, *args) == Fraction(str(wanted))


def test_a_root_that_is_not_rational_stays_one() -> None:
    assert called("sqrt", 2) == Root(Fraction(2), 2)
    assert called("sqrt", -1) == "ERROR"


def test_roots_meet_bounds_by_whole_powers() -> None:
    root = Call("root", (const(2), const(2)))
    assert value(minimum(root, const(2))) == Root(Fraction(2), 2)
    assert value(maximum(const(1), root, const(0))) == Root(Fraction(2), 2)
    assert value(minimum(root, const(1))) == 1
    assert value(maximum(root, Call("root", (const(3), const(2))))) == Root(Fraction(3), 2)


def test_one_alone_is_itself_and_none_add_up_to_nothing() -> None:
    assert minimum(const(3)) == const(3)
    assert maximum(const(3)) == const(3)
    assert total_of(const(3)) == const(3)
    assert total_of() == const(0)


def test_what_cannot_be_divided_has_no_value() -> None:
    assert called("above_rel", 3, 0) == "ERROR"


def test_functions_of_a_root_are_exact_and_roots_do_not_add() -> None:
    root = Call("root", (const(17), const(2)))
    assert value(Call("floor", (root,))) == 4
    assert value(Call("abs", (root,))) == Root(Fraction(17), 2)
    assert value(Call("root", (root, const(2)))) == Root(Fraction(17), 4)
    assert value(Call("sum_of", (root, const(1)))) == "ERROR"
