from kpi_engine.table import Ref, Role
from kpi_engine.trail.shelf import shelf_of
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {率: {kind: percent, owner: 甲科}}
values: {折: 率 * 2}
indicators:
  一: {points: 60, clause: 一, score: points * 折 / 2}
  二: {points: 40, clause: 二, deduct: {迟报: 50}}
"""
)


def results():
    return score_text(TEXT, ["甲", "乙"], {"率": ["0.5", "1"]}, events=[{"unit": "乙", "event": "迟报"}]).results


def test_a_run_has_one_shelf() -> None:
    run = results()
    assert shelf_of(run) is shelf_of(run)


def test_accounts_are_in_the_order_of_the_scheme() -> None:
    assert [account.name for account in shelf_of(results()).accounts] == ["", "一", "二", "总分（审定、否决后）"]


def test_events_are_found_by_unit_and_name() -> None:
    assert shelf_of(results()).events == {(1, "迟报"): [0]}


def test_what_the_sentences_of_a_tree_have_asked_is_kept() -> None:
    run = results()
    tree = run.plan.steps_by_ref[Ref(Role.START, "一")].tree
    assert shelf_of(run).asked(tree) is shelf_of(run).asked(tree)


def test_a_rule_rests_on_inputs_also_through_named_values() -> None:
    run = results()
    tree = run.plan.steps_by_ref[Ref(Role.START, "一")].tree
    assert list(shelf_of(run).inputs_of(tree)) == [run.facts.columns[Ref(Role.INPUT, "率")]]


def test_the_periods_of_a_node_are_in_their_own_order_not_in_that_of_their_letters() -> None:
    text = TEXT.replace("inputs:", "periods: {every: month, combine: mean, missing: problem}\ninputs:")
    given = {f"率@{month}月": ["0.5"] for month in range(1, 13)}
    told = [account.period for account in shelf_of(score_text(text, ["甲"], given).results).accounts if account.name == "一"]
    assert told == ["", *(f"{month}月" for month in range(1, 13))]
