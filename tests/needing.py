"""Needs made by hand, for tests of the intake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from kpi_engine.errors import Problem
from kpi_engine.intake.collect import Collected
from kpi_engine.intake.register import Register, register_of
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.needs import ColumnNeed, MarksNeed, Needs
from kpi_engine.scheme.quantities import kind_of_input
from kpi_engine.table import Kind, Ref, Role, Value


def declared(kind: str = "number", **keys: object) -> InputDecl:
    """An input as a scheme declares it."""
    return InputDecl.model_validate({"kind": kind, "owner": "医政股", **keys})


def column_need(name: str, kind: str = "number", *, period: str = "", role: Literal["value", "target"] = "value", **keys: object) -> ColumnNeed:
    """One column that is asked for."""
    decl = declared(kind, **keys)
    return ColumnNeed(Ref(Role.TARGET if role == "target" else Role.INPUT, name, period), kind_of_input(decl), name, decl, role, period)


def with_target(name: str, kind: str = "number", **keys: object) -> tuple[ColumnNeed, ColumnNeed]:
    """An input and its target."""
    keys = {"target": "given", **keys}
    return column_need(name, kind, **keys), column_need(name, kind, role="target", **keys)


def ballot_needs(name: str, *, period: str = "", **keys: object) -> tuple[ColumnNeed, ...]:
    """All columns of votes of a ballots input, issued and returned included."""
    decl = declared("ballots", **keys)
    return tuple(
        ColumnNeed(Ref(Role.VOTES, name, period, f"{rater}|{option}"), Kind.NUMBER, name, decl, "votes", period, f"{rater}|{option}")
        for rater in decl.raters or [""]
        for option in (*decl.words, *decl.not_counted, "issued", "returned")
    )


def marks_need(name: str, periods: Sequence[str] = (), **keys: object) -> MarksNeed:
    """A jury."""
    return MarksNeed(name, declared("marks", **keys), tuple(periods))


def needs_of(*columns: ColumnNeed, **keys: object) -> Needs:
    """Needs with these columns."""
    return Needs(columns=columns, **keys)  # type: ignore[arg-type]


def units(*names: str | Mapping[str, object]) -> Register:
    """A register of these units."""
    register, problems = register_of([{"单位": name} if isinstance(name, str) else name for name in names])
    assert not problems
    return register


def numbers(collected: Collected, ref: Ref) -> list[Value | None]:
    """The values of a column, None where there is none."""
    column = collected.facts.columns[ref]
    return [column.value(row) for row in range(len(column))]


def codes(problems: Iterable[Problem]) -> list[str]:
    """The numbers of the codes, sorted."""
    return sorted(problem.code.number for problem in problems)


def by_input(name: str, period: str = "", role: Role = Role.INPUT) -> Ref:
    """The column of an input."""
    return Ref(role, name, period)


REGISTER = units("甲镇", {"单位": "乙镇", "简称": "乙"}, "丙镇")
