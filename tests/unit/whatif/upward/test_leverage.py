from comparing import base_of
from kpi_engine.lint.look import Look
from kpi_engine.whatif.upward.leverage import levers_of
from kpi_engine.whatif.upward.levers import StepLever
from levered import GIVEN, SCHEME, levers, results


def test_what_a_unit_reports_of_itself_and_can_better_is_asked_about() -> None:
    assert set(levers()) == {"培训", "满意率", "逾期", "方案", "事故", "已办", "脱岗", "表彰"}  # not what is to be done, nor what holds for all
    assert "已办" not in levers("乙")  # it does not apply there


def test_nothing_is_asked_where_no_event_happened() -> None:
    run = results(events=[])
    told = {lever.what: lever for lever in levers_of(Look(run.plan), run.facts, 0, "")}
    assert "脱岗" not in told
    assert told["表彰"].most == 5


def test_what_was_not_reported_cannot_be_pulled() -> None:
    given = {**GIVEN, "已办": [None, "5"]}
    run = base_of(SCHEME, ["甲", "乙"], given, targets={"培训": ["8", "8"]}, events=[]).results
    assert "已办" not in {lever.what for lever in levers_of(Look(run.plan), run.facts, 0, "")}


def test_a_direction_that_cannot_be_told_is_tried_both_ways() -> None:
    text = SCHEME.replace("score: points * 满意率", 'score: "points - abs(满意率 - 95%) * 10"')
    run = base_of(text, ["甲", "乙"], GIVEN, targets={"培训": ["8", "8"]}, events=[]).results
    told = [lever for lever in levers_of(Look(run.plan), run.facts, 0, "") if lever.what == "满意率"]
    assert [(lever.step > 0, lever.monotone) for lever in told if isinstance(lever, StepLever)] == [(True, False), (False, False)]
