"""Vetoes: grades that only a veto gives."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.grammar import nearest
from kpi_engine.lint.look import Look

__all__ = ["new_grades"]


def new_grades(look: Look) -> Iterator[Problem]:
    """K372: a forced grade that the table of grades does not have."""
    grades = look.scheme.grades
    for name, veto in look.scheme.vetoes.items():
        if grades is not None and veto.then.grade and veto.then.grade not in grades.names:
            near = nearest(veto.then.grade, grades.names)
            yield k3.VETO_GRADE_NEW.at(veto.then.place, clause=veto.clause, name=name, grade=veto.then.grade, near=near)


ON_TEXT = (new_grades,)
ON_TREES = ()
