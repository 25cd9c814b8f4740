"""Problems and findings as JSON, in the one shape that every answer uses."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_engine.errors import Language, Problem
from kpi_engine.source import Place

__all__ = ["failure_as_json", "problem_as_json", "problems_as_json"]

FORMAT = 1
"""The version of the shape of results and problems."""


def problem_as_json(problem: Problem, language: Language = "zh") -> dict[str, object]:
    """One problem: code, slug, severity, place, message, mend, clause, also."""
    return {
        "code": problem.code.number,
        "slug": problem.code.slug,
        "severity": problem.severity,
        "place": _place(problem.place),
        "message": problem.message(language),
        "mend": problem.mend(language),
        "clause": problem.clause,
        "also": [_place(place) for place in problem.also],
    }


def problems_as_json(problems: Iterable[Problem], language: Language = "zh") -> list[dict[str, object]]:
    """Many problems, in the order given."""
    return [problem_as_json(problem, language) for problem in problems]


def failure_as_json(problems: Iterable[Problem], findings: Iterable[Problem] = (), language: Language = "zh") -> dict[str, object]:
    """The answer of a run that was refused."""
    return {"ok": False, "format": FORMAT, "problems": problems_as_json(problems, language), "findings": problems_as_json(findings, language)}


def _place(place: Place) -> dict[str, object]:
    """Where it is: ``text`` as people read it, and the parts of it that there are."""
    parts = {"file": place.file, "sheet": place.sheet, "line": place.line, "column": place.column, "path": place.path}
    return {"text": str(place), **{name: part for name, part in parts.items() if part}}
