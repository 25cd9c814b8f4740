"""``kpi explain``: a unit's accounts, line by line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_each_posting_stands_with_its_amount_and_reason(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("explain", "税务", "-C", desk)
    assert code == 0
    assert out.startswith("税务窗口  84.00  第2名  合格\n")
    account = out.partition("【纪律  细则二】\n")[2]
    assert account.splitlines()[:4] == ["    满分或起评  40", "    迟到        -2", "        每次扣2分", "        2024-03-01　签到册"]
    assert "出处：事项.csv" in account


def test_the_formula_is_told_with_its_numbers(desk: Path, kpi: Kpi) -> None:
    out = kpi("explain", "公安窗口", "-C", desk)[1]
    assert "60 × 95.00% = 57" in out
    assert "出处：督查科.csv" in out


def test_without_a_name_the_units_are_listed(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("explain", "-C", desk)
    assert code == 0
    assert "综合窗口" in out
    assert "kpi explain 单位名" in out


def test_the_accounts_for_programs_add_up(desk: Path, kpi: Kpi) -> None:
    from fractions import Fraction

    told = json.loads(kpi("explain", "税务窗口", "-C", desk, "--json")[1])
    for account in told["accounts"]:
        assert Fraction(account["opening"]) + sum(Fraction(p["points"]) for p in account["postings"]) == Fraction(account["closing"])


def test_a_unit_may_be_named_by_an_option(desk: Path, kpi: Kpi) -> None:
    assert kpi("explain", "--unit", "税务", "-C", desk) == kpi("explain", "税务", "-C", desk)
    code, _, err = kpi("explain", "税务", "--unit", "公安", "-C", desk)
    assert code == 2
    assert "写了两个单位：税务、公安" in err


def test_single_indicators_are_explained(desk: Path, kpi: Kpi) -> None:
    out = kpi("explain", "--unit", "税务", "--indicator", "纪律", "-C", desk)[1]
    assert [line for line in out.splitlines() if line.startswith("【")] == ["【纪律  细则二】"]
    out = kpi("explain", "税务", "--indicator", "总分", "--indicator", "满意", "-C", desk)[1]
    assert [line.partition("  ")[0].rstrip("】") for line in out.splitlines() if line.startswith("【")] == ["【总分", "【满意"]


def test_an_unknown_indicator_is_refused_with_what_it_looks_like(desk: Path, kpi: Kpi) -> None:
    code, _, err = kpi("explain", "税务", "--indicator", "纪侓", "-C", desk)
    assert code == 1
    assert "K727 no-such-indicator: 方案里没有指标 纪侓，是不是 纪律？" in err


def test_an_unknown_unit_is_refused(desk: Path, kpi: Kpi) -> None:
    code, _, err = kpi("explain", "税务窗囗", "-C", desk)
    assert code == 1
    assert "K583" in err


def test_a_grade_that_is_not_that_of_the_points_has_its_reason(desk: Path, kpi: Kpi) -> None:
    scheme = desk / "方案.yaml"
    vetoed = scheme.read_text(encoding="utf-8").replace("ties: share}", "ties: share, vetoed: as_scored}")
    scheme.write_text(vetoed + 'vetoes: {弄虚作假: {when: "if_missing(满意率, 0) == 95%", then: {at_most: 合格}}}\n', encoding="utf-8")
    out = kpi("explain", "公安", "-C", desk)[1]
    assert out.endswith("【等次】\n    按分数          优秀\n    否决：弄虚作假  合格\n")
    assert "【等次】" not in kpi("explain", "税务", "-C", desk)[1]
    told = json.loads(kpi("explain", "公安", "-C", desk, "--json")[1])["grade_path"]
    assert [(step["what"], step["grade"]) for step in told] == [("按分数", "优秀"), ("否决：弄虚作假", "合格")]


FUND = """scheme: fund
title: 补助兑现
edition: 2024
clause: 八
rounding: {mode: half_up, money: 2}
inputs: {应补: {kind: number, measured_in: 元, owner: 财务股}}
payments: {补助: {amount: 应补 * 80%, installments: 3, measured_in: 元}}
"""


def test_money_is_told_with_its_sentence_its_parts_and_its_cells(tmp_path: Path, kpi: Kpi) -> None:
    """A scheme without indicators has no accounts, and money all the same."""
    files = {"方案.yaml": FUND, "名录.csv": "单位\n甲院\n", "数据.csv": "单位,应补\n甲院,1250\n"}
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    given = ["--scheme", tmp_path / "方案.yaml", "--register", tmp_path / "名录.csv", "--data", tmp_path / "数据.csv"]
    code, out, err = kpi("explain", "甲院", *given)
    assert code == 0, err
    told = [
        "甲院",
        "",
        "【补助  八】",
        "    1000.00 元",
        "        1250 × 80% = 1000.00",
        "        333.34、333.33、333.33",
        "        出处：数据.csv:2:2",
    ]
    assert out.splitlines() == told


def test_a_unit_is_told_with_its_place_in_each_month(tmp_path: Path, kpi: Kpi) -> None:
    from months import TEXT

    (tmp_path / "数据").mkdir()
    (tmp_path / "方案.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "单位名录.csv").write_text("单位\n公安\n税务\n社保\n", encoding="utf-8")
    marks = "单位,考评分 一月,考评分 二月,考评分 三月,考评分 四月\n公安,80,60,85,50\n税务,70,90,81,60\n社保,90,90,90,40\n"
    (tmp_path / "数据" / "督查科.csv").write_text(marks, encoding="utf-8")
    (tmp_path / "数据" / "事项.csv").write_text("单位,事项,时期,证据\n社保,吃拿卡要,三月,信访件7号\n", encoding="utf-8")
    code, out, err = kpi("explain", "社保", "-C", tmp_path)
    assert code == 0, err
    assert out.splitlines()[:5] == [
        "社保  77.50  第3名  中",
        "    一月  90.00  第1名  好  红旗窗口",
        "    二月  90.00  第1名  中  名额线并列  红旗窗口",
        "    三月  90.00  第3名  中  否决:吃拿卡要",
        "    四月  40.00  第3名  中  内部通报",
    ]
    assert "【月奖（四月）" in out


def test_what_stands_over_the_accounts_is_english_where_that_is_asked(desk: Path, kpi: Kpi) -> None:
    out = kpi("explain", "税务", "-C", desk, "--lang", "en")[1]
    assert out.startswith("税务窗口  84.00  rank 2  合格\n")
