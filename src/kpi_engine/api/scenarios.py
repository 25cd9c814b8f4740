"""Scoring again as if scheme or data were otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kpi_engine.api.runs import Run, stop_at
from kpi_engine.api.sources import Files, Source, Tables
from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.whatif.answer import Answer, answer_of
from kpi_engine.whatif.edits import Reading, Rebalance, Scenario, read_edits
from kpi_engine.whatif.edits import read_scenarios as scenarios_of
from kpi_engine.whatif.scenario import run_scenario

__all__ = ["read_scenarios", "what_if"]


def what_if(
    run: Run, scenarios: Iterable[Scenario] | Mapping[str, Iterable[str]], *, rebalance: Rebalance | None = None, reading: Reading = "reweigh"
) -> list[Answer]:
    """Score again as if scheme or data were otherwise, and say what differs.

    Args:
        run: the run to start from.
        scenarios: what is to be changed, each on its own; or names with edits as people write them: ``{"加重": ["综合评价.points=15"]}``.
        rebalance: who pays where points no longer add up, for scenarios given as texts.
        reading: what new points mean, for scenarios given as texts.

    Raises:
        KpiError: with the problems of all scenarios that are refused.

    """
    asked, unread = _scenarios_of(scenarios, rebalance, reading) if isinstance(scenarios, Mapping) else (list(scenarios), [])
    answers: list[Answer] = []
    problems = [*unread]
    problems += [k8.SCENARIO_TWICE.at(name=name) for name, times in Counter(scenario.name for scenario in asked).items() if times > 1]
    problems += [] if unread or any(scenario.edits for scenario in asked) else [k8.NO_EDITS.at()]
    for scenario in asked:
        outcome, said = run_scenario(run.base, scenario)
        problems += said
        if outcome is not None:
            answers.append(answer_of(run.results, outcome))
    stop_at(problems)
    return answers


def _scenarios_of(texts: Mapping[str, Iterable[str]], rebalance: Rebalance | None, reading: Reading) -> tuple[list[Scenario], list[Problem]]:
    asked: list[Scenario] = []
    problems: list[Problem] = []
    for name, edits in texts.items():
        told, said = read_edits(edits)
        problems += said
        asked.append(Scenario(name, tuple(told), rebalance, reading))
    return asked, problems


def read_scenarios(sources: Iterable[Source | Tables], *, rebalance: Rebalance | None = None, reading: Reading = "reweigh") -> list[Scenario]:
    """Scenarios from sheets 场景|改什么|改成.

    Args:
        sources: files or tables.
        rebalance: for those that do not say who pays.
        reading: for those that do not say what new points mean.

    Raises:
        KpiError: K801, K808, and what keeps a file from being read.

    """
    problems: list[Problem] = []
    grids = Files().grids("scenarios", sources, problems)
    scenarios, said = scenarios_of(grids, rebalance=rebalance, reading=reading)
    stop_at([*problems, *said])
    return scenarios
