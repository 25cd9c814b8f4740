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


def test_an_event_that_counts_in_periods_and_has_none_is_asked_for_its_period():
    needs = needs_of(
        events=(EventNeed("迟到", EventDecl(units="several"), "人事股", dated=True), EventNeed("红线", EventDecl(), "人事股")),
        periods=("一月", "二月"),
    )
    rows = [["单位", "事项", "时期"], ["甲镇；乙镇", "迟到", None], ["甲镇", "迟到", "二月"], ["甲镇", "迟到", "九月"], ["甲镇", "红线", None]]
    collected = collect([grid_of_rows(rows, file="事项.csv")], REGISTER, needs)
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [("K545", "事项.csv:4:3"), ("K535", "事项.csv:2:2")]
    assert collected.problems[1].message() == "“迟到”分时期报（一月、二月），这一处看不出是哪个时期"
