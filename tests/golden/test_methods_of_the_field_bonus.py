"""Bonuses (加分, 奖励分) and opinion (测评) as published rules word them, each by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers import field, numbers, scores

LEVELS = "events: {表彰: {columns: {级别: {kind: choice, options: [国家, 省, 市, 县]}}}}\n"
LEVELS += "functions:\n  级别分(级): {levels: {of: 级, give: {国家: 1, 省: 0.8, 市: 0.6, 县: 0.3}}}\n"


def awards(*told: str) -> list[dict[str, object]]:
    rows = [line.split() for line in told]
    return [{"unit": unit, "event": "表彰", "级别": level, "fact": fact, "evidence": "文件"} for unit, level, fact in rows]


@pytest.mark.parametrize(
    ("policy", "told"),
    # 甲: one honour at three levels, and another: 就高 1 + 0.3; each 1 + 0.8 + 0.6 + 0.3
    [("heaviest", "1.3 0.6"), ("each", "2.7 0.6")],
)
def test_one_honour_counts_at_its_highest_level_only(policy: str, told: str, tmp_path: Path) -> None:
    body = f"points: open\nowner: 人社局\n{LEVELS}indicators:\n  荣誉: {{bonus: 5, same_fact: {policy}, evidence: required, add: {{表彰: {{each: 级别分(级别)}}}}}}\n"
    events = awards("甲 国家 A", "甲 省 A", "甲 市 A", "甲 县 B", "乙 市 A")
    assert scores(field(tmp_path, body, ["甲", "乙"], events=events), "荣誉") == numbers(told)


def test_caps_of_kinds_within_a_cap_of_the_whole(tmp_path: Path) -> None:
    # 表彰最多3分, 经验交流最多2分, 加分合计不超过4分; 另设“无上限”的招商奖励
    body = """
points: 100
owner: 考评办
inputs: {基础: {kind: number, owner: 考评办, between: [0, 100]}}
indicators:
  基础分: {points: 100, score: 基础}
  加分:
    bonus: 4
    indicators:
      荣誉: {bonus: 3, add: {表彰: 1}}
      经验: {bonus: 2, add: {经验交流: 0.5}}
  招商奖励: {bonus: 1000, cap: none, add: {引进项目: 10}}
"""
    events = [{"unit": "甲", "event": event} for event, count in (("表彰", 5), ("经验交流", 3), ("引进项目", 2)) for _ in range(count)]
    sheet = field(tmp_path, body, ["甲"], {"基础": "80"}, events=events)
    assert [sheet.score(name, "甲") for name in ("荣誉", "经验", "加分", "招商奖励")] == numbers("3 1.5 4 20")
    assert sheet.totals() == numbers("104")


def test_open_ended_points_start_at_six_and_join_a_total_scaled(tmp_path: Path) -> None:
    # 基础6分, 录用一条加10分, 缺一次扣1分, 扣完为止; 加分无上限; 不足6分不达标; 计入总分时按最高者折成10分
    body = """
points: open
owner: 信息科
indicators:
  信息积分: {points: open, floor: 0, score: 6, add: {录用: 10}, deduct: {缺报: 1}}
  折算: {points: 10, score: "points * score(信息积分) / max(1, class_max(score(信息积分)))"}
grades: {of: score(信息积分), from: {达标: 6}, otherwise: 不达标}
"""
    events = [
        {"unit": unit, "event": event} for unit, event, count in (("甲", "录用", 3), ("乙", "缺报", 1), ("丙", "缺报", 9)) for _ in range(count)
    ]
    sheet = field(tmp_path, body, list("甲乙丙"), events=events)
    assert scores(sheet, "信息积分") == numbers("36 5 0")
    assert scores(sheet, "折算") == numbers("10 1.39 0")  # 5 ÷ 36 × 10
    assert sheet.grades() == ["达标", "不达标", "不达标"]


@pytest.mark.parametrize(("lost", "told"), [("15", "80"), ("14.9", "85.13")])
def test_a_gate_that_must_be_passed_and_not_only_reached(lost: str, told: str, tmp_path: Path) -> None:
    # 扣分指标得分高于80分的, 方可计加分: 75 points scale to 100; 60 × 4/3 = 80 exactly does not pass, 60.1 × 4/3 = 80.1333… does
    body = """
points: 100
rounding: {mode: half_up, total: 2}
inputs: {失分: {kind: number, owner: 网信办, between: [0, 75]}, 有服务: {kind: yes_no, owner: 网信办}}
indicators:
  扣分指标:
    points: 100
    not_applicable: rescale
    indicators:
      发布: {points: 75, score: 75 - 失分}
      服务: {points: 25, applies_if: 有服务, score: 25}
  加分: {bonus: 5, counts_if: score(扣分指标) > 80, score: 5}
missing: problem
not_applicable: problem
"""
    assert field(tmp_path, body, ["甲"], {"失分": lost, "有服务": "否"}).totals() == numbers(told)


def test_a_gate_of_several_conditions_for_the_first_three(tmp_path: Path) -> None:
    # 前3名且 GDP≥8、投资≥8、财政支出≥10 的分别加3、2、1分
    body = """
points: 100
inputs:
  得分: {kind: number, owner: 统计局, between: [0, 100]}
  GDP: {kind: percent, owner: 统计局, between: [-20%, 50%]}
  支出: {kind: percent, owner: 财政局, between: [-20%, 50%]}
indicators:
  基础: {points: 100, score: 得分}
  进位: {bonus: 3, counts_if: GDP >= 8% and 支出 >= 10%, score: {places: {of: score(基础), first: highest, give: [3, 2, 1], ties: share}}}
"""
    sheet = field(tmp_path, body, list("甲乙丙丁"), {"得分": "95 90 85 80", "GDP": "8% 7.9% 9% 9%", "支出": "10% 12% 9.9% 11%"})
    assert scores(sheet, "进位") == numbers("3 0 0 0")


def test_a_document_dated_until_february_counts_for_the_year_before(tmp_path: Path) -> None:
    # 2012年2月底前发文的计入2011年度, 2011年1月以前的不计
    body = """
points: open
owner: 考评办
events: {表彰: {columns: {发文日期: {kind: date}}}}
values: {止: "date(2012, 2, 29)"}
indicators:
  荣誉: {bonus: 5, evidence: required, add: {表彰: {each: "1 if date(2011, 3, 1) <= 发文日期 <= 止 else 0"}}}
"""
    import datetime as dt

    days = (dt.date(2011, 2, 28), dt.date(2011, 3, 1), dt.date(2012, 2, 29), dt.date(2012, 3, 1))
    events = [{"unit": "甲", "event": "表彰", "发文日期": day, "evidence": "文件"} for day in days]
    assert field(tmp_path, body, ["甲"], events=events).totals() == numbers("2")


# E: opinion ------------------------------------------------------------------------------------------------------------------------------------------

VOTE = "points: 100\ninputs:\n  测评:\n    kind: ballots\n    owner: 组织部\n"


@pytest.mark.parametrize(
    ("more", "told"),
    # 优秀100 称职80 基本称职60 不称职40: (20 × 100 + 10 × 80 + 5 × 60 + 5 × 40) ÷ 40 = 82.5; counted among 50 with 不了解 at 0: 66
    [("options: {优秀: 100, 称职: 80, 基本称职: 60, 不称职: 40}\n    not_counted: [不了解]", "82.5"),
     ("options: {优秀: 100, 称职: 80, 基本称职: 60, 不称职: 40, 不了解: 0}", "66")],
)  # fmt: skip
def test_votes_by_their_values_with_or_without_those_who_do_not_know(more: str, told: str, tmp_path: Path) -> None:
    body = f"{VOTE}    {more}\nindicators: {{评议: {{points: 100, score: 测评}}}}\n"
    votes = {
        ("测评", f"|{option}"): [count] for option, count in (("优秀", "20"), ("称职", "10"), ("基本称职", "5"), ("不称职", "5"), ("不了解", "10"))
    }
    assert field(tmp_path, body, ["甲"], votes=votes).totals() == numbers(told)


@pytest.mark.parametrize(("policy", "told"), [("renormalise", "85 82"), ("problem", "85 MISSING")])
def test_several_groups_of_raters_by_weight(policy: str, told: str, tmp_path: Path) -> None:
    # 领导20% 同级40% 群众40%: 100 × 20% + 75 × 40% + 87.5 × 40% = 85; 乙 has no vote of 领导: (80 × 40% + 84 × 40%) ÷ 80% = 82
    body = f"{VOTE}    options: {{好: 100, 差: 50}}\n    raters: {{领导: 20%, 同级: 40%, 群众: 40%}}\n    missing_rater: {policy}\n"
    body += "indicators: {评议: {points: 100, score: 测评}}\n"
    counts = {
        "领导|好": ["4", None],
        "领导|差": ["0", None],
        "同级|好": ["5", "60"],
        "同级|差": ["5", "40"],
        "群众|好": ["30", "68"],
        "群众|差": ["10", "32"],
    }
    votes = {("测评", part): cells for part, cells in counts.items()}
    sheet = field(tmp_path, body, ["甲", "乙"], votes=votes)
    assert sheet.totals() == numbers(told)


def test_more_ballots_than_were_given_out_are_void(tmp_path: Path) -> None:
    body = f"{VOTE}    options: {{好: 100, 差: 0}}\n    valid_if: returned <= issued\nindicators: {{评议: {{points: 100, score: 测评}}}}\n"
    votes = {
        ("测评", f"|{part}"): cells for part, cells in {"好": ["9", "9"], "差": ["1", "2"], "issued": ["10", "10"], "returned": ["10", "11"]}.items()
    }
    assert field(tmp_path, body, ["甲", "乙"], votes=votes).totals() == numbers("90 MISSING")


def test_a_jury_drops_the_highest_and_the_lowest_and_voids_ballots_against_the_rules(tmp_path: Path) -> None:
    # 评委多于5人时去掉一个最高、一个最低; 90分以上不超过1个、70分以下不少于1个, 否则该评委整张评分表作废
    body = """
points: 100
inputs:
  评分:
    kind: marks
    owner: 评审组
    between: [0, 100]
    drop: {highest: 1, lowest: 1, if_more_than: 5}
    valid_if: ballot_count(mark >= 90) <= 1 and ballot_count(mark < 70) >= 1
    places: 2
indicators: {评审: {points: 100, score: 评分}}
"""
    ballots = {"一": "95 65", "二": "80 60", "三": "85 69", "四": "88 68", "五": "70 50", "六": "90 66", "七": "95 92", "八": "80 75"}
    rows = [(unit, mark, None, juror) for juror, told in ballots.items() for unit, mark in zip("甲乙", told.split(), strict=True)]
    marks = {"marks:评分": [{"unit": unit, "mark": mark, "fact": juror} for unit, mark, _, juror in rows]}
    # 七 has two of 90 and more, 八 none below 70: void. 甲 80 85 88 90 ÷ 4 = 85.75; 乙 60 65 66 68 ÷ 4 = 64.75
    assert field(tmp_path, body, ["甲", "乙"], tables=marks).totals() == numbers("85.75 64.75")


def test_a_harsh_and_a_lenient_rater_are_brought_to_one_mean(tmp_path: Path) -> None:
    # 每位评委的分减去他的平均分, 加上全体的平均分: 甲 means 70, 乙 means 90, both 80
    body = """
points: open
inputs: {评委甲: {kind: number, owner: 评审组, between: [0, 100]}, 评委乙: {kind: number, owner: 评审组, between: [0, 100]}}
functions: {"校正(分, 均)": "分 - 均 + (all_mean(评委甲) + all_mean(评委乙)) / 2"}
indicators: {评审: {points: 100, score: "(校正(评委甲, all_mean(评委甲)) + 校正(评委乙, all_mean(评委乙))) / 2"}}
"""
    sheet = field(tmp_path, body, ["东", "西"], {"评委甲": "60 80", "评委乙": "95 85"})
    assert sheet.totals() == numbers("77.5 82.5")  # (70 + 85) ÷ 2; (90 + 75) ÷ 2
