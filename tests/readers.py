"""One run held by everything that reads it: the exact reader and the columns (`scored`), live formulas recalculated on plain doubles, words, the trail."""

from __future__ import annotations

from pathlib import Path

from calculators import ieee
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.steps import ExactRun, run_exact
from kpi_engine.formula.words import formula_text, sentence
from kpi_engine.formula.workbook import write_formula_workbook
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.trail.ledger import ledgers
from recalculated import differing
from scored import Sheet, assert_readers_agree

__all__ = ["assert_all_read_alike", "said_of"]


def assert_all_read_alike(sheet: Sheet, folder: Path) -> None:
    """No reader differs in any cell, every formula has words in both languages, and every account balances."""
    results = sheet.results
    plan, facts = results.plan, results.facts
    assert_readers_agree(plan, facts, results)
    layout = write_formula_workbook(folder / "live.xlsx", plan.steps, facts, spoil=True)
    assert differing(layout, ieee.recalculate(folder / "live.xlsx"), plan.steps, facts) == []
    reader = Reader(ExactRun(facts, dict(run_exact(plan.steps, facts))))
    for step in plan.steps:
        assert formula_text(step.tree)
        assert formula_text(step.tree, "en")
        assert all(sentence(step.tree, reader, row, domain=step.domain) for row in range(facts.size(step.domain)))
    assert not list(unbalanced_figures(results))
    assert not list(unbalanced(results))


def said_of(sheet: Sheet, unit: str, indicator: str, period: str = "") -> list[tuple[str, str]]:
    """The postings of an account: kind, and the sentence behind the amount."""
    accounts = [a for a in ledgers(sheet.results, sheet.row(unit)) if (a.name, a.period) == (indicator, period)]
    return [(posting.kind, posting.memo) for account in accounts for posting in account.postings]
