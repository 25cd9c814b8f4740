"""Attainment (完成率法), bands, tables and lines as published rules word them, each by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers import field, numbers, scores


def leaf(rule: str, inputs: str, points: str = "10", more: str = "") -> str:
    return f"points: open\n{more}inputs: {{{inputs}}}\nindicators:\n  项: {{points: {points}, {rule}}}\n"


WATER = "取水: {kind: number, owner: 水务局, between: [0, 9999], better: lower, target: given}"
WORK = "完成: {kind: number, owner: 督查室, between: [0, 9999], target: given}"


@pytest.mark.parametrize(
    ("rule", "inputs", "actual", "target", "told"),
    [
        # 达标得满分, 大于目标不得分
        ("score: {met: 取水 <= target(取水)}", WATER, "100 101", "100 100", "10 0"),
        # 完成比例法, 不得突破分值
        ("score: {attainment: {actual: 完成}}", WORK, "9 12", "10 10", "9 10"),
        # 低于60%不得分: 59%, 60%
        ("score: {attainment: {actual: 完成, none_below: 60%}}", WORK, "59 60", "100 100", "0 6"),
        # 四档: 超额加分 / 完成满分 / 80%以上按实绩 / 80%以下0分
        ("cap: 12, score: {attainment: {actual: 完成, none_below: 80%, at_most: 120%}}", WORK, "110 130 100 80 79", "100 100 100 100 100", "11 12 10 8 0"),
        # 逆向指标 W·min(1, t/a); a = 0 得满分
        ("score: {attainment: {actual: 取水, at_zero: full}}", WATER, "80 125 0", "100 100 100", "10 8 10"),
        # 基本分 ± 超欠: 达到目标得80%, 每超(欠)1个百分点加(扣)0.5分, 最高不超过分值的110%
        (
            "cap: points * 110%, score: points * 80%, add: {超: {for: 'above_rel(完成, target(完成))', per: 1%, partial: ignore, each: 0.5}}, "
            "deduct: {欠: {for: 'below_rel(完成, target(完成))', per: 1%, partial: ignore, each: 0.5}}",
            WORK, "100 104 112 97", "100 100 100 100", "8 10 11 6.5",
        ),
        # 两侧: 未完成或超过30%的不得分
        ("score: {met: target(完成) <= 完成 <= 130% * target(完成)}", WORK, "99 100 130 131", "100 100 100 100", "0 10 10 0"),
        # (1 − 10·r)·W, r > 0.1 得0分
        ("score: 'points * max(0, 1 - 10 * abs(完成 - target(完成)) / target(完成))'", WORK, "100 103 91 89", "100 100 100 100", "10 7 1 0"),
    ],
)  # fmt: skip
def test_attainment(rule: str, inputs: str, actual: str, target: str, told: str, tmp_path: Path) -> None:
    name = inputs.partition(":")[0]
    units = [f"单位{n}" for n in range(len(actual.split()))]
    sheet = field(tmp_path, leaf(rule, inputs), units, {name: actual}, targets={name: target.split()})
    assert scores(sheet, "项") == numbers(told)


def test_profit_over_a_base_that_is_the_least_of_last_year_and_three_years(tmp_path: Path) -> None:
    # 基本分30; 目标值≥基准值时每超3%加1分, 最多6分; 目标值低于基准值20%以内最多5分, 20%-50%最多4分, 50%以上最多3分; 每低3%扣1分, 最多扣6分.
    # 基准值 = 上年数与前三年平均数中较低的. 丙: 目标70, 基准100, 低30%: 最多4分
    body = """
points: open
inputs:
  利润: {kind: number, owner: 考核局, target: given}
  上年: {kind: number, owner: 考核局}
  前年: {kind: number, owner: 考核局}
  大前年: {kind: number, owner: 考核局, between: [1, 9999]}
values:
  基准值: min(上年, (上年 + 前年 + 大前年) / 3)
  低于基准: "below(target(利润), 基准值) / max(1, 基准值)"
  加分上限: {bands: {of: 低于基准, up_to: {0: 6, 20%: 5, 50%: 4}, otherwise: 3}}
indicators:
  利润总额:
    points: 30
    cap: 36
    floor: 24
    score: points
    add: {超目标: {for: "above(利润, target(利润)) / max(1, abs(target(利润)))", per: 3%, partial: ignore, each: 1, at_most: 加分上限}}
    deduct: {欠目标: {for: "below(利润, target(利润)) / max(1, abs(target(利润)))", per: 3%, partial: ignore, each: 1, at_most: 6}}
"""
    data = {"利润": "110 85 100 49", "上年": "100 90 100 100", "前年": "90 100 130 130", "大前年": "80 110 130 130"}
    sheet = field(tmp_path, body, ["甲", "乙", "丙", "丁"], data, targets={"利润": ["90", "100", "70", "49"]})
    # 甲 base 90 = target: 20 ÷ 90 = 22.2% = 7 threes, at most 6; 乙 −15% = −5; 丙 +42.9% = 14, at most 4; 丁 on target
    assert scores(sheet, "利润总额") == numbers("36 25 34 30")


def test_a_table_of_steps_with_a_bonus_for_each_further_ten_percent(tmp_path: Path) -> None:
    # 节能: 完成100%得40分, 90%得36, 80%得32, 70%得28, 60%得24, 50%得20, 50%以下0分; 每超额完成10%加3分, 最多加9分; 低于100%为未完成等级
    body = leaf(
        "cap: 49, score: {bands: {of: 完成率, from: {100%: 40, 90%: 36, 80%: 32, 70%: 28, 60%: 24, 50%: 20}, otherwise: 0}}, "
        "add: {超额: {for: 'above(完成率, 100%)', per: 10%, partial: ignore, each: 3, at_most: 9}}",
        "完成率: {kind: percent, owner: 发改局, between: [0, 1000%]}",
        points="40",
        more="grades: {of: total, from: {超额完成: 40, 完成: 36, 基本完成: 24}, otherwise: 未完成}\n"
        "vetoes: {节能目标: {when: 完成率 < 100%, then: {grade: 未完成}}}\n",
    )
    sheet = field(tmp_path, body, list("甲乙丙丁戊"), {"完成率": "100% 99.99% 119% 145% 49%"})
    assert sheet.totals() == numbers("40 36 43 49 0")
    assert sheet.grades() == ["超额完成", "未完成", "超额完成", "超额完成", "未完成"]  # the points stand, the grade is forced


def test_a_band_has_a_range_the_assessor_picks_or_the_line_between(tmp_path: Path) -> None:
    # 拨付时间 ≤1个月 10分; >1个月,≤2个月 9-8分; >2个月,≤3个月 7-6分; 3个月以上 0分
    body = """
points: 20
inputs:
  月数: {kind: number, owner: 财政局, between: [0, 12]}
  核定: {kind: number, owner: 财政局, between: [0, 10], reason: required}
values:
  最高: {bands: {of: 月数, up_to: {1: 10, 2: 9, 3: 7}, otherwise: 0}}
  最低: {bands: {of: 月数, up_to: {1: 10, 2: 8, 3: 6}, otherwise: 0}}
indicators:
  由考核组定: {points: 10, score: 核定}
  档内按比例:
    points: 10
    score:
      cases:
        - {when: 月数 <= 1, give: 10}
        - {when: 月数 <= 2, give: {line: {of: 月数, through: {1: 9, 2: 8}, beyond: hold}}}
        - {when: 月数 <= 3, give: {line: {of: 月数, through: {2: 7, 3: 6}, beyond: hold}}}
        - {otherwise: 0}
checks:
  在档内: {must: 最低 <= 核定 <= 最高, otherwise: problem}
"""
    sheet = field(tmp_path, body, list("甲乙丙丁"), {"月数": "1 1.5 3 4", "核定": "10 8.5 6.2 0"})
    assert scores(sheet, "由考核组定") == numbers("10 8.5 6.2 0")
    assert scores(sheet, "档内按比例") == numbers("10 8.5 6 0")
    assert sheet.codes() == []
    assert field(tmp_path, body, ["甲"], {"月数": "1.5", "核定": "9.5"}).codes() == ["K607"]


def test_thresholds_by_region(tmp_path: Path) -> None:
    # 资金到位: 中部≥40%, 西部≥30%, 东部≥100% 得满分, 否则按比例
    body = """
points: 10
classes: {东部: {}, 中部: {}, 西部: {}}
inputs: {到位率: {kind: percent, owner: 扶贫办, between: [0, 100%]}}
values: {标准: {中部: 40%, 西部: 30%, 东部: 100%}}
indicators: {到位: {points: 10, score: "points * min(1, 到位率 / 标准)"}}
"""
    sheet = field(tmp_path, body, {"甲": "东部", "乙": "中部", "丙": "西部", "丁": "中部"}, {"到位率": "75% 40% 29% 20%"})
    assert scores(sheet, "到位") == numbers("7.5 10 9.67 5")


def test_a_table_of_conditions_with_a_veto(tmp_path: Path) -> None:
    # 年度目标与累计进度: 都完成60分, 只有累计完成55分, 只有年度完成40分, 都未完成0分并一票否决
    body = """
points: 60
inputs:
  年度完成: {kind: yes_no, owner: 发改局}
  累计完成: {kind: yes_no, owner: 发改局}
indicators:
  强度目标:
    points: 60
    score:
      cases:
        - {when: 年度完成 and 累计完成, give: 60}
        - {when: 累计完成, give: 55}
        - {when: 年度完成, give: 40}
        - {otherwise: 0}
grades: {of: total, from: {完成: 40}, otherwise: 未完成}
vetoes: {两项都未完成: {when: not 年度完成 and not 累计完成, then: {stop: yes, grade: 未完成}}}
"""
    sheet = field(tmp_path, body, list("甲乙丙丁"), {"年度完成": "是 否 是 否", "累计完成": "是 是 否 否"})
    assert sheet.totals() == numbers("60 55 40 NOT_APPLICABLE")
    assert sheet.grades() == ["完成", "完成", "完成", "未完成"]


def test_milestones_are_a_share_of_the_final_target(tmp_path: Path) -> None:
    # 2014/2015/2016年须达到最终目标的10%/35%/65%: this edition is 2015; 达到得满分, 不降反升的得0分, 其余按比例
    body = """
points: 100
inputs: {下降幅度: {kind: percent, owner: 环保局, between: [-100%, 100%], target: given}}
values: {本年应达到: "35% * target(下降幅度)"}
checks: {目标为正: {must: target(下降幅度) > 0, otherwise: problem}}
indicators: {空气质量: {points: 100, score: "points * clip(下降幅度 / max(0.01%, 本年应达到), 0, 1)"}}
"""
    sheet = field(tmp_path, body, list("甲乙丙"), {"下降幅度": "8% 3.5% -2%"}, targets={"下降幅度": ["20%", "20%", "25%"]})
    assert sheet.totals() == numbers("100 50 0")  # 8 ≥ 7; 3.5 ÷ 7; rose


def test_marginal_brackets_are_a_line_through_sums(tmp_path: Path) -> None:
    # 黑龙江: b + x1·b/20 + x2·b/40 + x3·b/60 + x4·b/80, each x the part of the deviation inside its ten points; no floor
    losses = "-40: points * -1 / 24, -30: points / 12, -20: points / 4, -10: points / 2, 0: points"
    through = f"{{{losses}, 10: points * 1.5, 20: points * 1.75, 30: points * 23 / 12, 40: points * 49 / 24}}"
    body = leaf(
        f"cap: none, floor: none, round: 4, score: {{line: {{of: 偏差, through: {through}, beyond: problem}}}}",
        "偏差: {kind: number, owner: 统计局, between: [-40, 40]}",
    )
    sheet = field(tmp_path, body, list("甲乙丙丁戊"), {"偏差": "0 5 25 -40 -13"})
    # 10 + 2.5; 10 + 5 + 2.5 + 5 × 10 ÷ 60; 10 − 5 − 2.5 − 1.6667 − 1.25; 10 − 5 − 3 × 10 ÷ 40
    assert scores(sheet, "项") == numbers("10 12.5 18.3333 -0.4167 4.25")


def test_words_are_shares_of_the_points_and_the_assessor_moves_within(tmp_path: Path) -> None:
    # 达成/部分达成/未达成: 100%-80%, 80%-50%, 50%-0%
    body = """
points: 10
inputs:
  程度: {kind: choice, options: [达成, 部分达成, 未达成], owner: 财政局}
  比例: {kind: percent, owner: 财政局, between: [0, 100%]}
values:
  上限: {levels: {of: 程度, give: {达成: 100%, 部分达成: 80%, 未达成: 50%}}}
  下限: {levels: {of: 程度, give: {达成: 80%, 部分达成: 50%, 未达成: 0%}}}
indicators: {效益: {points: 10, score: points * 比例}}
checks: {比例在档内: {must: 下限 <= 比例 <= 上限, otherwise: problem}}
"""
    sheet = field(tmp_path, body, list("甲乙丙"), {"程度": "达成 部分达成 未达成", "比例": "95% 60% 20%"})
    assert (sheet.totals(), sheet.codes()) == (numbers("9.5 6 2"), [])
    assert field(tmp_path, body, ["甲"], {"程度": "部分达成", "比例": "85%"}).codes() == ["K607"]


def test_one_of_two_indicators_counts(tmp_path: Path) -> None:
    # 二者择其一进行考核: the better one; or the one that the unit named
    body = """
points: 30
inputs:
  甲项: {kind: percent, owner: 招商局, between: [0, 100%]}
  乙项: {kind: percent, owner: 招商局, between: [0, 100%]}
  所选: {kind: choice, options: [考外资, 考内资], owner: 招商局}
  外资: {kind: percent, owner: 招商局, between: [0, 100%]}
  内资: {kind: percent, owner: 招商局, between: [0, 100%]}
indicators:
  择优:
    points: 10
    combine: highest
    indicators: {择优甲: {points: 10, score: points * 甲项}, 择优乙: {points: 10, score: points * 乙项}}
  自报: {points: 20, score: points * (外资 if 所选 == 考外资 else 内资)}
"""
    sheet = field(tmp_path, body, ["甲", "乙"], {"甲项": "80% 50%", "乙项": "60% 70%", "所选": "考外资 考内资", "外资": "90% -", "内资": "- 50%"})
    assert scores(sheet, "择优") == numbers("8 7")
    assert scores(sheet, "自报") == numbers("18 10")  # what was not chosen is not asked for
    assert not sheet.problems


def test_an_indicator_of_many_counts_those_that_hold(tmp_path: Path) -> None:
    # 数量指标: 符合要求的个数 ÷ 全部个数 × 分值; missing the target or above it by more than 30% does not count
    body = """
points: 10
inputs:
  量1: {kind: number, owner: 财政局, between: [0, 999], target: given}
  量2: {kind: number, owner: 财政局, between: [0, 999], target: given}
  量3: {kind: number, owner: 财政局, between: [0, 999], target: given}
functions: {"合格(实际, 目标)": 1 if 目标 <= 实际 <= 130% * 目标 else 0}
indicators:
  数量: {points: 10, score: "points * (合格(量1, target(量1)) + 合格(量2, target(量2)) + 合格(量3, target(量3))) / 3"}
"""
    targets = {f"量{n}": ["100", "100"] for n in (1, 2, 3)}
    sheet = field(tmp_path, body, ["甲", "乙"], {"量1": "100 99", "量2": "130 131", "量3": "95 110"}, targets=targets)
    assert sheet.totals() == numbers("6.67 3.33")
