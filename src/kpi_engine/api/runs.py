"""Scoring: scheme, register and what was sent, to results with their receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version

from kpi_engine.api.schemes import Checked, check_scheme, classes_of, plan_of
from kpi_engine.api.sources import Files, Source, Tables
from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.errors import KpiError, Problem
from kpi_engine.intake.collect import Collected, Lacking, collect, lacking
from kpi_engine.intake.corrections import Corrections, apply_corrections, read_corrections
from kpi_engine.intake.grid import Grid
from kpi_engine.intake.past import past_facts
from kpi_engine.intake.pastruns import called_today
from kpi_engine.intake.reach import Reach
from kpi_engine.intake.receipts import PastRun
from kpi_engine.intake.register import Register, classed_by, read_register
from kpi_engine.table import Facts, Ref, Role
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.trail.receipt import Receipt, make_receipt
from kpi_engine.whatif.base import Base

__all__ = ["Run", "Sent", "adjustment_rows", "score", "score_sent", "stop_at"]

PROVED_AT_ONCE = 50
"""Up to so many units every account is also proved as it prints; beyond, an even sample of as many. On the figures all accounts are proved always."""


@dataclass(frozen=True)
class Run:
    """A scored state: the results, the receipt, and everything odd that was met on the way."""

    results: Results
    receipt: Receipt
    register: Register
    collected: Collected
    corrections: Corrections
    findings: tuple[Problem, ...]
    base: Base = field(repr=False)
    """What scenarios start from (`what_if`)."""

    @cached_property
    def lacking(self) -> Lacking:
        """Who has not sent what, of those that a rule asks; corrections count as sent."""
        plan = self.results.plan
        return lacking(self.results.facts.columns, self.register, plan.needs, Reach.of(plan.steps))


@dataclass(frozen=True)
class Sent:
    """Everything that a run rests on but the scheme, as it was read."""

    register: Register
    grids: Sequence[Grid]
    corrections: Corrections
    past: Sequence[PastRun]


def score(
    scheme: Source | Checked,
    *,
    register: Source | Tables,
    data: Iterable[Source | Tables] | Tables,
    adjustments: Iterable[Source] = (),
    receipts: Iterable[Source] = (),
    actor: str = "",
    at: str = "",
) -> Run:
    """Score what was reported.

    Args:
        scheme: the scheme's file, or what checking it gave.
        register: the register of units (单位名录).
        data: the workbooks and tables that the owners sent, in any order; DataFrames by the names of their sheets.
        adjustments: corrections and decisions (更正与审定).
        receipts: receipts of the runs that the scheme reads.
        actor: who runs it, for the receipt.
        at: when, for the receipt.

    Raises:
        KpiError: with all problems of scheme, register, data and scoring, and the findings.

    """
    checked = scheme if isinstance(scheme, Checked) else check_scheme(scheme)
    plan = plan_of(checked)
    files = Files(checked.file)
    problems: list[Problem] = list(checked.findings)
    units, said = read_register(files.grids("register", [register], problems), classes_of(plan))
    problems += said
    grids = files.grids("data", [data] if isinstance(data, Mapping) else data, problems)
    sheets = files.grids("adjustments", adjustments, problems)
    corrections, said = read_corrections(sheets, units, plan.needs, plan.scheme.decisions, plan.book.grade_words())
    problems += [*said, *corrections.findings]
    read = Sent(units, grids, corrections, files.receipts(receipts, problems))
    return score_sent(checked, read, problems, files, actor=actor, at=at)


def score_sent(checked: Checked, read: Sent, problems: list[Problem], files: Files, *, actor: str, at: str) -> Run:
    """Score what was read, whichever way it came; ``problems`` are those met so far."""
    plan = plan_of(checked)
    units, collected, facts = _facts_of(plan, read, problems)
    stop_at(problems)
    results = run_plan(plan, facts)
    problems += [*results.problems, *results.findings]
    stop_at(problems)
    problems += unbalanced_figures(results)
    problems += unbalanced(results, _sample(len(results.units)))
    stop_at(problems)
    findings = KpiError(problems).findings
    receipt = make_receipt(
        results,
        engine=version("kpi-engine"),
        sources=files.noted,
        findings=findings,
        adjustments=adjustment_rows(read.corrections),
        actor=actor,
        at=at,
    )
    results = replace(results, findings=findings)
    return Run(results, receipt, units, collected, read.corrections, findings, _base_of(checked, read, units, results, collected.facts))


def _base_of(checked: Checked, read: Sent, units: Register, results: Results, reported: Facts) -> Base:
    def facts_for(plan: Plan) -> tuple[Facts, list[Problem]]:
        said: list[Problem] = []
        _, _, facts = _facts_of(plan, read, said)
        return facts, said

    assert checked.document is not None, "a scheme with a plan has a text"
    return Base(checked.document, results, units, facts_for, reported)


def _facts_of(plan: Plan, read: Sent, problems: list[Problem]) -> tuple[Register, Collected, Facts]:
    """Everything that was sent, as this plan asks for it."""
    units = read.register
    collected, facts, said = _collect(plan, units, read, plan.scheme.class_names)
    if plan.scheme.class_input:  # who is in which class is itself reported: read again, now that it is known
        what = plan.scheme.class_input
        units, classes, unclassed = classed_by(units, facts.columns[Ref(Role.INPUT, what)], what)
        problems += unclassed
        collected, facts, said = _collect(plan, units, read, classes)
    problems += [*collected.problems, *collected.findings, *said]
    return units, collected, _with_past(plan, facts, called_today(read.past, units), problems)


def _collect(plan: Plan, units: Register, read: Sent, classes: Sequence[str]) -> tuple[Collected, Facts, list[Problem]]:
    collected = collect(read.grids, units, plan.needs, classes, reach=Reach.of(plan.steps))
    facts, said = apply_corrections(collected.facts, read.corrections, plan.needs, plan.scheme.decisions, plan.book.grade_words())
    return collected, facts, list(said)


def adjustment_rows(corrections: Corrections) -> list[Mapping[str, str]]:
    """Corrections and decisions as plain rows, for the receipt and the sheet 更正与审定."""
    changed = [
        {
            "kind": "更正",
            "unit": c.unit,
            "what": c.what,
            "old": c.old,
            "new": c.new,
            "basis": c.basis,
            "by": c.by,
            "date": c.date,
            "place": str(c.place),
        }
        for c in corrections.changes
    ]
    decided = [
        {
            "kind": "审定",
            "unit": d.unit,
            "what": d.name,
            "old": "",
            "new": d.shown,
            "basis": d.number,
            "by": d.by,
            "date": d.date,
            "place": str(d.place),
        }
        for d in corrections.decisions
    ]
    return [*changed, *decided]


def stop_at(problems: Sequence[Problem]) -> None:
    """Raise all of them where one is no mere finding."""
    if any(p.severity == "problem" for p in problems):
        raise KpiError(problems)


def _sample(size: int) -> range:
    return range(0, size, max(1, -(-size // PROVED_AT_ONCE)))


def _with_past(plan: Plan, facts: Facts, runs: Sequence[PastRun], problems: list[Problem]) -> Facts:
    if not plan.scheme.reads:
        return facts
    past = past_facts(plan.scheme, facts.units, facts.columns, runs, plan.needs.reads)
    problems += past.problems
    return replace(facts, columns={**facts.columns, **past.columns}, rows={**facts.rows, **past.rows})
