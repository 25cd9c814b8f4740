"""scores.csv."""

from __future__ import annotations

from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.report.scores import write_scores

SCORES = """unit,class,total,rank,grade,flags,工作,完成,纪律,评价
'=城关镇,街道,99.00,1,合格,名额线并列；名额外:优秀名额,58,38.00,20.00,40.00
古市镇,街道,99.00,1,合格,名额线并列；名额外:优秀名额,58,38.00,20.00,40.00
新区,园区,86.00,,不合格,否决:事故,56,36.00,20.00,30.00
老区,园区,33.33,3,不合格,,20,20.00,0.00,
单列镇,街道,92.20,,优秀,单列,55.2,35.20,20.00,36.00
免考镇,街道,,,,不参评,,,,
"""


def test_one_line_a_unit_in_register_order(desk: Results, tmp_path: Path) -> None:
    write_scores(tmp_path / "scores.csv", desk)
    assert (tmp_path / "scores.csv").read_text(encoding="utf-8-sig") == SCORES


def test_headings_are_chinese_on_request(desk: Results, tmp_path: Path) -> None:
    write_scores(tmp_path / "scores.csv", desk, labels=True)
    heading = (tmp_path / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert heading == "单位,类别,总分,名次,等次,备注,工作,完成,纪律,群众评价"


def test_the_same_bytes_twice(desk: Results, tmp_path: Path) -> None:
    write_scores(tmp_path / "a.csv", desk)
    write_scores(tmp_path / "b.csv", desk)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
