from fractions import Fraction

from kpi_engine.report.answers.nearest import nearest_telling
from kpi_engine.whatif.upward.nearest import nearest_way
from three import BASE


def test_each_way_says_what_it_takes_and_what_comes_of_it() -> None:
    told, problems = nearest_way(BASE.results, "西乡")
    assert told is not None, problems
    (ways,) = nearest_telling([told], places=2).listings
    assert ways.rows == (("西乡", "优秀", "甲率再增 4 个百分点（80% → 84%）", Fraction("90.4"), 2, "优秀", "是"),)  # 83% would be 89.8
    assert nearest_telling([told], places=2, language="en").listings[0].name == "Ways"
