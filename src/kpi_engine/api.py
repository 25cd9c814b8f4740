"""What a user of the library calls: check a scheme, score it, explain a unit, verify a receipt.

Nothing here prints, reads a clock or keeps state; ``actor`` and ``at`` are arguments. What is wrong comes as one `KpiError` that carries all of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.errors import KpiError, Language, Problem
from kpi_engine.errors import k1_reading as k1
from kpi_engine.errors import k5_data as k5
from kpi_engine.errors import k7_writing as k7
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.intake.collect import Collected, Lacking, collect, lacking
from kpi_engine.intake.corrections import Corrections, apply_corrections, read_corrections
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.grid import DEFAULT_LIMITS, Grid
from kpi_engine.intake.past import PastRun, past_facts, read_receipt
from kpi_engine.intake.register import Register, classed_by, read_register
from kpi_engine.intake.template.reach import Reach
from kpi_engine.lint import lint_plan
from kpi_engine.report.spread import TOTAL_NAME
from kpi_engine.scheme.amend import versions
from kpi_engine.scheme.document import Block, read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from kpi_engine.source import Place
from kpi_engine.table import Facts, Ref, Role
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.trail.canonical import canonical_bytes, sha256
from kpi_engine.trail.ledger import Ledger, ledgers
from kpi_engine.trail.receipt import Receipt, SourceFile, make_receipt
from kpi_engine.verify import Verification, beside, verify_receipt
from kpi_engine.whatif.answer import Answer, answer_of
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.edits import Reading, Rebalance, Scenario, read_edits
from kpi_engine.whatif.scenario import run_scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Answer",
    "Checked",
    "Request",
    "Run",
    "Scenario",
    "Source",
    "Tables",
    "Verification",
    "adjustment_rows",
    "check_scheme",
    "explain",
    "load_scheme",
    "read_scenarios",
    "row_of_unit",
    "score",
    "score_json",
    "score_request",
    "verify",
    "what_if",
]

Source = str | Path | tuple[str, bytes]
"""A file by its path, or its name and bytes."""

Tables = Mapping[str, "pd.DataFrame"]
"""Tables by what their sheets would be called."""

Request = str | bytes | Mapping[str, object]
"""Units, values and events as JSON (docs/portal.md), or the mapping that it stands for."""

PROVED_AT_ONCE = 50
"""Up to so many units every account is also proved as it prints; beyond, an even sample of as many. On the figures all accounts are proved always."""


@dataclass(frozen=True)
class Checked:
    """What checking a scheme found; ``plan`` is there where it can be run. Whoever scores often checks once, and gives this for the scheme."""

    plan: Plan | None
    problems: tuple[Problem, ...]
    findings: tuple[Problem, ...]
    sha256: str = ""
    name: str = ""
    document: Block | None = None
    """The text as amended, for those who ask what if."""


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
class _Read:
    """Everything that a run rests on but the scheme, as it was read."""

    register: Register
    grids: Sequence[Grid]
    corrections: Corrections
    past: Sequence[PastRun]


def _bytes_of(source: Source) -> tuple[str, bytes]:
    if isinstance(source, tuple):
        return source
    path = Path(source)
    try:
        size = path.stat().st_size
        if size > DEFAULT_LIMITS.file_bytes:  # seen to before it is in memory
            raise KpiError([k1.FILE_TOO_LARGE.at(Place(path.name), size=size, limit=DEFAULT_LIMITS.file_bytes)])
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
        return _checked(None, problems, data, name)
    stages, more = versions(document)
    problems = [*problems, *more]
    plan: Plan | None = None
    for stage in stages:  # the scheme must hold as it was written and after each amendment; what is run is the last
        plan, said = _planned(stage.document)
        problems += [problem for problem in said if problem not in problems]
    return replace(_checked(plan, problems, data, name), document=stages[-1].document)


def _planned(document: Block) -> tuple[Plan | None, list[Problem]]:
    """Shape, binding and lint of one state of a scheme."""
    scheme, problems = read_model(Scheme, document)
    if scheme is None:
        return None, problems
    plan, bound = plan_scheme(scheme)
    return plan, [*problems, *bound, *lint_plan(plan, bound=not bound)]


def _checked(plan: Plan | None, problems: Sequence[Problem], data: bytes, name: str) -> Checked:
    refused = tuple(p for p in problems if p.severity == "problem")
    return Checked(None if refused else plan, refused, tuple(p for p in problems if p.severity == "finding"), sha256(data), name)


def load_scheme(source: Source) -> Plan:
    """A scheme ready to run.

    Raises:
        KpiError: with all problems of the scheme.

    """
    return _plan_of(check_scheme(source))


def _plan_of(checked: Checked) -> Plan:
    if checked.plan is None:
        raise KpiError([*checked.problems, *checked.findings])
    return checked.plan


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
    plan = _plan_of(checked)
    files = _Files(checked)
    problems: list[Problem] = list(checked.findings)
    units, said = read_register(files.grids("register", [register], problems), _classes(plan))
    problems += said
    grids = files.grids("data", [data] if isinstance(data, Mapping) else data, problems)
    sheets = files.grids("adjustments", adjustments, problems)
    corrections, said = read_corrections(sheets, units, plan.needs, plan.scheme.decisions, plan.book.grade_words())
    problems += [*said, *corrections.findings]
    read = _Read(units, grids, corrections, files.receipts(receipts, problems))
    return _score(checked, read, problems, files, actor=actor, at=at)


def score_request(
    scheme: Source | Checked, request: Request, *, name: str = "stdin", receipts: Iterable[Source] = (), actor: str = "", at: str = ""
) -> Run:
    """Score what one JSON text holds: units, values, events, corrections, decisions (docs/portal.md).

    Args:
        scheme: the scheme's file, or what checking it gave.
        request: the text, or the mapping that it stands for.
        name: how places and the receipt call the text.
        receipts: receipts of the runs that the scheme reads.
        actor: who runs it, for the receipt.
        at: when, for the receipt.

    Raises:
        KpiError: with all problems of scheme, text and scoring, and the findings.

    """
    from kpi_engine.intake.portal import read_portal

    checked = scheme if isinstance(scheme, Checked) else check_scheme(scheme)
    plan = _plan_of(checked)
    files = _Files(checked)
    files.note("request", name, sha256(_request_bytes(request)))
    sheets = read_portal(request, plan.needs, _classes(plan), decisions=plan.scheme.decisions, grades=plan.book.grade_words(), name=name)
    problems = [*checked.findings, *sheets.problems, *sheets.findings, *sheets.corrections.findings]
    read = _Read(sheets.register, sheets.grids, sheets.corrections, files.receipts(receipts, problems))
    return _score(checked, read, problems, files, actor=actor, at=at)


def _request_bytes(request: Request) -> bytes:
    if isinstance(request, bytes):
        return request
    try:
        text = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):  # keys of several kinds, or a mapping that holds itself
        raise KpiError(
            [
                k5.JSON_SHAPE.at(
                    Place("request"),
                    wanted="键都是文字的字典",
                    wanted_en="a mapping with texts as keys",
                    found="别的键，或套着自己",
                    found_en="other keys, or itself",
                )
            ]
        ) from None
    return text.encode("utf-8", "surrogatepass")


def score_json(
    scheme: Source | Checked,
    request: Request,
    *,
    name: str = "stdin",
    receipts: Iterable[Source] = (),
    actor: str = "",
    at: str = "",
    language: Language = "zh",
    trail: bool = True,
) -> dict[str, object]:
    """`score_request` with its answer as plain data by ``results.schema.json``: decimals as strings; what was refused is in it, nothing is raised.

    Args:
        scheme: as of `score_request`.
        request: as of `score_request`.
        name: as of `score_request`.
        receipts: as of `score_request`.
        actor: as of `score_request`.
        at: as of `score_request`.
        language: of messages and mends.
        trail: whether the accounts of each unit are told, most of a long answer.

    """
    from kpi_engine.report.results_json import as_json, failure_as_json

    try:
        run = score_request(scheme, request, name=name, receipts=receipts, actor=actor, at=at)
    except KpiError as error:
        return failure_as_json(error.problems, error.findings, language)
    return as_json(run.results, run.receipt, findings=run.findings, language=language, trail=trail)


def _classes(plan: Plan) -> Mapping[str, int | None]:
    classes = plan.scheme.classes
    return {str(name): decl.expect for name, decl in classes.items()} if isinstance(classes, dict) else {}


def _score(checked: Checked, read: _Read, problems: list[Problem], files: _Files, *, actor: str, at: str) -> Run:
    plan = _plan_of(checked)
    units, collected, facts = _facts_of(plan, read, problems)
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
        adjustments=adjustment_rows(read.corrections),
        actor=actor,
        at=at,
    )
    results = replace(results, findings=findings)
    return Run(results, receipt, units, collected, read.corrections, findings, _base_of(checked, read, units, results, collected.facts))


def _base_of(checked: Checked, read: _Read, units: Register, results: Results, reported: Facts) -> Base:
    def facts_for(plan: Plan) -> tuple[Facts, list[Problem]]:
        said: list[Problem] = []
        _, _, facts = _facts_of(plan, read, said)
        return facts, said

    assert checked.document is not None, "a scheme with a plan has a text"
    return Base(checked.document, results, units, facts_for, reported)


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
    _stop(problems)
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
    from kpi_engine.whatif.edits import read_scenarios as scenarios_of

    problems: list[Problem] = []
    grids = _Files(Checked(None, (), ())).grids("scenarios", sources, problems)
    scenarios, said = scenarios_of(grids, rebalance=rebalance, reading=reading)
    _stop([*problems, *said])
    return scenarios


def _facts_of(plan: Plan, read: _Read, problems: list[Problem]) -> tuple[Register, Collected, Facts]:
    """Everything that was sent, as this plan asks for it."""
    units = read.register
    collected, facts, said = _collect(plan, units, read, plan.scheme.class_names)
    if plan.scheme.class_input:  # who is in which class is itself reported: read again, now that it is known
        what = plan.scheme.class_input
        units, classes, unclassed = classed_by(units, facts.columns[Ref(Role.INPUT, what)], what)
        problems += unclassed
        collected, facts, said = _collect(plan, units, read, classes)
    problems += [*collected.problems, *collected.findings, *said]
    return units, collected, _with_past(plan, facts, read.past, problems)


def _collect(plan: Plan, units: Register, read: _Read, classes: Sequence[str]) -> tuple[Collected, Facts, list[Problem]]:
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


def _stop(problems: Sequence[Problem]) -> None:
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


class _Files:
    """What was read, for the receipt."""

    def __init__(self, checked: Checked) -> None:
        self.noted = [SourceFile("scheme", checked.name, checked.sha256)]

    def note(self, use: str, name: str, digest: str) -> None:
        self.noted.append(SourceFile(use, name, digest))

    def grids(self, use: str, sources: Iterable[Source | Tables], problems: list[Problem]) -> list[Grid]:
        told: list[Grid] = []
        for source in sources:
            told += self._tables(use, source) if isinstance(source, Mapping) else self._file(use, source, problems)
        return told

    def _file(self, use: str, source: Source, problems: list[Problem]) -> list[Grid]:
        name, data = _bytes_of(source)
        self.note(use, name, sha256(data))
        grids, said = read_grids(data, name)
        problems += said
        return grids

    def _tables(self, use: str, tables: Tables) -> list[Grid]:
        from kpi_engine.intake.frames import grids_of

        grids = grids_of(tables)
        for grid in grids:
            self.note(use, grid.sheet, sha256(canonical_bytes([list(grid.keys), list(grid.meta), list(grid.values)])))
        return grids

    def receipts(self, sources: Iterable[Source], problems: list[Problem]) -> list[PastRun]:
        told: list[PastRun] = []
        for source in sources:
            name, data = _bytes_of(source)
            self.note("receipt", name, sha256(data))
            run, said = read_receipt(data, name=name)
            problems += said
            told += [run] if run is not None else []
        return told


def explain(run: Run | Results, unit: str, *, indicators: Iterable[str] = ()) -> list[Ledger]:
    """The accounts of one unit, by any of its names.

    Args:
        run: the run.
        unit: the unit.
        indicators: only these, by name or title (总分 is the whole); all where none is named.

    Raises:
        KpiError: K583 where there is no such unit, K727 where there is no such indicator.

    """
    results = run.results if isinstance(run, Run) else run
    return _only(list(ledgers(results, row_of_unit(run, unit))), list(indicators))


def row_of_unit(run: Run | Results, unit: str) -> int:
    """Where a unit stands in the results, by any of its names.

    Raises:
        KpiError: K583 where there is no such unit.

    """
    results = run.results if isinstance(run, Run) else run
    row = _row_of(run, unit)
    if row is None:
        raise KpiError([k5.NO_SUCH_UNIT.at(unit=unit, near=nearest(unit, results.units))])
    return row


def _only(accounts: list[Ledger], indicators: Sequence[str]) -> list[Ledger]:
    if not indicators:
        return accounts
    known = {word: account.name for account in accounts for word in (account.title, account.name or TOTAL_NAME)}
    problems = [k7.NO_SUCH_INDICATOR.at(name=name, near=nearest(name, known)) for name in indicators if name not in known]
    if problems:
        raise KpiError(problems)
    wanted = {known[name] for name in indicators}
    return [account for account in accounts if account.name in wanted]


def _row_of(run: Run | Results, unit: str) -> int | None:
    if isinstance(run, Run):
        match = run.register.names.find(unit)
        return match.index if match is not None else None
    return run.units.index(unit) if unit in run.units else None


def verify(
    receipt: Source,
    scheme: Source | Checked,
    *,
    register: Source | Tables | None = None,
    data: Iterable[Source | Tables] | Tables = (),
    adjustments: Iterable[Source] = (),
    receipts: Iterable[Source] = (),
    request: Request | None = None,
    name: str = "stdin",
    documents: Path | str | None = None,
) -> Verification:
    """Recompute a past result from what went into it, and say what differs from its receipt and from the documents that were published with it.

    Args:
        receipt: the receipt's file.
        scheme: as of `score`.
        register: as of `score`.
        data: as of `score`.
        adjustments: as of `score`.
        receipts: as of `score`.
        request: the JSON text of a run by `score_request` or `score_json`, in place of register and data.
        name: how that run called the text.
        documents: the folder with scores.csv, points.csv, trail.csv and results.xlsx; that of the receipt, where it is given by its path.

    Raises:
        KpiError: K580 or K595 where the file is no receipt as the program writes it; whatever keeps the inputs from being scored.
        TypeError: neither ``request`` nor ``register`` is given.

    """
    if request is None and register is None:
        raise TypeError("verify needs the register and data of the run, or its request")

    def again(actor: str, at: str) -> Run:
        if request is not None:
            return score_request(scheme, request, name=name, receipts=receipts, actor=actor, at=at)
        assert register is not None, "looked at above"
        return score(scheme, register=register, data=data, adjustments=adjustments, receipts=receipts, actor=actor, at=at)

    called, kept = _bytes_of(receipt)
    folder = documents if documents is not None or isinstance(receipt, tuple) else Path(receipt).parent
    return verify_receipt(kept, called, again, beside(Path(folder)) if folder is not None else None)
