"""What is said of many units at once, from the columns, against what is said of each alone by the exact reader: sentences, accounts, lines of trail.csv."""

from __future__ import annotations

import csv
import io
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from golden_case import folder_sheet
from kit import Example, examples
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.words import Measure, sayings, sentence
from kpi_engine.report.delimited import figure, inert
from kpi_engine.report.figures import STATE_WORDS
from kpi_engine.report.spread import TOTAL_NAME
from kpi_engine.report.trail import write_trail
from kpi_engine.table import Role, State
from kpi_engine.trail import sight
from kpi_engine.trail.ledger import Ledger, ledgers, ledgers_by_unit, plain
from kpi_engine.trail.shelf import Shelf
from kpi_engine.trail.sight import Block, Sight
from schemes import Writer, plan_of, random_facts

SCHEMES = int(os.environ.get("KPI_SCHEMES", "1000")) // 100
RULES = sorted(path.stem for path in (Path(__file__).parents[2] / "rules").glob("*.yaml"))
EXAMPLES = [example for page in ("language.md", "forms.md") for example in examples(page) if example.table("单位") is not None]


@cache
def generated(seed: int) -> Results:
    dice = random.Random(seed)
    plan = plan_of(Writer(dice).scheme())
    return run_plan(plan, random_facts(plan, dice, units=7))


@cache
def shipped(name: str) -> Results:
    return folder_sheet(name).results


def hold(results: Results, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is told alike; ``FEW`` says who reads: nobody is few, or everybody."""
    units = [row for row in range(len(results.units)) if results.takes_part(row)]
    alone = [ledgers(results, row) for row in units]
    results.kept.clear()
    monkeypatch.setattr(sight, "FEW", 0)
    assert list(ledgers_by_unit(results, units)) == alone
    write_trail(folder / "trail.csv", results)
    with (folder / "trail.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert stream.read() == lines(results, alone)


def lines(results: Results, units: list[list[Ledger]]) -> str:
    """trail.csv as a writer of CSV makes it of accounts."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    names = "unit indicator period kind clause what quantity price points memo evidence owner date source"
    writer.writerow(names.split())
    tree = {entry.name: results.places(entry.name) for entry in results.plan.book.tree}
    for account in (account for unit in units for account in unit):
        writer.writerows(account_lines(account, tree.get(account.name, results.places())))
    return text.getvalue()


def account_lines(account: Ledger, places: int | None) -> Iterator[list[str]]:
    start = [inert(account.unit), inert(account.name or TOTAL_NAME), inert(account.period)]
    there = account.state == State.PRESENT
    opening, closing = (plain(account.opening, places), plain(account.closing, places)) if there else ("", "")
    yield [*start, "opening", inert(account.clause), "期初", "", "", opening, "", "", "", "", ""]
    for p in account.postings:
        told = [p.kind, inert(p.clause), inert(p.what), figure(p.quantity), figure(p.price), plain(p.amount)]
        yield [*start, *told, inert(p.memo), inert(p.evidence), inert(p.owner), p.date, inert(p.source)]
    yield [*start, "closing", inert(account.clause), "期末", "", "", closing, STATE_WORDS.get(account.state, ""), "", "", "", ""]


@pytest.mark.parametrize("seed", range(SCHEMES))
def test_accounts_of_generated_schemes(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(generated(seed), tmp_path, monkeypatch)


@pytest.mark.parametrize("name", RULES)
def test_accounts_of_the_library(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(shipped(name), tmp_path, monkeypatch)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_accounts_of_the_pages_examples(example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(example.run(), tmp_path, monkeypatch)


@pytest.mark.parametrize("seed", range(SCHEMES))
def test_sentences_of_every_formula_and_state(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all figures of units, ranks and grades and what has no value among them, printed at their own places and at any."""
    monkeypatch.setattr(sight, "FEW", 0)
    results = generated(seed)
    units, reader, shelf = np.arange(len(results.units)), Reader(results), Shelf(results)
    for step in results.plan.steps:
        if step.domain or step.ref.role is Role.CHECK:
            continue
        for measure in (None, Measure()):
            knows = Sight(shelf.asked(step.tree), Block(results, units))
            told = {}
            for saying in sayings(step.tree, knows, units, measure_of=results.measure_of, measure=measure):
                told.update(zip(saying.rows.tolist(), saying.texts(), strict=True))
            alone = {row: sentence(step.tree, reader, row, measure_of=results.measure_of, measure=measure) for row in units.tolist()}
            assert told == alone, (seed, step.ref)
