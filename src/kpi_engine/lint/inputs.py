"""Inputs as declared: options, ranges the right way round, percentages written as percentages."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.look import Look, item_place
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.declared import ColumnDecl, InputDecl
from kpi_engine.source import Place

__all__ = ["options", "ranges", "raters", "remarks"]


def options(look: Look) -> Iterator[Problem]:
    """K349: a choice or a ballot needs to know what can be chosen."""
    mends = {"choice": "写 options: [好, 中, 差]", "ballots": "写 options: {满意: 100, 基本满意: 60, 不满意: 0}"}
    for name, decl in look.scheme.inputs.items():
        if decl.kind in mends and not decl.options:
            yield k3.OPTIONS_LACKING.at(decl.place, clause=decl.clause, name=name, kind=decl.kind, mend=mends[decl.kind])


def raters(look: Look) -> Iterator[Problem]:
    """K384, K387: the weights of several raters make 100%, and it is said what holds where one of them has no valid vote."""
    for name, decl in look.scheme.inputs.items():
        whole = sum(decl.raters.values(), Fraction(0))
        if decl.raters and whole != 1:
            yield k3.RATER_WEIGHTS.at(decl.place, clause=decl.clause, name=name, found=f"{exact_text(whole * 100)}%")
        if len(decl.raters) > 1 and decl.missing_rater is None:
            yield k3.MISSING_RATER_UNDECLARED.at(decl.place, clause=decl.clause, name=name)


def remarks(look: Look) -> Iterator[Problem]:
    """K324: a reason, or evidence, stands beside one value of one unit, not beside votes and marks."""
    for name, decl in look.scheme.inputs.items():
        key = "reason" if decl.reason is not None else "evidence" if decl.evidence is not None else ""
        if key and decl.kind in ("ballots", "marks"):
            yield k3.REMARK_NOT_POSSIBLE.at(decl.place, clause=decl.clause, name=name, key=key, kind=decl.kind)


def ranges(look: Look) -> Iterator[Problem]:
    """K344: a range runs from its lower to its upper end."""
    for name, key, place, clause, spread in _ranges(look):
        if spread[0] > spread[1]:
            yield k3.RANGE_REVERSED.at(place, clause=clause, name=name, key=key, low=exact_text(spread[0]), high=exact_text(spread[1]))


def _ranges(look: Look) -> Iterator[tuple[str, str, Place, str, tuple[Fraction, Fraction]]]:
    scheme = look.scheme
    columns = [pair for event in scheme.events.values() for pair in event.columns.items()]
    declared: list[tuple[str, InputDecl | ColumnDecl]] = [*scheme.inputs.items(), *columns]
    for name, decl in declared:
        if decl.between is not None:
            yield str(name), "between", decl.place, decl.clause, decl.between
    for name, rule in scheme.decisions.items():
        if rule.range is not None:
            yield str(name), "range", rule.place, rule.clause, rule.range
    for entry in look.tree:
        for name, item in (*entry.model.deduct.items(), *entry.model.add.items()):
            if item.chosen is not None:
                yield str(name), "chosen", item_place(entry, item), item.clause or entry.clause, item.chosen


ON_TEXT = (options, raters, remarks, ranges)
ON_TREES = ()
