"""Each difference of two receipts in words of both languages."""

from __future__ import annotations

import json

from kpi_engine.trail.receipt import Receipt, SourceFile, make_receipt
from kpi_engine.verify.receipt import receipt_differences, same_inputs
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一: {points: 100, clause: 一, score: points * 率}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
payments: {奖金: {amount: 10 * total, places: 2, measured_in: 元}}
"""
)


def receipt(rate: str = "0.5", digest: str = "aa", units: tuple[str, ...] = ("甲", "乙")) -> Receipt:
    results = score_text(TEXT, list(units), {"率": [rate, "1"][: len(units)]}).results
    return make_receipt(results, engine="0.1.0", sources=[SourceFile("data", "数据.xlsx", digest)], actor="张三", at="2024-12-31T10:00:00")


def kept(rate: str = "0.5", digest: str = "aa") -> dict[str, object]:
    told = json.loads(json.dumps(receipt(rate, digest).as_json()))
    assert isinstance(told, dict)
    return told


def said(old: dict[str, object], new: Receipt, language: str = "zh") -> list[str]:
    return [p.message(language) for p in receipt_differences(old, new, "receipt.json")]  # type: ignore[arg-type]


def test_the_same_run_differs_in_nothing() -> None:
    assert said(kept(), receipt()) == []
    assert same_inputs(kept(), receipt())


def test_a_changed_file_and_a_changed_figure_are_named() -> None:
    assert said(kept(), receipt("0.9", "bb")) == [
        "文件改过：数据.xlsx（数据）",
        "甲：总分 50.00 → 90.00；等次 合格 → 优秀；一 50 → 90；奖金 500.00 → 900.00",
    ]
    assert said(kept(), receipt("0.9", "bb"), "en")[1] == "甲: total 50.00 → 90.00; grade 合格 → 优秀; 一 50 → 90; 奖金 500.00 → 900.00"
    assert not same_inputs(kept(), receipt("0.9", "bb"))


def test_a_unit_that_is_on_one_side_only_is_named() -> None:
    assert said(kept(), receipt(units=("甲",)))[0] == "乙：现在没有这个单位"
    told = json.loads(json.dumps(receipt(units=("甲",)).as_json()))
    assert said(told, receipt())[0] == "乙：回执里没有这个单位"


def test_a_receipt_whose_results_were_edited_does_not_match_its_own_hash() -> None:
    told = kept()
    told["results"][0]["total"] = "99.00"  # type: ignore[index]
    assert said(told, receipt())[-1] == "回执被改过：里面的结果与它自己的校验码不符"


def test_another_order_of_units_with_a_hash_of_its_own_is_found() -> None:
    from kpi_engine.trail.canonical import canonical_bytes, sha256

    told = kept()
    told["results"].reverse()  # type: ignore[attr-defined]
    told["results_sha256"] = sha256(canonical_bytes(told["results"]))  # type: ignore[arg-type]
    told["code"] = told["results_sha256"][:8].upper()  # type: ignore[index]
    assert said(told, receipt()) == ["回执被改过：单位的次序或个数与重算的不同"]


def test_scheme_counts_and_what_was_told_are_compared() -> None:
    assert said({**kept(), "scheme": {"name": "desk", "title": "试算", "edition": "2023"}}, receipt()) == ["方案版本：回执里是“2023”，现在是“2024”"]
    counts = {**receipt().counts, "units": 3}
    assert said({**kept(), "counts": counts}, receipt()) == ["单位数：回执里是“3”，现在是“2”"]
    assert said({**kept(), "counts": counts}, receipt(), "en") == ["number of units: the receipt says 3, now it is 2"]
    assert said({**kept(), "adjustments": [{"kind": "更正"}]}, receipt()) == ["回执被改过：更正与审定写了 1 项，重算是 0 项"]


def test_an_edit_of_the_receipt_and_a_receipt_of_another_scheme_have_codes_of_their_own() -> None:
    edited, other = {**kept(), "code": "AAAAAAAA"}, {**kept(), "engine": "0.0.9"}
    assert [p.code.number for p in receipt_differences(edited, receipt(), "receipt.json")] == ["K594"]
    assert [p.code.number for p in receipt_differences(other, receipt(), "receipt.json")] == ["K598"]


def test_states_and_truths_are_said_in_words() -> None:
    told = kept()
    unit = told["results"][0]  # type: ignore[index]
    unit.update({"ranked": False, "rank": {"state": "not_applicable"}, "grade": None, "vetoes": ["事故"]})
    assert said(told, receipt())[0] == "甲：参加排名 否 → 是；名次 不涉及 → 2；等次 无 → 合格；一票否决 事故 → 无"
