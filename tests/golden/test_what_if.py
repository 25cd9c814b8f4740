"""Scenarios on every scheme of the library: what is told is what a run from the beginning gives, the first through the exact reader, and its accounts balance."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import ROOT, folder_run
from kpi_engine import Run
from kpi_engine.engine.run import run_plan
from kpi_engine.numbers import exact_text
from kpi_engine.table import Ref, Role
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.whatif.edits import Edit, Scenario
from kpi_engine.whatif.rebalance import shares_of
from kpi_engine.whatif.reweigh import unweighable
from kpi_engine.whatif.scenario import run_scenario

SCHEMES = sorted(path.stem for path in (ROOT / "rules").glob("*.yaml"))


def scenarios(run: Run) -> list[Scenario]:
    """The first indicator that can be reweighed counts a tenth more, for which its siblings pay; it is dropped; it counts more and nobody pays."""
    plan = run.results.plan
    tree, classes = plan.book.tree, plan.scheme.class_names
    told = [e for e in tree.leaves if not e.is_bonus and shares_of(e, classes) and not unweighable(plan, [e.name])]
    several = [e for e in told if e.parent is not None and len(tree[e.parent].children) > 1]
    found: list[Scenario] = []
    for entry in several[:1]:
        share = {cls: points * Fraction(11, 10) for cls, points in (shares_of(entry, classes) or {}).items()}
        key = "weight" if entry.model.points is None else "points"
        text = (
            exact_text(next(iter(share.values())))
            if len(set(share.values())) == 1
            else "{" + ", ".join(f"{c}: {exact_text(p)}" for c, p in share.items()) + "}"
        )
        found.append(Scenario("加重", (Edit(f"indicators.{entry.name}.{key}", text),), "siblings"))
        found.append(Scenario("去掉", (Edit(f"drop {entry.name}", ""),), "siblings"))
        found.append(Scenario("不分担", (Edit(f"indicators.{entry.name}.{key}", text),), "none"))
    return found


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scenario_is_a_run_from_the_beginning(name: str) -> None:
    run = folder_run(name)
    for place, scenario in enumerate(scenarios(run)):
        outcome, problems = run_scenario(run.base, scenario)
        assert outcome is not None, "\n".join(map(str, problems))
        again = run_plan(outcome.results.plan, outcome.results.facts, reader="columns" if place else "exact")
        for step in outcome.results.plan.steps:
            if not step.domain and step.ref.role in (Role.SCORE, Role.TOTAL, Role.RANK, Role.GRADE, Role.PAYMENT, Role.CONSEQUENCE, Role.QUOTA):
                assert list(outcome.results.cells(step.ref)) == list(again.cells(step.ref)), (scenario.name, step.ref)
        assert not list(unbalanced_figures(outcome.results))
        assert not list(unbalanced(outcome.results, range(0, len(run.results.units), 20)))


@pytest.mark.parametrize("name", ["hospital_support", "township_hospital", "district_composite", "county_year"])
def test_the_same_points_again_change_nothing(name: str) -> None:
    run = folder_run(name)
    tree, classes = run.results.plan.book.tree, run.results.plan.scheme.class_names
    entry = next(e for e in tree.leaves if shares_of(e, classes) and e.model.points is not None)
    share = shares_of(entry, classes) or {}
    text = "{" + ", ".join(f"{cls}: {exact_text(points)}" for cls, points in share.items()) + "}" if classes else exact_text(share[""])
    outcome, problems = run_scenario(run.base, Scenario("照旧", (Edit(f"indicators.{entry.name}.points", text),)))
    assert outcome is not None, problems
    assert [outcome.results.cell(Ref(Role.TOTAL), row) for row in range(len(run.results.units))] == list(run.results.cells(Ref(Role.TOTAL)))
