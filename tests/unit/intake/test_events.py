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


def test_events_of_several_units_with_shares_and_chosen_amounts():
    rows = [
        ["单位", "事项", "日期", "事实编号", "半天数", "份额", "分值"],
        ["甲镇；乙镇", "擅自脱岗", "2024年6月5日", "F1", "2", "60%；40%", None],
        ["丙镇", "工作失误", None, None, None, None, "7"],
        ["丙镇", "工作失误", None, None, None, None, "12"],
        ["丙镇", "擅离职守", None, None, None, None, None],
    ]
    collected = collect([grid_of_rows(rows, sheet="事项-督查科")], REGISTER, needs_of(events=EVENTS_NEEDED))
    table = collected.facts.rows["events"]
    assert [int(unit) for unit in table.unit] == [0, 1, 2, 2]
    assert [table.columns["擅自脱岗.份额"].cell(i) for i in range(3)] == [
        (State.PRESENT, Fraction(3, 5)),
        (State.PRESENT, Fraction(2, 5)),
        (State.NOT_APPLICABLE, None),
    ]
    assert table.columns["擅自脱岗.半天数"].value(1) == 2
    assert table.columns["fact"].value(0) == "F1"
    assert table.columns["amount"].value(2) == 7
    assert codes(collected.problems) == ["K550", "K551"]
    reported = [collected.facts.columns[Ref(Role.REPORTED, need.name)].cell(0) for need in EVENTS_NEEDED]
    assert reported == [(State.PRESENT, True), (State.PRESENT, True), (State.MISSING, None)]


def test_a_column_that_an_event_declares_is_its_own_and_not_points_that_nobody_asked_for():
    needed = (EventNeed("个性化指标", EventDecl(columns={"分值": {"kind": "number"}}), "考评办"), EventNeed("通报表扬", EventDecl(), "考评办"))
    rows = [["单位", "事项", "分值"], ["甲镇", "个性化指标", "6"], ["乙镇", "通报表扬", "2"]]
    collected = collect([grid_of_rows(rows, sheet="事项")], REGISTER, needs_of(events=needed))
    assert collected.facts.rows["events"].columns["个性化指标.分值"].cell(0) == (State.PRESENT, Fraction(6))
    assert [str(p.place) for p in collected.findings if p.code.number == "K559"] == ["事项!C3"]
