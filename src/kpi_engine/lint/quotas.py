"""Quotas that never bind, that allow nobody, or whose losers do not fall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.known import figure
from kpi_engine.lint.look import Look, said
from kpi_engine.numbers import Mode, exact_text, round_fraction
from kpi_engine.scheme.outcome import Quota

__all__ = ["allow_nobody", "fall", "never_bind"]

_MODES: Mapping[str, Mode] = {"floor": "floor", "half_up": "half_up", "ceiling": "ceiling"}


def _expected(look: Look, quota: Quota) -> dict[str, int]:
    """How many units each group of the quota should have, where the classes say so."""
    declared = look.scheme.classes
    if not isinstance(declared, dict) or any(decl.expect is None for decl in declared.values()):
        told = {str(name): decl.expect for name, decl in declared.items() if decl.expect is not None} if isinstance(declared, dict) else {}
        return told if _within(look, quota) == "class" else {}
    counts = {str(name): decl.expect or 0 for name, decl in declared.items()}
    return counts if _within(look, quota) == "class" else {"": sum(counts.values())}


def _within(look: Look, quota: Quota) -> str:
    return quota.within or (look.scheme.ranking.within if look.scheme.ranking is not None else "all")


def never_bind(look: Look) -> Iterator[Problem]:
    """K364: a share of everybody, or as many places as there are units."""
    for name, quota in look.scheme.quotas.items():
        places = figure(quota.at_most)
        expected = _expected(look, quota)
        if places is None:
            continue
        if quota.of is not None and places >= 1:
            facts = {"places": f"{exact_text(places * 100)}%", "why": "就是全部", "why_en": "that is everybody"}
            yield said(k3.QUOTA_NEVER_BINDS, quota.place, {**facts, "name": name}, clause=quota.clause)
        elif quota.of is None and expected and all(places >= count for count in expected.values()):
            most = max(expected.values())
            facts = {"places": f"{exact_text(places)} 个", "why": f"一共才 {most} 家", "why_en": f"only {most} units are expected"}
            yield said(k3.QUOTA_NEVER_BINDS, quota.place, {**facts, "name": name}, clause=quota.clause)


def allow_nobody(look: Look) -> Iterator[Problem]:
    """K365: a share that is rounded to no place in a class of the expected size."""
    for name, quota in look.scheme.quotas.items():
        share, least = figure(quota.at_most), figure(quota.at_least)
        if share is None or quota.of is None or quota.rounding is None or (least or 0) >= 1:
            continue
        for class_name, count in _expected(look, quota).items():
            exact = share * count
            if count and round_fraction(exact, 0, _MODES[quota.rounding]) == Fraction(0) < exact:
                facts = {"name": name, "of_class": class_name or "全部单位", "expect": count, "exact": exact_text(exact)}
                yield said(k3.QUOTA_GIVES_NONE, quota.place, facts, clause=quota.clause)


def fall(look: Look) -> Iterator[Problem]:
    """K366: those beyond the quota fall to a lower grade."""
    grades = look.scheme.grades.names if look.scheme.grades is not None else ()
    for name, quota in look.scheme.quotas.items():
        if quota.grade in grades and quota.falls_to in grades and grades.index(quota.falls_to) <= grades.index(quota.grade):
            lower = "、".join(grades[grades.index(quota.grade) + 1 :])
            yield k3.FALLS_UPWARD.at(quota.place, clause=quota.clause, name=name, grade=quota.grade, falls_to=quota.falls_to, lower=lower)


ON_TEXT = (never_bind, allow_nobody, fall)
ON_TREES = ()
