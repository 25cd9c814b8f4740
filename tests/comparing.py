"""States for what-if tests: a scheme's text and small tables in, a `Base` that can be asked again for any other plan out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.run import run_plan
from kpi_engine.errors import Problem
from kpi_engine.intake.overlay import overlaid
from kpi_engine.intake.register import register_of
from kpi_engine.numbers import parse_number
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Facts, Ref, Role, State
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.edits import Scenario, read_edits
from kpi_engine.whatif.scenario import Outcome, run_scenario
from scored import facts_of

Units = Sequence[str] | Mapping[str, str]
Fixes = Mapping[tuple[str, str], str]


def base_of(
    text: str,
    units: Units,
    inputs: Mapping[str, Sequence[object]],
    *,
    targets: Mapping[str, Sequence[object]] | None = None,
    events: Sequence[Mapping[str, object]] | None = None,
    corrections: Fixes | None = None,
    apart: Sequence[str] = (),
    decided: Mapping[str, Sequence[object]] | None = None,
    known: bool = True,
    rows: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
    votes: Mapping[tuple[str, str], Sequence[object]] | None = None,
    struck: Sequence[Mapping[str, object]] = (),
) -> Base:
    """A scored state; ``corrections`` are (unit, input) -> value, ``apart`` who is listed apart by a decision, ``struck`` events that were sent too."""
    document, problems = read_document(text.encode(), name="desk.yaml")
    assert document is not None, problems
    assert not problems, problems
    scheme, problems = read_model(Scheme, document)
    assert scheme is not None, problems
    plan, problems = plan_scheme(scheme)
    assert not problems, problems

    def sent(plan: Plan, *more: Mapping[str, object]) -> Facts:
        given = {Role.INPUT: inputs, Role.TARGET: targets or {}, Role.DECIDED: decided or {}, Role.VOTES: votes or {}}
        tables = {**({"events": [*events, *more]} if events is not None else {}), **(rows or {})}
        facts = facts_of(plan, units, given, rows=tables)
        if scheme is not None and plan.scheme.class_names and not isinstance(units, Mapping):
            raise AssertionError("name the classes")
        return facts

    def collect(plan: Plan) -> tuple[Facts, Sequence[Problem]]:
        facts = sent(plan)
        columns = dict(facts.columns)
        for (unit, name), value in (corrections or {}).items():
            ref, number = Ref(Role.INPUT, name), parse_number(value)
            assert number is not None, value
            if ref in columns:
                columns[ref] = overlaid(columns[ref], {facts.units.index(unit): (State.PRESENT, number.value)}, {})
        ranked = Ref(Role.UNIT, part="ranked")
        columns[ranked] = overlaid(columns[ranked], {facts.units.index(unit): (State.PRESENT, False) for unit in apart}, {})
        return replace(facts, columns=columns), []

    classes = units if isinstance(units, Mapping) else {}
    register, said = register_of([{"单位": unit, **({"类别": classes[unit]} if unit in classes else {})} for unit in units])
    assert not said, said
    results = run_plan(plan, collect(plan)[0])
    assert not results.problems, [str(p) for p in results.problems]
    return Base(document, results, register, collect, sent(plan, *struck) if known else None)


def outcome_of(base: Base, *edits: str, **more: object) -> Outcome:
    """What a scenario comes to."""
    made, problems = read_edits(edits)
    assert not problems
    outcome, said = run_scenario(base, Scenario("一", tuple(made), **more))  # type: ignore[arg-type]
    assert outcome is not None, [str(p) for p in said]
    return outcome


def totals(base: Base) -> list[Fraction | None]:
    """The totals in the order of the units."""
    return [base.results.number(Ref(Role.TOTAL), row) for row in range(len(base.results.units))]
