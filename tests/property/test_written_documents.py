"""Laws of what is written, over generated schemes, the examples of the pages and every shipped scheme.

The trail balances when it is read back, answers keep to their schema, and what was written verifies.
"""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from golden_case import ROOT, folder_run
from kit import Example, examples
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.report.output import write_results
from kpi_engine.report.printed import findings_table, owed_table, ranked_table
from kpi_engine.report.results_json import as_json, json_bytes, results_schema
from kpi_engine.report.standing import periods_asked
from kpi_engine.trail.balance import unbalanced_rows
from kpi_engine.trail.receipt import make_receipt
from kpi_engine.verify import beside, verify_receipt
from schemes import Writer, plan_of, random_facts
from written import prove_trail

VALIDATOR = jsonschema.Draft202012Validator(results_schema())
FEW = 15  # units of a run whose documents are compared here, too
SHIPPED = sorted(path.stem for path in (ROOT / "rules").glob("*.yaml"))
EXAMPLES = [example for page in ("language.md", "forms.md") for example in examples(page) if example.table("单位") is not None]


def hold(results: Results, folder: Path, *, workbook: bool) -> None:
    """Every law, on one run."""
    receipt = make_receipt(results, engine="0", sources=[])
    written, problems = write_results(folder, replace(results, problems=()), receipt, workbook=workbook)
    assert written is not None, problems
    assert list(unbalanced_rows(read(folder / "trail.csv"))) == []
    assert [line["unit"].removeprefix("'") for line in read(folder / "scores.csv")] == list(results.units)
    answer = json.loads(json_bytes(as_json(results, receipt)))
    VALIDATOR.validate(answer)
    assert len(ranked_table(results).lines) == len(results.units)
    assert (findings_table(results.findings).left_out, owed_table(results).left_out) == (0, 0)
    if workbook:
        sheets = openpyxl.load_workbook(folder / "results.xlsx", read_only=True)
        in_periods = ["各期"] if periods_asked(results) else []
        assert sheets.sheetnames == ["排名", *in_periods, "得分", "扣分明细", "疑点", "更正与审定", "回执"]
        sheets.close()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("batch", range(3))
def test_documents_of_generated_schemes_keep_the_laws(batch: int, tmp_path: Path) -> None:
    for seed in range(10 * batch, 10 * batch + 10):
        dice = random.Random(seed)
        plan = plan_of(Writer(dice).scheme())
        hold(run_plan(plan, random_facts(plan, dice)), tmp_path / str(seed), workbook=seed % 10 == 0)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_documents_of_the_pages_examples_keep_the_laws(example: Example, tmp_path: Path) -> None:
    hold(example.run(), tmp_path / "out", workbook=example.line % 4 == 0)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_trail_of_every_unit_of_every_shipped_scheme_balances_read_back_and_its_run_verifies(name: str, tmp_path: Path) -> None:
    run, labels = folder_run(name), SHIPPED.index(name) % 2 == 0
    accounts = prove_trail(run.results, tmp_path / "trail.csv")
    assert accounts == len(run.results.plan.accounts) * run.receipt.counts["takes_part"]
    documents: dict[str, Path] | None = None
    if run.receipt.counts["units"] <= FEW:
        written, problems = write_results(tmp_path / "01", run.results, run.receipt, findings=run.findings, labels=labels, workbook=False)
        assert written is not None, problems
        documents = beside(written.folder)
    found = verify_receipt(json_bytes(run.receipt.as_json()), "receipt.json", lambda actor, at: run, documents)
    assert found.same, [p.text() for p in found.differences]
    assert [(p.code.number, p.facts["names"]) for p in found.findings] == ([("K732", "results.xlsx")] if documents else [])
