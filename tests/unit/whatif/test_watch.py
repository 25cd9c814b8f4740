from fractions import Fraction

import pytest

from comparing import base_of
from kpi_engine.engine.results import Results
from kpi_engine.whatif.watch import Near, sentences, watch

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  得分: {kind: number, owner: 甲股, between: [-10, 100]}
indicators:
  甲: {points: 100, floor: none, score: 得分}
grades: {of: total, from: {优秀: 90, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
"""
QUOTA = "quotas: {优秀名额: {grade: 优秀, at_most: 1, at_the_cut: CUT, falls_to: 合格}}\n"
UNITS = ["甲", "乙", "丙", "丁"]


def run(values: list[str], text: str = SCHEME) -> Results:
    return base_of(text, UNITS, {"得分": values}).results


def told(results: Results, distance: str) -> list[tuple[str, str, bool, Fraction]]:
    return [(one.unit, one.what, one.inside, one.distance) for one in watch(results, Fraction(distance)).near]


def test_both_sides_of_every_bound_the_nearest_first_and_who_lies_exactly_so_far() -> None:
    results = run(["89.7", "90", "90.5", "59.4"])
    assert told(results, "0.5") == [("乙", "优秀", True, Fraction(0)), ("甲", "优秀", False, Fraction("0.3")), ("丙", "优秀", True, Fraction("0.5"))]
    assert told(results, "0.6")[-1] == ("丁", "合格", False, Fraction("0.6"))


def test_a_bound_that_must_be_passed_is_not_met_on_it() -> None:
    results = run(["90", "70", "70", "70"], SCHEME.replace("from: {", "above: {"))
    assert told(results, "0") == [("甲", "优秀", False, Fraction(0))]


def test_the_cut_of_a_quota_is_watched_on_both_sides() -> None:
    results = run(["95", "94.8", "93", "70"], SCHEME + QUOTA.replace("CUT", "take_all"))
    near = [one for one in watch(results, Fraction(1)).near if one.kind == "quota"]
    assert near == [
        Near("甲", "", "quota", "优秀名额", True, Fraction(95), Fraction("94.8"), "优秀"),
        Near("乙", "", "quota", "优秀名额", False, Fraction("94.8"), Fraction(95), "合格"),
    ]
    assert told(results, "2")[-1] == ("丙", "优秀名额", False, Fraction(2))


@pytest.mark.parametrize(("cut", "wanted"), [("take_all", []), ("take_none", [])])
def test_units_tied_at_the_cut_are_on_one_side(cut: str, wanted: list[object]) -> None:
    results = run(["95", "95", "70", "70"], SCHEME + QUOTA.replace("CUT", cut))
    assert [one for one in watch(results, Fraction(1)).near if one.kind == "quota"] == wanted  # all have a place, or nobody


def test_bounds_by_class_and_cuts_by_class_are_each_classs_own() -> None:
    text = SCHEME.replace("indicators:", "classes: {街道: {}, 部门: {}}\nindicators:").replace("优秀: 90", "优秀: {街道: 90, 部门: 80}")
    text = text.replace("within: all", "within: class") + QUOTA.replace("CUT", "take_all")
    classes = {"甲": "街道", "乙": "街道", "丙": "部门", "丁": "部门"}
    results = base_of(text, classes, {"得分": ["92", "91.9", "80.2", "79.9"]}).results
    assert told(results, "0.2") == [
        ("甲", "优秀名额", True, Fraction("0.1")),
        ("乙", "优秀名额", False, Fraction("0.1")),
        ("丁", "优秀", False, Fraction("0.1")),
        ("丙", "优秀", True, Fraction("0.2")),
    ]


def test_negative_totals_have_distances_as_well() -> None:
    results = run(["-3", "70", "70", "70"], SCHEME.replace("合格: 60", "合格: -2.5"))
    assert told(results, "0.5") == [("甲", "合格", False, Fraction("0.5"))]


def test_grades_by_places_have_no_distance_in_points() -> None:
    results = run(["95", "94", "93", "70"], SCHEME.replace("of: total, from: {优秀: 90, 合格: 60}", "of: rank, up_to: {优秀: 1, 合格: 3}"))
    assert watch(results, Fraction(5)).unwatched == ("grades",)
    assert sentences(watch(results, Fraction(5))) == ["没有单位离分数线或名额线在 5 分以内。", "等次不按总分定，说不出差多少分。"]


def test_what_would_move_those_below_is_told_on_request() -> None:
    results = run(["89.7", "90.1", "70", "70"])
    near = watch(results, Fraction("0.5"), with_ways=True).near
    assert [way.pulls[0].text() for one in near for way in one.ways] == ["得分再增 0.3（89.7 → 90）"]


def test_a_scheme_without_grades_and_quotas_has_no_boundary() -> None:
    results = run(["95", "94", "93", "70"], SCHEME.replace("grades: {of: total, from: {优秀: 90, 合格: 60}, otherwise: 不合格}\n", ""))
    assert sentences(watch(results, Fraction(5))) == ["方案没有等次，也没有名额，没有边界可看。"]
    assert sentences(watch(results, Fraction(5)), "en") == ["The scheme has neither grades nor quotas, so there is no boundary to watch."]


def test_it_is_told_in_both_languages() -> None:
    results = run(["89.7", "90", "91", "59.4"], SCHEME + QUOTA.replace("CUT", "take_all"))
    lines = sentences(watch(results, Fraction("0.5"), with_ways=True))
    assert lines == [
        "2 个单位离分数线或名额线在 0.5 分以内：",
        "乙 90.00 分，正好在优秀线（90）上（最后是合格）。",
        "甲 89.70 分，比优秀线（90）低 0.30 分。可以：得分再增 1.3（89.7 → 91）。",  # level with 丙, who keeps the one place
    ]
    assert sentences(watch(results, Fraction(1)), "en")[-3:] == [
        "乙: total 90.00, without a place of 优秀名额, 1.00 below the last with one.",
        "丙: total 91.00, 1.00 above the bound of 优秀, 90.",
        "丙: total 91.00, with a place of 优秀名额, 1.00 above the best without.",
    ]
