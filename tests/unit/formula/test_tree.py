from fractions import Fraction

import pytest

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
    Not,
    Power,
    Reduce,
    Refused,
    Round,
    arith,
    children,
    choice,
    compare,
    const,
    describe,
    logic,
    negate,
    number,
    references,
    truth,
    walk,
)  # fmt: skip
from kpi_engine.table import Kind, Ref, Role, State

X = Name(Ref(Role.INPUT, "x"), Kind.NUMBER, label="数")
DAY = Name(Ref(Role.INPUT, "day"), Kind.DATE)
YES = const(value=True)


def test_children_are_in_the_order_they_are_written() -> None:
    one, two, three = const(1), const(2), const(3)
    assert children(If(YES, one, two)) == (YES, one, two)
    assert children(Lookup(const("a"), (("a", one), ("b", two)), three)) == (const("a"), one, two, three)
    assert children(Lookup(const("a"), (("a", one),), None)) == (const("a"), one)
    assert children(Reduce("sum", "t", one)) == (one,)
    assert children(Reduce("sum", "t", one, YES)) == (one, YES)
    assert children(Group("max", "class", (one,), YES)) == (one, YES)
    assert children(Group("max", "class", (one,))) == (one,)
    assert children(Fallback(one, None, two)) == (one, two)
    assert children(Call("max", (one, two))) == (one, two)
    assert children(Logic("and", (YES, YES))) == (YES, YES)
    assert (children(Not(YES)), children(Round(one, 2)), children(Power(one, 2))) == ((YES,), (one,), (one,))
    assert children(Compare("<", one, two)) == children(Arith("+", one, two)) == (one, two)
    assert children(X) == children(one) == children(Absent(State.MISSING)) == ()


def test_references_come_once_in_order() -> None:
    tree = Arith("+", X, Arith("*", DAY, X))
    assert references(tree) == (X.ref, DAY.ref)
    assert [type(node).__name__ for node in walk(tree)] == ["Arith", "Name", "Arith", "Name", "Name"]


def test_constants_have_the_kind_of_their_value() -> None:
    assert [const(v).kind for v in (True, "好", 3)] == [Kind.TRUTH, Kind.WORD, Kind.NUMBER]
    assert negate(Const(Fraction(3), text="3")) == Const(Fraction(-3), text="-3")
    assert negate(X) == Arith("-", const(0), X)


def test_one_condition_alone_is_itself_and_none_is_neutral() -> None:
    assert logic("and", [YES]) == YES
    assert logic("and", []) == const(value=True)
    assert logic("or", []) == const(value=False)


def test_dates_know_days() -> None:
    assert arith("-", DAY, DAY).kind is Kind.NUMBER
    assert arith("+", DAY, const(3)).kind is Kind.DATE
    with pytest.raises(Refused):
        arith("*", DAY, const(2))
    with pytest.raises(Refused):
        arith("+", DAY, DAY)


def test_what_mixes_kinds_is_refused() -> None:
    for build in (
        lambda: number(YES), lambda: truth(X), lambda: choice(YES, X, YES), lambda: choice(X, X, X),
        lambda: compare("<", YES, YES), lambda: compare("==", X, YES),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            build()
        assert refused.value.problems[0].code.number in str({"K409", "K410", "K411", "K412"})


def test_parts_are_described_as_people_call_them() -> None:
    assert describe(X) == "数"
    assert describe(Name(Ref(Role.INPUT, "x"), Kind.NUMBER)) == "x"
    assert describe(const(3, "3")) == "3"
    assert describe(Call("max", ())) == "max(…)"
    assert describe(Not(YES)) == "Not"
