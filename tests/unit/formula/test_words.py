"""The words reader: what people read of a formula, with and without the numbers."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import pytest

from kpi_engine.formula.functions import ExactCell, group_functions, reducers, row_functions
from kpi_engine.formula.making import const
from kpi_engine.formula.tree import Absent, Arith, Call, Compare, Const, Fallback, Group, If, Logic, Lookup, Name, Node, Not, Power, Reduce, Round
from kpi_engine.formula.words import Measure, formula_text, sentence
from kpi_engine.formula.words.figures import told_apart
from kpi_engine.formula.words.vocabulary import template
from kpi_engine.numbers import Root
from kpi_engine.table import Kind, Ref, Role, State, as_ordinal

PRESENT = State.PRESENT


@dataclass
class Frame:
    """Three units of one class, and a table 事项 with two rows of the first unit."""

    known: Mapping[Ref, Sequence[ExactCell]]
    units: Sequence[int] = field(default_factory=lambda: [0, 0])

    def size(self, domain: str) -> int:
        return len(self.units) if domain else 3

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        return self.known[ref]

    def unit_of(self, domain: str) -> Sequence[int]:
        return self.units

    def classes(self) -> Sequence[object]:
        return [0, 0, 0]

    def world_of(self) -> Sequence[object]:
        return [0, 0, 0]

    def fact_of(self, domain: str) -> Sequence[object]:
        return self.units


def name(text: str, kind: Kind = Kind.NUMBER, domain: str = "") -> Name:
    role = Role.COLUMN if domain else Role.INPUT
    return Name(Ref(role, domain or text, part=text if domain else ""), kind, domain, label=text)


def some(*values: object) -> list[ExactCell]:
    """Cells of three units (the first value for all where one is given)."""
    cells = [v if isinstance(v, tuple) else (PRESENT, v if isinstance(v, (bool, str)) else Fraction(str(v))) for v in values]
    return cells * (3 if len(cells) == 1 else 1)


DONE, DUE, RATE, LEVEL, ALL_DONE, DAY = (
    name("完成数"),
    name("任务数"),
    name("综合评价"),
    name("级别", Kind.WORD),
    name("全部完成", Kind.TRUTH),
    name("报送日", Kind.DATE),
)
AMOUNT = name("扣分", domain="事项")
KIND = name("类型", Kind.WORD, "事项")


def frame(**cells: Sequence[ExactCell]) -> Frame:
    known = {
        DONE.ref: some(4, 5, 3),
        DUE.ref: some(5),
        RATE.ref: some(Fraction("0.91"), Fraction("0.89996"), (State.MISSING, None)),
        LEVEL.ref: some("国家", "县", (State.NOT_APPLICABLE, None)),
        ALL_DONE.ref: some(True, False, True),
        DAY.ref: [(PRESENT, as_ordinal(dt.date(2024, 12, 31)))] * 3,
        AMOUNT.ref: some(3, 4),
        KIND.ref: some("旷工", "迟到"),
    }
    return Frame(known)


def percents(ref: Ref) -> Measure:
    return Measure(percent=True) if ref == RATE.ref else Measure(unit="家") if ref == DONE.ref else Measure()


def say(tree: Node, row: int = 0, **more: object) -> str:
    return sentence(tree, frame(), row, measure_of=percents, **more)


PERCENT = Const(Fraction("0.9"), Kind.NUMBER, "90%")
SCORE = Round(Arith("*", const(30), Call("min", (const(1), Arith("/", DONE, DUE)))), 2)
BANDS = If(Compare(">=", RATE, PERCENT), const(10), If(Compare(">=", RATE, Const(Fraction("0.8"), Kind.NUMBER, "80%")), const(8), const(0)))


def test_the_numbers_stand_in_the_formula_and_the_result_behind_it():
    assert say(SCORE) == "30 × min(1, 4 ÷ 5) = 24.00"
    assert formula_text(SCORE) == "四舍五入(30 × min(1, 完成数 ÷ 任务数), 2 位)"


def test_rounding_is_told_only_where_it_changed_something():
    tree = Round(Arith("/", Arith("*", const(20), DONE), const(7)), 2)
    assert say(tree) == "20 × 4 ÷ 7 = 11.4286… ≈ 11.43"
    assert say(Round(Arith("+", Round(Arith("/", DONE, const(3)), 1), const(1)), 2)) == "四舍五入(4 ÷ 3, 1 位) + 1 = 2.30"


def test_only_the_branch_taken_is_told_with_its_condition():
    assert say(BANDS) == "综合评价 91.00% ≥ 90% 成立 → 10"
    assert say(BANDS, 1) == "综合评价 89.996% ≥ 90% 不成立，综合评价 89.996% ≥ 80% 成立 → 8"
    assert say(BANDS, 2) == "综合评价 未报 ≥ 90% 未报 = 未报"
    assert formula_text(BANDS) == "若 综合评价 ≥ 90%，则 10，否则 若 综合评价 ≥ 80%，则 8，否则 0"


def test_a_printed_comparison_is_true():
    close = Compare(">=", Const(Fraction("0.89999996"), Kind.NUMBER), PERCENT)
    assert say(close) == "89.999996% ≥ 90% 不成立"
    third = Compare("<", Arith("/", const(1), const(3)), Const(Fraction("0.33333334")))
    assert say(third) == "1 ÷ 3（0.33333333…） < 0.33333334 成立"
    assert say(Compare("==", Arith("/", DONE, DUE), Const(Fraction("0.8"), Kind.NUMBER, "80%"))) == "4 ÷ 5（80.00%） = 80% 成立"


@pytest.mark.parametrize("percent", [False, True])
def test_of_any_two_numbers_the_printed_order_is_the_true_one(percent: bool):
    pick = random.Random(7)
    measure = Measure(percent=percent)
    for _ in range(2_000):
        left = Fraction(pick.randrange(-50, 50), pick.choice([1, 3, 7, 40, 1_000, 999_983]))
        right = left + pick.choice([0, 0, 1, -1]) * Fraction(1, 10 ** pick.randrange(12))
        first, second = (Fraction(text.rstrip("%").rstrip("…")) for text in told_apart(left, right, (measure, measure)))
        assert (first > second) - (first < second) == (left > right) - (left < right)


def test_a_rounded_branch_says_its_result_once():
    assert say(Round(BANDS, 2)) == "综合评价 91.00% ≥ 90% 成立 → 10"
    taken = If(Compare(">=", RATE, PERCENT), Arith("*", const(30), Arith("/", DONE, DUE)), const(0))
    assert say(Round(taken, 2)) == "综合评价 91.00% ≥ 90% 成立 → 30 × 4 ÷ 5 = 24.00"


def test_words_dates_and_truths():
    table = Lookup(LEVEL, (("国家", const(5)), ("省", const(3))), const(1))
    assert say(table) == "级别 国家 → 5"
    assert say(table, 1) == "级别 县 → 1"
    assert say(table, 2) == "级别 不涉及 = 不涉及"
    assert formula_text(table) == "按级别：国家→5、省→3、其他→1"
    assert say(Compare("<=", DAY, Const(as_ordinal(dt.date(2025, 1, 5)), Kind.DATE, "2025-01-05"))) == "报送日 2024-12-31 ≤ 2025-01-05 成立"
    assert say(DAY) == "2024-12-31"
    assert say(If(ALL_DONE, const(2), const(0)), 1) == "全部完成为否 → 0"
    assert say(Not(ALL_DONE), 1) == "全部完成为否"


def test_of_a_join_only_what_decided_it_is_told():
    rate, done = Compare(">=", RATE, PERCENT), Compare(">=", DONE, const(5))
    assert say(Logic("and", (rate, done))) == "完成数 4 家 ≥ 5 不成立"
    assert say(Logic("or", (done, rate))) == "综合评价 91.00% ≥ 90% 成立"
    assert say(Logic("or", (done, rate)), 2) == "综合评价 未报 ≥ 90% 未报 = 未报"
    assert say(Logic("and", (done, ALL_DONE)), 1) == "全部完成为否"


def test_groups_tell_their_value():
    share = Arith("/", DONE, Group("max", "class", (DONE,)))
    assert say(share) == "4 ÷ (同类最大(完成数)=5) = 0.8"
    assert formula_text(share) == "完成数 ÷ 同类最大(完成数)"
    assert formula_text(Group("rank", "all", (RATE, DONE))) == "全体名次(综合评价, 完成数)"


def test_reducers_tell_how_many_rows_counted():
    absent = Reduce("sum", "事项", AMOUNT, Compare("==", KIND, const("旷工")))
    assert say(Arith("-", const(10), Reduce("sum", "事项", AMOUNT))) == "10 - (扣分合计（2 条）=7) = 3"
    assert say(absent) == "类型 = 旷工 的扣分合计（1 条）=3"
    assert say(Reduce("count", "事项", AMOUNT)) == "次数=2"
    assert say(Reduce("count", "事项", const(1), Compare("==", KIND, const("旷工")))) == "类型 = 旷工 的次数=1"
    assert formula_text(Reduce("count", "事项", const(1), Compare("==", KIND, const("旷工"))), "en") == "count of rows where 类型 = 旷工"


def test_states_have_their_words():
    assert say(Arith("*", const(30), RATE), 2) == "30 × 未报 = 未报"
    assert say(Arith("/", DONE, const(0))) == "4 ÷ 0 = 无法计算"
    assert say(Absent(State.NOT_APPLICABLE)) == "不涉及"
    assert say(Fallback(RATE, missing=const(0)), 2) == "综合评价 未报 按 0 计 = 0.00%"
    assert formula_text(Fallback(RATE, missing=const(0))) == "综合评价（未报 按 0 计）"
    assert say(Call("is_present", (RATE,), Kind.TRUTH), 2) == "综合评价 未报"


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Arith("-", const(10), Arith("-", const(3), const(1))), "10 - (3 - 1)"),
        (Arith("+", const(10), Arith("-", const(3), const(1))), "10 + 3 - 1"),
        (Arith("-", Arith("-", const(10), const(3)), const(1)), "10 - 3 - 1"),
        (Arith("/", const(10), Arith("*", const(3), const(2))), "10 ÷ (3 × 2)"),
        (Arith("*", Arith("+", const(1), const(2)), const(3)), "(1 + 2) × 3"),
        (Arith("+", const(1), const(-2)), "1 + (-2)"),
        (Power(Arith("+", const(1), const(2)), 2), "(1 + 2)^2"),
        (Call("root", (Arith("*", const(4), const(9)), const(2))), "√(4 × 9)"),
        (Call("sum_of", (const(1), Arith("-", const(2), const(3)), const(4))), "1 + 2 - 3 + 4"),
        (Arith("-", const(9), Call("sum_of", (const(1), const(2)))), "9 - (1 + 2)"),
    ],
)
def test_brackets_stand_only_where_they_are_needed(tree: Node, text: str):
    assert formula_text(tree) == text


def test_the_same_in_english():
    assert say(BANDS, language="en") == "综合评价 91.00% ≥ 90% holds → 10"
    assert say(Arith("*", const(30), RATE), 2, language="en") == "30 × not reported = not reported"
    assert formula_text(BANDS, "en") == "if 综合评价 ≥ 90% then 10, otherwise if 综合评价 ≥ 80% then 8, otherwise 0"


def test_every_function_of_the_registry_has_its_words_in_both_languages():
    rows = [f.name for f in row_functions().values() if f.build is None]
    for sort, names in (("row", rows), ("reduce", reducers()), ("group", group_functions())):
        for function in names:
            assert template(sort, function, "zh"), function
            assert template(sort, function, "en"), function


def test_a_guard_against_a_divisor_of_zero_is_told_only_where_it_holds():
    guarded = If(Compare("==", DONE, const(0)), const(0), Arith("/", const(20), DONE))
    zero = If(Compare("==", Arith("-", DONE, DONE), const(0)), const(7), Arith("/", const(20), Arith("-", DONE, DONE)))
    assert say(guarded) == "20 ÷ 4 = 5"
    assert say(zero).endswith("→ 7")


def test_a_condition_on_zero_that_guards_nothing_is_told():
    assert "不成立" in say(If(Compare("==", DONE, const(0)), const(0), const(3)))


@pytest.mark.parametrize(
    ("tree", "zh", "en"),
    [
        (Const(True, Kind.TRUTH), "是", "yes"),
        (Absent(State.NOT_APPLICABLE), "不涉及", "not applicable"),
        (Not(ALL_DONE), "并非(全部完成)", "not (全部完成)"),
        (
            Logic("and", (ALL_DONE, Logic("or", (ALL_DONE, Not(ALL_DONE))))),
            "全部完成 且 (全部完成 或 并非(全部完成))",
            "全部完成 and (全部完成 or not (全部完成))",
        ),
        (Logic("or", (ALL_DONE,)), "全部完成", "全部完成"),
        (Call("sum_of", ()), "0", "0"),
        (Call("root", (DONE, const(3))), "3√完成数", "3√完成数"),
        (Group("rank", "class", (DONE, DUE)), "同类名次(完成数, 任务数)", "class rank(完成数, 任务数)"),
        (Lookup(LEVEL, (("国家", const(5)),), const(1)), "按级别：国家→5、其他→1", "by 级别: 国家→5, others→1"),
        (
            Fallback(RATE, const(0), const(1)),
            "综合评价（未报 按 0 计，不涉及 按 1 计）",
            "综合评价 (not reported counts as 0, not applicable counts as 1)",
        ),
    ],
)
def test_a_formula_is_told_with_its_names_in_both_languages(tree: Node, zh: str, en: str):
    assert (formula_text(tree), formula_text(tree, "en")) == (zh, en)


def test_digits_are_kept_where_a_share_a_root_or_a_small_number_has_many():
    """√2 is 1.41421…, 0.1% of a percent has its own digits, and a day says itself."""
    assert say(Call("root", (const(2), const(2)))) == "√2 = 1.4142…"
    assert say(Arith("*", RATE, const(Fraction(1, 3)))).startswith("91.00% × ")
    assert say(DAY) == "2024-12-31"
    assert say(Power(DONE, 2)) == "4^2 = 16"
    assert say(Power(Arith("-", DONE, DUE), 2)) == "(4 - 5)^2 = 1"


def test_two_figures_that_differ_in_no_printed_digit_are_told_in_full():
    """1/3 and a number that differs from it in the fortieth decimal: both as exactly as they can be written."""
    third = Fraction(1, 3)
    one, other = told_apart(third, third + Fraction(1, 10**45), (Measure(), Measure()))
    assert one != other
    assert told_apart(Root(Fraction(2), 2), Fraction("1.4142"), (Measure(), Measure())) == ("1.41421…", "1.4142")
    assert told_apart(Fraction("1.4143"), Root(Fraction(2), 2), (Measure(), Measure())) == ("1.4143", "1.4142…")
    assert told_apart(Root(Fraction("0.5"), 2), Fraction("0.7"), (Measure(percent=True), Measure(percent=True))) == ("70.7107…%", "70.00%")
