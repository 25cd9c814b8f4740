"""每月排名通报, 每月红旗窗口, 当月否决, 连续两月末位通报, 月奖: what is asked in each period, and what of the year. Figures of `months`."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from kpi_engine.formula.exact import Reader
from kpi_engine.formula.words import sentence
from kpi_engine.lint import lint_plan
from kpi_engine.table import Ref, Role
from kpi_engine.trail.ledger import ledgers
from months import TEXT, UNITS, months
from readers import assert_all_read_alike
from scored import HEAD, Sheet, plan_text, refusals, score_text


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return months()


def of(sheet: Sheet, what: str, period: str, name: str = "") -> list[object]:
    tell = {
        "rank": lambda unit: sheet.rank(unit, period),
        "grade": lambda unit: sheet.grade(unit, period=period),
        "titled": lambda unit: sheet.titled(name, unit, period),
        "taken": lambda unit: sheet.taken(name, unit, period),
        "paid": lambda unit: sheet.paid(name, unit, period),
    }[what]
    return [tell(unit) for unit in UNITS]


@pytest.mark.parametrize(
    ("period", "ranks"),
    [("一月", [2, 3, 1]), ("二月", [3, 1, 1]), ("三月", [1, 2, 3]), ("四月", [2, 1, 3]), ("", [2, 1, 3])],
)
def test_each_month_has_its_places_and_the_year_its_own(sheet: Sheet, period: str, ranks: list[int]) -> None:
    assert of(sheet, "rank", period) == ranks


def test_the_year_is_made_of_the_months(sheet: Sheet) -> None:
    assert sheet.totals() == [Fraction("68.75"), Fraction("75.25"), Fraction("77.5")]


@pytest.mark.parametrize(
    ("period", "grades"),
    [
        ("一月", ["中", "中", "好"]),  # 公安 80 and 社保 90 reach 75; one place, 社保 is first
        ("二月", ["中", "中", "中"]),  # 税务 and 社保 are tied for the one place: take_none
        ("三月", ["好", "中", "中"]),  # all reach it; 社保 is vetoed in this month, 公安 85 is first
        ("四月", ["中", "中", "中"]),  # nobody reaches it
        ("", ["中", "好", "中"]),  # 税务 75.25; 社保 77.5 is vetoed by the month, and the quota of months does not cut the year
    ],
)
def test_a_veto_and_a_quota_asked_in_each_month_change_that_months_grade(sheet: Sheet, period: str, grades: list[str]) -> None:
    assert of(sheet, "grade", period) == grades


@pytest.mark.parametrize(
    ("period", "flags"),
    [("一月", [False, False, True]), ("二月", [False, True, True]), ("三月", [True, False, False]), ("四月", [False, True, False])],
)
def test_a_flag_is_given_each_month(sheet: Sheet, period: str, flags: list[bool]) -> None:
    assert of(sheet, "titled", period, "月红旗") == flags


def test_a_quota_of_the_months_gives_nothing_for_the_year(sheet: Sheet) -> None:
    assert Ref(Role.QUOTA, "月红旗", part="keeps") not in sheet.results.columns


def test_who_was_last_in_two_months_is_no_flag_of_the_year(sheet: Sheet) -> None:
    # last: 一月 税务, 二月 公安, 三月 and 四月 社保
    assert of(sheet, "titled", "", "年红旗") == [False, True, False]
    assert of(sheet, "taken", "", "年度约谈") == [False, False, True]


@pytest.mark.parametrize(("period", "told"), [("三月", [False, False, False]), ("四月", [False, False, True])])
def test_two_months_in_a_row_at_the_end_are_told_in_the_second(sheet: Sheet, period: str, told: list[bool]) -> None:
    assert of(sheet, "taken", period, "内部通报") == told


def test_a_month_is_paid_by_its_own_total(sheet: Sheet) -> None:
    assert of(sheet, "paid", "二月", "月奖") == [120, 180, 180]
    # 100 × 50 ÷ 150 = 33.33…, 40, 26.66…: 99.99, and the cent left over goes to the first
    assert of(sheet, "paid", "四月", "奖池") == [Fraction("33.34"), 40, Fraction("26.66")]


def test_a_cut_in_a_tie_is_told_with_its_month(sheet: Sheet) -> None:
    told = [problem.message() for problem in sheet.results.findings]
    assert sheet.codes() == ["K605", "K605"]
    assert "“好名额（二月）”只有 1 个名额，税务、社保 正好并列在线上" in told[0]


def test_every_reader_comes_to_the_same(sheet: Sheet, tmp_path: Path) -> None:
    assert_all_read_alike(sheet, tmp_path)


def test_a_fixed_total_of_a_month_stands_in_that_months_account_and_leaves_the_year() -> None:
    text = TEXT.replace("then: {grade: 中}, each_period: yes", "then: {total: 59}, each_period: yes")
    marks = {"考评分@一月": ["80"], "考评分@二月": ["60"], "考评分@三月": ["85"], "考评分@四月": ["50"]}
    sheet = score_text(text, ["公安"], marks, events=[{"unit": "公安", "event": "吃拿卡要", "period": "三月"}])
    assert [sheet.total("公安", period) for period in ("二月", "三月", "四月", "")] == [60, 59, 50, 59]
    told = [account for account in ledgers(sheet.results, 0) if account.title.startswith("总分（") and account.period]
    assert [(a.period, a.opening, a.closing) for a in told if a.opening != a.closing] == [("三月", 85, 59)]
    assert all(account.balances for account in ledgers(sheet.results, 0))
    assert sheet.cell(Ref(Role.COMPUTED_TOTAL), "公安") == Fraction("68.75")  # the months count as they were scored


def test_an_indicator_is_lost_in_the_month_of_the_veto_only() -> None:
    text = TEXT.replace("then: {grade: 中}, each_period: yes", "then: {zero: 日常}, each_period: yes").replace("vetoed: last, ", "")
    marks = {"考评分@一月": ["80"], "考评分@二月": ["60"], "考评分@三月": ["85"], "考评分@四月": ["50"]}
    sheet = score_text(text, ["公安"], marks, events=[{"unit": "公安", "event": "吃拿卡要", "period": "三月"}])
    assert [sheet.total("公安", period) for period in ("二月", "三月", "四月")] == [60, 0, 50]
    assert sheet.total("公安") == Fraction("47.5")  # (80 + 60 + 0 + 50) ÷ 4


SKIPPED = HEAD + (
    "periods: {names: [一月, 二月, 三月], combine: mean, missing: skip}\ninputs: {x: {kind: number, owner: 甲科}}\n"
    "indicators: {甲: {points: 100, score: x}}\nranking: {within: all, by: [total], ties: share, each_period: yes}\n"
    'consequences: {通报: {when: "in_a_row(periods, rank_from_last == 1) >= 2", each_period: yes}, 累计: {when: "times(periods, rank_from_last == 1) >= 2"}}\n'
    "quotas: {红旗: {title: 红旗, at_most: 1, at_the_cut: take_all, each_period: yes}}\n"
)


def test_a_month_that_is_skipped_has_no_place_and_does_not_break_the_row() -> None:
    data = {"x@一月": ["60", "70", "80"], "x@二月": [None, "70", "80"], "x@三月": ["60", "70", "80"]}
    sheet = score_text(SKIPPED, list("ABC"), data)
    assert [sheet.rank(unit, "二月") for unit in "ABC"] == ["MISSING", 2, 1]
    assert [sheet.taken("通报", "A", period) for period in ("一月", "三月")] == [False, True]
    assert [sheet.taken("累计", unit) for unit in "ABC"] == [True, False, False]
    assert [sheet.titled("红旗", unit, "二月") for unit in "BC"] == [False, True]
    assert sheet.codes() == ["K608"]


REFUSED = HEAD + (
    "periods: {every: half, missing: problem}\ninputs: {x: {kind: number, owner: 甲科}}\nindicators: {甲: {points: 100, score: x}}\n"
    "ranking: {within: all, by: [total], ties: share}\n"
)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("quotas: {红旗: {title: 红旗, at_most: 1, at_the_cut: take_all, each_period: yes}}", "K370"),
        ("consequences: {通报: {when: rank_from_last == 1, each_period: yes}}", "K415"),
        ("payments: {奖: {amount: x, places: 2}}", "K415"),
        ("payments: {奖: {amount: x, places: 2, each_period: yes}, 年奖: {amount: 奖 * 2, places: 2}}", "K415"),
    ],
)
def test_what_needs_places_in_the_months_says_so(more: str, code: str) -> None:
    assert refusals(REFUSED + more + "\n") == [code]


def test_a_veto_says_whether_it_counts_in_the_month_where_months_are_ranked() -> None:
    assert refusals(TEXT.replace("then: {grade: 中}, each_period: yes", "then: {grade: 中}")) == ["K202"]
    assert refusals(TEXT.replace("then: {grade: 中}, each_period: yes", "then: {grade: 中}, each_period: no")) == []


def test_grades_by_place_are_of_the_year_unless_months_are_ranked() -> None:
    text = REFUSED + "grades: {of: rank, up_to: {一等奖: 1}, otherwise: 二等奖}\n"
    data = {"x@上半年": ["80", "70"], "x@下半年": ["60", "90"]}
    sheet = score_text(text, ["A", "B"], data)  # 70, 80
    assert sheet.grades() == ["二等奖", "一等奖"]
    assert Ref(Role.GRADE, period="上半年") not in sheet.results.columns
    sheet = score_text(text.replace("ties: share", "ties: share, each_period: yes"), ["A", "B"], data)
    assert [sheet.grade(unit, period="上半年") for unit in ("A", "B")] == ["一等奖", "二等奖"]
    assert refusals(text + "consequences: {通报: {when: grade == 二等奖, each_period: yes}}\n") == ["K415"]


def test_ties_that_are_not_allowed_are_told_month_by_month() -> None:
    text = REFUSED.replace("ties: share", "ties: problem, each_period: yes")
    sheet = score_text(text, ["A", "B"], {"x@上半年": ["80", "80"], "x@下半年": ["60", "90"]})
    assert [problem.facts["unit"] for problem in sheet.problems] == ["A（上半年）", "B（上半年）"]


def test_the_months_that_were_counted_are_told_by_name(sheet: Sheet) -> None:
    step = sheet.results.plan.steps_by_ref[Ref(Role.CONSEQUENCE, "年度约谈")]
    told = sentence(step.tree, Reader(sheet.results), sheet.row("社保"), measure_of=sheet.results.measure_of)
    assert told == (
        "(一月倒数名次 3 = 1 不成立 → 0) + (二月倒数名次 2 = 1 不成立 → 0) + (三月倒数名次 1 = 1 成立 → 1) + (四月倒数名次 1 = 1 成立 → 1)（2） ≥ 2 成立"
    )


def test_nothing_is_odd_about_the_scheme() -> None:
    assert [problem.code.number for problem in lint_plan(plan_text(TEXT))] == []
