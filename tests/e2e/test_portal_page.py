"""docs/portal.md says what is true: its scheme and its data give its answers, and its programs compile."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from kpi_engine.engine.run import run_plan
from kpi_engine.intake.portal import collect_portal
from kpi_engine.report.results_json import as_json, failure_as_json, results_schema
from kpi_engine.trail.receipt import make_receipt
from scored import plan_text

PAGE = (Path(__file__).parents[2] / "docs" / "portal.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


def holds(told: object, whole: object) -> bool:
    """Whether an excerpt is part of the whole: of objects some keys, of lists the first items in order (accounts by name)."""
    if isinstance(told, dict):
        return isinstance(whole, dict) and all(key in whole and holds(value, whole[key]) for key, value in told.items())
    if isinstance(told, list):
        return isinstance(whole, list) and len(told) <= len(whole) and all(holds(item, other) for item, other in zip(told, whole, strict=False))
    return told == whole


def test_the_answer_is_the_one_that_the_page_shows() -> None:
    plan = plan_text(block("yaml"))
    data = collect_portal(block("json", 0), plan.needs)
    assert data.collected.problems == ()
    results = run_plan(plan, data.collected.facts)
    answer = as_json(results, make_receipt(results, engine="0", sources=[]))
    jsonschema.Draft202012Validator(results_schema()).validate(answer)
    assert holds(json.loads(block("json", 1)), answer)


def test_the_refusal_is_the_one_that_the_page_shows() -> None:
    plan = plan_text(block("yaml"))
    broken = block("json", 0).replace('"92%"', '"约92%"').replace("擅自脱岗", "擅自离岗")
    answer = failure_as_json(collect_portal(broken, plan.needs).collected.problems)
    jsonschema.Draft202012Validator(results_schema()).validate(answer)
    assert holds(json.loads(block("json", 2)), answer)


def test_the_python_program_compiles_and_is_short() -> None:
    program = block("python")
    compile(program, "portal.py", "exec")
    assert len(program.splitlines()) <= 30


@pytest.mark.skipif(shutil.which("javac") is None, reason="no Java compiler is installed")
def test_the_java_program_compiles(tmp_path: Path) -> None:
    program = block("java")
    assert len([line for line in program.splitlines() if line.strip()]) <= 35
    (tmp_path / "KpiScore.java").write_text(program, encoding="utf-8")
    command = ["javac", "-encoding", "UTF-8", "--release", "8", "-Xlint:-options", str(tmp_path / "KpiScore.java")]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
