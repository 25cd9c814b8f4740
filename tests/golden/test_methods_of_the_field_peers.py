"""Relative methods, where a score depends on the other units: 功效系数, 极差, 最优比, 名次, 平均值, 分位, 难度系数, 增幅. Each by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers import field, numbers, scores


def leaf(rule: str, inputs: str, points: str = "100", more: str = "") -> str:
    return f"points: open\n{more}inputs: {{{inputs}}}\nindicators:\n  项: {{points: {points}, {rule}}}\n"


X = "x: {kind: number, owner: 统计局, between: [-999, 999]}"


def test_efficacy_between_five_standards(tmp_path: Path) -> None:
    # 标准值 优秀12 良好9 平均6 较低3 较差0, 系数 1.0 0.8 0.6 0.4 0.2: 本档基础分 + (a − 本档标准) ÷ (上档 − 本档) × (上档基础分 − 本档基础分)
    standards = "{0: 20% * points, 3: 40% * points, 6: 60% * points, 9: 80% * points, 12: points}"
    rule = f"score: {{cases: [{{when: x < 0, give: 0}}, {{otherwise: {{line: {{of: x, through: {standards}, beyond: hold}}}}}}]}}"
    sheet = field(tmp_path, leaf(rule, X), list("甲乙丙丁戊己"), {"x": "12 15 10 6 0 -0.1"})
    assert scores(sheet, "项") == numbers("100 100 86.67 60 20 0")  # 80 + (10 − 9) ÷ 3 × 20


@pytest.mark.parametrize(("floor", "told"), [("none", "58.73 100 20 113.33"), ("0", "58.73 100 20 100")])
def test_simple_efficacy_may_go_beyond_sixty_and_hundred(floor: str, told: str, tmp_path: Path) -> None:
    # 60 + (5.81 − 6) ÷ (12 − 6) × 40 = 58.73; x = 0: 60 − 40; x = 14: 60 + 53.33
    more = "cap: none, floor: none" if floor == "none" else "floor: 0"
    sheet = field(
        tmp_path, leaf(f"{more}, score: {{line: {{of: x, through: {{6: 60, 12: 100}}, beyond: extend}}}}", X), list("甲乙丙丁"), {"x": "5.81 12 0 14"}
    )
    assert scores(sheet, "项") == numbers(told)


def test_efficacy_on_an_exponential_curve(tmp_path: Path) -> None:
    # 指数型功效函数, 60 to 100: 60 × e^(ln(100 ÷ 60) × t), t = (x − 不允许值 6) ÷ (满意值 12 − 6). Half way √(60 × 100) = 77.4597
    body = leaf('cap: none, score: "60 * exp(ln(100 / 60) * (x - 6) / 6)"', X)
    assert scores(field(tmp_path, body, list("甲乙丙丁"), {"x": "6 9 12 0"}), "项") == numbers("60 77.46 100 36")  # 60 × 60 ÷ 100


def test_efficacies_as_a_weighted_geometric_mean(tmp_path: Path) -> None:
    body = """
points: 100
combine: geometric
inputs: {甲率: {kind: percent, owner: 财政局, between: [1%, 100%]}, 乙率: {kind: percent, owner: 财政局, between: [1%, 100%]}}
indicators:
  甲项: {weight: 1, score: 甲率 * 100}
  乙项: {weight: 3, score: 乙率 * 100}
"""
    sheet = field(tmp_path, body, ["甲", "乙"], {"甲率": "100% 16%", "乙率": "100% 81%"})
    # (0.16 × 0.81³)^(1/4) = 0.54 ^ … : 0.16 × 0.531441 = 0.08503056, its fourth root is 0.54 because 0.54⁴ = 0.08503056
    assert sheet.totals() == numbers("100 54")


@pytest.mark.parametrize(
    ("through", "told"),
    [
        ("{class_min(x): 0, class_max(x): points}", "0 50 100"),  # 极差法 0-100: (20 − 10) ÷ (30 − 10)
        ("{class_min(x): 60, class_max(x): 100}", "60 80 100"),
        ("{class_max(x): 60, class_min(x): 100}", "100 80 60"),  # 逆向指标
    ],
)
def test_the_range_of_the_peers(through: str, told: str, tmp_path: Path) -> None:
    rule = f"score: {{line: {{of: x, through: {{{', '.join(through[1:-1].split(', '))}}}, beyond: hold, if_equal: points}}}}"
    assert scores(field(tmp_path, leaf(rule, X), list("甲乙丙"), {"x": "10 20 30"}), "项") == numbers(told)
    assert scores(field(tmp_path, leaf(rule, X), list("甲乙"), {"x": "10 10"}), "项") == numbers("100 100")  # 都一样的得满分


def test_each_class_has_its_own_range_and_who_takes_no_part_does_not_stretch_it(tmp_path: Path) -> None:
    body = leaf(
        "score: {line: {of: x, through: {class_min(x): 0, class_max(x): points}, beyond: hold, if_equal: points}}",
        X,
        more="classes: {A: {}, B: {}}\n",
    )
    units = {"甲": "A", "乙": "A", "丙": "B", "丁": "B", "免考": "A"}
    sheet = field(tmp_path, body, units, {"x": "10 20 5 8 900"}, absent=["免考"])
    assert scores(sheet, "项")[:4] == numbers("0 100 0 100")


def test_against_the_best(tmp_path: Path) -> None:
    # 实绩 ÷ 第一名 × 400; 第1名得6分, 第2-5名按第1名的比例得分, 其余不得分
    y = "x: {kind: number, owner: 统计局, between: [0, 999]}"
    best = leaf("score: 'points * x / max(0.01, class_max(x))'", y, points="400")
    assert scores(field(tmp_path, best, list("甲乙丙"), {"x": "50 40 0"}), "项") == numbers("400 320 0")
    five = leaf("score: 'points * x / max(0.01, class_max(x)) if class_rank(x) <= 5 else 0'", y, points="6")
    assert scores(field(tmp_path, five, list("甲乙丙丁戊己"), {"x": "100 90 80 80 50 49"}), "项") == numbers("6 5.4 4.8 4.8 3 0")


RANKED = "x: {kind: number, owner: 统计局}"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        # 以后每名次递减分值的5%: 100 95 90 …; 并列都得较好名次的分: 1 2 2 4 5
        ("score: {places: {of: x, first: highest, give: [100, 95], then: -5, not_below: 0, ties: share}}", "100 95 95 85 80"),
        ("score: {places: {of: x, first: highest, give: [60, 57, 54, 51, 48], ties: mean}}", "60 55.5 55.5 51 48"),
        # 每位次递减0.25
        ("score: {places: {of: x, first: highest, give: [10], then: -0.25, ties: share}}", "10 9.75 9.75 9.25 9"),
        # 基本分, 名次每减1位减基本分5%
        ("score: points * (1 - 5% * (class_rank(x) - 1))", "100 95 95 85 80"),
        # 前2名加5、3分, 后2名扣3、5分 (top-k, bottom-k), 从80分起
        (
            "score: 80, add: {前列: {when: class_rank(x) <= 3, once: {places: {of: x, first: highest, give: [5, 3], ties: share}}}}, "
            "deduct: {末位: {when: class_rank(x) >= 4, once: {places: {of: x, first: lowest, give: [5, 3], ties: share}}}}",
            "85 83 83 77 75",
        ),
        # 倒数第1、2、3名扣2/1.9/1.8分, 倒数第4名及以上每进1名少扣0.1分
        ("score: points, deduct: {倒数: {when: x < 999, once: {places: {of: x, first: lowest, give: [2, 1.9, 1.8], then: -0.1, not_below: 0, ties: share}}}}",
         "98.4 98.2 98.2 98.1 98"),
    ],
)  # fmt: skip
def test_by_place(rule: str, told: str, tmp_path: Path) -> None:
    sheet = field(tmp_path, leaf(rule, RANKED), list("甲乙丙丁戊"), {"x": "50 40 40 30 20"})
    assert scores(sheet, "项") == numbers(told)


def test_ties_may_be_forbidden(tmp_path: Path) -> None:
    # 出现并列的取消该指标: declared a problem, to be decided
    body = leaf("score: {places: {of: x, first: highest, give: [5, 4, 3], ties: problem}}", RANKED, points="5")
    assert scores(field(tmp_path, body, list("甲乙"), {"x": "2 1"}), "项") == numbers("5 4")
    sheet = field(tmp_path, body, list("甲乙"), {"x": "2 2"})
    assert sheet.codes() == ["K602", "K602"]
    assert "名次并列而不许并列" in sheet.problems[0].message()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        # 与平均值比较: 高于平均14分, 持平12分, 低于2分; the mean of 10, 20, 60 is 30
        ("score: {cases: [{when: x > class_mean(x), give: 14}, {when: x == class_mean(x), give: 12}, {otherwise: 2}]}", "2 2 14"),
        # 不含自己的平均: 甲 40, 乙 35, 丙 15
        ("score: {met: x > others_mean(x)}", "0 0 14"),
        ("score: 'max(0, x - all_mean(x)) / 3'", "0 0 10"),
    ],
)
def test_against_the_mean(rule: str, told: str, tmp_path: Path) -> None:
    assert scores(field(tmp_path, leaf(rule, RANKED, points="14"), list("甲乙丙"), {"x": "10 20 60"}), "项") == numbers(told)


def test_who_has_no_figure_has_the_mean_of_the_class_and_is_not_in_it(tmp_path: Path) -> None:
    # 未进新人的部门按市级部门平均分得分
    body = leaf("missing: class_mean, score: points * x", "x: {kind: percent, owner: 人事局, between: [0, 100%]}", points="20")
    assert scores(field(tmp_path, body, list("甲乙丙"), {"x": "50% 80% -"}), "项") == numbers("10 16 13")


def test_a_quantile_by_class_and_five_percent_steps_beyond(tmp_path: Path) -> None:
    # 一类先进须不高于行业20%分位, 二类40%; 每超5%扣5分. Values 10 20 30 40 50: 20% → 18, 40% → 26
    body = leaf(
        "deduct: {超定额: {for: 'above_rel(单耗, 标准)', per: 5%, partial: ignore, each: 5}}",
        "单耗: {kind: number, owner: 水务局, better: lower, between: [1, 999]}",
        more="classes: {一类: {}, 二类: {}}\nvalues: {标准: {一类: 'all_percentile(单耗, 20%)', 二类: 'all_percentile(单耗, 40%)'}}\n",
    )
    sheet = field(tmp_path, body, dict(zip("甲乙丙丁戊", ["一类", "一类", "二类", "二类", "一类"], strict=True)), {"单耗": "10 20 30 40 50"})
    # 乙 2 ÷ 18 = 11.1%: 2 steps; 丙 4 ÷ 26 = 15.4%: 3; 丁 14 ÷ 26 = 53.8%: 10; 戊 32 ÷ 18 = 177.8%: 35 steps
    assert scores(sheet, "项") == numbers("100 90 85 50 0")


def test_a_coefficient_of_difficulty_that_is_dropped_when_one_falls_short(tmp_path: Path) -> None:
    # 总分 × 经营难度系数; 任一指标未达基准的不乘系数
    body = """
points: 100
combine: children_sum * 系数
cap: none
inputs:
  利润分: {kind: number, owner: 国资委, between: [0, 60]}
  效率分: {kind: number, owner: 国资委, between: [0, 40]}
  难度: {kind: number, owner: 国资委, between: [1, 1.35]}
values: {系数: 难度 if 利润分 >= 36 and 效率分 >= 24 else 1}
indicators: {利润: {points: 60, score: 利润分}, 效率: {points: 40, score: 效率分}}
"""
    sheet = field(tmp_path, body, list("甲乙"), {"利润分": "50 35", "效率分": "30 40", "难度": "1.1 1.35"})
    assert sheet.totals() == numbers("88 75")


def test_growth_and_no_improvement(tmp_path: Path) -> None:
    # 较上年提高的百分点每1点得2分; 不降反升的不得分
    body = """
points: 20
inputs:
  今年率: {kind: percent, owner: 环保局, between: [0, 100%]}
  去年率: {kind: percent, owner: 环保局, between: [0, 100%]}
  今年浓度: {kind: number, owner: 环保局, between: [0, 999]}
  去年浓度: {kind: number, owner: 环保局, between: [1, 999]}
indicators:
  提高: {points: 10, score: {line: {of: 今年率 - 去年率, through: {0%: 0, 5%: 10}, beyond: hold}}}
  下降: {points: 10, score: "points * clip((去年浓度 - 今年浓度) / 去年浓度 / 10%, 0, 1)"}
"""
    data = {"今年率": "93% 90% 85%", "去年率": "90% 82% 90%", "今年浓度": "95 80 101", "去年浓度": "100 100 100"}
    sheet = field(tmp_path, body, list("甲乙丙"), data)
    assert scores(sheet, "提高") == numbers("6 10 0")
    assert scores(sheet, "下降") == numbers("5 10 0")
