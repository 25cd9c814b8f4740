"""A tree read as formulas: a fold that yields scaled quantities, and puts what is used twice or grows long into helper cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kpi_engine.formula.steps import ExactRun
from kpi_engine.formula.tree import (
    Absent,
    Arith,
    Call,
    Compare,
    Const,
    Fallback,
    Group,
    If,
    Logic,
    Lookup,
    Name,
    Node,
    Not,
    Power,
    Reduce,
    Round,
)
from kpi_engine.formula.workbook import quantity as q
from kpi_engine.formula.workbook import sheets
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.quantity import ZERO, Quantity, number, state_of
from kpi_engine.formula.workbook.sheets import Column, Layout
from kpi_engine.formula.workbook.term import ROW, Term, Unwritable, Whole, made
from kpi_engine.table import Kind, Ref, Role, State

__all__ = ["Compiler"]

_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")

LONGEST = 240
"""A text that grows longer goes into a helper cell; together with the operators this keeps formulas far below 8,192 signs and 64 levels."""

LONGEST_ARGUMENTS = 3_000
"""Arguments of a function that are longer together go into helper cells."""


@dataclass
class Compiler:
    """What is known while steps are compiled one after the other: where quantities stand, and which terms have helper cells."""

    layout: Layout
    run: ExactRun
    label: str = ""
    known: dict[Ref, Quantity] = field(default_factory=dict)
    unreadable: dict[Ref, str] = field(default_factory=dict)
    fixed: dict[Ref, Quantity] = field(default_factory=dict)
    """Steps that are the same for all rows; taken for their cells where the numbers grow too large otherwise (``takes_fixed``)."""
    takes_fixed: bool = False
    guards: dict[str, tuple[str, tuple[Term, ...]]] = field(default_factory=dict)
    """State terms of choices: the state of their condition, and what remains where that is there."""
    pinned: dict[tuple[str, str], tuple[Column, tuple[Whole, ...]]] = field(default_factory=dict)

    def size(self, domain: str) -> int:
        """How many rows a domain has."""
        return self.layout.facts.size(domain)

    def remembered(self) -> tuple[int, ...]:
        """How much is known now, for `forget`."""
        return len(self.pinned), len(self.known), len(self.layout.inputs), len(self.guards)

    def forget(self, counts: Sequence[int]) -> None:
        """Forget what has been learnt since: the columns it names are taken away."""
        _shorten(self.pinned, counts[0])
        _shorten(self.known, counts[1])
        _shorten(self.layout.inputs, counts[2])
        _shorten(self.guards, counts[3])

    def column(self, term: Term, domain: str) -> tuple[Column, tuple[Whole, ...]]:
        """A helper column that holds the term for all rows of its domain."""
        key = (domain, term.text)
        if key not in self.pinned:
            values = tuple(term.at(row) for row in range(self.size(domain)))
            column = self.layout.add(self.layout.homes[domain], self.label, "help", values, term.text)
            self.pinned[key] = (column, values)
            self.stand(column, values, domain)
        return self.pinned[key]

    def stand(self, column: Column, values: tuple[Whole, ...], domain: str) -> Term:
        """The cells of a column as a term, remembered so that it needs no helper column of its own."""
        found = sheets.cell(column, self.layout.homes[domain], values)
        self.pinned[domain, found.text] = (column, values)
        return found

    def pin(self, term: Term, domain: str) -> Term:
        """The term as one cell."""
        if term.is_simple:
            return term
        column, values = self.column(term, domain)
        return sheets.cell(column, self.layout.homes[domain], values)

    def span(self, term: Term, domain: str, home: str) -> str:
        """All rows of a term of ``domain``, as a formula in domain ``home`` names them."""
        column, _ = self.column(term, domain)
        return sheets.span(column, self.layout.homes[home], self.size(domain))

    def short(self, found: Quantity, domain: str) -> Quantity:
        """The quantity with what has grown long put into helper cells."""

        def shortened(term: Term) -> Term:
            return self.pin(term, domain) if len(term.text) > LONGEST else term

        states = found.states
        if sum(len(s.text) for s in states) > LONGEST:
            states = (self.pin(state_of(found), domain),)
        return Quantity(found.kind, shortened(found.numerator), shortened(found.denominator), shortened(found.value), states)

    def solid(self, found: Quantity, domain: str) -> Quantity:
        """The quantity in single cells."""
        states = (self.pin(state_of(found), domain),) if found.states else ()
        above, below, value = (self.pin(part, domain) for part in (found.numerator, found.denominator, found.value))
        return Quantity(found.kind, above, below, value, q.distinct(states))

    def compile(self, node: Node, domain: str) -> Quantity:
        """The quantity that a tree is, for the rows of ``domain``."""
        return self.short(self._compile(node, domain), domain)

    def _compile(self, node: Node, domain: str) -> Quantity:  # noqa: C901 - one arm a kind of node
        def pin(term: Term) -> Term:
            return self.pin(term, domain)

        match node:
            case Const(value, kind):
                return q.constant(value, kind)
            case Absent(state, kind):
                return q.absent(state, kind)
            case Name(ref, _, of):
                return self.lifted(self.known_quantity(ref), of, domain)
            case Arith(op, left, right, kind):
                return q.arith(op, self.compile(left, domain), self.compile(right, domain), kind, pin)
            case Power(base, exponent):
                return q.power(self.compile(base, domain), exponent, pin)
            case Compare(op, left, right):
                return q.compare(op, self.compile(left, domain), self.compile(right, domain))
            case Logic(op, items):
                return self._logic(op, [self.compile(item, domain) for item in items], domain)
            case Not(item):
                inner = self.compile(item, domain)
                return Quantity(Kind.TRUTH, value=t.none_of(inner.value), states=inner.states)
            case If(condition, then, otherwise):
                told = self.solid(self.compile(condition, domain), domain)
                branches = (self._under(told, self.compile(part, domain)) for part in (then, otherwise))
                return self._guarded(told, q.branch(told.value, *branches))
            case Lookup():
                return self._lookup(node, domain)
            case Call(function, args):
                return self._call(function, args, domain)
            case Reduce():
                return self.lifted(self._reduced(node), "", domain)
            case Group():
                return self.lifted(self._grouped(node), node.domain, domain)
            case Round(arg, places, mode):
                return q.rounded(self.compile(arg, domain), places, mode, pin)
            case Fallback():
                return self._fallback(node, domain)

    def known_quantity(self, ref: Ref) -> Quantity:
        """A fact or a step that is done."""
        if ref in self.unreadable:
            raise Unwritable(f"用到的 {ref} 只能写成近似值")
        if ref not in self.known:
            from kpi_engine.formula.workbook.inputs import input_quantity

            label, self.label = self.label, str(ref)
            domain = ref.name if ref.role is Role.COLUMN else ""
            self.known[ref] = self.solid(input_quantity(self, ref), domain)
            self.label = label
        return self.fixed[ref] if self.takes_fixed and ref in self.fixed else self.known[ref]

    def lifted(self, found: Quantity, of: str, domain: str) -> Quantity:
        """A unit's quantity as a row of a table reads it."""
        if of == domain:
            return found
        above, below, value = (self._lift(part, domain) for part in (found.numerator, found.denominator, found.value))
        states = (self._lift(state_of(found), domain),) if found.states else ()
        return Quantity(found.kind, above, below, value, states)

    def _lift(self, term: Term, domain: str) -> Term:
        if term.is_constant:
            return term
        units = self.run.unit_of(domain)
        values = [term.at(unit) for unit in units]
        return self.pin(made(f"INDEX({self.span(term, '', domain)},$A{ROW})", values), domain)

    def _guarded(self, key: Quantity, found: Quantity) -> Quantity:
        """What a choice yields: the state of its condition (key) comes before that of the branch."""
        if not key.states:
            return found
        own = state_of(key)
        state = t.chosen(t.compared(">", own, ZERO), own, state_of(found)) if found.states else own
        self.guards.setdefault(state.text, (own.text, found.states))
        return Quantity(found.kind, found.numerator, found.denominator, found.value, q.distinct([state]))

    def _under(self, key: Quantity, found: Quantity) -> Quantity:
        """A branch where the key is known to be there: the key's own state needs no second look."""
        own = state_of(key).text
        states: list[Term] = []
        for state in found.states:
            guard, inner = self.guards.get(state.text, ("", ()))
            states += [s for s in (inner if guard == own else (state,)) if s.text != own]
        return Quantity(found.kind, found.numerator, found.denominator, found.value, q.distinct(states))

    def _logic(self, op: str, items: Sequence[Quantity], domain: str) -> Quantity:
        """Three-valued: an item that is there and decides, decides."""
        join = t.all_of if op == "and" else t.any_of
        if not any(item.states for item in items):
            return Quantity(Kind.TRUTH, value=join(*(item.value for item in items)))
        solid = [self.solid(item, domain) for item in items]
        deciding = [
            t.all_of(t.compared("==", state_of(item), ZERO), item.value if op == "or" else t.none_of(item.value)) if item.states else (
                item.value if op == "or" else t.none_of(item.value)
            )
            for item in solid
        ]  # fmt: skip
        decided = self.pin(t.any_of(*deciding), domain)
        state = t.chosen(decided, ZERO, t.most(*(state_of(item) for item in solid)))
        return Quantity(Kind.TRUTH, value=decided if op == "or" else t.none_of(decided), states=q.distinct([state]))

    def _lookup(self, node: Lookup, domain: str) -> Quantity:
        key = self.solid(self.compile(node.key, domain), domain)
        found = q.absent(State.ERROR, node.kind) if node.otherwise is None else self._under(key, self.compile(node.otherwise, domain))
        for word, given in reversed(dict(node.table).items()):
            same = t.equal_text(key.value, t.text(word))
            found = self.short(q.branch(same, self._under(key, self.compile(given, domain)), found), domain)
        return self._guarded(key, found)

    def _fallback(self, node: Fallback, domain: str) -> Quantity:
        found = self.solid(self.compile(node.arg, domain), domain)
        if not found.states:
            return found
        own = state_of(found)
        for state, instead in ((State.MISSING, node.missing), (State.NOT_APPLICABLE, node.not_applicable)):
            if instead is not None:
                found = q.branch(t.compared("==", own, t.whole(int(state))), self.compile(instead, domain), found)
                found = self.short(found, domain)
        return found

    def _call(self, function: str, args: Sequence[Node], domain: str) -> Quantity:
        from kpi_engine.formula.workbook.functions import CALLS

        read = [self.compile(arg, domain) for arg in args]
        if sum(len(arg.numerator.text) + len(arg.denominator.text) for arg in read) > LONGEST_ARGUMENTS:
            read = [self.solid(arg, domain) for arg in read]
        return CALLS[function](read, lambda term: self.pin(term, domain))

    def _reduced(self, node: Reduce) -> Quantity:
        from kpi_engine.formula.workbook.reductions import reduced

        return reduced(self, node)

    def _grouped(self, node: Group) -> Quantity:
        from kpi_engine.formula.workbook.groups import grouped

        return grouped(self, node)


def _shorten(kept: dict[_Key, _Kept], count: int) -> None:
    for key in list(kept)[count:]:
        del kept[key]


def plain_number(found: Quantity, reason: str) -> Quantity:
    """A number over one denominator for all rows, otherwise `Unwritable`; truths count 1 and 0."""
    if found.kind is Kind.TRUTH:
        return number(t.chosen(found.value, q.ONE, ZERO), q.ONE, found.states)
    if found.scale is None:
        raise Unwritable(reason)
    return found
