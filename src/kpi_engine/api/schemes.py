"""A scheme read, bound and linted: what `score` runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpi_engine.api.sources import Source, bytes_of
from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.errors import KpiError, Problem
from kpi_engine.lint import lint_plan
from kpi_engine.scheme.amend import versions
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.nodes import Block
from kpi_engine.scheme.shape import read_model
from kpi_engine.trail.canonical import sha256
from kpi_engine.trail.receipt import SourceFile

__all__ = ["Checked", "check_scheme", "classes_of", "load_scheme", "plan_of"]


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

    @property
    def file(self) -> SourceFile:
        """The scheme as receipts list it."""
        return SourceFile("scheme", self.name, self.sha256)


def check_scheme(source: Source) -> Checked:
    """Read, bind and lint a scheme; nothing is raised but for a file that cannot be opened.

    Args:
        source: the scheme's file, or its name and bytes.

    """
    name, data = bytes_of(source)
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
    return plan_of(check_scheme(source))


def plan_of(checked: Checked) -> Plan:
    """What a checked scheme runs; raised where it does not hold."""
    if checked.plan is None:
        raise KpiError([*checked.problems, *checked.findings])
    return checked.plan


def classes_of(plan: Plan) -> Mapping[str, int | None]:
    """The classes that the scheme names, and how many units it expects in each."""
    classes = plan.scheme.classes
    return {str(name): decl.expect for name, decl in classes.items()} if isinstance(classes, dict) else {}
