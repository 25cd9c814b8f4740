"""Who has not sent what, a line for each input of an owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi_engine.cli.talk import Talk
from kpi_engine.errors import Problem
from kpi_engine.errors.k6_scoring import MISSING_DATA

__all__ = ["owed_of", "tell_owed"]

_SHOWN = 8


def tell_owed(talk: Talk, lacking: Mapping[str, Mapping[str, Sequence[str]]], *, most: int | None = None) -> None:
    """List what is still owed, ``most`` lines of it; nothing where all is there."""
    if lacking:
        talk.say("lacking")
    lines = [(owner, column, units) for owner, columns in lacking.items() for column, units in columns.items()]
    for owner, column, units in lines[:most]:
        shown = "、".join(units[:_SHOWN]) + (f" …({len(units)})" if len(units) > _SHOWN else "")
        talk.line(f"  {owner}  {column}：{shown}")
    if most is not None and len(lines) > most:
        talk.say("more_owed", count=len(lines) - most)


def owed_of(problems: Sequence[Problem]) -> dict[str, dict[str, list[str]]]:
    """What is owed according to the problems of a run (K601): owner -> input -> units."""
    told: dict[str, dict[str, list[str]]] = {}
    for problem in problems:
        if problem.code is MISSING_DATA:
            owner, column, unit = (str(problem.facts[key]) for key in ("owner", "input", "unit"))
            told.setdefault(owner, {}).setdefault(column, []).append(unit)
    return told
