import json

from kpi_engine.trail.receipt import Receipt, SourceFile, make_receipt
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


def test_counts_say_how_many_took_part() -> None:
    assert receipt().counts == {"units": 2, "takes_part": 2, "ranked": 2, "indicators": 1, "events": 0, "findings": 0, "adjustments": 0}
