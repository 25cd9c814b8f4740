"""A condition of the year over figures of the periods is asked of each period."""

import pytest

from scored import HEAD, plan_text, refusals, score_text

BODY = """periods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}
inputs:
  x: {kind: number, owner: 甲科}
  事故: {kind: yes_no, owner: 安监科}
  编制: {kind: count, owner: 甲科, every: year}
indicators:
  甲: {points: 100, score: x}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
"""
X = {"x@六月": ["95", "95"], "x@十二月": ["95", "95"]}


def grades(veto: str, data: dict[str, list[object]], values: str = "") -> list[object]:
    text = HEAD + BODY + values + f"vetoes: {{否决: {{when: {veto}, then: {{grade: 合格}}}}}}\n"
    return score_text(text, ["A", "B"], {**X, **data}).grades()


@pytest.mark.parametrize(("june", "december", "told"), [(False, False, "优秀"), (True, False, "合格"), (False, True, "合格"), (True, True, "合格")])
def test_a_veto_of_one_period_forces_the_year(june: bool, december: bool, told: str) -> None:
    assert grades("事故", {"事故@六月": [june, False], "事故@十二月": [december, False]}) == [told, "优秀"]


def test_through_a_named_value_as_well() -> None:
    data = {"事故@六月": [True, False], "事故@十二月": [False, False]}
    assert grades("出事", data, "values: {出事: 事故}\n") == ["合格", "优秀"]


def test_a_figure_of_the_year_is_asked_once() -> None:
    text = HEAD + BODY + "checks: {编制数: {must: 编制 > 0, otherwise: finding}}\n"
    asked = [str(need.ref) for need in plan_text(text).needs.columns if need.name == "编制"]
    assert asked == ["input(编制)"]
    sheet = score_text(text, ["A", "B"], {**X, "编制": ["0", "3"]})
    assert [p.facts["unit"] for p in sheet.results.findings] == ["A"]


def test_a_condition_on_the_total_is_of_the_year() -> None:
    assert grades("total > 94", {}) == ["合格", "合格"]


def test_a_periods_figure_is_never_asked_without_its_period() -> None:
    text = HEAD + BODY + "checks: {无事故: {must: not 事故, otherwise: finding}}\n"
    asked = {need.ref.period for need in plan_text(text).needs.columns if need.name == "事故"}
    assert asked == {"六月", "十二月"}


@pytest.mark.parametrize("more", ["consequences: {通报: {when: x < 5}}", "payments: {奖金: {amount: 翻倍, places: 2}}\nvalues: {翻倍: x * 2}"])
def test_what_comes_after_the_years_total_cannot_mean_a_periods_figure(more: str) -> None:
    assert refusals(HEAD + BODY + more + "\n") == ["K415"]


def test_what_comes_after_may_rest_on_a_figure_of_the_year_and_on_the_total() -> None:
    text = HEAD + BODY + "payments: {奖金: {amount: 编制 * total, places: 2}}\n"
    assert score_text(text, ["A", "B"], {**X, "编制": ["2", "3"]}).paid("奖金", "A") == 190


DATA = {**X, "事故@六月": [True, False], "事故@十二月": [False, True]}


def test_a_veto_of_one_named_period_strikes_there_only() -> None:
    assert grades("事故", DATA) == ["合格", "合格"]
    assert grades("事故 and period == 十二月", DATA) == ["优秀", "合格"]


def test_events_of_one_named_period() -> None:
    text = HEAD + BODY.replace("  事故: {kind: yes_no, owner: 安监科}\n", "") + "owner: 安监科\nevents: {死亡: {}}\n"
    text += 'vetoes: {年末: {when: "count(死亡, period == 十二月) > 0", then: {grade: 合格}}}\n'
    events = [{"unit": unit, "event": "死亡", "period": period} for unit, period in (("A", "六月"), ("B", "十二月"))]
    assert score_text(text, ["A", "B"], X, events=events).grades() == ["优秀", "合格"]


def test_a_value_may_differ_by_period() -> None:
    # 序时进度: 25%, 50%, 75%, 100% of 200
    text = HEAD + (
        "periods: {every: quarter, combine: last, missing: problem}\ninputs: {完成: {kind: number, owner: 甲科}}\n"
        "values: {序时: {levels: {of: period, give: {一季度: 25%, 二季度: 50%, 三季度: 75%, 四季度: 100%}}}}\n"
        "indicators: {进度: {points: 100, score: 'points * min(1, 完成 / (200 * 序时))'}}\n"
    )
    done = {f"完成@{quarter}": [value] for quarter, value in (("一季度", "50"), ("二季度", "80"), ("三季度", "150"), ("四季度", "190"))}
    sheet = score_text(text, ["A"], done)
    assert [sheet.total("A", quarter) for quarter in ("一季度", "二季度", "三季度", "四季度", "")] == [100, 80, 100, 95, 95]


def test_period_means_nothing_where_the_year_is_spoken_of() -> None:
    assert refusals(HEAD + BODY + "consequences: {通报: {when: period == 六月}}\n") == ["K415"]
