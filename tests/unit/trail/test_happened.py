import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.scheme.model import Item
from kpi_engine.stages.draft import Account, Line
from kpi_engine.trail.happened import Turn, happened
from kpi_engine.trail.postings import each_text
from kpi_engine.trail.shelf import shelf_of
from kpi_engine.trail.sight import Block
from scored import HEAD, score_text

TEXT = (
    HEAD.replace("not_applicable: problem", "not_applicable: problem\nsame_fact: heaviest")
    + """
indicators:
  一: {points: 60, clause: 一, deduct: {迟报: {each: 2, text: 每次扣2分, owner: 督查室}}}
  二: {points: 40, clause: 二, deduct: {错报: 5}}
"""
)
EVENTS = [
    {"unit": "甲", "event": "迟报", "fact": "F1"},
    {"unit": "甲", "event": "错报", "fact": "F1"},
    {"unit": "乙", "event": "迟报"},
    {"unit": "甲", "event": "迟报"},
]


def turns() -> list[Turn]:
    run: Results = score_text(TEXT, ["甲", "乙", "丙"], events=EVENTS).results
    account: Account = next(found for found in run.plan.accounts if found.name == "一")
    line: Line = next(found for found in account.lines if found.kind == "deduct")
    item: Item = run.plan.book.tree["一"].model.deduct["迟报"]
    return list(happened(shelf_of(run), Block(run, np.arange(3)), account, line, item))


def test_the_first_events_of_all_units_come_together_then_the_second() -> None:
    assert [turn.prices.printed.tolist() for turn in turns()] == [[0, 2_000_000, 0], [2_000_000, 0, 0]]


def test_a_fact_that_counts_elsewhere_costs_nothing_and_is_told() -> None:
    first = turns()[0]
    assert first.elsewhere.tolist() == [True, False, False]
    told = {row: text for saying in first.posting.memo(np.array([0, 1])) for row, text in zip(saying.rows.tolist(), saying.texts(), strict=True)}
    assert told == {0: "同一事实已按另一条计，不重复", 1: "每次扣2分"}
    assert each_text(first.posting.price, np.array([0, 1])) == ["0", "2"]


def test_each_event_brings_its_own_evidence_and_a_day_only_where_one_is_given() -> None:
    posting, both = turns()[0].posting, np.array([0, 1])
    assert each_text(posting.evidence, both) == ["F1", ""]
    assert each_text(posting.date, both) == ["", ""]
    assert posting.owner == "督查室"
