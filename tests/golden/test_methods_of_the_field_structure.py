"""How parts come together: 加总, 加权, 缺项, 取低, 半年加年终, 换算, 阶梯效应. Each by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers import field, numbers, scores


def test_points_add_up_to_a_thousand(tmp_path: Path) -> None:
    body = """
points: 1750
inputs: {甲率: {kind: percent, owner: 考绩办, between: [0, 100%]}, 乙率: {kind: percent, owner: 考绩办, between: [0, 100%]}}
indicators: {经济: {points: 1000, score: points * 甲率}, 民生: {points: 750, score: points * 乙率}}
"""
    assert field(tmp_path, body, ["甲", "乙"], {"甲率": "90% 85.5%", "乙率": "80% 100%"}).totals() == numbers("1500 1605")


def test_parts_on_a_hundred_are_weighted_by_class(tmp_path: Path) -> None:
    # 通用30% + 专用50% + 外部20%; 85/15 for one class, 70/30 for another as points by class
    body = """
points: 100
combine: mean
inputs:
  通用分: {kind: number, owner: 法制办, between: [0, 100]}
  专用分: {kind: number, owner: 法制办, between: [0, 100]}
  外部分: {kind: number, owner: 法制办, between: [0, 100]}
indicators: {通用: {weight: 30, score: 通用分}, 专用: {weight: 50, score: 专用分}, 外部: {weight: 20, score: 外部分}}
"""
    data = {"通用分": "90 100", "专用分": "80 70", "外部分": "85 50"}
    assert field(tmp_path, body, ["甲", "乙"], data).totals() == numbers("84 75")  # 27 + 40 + 17; 30 + 35 + 10
    body = """
points: 100
classes: {镇: {}, 部门: {}}
inputs: {目标分: {kind: number, owner: 考核办, between: [0, 100]}, 评价分: {kind: number, owner: 考核办, between: [0, 100]}}
indicators:
  目标: {points: {镇: 85, 部门: 70}, score: points * 目标分 / 100}
  评价: {points: {镇: 15, 部门: 30}, score: points * 评价分 / 100}
"""
    assert field(tmp_path, body, {"甲": "镇", "乙": "部门"}, {"目标分": "90 90", "评价分": "80 80"}).totals() == numbers("88.5 87")


LACKING = """
points: 100
not_applicable: %s
inputs:
  涉及: {kind: yes_no, owner: 网信办}
  服务率: {kind: percent, owner: 网信办, between: [0, 100%%]}
  发布率: {kind: percent, owner: 网信办, between: [0, 100%%]}
  回应率: {kind: percent, owner: 网信办, between: [0, 100%%]}
indicators:
  服务: {points: 20, applies_if: 涉及, score: points * 服务率}
  发布: {points: 50, score: points * 发布率}
  回应: {points: 30, score: points * 回应率}
"""


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("rescale", "72 75"),  # 乙 (45 + 15) × 100 ÷ 80
        ("spread", "72 74"),  # 乙 60 × 90% + 40 × 50%
        ("class_mean", "72 72"),  # 乙 45 + 15 + the mean of 服务, which is 12
        ("full", "72 80"),
        ("zero", "72 60"),
    ],
)
def test_what_does_not_concern_a_unit(policy: str, told: str, tmp_path: Path) -> None:
    sheet = field(tmp_path, LACKING % policy, ["甲", "乙"], {"涉及": "是 否", "服务率": "60% -", "发布率": "90% 90%", "回应率": "50% 50%"})
    assert sheet.totals() == numbers(told)


def test_the_lower_of_two_scores_in_key_regions_only(tmp_path: Path) -> None:
    # 重点区域取两项百分制得分的低值, 其他地区只看终期
    body = """
points: 100
classes: {重点: {}, 一般: {}}
inputs: {质量分: {kind: number, owner: 环保局, between: [0, 100]}, 任务分: {kind: number, owner: 环保局, between: [0, 100]}}
values: {结果: {重点: "min(质量分, 任务分)", 一般: 任务分}}
indicators: {考核: {points: 100, score: 结果}}
"""
    assert field(tmp_path, body, {"甲": "重点", "乙": "一般"}, {"质量分": "70 -", "任务分": "90 88"}).totals() == numbers("70 88")


def test_four_years_mean_and_the_last_year_each_half(tmp_path: Path) -> None:
    # 期末 = 各年平均 × 50% + 期末年 × 50%, 保留整数: (80 + 85 + 90 + 93) ÷ 4 = 87, (87 + 93) ÷ 2 = 90
    body = """
points: 100
rounding: {mode: half_up, total: 0}
missing: problem
not_applicable: problem
inputs: {得分: {kind: number, owner: 水利厅, between: [0, 100], every: year}}
reads:
  第一年: {scheme: shuizhi, edition: 2021}
  第二年: {scheme: shuizhi, edition: 2022}
  第三年: {scheme: shuizhi, edition: 2023}
indicators: {期末: {points: 100, score: (total(第一年) + total(第二年) + total(第三年) + 得分) / 4 * 50% + 得分 * 50%}}
"""
    reads = {("第一年", "total"): ["80"], ("第二年", "total"): ["85"], ("第三年", "total"): ["90"]}
    assert field(tmp_path, body, ["甲"], {"得分": "93"}, reads=reads).totals() == numbers("90")


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        ("{weights: {半年: 40%, 年终: 60%}, missing: problem}", "86"),  # 80 × 40% + 90 × 60%
        ("{names: [半年, 年终], combine: mean, missing: problem}", "85"),
        ("{names: [半年, 年终], combine: highest, missing: problem}", "90"),
        ("{names: [半年, 年终], combine: last, missing: problem}", "90"),
        ("{names: [半年, 年终], combine: sum, missing: problem}", "170"),
    ],
)
def test_periods(periods: str, told: str, tmp_path: Path) -> None:
    body = f"points: 100\nperiods: {periods}\ninputs: {{得分: {{kind: number, owner: 办公室, between: [0, 100]}}}}\nindicators: {{工作: {{points: 100, score: 得分}}}}\n"
    assert field(tmp_path, body, ["甲"], {"得分@半年": "80", "得分@年终": "90"}).totals() == numbers(told)


def test_a_scale_of_130_and_the_score_of_another_assessment(tmp_path: Path) -> None:
    # 130分制 × 100 ÷ 130; 党建考核（满分120）折成10分
    body = """
points: 100
reads: {党建: {scheme: dangjian, edition: same}}
inputs: {经营分: {kind: number, owner: 国资委, between: [0, 130]}}
indicators:
  经营: {points: 90, score: 经营分 / 130 * 90}
  党建折算: {points: 10, score: total(党建) * 10 / 120}
"""
    sheet = field(tmp_path, body, ["甲"], {"经营分": "117"}, reads={("党建", "total"): ["108"]})
    assert (scores(sheet, "经营"), scores(sheet, "党建折算"), sheet.totals()) == (numbers("81"), numbers("9"), numbers("90"))


def test_one_indicator_below_its_base_holds_all_others_at_theirs(tmp_path: Path) -> None:
    # 任一基本指标未达基准, 其余指标最高只得基本分, 也不乘系数
    body = """
points: open
combine: children_sum * (1.1 if 都达到 else 1)
inputs:
  利润率: {kind: percent, owner: 国资委, between: [0, 200%]}
  收益率: {kind: percent, owner: 国资委, between: [0, 200%]}
values:
  都达到: 利润率 >= 100% and 收益率 >= 100%
functions:
  得(率, 基本, 最高): "min(最高 if 都达到 else 基本, 基本 * 率)"
indicators:
  利润: {points: 36, score: "得(利润率, 30, 36)"}
  收益: {points: 48, score: "得(收益率, 40, 48)"}
"""
    sheet = field(tmp_path, body, ["甲", "乙"], {"利润率": "110% 130%", "收益率": "105% 90%"})
    assert scores(sheet, "利润") == numbers("33 30")
    assert scores(sheet, "收益") == numbers("42 36")
    assert sheet.totals() == numbers("82.5 66")  # 75 × 1.1; 30 + 36
