"""Step tables whose bounds are written as ranges: ``80-89`` is a subtraction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.grades import as_range, range_facts
from kpi_engine.lint.look import Look, said
from kpi_engine.terms import ByClass, Formula, FormUse, key_place

__all__ = ["ranges_as_bounds"]

_WORDS = ("from", "above", "up_to", "below")


def ranges_as_bounds(look: Look) -> Iterator[Problem]:
    """K363, for the tables of ``bands``."""
    for name, clause, rule in _rules(look):
        for use in _bands(rule):
            params = use.params if isinstance(use.params, Mapping) else {}
            for table in (params[word] for word in _WORDS if isinstance(params.get(word), Mapping)):
                for bound in map(str, table):
                    told = as_range(Formula(bound))
                    if told is not None:
                        yield said(k3.RANGE_AS_BOUND, key_place(table, bound), range_facts(name, bound, told[0]), clause=clause)


def _rules(look: Look) -> Iterator[tuple[str, str, object]]:
    """Where a form can stand: (name, clause, rule)."""
    for entry in look.tree:
        yield entry.name or "总分", entry.clause, entry.model.score
        for name, item in (*entry.model.deduct.items(), *entry.model.add.items()):
            yield from ((str(name), item.clause or entry.clause, rule) for rule in (item.each, item.once, item.for_, item.at_most))
    for name, value in look.scheme.values.items():
        yield str(name), "", value
    for name, (_, rule) in look.plan.book.functions.items():
        yield name, "", rule
    for name, payment in look.scheme.payments.items():
        yield from ((str(name), payment.clause, rule) for rule in (payment.amount, payment.shares))


def _bands(rule: object) -> Iterator[FormUse]:
    if isinstance(rule, FormUse) and rule.name == "bands":
        yield rule
    elif isinstance(rule, ByClass):
        for _, below in rule.table:
            yield from _bands(below)
        yield from _bands(rule.otherwise)


ON_TEXT = (ranges_as_bounds,)
ON_TREES = ()
