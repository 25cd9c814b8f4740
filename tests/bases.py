"""A scheme's text and small tables in, the scored state out from which scenarios start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi_engine.engine.plan import plan_scheme
from kpi_engine.engine.run import run_plan
from kpi_engine.errors import Problem
from kpi_engine.intake.register import Register, Unit
from kpi_engine.scheme.amend import amended
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Role
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.edits import Reading, Rebalance, Scenario, read_edits
from kpi_engine.whatif.scenario import Outcome, run_scenario
from scored import facts_of

__all__ = ["base_of", "codes_of", "outcome_of", "scenario_of"]


def base_of(
    text: str,
    units: Sequence[str] | Mapping[str, str],
    inputs: Mapping[str, Sequence[object]],
    *,
    events: Sequence[Mapping[str, object]] = (),
    **given: Mapping[str, Sequence[object]],
) -> Base:
    """The base of a text and what was reported (as for `scored.score_text`)."""
    document, problems = read_document(text.encode(), name="desk.yaml")
    assert document is not None, "\n".join(map(str, problems))
    document, problems = amended(document)
    scheme, more = read_model(Scheme, document)
    assert scheme is not None, "\n".join(map(str, [*problems, *more]))
    plan, bound = plan_scheme(scheme)
    assert not bound, "\n".join(map(str, bound))
    roles = {Role.INPUT: inputs} | {Role[name.upper()]: values for name, values in given.items()}

    def facts_for(wanted):
        return facts_of(wanted, units, roles, rows={"events": events}), []

    results = run_plan(plan, facts_for(plan)[0])
    assert not results.problems, "\n".join(map(str, results.problems))
    classes = units if isinstance(units, Mapping) else dict.fromkeys(units, "")
    return Base(document, results, Register(tuple(Unit(name, class_name=classes[name]) for name in units)), facts_for)


def scenario_of(*edits: str, rebalance: Rebalance | None = None, reading: Reading = "reweigh") -> Scenario:
    """A scenario of edits as people write them."""
    told, problems = read_edits(edits)
    assert not problems, "\n".join(map(str, problems))
    return Scenario("试", tuple(told), rebalance, reading)


def outcome_of(base: Base, *edits: str, rebalance: Rebalance | None = None, reading: Reading = "reweigh") -> Outcome:
    """What comes of edits that are not refused."""
    outcome, problems = run_scenario(base, scenario_of(*edits, rebalance=rebalance, reading=reading))
    assert outcome is not None, "\n".join(map(str, problems))
    return outcome


def codes_of(base: Base, *edits: str, rebalance: Rebalance | None = None, reading: Reading = "reweigh") -> list[str]:
    """The codes with which edits are refused."""
    outcome, problems = run_scenario(base, scenario_of(*edits, rebalance=rebalance, reading=reading))
    assert outcome is None
    return [p.code.number for p in problems if isinstance(p, Problem) and p.severity == "problem"]
