from kpi_engine.formula.making import arith, const
from kpi_engine.formula.rewrite import mapped, replaced
from kpi_engine.formula.tree import Call, Compare, Fallback, Group, If, Logic, Lookup, Name, Node, Not, Power, Reduce, Round
from kpi_engine.table import Kind, Ref, Role

P, Q = (Name(Ref(Role.INPUT, name), Kind.NUMBER) for name in "pq")
YES = Name(Ref(Role.INPUT, "yes"), Kind.TRUTH)


def every_kind(x: Node) -> list[Node]:
    """One node of each kind, around ``x``."""
    at_least = Compare(">=", x, const(1))
    return [
        arith("*", const(2), x), Power(x, 2), at_least, Logic("and", (at_least, YES)), Not(at_least), If(at_least, x, const(0)),
        Lookup(YES, (("是", x),), None), Call("min", (x, const(3))), Reduce("sum", "events", x), Group("rank", "class", (x,), at_least),
        Round(x, 2), Fallback(x, const(0), x),
    ]  # fmt: skip


def test_a_name_is_replaced_wherever_it_stands() -> None:
    assert [replaced(tree, {P.ref: Q}) for tree in every_kind(P)] == every_kind(Q)


def test_what_does_not_change_is_the_same_object() -> None:
    assert all(replaced(tree, {Q.ref: P}) is tree for tree in every_kind(P))


def test_every_node_is_changed_those_below_first() -> None:
    seen: list[object] = []

    def note(node: Node) -> Node:
        seen.append(node)
        return const(7) if node == const(2) else node

    tree = arith("+", const(1), arith("*", const(2), Name(Ref(Role.INPUT, "甲"), Kind.NUMBER)))
    assert mapped(tree, note) == arith("+", const(1), arith("*", const(7), Name(Ref(Role.INPUT, "甲"), Kind.NUMBER)))
    assert seen[0] == const(1)
    assert seen[-1] == mapped(tree, lambda node: const(7) if node == const(2) else node)
