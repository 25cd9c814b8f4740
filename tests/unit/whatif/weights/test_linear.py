from fractions import Fraction

from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Call, Group, Name, Node, Round
from kpi_engine.table import Kind, Ref, Role
from kpi_engine.whatif.weights.linear import Sorting, without_inner_rounds

P, Q = (Name(Ref(Role.POINTS, name, part="drawn"), Kind.NUMBER) for name in ("甲", "乙"))
RATE = Name(Ref(Role.INPUT, "率"), Kind.NUMBER)


def step(name: str, tree: Node) -> Step:
    return Step(Ref(Role.SCORE, name), tree)


def at(name: str) -> Name:
    return Name(Ref(Role.SCORE, name), Kind.NUMBER)


def sorted_out(*steps: Step, by_class: bool = False) -> Sorting:
    told = Sorting(frozenset({P.ref, Q.ref}), by_class)
    for one in without_inner_rounds(steps):
        told.take(one)
    return told


def test_sums_of_shares_times_rates_are_linear_and_know_what_they_depend_on() -> None:
    told = sorted_out(step("甲", arith("*", P, RATE)), step("合", arith("+", at("甲"), Q)))
    assert told.depends == {at("甲").ref: {P.ref}, at("合").ref: {P.ref, Q.ref}}
    assert not told.rest


def test_a_rounding_cuts_wherever_it_stands() -> None:
    told = sorted_out(step("甲", choice(compare(">", RATE, const(0)), Round(arith("*", P, RATE), 2), const(0))))
    assert [rounding.places for _, rounding, _ in told.cuts.values() if rounding is not None] == [2]
    assert told.depends[at("甲").ref] == set(told.cuts)


def test_a_rounded_figure_may_be_negative_so_a_floor_on_it_is_not_linear() -> None:
    rounded = step("甲", Round(arith("*", P, RATE), 2))
    assert not sorted_out(rounded, step("合", arith("*", at("甲"), const(Fraction(1, 2))))).rest
    assert [s.ref.name for s in sorted_out(rounded, step("合", Call("max", (const(0), at("甲"))))).rest] == ["合"]


def test_a_group_times_its_share_is_a_product() -> None:
    told = sorted_out(step("甲", arith("*", P, RATE)), step("组", arith("/", arith("*", at("甲"), Q), const(60))))
    assert told.cuts == {at("组").ref: (at("甲").ref, None, Q.ref)}


def test_what_stands_on_what_is_not_linear_is_not_either() -> None:
    told = sorted_out(step("甲", arith("*", P, P)), step("合", arith("+", at("甲"), Q)))
    assert [s.ref.name for s in told.rest] == ["甲", "合"]


def test_ranks_and_words_are_left_to_the_trees() -> None:
    told = sorted_out(step("名次", Group("rank", "all", (P,))), step("词", choice(compare(">", P, const(1)), const("好"), const("差"))))
    assert [s.ref.name for s in told.rest] == ["词"]  # a rank by one share times nothing else does not depend on it


def test_figures_of_everybody_are_not_linear_where_shares_differ_by_class() -> None:
    for scope, left in (("all", ["甲"]), ("class", [])):
        mean = step("甲", Group("mean", scope, (arith("*", P, RATE),)))  # type: ignore[arg-type]
        assert [s.ref.name for s in sorted_out(mean, by_class=True).rest] == left
        assert not sorted_out(mean).rest
