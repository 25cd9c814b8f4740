"""What is declared and used by nothing: inputs, values, functions and their parameters, readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.look import Look
from kpi_engine.scheme.model import FromInput
from kpi_engine.source import Place
from kpi_engine.terms import ByClass, Formula, FormUse

__all__ = ["parameters", "unused"]

_WORD = re.compile(r"\w+")


def unused(look: Look) -> Iterator[Problem]:
    """K346: nothing names it."""
    used = look.plan.book.used | set(_named_by_declarations(look))
    for section, what, names in _declared(look):
        for name, place in names:
            if name not in used:
                yield k3.UNUSED.at(place, what=what, name=name, section=section)


def _declared(look: Look) -> Iterator[tuple[str, str, list[tuple[str, Place]]]]:
    scheme = look.scheme
    yield "inputs", "数据项", [(str(name), decl.place) for name, decl in scheme.inputs.items()]
    yield "values", "中间值", [(str(name), rule.place) for name, rule in scheme.values.items()]
    yield "functions", "函数", [(name, rule.place) for name, (_, rule) in look.plan.book.functions.items()]
    yield "reads", "reads", [(str(name), decl.place) for name, decl in scheme.reads.items()]


def _named_by_declarations(look: Look) -> Iterator[str]:
    """Names that stand outside of formulas: the input that gives the class, or whose members are read."""
    scheme = look.scheme
    if isinstance(scheme.classes, FromInput):
        yield scheme.classes.from_
    for read in scheme.reads.values():
        yield from (name for name in (read.members_by, read.unit) if name)
    for decl in scheme.inputs.values():
        yield from (name for _, rule in decl.options or () for name in texts(rule))
        yield from (name for rule in (decl.valid_if, decl.target) for name in texts(rule))


def parameters(look: Look) -> Iterator[Problem]:
    """K386: each parameter of a function stands in its formula."""
    for name, (given, rule) in look.plan.book.functions.items():
        words = set(texts(rule))
        for parameter in given:
            if parameter not in words:
                yield k3.PARAMETER_UNUSED.at(rule.place, name=name, parameter=parameter)


def texts(rule: object) -> Iterator[str]:  # noqa: C901 - one arm a shape
    """The words of a rule, whatever its shape."""
    if isinstance(rule, Formula):
        yield from _WORD.findall(rule.text)
    elif isinstance(rule, FormUse):
        yield from texts(rule.params)
    elif isinstance(rule, ByClass):
        for _, below in rule.table:
            yield from texts(below)
        yield from texts(rule.otherwise)
    elif isinstance(rule, str):
        yield from _WORD.findall(rule)
    elif isinstance(rule, Mapping):
        for key, value in rule.items():
            yield from (*_WORD.findall(str(key)), *texts(value))
    elif isinstance(rule, Sequence):
        for part in rule:
            yield from texts(part)


ON_TEXT = ()
ON_TREES = (unused, parameters)
