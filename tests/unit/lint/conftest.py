"""A scheme of one indicator, to which each test adds what it is about."""

from collections.abc import Callable

import pytest

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.errors import Problem
from kpi_engine.lint import lint_plan
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model

HEAD = {
    "scheme": "scheme: example",
    "title": "title: 示例考核",
    "edition": "edition: 2024",
    "clause": "clause: 一",
    "points": "points: 10",
    "rounding": "rounding: {mode: half_up, total: 2}",
    "missing": "missing: problem",
    "not_applicable": "not_applicable: problem",
    "indicators": "indicators: {工作: {points: 10, deduct: {迟报: 1}}}",
}


def _plan(body: str) -> Plan:
    given = {line.partition(":")[0] for line in body.splitlines() if not line.startswith(" ")}
    text = "\n".join([line for key, line in HEAD.items() if key not in given] + [body])
    document, problems = read_document(text, name="方案.yaml")
    assert document is not None, problems
    scheme, more = read_model(Scheme, document)
    assert scheme is not None, more
    plan, bound = plan_scheme(scheme)
    assert not [*problems, *more, *bound]
    return plan


@pytest.fixture(scope="session")
def plan_of() -> Callable[[str], Plan]:
    """The plan of a scheme with this body beside (or instead of) the usual head."""
    return _plan


@pytest.fixture(scope="session")
def lint() -> Callable[[str], list[Problem]]:
    """All that lint says of it."""
    return lambda body: lint_plan(_plan(body))


@pytest.fixture(scope="session")
def codes() -> Callable[[str], list[str]]:
    """The numbers of all that lint says of it."""
    return lambda body: [problem.code.number for problem in lint_plan(_plan(body))]
