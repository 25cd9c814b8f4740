"""The kinds of node, and how a tree is walked."""

from __future__ import annotations

from kpi_engine.formula.making import const
from kpi_engine.formula.tree import (
    Absent,
    Arith,
    Call,
    Compare,
    Fallback,
    Group,
    If,
    Logic,
    Lookup,
    Name,
    Not,
    Power,
    Reduce,
    Round,
    children,
    references,
    walk,
)
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
