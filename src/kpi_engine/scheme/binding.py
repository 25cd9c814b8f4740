"""What the names of a scheme mean: rules become trees here, each in the place where it stands (`Here`).

A `Book` holds one scheme while it is bound: its outline, the named values worked out on demand (each once for each period), and all problems.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, assert_never

from kpi_engine.errors import Problem
from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.errors import k4_formula as k4
from kpi_engine.forms import forms
from kpi_engine.formula.grammar import Build, compile_formula, nearest
from kpi_engine.formula.making import Refused, const, logic, number, truth
from kpi_engine.formula.tree import Group, Lookup, Name, Node, references
from kpi_engine.scheme.calls import MOST_CHAINED, MOST_WRITTEN_OUT, Calls
from kpi_engine.scheme.declared import EventDecl
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.names import Names
from kpi_engine.scheme.outline import ROOT, Entry, Outline, outline
from kpi_engine.scheme.quantities import class_name, kind_of_input, takes_part
from kpi_engine.scheme.shape import read_model
from kpi_engine.source import NOWHERE, Place
from kpi_engine.table import Kind, Ref, Role
from kpi_engine.terms import FORM_NAMES, ByClass, Formula, FormUse, Rule

__all__ = ["Bind", "Book", "Here"]

_FUNCTION_KEY = re.compile(r"\s*(\w+)\s*[(（]\s*(.*?)\s*[)）]\s*")


@dataclass(frozen=True)
class Here:
    """Where a rule stands: the indicator, the period, inside an event's price, with which local names; ``dated`` where several periods are told."""

    indicator: str = ROOT
    period: str = ""
    event: str = ""
    local: Mapping[str, Node] = field(default_factory=dict)
    table: str = ""
    stack: tuple[str, ...] = ()
    dated: bool = False

    def dated_label(self, label: str) -> str:
        """What a figure is called here: with its period, where several are told together."""
        return self.period + label if self.dated else label


@dataclass
class Book:
    """One scheme while it is bound."""

    scheme: Scheme
    tree: Outline = field(init=False)
    values: dict[Ref, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    functions: dict[str, tuple[tuple[str, ...], Rule]] = field(init=False)
    called: int = 0
    _open: list[Ref] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Flatten the indicators and read the headings of the functions."""
        self.tree = outline(self.scheme)
        self.functions = {}
        for key, rule in self.scheme.functions.items():
            heading = _FUNCTION_KEY.fullmatch(key)
            if heading is None:
                self.problems.append(k3.BAD_FUNCTION_HEADING.at(getattr(rule, "place", NOWHERE), key=str(key)))
                continue
            parameters = tuple(p.strip() for p in re.split("[,，]", heading.group(2)) if p.strip())
            self.functions[heading.group(1)] = (parameters, rule)

    def words(self) -> set[str]:
        """Every word that a formula may compare with: options, grades, classes, columns' options."""
        scheme = self.scheme
        known = {word for decl in scheme.inputs.values() for word in decl.words}
        known |= {word for decl in scheme.inputs.values() for word in decl.not_counted}
        known |= {word for event in scheme.events.values() for column in event.columns.values() for word in column.options}
        known |= set(scheme.class_names) | (set(scheme.grades.names) if scheme.grades else set())
        known |= {veto.then.grade for veto in scheme.vetoes.values() if veto.then.grade}
        known |= {grade for read in scheme.reads.values() for grade in read.grades}
        return known | set(self.period_names())

    def period_names(self) -> tuple[str, ...]:
        """All periods of the scheme, in order."""
        return tuple(dict.fromkeys(p for entry in self.tree if entry.model.periods is not None for p in entry.model.periods.names))

    def grade_words(self) -> tuple[str, ...]:
        """The grades of the scheme, best first, then those that only vetoes give."""
        own = self.scheme.grades.names if self.scheme.grades else ()
        return tuple(dict.fromkeys([*own, *(v.then.grade for v in self.scheme.vetoes.values() if v.then.grade)]))

    def at(self, entry: Entry | str = ROOT, period: str = "", **local: Node) -> Bind:
        """The binder for rules that stand on ``entry``."""
        name = entry if isinstance(entry, str) else entry.name
        return Bind(self, Here(name, period, local=local))

    def event_names(self) -> dict[str, EventDecl]:
        """All events: declared ones, and those that line items and vetoes declare by their name."""
        told = dict(self.scheme.events)
        for entry in self.tree:
            for items in (entry.model.deduct, entry.model.add):
                for name, item in items.items():
                    if item.for_ is None and item.when is None:
                        told.setdefault(str(name), EventDecl())
        for veto in self.scheme.vetoes.values():
            if veto.for_:
                told.setdefault(str(veto.for_), EventDecl())
        return told

    @cached_property
    def grades_periods(self) -> bool:
        """Whether each period has a grade: not where grades look at places that only the whole has."""
        if self.tree[ROOT].periods is None:
            return False
        return self._ranks_periods or not self._grades_by_rank

    @property
    def _ranks_periods(self) -> bool:
        return self.scheme.ranking is not None and self.scheme.ranking.each_period

    @cached_property
    def _grades_by_rank(self) -> bool:
        declared = self.scheme.grades
        return declared is not None and any(ref.role in (Role.RANK, Role.RANK_FROM_LAST) for ref in self.below(self.at().amount(declared.of)))

    def below(self, tree: Node) -> tuple[Ref, ...]:
        """What a tree names, also through the scheme's own values, each once and always in the same order."""
        todo, told = [tree], dict[Ref, None]()
        while todo:
            new = [ref for ref in references(todo.pop()) if ref not in told]
            told |= dict.fromkeys(new)
            todo += [self.values[ref] for ref in new if ref in self.values]
        return tuple(told)

    def value(self, name: str, here: Here) -> Name:
        """The named value, bound once for each period."""
        ref = Ref(Role.VALUE, name, here.period)
        if ref in self._open:
            chain = " → ".join(r.name for r in [*self._open[self._open.index(ref) :], ref])
            raise Refused(k4.CYCLE.at(chain=chain))
        if len(self._open) >= MOST_CHAINED:  # one inside the other, they would exhaust the stack
            raise Refused(k4.TOO_COMPLEX.at(count=len(self._open) + 1, depth=len(self._open) + 1, most=MOST_WRITTEN_OUT, deepest=MOST_CHAINED))
        if ref not in self.values:
            self._open.append(ref)
            try:
                self.values[ref] = Bind(self, Here(here.indicator, here.period)).any_rule(self.scheme.values[name])
            finally:
                self._open.pop()
        return Name(ref, self.values[ref].kind, label=name)


@dataclass(frozen=True)
class Bind:
    """Rules into trees at one place; implements what the grammar (`Naming`) and the forms (`Binder`) ask."""

    book: Book
    here: Here

    # rules ------------------------------------------------------------------------------------------------------------------------------------

    def rule(self, rule: Rule) -> Node:
        """The tree of a rule; what is wrong is kept in the book and the rule given up (`Refused` without problems)."""
        match rule:
            case Formula(text, place):
                node, problems = compile_formula(text, self, place)
                if problems:
                    self._keep(problems, place)
                return node
            case FormUse():
                return self._form(rule)
            case ByClass():
                return self._by_class(rule)
            case _:
                assert_never(rule)

    def any_rule(self, rule: Rule) -> Node:
        """The tree, or the number 0 standing in for one that was given up."""
        try:
            return self.rule(rule)
        except Refused as refused:
            self.book.problems += refused.problems
            return const(0)

    def amount(self, rule: Rule) -> Node:
        """A rule that yields a number."""
        try:
            return number(self.rule(rule))
        except Refused as refused:
            self._note(refused, rule)
            return const(0)

    def condition(self, rule: Rule) -> Node:
        """A rule that yields a truth."""
        try:
            return truth(self.rule(rule))
        except Refused as refused:
            self._note(refused, rule)
            return const(value=True)

    def _note(self, refused: Refused, rule: Rule) -> None:
        self.book.problems += [p if str(p.place) else replace(p, place=rule.place) for p in refused.problems]

    def _keep(self, problems: Iterable[Problem], place: Place) -> None:
        clause = self.book.tree[self.here.indicator].clause if self.here.indicator in self.book.tree else ""
        self.book.problems += [replace(p, place=p.place if str(p.place) else place, clause=p.clause or clause) for p in problems]
        raise Refused

    def _form(self, use: FormUse) -> Node:
        form = forms()[use.name]
        raw = {form.sole: use.params} if form.sole else use.params
        made, problems = read_model(form, raw)
        if made is None:
            self._keep([replace(p, place=p.place if str(p.place) else use.place) for p in problems], use.place)
            raise Refused
        made._place = use.place
        try:
            return made.tree(self)
        except Refused as refused:
            self._keep(refused.problems, use.place)
            raise

    def _by_class(self, rule: ByClass) -> Node:
        names = self.book.scheme.class_names
        unknown = [key for key, _ in rule.table if key not in names]
        if unknown:
            near = nearest(unknown[0], [*names, *FORM_NAMES])
            self._keep([k2.UNKNOWN_FORM.at(rule.place, key=unknown[0], near=near, forms="、".join(FORM_NAMES))], rule.place)
        lacking = [name for name in names if name not in dict(rule.table)]
        if lacking and rule.otherwise is None:
            self._keep([k3.CLASS_LACKING.at(rule.place, classes="、".join(lacking))], rule.place)
        table = tuple((key, self.rule(value)) for key, value in rule.table)
        otherwise = self.rule(rule.otherwise) if rule.otherwise is not None else None
        kind = next((n.kind for n in (*(v for _, v in table), otherwise) if n is not None), Kind.NUMBER)
        return Lookup(class_name(self.book), table, otherwise, kind)

    # what forms ask ---------------------------------------------------------------------------------------------------------------------------

    def points(self) -> Node:
        """The points of the indicator that is scored here."""
        return self.name("points")

    def target(self, actual: Rule) -> Node:
        """The target declared beside the input that ``actual`` names."""
        name = actual.text.strip() if isinstance(actual, Formula) else ""
        return self.target_of(name)

    def lower_is_better(self, actual: Rule) -> bool:
        """Whether ``actual`` is an input declared ``better: lower``."""
        decl = self.book.scheme.inputs.get(actual.text.strip()) if isinstance(actual, Formula) else None
        return decl is not None and decl.better == "lower"

    def ranked(self, of: Node, *, first: str, among: Node | None) -> Node:
        """The competition rank of ``of`` in the unit's class, of those that take part."""
        counts = takes_part() if among is None else logic("and", [takes_part(), among])
        return Group("rank", "class", (number(of),), counts, (("first", first),))

    def tied(self, rank: Node) -> Node:
        """How many units of the class share this rank."""
        return Group("count_same", "class", (rank,), takes_part())

    # what the grammar asks --------------------------------------------------------------------------------------------------------------------

    def name(self, name: str) -> Node:
        """The tree of a bare name."""
        return Names(self.book, self.here).named(name)

    def function_names(self) -> Iterable[str]:
        """The functions that take names, and the scheme's own."""
        return Calls(self).names()

    def special(self, function: str, args: Sequence[ast.expr], build: Build) -> Node | None:
        """Calls that take names, look across units, or are the scheme's own."""
        return Calls(self).special(function, args, build)

    def within(self, **changes: Any) -> Bind:
        """The same scheme at a place that differs in some respects (fields of `Here`)."""
        return Bind(self.book, replace(self.here, **changes))

    def target_of(self, name: str) -> Node:
        """The target declared beside an input."""
        decl = self.book.scheme.inputs.get(name)
        if decl is None:
            raise Refused(k3.NO_TARGET.at(name=name or "这个公式"))
        self.book.used.add(name)
        if decl.target == "given":
            period = self.here.period if decl.every != "year" else ""
            return Name(Ref(Role.TARGET, name, period), kind_of_input(decl), label=f"{decl.label or name}目标")
        if decl.target is None:
            raise Refused(k3.NO_TARGET.at(name=name))
        return self.rule(decl.target)
