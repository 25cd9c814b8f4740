"""Which figures stand side by side as columns: the indicators in the order of the scheme, with the classes that they exist for."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_engine.engine.results import Results
from kpi_engine.numbers import parse_number
from kpi_engine.scheme.outline import ROOT, Entry
from kpi_engine.table import Ref, Role
from kpi_engine.terms import ByClass, Formula

__all__ = ["TOTAL_NAME", "Spread", "all_figures", "classes_of", "is_common", "money_places", "name_of", "spread", "title_of"]

TOTAL_NAME = "总分"
"""What the root is called among the indicators."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure as a column: an indicator, or the total of a period."""

    entry: Entry
    period: str

    @property
    def ref(self) -> Ref:
        """The figure."""
        return Ref(Role.SCORE, self.entry.name, self.period)

    @property
    def key(self) -> str:
        """Its heading by name."""
        return name_of(self.entry) + (f"（{self.period}）" if self.period else "")

    @property
    def title(self) -> str:
        """Its heading by label."""
        return title_of(self.entry) + (f"（{self.period}）" if self.period else "")


def name_of(entry: Entry) -> str:
    """An indicator's name; the root is the total."""
    return entry.name or TOTAL_NAME


def title_of(entry: Entry) -> str:
    """What an indicator is called in print; the root is the total whatever its label says."""
    return entry.title if entry.name else TOTAL_NAME


def spread(results: Results, *, common: bool) -> list[Spread]:
    """The columns: figures of the whole first, then, period by period, those that only a period has.

    ``common`` leaves out what exists only for some classes; what exists only for named units is always left out.
    """
    kept = [entry for entry in results.plan.book.tree if (is_common(results, entry) if common else classes_of(results, entry) is not None)]
    whole = [Spread(entry, "") for entry in kept if entry.name != ROOT and Ref(Role.SCORE, entry.name) in results.columns]
    named = {column.entry.name for column in whole}
    for period in results.plan.needs.periods:
        told = [entry for entry in kept if entry.name not in named and Ref(Role.SCORE, entry.name, period) in results.columns]
        whole += [Spread(entry, period) for entry in (*[e for e in told if e.name != ROOT], *[e for e in told if e.name == ROOT])]
    return whole


def all_figures(results: Results) -> list[Spread]:
    """Every figure of the long table: each indicator, then its periods; the total only in periods."""
    told = [Spread(entry, period) for entry in results.plan.book.tree for period in ("", *results.plan.needs.periods)]
    return [column for column in told if column.ref in results.columns and (column.entry.name != ROOT or column.period)]


def is_common(results: Results, entry: Entry) -> bool:
    """Whether the indicator exists for all classes that the units are of."""
    classes = classes_of(results, entry)
    return classes is not None and classes >= set(results.facts.classes)


def classes_of(results: Results, entry: Entry) -> frozenset[str] | None:
    """The classes that an indicator exists for; None where it exists for named units only."""
    classes = frozenset(results.facts.classes)
    for node in results.plan.book.tree.above(entry.name):
        only = node.model.only_for
        if only is not None and only.unit:
            return None
        if only is not None and only.class_:
            classes &= frozenset(only.class_)
        share = node.model.bonus if node.is_bonus else node.model.points
        if isinstance(share, ByClass):
            classes = frozenset(name for name in classes if _has_points(share, name))
    return classes


def _has_points(share: ByClass, name: str) -> bool:
    """Whether a class is given points: not left out, and not given zero."""
    rule = dict(share.table).get(name, share.otherwise)
    parsed = parse_number(rule.text) if isinstance(rule, Formula) else None
    return rule is not None and (parsed is None or parsed.value != 0)


def money_places(results: Results, payment: str) -> int | None:
    """The decimals of a payment."""
    own, rounding = results.plan.scheme.payments[payment].places, results.plan.scheme.rounding
    return own if own is not None else rounding.money if rounding is not None else None
