import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.report.trail import write_trail
from kpi_engine.scheme.indicators import Item
from kpi_engine.stages.draft import Account, Line
from kpi_engine.table import Struck
from kpi_engine.trail.balance import unbalanced_rows
from kpi_engine.trail.happened import Turn, happened
from kpi_engine.trail.ledger import ledgers
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


def read_back(path: Path, results: Results, unit: str, indicator: str) -> list[tuple[str, ...]]:
    """The lines of one account: kind, what, quantity, price, points, memo, evidence, owner, date, source."""
    write_trail(path, results)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert list(unbalanced_rows(lines)) == []
    kept = ("kind", "what", "quantity", "price", "points", "memo", "evidence", "owner", "date", "source")
    return [tuple(line[key] for key in kept) for line in lines if (line["unit"], line["indicator"]) == (unit, indicator)]


def with_struck(text: str, *events: Struck, **more: object) -> Results:
    run = score_text(text, ["甲", "乙"], **more).results  # type: ignore[arg-type]
    return replace(run, facts=replace(run.facts, struck=events), kept={})


def test_a_struck_event_is_told_beside_those_that_count_and_changes_nothing(tmp_path: Path) -> None:
    """60 − 2, with an event of 2 that was struck; a percent sign and a quotation mark are written as they are."""
    run = with_struck(TEXT, Struck(0, "迟报", "", "2024-03-05", '通报"3号"', "a.xlsx!事项!B2；更正 100%"), events=[{"unit": "甲", "event": "迟报"}])
    assert read_back(tmp_path / "trail.csv", run, "甲", "一") == [
        ("opening", "期初", "", "", "60", "", "", "", "", ""),
        ("deduct", "迟报", "1", "2", "-2", "每次扣2分", "", "督查室", "", ""),
        ("deduct", "迟报", "0", "0", "0", "更正撤销，不计", '通报"3号"', "督查室", "2024-03-05", "a.xlsx!事项!B2；更正 100%"),
        ("closing", "期末", "", "", "58", "", "", "", "", ""),
    ]
    assert [line[0] for line in read_back(tmp_path / "trail.csv", run, "乙", "一")] == ["opening", "closing"]


def test_a_struck_event_of_an_item_without_owner_is_told_with_the_owner_of_its_indicator(tmp_path: Path) -> None:
    text = HEAD + "indicators: {一: {points: 100, owner: 办公室, deduct: {迟报: 2}}}"
    run = with_struck(text, Struck(1, "迟报", "", "", "", "b"))
    assert [line[7] for line in read_back(tmp_path / "trail.csv", run, "乙", "一")] == ["", "办公室", ""]


def test_a_struck_event_is_told_in_its_own_period_alone(tmp_path: Path) -> None:
    text = HEAD + "periods: {weights: {六月: 50%, 十二月: 50%}, missing: problem}\nindicators: {一: {points: 100, owner: 办, deduct: {迟报: 2}}}"
    run = with_struck(text, Struck(0, "迟报", "十二月", "", "", "b"))
    account = [x for x in ledgers(run, 0) if x.name == "一"]
    assert [(x.period, [p.memo for p in x.postings]) for x in account if x.period] == [("六月", []), ("十二月", ["更正撤销，不计"])]


def test_what_only_bears_the_name_of_a_struck_event_does_not_tell_of_it(tmp_path: Path) -> None:
    """迟报 is an event below 一, and below 二 a condition."""
    text = (
        HEAD
        + """inputs: {晚: {kind: yes_no, owner: 办}}
indicators:
  一: {points: 60, owner: 办, deduct: {迟报: 2}}
  二: {points: 40, owner: 办, deduct: {迟报: {when: 晚, once: 5}}}
"""
    )
    run = with_struck(text, Struck(0, "迟报", "", "", "", "b"), inputs={"晚": [False, False]})
    assert [len(read_back(tmp_path / "trail.csv", run, "甲", name)) for name in ("一", "二")] == [3, 2]


def test_no_account_is_told_of_a_struck_event_where_there_is_no_figure(tmp_path: Path) -> None:
    text = (
        HEAD.replace("not_applicable: problem", "not_applicable: skip")
        + """inputs: {涉及: {kind: yes_no, owner: 办}}
indicators:
  一: {points: 60, owner: 办, applies_if: 涉及, deduct: {迟报: 2}}
  二: {points: 40, score: 40}
"""
    )
    run = with_struck(text, Struck(0, "迟报", "", "", "", "b"), inputs={"涉及": [False, True]})
    assert [(line[0], line[4], line[5]) for line in read_back(tmp_path / "trail.csv", run, "甲", "一")] == [
        ("opening", "", ""),
        ("closing", "", "不涉及"),
    ]
