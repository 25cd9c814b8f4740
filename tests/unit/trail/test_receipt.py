import json

from kpi_engine.trail.receipt import Receipt, SourceFile, make_receipt, receipt_differences
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一: {points: 100, clause: 一, score: points * 率}
"""
)


def receipt(rate: str = "0.5", digest: str = "aa") -> Receipt:
    results = score_text(TEXT, ["甲", "乙"], {"率": [rate, "1"]}).results
    return make_receipt(results, engine="0.1.0", sources=[SourceFile("data", "数据.xlsx", digest)], actor="张三", at="2024-12-31T10:00:00")


def kept(rate: str = "0.5", digest: str = "aa") -> dict[str, object]:
    told = json.loads(json.dumps(receipt(rate, digest).as_json()))
    assert isinstance(told, dict)
    return told


def test_the_same_run_gives_the_same_receipt() -> None:
    assert kept() == kept()
    assert receipt_differences(kept(), receipt()) == []


def test_a_changed_file_and_a_changed_figure_are_named() -> None:
    said = receipt_differences(kept(), receipt("0.6", "bb"))
    assert said[0] == "文件改过：数据.xlsx（data）"
    assert said[1].startswith("甲：total 50.00 → 60.00")


def test_a_receipt_whose_results_were_edited_does_not_match_its_own_hash() -> None:
    told = kept()
    told["results"][0]["total"] = "99.00"  # type: ignore[index]
    said = receipt_differences(told, receipt())
    assert said[-1] == "回执里的结果与它自己的校验码不符：回执被改过"


def test_counts_say_how_many_took_part() -> None:
    assert receipt().counts == {"units": 2, "takes_part": 2, "ranked": 2, "indicators": 1, "events": 0, "findings": 0, "adjustments": 0}
