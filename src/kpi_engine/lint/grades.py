"""Grades: from the best down, each can be reached, and each bound is one number of no more places than the figure has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import Choices
from kpi_engine.lint.known import figure
from kpi_engine.lint.look import Look, said
from kpi_engine.numbers import decimal_places, decimal_text, exact_text, parse_number, round_fraction
from kpi_engine.scheme.outcome import Grades
from kpi_engine.table import Ref, Role
from kpi_engine.terms import Formula, Rule

__all__ = ["as_range", "finer_than_places", "order", "range_facts", "ranges_as_bounds", "unreachable"]

_RANGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*分?\s*(?:-|－|—|–|~|～|至|到)+\s*(\d+(?:\.\d+)?)\s*分?\s*")


def as_range(rule: Rule) -> tuple[Fraction, Fraction] | None:
    """(low, high) of a bound that is written as a range of figures: ``80-89`` would be read as a subtraction.

    >>> as_range(Formula("80-89"))
    (Fraction(80, 1), Fraction(89, 1))
    """
    match = _RANGE.fullmatch(rule.text) if isinstance(rule, Formula) else None
    told = [parse_number(text) for text in match.groups()] if match else []
    ends = [number.value for number in told if number is not None]
    return (min(ends), max(ends)) if len(ends) == 2 else None


def ranges_as_bounds(look: Look) -> Iterator[Problem]:
    """K363: both readings of ``80-89``."""
    grades = look.scheme.grades
    for name, rule in grades.bounds.items() if grades is not None else ():
        told = as_range(rule)
        if told is not None and isinstance(rule, Formula):
            yield said(k3.RANGE_AS_BOUND, rule.place, range_facts(str(name), rule.text, told[0]), clause=grades.clause if grades is not None else "")


def range_facts(name: str, text: str, low: Fraction) -> dict[str, object]:
    """What is said of a bound that is written as a range: where the half point below it goes under either reading."""
    return {"name": name, "text": text, "low": exact_text(low), "between": exact_text(low - Fraction(1, 2)), "rounded": exact_text(low)}


def order(look: Look) -> Iterator[Problem]:
    """K360: bounds that are plain numbers stand from the best grade down."""
    grades = look.scheme.grades
    if grades is None or grades.direction is None:
        return
    bounds = [(str(name), value) for name, rule in grades.bounds.items() if as_range(rule) is None and (value := figure(rule)) is not None]
    falling = grades.direction in ("from", "above")
    for (better, first), (worse, second) in itertools.pairwise(bounds):
        if (first < second) if falling else (first > second):
            facts = {"better": better, "first": exact_text(first), "worse": worse, "second": exact_text(second)}
            yield said(k3.GRADES_OUT_OF_ORDER, grades.place, facts, clause=grades.clause)


def unreachable(look: Look) -> Iterator[Problem]:
    """K361: a grade that no figure leads to, for the classes where that is so."""
    grades, ref = look.scheme.grades, Ref(Role.GRADE, part="band")
    if grades is None or ref not in look.trees or any(as_range(rule) is not None for rule in grades.bounds.values()):
        return
    missed: dict[str, list[str]] = {}
    for class_name, bounds in look.bounds.items():
        told = bounds.of[ref]
        for name in grades.names:
            if isinstance(told, Choices) and not told.more and name not in told.values:
                missed.setdefault(name, []).append(class_name)
    of = grades.of.text if isinstance(grades.of, Formula) else "grades.of"
    for name, classes in missed.items():
        rule = grades.bounds.get(name)
        place = rule.place if rule is not None and str(rule.place) else grades.place
        spread = str(_of_grades(look, grades, classes[0]))
        facts = {**look.of_class(classes), "name": name, "of": of, "values": spread}
        yield said(k3.GRADE_UNREACHABLE, place, facts, clause=grades.clause)


def _of_grades(look: Look, grades: Grades, class_name: str) -> object:
    """What the graded figure can be."""
    if isinstance(grades.of, Formula) and grades.of.text.strip() == "total":
        return look.bounds[class_name].of.get(Ref(Role.TOTAL), "?")
    return "它的范围"


def finer_than_places(look: Look) -> Iterator[Problem]:
    """K362: the total is rounded before it is graded, so a finer bound acts as the next figure of that many places."""
    grades, rounding = look.scheme.grades, look.scheme.rounding
    places = look.scheme.round if look.scheme.round is not None else rounding.total if rounding is not None else None
    if grades is None or not isinstance(places, int) or not (isinstance(grades.of, Formula) and grades.of.text.strip() == "total"):
        return
    for name, rule in grades.bounds.items():
        value = figure(rule)
        digits = decimal_places(value) if value is not None and as_range(rule) is None else None
        if value is not None and digits is not None and digits > places:
            mode = "ceiling" if grades.direction in ("from", "below") else "floor"
            effective = decimal_text(round_fraction(value, places, mode), places)  # type: ignore[arg-type]
            facts = {"name": name, "bound": exact_text(value), "found": digits, "places": places, "effective": effective}
            yield said(k3.BOUND_FINER, rule.place, facts, clause=grades.clause)


ON_TEXT = (ranges_as_bounds, order, finer_than_places)
ON_TREES = (unreachable,)
