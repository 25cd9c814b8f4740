"""A scheme's text and small tables in, the sheet of results out. Both readers of the trees run, and must agree in every cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import ROOT_PLACES, run_plan
from kpi_engine.errors import Problem
from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.tree import Name, references, walk
from kpi_engine.numbers import Root, parse_number, round_root
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.needs import EVENTS, marks_table
from kpi_engine.scheme.outline import ROOT
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Column, Facts, Kind, Ref, Role, Rows, State, as_ordinal, column_of

HEAD = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
"""

NONE = "不涉及"

REPORTED = {Role.INPUT, Role.TARGET, Role.VOTES, Role.UNIT, Role.READ, Role.DECIDED, Role.REPORTED, Role.COLUMN}
"""What comes from outside; all else that a tree names must be a step."""

Cells = Sequence[object]


def read_scheme(text: str) -> Scheme:
    """The scheme of a text without problems of shape."""
    document, problems = read_document(text.encode(), name="desk.yaml")
    assert not problems, "\n".join(map(str, problems))
    scheme, problems = read_model(Scheme, document)
    assert scheme is not None, "\n".join(map(str, problems))
    return scheme


def refusals(text: str) -> list[str]:
    """The numbers of all codes with which a scheme is refused, whether for its shape or its meaning."""
    document, problems = read_document(text.encode(), name="desk.yaml")
    if problems:
        return [p.code.number for p in problems]
    scheme, problems = read_model(Scheme, document)
    if scheme is not None:
        _, problems = plan_scheme(scheme)
    return [p.code.number for p in problems]


def plan_text(text: str) -> Plan:
    """The plan of a text without problems."""
    plan, problems = plan_scheme(read_scheme(text))
    assert not problems, "\n".join(map(str, problems))
    return plan


@dataclass(frozen=True)
class Sheet:
    """The results, asked for by unit and name."""

    results: Results

    def row(self, unit: str) -> int:
        return self.results.units.index(unit)

    def cell(self, ref: Ref, unit: str) -> object:
        """The value, or the state's name where there is none."""
        state, value = self.results.cell(ref, self.row(unit))
        return value if state == State.PRESENT else state.name

    def score(self, name: str, unit: str, period: str = "") -> object:
        return self.cell(Ref(Role.SCORE, name, period), unit)

    def total(self, unit: str, period: str = "") -> object:
        return self.cell(Ref(Role.TOTAL, period=period), unit)

    def rank(self, unit: str, period: str = "") -> object:
        return self.cell(Ref(Role.RANK, period=period), unit)

    def grade(self, unit: str, part: str = "", period: str = "") -> object:
        return self.cell(Ref(Role.GRADE, period=period, part=part), unit)

    def paid(self, name: str, unit: str, period: str = "") -> object:
        return self.cell(Ref(Role.PAYMENT, name, period), unit)

    def taken(self, name: str, unit: str, period: str = "") -> object:
        """Whether a consequence was drawn (or the grade that it gives)."""
        return self.cell(Ref(Role.CONSEQUENCE, name, period), unit)

    def titled(self, name: str, unit: str, period: str = "") -> object:
        return self.cell(Ref(Role.QUOTA, name, period, "keeps"), unit)

    def places(self, name: str, unit: str) -> object:
        return self.cell(Ref(Role.QUOTA, name, part="places"), unit)

    def totals(self) -> list[object]:
        return [self.total(u) for u in self.results.units]

    def ranks(self) -> list[object]:
        return [self.rank(u) for u in self.results.units]

    def grades(self) -> list[object]:
        return [self.grade(u) for u in self.results.units]

    def codes(self) -> list[str]:
        """The numbers of the codes of problems and findings."""
        return [p.code.number for p in (*self.results.problems, *self.results.findings)]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.results.problems


def score_text(
    text: str,
    units: Sequence[str] | Mapping[str, str],
    inputs: Mapping[str, Cells] | None = None,
    *,
    targets: Mapping[str, Cells] | None = None,
    events: Sequence[Mapping[str, object]] = (),
    marks: Mapping[str, Sequence[tuple[object, ...]]] | None = None,
    votes: Mapping[tuple[str, str], Cells] | None = None,
    reads: Mapping[tuple[str, str], Cells] | None = None,
    decided: Mapping[str, Cells] | None = None,
    tables: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
    apart: Sequence[str] = (),
    absent: Sequence[str] = (),
    reported: Mapping[str, Cells] | None = None,
    both: bool = True,
) -> Sheet:
    """Score a text.

    Args:
        text: the scheme.
        units: names, or name -> class.
        inputs: ``name`` or ``name@period`` -> a value for each unit (None is not reported, 不涉及 not applicable); what is not named is not reported.
        targets: as inputs.
        events: rows with unit, event and what else they have (period, fact, amount, date, columns of the event).
        marks: jury -> rows (unit, mark, period, rater).
        votes: (``name@period``, ``rater|option``) -> counts.
        reads: (reading, total or grade or rank) -> values.
        decided: decision -> values.
        tables: ``history:name`` or ``members:name`` -> rows with unit, total, grade, ...
        apart: units listed apart (takes part, not ranked).
        absent: units that do not take part.
        reported: event -> whether its owner has reported.
        both: run the columns reader as well and compare.

    """
    plan = plan_text(text)
    facts = facts_of(
        plan,
        units,
        {
            Role.INPUT: inputs or {},
            Role.TARGET: targets or {},
            Role.VOTES: votes or {},
            Role.READ: reads or {},
            Role.DECIDED: decided or {},
            Role.REPORTED: reported or {},
        },
        rows={EVENTS: events, **_mark_rows(marks or {}), **(tables or {})},
        apart=apart,
        absent=absent,
    )
    results = run_plan(plan, facts, reader="exact")
    if both:
        assert_readers_agree(plan, facts, results)
    return Sheet(results)


def assert_readers_agree(plan: Plan, facts: Facts, results: Results) -> None:
    """Every cell of every step, from the columns reader."""
    run = run_columns(plan.steps, facts)
    for step in plan.steps:
        if step.domain:
            continue
        exact = results.columns[step.ref]
        told = [(state, round_root(value, ROOT_PLACES) if isinstance(value, Root) else value) for state, value in run.cells(step.ref)]
        assert told == [exact.cell(row) for row in range(len(exact))], f"{step.ref}: the columns reader differs"


def facts_of(
    plan: Plan,
    units: Sequence[str] | Mapping[str, str],
    given: Mapping[Role, Mapping],
    *,
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    apart: Sequence[str] = (),
    absent: Sequence[str] = (),
) -> Facts:
    """The fact table that the plan's trees read."""
    names = tuple(units)
    classes = tuple(dict.fromkeys(units.values())) if isinstance(units, Mapping) else ()
    class_of = [classes.index(units[name]) for name in names] if isinstance(units, Mapping) else [0] * len(names)
    columns: dict[Ref, Column] = {
        Ref(Role.UNIT, part="takes_part"): _column(Kind.TRUTH, [name not in absent for name in names]),
        Ref(Role.UNIT, part="ranked"): _column(Kind.TRUTH, [name not in absent and name not in apart for name in names]),
        Ref(Role.UNIT, part="name"): _column(Kind.WORD, list(names)),
        Ref(Role.UNIT, part="class"): _column(Kind.WORD, [classes[c] for c in class_of] if classes else [""] * len(names)),
    }
    for name in _wanted(plan):
        ref = name.ref
        if ref.role is Role.COLUMN:
            told = rows.get(name.domain, ())
            columns[ref] = _column(name.kind, [_of_row(row, ref.part) for row in told])
        elif ref not in columns:
            columns[ref] = _column(name.kind, _given(ref, given.get(ref.role, {}), len(names)))
    for table, told in rows.items():
        columns.setdefault(Ref(Role.COLUMN, table, part="fact"), _column(Kind.WORD, [row.get("fact") for row in told]))
    kept = {table: Rows(table, np.array([names.index(str(row["unit"])) for row in told], dtype=np.int64), {}) for table, told in rows.items()}
    return Facts(names, classes, np.array(class_of, dtype=np.int64), columns, kept)


def _wanted(plan: Plan) -> list[Name]:
    steps = plan.steps_by_ref
    told: dict[Ref, Name] = {}
    for step in plan.steps:
        for part in walk(step.tree):
            if isinstance(part, Name) and part.ref not in steps:
                assert part.ref.role in REPORTED, f"{part.ref} is worked out nowhere"
                told.setdefault(part.ref, part)
        for ref in references(step.tree):
            assert ref in told or ref in steps, f"{ref} is not walked"
    return list(told.values())


def _of_row(row: Mapping[str, object], part: str) -> object:
    event, dot, column = part.partition(".")
    if not dot:
        return row.get(part)
    return row.get(column) if row.get("event") == event else NONE


def _given(ref: Ref, given: Mapping, size: int) -> Cells:
    at = ref.name + (f"@{ref.period}" if ref.period else "")
    key: object = (at, ref.part) if ref.role in (Role.VOTES, Role.READ) else at
    default = [True] * size if ref.role is Role.REPORTED else [None] * size
    return given.get(key, default)


def _mark_rows(marks: Mapping[str, Sequence[tuple[object, ...]]]) -> dict[str, list[dict[str, object]]]:
    told = {}
    for name, rows in marks.items():
        told[marks_table(name)] = [dict(zip(("unit", "mark", "period", "fact"), (*row, None, None)[:4], strict=True)) for row in rows]
    return told


def _column(kind: Kind, cells: Cells) -> Column:
    return column_of(kind, [_cell(kind, cell) for cell in cells])


def _cell(kind: Kind, cell: object) -> tuple[State, Fraction | bool | str | None]:
    if cell is None:
        return (State.MISSING, None)
    if cell == NONE:
        return (State.NOT_APPLICABLE, None)
    if kind is Kind.WORD:
        return (State.PRESENT, str(cell))
    if kind is Kind.TRUTH:
        return (State.PRESENT, bool(cell))
    if isinstance(cell, dt.date):
        return (State.PRESENT, as_ordinal(cell))
    if isinstance(cell, str):
        parsed = parse_number(cell)
        assert parsed is not None, f"{cell} is no number"
        return (State.PRESENT, parsed.value)
    assert isinstance(cell, int | Fraction), f"{cell!r}: write figures as text"
    return (State.PRESENT, Fraction(cell))


def exact_total(sheet: Sheet, unit: str) -> Fraction:
    """The root's figure before it is rounded."""
    value = sheet.cell(Ref(Role.CAPPED, ROOT, part="policy"), unit)
    assert isinstance(value, Fraction)
    return value


def leaf_text(score: str, inputs: str, *, points: str = "10", more: str = "", top: str = "") -> str:
    """A scheme of one indicator 甲 that is not rounded, for tests of rules."""
    return f"""
scheme: desk
title: 试算
edition: 2024
points: {points}
rounding: {{mode: half_up, total: 2}}
missing: problem
not_applicable: problem
{top}
inputs: {inputs}
indicators:
  甲: {{points: {points}, floor: none, cap: none, score: {score}{more}}}
"""


def leaf_scores(score: str, inputs: str, values: Mapping[str, Cells], **more: object) -> list[object]:
    """What the rule gives for each column of values, by both readers."""
    shape = {key: str(more.pop(key)) for key in ("points", "more", "top") if key in more}
    size = len(next(iter(values.values())))
    units = [f"单位{i}" for i in range(size)]
    classes = more.pop("classes", None)
    named = dict(zip(units, classes, strict=True)) if isinstance(classes, Sequence) else units
    sheet = score_text(leaf_text(score, inputs, **shape), named, values, **more)  # type: ignore[arg-type]
    return [sheet.score("甲", unit) for unit in units]
