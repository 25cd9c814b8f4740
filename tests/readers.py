"""One run held by everything that reads it: the exact reader and the columns (`scored`), live formulas recalculated on plain doubles, words, the trail."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from calculators import ieee
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.steps import ExactRun, run_exact
from kpi_engine.formula.words import formula_text, sentence
from kpi_engine.formula.workbook import write_formula_workbook
from kpi_engine.lint import lint_plan
from kpi_engine.numbers import parse_number
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.trail.ledger import ledgers
from recalculated import differing
from scored import Sheet, assert_readers_agree, plan_text, score_text

__all__ = ["assert_all_read_alike", "field", "numbers", "said_of", "scores"]


def assert_all_read_alike(sheet: Sheet, folder: Path) -> None:
    """No reader differs in any cell, every formula has words in both languages, and every account balances."""
    results = sheet.results
    plan, facts = results.plan, results.facts
    assert_readers_agree(plan, facts, results)
    layout = write_formula_workbook(folder / "live.xlsx", plan.steps, facts, spoil=True)
    unlike = differing(layout, ieee.recalculate(folder / "live.xlsx"), plan.steps, facts)
    assert not unlike, "\n".join(unlike)
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


def field(folder: Path, body: str, units: Sequence[str] | Mapping[str, str], inputs: Mapping[str, str] | None = None, **more: object) -> Sheet:
    """A scheme as an office writes it, scored, with nothing wrong in it, and read alike by all.

    ``inputs`` are cells with blanks between them: 是 and 否 are truths, - is not reported, 不涉及 not applicable.
    """
    head = "scheme: field\ntitle: 考核\nedition: 2024\nclause: 细则\nrounding: {mode: half_up, indicator: 2, total: 2}\n"
    told = {line.partition(":")[0] for line in body.splitlines()}
    head += "".join(f"{key}: problem\n" for key in ("missing", "not_applicable") if key not in told)
    text = (head if "rounding" not in told else head.partition("rounding")[0] + head.partition("total: 2}\n")[2]) + body
    cells = {name: [_cell(cell) for cell in row.split()] for name, row in (inputs or {}).items()}
    wrong = [str(problem) for problem in lint_plan(plan_text(text)) if problem.severity == "problem"]
    assert not wrong, "\n".join(wrong)
    sheet = score_text(text, units, cells, **more)  # type: ignore[arg-type]
    assert_all_read_alike(sheet, folder)
    return sheet


_CELLS = {"是": True, "否": False, "-": None}


def _cell(text: str) -> object:
    return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else _CELLS.get(text, text)


def numbers(cells: str) -> list[object]:
    """Expected figures, with blanks between them; words stay words."""
    return [parsed.value if (parsed := parse_number(cell)) is not None else cell for cell in cells.split()]


def scores(sheet: Sheet, name: str, period: str = "") -> list[object]:
    """The figures of an indicator, unit by unit."""
    return [sheet.score(name, unit, period) for unit in sheet.results.units]
