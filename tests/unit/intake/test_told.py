from __future__ import annotations

from kpi_engine.errors import k5_data
from kpi_engine.intake.told import Told
from kpi_engine.source import Place


def test_problems_beyond_the_limit_are_counted_by_code():
    told = Told(most=2)
    for row in range(4):
        told.add(k5_data.ROW_WITHOUT_UNIT, Place("a", line=row + 1), found="x")
    told.beyond(k5_data.NOT_A_NUMBER, 3)
    assert told.room == 0
    assert [problem.code.number for problem in told.problems] == ["K539", "K539", "K579"]
    assert told.problems[-1].message() == "另有 5 项同类问题没有列出：K512 3 项、K539 2 项"


def test_findings_of_one_kind_are_told_once_with_their_count_and_places():
    told = Told()
    for row in range(30):
        told.group(k5_data.UNIT_SPELLING, Place("a", line=row + 1), "城 关", found="城 关", name="城关")
    (finding,) = told.findings
    assert finding.facts["count"] == 30
    assert (str(finding.place), len(finding.also)) == ("a:1", 20)


def test_what_is_said_goes_where_its_code_says():
    told = Told()
    told.say(k5_data.NOT_WHOLE, Place("a"), "k", {"what": "人数", "found": "1.5"})
    told.say(k5_data.READ_KINDLY, Place("a"), "k", {"what": "人数", "found": "３", "read": "3"})
    assert (len(told.problems), len(told.findings)) == (1, 1)
