"""The state table of every kind of node, and the arithmetic of roots and bounds; it defines what the other readers must say."""

from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.formula.making import const
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.tree import Absent, Arith, Call, Compare, Const, Fallback, If, Logic, Lookup, Name, Node, Not, Power, Round
from kpi_engine.numbers import Root
from kpi_engine.table import Facts, Kind, Ref, Role, State, column_of

P, N, M, E = State.PRESENT, State.NOT_APPLICABLE, State.MISSING, State.ERROR
STATES = (P, N, M, E)
YES, NO = const(value=True), const(value=False)
ERROR = Arith("/", const(1), const(0))


def gone(state: State, kind: Kind = Kind.NUMBER) -> Node:
    return ERROR if state == E and kind is Kind.NUMBER else Absent(state, kind)


def cell(tree: Node) -> tuple[State, object]:
    ref = Ref(Role.VALUE, "x")
    facts = Facts(("甲",), (), np.zeros(1, dtype=np.int64), {})
    return run_exact([Step(ref, tree)], facts)[ref][0]


@pytest.mark.parametrize("left", STATES)
@pytest.mark.parametrize("right", STATES)
def test_arithmetic_and_comparison_have_the_highest_state(left: State, right: State) -> None:
    a, b = (const(6) if s == P else gone(s) for s in (left, right))
    worst = max(left, right)
    for tree in (Arith("+", a, b), Arith("*", a, b), Compare("<", a, b), Call("max", (a, b)), Call("sum_of", (a, b))):
        assert cell(tree)[0] == worst


@pytest.mark.parametrize("state", [N, M, E])
def test_one_operand_decides_a_condition_whatever_the_others_are(state: State) -> None:
    unknown = Absent(state, Kind.TRUTH)
    assert cell(Logic("and", (unknown, NO))) == (P, False)
    assert cell(Logic("or", (unknown, YES))) == (P, True)
    assert cell(Logic("and", (unknown, YES))) == (state, None)
    assert cell(Logic("or", (NO, unknown))) == (state, None)
    assert cell(Not(unknown)) == (state, None)
    assert cell(Power(gone(state), 2)) == (state, None)
    assert cell(Round(gone(state), 2)) == (state, None)


@pytest.mark.parametrize("state", [N, M, E])
def test_what_stands_in_the_branch_not_taken_is_never_asked_for(state: State) -> None:
    assert cell(If(YES, const(1), gone(state))) == (P, 1)
    assert cell(If(NO, gone(state), const(2))) == (P, 2)
    assert cell(If(YES, gone(state), const(2))) == (state, None)
    assert cell(If(Absent(state, Kind.TRUTH), const(1), const(2))) == (state, None)
    word = const("好")
    assert cell(Lookup(word, (("好", const(1)), ("差", gone(state))), None)) == (P, 1)
    assert cell(Lookup(Absent(state, Kind.WORD), (("好", const(1)),), None)) == (state, None)


def test_a_word_without_an_entry_takes_otherwise_or_is_an_error() -> None:
    assert cell(Lookup(const("中"), (("好", const(1)),), const(7))) == (P, 7)
    assert cell(Lookup(const("中"), (("好", const(1)),), None)) == (E, None)


def test_states_are_made_good_only_where_it_says_so() -> None:
    full = Fallback(gone(M), const(3), const(4))
    assert cell(full) == (P, 3)
    assert cell(Fallback(gone(N), const(3), const(4))) == (P, 4)
    assert cell(Fallback(gone(E), const(3), const(4))) == (E, None)
    assert cell(Fallback(gone(M), None, const(4))) == (M, None)
    assert cell(Fallback(gone(N), const(3), None)) == (N, None)
    assert cell(Fallback(const(9), const(3), const(4))) == (P, 9)


@pytest.mark.parametrize(("op", "wanted"), [("==", False), ("!=", True), ("<", True), ("<=", True), (">", False), (">=", False)])
def test_comparisons(op: str, wanted: bool) -> None:
    assert cell(Compare(op, const(1), const(2))) == (P, wanted)  # type: ignore[arg-type]
    assert cell(Compare(op, Call("root", (const(2), const(2))), const(Fraction("1.5")))) == (P, wanted)  # type: ignore[arg-type]
    assert cell(Compare(op, const(Fraction("1.4")), Call("root", (const(2), const(2))))) == (P, wanted)  # type: ignore[arg-type]


def test_division_by_zero_is_a_state_never_a_number() -> None:
    assert cell(Arith("/", const(5), const(0))) == (E, None)
    assert cell(Arith("/", const(0), const(5))) == (P, 0)


def test_values_beyond_the_limits_are_errors() -> None:
    million = const(10**6)
    assert cell(Power(million, 2)) == (P, 10**12)
    assert cell(Power(million, 3)) == (E, None)
    third: Node = const(Fraction(1, 3))
    assert cell(Power(Power(Power(Power(Power(third, 10), 10), 10), 10), 10))[0] == E


def test_roots_multiply_divide_and_round_but_do_not_add() -> None:
    two = Call("root", (const(2), const(2)))
    assert cell(Arith("*", two, two)) == (P, 2)
    assert cell(Arith("*", const(3), two)) == (P, Root(Fraction(18), 2))
    assert cell(Arith("*", two, const(3))) == (P, Root(Fraction(18), 2))
    assert cell(Arith("/", two, const(2))) == (P, Root(Fraction(1, 2), 2))
    assert cell(Arith("+", two, const(1))) == (E, None)
    assert cell(Arith("*", two, const(-1))) == (E, None)
    assert cell(Power(two, 2)) == (E, None)
    assert cell(Round(two, 3)) == (P, Fraction("1.414"))


def test_a_name_of_the_units_is_lifted_to_the_rows_of_a_table() -> None:
    from kpi_engine.table import Rows

    score = Ref(Role.INPUT, "分")
    facts = Facts(
        ("甲", "乙"), (), np.zeros(2, dtype=np.int64), {score: column_of(Kind.NUMBER, [(P, Fraction(3)), (P, Fraction(5))])},
        {"events": Rows("events", np.array([1, 0, 1]), {})},
    )  # fmt: skip
    ref = Ref(Role.PRICE, "x")
    told = run_exact([Step(ref, Arith("*", Name(score, Kind.NUMBER), const(2)), "events")], facts)[ref]
    assert [value for _, value in told] == [10, 6, 10]


def test_constants_are_what_they_are() -> None:
    assert cell(Const("好", Kind.WORD)) == (P, "好")
    assert cell(YES) == (P, True)
