"""What names mean where they stand, and what is said of those that mean nothing there."""

from fractions import Fraction

import pytest

from kpi_engine.engine.plan import plan_scheme
from scored import HEAD, plan_text, read_scheme, refusals, score_text

INPUTS = """
inputs:
  率: {kind: percent, owner: 甲科}
  数: {kind: count, owner: 甲科, target: given, better: lower}
  评定: {kind: choice, options: [好, 差], owner: 甲科}
"""


def scheme(rule: str, more: str = "", head: str = HEAD) -> str:
    return f"{head}{INPUTS}{more}\nindicators:\n  一: {{points: 100, clause: 一, score: {rule}}}\n"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("无名", "K406"),
        ("points * 率 + 一", "K415"),
        ("children_sum", "K415"),
        ("score(二)", "K406"),
        ("score(1)", "K415"),
        ("score(一, 一)", "K408"),
        ("target(率)", "K314"),
        ("target(无)", "K314"),
        ("grade(去年)", "K406"),
        ("class_max(率, 数)", "K408"),
        ("class_max(评定)", "K409"),
        ("in_a_row(率, 率)", "K406"),
        ("in_a_row(无, 率 > 1%)", "K406"),
        ("members_mean(率)", "K415"),
        ("count(事项, 事项, 事项)", "K407"),
        ("{bands: {of: 率, otherwise: 0}}", "K213"),
        ("{bands: {of: 率, from: {90%: 1}, above: {80%: 2}, otherwise: 0}}", "K212"),
        ("{bands: {of: 率, from: {90%: 1, 0.9: 2}, otherwise: 0}}", "K310"),
        ("{bands: {of: 率, from: {90%: 1}}}", "K202"),
        ("{levels: {of: 评定, give: {好: 1}}}", "K312"),
        ("{levels: {of: 评定, give: {好: 1, 差: 0, 中: 3}}}", "K413"),
        ("{levels: {of: 率, give: {好: 1}}}", "K415"),
        ("{line: {of: 率, through: {90%: 1}, beyond: hold}}", "K311"),
        ("{line: {of: 率, through: {90%: 1, 0.9: 2}, beyond: hold}}", "K310"),
        ("{cases: [{when: 率 > 1%, give: 3}]}", "K202"),
        ("{cases: [{when: 率 > 1%}, {otherwise: 0}]}", "K202"),
        ("{attainment: {actual: 率}}", "K314"),
        ("{attainmnt: {actual: 率}}", "K211"),
        ("{attainment: {actul: 率}}", "K201"),
    ],
)
def test_what_has_no_meaning_here_is_refused(rule: str, code: str) -> None:
    assert code in refusals(scheme(f'"{rule}"' if not rule.startswith("{") else rule))


def test_an_input_and_its_indicator_may_share_a_name() -> None:
    text = f"{HEAD}\ninputs: {{完成: {{kind: percent, owner: 甲}}}}\nindicators:\n  完成: {{points: 60, clause: 一, score: points * 完成}}\n"
    text += "  二: {points: 40, clause: 二, score: score(完成) / 3}\n"
    sheet = score_text(text, ["甲"], {"完成": ["0.5"]})
    assert (sheet.score("完成", "甲"), sheet.score("二", "甲"), sheet.total("甲")) == (30, 10, 40)


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


def test_values_that_name_each_other_are_a_cycle_with_its_chain() -> None:
    assert "K414" in refusals(scheme("甲", "values: {甲: 乙 + 1, 乙: 甲 + 1}\n"))


def test_a_score_that_depends_on_the_grade_is_a_cycle() -> None:
    text = scheme('"1 if grade == 优 else 0"') + "grades: {of: total, from: {优: 90}, otherwise: 差}\n"
    assert "K414" in refusals(text)


def test_a_heading_that_is_not_a_function_is_refused() -> None:
    assert "K315" in refusals(scheme("率", "functions: {没有括号: 率}\n"))


def test_numbers_by_class_need_every_class_or_otherwise() -> None:
    classes = HEAD + "classes: {街道: {}, 部门: {}}\n"
    assert refusals(scheme("{街道: 率}", head=classes)) == ["K313"]
    assert refusals(scheme("{街道: 率, otherwise: 0}", head=classes)) == []
    assert "K211" in refusals(scheme("{乡镇: 率, otherwise: 0}", head=classes))


def test_ranks_of_an_input_of_which_less_is_better_count_from_the_smallest() -> None:
    sheet = score_text(scheme("class_rank(数)"), ["甲", "乙"], {"数": [7, 3]})
    assert sheet.totals() == [2, 1]


def test_statistics_across_all_and_across_the_class() -> None:
    head = HEAD + "classes: {街道: {}, 部门: {}}\n"
    text = scheme('"100 * all_max(率) - 100 * class_min(率) + others_mean(率) * 0"', head=head)
    sheet = score_text(text, {"甲": "街道", "乙": "部门", "丙": "部门", "丁": "街道"}, {"率": ["0.5", "0.9", "0.7", "0.6"]})
    assert sheet.totals() == [40, 20, 20, 40]


def test_a_quantity_of_a_period_is_its_own() -> None:
    text = scheme("points * 率").replace(
        "points: 100\nrounding", "points: 100\nperiods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\nrounding"
    )
    needs = plan_text(text).needs
    assert [(need.name, need.period) for need in needs.columns] == [("率", "六月"), ("率", "十二月")]
    assert needs.periods == ("六月", "十二月")


def test_an_input_of_the_year_is_one_for_all_periods() -> None:
    text = scheme("points * 率").replace(
        "points: 100\nrounding", "points: 100\nperiods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\nrounding"
    )
    text = text.replace("率: {kind: percent, owner: 甲科}", "率: {kind: percent, owner: 甲科, every: year}")
    assert [(need.name, need.period) for need in plan_text(text).needs.columns] == [("率", "")]


def test_functions_that_double_each_other_are_refused_before_they_are_written_out() -> None:
    more = "functions:\n  f0(x): x\n" + "".join(f"  f{i}(x): f{i - 1}(x) + f{i - 1}(x)\n" for i in range(1, 40))
    assert "K405" in refusals(scheme('"f39(率)"', more))


def test_a_long_chain_of_values_is_refused_and_a_short_one_is_read() -> None:
    def chain(length: int) -> str:
        return "values:\n  v0: 率\n" + "".join(f"  v{i}: v{i - 1} + 1\n" for i in range(1, length))

    assert "K405" in refusals(scheme("v299", chain(300)))
    assert "K405" not in refusals(scheme("v19", chain(20)))


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


def test_a_former_name_of_an_input_in_a_formula_is_told_with_the_new_one() -> None:
    text = scheme("points * 老率").replace("率: {kind: percent,", "率: {kind: percent, was: 老率,")
    _, problems = plan_scheme(read_scheme(text))
    assert [problem.message() for problem in problems] == ["不认识的名字 老率，是不是 率？"]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("天数", "它是事项“超期”的列，一件一个；用在这种事项的单价里，合计写 sum(超期, 天数)"),
        ("评分 - mark", "一个评委的一个分只用在 valid_if 里；合成的分写数据项的名字"),
    ],
)
def test_a_name_of_rows_is_not_one_of_units(rule: str, why: str) -> None:
    more = "  评分: {kind: marks, owner: 甲科}\nevents: {超期: {columns: {天数: {kind: count}}}}\n"
    _, problems = plan_scheme(read_scheme(scheme(rule, more)))
    assert [(p.code.number, p.facts["why"]) for p in problems] == [("K415", why)]


def test_what_has_no_full_marks_has_no_rate() -> None:
    text = f"{HEAD}\ninputs: {{率: {{kind: percent, owner: 甲}}}}\nindicators:\n  一: {{points: open, clause: 一, score: 率}}\n".replace(
        "points: 100", "points: open"
    )
    assert refusals(text + "  二: {points: open, clause: 二, score: rate(一)}\n") == ["K415"]
    assert score_text(text + "  二: {points: open, clause: 二, score: score(一) * 2}\n", ["甲"], {"率": ["0.25"]}).total("甲") == Fraction(75, 100)
