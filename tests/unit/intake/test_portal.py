from __future__ import annotations

import json
from fractions import Fraction

import pytest

from kpi_engine.scheme.declared import EventDecl
from kpi_engine.scheme.needs import EventNeed
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.table import Ref, Role, State
from needing import ballot_needs, column_need, marks_need, needs_of, with_target
from portals import collect_portal

NEEDS = needs_of(
    *with_target("投资"),
    column_need("满意率", "percent"),
    *ballot_needs("测评", options={"好": "100", "差": "0"}, raters={"领导": "1"}),
    marks=(marks_need("评分"),),
    events=(EventNeed("脱岗", EventDecl(units="several", columns={"次数": {"kind": "count"}}), "督查科"),),
)
UNITS = [{"name": "甲", "class": "镇"}, {"name": "乙", "class": "镇", "status": "单列"}]


def told(body):
    return collect_portal(json.dumps(body) if isinstance(body, dict) else body, NEEDS, {"镇": None})


def codes(problems):
    return [problem.code.number for problem in problems]


def test_values_votes_marks_and_events_come_out_of_one_text():
    data = told({
        "units": UNITS,
        "values": [
            {"unit": "甲", "input": "投资", "value": "12.50", "target": 10},
            {"unit": "甲", "input": "满意率", "value": "92.5%"},
            {"unit": "乙", "input": "投资", "value": None, "target": "不涉及"},
        ],
        "votes": [{"unit": "甲", "input": "测评", "rater": "领导", "votes": {"好": 3, "差": 1, "issued": 5, "returned": 4}}],
        "marks": [{"unit": "甲", "input": "评分", "rater": "王某", "value": 91}],
        "events": [{"units": ["甲", "乙"], "event": "脱岗", "date": "2024-06-05", "次数": 2}],
    })  # fmt: skip
    facts = data.collected.facts
    assert codes(data.collected.problems) == []
    assert facts.columns[Ref(Role.INPUT, "投资")].value(0) == Fraction(25, 2)
    assert facts.columns[Ref(Role.INPUT, "投资")].sources(0) == "stdin:values[0].value"
    assert facts.columns[Ref(Role.TARGET, "投资")].cell(1) == (State.NOT_APPLICABLE, None)
    assert facts.columns[Ref(Role.VOTES, "测评", part="领导|好")].value(0) == 3
    assert facts.columns[Ref(Role.VOTES, "测评", part="领导|好")].sources(0) == "stdin:votes[0].votes.好"
    assert facts.rows["marks:评分"].columns["mark"].value(0) == 91
    assert [int(unit) for unit in facts.rows["events"].unit] == [0, 1]
    assert facts.rows["events"].columns["脱岗.次数"].value(1) == 2
    assert facts.columns[Ref(Role.UNIT, part="ranked")].value(1) is False


def test_the_short_form_names_the_value_itself():
    data = told({"units": UNITS, "values": {"甲": {"投资": "约30"}}})
    assert [str(p.place) for p in data.collected.problems if p.code.number == "K512"] == ["stdin:values.甲.投资"]


def test_a_number_never_passes_through_a_float():
    data = told('{"units": [{"name": "甲", "class": "镇"}], "values": {"甲": {"投资": 0.1234567890123456789}}}')
    assert data.collected.facts.columns[Ref(Role.INPUT, "投资")].value(0) == Fraction("0.1234567890123456789")
    data = told('{"units": [{"name": "甲", "class": "镇"}], "values": {"甲": {"投资": 1.5e3}}}')
    assert data.collected.facts.columns[Ref(Role.INPUT, "投资")].value(0) == 1500


def test_an_enormous_exponent_is_refused_at_once():
    data = told('{"units": [{"name": "甲", "class": "镇"}], "values": {"甲": {"投资": 1e999999999}}}')
    assert "K512" in codes(data.collected.problems)


def test_broken_json_is_refused_with_its_line():
    assert [(p.code.number, str(p.place)) for p in told('{"units": [}').collected.problems][:1] == [("K570", "stdin:1:12")]
    assert "K570" in codes(told("[" * 100_000).collected.problems)
    assert "K570" in codes(told(b"\xff\xfe{").collected.problems)


def test_other_shapes_unknown_keys_and_keys_given_twice_are_refused():
    assert "K571" in codes(told("[1]").collected.problems)
    assert "K571" in codes(told({"units": UNITS, "values": {"甲": 3}}).collected.problems)
    assert "K571" in codes(told({"units": UNITS, "values": {"甲": {"投资": [1]}}}).collected.problems)
    assert "K572" in codes(told('{"units": [], "units": []}').collected.problems)
    found = told({"units": UNITS, "value": []}).collected.problems
    assert [p.message() for p in found if p.code.number == "K573"] == ["不认识的键“value”，是不是 values？"]


def test_corrections_and_decisions_come_with_the_data():
    rules = {"加分": DecisionRule.model_validate({"range": ["-2", "2"], "by": "组长", "counts_in": "total"})}
    paper = {"basis": "纪要", "by": "张三", "date": "2024-12-30"}
    body = {
        "units": UNITS,
        "values": {"甲": {"投资": "5"}},
        "corrections": [{"unit": "甲", "input": "投资", "old": "5", "new": "6", **paper}],
        "decisions": [{"unit": "甲", "decision": "加分", "value": "0.5", "number": "1号", "by": "组长", "date": "2024-12-30"}],
    }
    facts = collect_portal(json.dumps(body), needs_of(column_need("投资")), {"镇": None}, decisions=rules).collected.facts
    assert facts.columns[Ref(Role.INPUT, "投资")].value(0) == 6
    assert facts.columns[Ref(Role.DECIDED, "加分")].value(0) == Fraction(1, 2)


def test_an_event_is_corrected_with_the_data():
    paper = {"basis": "复核", "by": "张三", "date": "2024-12-30"}
    body = {
        "units": UNITS,
        "events": [{"unit": "甲", "event": "脱岗", "date": "2024-06-05"}, {"unit": "甲", "event": "脱岗", "date": "2024-06-07"}],
        "corrections": [{"unit": "甲", "event": "脱岗", "occurred": "2024-06-05", "old": "1", "new": "撤销", **paper}],
    }
    collected = collect_portal(json.dumps(body), needs_of(events=(EventNeed("脱岗", EventDecl(), "甲科"),)), {"镇": None}).collected
    assert collected.problems == ()
    assert collected.facts.rows["events"].unit.tolist() == [0]
    assert [was.date for was in collected.facts.struck] == ["2024-06-05"]


def test_an_event_with_both_unit_and_units_is_refused():
    event = {"unit": "甲", "units": ["乙"], "event": "脱岗", "date": "2024-06-05", "次数": 1}
    assert "K571" in codes(told({"units": UNITS, "events": [event]}).collected.problems)


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 5000 + "e5", "0." + "1" * 5000 + "E2", '"' + "9" * 5000 + '"'])
def test_a_number_of_thousands_of_digits_is_refused_where_it_stands(number: str):
    data = told(f'{{"units": [{{"name": "甲", "class": "镇"}}], "values": {{"甲": {{"投资": {number}}}}}}}')
    assert "K512" in codes(data.collected.problems)
