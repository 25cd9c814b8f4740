"""Deductions (扣分法, 倒扣分) as published rules word them, each by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers import field, numbers, said_of, scores


def happened(*told: str, **more: object) -> list[dict[str, object]]:
    """``甲 迟报 3``: so many rows of an event."""
    rows = [line.split() for line in told]
    return [{"unit": unit, "event": event, **more} for unit, event, count in rows for _ in range(int(count))]


def test_each_clause_of_an_item_has_a_cap_of_its_own_and_the_item_has_its_points(tmp_path: Path) -> None:
    # 10分: 每少一次扣0.5分, 扣完5分为止; 出现1例未处理扣2分(共5分); 每迟拨一个月扣1分
    body = """
points: 10
owner: 河长办
inputs: {拨付日期: {kind: date, owner: 河长办}}
indicators:
  巡河:
    points: 10
    deduct:
      少巡一次: {each: 0.5, at_most: 5}
      未处理一例: {each: 2, at_most: 5}
      迟拨: {for: "months_late(拨付日期, date(2024, 6, 30))", each: 1}
"""
    events = happened("甲 少巡一次 3", "乙 少巡一次 12", "乙 未处理一例 3", "丙 未处理一例 1")
    sheet = field(tmp_path, body, ["甲", "乙", "丙"], {"拨付日期": "2024-06-30 2024-06-30 2024-08-01"}, events=events)
    # 甲 10 − 3 × 0.5; 乙 6 and 6, capped at 5 each: 10 − 5 − 5; 丙 10 − 2 and two months begun
    assert scores(sheet, "巡河") == numbers("8.5 0 6")


def test_points_lost_without_end_and_points_lost_to_nothing(tmp_path: Path) -> None:
    body = """
points: 40
owner: 督查科
floor: none
indicators:
  扣分不封顶: {points: 20, floor: none, deduct: {脱岗: 3}}
  扣完为止: {points: 20, deduct: {早退: 3}}
"""
    sheet = field(tmp_path, body, ["甲", "乙"], events=happened("甲 脱岗 2", "乙 脱岗 9", "乙 早退 9"))
    assert scores(sheet, "扣分不封顶") == numbers("14 -7")  # 20 − 27
    assert scores(sheet, "扣完为止") == numbers("20 0")
    assert sheet.totals() == numbers("34 -7")


STEP = (
    "points: 15\ninputs: {率: {kind: percent, owner: 财务科, between: [0, 100%], target: 95%}}\nindicators:\n  支出:\n    points: 15\n    deduct:\n"
)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        # 每低3个百分点扣1分: 95 − 85.5 = 9.5 points = 3 full threes, 3.1666…, 4 begun
        ('{for: "below(率, target(率))", per: 3%, partial: ignore, each: 1}', "15 12 0"),
        ('{for: "below(率, target(率))", per: 3%, partial: prorate, each: 1}', "15 11.83 0"),
        ('{for: "below(率, target(率))", per: 3%, partial: round_up, each: 1}', "15 11 0"),
        # 每低于目标2%(相对)扣1分: 9.5 ÷ 95 = 10%: 5 steps; at 30%: 65 ÷ 95 = 68.4%: 34 steps, 扣满15分为止
        ('{for: "below_rel(率, target(率))", per: 2%, partial: ignore, each: 1, at_most: 15}', "15 10 0"),
    ],
)
def test_a_step_is_a_percentage_point_or_a_percent_of_the_target_and_a_part_of_it_is_declared(item: str, told: str, tmp_path: Path) -> None:
    sheet = field(tmp_path, STEP + f"      低于目标: {item}\n", ["甲", "乙", "丙"], {"率": "96% 85.5% 30%"})
    assert scores(sheet, "支出") == numbers(told)


def test_the_target_may_be_the_mean_of_the_group(tmp_path: Path) -> None:
    # 高于平均数的得2分; 每低1%扣0.1分: the mean of 30, 36, 54 is 40
    body = """
points: 2
inputs: {硕士比例: {kind: percent, owner: 人事局, between: [0, 100%]}}
indicators:
  人员结构: {points: 2, deduct: {低于平均: {for: "below(硕士比例, class_mean(硕士比例))", per: 1%, partial: ignore, each: 0.1}}}
"""
    sheet = field(tmp_path, body, ["甲", "乙", "丙"], {"硕士比例": "30% 36% 54%"})
    assert scores(sheet, "人员结构") == numbers("1 1.6 2")


def test_a_table_of_red_lines_may_take_everything(tmp_path: Path) -> None:
    # 踩线扣分: 列举12种情形, 各扣几分, 可累计扣完全部分数
    prices = [5, 5, 10, 10, 10, 15, 15, 20, 20, 30, 50, 100]
    lines = "\n".join(f"      情形{number}: {price}" for number, price in enumerate(prices, 1))
    body = f"points: 100\nowner: 党政办\nindicators:\n  踩线:\n    points: 100\n    deduct:\n{lines}\n"
    sheet = field(tmp_path, body, ["甲", "乙", "丙"], events=happened("甲 情形1 2", "甲 情形10 1", "乙 情形11 1", "乙 情形9 3", "丙 情形12 1"))
    assert sheet.totals() == numbers("60 0 0")  # 100 − 10 − 30; 100 − 50 − 60 = −10; 100 − 100


def test_the_assessor_chooses_within_a_range(tmp_path: Path) -> None:
    # 视情节扣5-10分: each row with the points chosen
    body = "points: 20\nowner: 督查科\nindicators:\n  舆情: {points: 20, deduct: {处置不力: {chosen: [5, 10]}}}\n"
    events = [{"unit": "甲", "event": "处置不力", "amount": "7.5"}, {"unit": "乙", "event": "处置不力", "amount": "10"}]
    sheet = field(tmp_path, body, ["甲", "乙"], events=[*events, {"unit": "乙", "event": "处置不力", "amount": "5"}])
    assert sheet.totals() == numbers("12.5 5")


def test_once_is_dear_and_twice_is_all(tmp_path: Path) -> None:
    # 发现一次扣0.5分; 两次及以上此项不得分
    body = """
points: 3
owner: 编办
indicators:
  机构管理: {points: 3, deduct: {擅自设置: 0.5, 两次以上: {when: count(擅自设置) >= 2, once: all}}}
"""
    sheet = field(tmp_path, body, ["甲", "乙", "丙"], events=happened("乙 擅自设置 1", "丙 擅自设置 2"))
    assert sheet.totals() == numbers("3 2.5 0")
    assert [kind for kind, _ in said_of(sheet, "丙", "机构管理")].count("deduct") >= 2


def test_a_class_pays_double(tmp_path: Path) -> None:
    # 仅有列督事项的部门, 考核扣分分值加倍
    body = """
points: 100
owner: 督查室
classes: {一般: {}, 仅列督: {}}
indicators:
  督查: {points: 100, deduct: {逾期未报: {each: {一般: 5, 仅列督: 10}}, 弄虚作假: {each: {一般: 10, 仅列督: 20}, at_most: {一般: 20, 仅列督: 40}}}}
"""
    sheet = field(tmp_path, body, {"甲": "一般", "乙": "仅列督"}, events=happened("甲 逾期未报 1", "甲 弄虚作假 3", "乙 逾期未报 1", "乙 弄虚作假 3"))
    assert sheet.totals() == numbers("75 50")  # 100 − 5 − 20; 100 − 10 − 40


def test_several_answer_for_one_event_each_with_a_share(tmp_path: Path) -> None:
    # 窗口扣3分, 首席代表扣1.5分; 主办+0.2, 协办+0.1; 2人以上署名的按署名人数平均得分
    body = """
points: open
owner: 督查科
classes: {窗口: {}, 首席代表: {}}
events:
  超期: {units: several}
  办理提案: {columns: {角色: {kind: choice, options: [主办, 协办]}}}
  调研文章: {units: several, columns: {署名人数: {kind: count, between: [1, 20]}}}
indicators:
  扣分: {points: 100, deduct: {超期: {each: {窗口: 3, 首席代表: 1.5}}}}
  加分:
    bonus: 10
    add:
      办理提案: {each: {levels: {of: 角色, give: {主办: 0.2, 协办: 0.1}}}}
      调研文章: {each: 3 / 署名人数}
"""
    events = [
        *happened("公安 超期 2", "王某 超期 2"),
        {"unit": "公安", "event": "办理提案", "角色": "主办"},
        {"unit": "王某", "event": "办理提案", "角色": "协办"},
        *({"unit": unit, "event": "调研文章", "署名人数": "2"} for unit in ("公安", "王某")),
    ]
    sheet = field(tmp_path, body, {"公安": "窗口", "王某": "首席代表"}, events=events)
    assert scores(sheet, "扣分") == numbers("94 97")
    assert scores(sheet, "加分") == numbers("1.7 1.6")  # 0.2 + 3 ÷ 2; 0.1 + 3 ÷ 2


@pytest.mark.parametrize(("policy", "told"), [("first", "18 30"), ("heaviest", "20 26"), ("each", "18 26")])
def test_one_fact_is_not_deducted_twice(policy: str, told: str, tmp_path: Path) -> None:
    # 已在“更新”中扣分的, 不在“发布”中重复扣分: the same fact number, 2 points first and 4 after; and one fact without a number each
    body = f"""
points: 50
owner: 政务办
same_fact: {policy}
indicators:
  更新: {{points: 20, deduct: {{应更新未更新: 2}}}}
  发布: {{points: 30, deduct: {{栏目空缺: 4}}}}
"""
    events = [{"unit": "甲", "event": "应更新未更新", "fact": "A1"}, {"unit": "甲", "event": "栏目空缺", "fact": "A1"}]
    sheet = field(tmp_path, body, ["甲"], events=events)
    assert [*scores(sheet, "更新"), *scores(sheet, "发布")] == numbers(told)
