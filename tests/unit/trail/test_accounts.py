"""Accounts of several units at once; what single postings say is tested with `Ledger`s."""

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.trail.accounts import Accounts, accounts_of
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一: {points: 60, clause: 一, score: points * 率}
  二: {points: 40, clause: 二, deduct: {迟报: 30}}
"""
)


def results() -> Results:
    late = [{"unit": "乙", "event": "迟报"}] * 2
    return score_text(TEXT, ["甲", "乙", "丙"], {"率": ["0.5", "1", "0.9"]}, events=late).results


def account(name: str, *rows: int) -> Accounts:
    return next(found for found in accounts_of(results(), np.array(rows)) if found.account.name == name)


def test_a_posting_stands_at_the_places_of_those_that_have_it() -> None:
    told = account("二", 0, 1, 2)
    assert [(p.kind, p.what, p.rows.tolist(), p.amounts.tolist()) for p in told.postings] == [
        ("deduct", "迟报", [1], [0, -30_000_000, 0]),
        ("deduct", "迟报", [1], [0, -30_000_000, 0]),
        ("cap", "保底", [1], [0, 20_000_000, 0]),
    ]
    assert (told.opening.tolist(), told.closing.tolist()) == ([40_000_000] * 3, [40_000_000, 0, 40_000_000])


def test_places_are_those_of_the_units_asked_for() -> None:
    told = account("二", 2, 1)
    assert [p.rows.tolist() for p in told.postings] == [[1], [1], [1]]


def test_sentences_and_sources_come_when_they_are_asked_for() -> None:
    [rule] = account("一", 0, 2).postings
    assert [text for saying in rule.memo(rule.rows) for text in saying.texts()] == ["60 × 50.00% = 30", "60 × 90.00% = 54"]
    assert not isinstance(rule.source, str)
    assert rule.source(rule.rows) == ["", ""]


def test_every_account_balances_and_one_that_does_not_is_known() -> None:
    told = account("一", 0, 1, 2)
    assert told.unbalanced.tolist() == [False, False, False]
    moved = Accounts(told.account, told.state, told.opening, told.closing + np.array([0, 1, 0]), told.postings)
    assert moved.unbalanced.tolist() == [False, True, False]


def test_an_account_without_a_figure_has_no_postings_even_of_facts_that_count_elsewhere() -> None:
    text = (
        HEAD.replace("not_applicable: problem", "not_applicable: rescale\nsame_fact: heaviest")
        + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一: {points: 60, clause: 一, score: points * 率, deduct: {迟报: 2}}
  二: {points: 40, clause: 二, deduct: {错报: 5}}
"""
    )
    events = [{"unit": "甲", "event": event, "fact": "F1"} for event in ("迟报", "错报")]
    run = score_text(text, ["甲", "乙"], {"率": ["不涉及", "1"]}, events=events).results
    told = next(found for found in accounts_of(run, np.array([0])) if found.account.name == "一")
    assert (told.state.tolist(), list(told.postings)) == ([1], [])
