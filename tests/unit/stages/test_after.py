"""Consequences, payments whose cents add up, checks over the data."""

from fractions import Fraction

import pytest

from kpi_engine.table import Ref, Role
from scored import HEAD, Sheet, refusals, score_text

BODY = """inputs: {x: {kind: number, owner: 甲科}, 人数: {kind: count, owner: 甲科}, 总额: {kind: number, owner: 财务股, per: class}}
indicators:
  甲: {points: 100, score: x}
grades: {of: total, from: {优秀: 90, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
"""


def scheme(more: str) -> str:
    return HEAD + BODY + more


def test_a_payment_by_grade_is_rounded_to_cents() -> None:
    text = scheme(
        "values: {比例: {levels: {of: grade, give: {优秀: 100%, 合格: 1 / 3, 不合格: 0}}}}\n"
        "payments: {补助: {amount: 5000 * 人数 * 比例, places: 2}}\n"
    )
    sheet = score_text(text, ["A", "B", "C"], {"x": ["95", "70", "10"], "人数": ["4", "1", "3"]})
    assert [sheet.paid("补助", u) for u in "ABC"] == [20000, Fraction(166667, 100), 0]


@pytest.mark.parametrize(
    ("leftover", "paid"),
    [
        ("largest_remainder", ["33.34", "33.33", "33.33"]),
        ("first", ["33.34", "33.33", "33.33"]),
    ],
)
def test_a_pot_is_split_to_the_last_cent(leftover: str, paid: list[str]) -> None:
    text = scheme(f"payments: {{奖金: {{pot: 100, shares: 人数, places: 2, leftover_cents: {leftover}}}}}\n")
    sheet = score_text(text, ["A", "B", "C"], {"x": ["1"] * 3, "人数": ["1"] * 3})
    assert [sheet.paid("奖金", u) for u in "ABC"] == [Fraction(p) for p in paid]


def test_the_cent_left_over_goes_to_the_largest_remainder_or_to_the_first() -> None:
    """0.10 in shares 1 : 1 : 4 is 1.666…, 1.666…, 6.666… cents: two cents are left; in shares 1 : 2 : 3 it is 1.66…, 3.33…, 5: one."""
    told = {}
    for leftover in ("largest_remainder", "first"):
        text = scheme(f"payments: {{奖金: {{pot: 0.10, shares: 人数, places: 2, leftover_cents: {leftover}}}}}\n")
        sheet = score_text(text, ["A", "B", "C"], {"x": ["1"] * 3, "人数": ["2", "1", "3"]})
        told[leftover] = [sheet.paid("奖金", u) for u in "ABC"]
    assert told == {
        "largest_remainder": [Fraction(3, 100), Fraction(2, 100), Fraction(5, 100)],
        "first": [Fraction(4, 100), Fraction(1, 100), Fraction(5, 100)],
    }


def test_each_class_has_a_pot_of_its_own() -> None:
    text = scheme("classes: {一院: {}, 二院: {}}\npayments: {奖金: {pot: 总额, shares: 人数, within: class, places: 2, leftover_cents: first}}\n")
    data = {"x": ["1"] * 3, "人数": ["1", "2", "5"], "总额": ["100", "100", "7"]}
    sheet = score_text(text, {"A": "一院", "B": "一院", "C": "二院"}, data)
    assert [sheet.paid("奖金", u) for u in "ABC"] == [Fraction("33.34"), Fraction("66.66"), 7]


@pytest.mark.parametrize(("word", "paid"), [("keep", [0, 0]), ("problem", ["ERROR", "ERROR"])])
def test_a_pot_nobody_has_a_share_of(word: str, paid: list[object]) -> None:
    text = scheme(f"payments: {{奖金: {{pot: 100, shares: 人数, places: 2, leftover_cents: first, if_no_shares: {word}}}}}\n")
    sheet = score_text(text, ["A", "B"], {"x": ["1", "1"], "人数": ["0", "0"]})
    assert [sheet.paid("奖金", u) for u in "AB"] == paid


def test_who_does_not_take_part_gets_nothing_of_the_pot() -> None:
    text = scheme("payments: {奖金: {pot: 90, shares: 人数, places: 2, leftover_cents: first}}\n")
    sheet = score_text(text, ["A", "B", "C"], {"x": ["1"] * 3, "人数": ["1", "2", "9"]}, absent=["C"])
    assert [sheet.paid("奖金", u) for u in "ABC"] == [30, 60, "NOT_APPLICABLE"]


def test_a_payment_may_rest_on_another() -> None:
    text = scheme("rounding: {mode: half_up, total: 2, money: 2}\npayments: {基数: {amount: 人数 * 10}, 奖励: {amount: 基数 * 0.5}}\n").replace(
        "rounding: {mode: half_up, total: 2}\n", "", 1
    )
    sheet = score_text(text, ["A"], {"x": ["1"], "人数": ["3"]})
    assert (sheet.paid("基数", "A"), sheet.paid("奖励", "A")) == (30, 15)


def test_measures_follow_from_grade_and_place() -> None:
    text = scheme("consequences: {通报: {when: grade == 不合格 or rank_from_last == 1}, 院长等次: {gives: grade}}\n")
    sheet = score_text(text, ["A", "B", "C"], {"x": ["95", "60", "59.99"]})
    assert [sheet.taken("通报", u) for u in "ABC"] == [False, False, True]
    assert [sheet.taken("院长等次", u) for u in "ABC"] == ["优秀", "合格", "不合格"]


LAST_YEAR = """reads: {去年: {scheme: desk, edition: 2023, required: no}}
consequences: {免职: {when: grade == 不合格 and grade(去年) == 不合格}, 首次: {when: grade == 不合格 and grade(去年) != 不合格}}
"""


def test_two_years_running_needs_last_year_and_none_is_no() -> None:
    sheet = score_text(scheme(LAST_YEAR), ["A", "B", "C"], {"x": ["1", "1", "1"]}, reads={("去年", "grade"): ["不合格", "合格", None]})
    assert [sheet.taken("免职", u) for u in "ABC"] == [True, False, False]
    assert [sheet.taken("首次", u) for u in "ABC"] == [False, True, True]


SERIES = """reads: {以前各月: {scheme: desk, history: 11, gaps: break}}
consequences: {内部通报: {when: "in_a_row(以前各月, rank_from_last == 1) >= 2 or times(以前各月, rank_from_last == 1) >= 3"}}
"""


@pytest.mark.parametrize(
    ("places", "now", "told"),
    [
        ([2, 2], "1", False),
        ([2, 1], "1", True),
        ([1, 1], "99", False),
        ([1, 2, 1, 2], "1", True),
        ([1, 2, 2], "1", False),
        ([], "1", False),
    ],
)
def test_a_series_counts_the_runs_read_and_this_one(places: list[int], now: str, told: bool) -> None:
    rows = [{"unit": "A", "rank_from_last": p} for p in places]
    sheet = score_text(scheme(SERIES), ["A", "B"], {"x": [now, "50"]}, tables={"history:以前各月": rows})
    assert sheet.taken("内部通报", "A") is told


PAID_IN_PARTS = "payments: {补助: {amount: x, places: %s, installments: %s}}\n"


def parts(sheet: Sheet, unit: str, count: int) -> list[object]:
    return [sheet.cell(Ref(Role.PAYMENT, "补助", part=str(part)), unit) for part in range(1, count + 1)]


@pytest.mark.parametrize(
    ("places", "amount", "told"),
    [
        (2, "1000", ["333.34", "333.33", "333.33"]),
        (2, "1000.01", ["333.34", "333.34", "333.33"]),
        (2, "0.02", ["0.01", "0.01", "0"]),
        (0, "100", ["34", "33", "33"]),
        (2, "-1000", ["-333.33", "-333.33", "-333.34"]),
        (2, "0", ["0", "0", "0"]),
    ],
)
def test_an_amount_in_parts_is_paid_to_the_cent_the_first_ones_the_larger(places: int, amount: str, told: list[str]) -> None:
    sheet = score_text(scheme(PAID_IN_PARTS % (places, 3)), ["A"], {"x": [amount], "人数": ["1"]})
    assert parts(sheet, "A", 3) == [Fraction(text) for text in told]


@pytest.mark.parametrize("count", [2, 7, 12, 60])
def test_the_parts_of_any_amount_add_up_to_it_and_differ_by_a_cent_at_most(count: int) -> None:
    amounts = [str(Fraction(cents, 100)) for cents in (1, 59, 60, 61, 12345, 999999, -7, -12001)]
    units = [f"单位{n}" for n in range(len(amounts))]
    sheet = score_text(scheme(PAID_IN_PARTS % (2, count)), units, {"x": [Fraction(a) for a in amounts], "人数": ["1"] * len(units)})
    for unit, amount in zip(units, amounts, strict=True):
        told = parts(sheet, unit, count)
        assert sum(told) == Fraction(amount)  # type: ignore[arg-type]
        assert told == sorted(told, reverse=True)  # type: ignore[type-var]
        assert max(told) - min(told) <= Fraction(1, 100)  # type: ignore[operator, type-var]


def test_a_pot_may_be_paid_in_parts_too() -> None:
    text = scheme("payments: {补助: {pot: 100, shares: 人数, places: 2, leftover_cents: first, installments: 2}}\n")
    sheet = score_text(text, ["A", "B", "C"], {"x": ["1"] * 3, "人数": ["1", "1", "1"]})
    assert [parts(sheet, unit, 2) for unit in "ABC"] == [
        [Fraction("16.67")] * 2,
        [Fraction("16.67"), Fraction("16.66")],
        [Fraction("16.67"), Fraction("16.66")],
    ]


@pytest.mark.parametrize(("word", "kind"), [("problem", 1), ("finding", 0)])
def test_a_check_that_fails_names_the_unit(word: str, kind: int) -> None:
    text = scheme(f"checks: {{人数可信: {{must: 人数 <= 50, otherwise: {word}}}}}\n")
    sheet = score_text(text, ["A", "B"], {"x": ["1", "1"], "人数": ["50", "51"]})
    assert (len(sheet.problems), sheet.codes()) == (kind, ["K607"])
    (said,) = (*sheet.results.problems, *sheet.results.findings)
    assert said.facts["unit"] == "B"


def test_a_check_over_figures_of_the_periods_must_hold_in_each() -> None:
    text = scheme(
        "periods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\nvalues: {双倍: 人数 * 2}\n"
        "checks: {人数可信: {must: 双倍 <= 50, otherwise: finding}}\n"
    )
    data = {"x@六月": ["1", "1"], "x@十二月": ["1", "1"], "人数@六月": ["25", "26"], "人数@十二月": ["25", "1"]}
    sheet = score_text(text, ["A", "B"], data)
    assert [f.facts["unit"] for f in sheet.results.findings] == ["B"]


def test_a_check_may_be_for_some_classes_or_units_only() -> None:
    head = scheme("classes: {街道: {}, 部门: {}}\n")
    units = {"A": "街道", "B": "部门", "C": "部门"}
    data: dict[str, list[object]] = {"x": ["1", "1", "1"], "人数": ["60", "60", None]}
    by_class = head + "checks: {甲: {must: 人数 <= 50, otherwise: problem, only_for: {class: 街道}}}\n"
    by_unit = head + "checks: {甲: {must: 人数 <= 50, otherwise: problem, only_for: {unit: [B]}}}\n"
    assert [p.facts["unit"] for p in score_text(by_class, units, data).problems] == ["A"]
    assert [p.facts["unit"] for p in score_text(by_unit, units, data).problems] == ["B"]
    assert refusals(by_class.replace("街道}}}", "街办}}}")) == ["K413"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("payments: {补助: {amount: 1}}", "K202"),
        ("payments: {补助: {places: 2}}", "K213"),
        ("payments: {补助: {amount: 1, places: 2, installments: 1}}", "K214"),
        ("payments: {补助: {amount: 1, places: 2, installments: 61}}", "K214"),
        ("payments: {补助: {amount: 1, pot: 2, places: 2}}", "K212"),
        ("payments: {补助: {pot: 2, places: 2, leftover_cents: first}}", "K202"),
        ("payments: {补助: {pot: 2, shares: 1, places: 2}}", "K202"),
        ("consequences: {通报: {clause: 八}}", "K213"),
        ("consequences: {通报: {when: grade == 优秀, gives: grade}}", "K212"),
        ("consequences: {通报: {when: grade == 优}}", "K406"),
        ("consequences: {通报: {when: grade(去年) == 优秀}}", "K406"),
        ("checks: {甲: {must: 人数 <= 50}}", "K202"),
    ],
)
def test_what_cannot_be_meant_is_refused(more: str, code: str) -> None:
    assert code in refusals(scheme(more + "\n"))


UNSCORED = """scheme: fund
title: 基金
edition: 2024
rounding: {mode: half_up, money: 2}
missing: problem
not_applicable: problem
points: open
inputs: {补助: {kind: number, owner: 财务股}}
reads: {全年: {scheme: desk, edition: 2024}}
"""


def test_a_scheme_without_indicators_reads_results_and_pays_on_them() -> None:
    text = UNSCORED + (
        "values: {扣减: {levels: {of: grade(全年), give: {不合格: 补助 * 50%}, otherwise: 0}}}\n"
        "payments:\n"
        "  兑现: {amount: 补助 - 扣减}\n"
        "  奖励: {pot: all_sum(扣减), shares: {levels: {of: grade(全年), give: {优秀: 1}, otherwise: 0}}, leftover_cents: first}\n"
    )
    sheet = score_text(text, ["A", "B", "C"], {"补助": ["100", "200", "60.02"]}, reads={("全年", "grade"): ["优秀", "优秀", "不合格"]})
    assert [sheet.paid("兑现", u) for u in "ABC"] == [100, 200, Fraction("30.01")]
    assert [sheet.paid("奖励", u) for u in "ABC"] == [Fraction("15.01"), 15, 0]
    assert (sheet.totals(), sheet.results.plan.accounts) == (["MISSING"] * 3, ())


def test_what_neither_scores_nor_pays_is_no_scheme() -> None:
    assert refusals(UNSCORED) == ["K317"]


@pytest.mark.parametrize("own", ["total >= 1", "grade == 优秀", "rank == 1"])
def test_a_scheme_without_indicators_has_no_results_of_its_own(own: str) -> None:
    assert refusals(UNSCORED + f"consequences: {{通报: {{when: {own}}}}}\n")[0] == "K415"


def test_a_scheme_that_does_not_rank_has_no_places_to_ask_for() -> None:
    text = HEAD + BODY.replace("ranking: {within: all, by: [total], ties: share}\n", "")
    assert refusals(text + "consequences: {末位: {when: rank_from_last == 1}}\n") == ["K415"]
    assert refusals(HEAD + BODY + "consequences: {末位: {when: rank_from_last == 1}}\n") == []


def test_the_grades_of_the_scheme_that_is_read_may_be_named_in_formulas() -> None:
    named = UNSCORED.replace("edition: 2024}}\n", "edition: 2024, grades: [优秀, 不合格]}}\n")
    text = "consequences: {通报: {when: grade(全年) == 不合格}}\n"
    sheet = score_text(named + text, ["A", "B"], {}, reads={("全年", "grade"): ["优秀", "不合格"]})
    assert [sheet.taken("通报", u) for u in "AB"] == [False, True]
    assert refusals(UNSCORED + text) == ["K406"]
    assert refusals(named + text.replace("不合格", "不及格")) == ["K406"]
    assert refusals(named + "payments: {奖: {amount: {levels: {of: grade(全年), give: {优绣: 1}, otherwise: 0}}}}\n") == ["K413"]
