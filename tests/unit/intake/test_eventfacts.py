from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.scheme.declared import EventDecl
from kpi_engine.scheme.needs import EventNeed
from kpi_engine.table import Ref, Role, State
from needing import REGISTER, codes, needs_of

EVENTS_NEEDED = (
    EventNeed("擅自脱岗", EventDecl(units="several", columns={"半天数": {"kind": "count"}, "份额": {"kind": "percent"}}), "督查科", zero_report=True),
    EventNeed("工作失误", EventDecl(), "督查科", chosen=(Fraction(5), Fraction(10)), zero_report=True),
    EventNeed("通报表扬", EventDecl(), "党建办", zero_report=True),
)


def test_a_row_of_none_is_a_zero_report_of_its_owner():
    rows = [["单位", "事项", "日期"], [None, "无", None]]
    collected = collect([grid_of_rows(rows, sheet="事项-党建办")], REGISTER, needs_of(events=EVENTS_NEEDED))
    assert codes(collected.problems) == []
    assert [collected.facts.columns[Ref(Role.REPORTED, need.name)].state[0] for need in EVENTS_NEEDED] == [
        State.MISSING,
        State.MISSING,
        State.PRESENT,
    ]
