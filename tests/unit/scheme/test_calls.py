"""Calls that take names, look across units, or are the scheme's own functions."""

from __future__ import annotations

from fractions import Fraction

from ruled import scheme
from scored import HEAD, refusals, score_text


def test_a_rate_is_the_score_by_its_points() -> None:
    text = f"{HEAD}\ninputs: {{率: {{kind: percent, owner: 甲}}}}\nindicators:\n  一: {{points: 80, clause: 一, score: points * 率}}\n"
    text += "  二: {points: 20, clause: 二, score: points * rate(一)}\n"
    assert score_text(text, ["甲"], {"率": ["0.25"]}).score("二", "甲") == 5


def test_functions_of_the_scheme_are_worked_out_where_they_are_called() -> None:
    more = 'functions:\n  减(比例, 名次): "max(0, points * (1 - 比例 * (名次 - 1)))"\n'
    sheet = score_text(scheme('"减(5%, class_rank(率))"', more), ["甲", "乙", "丙"], {"率": ["0.5", "0.9", "0.7"]})
    assert sheet.totals() == [90, 100, 95]


def test_a_function_that_calls_itself_is_a_cycle() -> None:
    assert "K414" in refusals(scheme('"转(1)"', 'functions: {转(a): "转(a) + 1"}\n'))


def test_ranks_of_an_input_of_which_less_is_better_count_from_the_smallest() -> None:
    sheet = score_text(scheme("class_rank(数)"), ["甲", "乙"], {"数": [7, 3]})
    assert sheet.totals() == [2, 1]


def test_statistics_across_all_and_across_the_class() -> None:
    head = HEAD + "classes: {街道: {}, 部门: {}}\n"
    text = scheme('"100 * all_max(率) - 100 * class_min(率) + others_mean(率) * 0"', head=head)
    sheet = score_text(text, {"甲": "街道", "乙": "部门", "丙": "部门", "丁": "街道"}, {"率": ["0.5", "0.9", "0.7", "0.6"]})
    assert sheet.totals() == [40, 20, 20, 40]


def test_functions_that_double_each_other_are_refused_before_they_are_written_out() -> None:
    more = "functions:\n  f0(x): x\n" + "".join(f"  f{i}(x): f{i - 1}(x) + f{i - 1}(x)\n" for i in range(1, 40))
    assert "K405" in refusals(scheme('"f39(率)"', more))


def test_an_event_whose_column_is_blank_is_not_taken_for_one_that_does_not_count() -> None:
    text = f"{HEAD}\nevents: {{派驻: {{columns: {{天数: {{kind: count}}}}}}}}\n"
    text += 'indicators: {一: {points: 100, clause: 一, score: "count(派驻, 天数 >= 180) * 10"}}\n'
    blank, full = {"unit": "甲", "event": "派驻"}, {"unit": "乙", "event": "派驻", "天数": 200}
    sheet = score_text(text, ["甲", "乙"], events=[blank, full])
    assert sheet.totals() == ["ERROR", 10]
    assert sheet.codes() == ["K602"]


def test_a_row_of_runs_says_what_a_gap_does() -> None:
    more = "ranking: {within: all, by: [total], ties: share}\nreads: {以前: {scheme: desk, history: 3%s}}\n"
    rule = '"1 if in_a_row(以前, grade == 优) >= 2 else 0"'
    text = (
        scheme("0", f"{more}values: {{连: {rule}}}\nchecks: {{用到: {{must: 连 >= 0, otherwise: finding}}}}\n")
        + "grades: {of: total, from: {优: 90}, otherwise: 良}\n"
    )
    assert refusals(text % "") == ["K202"]
    assert refusals(text % ", gaps: skip") == []
    assert refusals(text.replace("in_a_row", "times") % "") == []


def test_what_has_no_full_marks_has_no_rate() -> None:
    text = f"{HEAD}\ninputs: {{率: {{kind: percent, owner: 甲}}}}\nindicators:\n  一: {{points: open, clause: 一, score: 率}}\n".replace(
        "points: 100", "points: open"
    )
    assert refusals(text + "  二: {points: open, clause: 二, score: rate(一)}\n") == ["K415"]
    assert score_text(text + "  二: {points: open, clause: 二, score: score(一) * 2}\n", ["甲"], {"率": ["0.25"]}).total("甲") == Fraction(75, 100)
