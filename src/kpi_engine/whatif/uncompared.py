"""What two schemes and registers do not share: inputs, events, indicators, classes, units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpi_engine.engine.plan import Plan
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.table import Facts, Role, State
from kpi_engine.whatif.base import Base

__all__ = ["Uncompared", "uncompared"]

_COLLECTED = frozenset({Role.INPUT, Role.TARGET, Role.VOTES})


@dataclass(frozen=True)
class Uncompared:
    """What the two schemes do not share.

    ``asked_only``: inputs and events of the other scheme that were not collected; ``unused``: those collected that it does not ask for; ``otherwise``:
    those of one name that are not of one kind, unit or choice. Indicators by name: ``new``, ``gone``, and ``renamed`` (old, new). ``classes``: units
    whose class the other scheme does not have, or where they are in another; ``alone``: units that only one of the registers has, with whether it is
    the one of the data.
    """

    asked_only: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    otherwise: tuple[tuple[str, str, str], ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    classes: tuple[tuple[str, str, str], ...] = ()
    alone: tuple[tuple[str, bool], ...] = ()

    def __bool__(self) -> bool:
        parts = (self.asked_only, self.unused, self.otherwise, self.new, self.gone, self.renamed, self.classes, self.alone)
        return any(parts)


def uncompared(data: Base, rules: Base, facts: Facts, called: Mapping[str, str]) -> Uncompared:
    """What of a run's data and another run's scheme has no counterpart.

    Args:
        data: the run whose data are looked at.
        rules: the run whose scheme asks for them.
        facts: the data as that scheme would have them.
        called: input of that scheme -> what the data's own scheme calls it.

    """
    own, other = data.plan, rules.plan
    asked, wanted = _asked(own), _asked(other)
    taken = {called.get(name, name) for name in wanted}
    only = [name for name in wanted if called.get(name, name) not in asked and not _was_sent(facts, name)]
    renamed = [(entry.model.was, entry.name) for entry in other.book.tree if entry.model.was and entry.model.was in own.book.tree]
    known = {name for pair in renamed for name in pair}
    names = [[entry.name for entry in plan.book.tree if entry.name] for plan in (own, other)]
    return Uncompared(
        tuple(only),
        tuple(name for name in asked if name not in taken),
        tuple(_otherwise(own, other, called)),
        tuple(name for name in names[1] if name not in names[0] and name not in known),
        tuple(name for name in names[0] if name not in names[1] and name not in known),
        tuple(renamed),
        tuple(_classes(data, rules)),
        tuple(_alone(data, rules)),
    )


def _asked(plan: Plan) -> dict[str, None]:
    """The inputs and events that a scheme asks for, in its order."""
    needs = plan.needs
    names = [*(need.name for need in needs.columns), *(need.name for need in needs.marks), *(need.name for need in needs.events)]
    return dict.fromkeys(names)


def _was_sent(facts: Facts, name: str) -> bool:
    """Whether somebody sent it, although the data's own scheme did not ask for it."""
    return any(ref.name == name and ref.role in _COLLECTED and (column.state == State.PRESENT).any() for ref, column in facts.columns.items())


def _otherwise(own: Plan, other: Plan, called: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Inputs of one name that do not say the same: (name, here, there)."""
    for name, decl in other.scheme.inputs.items():
        known = own.scheme.inputs.get(called.get(str(name), str(name)))
        if known is not None and _measure(known) != _measure(decl):
            yield str(name), _measure(known), _measure(decl)


def _measure(decl: InputDecl) -> str:
    parts = [decl.kind, decl.measured_in, "/".join(decl.words)]
    return " ".join(part for part in parts if part)


def _classes(data: Base, rules: Base) -> Iterator[tuple[str, str, str]]:
    """Units whose class the other scheme does not have (third part empty), or that are in another class there."""
    declared = rules.plan.scheme.class_names
    there = {unit.name: unit.class_name for unit in rules.register.units}
    for unit in data.register.units:
        if declared and unit.class_name not in declared:
            yield unit.name, unit.class_name, ""
        elif unit.name in there and there[unit.name] != unit.class_name:
            yield unit.name, unit.class_name, there[unit.name]


def _alone(data: Base, rules: Base) -> Iterator[tuple[str, bool]]:
    for here, register, other in ((True, data.register, rules.register), (False, rules.register, data.register)):
        for unit in register.units:
            if all(other.names.find(name) is None for name in unit.all_names):
                yield unit.name, here
