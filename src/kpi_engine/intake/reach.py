"""Of whom an input is asked: where a rule reaches it, as far as class and name of the unit decide that before there are data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Compare, Const, Group, If, Logic, Lookup, Name, Node, Not, children, walk
from kpi_engine.table import Ref, Role

__all__ = ["Reach"]

_RESULTS = {
    Role.COMPUTED_TOTAL, Role.TOTAL, Role.VETO, Role.RANK, Role.RANK_FROM_LAST, Role.GRADE, Role.QUOTA, Role.CONSEQUENCE, Role.PAYMENT, Role.CHECK,
}  # fmt: skip
_BETWEEN = {Role.VALUE, Role.INPUT, Role.VOTES, Role.PRICE, Role.QUANTITY}
_OF_AN_INDICATOR = {Role.VETO, Role.PAYMENT, Role.START, Role.ITEM, Role.PRICE, Role.QUANTITY, Role.RAW, Role.CAPPED}


@dataclass(frozen=True)
class Reach:
    """What the results of a plan's steps rest on, for a unit of a class.

    A branch that the unit's class or name closes (points 0, ``only_for``, figures by class) is not looked into; what a group function over all units
    reads is asked of all of them.
    """

    steps: Mapping[Ref, Step]

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Reach:
        """Over a plan's steps."""
        return cls({step.ref: step for step in steps})

    def refs(self, class_name: str, unit: str = "") -> frozenset[Ref]:
        """The facts that are read for a unit."""
        roots = [step.tree for ref, step in self.steps.items() if ref.role in _RESULTS or (ref.role is Role.SCORE and not ref.name)]
        known = {"class": class_name, **({"name": unit} if unit else {})}
        return frozenset(self._reached([*roots, *self._over_all], known))

    def of_units(self, units: Iterable[tuple[str, str]]) -> dict[str, frozenset[Ref]]:
        """The facts that are read for each of many units (name, class); classes are looked at once."""
        listed = list(units)
        by_class = {name: self.refs(name) for name in {class_name for _, class_name in listed}}
        return {unit: self.refs(name, unit) if unit in self.named_units else by_class[name] for unit, name in listed}

    @cached_property
    def named_units(self) -> frozenset[str]:
        """The units that a rule names; only they can be asked for something else than their class is."""
        name = Ref(Role.UNIT, part="name")
        compared = [(part.left, part.right) for part in self._parts if isinstance(part, Compare)]
        sides = [side for pair in compared if any(isinstance(s, Name) and s.ref == name for s in pair) for side in pair]
        return frozenset(str(side.value) for side in sides if isinstance(side, Const))

    @cached_property
    def users(self) -> Mapping[Ref, tuple[str, ...]]:
        """For each fact the indicators whose own rule or items read it, by name."""
        found: dict[Ref, dict[str, None]] = {}
        for ref, step in self.steps.items():
            if ref.role in _OF_AN_INDICATOR and ref.name:
                for fact in self._read_by(step.tree, set()):
                    found.setdefault(fact, {})[ref.name] = None
        return {fact: tuple(names) for fact, names in found.items()}

    def _read_by(self, tree: Node, seen: set[Ref]) -> Iterator[Ref]:
        for part in walk(tree):
            if isinstance(part, Name) and part.ref not in seen:
                seen.add(part.ref)
                step = self.steps.get(part.ref)
                if step is None:
                    yield part.ref
                elif part.ref.role in _BETWEEN:
                    yield from self._read_by(step.tree, seen)

    @cached_property
    def _parts(self) -> tuple[Node, ...]:
        return tuple(part for step in self.steps.values() for part in walk(step.tree))

    @cached_property
    def _over_all(self) -> list[Node]:
        return [arg for part in self._parts if isinstance(part, Group) and part.scope == "all" and not part.domain for arg in part.args]

    def _reached(self, roots: Iterable[Node], known: Mapping[str, str]) -> Iterator[Ref]:
        seen: set[Ref] = set()
        waiting = list(roots)
        while waiting:
            for ref in _open_references(waiting.pop(), known):
                if ref in seen:
                    continue
                seen.add(ref)
                if ref in self.steps:
                    waiting.append(self.steps[ref].tree)
                else:
                    yield ref


def _open_references(node: Node, known: Mapping[str, str]) -> Iterator[Ref]:
    """The quantities named in the parts of a tree that are open to the unit."""
    if isinstance(node, Name):
        yield node.ref
        return
    for part in _open_parts(node, known):
        yield from _open_references(part, known)


def _open_parts(node: Node, known: Mapping[str, str]) -> tuple[Node, ...]:
    if isinstance(node, If):
        told = _told(node.condition, known)
        return children(node) if told is None else (node.then,) if told else (node.otherwise,)
    if isinstance(node, Lookup):
        word = _word(node.key, known)
        given = [tree for name, tree in node.table if name == word] or ([node.otherwise] if node.otherwise is not None else [])
        return children(node) if word is None else tuple(given)
    if isinstance(node, Logic) and _told(node, known) is not None:
        return ()
    return children(node)


def _told(node: Node, known: Mapping[str, str]) -> bool | None:
    """What a condition is for every unit that is known so far; None where that is open."""
    match node:
        case Const(bool() as value):
            return value
        case Compare("==" | "!=" as op, left, right):
            words = (_word(left, known), _word(right, known))
            return None if None in words else (words[0] == words[1]) == (op == "==")
        case Not(item):
            told = _told(item, known)
            return None if told is None else not told
        case Logic(op, items):
            parts = [_told(item, known) for item in items]
            decisive = op == "or"
            return decisive if decisive in parts else None if None in parts else not decisive
        case _:
            return None


def _word(node: Node, known: Mapping[str, str]) -> str | None:
    if isinstance(node, Const) and isinstance(node.value, str):
        return node.value
    if isinstance(node, Name) and node.ref.role is Role.UNIT:
        return known.get(node.ref.part)
    return None
