from dataclasses import replace

import numpy as np

from kpi_engine.table import Ref, Role
from kpi_engine.trail.balance import balance_steps, unbalanced, unbalanced_figures, unbalanced_rows
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一: {points: 60, clause: 一, score: points * 率}
  二: {points: 40, clause: 二, deduct: {迟报: 2}}
"""
)


def results():
    return score_text(TEXT, ["甲", "乙"], {"率": ["0.5", "1"]}, events=[{"unit": "甲", "event": "迟报"}]).results


def test_a_run_balances_on_its_figures_and_as_printed() -> None:
    assert list(unbalanced(results())) == []
    assert list(unbalanced_figures(results())) == []


def test_a_figure_that_was_changed_is_found_on_the_columns() -> None:
    run = results()
    ref = Ref(Role.RAW, "二")
    column = run.columns[ref]
    wrong = replace(column, numerator=np.array([column.numerator[0] + 1, column.numerator[1]]))
    changed = replace(run, columns={**run.columns, ref: wrong})
    assert [(p.code.number, p.facts["unit"], p.facts["indicator"]) for p in unbalanced_figures(changed)] == [("K690", "甲", "二")]


def test_every_account_has_a_truth_of_its_own() -> None:
    plan = results().plan
    assert len(balance_steps(plan.accounts)) == len(plan.accounts) == 4


def rows(*amounts: str) -> list[dict[str, str]]:
    kinds = ["opening", *["deduct"] * (len(amounts) - 2), "closing"]
    return [{"unit": "甲", "indicator": "一", "period": "", "kind": k, "points": a} for k, a in zip(kinds, amounts, strict=True)]


def test_a_written_trail_is_proved_again_when_it_is_read() -> None:
    assert list(unbalanced_rows(rows("12", "-2", "-0.5", "9.50"))) == []
    assert [p.code.number for p in unbalanced_rows(rows("12", "-2", "-0.5", "9.51"))] == ["K690"]


def test_an_account_without_a_closing_does_not_balance() -> None:
    assert [p.code.number for p in unbalanced_rows(rows("12", "-2", "10")[:-1])] == ["K690"]


def test_a_part_that_is_for_one_class_only_takes_nothing_from_the_points_of_the_others() -> None:
    text = (
        HEAD
        + """
classes: {镇: {}, 局: {}}
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一:
    points: 100
    not_applicable: rescale
    indicators:
      共有: {points: 60, score: points * 率}
      镇有: {points: 40, only_for: {class: 镇}, score: points * 率}
      局有: {points: 40, only_for: {class: 局}, score: points}
"""
    )
    sheet = score_text(text, {"甲": "镇", "乙": "局"}, {"率": ["0.5", "0.5"]})
    assert sheet.totals() == [50, 70]
    assert list(unbalanced_figures(sheet.results)) == []


def test_on_an_open_scale_children_add_their_scores() -> None:
    text = HEAD.replace("points: 100", "points: open") + "indicators: {一: {points: 30, clause: 一, deduct: {迟报: 2}}}\n"
    run = score_text(text, ["甲"], events=[{"unit": "甲", "event": "迟报"}]).results
    assert list(unbalanced(run)) == []
    assert list(unbalanced_figures(run)) == []


def test_a_rescaled_part_that_a_class_does_not_have_has_no_account_there() -> None:
    text = (
        HEAD
        + """
classes: {镇: {}, 局: {}}
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一:
    points: {镇: 100, 局: 0}
    not_applicable: rescale
    indicators:
      甲项: {points: 60, score: points * 率}
      乙项: {points: 40, score: points}
  二: {points: {镇: 0, 局: 100}, score: points * 率}
"""
    )
    sheet = score_text(text, {"甲": "镇", "乙": "局"}, {"率": ["0.5", "0.5"]})
    assert sheet.totals() == [70, 50]
    assert list(unbalanced_figures(sheet.results)) == []
