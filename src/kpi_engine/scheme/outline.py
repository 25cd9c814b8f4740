"""The indicators as a flat list with what they inherit: policies of the nearest node, owner, clause, periods, and for whom they exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from kpi_engine.numbers import parse_fraction
from kpi_engine.scheme.indicators import Indicator, Periods
from kpi_engine.scheme.model import Scheme
from kpi_engine.terms import ByClass, Formula

__all__ = ["OVER_RATES", "ROOT", "Entry", "Level", "Outline", "outline", "plain_points", "points_by_class"]

ROOT = ""
"""The name of the root, which is the scheme itself."""

OVER_RATES = ("mean", "geometric", "highest", "lowest")
"""Ways to combine children by their rates (score ÷ points)."""

Level = Literal["indicator", "group", "total"]


@dataclass(frozen=True)
class Entry:
    """One node of the tree. ``missing`` ... ``owner`` are the settings in force here; ``carrier`` the node that makes 'not applicable' good."""

    name: str
    model: Indicator
    parent: str | None
    children: tuple[str, ...]
    depth: int
    missing: str
    not_applicable: str
    carrier: str
    same_fact: str
    fact_carrier: str
    evidence: bool
    zero_report: bool
    owner: str
    clause: str
    basis: str
    periods: Periods | None
    period_node: str

    @property
    def is_leaf(self) -> bool:
        """Whether it is scored itself."""
        return not self.children

    @property
    def is_bonus(self) -> bool:
        """Whether it counts above full marks."""
        return self.model.bonus is not None

    @property
    def is_over_rates(self) -> bool:
        """Whether its children's rates are combined, not their points."""
        how = self.model.combine
        return isinstance(how, Formula) and how.text.strip() in OVER_RATES

    @property
    def level(self) -> Level:
        """Which of the scheme's roundings is its own."""
        return "total" if self.name == ROOT else "indicator" if self.is_leaf else "group"

    @property
    def title(self) -> str:
        """What it is called in print."""
        return self.model.label or self.name or "总分"

    @property
    def items(self) -> tuple[str, ...]:
        """Its line items."""
        return (*self.model.deduct, *self.model.add)


@dataclass(frozen=True)
class Outline:
    """All nodes by name, parents before children, in the order of the text."""

    entries: Mapping[str, Entry]
    twice: tuple[str, ...] = field(default=())

    def __getitem__(self, name: str) -> Entry:
        return self.entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    @property
    def leaves(self) -> tuple[Entry, ...]:
        """The nodes that are scored themselves."""
        return tuple(entry for entry in self if entry.is_leaf and entry.name != ROOT)

    def below(self, name: str) -> Iterator[Entry]:
        """The node and all below it."""
        yield self[name]
        for child in self[name].children:
            yield from self.below(child)

    def rescales(self, entry: Entry) -> bool:
        """Whether a node makes good what does not apply below it by rescaling: it says so itself, or a leaf right below it does."""
        if entry.carrier == entry.name and entry.not_applicable == "rescale":
            return True
        return any(self[child].model.not_applicable == "rescale" and self[child].is_leaf for child in entry.children)

    def has_points(self, entry: Entry) -> bool:
        """Whether a node has full marks; one that has a weight alone has those of its parent."""
        share = entry.model.bonus if entry.is_bonus else entry.model.points
        if share is None and entry.model.weight is not None and entry.parent is not None:
            return self.has_points(self[entry.parent])
        return share is not None and share != "open"

    @cached_property
    def spread_over(self) -> Mapping[str, Mapping[str, Entry]]:
        """Nodes that spread the points of leaves that do not apply (``not_applicable: spread``) -> the leaves among which they are spread, by name.

        All leaves below the node share, whatever their own policy is, but for those of a bonus, and those below a node that makes good what does not
        apply in another way (by rescaling, by means of rates).
        """
        carriers = [
            self[name] for name in dict.fromkeys(leaf.carrier for leaf in self.leaves if leaf.not_applicable == "spread" and not leaf.is_bonus)
        ]
        told = {node.name: {leaf.name: leaf for leaf in self.below(node.name) if leaf.is_leaf and self._shares(leaf, node)} for node in carriers}
        return {name: leaves for name, leaves in told.items() if any(self.is_spread(leaf, self[name]) for leaf in leaves.values())}

    def is_spread(self, leaf: Entry, carrier: Entry) -> bool:
        """Whether a leaf's points are spread over the others below ``carrier`` where it does not apply."""
        return leaf.is_leaf and not leaf.is_bonus and leaf.not_applicable == "spread" and leaf.carrier == carrier.name and leaf.name != ROOT

    def gets_spread(self, entry: Entry) -> bool:
        """Whether points of others may be added to those of a leaf."""
        return any(entry.name in leaves for leaves in self.spread_over.values())

    def way_up(self, leaf: Entry, carrier: Entry) -> Iterator[Entry]:
        """From a leaf up to a node above it, both with it."""
        for node in self.above(leaf.name):
            yield node
            if node.name == carrier.name:
                return

    def _shares(self, leaf: Entry, carrier: Entry) -> bool:
        """Whether points that a leaf gets reach the node as they are."""
        *inside, _ = self.way_up(leaf, carrier)
        over_rates = any(node.is_over_rates for node in (*inside, carrier))
        return leaf.name != ROOT and not over_rates and not any(node.is_bonus or self.rescales(node) for node in inside) and self.has_points(leaf)

    def above(self, name: str) -> Iterator[Entry]:
        """The node and all above it."""
        at: str | None = name
        while at is not None:
            yield self[at]
            at = self[at].parent


def plain_points(entry: Entry) -> Fraction | None:
    """The points where they are one number."""
    share = entry.model.bonus if entry.is_bonus else entry.model.points
    return share if isinstance(share, Fraction) else None


def points_by_class(entry: Entry, class_names: tuple[str, ...]) -> dict[str, Fraction | None]:
    """The points for each class (None: open, inherited, or not a plain number)."""
    share = entry.model.bonus if entry.is_bonus else entry.model.points
    if not isinstance(share, ByClass):
        return dict.fromkeys(class_names or ("",), share if isinstance(share, Fraction) else None)
    told: dict[str, Fraction | None] = {}
    table = dict(share.table)
    for name in class_names:
        rule = table.get(name, share.otherwise)
        told[name] = parse_fraction(rule.text) if isinstance(rule, Formula) else None
    return told


def outline(scheme: Scheme) -> Outline:
    """Flatten the scheme's indicators; names that stand twice are listed, the first one is kept."""
    entries: dict[str, Entry] = {}
    twice: list[str] = []
    _add(scheme, ROOT, None, entries, twice)
    return Outline(entries, tuple(twice))


def _add(model: Indicator, name: str, parent: Entry | None, entries: dict[str, Entry], twice: list[str]) -> None:
    if name in entries:
        twice.append(name)
        return
    entry = _entry(model, name, parent)
    entries[name] = entry
    for child, below in model.indicators.items():
        _add(below, str(child), entry, entries, twice)


def _entry(model: Indicator, name: str, parent: Entry | None) -> Entry:
    carries_na = model.not_applicable is not None
    on_leaf = carries_na and not model.indicators and parent is not None
    carrier = (parent.name if on_leaf and parent else name) if carries_na else parent.carrier if parent else ROOT
    return Entry(
        name=name,
        model=model,
        parent=parent.name if parent else None,
        children=tuple(str(child) for child in model.indicators),
        depth=parent.depth + 1 if parent else 0,
        missing=model.missing or (parent.missing if parent else "problem"),
        not_applicable=model.not_applicable or (parent.not_applicable if parent else "problem"),
        carrier=carrier,
        same_fact=model.same_fact or (parent.same_fact if parent else ""),
        fact_carrier=name if model.same_fact or not parent else parent.fact_carrier,
        evidence=(model.evidence == "required") if model.evidence else bool(parent and parent.evidence),
        zero_report=(model.zero_report == "required") if model.zero_report else bool(parent and parent.zero_report),
        owner=model.owner or (parent.owner if parent else ""),
        clause=model.clause or (parent.clause if parent else ""),
        basis=model.basis or (parent.basis if parent else ""),
        periods=model.periods or (parent.periods if parent else None),
        period_node=name if model.periods else parent.period_node if parent else ROOT,
    )
