"""The columns reader on small tables with figures worked by hand; that it equals the exact reader everywhere is the differential test's."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.formula.columns import ColumnsPlan, run_columns
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.tree import Absent, Arith, Call, Const, Fallback, Group, If, Lookup, Name, Node, Power, Reduce, Round
from kpi_engine.numbers import Mode
from kpi_engine.table import Column, Facts, Kind, Ref, Role, Rows, State, Value, column_of

P, NA, M, E = State.PRESENT, State.NOT_APPLICABLE, State.MISSING, State.ERROR
N, T, W = Kind.NUMBER, Kind.TRUTH, Kind.WORD
OUT = Ref(Role.SCORE, "out")

Told = Sequence[str | State | bool]


def cell(told: str | State | bool, kind: Kind) -> tuple[State, Value | None]:
    if isinstance(told, State):
        return (told, None)
    if isinstance(told, bool):
        return (P, told)
    return (P, told if kind is W else Fraction(told))


def facts(classes: Sequence[int] | None = None, rows: dict[str, Rows] | None = None, **columns: tuple[Kind, Told]) -> Facts:
    made = {Ref(Role.INPUT, name): column_of(kind, [cell(v, kind) for v in told]) for name, (kind, told) in columns.items()}
    size = len(next(iter(made.values())))
    class_of = np.array(classes or [0] * size, dtype=np.int64)
    return Facts(tuple(f"u{i}" for i in range(size)), ("a", "b", "c"), class_of, made, rows or {})


def name(of: str, kind: Kind = N) -> Name:
    return Name(Ref(Role.INPUT, of), kind)


def told(tree: Node, given: Facts) -> list[object]:
    """The values, with the state where there is none; the exact reader says the same."""
    steps = [Step(OUT, tree)]
    cells = list(run_columns(steps, given).cells(OUT))
    assert cells == list(run_exact(steps, given)[OUT])
    return [value if state == P else state for state, value in cells]


def numbers(*texts: str | State) -> list[object]:
    return [text if isinstance(text, State) else Fraction(text) for text in texts]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half_up", ("2.35", "-2.35", "2.34", "0", "-0.01")),
        ("half_even", ("2.34", "-2.34", "2.34", "0", "0")),
        ("up", ("2.35", "-2.35", "2.35", "0", "-0.01")),
        ("down", ("2.34", "-2.34", "2.34", "0", "0")),
        ("ceiling", ("2.35", "-2.34", "2.35", "0", "0")),
        ("floor", ("2.34", "-2.35", "2.34", "0", "-0.01")),
    ],
)
def test_rounding_knows_ties_and_negatives(mode: Mode, expected: tuple[str, ...]) -> None:
    given = facts(x=(N, ["2.345", "-2.345", "2.3449", "0", "-0.005"]))
    assert told(Round(name("x"), 2, mode), given) == numbers(*expected)


def test_a_rate_that_is_exactly_ninety_percent_is_not_below_it() -> None:
    given = facts(done=(N, ["18", "27", "899"]), asked=(N, ["20", "30", "1000"]))
    rate = arith("/", name("done"), name("asked"))
    assert told(compare(">=", rate, const(Fraction("0.9"))), given) == [True, True, False]


def test_a_bound_beyond_the_whole_numbers_of_a_product_is_not_taken_for_a_smaller_one() -> None:
    given = facts(x=(N, ["2.345", "7", "0.000000000000001"]))  # in units of 10^-15 the bound is 5 * 10^15, more than 2^52
    assert told(compare(">", name("x"), const(5)), given) == [False, True, False]
    assert told(compare("<", name("x"), const(-9)), given) == [False, False, False]
    assert told(compare(">=", name("x"), const(7)), given) == [False, True, False]


def test_one_third_times_three_is_one() -> None:
    given = facts(x=(N, ["1", "2"]), y=(N, ["3", "7"]))
    assert told(arith("*", arith("/", name("x"), name("y")), const(3)), given) == numbers("1", "6/7")


def test_division_by_zero_is_an_error_only_in_the_branch_taken() -> None:
    given = facts(x=(N, ["1", "1", M]), y=(N, ["0", "2", "0"]))
    ratio = arith("/", name("x"), name("y"))
    assert told(ratio, given) == [E, Fraction(1, 2), M]
    assert told(choice(compare("==", name("y"), const(0)), const(100), ratio), given) == numbers("100", "1/2", "100")


def test_a_blank_is_never_zero() -> None:
    given = facts(x=(N, ["0", M, NA, E]), y=(N, ["1", "1", M, "1"]))
    assert told(arith("+", name("x"), name("y")), given) == [Fraction(1), M, M, E]
    assert told(Fallback(name("x"), const(7), const(60)), given) == [Fraction(0), Fraction(7), Fraction(60), E]
    assert told(Call("is_present", (name("x"),), T), given) == [True, False, False, False]
    assert told(Call("applies", (name("x"),), T), given) == [True, True, False, True]


def test_a_rate_that_is_not_there_is_worth_what_stands_for_it_and_an_error_stays_one() -> None:
    given = facts(x=(N, ("1", M, NA, "2")), y=(N, ("3", "4", "5", "0")))
    rate = arith("/", name("x"), name("y"))
    assert told(Fallback(rate, const(Fraction("3.5")), const(-60)), given) == [Fraction(1, 3), Fraction(7, 2), Fraction(-60), E]
    assert told(Fallback(rate, const(Fraction("3.5"))), given) == [Fraction(1, 3), Fraction(7, 2), NA, E]
    assert told(Round(Fallback(rate, const(1), const(0)), 2), given) == numbers("0.33", "1", "0", E)


def test_weighted_sums_have_one_denominator_and_any_sign() -> None:
    given = facts(x=(N, ("1.5", "-2")), y=(N, ("4", "10")), z=(N, ("8", "3")))
    weighted = (arith("*", Const(Fraction("0.25")), name("x")), arith("*", const(-3), name("y")))
    assert told(Call("sum_of", (*weighted, const(7))), given) == numbers("-4.625", "-23.5")
    ratios = (arith("/", name("x"), name("z")), arith("/", name("y"), name("z")), const(1))
    assert told(Call("sum_of", ratios), given) == [Fraction(27, 16), Fraction(11, 3)]


def test_sums_of_sums_are_the_same_whether_they_are_kept_or_not() -> None:
    given = facts(x=(N, ("1.5", "-2", "0.25")), y=(N, ("4", "10", "1")))
    inner = [Ref(Role.RAW, text) for text in "abc"]
    steps = [Step(ref, Call("sum_of", (name("x"), arith("*", const(k), name("y"))))) for k, ref in enumerate(inner, 1)]
    parts = tuple(arith("*", const(2), Name(ref, N)) for ref in inner)
    steps.append(Step(OUT, Call("sum_of", parts)))
    for keep in (None, [OUT]):
        assert [value for _, value in run_columns(steps, given, keep=keep).cells(OUT)] == numbers("57", "108", "13.5")


def test_a_vocabulary_may_be_long() -> None:
    options = [f"w{i}" for i in range(300)]
    given = facts(a=(W, options), b=(W, ["w299"] * 300))
    picked = If(compare("==", name("a", W), name("b", W)), const("never"), name("a", W), W)
    assert told(picked, given) == [*options[:299], "never"]


def test_false_decides_and_whatever_the_others_are() -> None:
    given = facts(a=(T, [False, True, True, M]), b=(T, [M, M, True, NA]))
    from kpi_engine.formula.tree import Logic

    assert told(Logic("and", (name("a", T), name("b", T))), given) == [False, M, True, M]
    assert told(Logic("or", (name("a", T), name("b", T))), given) == [M, True, True, M]


def test_words_of_different_vocabularies_are_compared_by_the_word() -> None:
    given = facts(a=(W, ["甲", "乙", "丙"]), b=(W, ["丙", "乙", "甲"]))
    assert told(compare("==", name("a", W), name("b", W)), given) == [False, True, False]
    picked = If(compare("==", name("a", W), const("甲")), name("b", W), const("丁"), W)
    assert told(picked, given) == ["丙", "丁", "丁"]


def test_a_table_without_the_word_is_an_error() -> None:
    given = facts(a=(W, ["甲", "乙", "丙", M]))
    assert told(Lookup(name("a", W), (("甲", const(1)), ("乙", const(Fraction("0.5")))), None), given) == [Fraction(1), Fraction(1, 2), E, M]
    assert told(Lookup(name("a", W), (("甲", const("好")),), const("差"), W), given) == ["好", "差", "差", M]


def test_equal_rates_share_a_rank_in_their_class() -> None:
    given = facts([0, 1, 0, 0, 1], done=(N, ["9", "1", "90", "8", "2"]), asked=(N, ["10", "3", "100", "10", M]))
    rate = arith("/", name("done"), name("asked"))
    assert told(Group("rank", "class", (rate,)), given) == [Fraction(1), Fraction(1), Fraction(1), Fraction(3), M]
    assert told(Group("rank", "class", (rate,), options=(("ties", "mean"),)), given) == numbers("3/2", "1", "3/2", "3", M)
    assert told(Group("rank", "all", (rate,), options=(("first", "lowest"),)), given) == numbers("3", "1", "3", "2", M)


def test_a_second_key_parts_equals() -> None:
    given = facts(x=(N, ["5", "5", "5", "4"]), y=(N, ["1", M, "2", "9"]))
    assert told(Group("rank", "class", (name("x"), name("y"))), given) == numbers("2", "3", "1", "4")


def test_statistics_are_over_those_that_count() -> None:
    given = facts([0, 0, 0, 1], x=(N, ["1", "2", M, M]), t=(T, [True, True, False, True]))
    assert told(Group("mean", "class", (name("x"),)), given) == [Fraction(3, 2)] * 3 + [M]
    assert told(Group("sum", "class", (name("x"),)), given) == numbers("3", "3", "3", "0")
    assert told(Group("max", "class", (name("x"),), among=name("t", T)), given) == [Fraction(2)] * 3 + [M]
    assert told(Group("count", "class", (name("t", T),)), given) == numbers("2", "2", "2", "1")
    assert told(Group("others_mean", "class", (name("x"),)), given) == numbers("2", "1", "3/2", M)


def test_a_quota_drops_the_tie_at_the_cut() -> None:
    given = facts(x=(N, ["9", "8", "8", "7", "6"]), holds=(T, [True, True, True, True, False]))
    rank = Group("rank", "class", (name("x"),))
    args = (name("holds", T), rank, const(2))
    assert told(Group("quota", "class", args, None, (("at_the_cut", "take_none"),), "", T), given) == [True, False, False, False, False]
    assert told(Group("quota", "class", args, None, (("at_the_cut", "take_all"),), "", T), given) == [True, True, True, False, False]
    assert told(Group("quota", "class", args, None, (("at_the_cut", "problem"),), "", T), given) == [True, E, E, False, False]
    assert told(Group("at_cut", "class", args, None, (), "", T), given) == [False, True, True, False, False]


def test_rows_of_a_table_are_reduced_for_their_unit() -> None:
    columns = {"n": column_of(N, [cell(v, N) for v in ("1", "2.5", M, "4")]), "t": column_of(T, [cell(v, T) for v in (True, True, True, False)])}
    rows = Rows("events", np.array([2, 0, 1, 0], dtype=np.int64), columns)
    given = facts([1, 0, 0], {"events": rows}, x=(N, ["1", "1", "1"]))
    known = {Ref(Role.COLUMN, "events", part=part): column for part, column in columns.items()}
    given = Facts(given.units, given.classes, given.class_of, {**given.columns, **known}, given.rows)
    amount = Name(Ref(Role.COLUMN, "events", part="n"), N, "events")
    counts = Name(Ref(Role.COLUMN, "events", part="t"), T, "events")
    assert told(Reduce("sum", "events", amount), given) == [Fraction("6.5"), M, Fraction(1)]
    assert told(Reduce("sum", "events", amount, counts), given) == [Fraction("2.5"), M, Fraction(1)]
    assert told(Reduce("highest", "events", amount), given) == [Fraction(4), M, Fraction(1)]
    assert told(Reduce("mean", "events", amount), given) == [Fraction("3.25"), M, Fraction(1)]
    assert told(Reduce("count", "events", amount), given) == numbers("2", "1", "1")
    assert told(Reduce("times", "events", counts), given) == numbers("1", "1", "1")


def test_sums_of_many_ratios_round_where_they_are_exactly_half_way() -> None:
    primes = (3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43)
    columns = {f"d{p}": (N, [str(p * 1_000_003), str(p)]) for p in primes}
    given = facts(one=(N, ["1", "1"]), **columns)
    parts = [arith("/", name("one"), name(f"d{p}")) for p in primes]
    back = [arith("-", const(0), part) for part in parts]
    tie = Round(Call("sum_of", (*parts, const(Fraction("0.125")), *back)), 2)
    assert told(tie, given) == numbers("0.13", "0.13")
    run = run_columns([Step(OUT, tie)], given)
    assert (run.rungs.certified, run.rungs.batched, run.rungs.exact) == (2, 2, 0)


def test_fifteen_digits_multiply_exactly() -> None:
    given = facts(x=(N, ["0.123456789012345", "0.5"]), y=(N, ["0.999999999999999", "0.01"]))
    assert told(arith("*", name("x"), name("y")), given) == numbers("0.123456789012344876543210987655", "0.005")
    assert told(Round(arith("*", name("x"), name("y")), 2), given) == numbers("0.12", "0.01")


def test_ratios_closer_than_doubles_tell_have_their_own_ranks() -> None:
    given = facts(x=(N, ["15000000", "14999999", "7500000"]), y=(N, ["30000001", "29999999", "15000000.5"]))
    rate = arith("/", arith("*", name("x"), name("x")), arith("*", name("y"), name("y")))
    assert told(Group("rank", "class", (rate,)), given) == numbers("1", "3", "1")


def test_a_mean_of_rates_is_met_exactly() -> None:
    given = facts(x=(N, ["1", "1", "5"]), y=(N, ["3", "7", "21"]))
    rate = arith("/", name("x"), name("y"))
    assert told(compare(">=", rate, Group("mean", "class", (rate,))), given) == [True, False, True]
    given = facts(x=(N, ["1", "2", "3"]), y=(N, ["7", "7", "7"]))
    assert told(compare(">=", rate, Group("mean", "class", (rate,))), given) == [False, True, True]


def test_what_is_larger_than_ten_to_the_fifteen_is_an_error() -> None:
    given = facts(x=(N, ["100000", "10", "-100000"]))
    assert told(Power(name("x"), 3), given) == numbers("1000000000000000", "1000", "-1000000000000000")
    assert told(Power(name("x"), 4), given) == [E, Fraction(10_000), E]


def test_roots_stay_cells_until_they_are_rounded() -> None:
    given = facts(x=(N, ["2", "9", "-1"]))
    root = Call("root", (name("x"), const(2)))
    assert told(Round(root, 4), given) == numbers("1.4142", "3", E)
    run = run_columns([Step(OUT, root)], given)
    assert run.columns.get(OUT) is None
    assert run.cells(OUT)[1] == (P, Fraction(3))


def test_rare_functions_go_to_the_exact_reader() -> None:
    given = facts([0, 1, 0], x=(N, ["1", "5", "2"]))
    assert told(Group("percentile", "all", (name("x"), const(Fraction(1, 2)))), given) == numbers("2", "2", "2")
    assert told(Group("share_of_pot", "all", (const(100), name("x"))), given) == numbers("12.5", "62.5", "25")
    run = run_columns([Step(OUT, Round(Call("ln", (name("x"),)), 3))], given)
    assert (run.rungs.scaled, run.rungs.exact) == (0, 3)
    assert [value for _, value in run.cells(OUT)] == numbers("0", "1.609", "0.693")


def test_absent_and_constant_steps_are_columns_too() -> None:
    given = facts(x=(N, ["1", "2"]))
    assert told(Absent(NA), given) == [NA, NA]
    assert told(const(Fraction("1.5")), given) == numbers("1.5", "1.5")
    assert told(const("好"), given) == ["好", "好"]
    assert told(arith("/", const(1), const(0)), given) == [E, E]


def test_nobody_gives_empty_columns() -> None:
    given = Facts((), (), np.zeros(0, dtype=np.int64), {Ref(Role.INPUT, "x"): column_of(N, [])})
    assert len(run_columns([Step(OUT, Group("rank", "class", (name("x"),)))], given).columns[OUT]) == 0


SECOND = Ref(Role.TOTAL)
PROGRAM = (
    Step(OUT, Round(arith("*", const(30), Call("min", (const(1), arith("/", name("x"), name("y"))))), 2)),
    Step(SECOND, Group("rank", "class", (Name(OUT, N),))),
    Step(Ref(Role.RANK), Round(Group("mean", "class", (arith("/", name("x"), name("y")),)), 3)),
)


def many(size: int, seed: int) -> Facts:
    rng = np.random.default_rng(seed)
    zeros = np.zeros(size, dtype=np.uint8)
    state = np.where(rng.random(size) < 0.05, np.uint8(M), np.uint8(P))
    columns = {
        Ref(Role.INPUT, "x"): Column(N, np.where(state == P, rng.integers(-500, 10_000, size), 0.0), state, 100),
        Ref(Role.INPUT, "y"): Column(N, rng.integers(0, 90, size).astype(np.float64), zeros),
    }
    return Facts(tuple(map(str, range(size))), tuple("abcdefg"), np.sort(rng.integers(0, 7, size)), columns)


def shuffled(given: Facts, order: np.ndarray) -> Facts:
    columns = {ref: Column(c.kind, c.numerator[order], c.state[order], c.denominator, c.words) for ref, c in given.columns.items()}
    return Facts(tuple(given.units[i] for i in order), given.classes, given.class_of[order], columns)


def as_bytes(column: Column, order: np.ndarray | slice = slice(None)) -> tuple[bytes, bytes, int]:
    return column.numerator[order].tobytes(), column.state[order].tobytes(), column.denominator


def test_block_size_and_row_order_change_no_byte() -> None:
    given = many(1000, 1)
    whole = run_columns(PROGRAM, given)
    order = np.random.default_rng(2).permutation(1000)
    mixed = shuffled(given, order)
    for block_rows in (1, 150, 400, 5000):
        straight, turned = run_columns(PROGRAM, given, block_rows=block_rows), run_columns(PROGRAM, mixed, block_rows=block_rows)
        for step in PROGRAM:
            assert as_bytes(straight.columns[step.ref]) == as_bytes(whole.columns[step.ref])
            assert as_bytes(turned.columns[step.ref]) == as_bytes(whole.columns[step.ref], order)


def test_only_what_is_asked_for_is_kept() -> None:
    run = run_columns(PROGRAM, many(50, 3), keep=[SECOND])
    assert list(run.columns) == [SECOND]


def test_a_plan_serves_other_facts_and_is_made_anew_for_wider_ones() -> None:
    plan = ColumnsPlan(PROGRAM)
    for size, seed in ((300, 4), (200, 5), (900, 6), (10, 7)):
        given = many(size, seed)
        run = plan.run(given)
        fresh = run_columns(PROGRAM, given)
        for step in PROGRAM:
            assert as_bytes(run.columns[step.ref]) == as_bytes(fresh.columns[step.ref])


def test_values_that_outgrow_the_plan_change_the_plan_not_the_result() -> None:
    given = facts(x=(N, ["1000000", "2"]), y=(N, ["0.000001", "3"]), z=(N, ["7", "7"]))
    wild = arith("/", arith("/", name("x"), name("y")), arith("/", name("z"), arith("*", name("x"), name("x"))))
    assert told(Round(wild, 2), given) == [E, Fraction("0.38")]
    far = Round(arith("/", arith("+", arith("/", name("x"), name("z")), arith("/", name("x"), name("y"))), const(Fraction("0.1"))), 3)
    assert told(far, given) == numbers("10000001428571.429", "9.524")


def test_threads_share_a_plan() -> None:
    plan, given = ColumnsPlan(PROGRAM), [many(400, seed) for seed in range(4)]
    right = [run_columns(PROGRAM, one).columns[SECOND].numerator.tobytes() for one in given]
    found: dict[int, bytes] = {}

    def work(at: int) -> None:
        for _ in range(5):
            found[at] = plan.run(given[at]).columns[SECOND].numerator.tobytes()

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[at] for at in range(4)] == right


def test_the_facts_are_left_as_they_were() -> None:
    given = many(200, 8)
    before = {ref: column.numerator.copy() for ref, column in given.columns.items()}
    run_columns([*PROGRAM, Step(Ref(Role.VALUE, "same"), name("x")), Step(Ref(Role.VALUE, "less"), Arith("-", name("x"), Const(Fraction(1))))], given)
    assert all((given.columns[ref].numerator == values).all() for ref, values in before.items())


WORLDS = [["1", "5", "3", "5"], ["2", "2", M, "9"], ["-4", "0", "1", "1"]]


def in_worlds(classes: Sequence[int]) -> Facts:
    """Three variants of four units, one after the other: each class is one of its own in each world."""
    given = facts([c + 3 * world for world in range(3) for c in classes], x=(N, [v for told in WORLDS for v in told]))
    return Facts(given.units, ("a", "b", "c") * 3, given.class_of, given.columns, {}, worlds=3)


@pytest.mark.parametrize("scope", ["all", "class"])
@pytest.mark.parametrize("classes", [[0, 0, 1, 1], [1, 0, 0, 1]])
@pytest.mark.parametrize("function", ["rank", "mean", "sum", "max", "count", "count_same", "others_mean", "percentile"])
def test_worlds_in_one_run_are_what_each_of_them_is_alone(function: str, classes: list[int], scope: str) -> None:
    args = (name("x"), const(Fraction(1, 3))) if function == "percentile" else (name("x"),)
    tree = Group(function, scope, args)  # type: ignore[arg-type]
    alone = [value for world in WORLDS for value in told(tree, facts(classes, x=(N, world)))]
    assert told(tree, in_worlds(classes)) == alone


def test_everybody_is_everybody_of_one_world() -> None:
    assert told(Group("rank", "all", (name("x"),)), in_worlds([0, 0, 1, 1])) == [4, 1, 3, 1, 2, 2, M, 1, 4, 3, 1, 1]
    assert told(Group("mean", "all", (name("x"),)), in_worlds([0, 0, 1, 1]))[::4] == numbers("3.5", "13/3", "-0.5")


def test_a_plan_made_for_one_world_serves_many() -> None:
    plan = ColumnsPlan([Step(OUT, Group("sum", "all", (name("x"),)))])
    one = facts([0, 0, 1, 1], x=(N, ["9", "9", "9", M]))
    assert [v for _, v in plan.run(one).cells(OUT)] == [27, 27, 27, 27]
    assert [v for _, v in plan.run(in_worlds([0, 0, 1, 1])).cells(OUT)] == [14] * 4 + [13] * 4 + [-2] * 4


@pytest.mark.parametrize("classes", [[0] * 4 + [1] * 4 + [2] * 4, [0] * 3 + [1] * 7 + [2] * 2])
def test_ranks_of_far_apart_values_in_several_classes(classes: list[int]) -> None:
    x = ["100000", "7", "100000", "-5", "3", "3", "2", "99999", "-100000", "-100000", "0", M]
    last = Name(Ref(Role.INPUT, "y"), N)
    given = facts(classes, x=(N, x), y=(N, ["1", "2", M, "4"] * 3))
    assert told(Group("rank", "class", (name("x"),)), given)[:2] == [1, 3]
    for first in ("highest", "lowest"):
        told(Group("rank", "class", (name("x"), last), None, (("first", first),)), given)
        told(Group("rank", "all", (last, name("x")), None, (("first", first),)), given)
    half = arith("/", name("x"), const(2))
    told(Group("rank", "class", (half,)), given)
