"""Plan + facts -> results: run the steps, then say what has no value and why, what the checks found, and where places were contested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Literal

from kpi_engine.engine.lacking import without_value
from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.engine.uneven import uneven
from kpi_engine.errors import Problem, Severity
from kpi_engine.errors import k6_scoring as k6
from kpi_engine.formula.columns import ColumnsRun, run_columns
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.numbers import Root, round_root
from kpi_engine.scheme.outcome import Quota, Ranking
from kpi_engine.table import Column, Facts, Kind, Ref, Role, State, column_of

__all__ = ["Figures", "judged", "run_plan", "run_steps"]

ROOT_PLACES = 20


def run_plan(plan: Plan, facts: Facts, *, reader: Literal["columns", "exact"] = "columns") -> Results:
    """Score everything.

    Args:
        plan: the scheme, ready to run.
        facts: what was reported.
        reader: which reader works the figures out; they agree, the exact one is slow and there to be compared with.

    Returns:
        Results whose ``problems`` (K601 to K607) say why a figure that the scheme demands could not be worked out.

    """
    if reader == "columns":
        return judged(plan, facts, run_steps(plan, plan.steps, facts))
    columns = {ref: _column(plan.steps_by_ref[ref].tree.kind, cells) for ref, cells in run_exact(plan.steps, facts).items()}
    return judged(plan, facts, columns)


def run_steps(plan: Plan, steps: Sequence[Step], facts: Facts) -> Figures:
    """Some steps of a plan through the columns reader; what they rest on is among the facts."""
    return Figures(plan, run_columns(steps, facts))


def judged(plan: Plan, facts: Facts, columns: Mapping[Ref, Column]) -> Results:
    """Figures as results: with what has no value and why, what the checks found, and where places were contested."""
    rungs = asdict(columns.rungs) if isinstance(columns, Figures) else {}
    results = Results(plan, facts, columns, rungs=rungs)
    said = [*uneven(results), *without_value(results), *_checks(results), *_contested(results)]
    problems = tuple(p for p in said if p.severity == "problem")
    return replace(results, problems=problems, findings=tuple(p for p in said if p.severity == "finding"))


class Figures(Mapping[Ref, Column]):
    """The columns of a run, also those that the columns reader keeps as roots."""

    def __init__(self, plan: Plan, run: ColumnsRun) -> None:
        self._plan, self._run = plan, run
        self.rungs = run.rungs
        self._roots: dict[Ref, Column] = {}

    def __getitem__(self, ref: Ref) -> Column:
        if ref not in self._plan.steps_by_ref:
            raise KeyError(ref)
        if ref not in self._roots:
            try:
                return self._run.columns[ref]
            except KeyError:
                self._roots[ref] = _column(self._plan.steps_by_ref[ref].tree.kind, self._run.cells(ref))
        return self._roots[ref]

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._plan.steps_by_ref)

    def __len__(self) -> int:
        return len(self._plan.steps_by_ref)


def _column(kind: Kind, cells: Iterable[ExactCell]) -> Column:
    """The cells as results hold them: a root that nothing rounded has `ROOT_PLACES` decimals (whatever was decided by it was decided exactly)."""
    return column_of(kind, [(state, round_root(value, ROOT_PLACES) if isinstance(value, Root) else value) for state, value in cells])


def _rows(results: Results) -> Iterator[int]:
    return (row for row in range(len(results.units)) if results.takes_part(row))


def _checks(results: Results) -> Iterator[Problem]:
    for name, check in results.plan.scheme.checks.items():
        column = results.columns.get(Ref(Role.CHECK, str(name)))
        if column is None:
            continue
        failed = [row for row in _rows(results) if column.cell(row) == (State.PRESENT, False)]
        text = getattr(check.must, "text", str(name))
        for row in failed[:1] if len(failed) == len(list(_rows(results))) and len(failed) > 1 else failed:
            everybody = len(failed) > 1 and len(failed) == len(list(_rows(results)))
            unit = "全部单位" if everybody else results.units[row]
            yield k6.CHECK_FAILED.at(check.place, severity=check.otherwise, unit=unit, name=check.label or name, must=text, clause=check.clause)


def _contested(results: Results) -> Iterator[Problem]:
    """Ties that the scheme refuses, quotas cut in a tie, quotas without a place; of the whole, and of each period where it is asked in each."""
    scheme = results.plan.scheme
    ranking = scheme.ranking
    if ranking is not None and ranking.ties == "problem":
        for period in dict.fromkeys(("", *scheme.spans(ranking))):
            yield from _tied(results, ranking, period)
    for name, quota in scheme.quotas.items():
        for period in scheme.spans(quota):
            yield from _cut(results, str(name), quota, period)


def _tied(results: Results, ranking: Ranking, period: str) -> Iterator[Problem]:
    for row in _rows(results):
        if (results.number(Ref(Role.RANK, period=period, part="tied"), row) or 0) > 1:
            unit = results.units[row] + (f"（{period}）" if period else "")
            yield k6.TIE.at(ranking.place, unit=unit, rank=results.text(Ref(Role.RANK, period=period), row))


def _cut(results: Results, name: str, quota: Quota, period: str) -> Iterator[Problem]:
    told = name + (f"（{period}）" if period else "")
    places = Ref(Role.QUOTA, name, period, "places")
    cut = [row for row in _rows(results) if results.holds(Ref(Role.QUOTA, name, period, "cut"), row)]
    if cut:
        severity: Severity = "problem" if quota.at_the_cut == "problem" else "finding"
        units = "、".join(results.units[row] for row in cut)
        count = results.text(places, cut[0])
        yield k6.CUT_IN_TIE.at(quota.place, severity=severity, name=told, units=units, places=count, reading=quota.at_the_cut)
    none = {results.class_of(row) for row in _rows(results) if results.number(places, row) == 0}
    if none:
        yield k6.NO_PLACE.at(quota.place, name=told, classes="、".join(sorted(c for c in none if c)) or "全部")
