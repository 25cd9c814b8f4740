"""The two ends of a comparison: two runs, or a run and a scenario's outcome. Who is who, and the plan where parts of the text are of either end.

A scheme's text has three parts here: the *shares* (points, bonus, weight of indicators, also those of a scenario that only reweighs), the *quotas*,
and the *rules* (all else). A plan may take each part from either end; an indicator that one end alone has comes with the rules of that end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.intake.register import Register
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.nodes import Block, Items, Node, Text
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Facts
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.data import with_data
from kpi_engine.whatif.rebalance import ByClass
from kpi_engine.whatif.reweigh import reweighed, share_ref
from kpi_engine.whatif.scenario import Outcome

__all__ = ["End", "Pair", "Side", "Texts", "end_after", "end_of", "pairs_of"]

Side = Literal[0, 1]
"""The earlier end, or the later one."""

_SHARES: Final = ("points", "bonus", "weight")
_SAYS_NOTHING: Final = frozenset({"title", "edition", "basis", "clause", "text", "label", "owner", "amendments", "was"})
"""Keys that change no figure."""


@dataclass(frozen=True)
class End:
    """One of the two states: its text, what it came to, and the way to what was reported.

    ``scaled`` and ``restated`` are the shares of a scenario that keeps rates (`reweighed`); ``reported`` is what was sent before corrections.
    """

    document: Block
    results: Results
    register: Register
    facts_for: Callable[[Plan], tuple[Facts, Sequence[Problem]]]
    reported: Facts | None = None
    scaled: Mapping[str, ByClass] = field(default_factory=dict)
    restated: Mapping[str, ByClass] = field(default_factory=dict)


def end_of(base: Base) -> End:
    """A run."""
    return End(base.document, base.results, base.register, base.facts_for, base.reported)


def end_after(base: Base, outcome: Outcome) -> End:
    """What a scenario that starts from a run comes to; its edits of data are reported figures."""

    def facts_for(plan: Plan) -> tuple[Facts, Sequence[Problem]]:
        facts, said = base.facts_for(plan)
        return with_data(facts, [change for change in outcome.data if change.ref in facts.columns]), said

    reported = base.reported
    if reported is not None:
        reported = with_data(reported, [change for change in outcome.data if change.ref in reported.columns])
    settled, document = outcome.settled, outcome.text or base.document
    return End(document, outcome.results, base.register, facts_for, reported, settled.scaled, settled.restated)


# who is who --------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit, and its row at each end; None where it is not there."""

    name: str
    rows: tuple[int | None, int | None]


def pairs_of(before: End, after: End) -> tuple[Pair, ...]:
    """All units of either end, those of the earlier first; a unit that was renamed is found by the names that the registers know."""
    earlier = {name: row for row, name in enumerate(before.results.units)}
    later: dict[int, int] = {}
    alone: list[int] = []
    for row, name in enumerate(after.results.units):
        match = next((earlier[known] for known in _known_as(after, before, name) if known in earlier and earlier[known] not in later), None)
        if match is None:
            alone.append(row)
        else:
            later[match] = row
    told = [Pair(name, (row, later.get(row))) for name, row in earlier.items()]
    return (*told, *(Pair(after.results.units[row], (None, row)) for row in alone))


def _known_as(after: End, before: End, name: str) -> Iterator[str]:
    """What a unit of the later end may be called at the earlier one."""
    yield name
    unit = next((unit for unit in after.register.units if unit.name == name), None)
    yield from unit.all_names if unit is not None else ()
    for word in unit.all_names if unit is not None else (name,):
        match = before.register.names.find(word)
        if match is not None:
            yield before.register.units[match.index].name


# whose text ----------------------------------------------------------------------------------------------------------------------------------------


class Texts:
    """The plans in which shares, rules and quotas are of either end; ``plan`` is None where such a text makes no sense."""

    def __init__(self, before: End, after: End) -> None:
        self._ends = (before, after)
        self._plans: dict[tuple[Side, Side, Side], Plan | None] = {}

    @property
    def shares_differ(self) -> bool:
        """Whether some indicator that both ends have has another share."""
        before, after = (_shares(end.document) for end in self._ends)
        if any(told != after[name] for name, told in before.items() if name in after):
            return True
        return any(end.scaled or end.restated for end in self._ends)

    @property
    def rules_differ(self) -> bool:
        """Whether anything else of the text differs that can change a figure."""
        before, after = (_plain(_with_quotas(_with_shares(end.document, _shares(self._ends[0].document)), None)) for end in self._ends)
        return before != after

    @property
    def quotas_differ(self) -> bool:
        """Whether the quotas differ."""
        before, after = (_plain(end.document.get(Text("quotas"))) for end in self._ends)
        return before != after

    def plan(self, shares: Side, rules: Side, quotas: Side) -> Plan | None:
        """The plan with each part of the text from one end."""
        key = (shares, rules, quotas)
        if key not in self._plans:
            self._plans[key] = self._ends[shares].results.plan if shares == rules == quotas else self._made(shares, rules, quotas)
        return self._plans[key]

    def _made(self, shares: Side, rules: Side, quotas: Side) -> Plan | None:
        of_shares, of_rules, of_quotas = self._ends[shares], self._ends[rules], self._ends[quotas]
        document = of_rules.document
        if shares != rules:
            document = _with_shares(document, _shares(of_shares.document))
        if quotas != rules:
            document = _with_quotas(document, of_quotas.document.get(Text("quotas")))
        scheme, problems = read_model(Scheme, document)
        if scheme is None or problems:
            return None
        plan, problems = plan_scheme(scheme)
        if any(problem.severity == "problem" for problem in problems):
            return None
        scaled, restated = ({n: s for n, s in told.items() if _can_be(plan, n)} for told in (of_shares.scaled, of_shares.restated))
        return reweighed(plan, scaled, restated=restated) if scaled or restated else plan


def _can_be(plan: Plan, name: str) -> bool:
    return name in plan.book.tree and share_ref(plan, name) is not None


def _shares(document: Block) -> dict[str, dict[str, Node]]:
    """Indicator -> the keys of its share with what stands there; the root has the empty name."""
    told = {"": _keys(document)}
    waiting = [document]
    while waiting:
        below = waiting.pop().get(Text("indicators"))
        for name, node in below.items() if isinstance(below, Block) else ():
            if isinstance(node, Block):
                told[str(name)] = _keys(node)
                waiting.append(node)
    return told


def _keys(block: Block) -> dict[str, Node]:
    return {str(key): _plain(node) for key, node in block.items() if key in _SHARES}


def _with_shares(block: Block, shares: Mapping[str, Mapping[str, Node]], name: str = "") -> Block:
    """The text with the shares of another; an indicator whose share is of another kind there keeps its own."""
    told = shares.get(name, {})
    copy = Block(block.place)
    for key, node in block.items():
        if key in _SHARES and key in told:
            copy.put(key, told[key])
        elif key == "indicators" and isinstance(node, Block):
            below = Block(node.place)
            for child, inner in node.items():
                below.put(child, _with_shares(inner, shares, str(child)) if isinstance(inner, Block) else inner)
            copy.put(key, below)
        else:
            copy.put(key, node)
    return copy


def _with_quotas(block: Block, quotas: Node | None) -> Block:
    copy = Block(block.place)
    for key, node in block.items():
        if key != "quotas":
            copy.put(key, node)
    if quotas is not None:
        copy.put(Text("quotas"), quotas)
    return copy


def _plain(node: Node | None) -> Node:
    """What stands there, without what changes no figure."""
    if isinstance(node, Block):
        copy = Block(node.place)
        for key, below in node.items():
            if key not in _SAYS_NOTHING:
                copy.put(key, _plain(below))
        return copy
    if isinstance(node, Items):
        items = Items(node.place)
        items.extend(_plain(below) for below in node)
        return items
    return node if node is not None else Text("")
