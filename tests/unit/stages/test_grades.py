"""Grades from bounds, quotas from the best grade down, decided grades."""

from fractions import Fraction

import pytest

from kpi_engine.table import Ref, Role
from scored import HEAD, refusals, score_text

BODY = """inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 100, score: x}
"""
RANKING = "ranking: {within: all, by: [total], ties: share}\n"


def scheme(grades: str, more: str = "", *, ranking: str = RANKING) -> str:
    return f"{HEAD}{BODY}{ranking}grades: {grades}\n{more}"


def scored(text: str, *x: str, **more: object):
    units = [chr(ord("A") + i) for i in range(len(x))]
    return score_text(text, units, {"x": list(x)}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("from", ["丙", "乙", "乙", "甲", "甲"]),
        ("above", ["丙", "丙", "乙", "乙", "甲"]),
        ("up_to", ["乙", "乙", "甲", "甲", "丙"]),
        ("below", ["乙", "甲", "甲", "丙", "丙"]),
    ],
)
def test_one_word_says_on_which_side_the_bound_lies(word: str, told: list[str]) -> None:
    text = scheme(f"{{of: total, {word}: {{甲: 90, 乙: 80}}, otherwise: 丙}}")
    assert scored(text, "79.99", "80", "89.99", "90", "90.01").grades() == told


@pytest.mark.parametrize(("of", "told"), [("total", ["良好", "合格", "不合格"]), ('"round(total, 0)"', ["优秀", "良好", "合格"])])
def test_the_gaps_of_a_printed_table_close_by_the_declared_reading(of: str, told: list[str]) -> None:
    text = scheme(f"{{of: {of}, from: {{优秀: 85, 良好: 70, 合格: 60}}, otherwise: 不合格}}")
    assert scored(text, "84.72", "69.58", "59.6").grades() == told


def test_a_grade_sees_the_published_total() -> None:
    text = scheme("{of: total, from: {优秀: 85}, otherwise: 其他}")
    assert scored(text, "84.995", "84.9949").grades() == ["优秀", "其他"]


def test_grades_of_the_place() -> None:
    text = scheme("{of: rank, up_to: {一等奖: 1, 二等奖: 3}, otherwise: 无}")
    assert scored(text, "70", "90", "90", "60").grades() == ["二等奖", "一等奖", "一等奖", "无"]


def test_grades_of_the_share_of_the_ranking() -> None:
    text = scheme("{of: rank / class_count(total), up_to: {好: 25%, 中: 75%}, otherwise: 差}")
    assert scored(text, "70", "90", "80", "60").grades() == ["中", "好", "中", "差"]


def test_grades_of_the_place_beside_periods() -> None:
    text = scheme("{of: rank, up_to: {一等奖: 1}, otherwise: 无}", "periods: {every: half, combine: mean, missing: problem}\n")
    sheet = score_text(text, ["A", "B"], {"x@上半年": ["1", "2"], "x@下半年": ["1", "2"]})
    assert sheet.grades() == ["无", "一等奖"]


TEN = ("99", "98", "97", "96", "95", "80", "79", "78", "77", "50")


def quota(text: str) -> str:
    return scheme("{of: total, from: {优秀: 90, 良好: 75}, otherwise: 合格}", f"quotas: {{优秀名额: {{grade: 优秀, falls_to: 良好, {text}}}}}\n")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("at_most: 2, at_the_cut: take_none", 2),
        ("at_most: 20%, of: all_count(total), rounding: floor, at_the_cut: take_none", 2),
        ("at_most: 25%, of: all_count(total), rounding: floor, at_the_cut: take_none", 2),
        ("at_most: 25%, of: all_count(total), rounding: half_up, at_the_cut: take_none", 3),
        ("at_most: 21%, of: all_count(total), rounding: ceiling, at_the_cut: take_none", 3),
        ("at_most: 5%, of: all_count(total), rounding: floor, at_the_cut: take_none", 0),
        ("at_most: 5%, of: all_count(total), rounding: floor, at_least: 1, at_the_cut: take_none", 1),
        ("at_most: 9, at_the_cut: take_none", 5),
    ],
)
def test_how_many_places_a_quota_has(text: str, kept: int) -> None:
    sheet = scored(quota(text), *TEN)
    assert sheet.grades() == ["优秀"] * kept + ["良好"] * (9 - kept) + ["合格"]


@pytest.mark.parametrize(
    ("word", "grades", "codes"),
    [
        ("take_all", ["优秀", "优秀", "优秀", "良好"], ["K605"]),
        ("take_none", ["优秀", "良好", "良好", "良好"], ["K605"]),
        ("problem", ["优秀", "ERROR", "ERROR", "良好"], ["K605"]),
    ],
)
def test_units_tied_across_the_cut(word: str, grades: list[str], codes: list[str]) -> None:
    sheet = scored(quota(f"at_most: 2, at_the_cut: {word}"), "99", "95", "95", "91")
    assert (sheet.grades(), sheet.codes()) == (grades, codes)
    assert bool(sheet.problems) is (word == "problem")


def test_a_tie_that_fits_is_no_cut() -> None:
    sheet = scored(quota("at_most: 3, at_the_cut: take_none"), "99", "95", "95", "91")
    assert (sheet.grades(), sheet.codes()) == (["优秀", "优秀", "优秀", "良好"], [])


def test_a_quota_without_a_place_says_so() -> None:
    sheet = scored(quota("at_most: 20%, of: all_count(total), rounding: floor, at_the_cut: take_none"), "99", "95", "91")
    assert (sheet.grades(), sheet.codes()) == (["良好"] * 3, ["K606"])


def test_who_falls_from_one_grade_takes_part_in_the_next_quota() -> None:
    text = scheme(
        "{of: total, from: {优秀: 90, 良好: 75}, otherwise: 合格}",
        """quotas:
  良好名额: {grade: 良好, at_most: 2, at_the_cut: take_none, falls_to: 合格}
  优秀名额: {grade: 优秀, at_most: 1, at_the_cut: take_none, falls_to: 良好}
""",
    )
    assert scored(text, "99", "95", "80", "79").grades() == ["优秀", "良好", "良好", "合格"]


def test_quotas_within_classes() -> None:
    text = quota("at_most: 50%, of: class_count(total), rounding: floor, within: class, at_the_cut: take_none") + "classes: {街道: {}, 乡镇: {}}\n"
    sheet = score_text(text, {"A": "街道", "B": "街道", "C": "乡镇", "D": "乡镇"}, {"x": ["99", "98", "92", "91"]})
    assert sheet.grades() == ["优秀", "良好", "优秀", "良好"]


def test_a_unit_listed_apart_keeps_its_grade_and_takes_no_place() -> None:
    sheet = scored(quota("at_most: 1, at_the_cut: take_none"), "99", "95", "91", apart=["A"])
    assert sheet.grades() == ["优秀", "优秀", "良好"]


def test_vetoed_units_take_no_place() -> None:
    text = quota("at_most: 1, at_the_cut: take_none").replace("ties: share", "ties: share, vetoed: last")
    sheet = scored(text + "vetoes: {线: {when: total > 98, then: {grade: 合格}}}\n", "99", "95", "91")
    assert sheet.grades() == ["合格", "优秀", "良好"]


def test_a_title_goes_to_the_best_among_those_named() -> None:
    text = f"{HEAD}{BODY}{RANKING}quotas: {{红旗: {{title: 红旗单位, at_most: 2, among: total >= 80, at_the_cut: take_none}}}}\n"
    sheet = scored(text, "99", "79", "85", "81")
    assert [sheet.titled("红旗", u) for u in "ABCD"] == [True, False, True, False]


def test_a_title_is_not_filled_up_with_those_below_the_line() -> None:
    text = f"{HEAD}{BODY}{RANKING}quotas: {{红旗: {{title: 红旗单位, at_most: 3, among: total >= 80, at_the_cut: take_none}}}}\n"
    sheet = scored(text, "99", "79", "70")
    assert [sheet.titled("红旗", u) for u in "ABC"] == [True, False, False]


DECIDED = "decisions: {审定等次: {by: 领导小组, grade: yes, uses_quota: %s}}\n"


def test_a_decided_grade_is_the_last_word_and_the_computed_one_stays_beside_it() -> None:
    text = quota("at_most: 1, at_the_cut: take_none") + DECIDED % "no"
    sheet = scored(text, "99", "95", "50", decided={"审定等次": [None, None, "优秀"]})
    assert sheet.grades() == ["优秀", "良好", "优秀"]
    assert sheet.grade("C", "band") == "合格"


def test_a_decided_grade_that_uses_the_quota_takes_a_place_from_the_ranked() -> None:
    text = quota("at_most: 2, at_the_cut: take_none") + DECIDED % "yes"
    sheet = scored(text, "99", "95", "50", decided={"审定等次": [None, None, "优秀"]})
    assert sheet.grades() == ["优秀", "良好", "优秀"]


def test_a_unit_decided_down_gives_its_place_back_where_decisions_use_the_quota() -> None:
    text = quota("at_most: 1, at_the_cut: take_none") + DECIDED % "yes"
    sheet = scored(text, "99", "95", "50", decided={"审定等次": ["合格", None, None]})
    assert sheet.grades() == ["合格", "优秀", "合格"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (scheme("{of: total, otherwise: 丙}"), "K213"),
        (scheme("{of: total, from: {甲: 90}, up_to: {乙: 80}, otherwise: 丙}"), "K213"),
        (scheme("{of: total, from: {甲: 90, 乙: 90}, otherwise: 丙}"), "K310"),
        (scheme("{of: total, from: {甲: 90}}"), "K202"),
        (quota("at_most: 20%, at_the_cut: take_none"), "K202"),
        (quota("at_most: 20%, of: all_count(total), at_the_cut: take_none"), "K202"),
        (quota("at_most: 2"), "K202"),
        (quota("at_most: 2, at_the_cut: take_none").replace("falls_to: 良好", "falls_to: 一般"), "K321"),
        (quota("at_most: 2, at_the_cut: take_none, title: 红旗"), "K212"),
        (quota("at_most: 2, at_the_cut: take_none").replace(RANKING, ""), "K322"),
        (quota("at_most: 2, at_the_cut: take_none") + DECIDED.replace(", uses_quota: %s", ""), "K202"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, code: str) -> None:
    assert code in refusals(text)


def test_a_bound_may_be_a_named_value() -> None:
    text = scheme("{of: total, from: {优秀: 优秀线}, otherwise: 其他}", "values: {优秀线: 88.5}\n")
    assert scored(text, "88.5", "88.49").grades() == ["优秀", "其他"]
    assert Fraction(885, 10) == Fraction(177, 2)


BY_PERIOD = """periods: {weights: {六月: 40%%, 十二月: 60%%}, missing: problem}
inputs: {x: {kind: number, owner: 甲科}}
indicators: {甲: {points: 100, score: x}}
ranking: {within: all, by: [total], ties: share}
values: {名次占比: rank / all_count(total)}
grades: {of: %s, up_to: {优秀: %s}, otherwise: 合格}
"""


@pytest.mark.parametrize(("of", "best"), [("rank", "1"), ("名次占比", "50%")])
def test_grades_of_places_are_those_of_the_whole_and_a_period_has_none(of: str, best: str) -> None:
    """A 80 × 40% + 90 × 60% = 86 is first though B's June is the better one; B 90 × 40% + 80 × 60% = 84."""
    sheet = score_text(HEAD + BY_PERIOD % (of, best), ["A", "B"], {"x@六月": ["80", "90"], "x@十二月": ["90", "80"]})
    assert (sheet.totals(), sheet.ranks(), sheet.grades()) == ([86, 84], [1, 2], ["优秀", "合格"])
    assert [sheet.results.column(Ref(Role.GRADE, period=period)) for period in ("六月", "十二月")] == [None, None]


def test_where_a_periods_figure_is_asked_places_are_those_of_the_period_or_refused() -> None:
    """A is first in June with 90, B in December: each is not first where it had less than 85."""
    text = HEAD + BY_PERIOD % ("total", "100") + "checks: {末位: {must: rank == 1 or x >= 85, otherwise: finding}}\n"
    assert refusals(text) == ["K415"]
    ranked = text.replace("ties: share", "ties: share, each_period: yes")
    sheet = score_text(ranked, ["A", "B", "C"], {"x@六月": ["90", "80", "85"], "x@十二月": ["80", "90", "85"]})
    assert sorted(str(p.facts["unit"]) for p in sheet.results.findings) == ["A", "B"]
    assert refusals(text.replace("rank == 1", "grade == 优秀").replace("of: total", "of: rank")) == ["K415"]


def test_the_total_of_a_period_that_only_a_part_has_is_that_of_the_whole_and_so_a_cycle() -> None:
    text = HEAD + "inputs: {x: {kind: number, owner: 甲科}}\nindicators:\n  甲:\n    points: 100\n    counts_if: total > 3\n    score: x\n"
    text += "    periods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\n"
    assert set(refusals(text)) == {"K414"}


def test_a_cap_at_the_best_grade_changes_nothing() -> None:
    text = scheme("{of: total, from: {优秀: 90}, otherwise: 合格}", "vetoes: {甲: {when: x > 0, then: {at_most: 优秀}}}\n").replace(
        "ties: share", "ties: share, vetoed: last"
    )
    assert score_text(text, ["A", "B"], {"x": ["95", "80"]}).grades() == ["优秀", "合格"]
