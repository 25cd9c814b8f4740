"""Bounds of trees, along the branches that can be taken."""

from fractions import Fraction

from kpi_engine.formula.analysis import EITHER, INFINITY, Bounds, Choices, Interval, intervals, point
from kpi_engine.formula.functions.arithmetic import maximum, minimum
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Absent, Compare, Fallback, Group, Logic, Lookup, Name, Not, Reduce, Round
from kpi_engine.table import Kind, Ref, Role, State

RATE = Name(Ref(Role.INPUT, "率"), Kind.NUMBER)
COUNT = Name(Ref(Role.INPUT, "数"), Kind.NUMBER)
CLASS = Name(Ref(Role.UNIT, part="class"), Kind.WORD, words=("街道", "部门"))
KNOWN = {RATE.ref: Interval(Fraction(0), Fraction(1)), COUNT.ref: Interval(Fraction(0), INFINITY, whole=True)}
BOUNDS = Bounds(dict(KNOWN))


def said(tree: object) -> str:
    return str(BOUNDS.possible(tree))  # type: ignore[arg-type]


def test_a_rule_lies_between_what_its_inputs_allow() -> None:
    assert said(arith("*", const(30), RATE)) == "[0, 30]"
    assert said(arith("-", arith("*", const(30), RATE), const(5))) == "[-5, 25]"
    assert said(minimum(const(1), arith("/", COUNT, const(5)))) == "[0, 1]"
    assert said(maximum(const(0), arith("-", const(100), COUNT))) == "[0, 100]"


def test_a_condition_narrows_what_it_compares() -> None:
    guarded = choice(compare(">", COUNT, const(0)), arith("/", const(12), COUNT), const(0))
    assert said(guarded) == "[0, 12]"
    line = choice(compare("<=", RATE, const(Fraction("0.6"))), const(0), arith("*", arith("-", RATE, const(Fraction("0.6"))), const(25)))
    assert said(line) == "[0, 10]"


def test_a_conjunction_narrows_by_both() -> None:
    between = Logic("and", (compare(">=", COUNT, const(2)), compare("<", COUNT, const(5))))
    assert said(choice(between, COUNT, const(3))) == "[2, 4]"
    assert said(choice(Not(compare("<", COUNT, const(7))), COUNT, const(7))) == "[7, ∞)"


def test_a_condition_that_cannot_hold_is_never_true() -> None:
    assert said(compare(">", RATE, const(2))) == "False"
    assert said(compare("<=", RATE, const(1))) == "True"
    assert said(Logic("and", (compare(">", COUNT, const(3)), compare("<", COUNT, const(3))))) == "False"
    assert BOUNDS.possible(compare("==", RATE, const(1))) == EITHER


def test_the_branch_never_taken_does_not_count() -> None:
    assert said(choice(compare(">", RATE, const(2)), const(99), RATE)) == "[0, 1]"


def test_a_class_chooses_its_entry() -> None:
    by_class = Lookup(CLASS, (("街道", const(30)), ("部门", const(40))), None)
    assert said(by_class) == "[30, 40]"
    street = Bounds({CLASS.ref: Choices(frozenset({"街道"}))})
    assert street.possible(by_class) == point(Fraction(30))


def test_what_has_no_value_adds_nothing() -> None:
    assert said(choice(compare(">", COUNT, const(0)), RATE, Absent(State.MISSING))) == "[0, 1]"
    assert said(Fallback(RATE, missing=const(5))) == "[0, 5]"


def test_rounding_moves_the_ends() -> None:
    assert said(Round(arith("/", RATE, const(3)), 2)) == "[0, 0.33]"


def test_sums_over_rows_know_their_sign() -> None:
    assert said(Reduce("sum", "events", const(2))) == "[0, ∞)"
    assert said(Reduce("count", "events", const(1))) == "[0, ∞)"
    assert said(Reduce("mean", "events", const(2))) == "[2, 2]"


def test_functions_over_everybody_use_what_holds_for_everybody() -> None:
    everyone = Bounds({RATE.ref: Interval(Fraction(0), Fraction(5))})
    own = Bounds({RATE.ref: Interval(Fraction(0), Fraction(1))}, everyone)
    assert str(own.possible(Group("max", "class", (RATE,)))) == "[0, 1]"
    assert str(own.possible(Group("max", "all", (RATE,)))) == "[0, 5]"
    assert str(own.possible(Group("rank", "all", (RATE,)))) == "[1, ∞)"


def test_bounds_follow_the_steps() -> None:
    score, total = Ref(Role.SCORE, "甲"), Ref(Role.TOTAL)
    steps = [Step(score, arith("*", const(30), RATE)), Step(total, arith("+", Name(score, Kind.NUMBER), const(70)))]
    assert str(intervals(steps, KNOWN).of[total]) == "[70, 100]"
    narrowed = intervals(steps, {**KNOWN, score: Interval(Fraction(0), Fraction(10))})
    assert str(narrowed.of[total]) == "[70, 80]"


def test_words_that_a_step_can_give() -> None:
    grade = choice(compare(">=", RATE, const(2)), const("优秀"), choice(compare(">=", RATE, const(Fraction("0.5"))), const("合格"), const("不合格")))
    assert BOUNDS.possible(grade) == Choices(frozenset({"合格", "不合格"}))


def test_a_truth_may_be_decided_by_one_side_where_the_other_is_not_reported() -> None:
    unknown = Name(Ref(Role.INPUT, "否"), Kind.TRUTH)
    assert BOUNDS.possible(Logic("and", (unknown, Compare(">", RATE, const(2))))) == Choices(frozenset({False}))
