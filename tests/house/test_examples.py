"""The pages' examples are real: each scheme is read, bound and planned, and each table under it is what the engine makes of its data."""

from __future__ import annotations

import re

import pytest

from kit import DOCS, Example, amended_plan, examples
from kpi_engine.forms import forms
from kpi_engine.lint import lint_plan

PAGES = [path.name for path in sorted(DOCS.glob("*.md"))]
ALL = [example for page in PAGES for example in examples(page)]


@pytest.mark.parametrize("example", ALL, ids=str)
def test_a_scheme_of_a_page_is_of_the_language_and_makes_sense(example: Example) -> None:
    assert [str(problem) for problem in lint_plan(amended_plan(example.text)) if problem.severity == "problem"] == []


@pytest.mark.parametrize("example", [e for e in ALL if e.table("单位") is not None], ids=str)
def test_a_table_of_a_page_is_what_the_engine_makes_of_it(example: Example) -> None:
    assert list(example.differences(example.run())) == []


def test_every_table_of_units_says_what_must_come_out() -> None:
    silent = [str(e) for e in ALL if (table := e.table("单位")) is not None and not any(h.startswith("→") for h in table.headings)]
    assert silent == []


@pytest.mark.parametrize("name", sorted(forms()))
def test_a_form_has_clause_formula_scheme_and_results(name: str) -> None:
    page = (DOCS / "forms.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {name} .*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert re.search(r"^> ", section.group(), re.MULTILINE), "no wording of a clause"
    assert re.search(r"^    \S", section.group(), re.MULTILINE), "no formula"
    assert [e for e in examples("forms.md") if e.title.startswith(f"{name} ") and e.table("单位") is not None], "no results"
