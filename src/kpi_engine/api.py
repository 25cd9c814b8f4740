"""What a user of the library calls: check a scheme, score it, explain a unit, verify a receipt.

Nothing here prints, reads a clock or keeps state; ``actor`` and ``at`` are arguments. What is wrong comes as one `KpiError` that carries all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.errors import KpiError, Problem
from kpi_engine.errors import k1_reading as k1
from kpi_engine.errors import k5_data as k5
from kpi_engine.formula.grammar import nearest
from kpi_engine.intake.collect import Collected, collect
from kpi_engine.intake.corrections import Corrections, apply_corrections, read_corrections
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.grid import Grid
from kpi_engine.intake.past import PastRun, past_facts, read_receipt
from kpi_engine.intake.register import Register, classed_by, read_register
from kpi_engine.lint import lint_plan
from kpi_engine.scheme.amend import versions
from kpi_engine.scheme.document import Block, read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from kpi_engine.source import Place
from kpi_engine.table import Facts, Ref, Role
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.trail.canonical import sha256
from kpi_engine.trail.ledger import Ledger, ledgers
from kpi_engine.trail.receipt import Receipt, SourceFile, make_receipt

__all__ = ["Checked", "Run", "Source", "adjustment_rows", "check_scheme", "explain", "load_scheme", "read_receipt_json", "score"]

Source = str | Path | tuple[str, bytes]
"""A file by its path, or its name and bytes."""

PROVED_AT_ONCE = 50
"""Up to so many units every account is also proved as it prints; beyond, an even sample of as many. On the figures all accounts are proved always."""


@dataclass(frozen=True)
class Checked:
    """What checking a scheme found; ``plan`` is there where it can be run."""

    plan: Plan | None
    problems: tuple[Problem, ...]
    findings: tuple[Problem, ...]
    sha256: str = ""


@dataclass(frozen=True)
class Run:
    """A scored state: the results, the receipt, and everything odd that was met on the way."""

    results: Results
    receipt: Receipt
    register: Register
    collected: Collected
    corrections: Corrections
    findings: tuple[Problem, ...]


def _bytes_of(source: Source) -> tuple[str, bytes]:
    if isinstance(source, tuple):
        return source
    path = Path(source)
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise KpiError([k1.CANNOT_OPEN.at(Place(path.name), reason=error.strerror or "")]) from None


def check_scheme(source: Source) -> Checked:
    """Read, bind and lint a scheme; nothing is raised but for a file that cannot be opened.

    Args:
        source: the scheme's file, or its name and bytes.

    """
    name, data = _bytes_of(source)
    document, problems = read_document(data, name=name)
    if document is None:
        return _checked(None, problems, data)
    stages, more = versions(document)
    problems = [*problems, *more]
    plan: Plan | None = None
    for stage in stages:  # the scheme must hold as it was written and after each amendment; what is run is the last
        plan, said = _planned(stage.document)
        problems += [problem for problem in said if problem not in problems]
    return _checked(plan, problems, data)


def _planned(document: Block) -> tuple[Plan | None, list[Problem]]:
    """Shape, binding and lint of one state of a scheme."""
    scheme, problems = read_model(Scheme, document)
    if scheme is None:
        return None, problems
    plan, bound = plan_scheme(scheme)
    return plan, [*problems, *bound, *lint_plan(plan, bound=not bound)]


def _checked(plan: Plan | None, problems: Sequence[Problem], data: bytes) -> Checked:
    refused = tuple(p for p in problems if p.severity == "problem")
    return Checked(None if refused else plan, refused, tuple(p for p in problems if p.severity == "finding"), sha256(data))


def load_scheme(source: Source) -> Plan:
    """A scheme ready to run.

    Raises:
        KpiError: with all problems of the scheme.

    """
    checked = check_scheme(source)
    if checked.plan is None:
        raise KpiError([*checked.problems, *checked.findings])
    return checked.plan


def score(
    scheme: Source,
    *,
    register: Source,
    data: Iterable[Source],
    adjustments: Iterable[Source] = (),
    receipts: Iterable[Source] = (),
    actor: str = "",
    at: str = "",
) -> Run:
    """Score what was reported.

    Args:
        scheme: the scheme's file.
        register: the register of units (单位名录).
        data: the workbooks and tables that the owners sent, in any order.
        adjustments: corrections and decisions (更正与审定).
        receipts: receipts of the runs that the scheme reads.
        actor: who runs it, for the receipt.
        at: when, for the receipt.

    Raises:
        KpiError: with all problems of scheme, register, data and scoring, and the findings.

    """
    checked = check_scheme(scheme)
    if checked.plan is None:
        raise KpiError([*checked.problems, *checked.findings])
    files = _Files()
    files.note("scheme", scheme, checked.sha256)
    problems: list[Problem] = list(checked.findings)
    units, said = read_register(files.grids("register", [register], problems), _classes(checked.plan))
    problems += said
    grids = files.grids("data", data, problems)
    sheets = files.grids("adjustments", adjustments, problems)
    grades = checked.plan.book.grade_words()
    corrections, said = read_corrections(sheets, units, checked.plan.needs, checked.plan.scheme.decisions, grades)
    problems += [*said, *corrections.findings]
    past = files.receipts(receipts, problems)
    return _score(checked.plan, units, grids, corrections, past, problems, files, actor=actor, at=at)


def _classes(plan: Plan) -> Mapping[str, int | None]:
    classes = plan.scheme.classes
    return {str(name): decl.expect for name, decl in classes.items()} if isinstance(classes, dict) else {}


def _score(
    plan: Plan,
    units: Register,
    grids: Sequence[Grid],
    corrections: Corrections,
    past: Sequence[PastRun],
    problems: list[Problem],
    files: _Files,
    *,
    actor: str,
    at: str,
) -> Run:
    collected, facts, said = _collect(plan, units, grids, corrections, plan.scheme.class_names)
    if plan.scheme.class_input:  # who is in which class is itself reported: read again, now that it is known
        what = plan.scheme.class_input
        units, classes, unclassed = classed_by(units, facts.columns[Ref(Role.INPUT, what)], what)
        problems += unclassed
        collected, facts, said = _collect(plan, units, grids, corrections, classes)
    problems += [*collected.problems, *collected.findings, *said]
    facts = _with_past(plan, facts, past, problems)
    _stop(problems)
    results = run_plan(plan, facts)
    problems += [*results.problems, *results.findings]
    _stop(problems)
    problems += unbalanced_figures(results)
    problems += unbalanced(results, _sample(len(results.units)))
    _stop(problems)
    findings = KpiError(problems).findings
    receipt = make_receipt(
        results,
        engine=version("kpi-engine"),
        sources=files.noted,
        findings=findings,
        adjustments=adjustment_rows(corrections),
        actor=actor,
        at=at,
    )
    return Run(replace(results, findings=findings), receipt, units, collected, corrections, findings)


def _collect(
    plan: Plan, units: Register, grids: Sequence[Grid], corrections: Corrections, classes: Sequence[str]
) -> tuple[Collected, Facts, list[Problem]]:
    collected = collect(grids, units, plan.needs, classes)
    facts, said = apply_corrections(collected.facts, corrections, plan.needs, plan.scheme.decisions, plan.book.grade_words())
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
        for c in corrections.corrections
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


def _stop(problems: Sequence[Problem]) -> None:
    if any(p.severity == "problem" for p in problems):
        raise KpiError(problems)


def _sample(size: int) -> range:
    return range(0, size, max(1, -(-size // PROVED_AT_ONCE)))


def _with_past(plan: Plan, facts: Facts, runs: Sequence[PastRun], problems: list[Problem]) -> Facts:
    if not plan.scheme.reads:
        return facts
    past = past_facts(plan.scheme, facts.units, facts.columns, runs)
    problems += past.problems
    return replace(facts, columns={**facts.columns, **past.columns}, rows={**facts.rows, **past.rows})


class _Files:
    """What was read, for the receipt."""

    def __init__(self) -> None:
        self.noted: list[SourceFile] = []

    def note(self, use: str, source: Source, digest: str) -> None:
        name = source[0] if isinstance(source, tuple) else Path(source).name
        self.noted.append(SourceFile(use, name, digest))

    def grids(self, use: str, sources: Iterable[Source], problems: list[Problem]) -> list[Grid]:
        told: list[Grid] = []
        for source in sources:
            name, data = _bytes_of(source)
            self.note(use, source, sha256(data))
            grids, said = read_grids(data, name)
            told += grids
            problems += said
        return told

    def receipts(self, sources: Iterable[Source], problems: list[Problem]) -> list[PastRun]:
        told: list[PastRun] = []
        for source in sources:
            name, data = _bytes_of(source)
            self.note("receipt", source, sha256(data))
            run, said = read_receipt(data, name=name)
            problems += said
            told += [run] if run is not None else []
        return told


def explain(run: Run | Results, unit: str) -> list[Ledger]:
    """All accounts of one unit, by any of its names.

    Raises:
        KpiError: K583 where there is no such unit.

    """
    results = run.results if isinstance(run, Run) else run
    row = _row_of(run, unit)
    if row is None:
        raise KpiError([k5.NO_SUCH_UNIT.at(unit=unit, near=nearest(unit, results.units))])
    return list(ledgers(results, row))


def _row_of(run: Run | Results, unit: str) -> int | None:
    if isinstance(run, Run):
        match = run.register.names.find(unit)
        return match.index if match is not None else None
    return run.units.index(unit) if unit in run.units else None


def read_receipt_json(source: Source) -> Mapping[str, object]:
    """A receipt as plain data.

    Raises:
        KpiError: K580 where the file is not one.

    """
    name, data = _bytes_of(source)
    run, problems = read_receipt(data, name=name)
    if run is None:
        raise KpiError(problems)
    told = json.loads(data)
    assert isinstance(told, dict), "read_receipt has looked"
    return told
