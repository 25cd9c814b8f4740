"""Every lint code has a small scheme that shows it, and nothing else is said of that scheme."""

from pathlib import Path

import pytest

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.errors import Problem, registered_codes
from kpi_engine.lint import lint_plan
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model

BAD = Path(__file__).parents[3] / "fixtures" / "bad" / "schemes"
FILES = sorted(path for path in BAD.glob("K3*.yaml") if "K330" <= path.name[:4] <= "K389")

GOOD = """scheme: example
title: 示例考核
edition: 2024
clause: 一
points: 10
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
indicators:
  工作: {points: 10, deduct: {迟报: 1}}
"""


def plan_of(text: str | bytes, name: str = "方案.yaml") -> tuple[Plan, list[Problem]]:
    document, problems = read_document(text, name=name)
    assert document is not None, problems
    scheme, more = read_model(Scheme, document)
    assert scheme is not None, more
    plan, found = plan_scheme(scheme)
    return plan, [*problems, *more, *found]


def lint(text: str) -> list[Problem]:
    plan, problems = plan_of(text)
    assert not problems, problems
    return lint_plan(plan)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_scheme_gives_exactly_its_code(path: Path) -> None:
    plan, problems = plan_of(path.read_bytes(), path.name)
    found = [*problems, *lint_plan(plan)]
    assert {problem.code.number for problem in found} == {path.name[:4]}, "\n".join(map(str, found))
    assert all(problem.place.line for problem in found)
    assert path.stem == f"{found[0].code.number}-{found[0].code.slug}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_message_says_what_was_found_and_what_to_do(path: Path, language: str) -> None:
    plan, _ = plan_of(path.read_bytes(), path.name)
    for problem in lint_plan(plan):
        assert len(problem.message(language)) > 8  # type: ignore[arg-type]
        assert len(problem.mend(language)) > 5  # type: ignore[arg-type]
        assert "{" not in problem.message(language)  # type: ignore[arg-type]
        if language == "en":
            assert not set("“”的") & set(problem.message("en") + problem.mend("en"))


def test_every_lint_code_has_a_broken_file() -> None:
    declared = {number for number in registered_codes() if "K330" <= number <= "K389"}
    assert {path.name[:4] for path in FILES} == declared


def test_a_plain_scheme_has_nothing_wrong() -> None:
    assert lint(GOOD) == []
