"""What the names of a scheme mean: rules become trees here, each in the place where it stands (`Here`).

A `Book` holds one scheme while it is bound: its outline, the named values worked out on demand (each once for each period), and all problems.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import assert_never

from kpi_engine.errors import Problem
from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.errors import k4_formula as k4
from kpi_engine.forms import forms
from kpi_engine.formula.grammar import Build, compile_formula, nearest
from kpi_engine.formula.tree import (
    Absent,
    Compare,
    Const,
    Fallback,
    Group,
    Logic,
    Lookup,
    Name,
    Node,
    Reduce,
    Refused,
    arith,
    children,
    choice,
    const,
    logic,
    number,
    references,
    truth,
)
from kpi_engine.scheme.model import EventDecl, InputDecl, ReadDecl, Scheme
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.scheme.outline import ROOT, Entry, Outline, outline
from kpi_engine.scheme.series import in_a_row, times
from kpi_engine.scheme.shape import read_model
from kpi_engine.source import NOWHERE, Place
from kpi_engine.table import MARKS, PAST_SCORE, Kind, Ref, Role, State
from kpi_engine.terms import FORM_NAMES, ByClass, Formula, FormUse, Rule

__all__ = ["Bind", "Book", "Here", "class_name", "input_name", "kind_of_input", "takes_part"]

_KINDS = {
    "count": Kind.NUMBER, "number": Kind.NUMBER, "percent": Kind.NUMBER, "yes_no": Kind.TRUTH, "date": Kind.DATE, "choice": Kind.WORD, "text": Kind.WORD,
    "unit": Kind.WORD, "ballots": Kind.NUMBER, "marks": Kind.NUMBER,
}  # fmt: skip
MOST_WRITTEN_OUT = 5000
"""Nodes of a function's call, written out."""

MOST_CHAINED = 40
"""Values, each of which names the next."""

_FUNCTION_KEY = re.compile(r"\s*(\w+)\s*[(（]\s*(.*?)\s*[)）]\s*")
_GROUPS = ("max", "min", "mean", "sum", "count", "rank", "percentile")
_RESULTS = {"total": Kind.NUMBER, "grade": Kind.WORD, "rank": Kind.NUMBER, "rank_from_last": Kind.NUMBER}


def kind_of_input(decl: InputDecl) -> Kind:
    """What an input's value is."""
    return _KINDS[decl.kind]


def takes_part() -> Node:
    """Whether the unit takes part: what class statistics are over."""
    return Name(Ref(Role.UNIT, part="takes_part"), Kind.TRUTH, label="参评")


def class_name(book: Book) -> Name:
    """The unit's class."""
    return Name(Ref(Role.UNIT, part="class"), Kind.WORD, words=book.scheme.class_names, label="类别")


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
        if self.scheme.grades is None:
            return False
        todo = [self.at().amount(self.scheme.grades.of)]
        seen: set[Ref] = set()
        while todo:
            new = set(references(todo.pop())) - seen
            seen |= new
            todo += [self.values[ref] for ref in new if ref in self.values]
        return any(ref.role in (Role.RANK, Role.RANK_FROM_LAST) for ref in seen)

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
        return self._target(name)

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
        if name in self.here.local:
            return self.here.local[name]
        found = self._column(name) or self._result(name) or self._input(name) or self._value(name) or self._period(name)
        if found is not None:
            return found
        if name in self.book.words():
            return Const(name, Kind.WORD, name)
        raise Refused(self._unknown(name))

    def _unknown(self, name: str) -> Problem:
        if name in ("points", "children_sum"):
            if name == "points":
                return k4.WRONG_PLACE.at(name=name, why="这里没有所属的指标", why_en="there is no indicator here that it would be the points of")
            return k4.WRONG_PLACE.at(name=name, why="只能用在 combine 里", why_en="it is for combine only")
        if name in self.book.tree:
            return k4.WRONG_PLACE.at(
                name=name, why=f"它是指标；要它的得分写 score({name})", why_en=f"it is an indicator; its points are score({name})"
            )
        scheme = self.book.scheme
        event = next((str(event) for event, decl in scheme.events.items() if name in decl.columns), "")
        if event:
            why = f"它是事项“{event}”的列，一件一个；用在这种事项的单价里，合计写 sum({event}, {name})"
            why_en = f"it is a column of the event {event}, one for each; use it in the price of such events, or write sum({event}, {name})"
            return k4.WRONG_PLACE.at(name=name, why=why, why_en=why_en)
        if name == "mark":
            why_en = "one mark of one rater is for valid_if only; what the marks make together has the name of the input"
            return k4.WRONG_PLACE.at(name=name, why="一个评委的一个分只用在 valid_if 里；合成的分写数据项的名字", why_en=why_en)
        renamed = next((str(now) for now, decl in scheme.inputs.items() if decl.was == name), "")
        if renamed:
            return k4.UNKNOWN_NAME.at(name=name, near=f"，是不是 {renamed}？")
        known = [*scheme.inputs, *scheme.values, *self.book.words(), *scheme.payments, "points", "total", "grade", "rank", "unit_class"]
        return k4.UNKNOWN_NAME.at(name=name, near=nearest(name, [*known, *self.here.local]))

    def _column(self, name: str) -> Node | None:
        """A column of the event whose row is priced here."""
        decl = self.book.event_names().get(self.here.event)
        column = decl.columns.get(name) if decl else None
        if column is None:
            return None
        ref = Ref(Role.COLUMN, EVENTS, part=f"{self.here.event}.{name}")
        return Name(ref, _KINDS[column.kind], domain=EVENTS, words=column.options, label=name)

    def _result(self, name: str) -> Node | None:
        if name == "unit_class":
            return class_name(self.book)
        if name not in _RESULTS:
            return None
        lacking = self._lacking(name)
        if lacking is not None:
            why, why_en = lacking
            raise Refused(k4.WRONG_PLACE.at(name=name, why=why, why_en=why_en))
        role = {"total": Role.TOTAL, "grade": Role.GRADE, "rank": Role.RANK, "rank_from_last": Role.RANK_FROM_LAST}[name]
        words = self.book.grade_words() if name == "grade" else ()
        label = {"total": "总分", "grade": "等次", "rank_from_last": "倒数名次"}.get(name, "名次")
        if self.book.tree[ROOT].periods is None:  # a part has periods, the results are those of the whole
            return Name(Ref(role), _RESULTS[name], words=words, label=label)
        if self.here.period and role is Role.GRADE and not self.book.grades_periods:
            why_en = "grades go by rank, ranks are those of the year, periods have no grade"
            raise Refused(k4.WRONG_PLACE.at(name=name, why="等次按名次定，名次是全年的，各期没有等次", why_en=why_en))
        return Name(Ref(role, period=self.here.period), _RESULTS[name], words=words, label=self._dated(label))

    def _dated(self, label: str) -> str:
        return self.here.period + label if self.here.dated else label

    def _lacking(self, name: str) -> tuple[str, str] | None:
        """Why this scheme has no such result of its own, in both languages; None where it has."""
        scheme = self.book.scheme
        if not scheme.is_scored:
            return (
                f"这个方案没有指标，没有自己的总分、等次、名次；读来的结果写 {name}(某个 reads)",
                f"the scheme has no indicators and so no results of its own; one that is read is {name}(a reading)",
            )
        if name == "grade" and scheme.grades is None:
            return "方案没有写 grades，没有等次", "the scheme has no grades"
        if name in ("rank", "rank_from_last"):
            if scheme.ranking is None:
                return "方案没有写 ranking，没有名次", "the scheme has no ranking"
            if self.here.period and not (scheme.ranking.each_period and scheme.periods is not None):
                return (
                    "这里说的是一期，各期没有名次；要各期也排名，在 ranking 里写 each_period: yes",
                    "this speaks of one period, and periods have no ranks; to rank periods too, write each_period: yes in ranking",
                )
        return None

    def _input(self, name: str) -> Node | None:
        decl = self.book.scheme.inputs.get(name)
        if decl is None:
            return None
        self.book.used.add(name)
        told = input_name(name, decl, self.here.period)
        return replace(told, label=self._dated(told.label)) if told.ref.period else told

    def _period(self, name: str) -> Node | None:
        """``period``: the one that is worked out here, as a word; in the rows of events that of each row."""
        names = self.book.period_names()
        if name != "period" or not names:
            return None
        if self.here.period:
            return Const(self.here.period, Kind.WORD, self.here.period)
        if self.here.event:
            return Name(Ref(Role.COLUMN, EVENTS, part="period"), Kind.WORD, domain=EVENTS, words=names, label="时期")
        raise Refused(k4.WRONG_PLACE.at(name=name, why="这里说的是全年，不是哪一期", why_en="this speaks of the year, not of a period"))

    def _value(self, name: str) -> Node | None:
        if name in self.book.scheme.values:
            self.book.used.add(name)
            return self.book.value(name, self.here)
        payment = self.book.scheme.payments.get(name)
        if payment is None:
            return None
        if payment.each_period and not self.here.period:
            raise Refused(
                k4.WRONG_PLACE.at(name=name, why="它每期兑现一次，这里说的是全年", why_en="it is paid in each period, and this speaks of the year")
            )
        return Name(Ref(Role.PAYMENT, name, self.here.period if payment.each_period else ""), Kind.NUMBER, label=name)

    def function_names(self) -> Iterable[str]:
        """The functions that take names, and the scheme's own."""
        own = [
            "score",
            "rate",
            "target",
            "total",
            "grade",
            "rank",
            "rank_from_last",
            "count",
            "sum",
            "others_mean",
            "count_same",
            "in_a_row",
            "times",
        ]
        return [
            *own,
            *(f"{scope}_{f}" for scope in ("class", "all") for f in _GROUPS),
            "members_mean",
            "members_sum",
            "members_count",
            *self.book.functions,
        ]

    def special(self, function: str, args: Sequence[ast.expr], build: Build) -> Node | None:
        """Calls that take names, look across units, or are the scheme's own."""
        scope, _, inner = function.partition("_")
        if scope in ("class", "all") and inner in _GROUPS:
            return self._group("class" if scope == "class" else "all", inner, args, build)
        if scope == "ballot" and self.here.table.startswith(MARKS):
            return self._ballot(inner, args, build)
        if function in ("others_mean", "count_same"):
            _arity(function, args, 1)
            return Group(function, "all" if function == "count_same" else "class", (build(args[0]),), takes_part())
        if scope == "members" and inner in ("mean", "sum", "count"):
            return self._members(inner, args, build)
        if function in ("in_a_row", "times"):
            return self._series(function, args, build)
        if function in self.book.functions:
            return self._own_function(function, args, build)
        return self._of_name(function, args, build)

    def _of_name(self, function: str, args: Sequence[ast.expr], build: Build) -> Node | None:
        if function == "score" and len(args) == 2 and not (isinstance(args[0], ast.Name) and args[0].id in self.book.tree):
            return self._past_score(_word(function, args[:1]), _word(function, args[1:]))
        if function in ("score", "rate"):
            return self._score(function, _word(function, args))
        if function == "target":
            return self._target(_word(function, args))
        if function in _RESULTS:
            return self._read(function, _word(function, args))
        if function in ("count", "sum") and args and isinstance(args[0], ast.Name) and args[0].id in self.book.event_names():
            return self._events(function, args, build)
        return None

    def _score(self, function: str, name: str) -> Node:
        if name not in self.book.tree:
            raise Refused(k4.UNKNOWN_NAME.at(name=name, near=nearest(name, [e.name for e in self.book.tree])))
        tree, entry = self.book.tree, self.book.tree[name]
        period = self.here.period if entry.periods is not None else ""
        score = Name(Ref(Role.SCORE, name, period), Kind.NUMBER, label=self._dated(f"{entry.title}得分"))
        if function == "score":
            return score
        if not tree.has_points(entry):
            why, why_en = f"它没有满分，没有得分率；要得分写 score({name})", f"it has no full marks and so no rate; its points are score({name})"
            raise Refused(k4.WRONG_PLACE.at(name=f"rate({name})", why=why, why_en=why_en))
        spread = tree.gets_spread(entry) and (entry.periods is None or bool(period))
        points = Ref(Role.POINTS, name, period, "spread") if spread else Ref(Role.POINTS, name)
        return arith("/", score, Name(points, Kind.NUMBER, label=f"{entry.title}分值"))

    def _target(self, name: str) -> Node:
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

    def _read(self, what: str, name: str) -> Node:
        read = self._reading(name)
        if self.here.table == f"members:{name}":
            return Name(Ref(Role.COLUMN, self.here.table, part=what), _RESULTS[what], domain=self.here.table, label=f"{name}{what}")
        words = read.grades if what == "grade" else ()
        node = Name(
            Ref(Role.READ, name, part=what), _RESULTS[what], words=words, label=f"{name}的{ {'total': '总分', 'grade': '等次'}.get(what, '名次') }"
        )
        return Fallback(node, missing=const(""), kind=Kind.WORD) if what == "grade" and not read.required else node

    def _past_score(self, name: str, indicator: str) -> Node:
        """``score(去年, 指标)``: what an indicator had in the run read; of the same scheme by its name today, whatever it was called then."""
        read, tree = self._reading(name), self.book.tree
        if read.history is not None or read.members_by:
            why, why_en = "只能读一次运算的；history、members_by 读来的是几行", "it reads one run; history and members_by give rows"
            raise Refused(k4.WRONG_PLACE.at(name=f"score({name}, {indicator})", why=why, why_en=why_en))
        if read.scheme == self.book.scheme.scheme and (indicator not in tree or not indicator):
            renamed = next((e.name for e in tree if e.model.was == indicator and indicator), "")
            near = f"，是不是 {renamed}？" if renamed else nearest(indicator, [e.name for e in tree])
            raise Refused(k4.UNKNOWN_NAME.at(name=indicator, near=near))
        return Name(Ref(Role.READ, name, part=f"{PAST_SCORE}{indicator}"), Kind.NUMBER, label=f"{name}的{indicator}得分")

    def _reading(self, name: str) -> ReadDecl:
        read = self.book.scheme.reads.get(name)
        if read is None:
            raise Refused(k4.UNKNOWN_NAME.at(name=name, near=nearest(name, self.book.scheme.reads)))
        self.book.used.add(name)
        return read

    def _events(self, function: str, args: Sequence[ast.expr], build: Build) -> Node:
        assert isinstance(args[0], ast.Name), "asked before"
        event = args[0].id
        where: Node = event_rows(event, self.here.period)
        inside = Bind(self.book, replace(self.here, event=event, table=EVENTS))
        if function == "sum":
            _arity(function, args, 2)
            return Reduce("sum", EVENTS, number(build(args[1], inside)), where)
        if len(args) > 1:
            # a row that does not say whether it counts must not pass for one that does not
            told = Fallback(truth(build(args[1], inside)), missing=Absent(State.ERROR, Kind.TRUTH), kind=Kind.TRUTH)
            where = logic("and", [where, told])
        return Reduce("count", EVENTS, const(1), where)

    def _group(self, scope: str, inner: str, args: Sequence[ast.expr], build: Build) -> Node:
        _arity(inner, args, 2 if inner == "percentile" else 1)
        nodes = tuple(build(arg) for arg in args)
        options: tuple[tuple[str, str], ...] = ()
        if inner == "rank":
            lower = isinstance(args[0], ast.Name) and self.lower_is_better(Formula(args[0].id))
            options = (("first", "lowest" if lower else "highest"),)
        elif inner != "count":
            number(nodes[0])
        return Group(inner, "class" if scope == "class" else "all", nodes, takes_part(), options)

    def _ballot(self, inner: str, args: Sequence[ast.expr], build: Build) -> Node | None:
        """A figure of one rater's whole ballot (of the period): ballot_count(mark >= 90), ballot_max(mark)."""
        if inner not in ("count", "max", "min", "mean", "sum"):
            return None
        _arity(f"ballot_{inner}", args, 1)
        arg, table = build(args[0]), self.here.table
        among: Node | None = None
        if self.here.period:
            among = Compare("==", Name(Ref(Role.COLUMN, table, part="period"), Kind.WORD, table, label="时期"), const(self.here.period))
        return Group(inner, "fact", (arg if inner == "count" else number(arg),), among, (), table)

    def _members(self, inner: str, args: Sequence[ast.expr], build: Build) -> Node:
        _arity(f"members_{inner}", args, 1)
        reads = [n.id for n in ast.walk(args[0]) if isinstance(n, ast.Name) and n.id in self.book.scheme.reads]
        if not reads:
            why, why_en = "括号里要写 total(某个 reads) 这样的结果", "the brackets must hold a result of another run: total(a reading)"
            raise Refused(k4.WRONG_PLACE.at(name=f"members_{inner}", why=why, why_en=why_en))
        table = f"members:{reads[0]}"
        return Reduce(inner, table, build(args[0], Bind(self.book, replace(self.here, table=table))))

    def _series(self, function: str, args: Sequence[ast.expr], build: Build) -> Node:
        """in_a_row and times count over the runs read, this run included."""
        _arity(function, args, 2)
        name = _word(function, args[:1])
        if name == "periods" and name not in self.book.scheme.reads:
            return self._over_periods(function, args[1], build)
        if function == "in_a_row" and self._reading(name).gaps is None:
            raise Refused(k2.MISSING_KEY.at(self._reading(name).place, key="gaps（有一次没参加的，连续算断开还是跳过: break 或 skip）"))
        self._reading(name)
        table = f"history:{name}"
        columns: dict[str, Node] = {
            what: Name(Ref(Role.COLUMN, table, part=what), kind, domain=table, words=self.book.grade_words() if what == "grade" else (), label=what)
            for what, kind in _RESULTS.items()
        }
        then = truth(build(args[1], Bind(self.book, replace(self.here, table=table, local={**self.here.local, **columns}))))
        now = truth(build(args[1]))
        past = Reduce(function, table, then)
        return choice(now, arith("+", past, const(1)), const(0) if function == "in_a_row" else past)

    def _over_periods(self, function: str, condition: ast.expr, build: Build) -> Node:
        """The same over the periods of the whole; up to this one where the rule stands in one."""
        periods = self.book.scheme.periods
        if periods is None:
            raise Refused(
                k4.WRONG_PLACE.at(name=f"{function}(periods, …)", why="方案顶层没有写 periods", why_en="the scheme has no periods at its top")
            )
        names = periods.names[: periods.names.index(self.here.period) + 1] if self.here.period in periods.names else periods.names
        holds = [truth(build(condition, Bind(self.book, replace(self.here, period=period, dated=True)))) for period in names]
        totals = [Name(Ref(Role.SCORE, ROOT, period), Kind.NUMBER, label=f"{period}得分") for period in names] if periods.missing == "skip" else None
        return in_a_row(holds, totals) if function == "in_a_row" else times(holds, totals)

    def _own_function(self, function: str, args: Sequence[ast.expr], build: Build) -> Node:
        parameters, rule = self.book.functions[function]
        _arity(function, args, len(parameters))
        if function in self.here.stack:
            raise Refused(k4.CYCLE.at(chain=" → ".join([*self.here.stack, function])))
        self.book.used.add(function)
        self.book.called = self.book.called + 1 if self.here.stack else 1
        if self.book.called > MOST_WRITTEN_OUT:  # also where each of its calls is refused, and the next is tried
            raise Refused(k4.TOO_COMPLEX.at(count=self.book.called, depth=len(self.here.stack) + 1, most=MOST_WRITTEN_OUT, deepest=MOST_CHAINED))
        given = {name: build(arg) for name, arg in zip(parameters, args, strict=True)}
        node = Bind(self.book, replace(self.here, local={**self.here.local, **given}, stack=(*self.here.stack, function))).rule(rule)
        size = _written_out(node, {})
        if size > MOST_WRITTEN_OUT:  # a function that calls another twice doubles what it stands for
            raise Refused(k4.TOO_COMPLEX.at(count=size, depth=len(self.here.stack) + 1, most=MOST_WRITTEN_OUT, deepest=MOST_CHAINED))
        return node


def _written_out(node: Node, known: dict[int, int]) -> int:
    """How many nodes a tree has when it is written out; parts that are shared count each time, and are looked at once."""
    if id(node) not in known:
        known[id(node)] = 1 + sum(_written_out(child, known) for child in children(node))
    return known[id(node)]


def input_name(name: str, decl: InputDecl, period: str) -> Name:
    """The quantity that an input is in a period (none where it is reported once)."""
    at = "" if decl.every == "year" else period
    return Name(Ref(Role.INPUT, name, at), kind_of_input(decl), words=decl.words if decl.kind == "choice" else (), label=decl.label or name)


def event_rows(event: str, period: str) -> Node:
    """The rows of one event (in one period)."""
    is_event = Compare("==", Name(Ref(Role.COLUMN, EVENTS, part="event"), Kind.WORD, domain=EVENTS, label="事项"), const(event))
    if not period:
        return is_event
    in_period = Compare("==", Name(Ref(Role.COLUMN, EVENTS, part="period"), Kind.WORD, domain=EVENTS, label="时期"), const(period))
    return Logic("and", (is_event, in_period))


def _arity(function: str, args: Sequence[ast.expr], wanted: int) -> None:
    if len(args) != wanted:
        raise Refused(k4.WRONG_ARITY.at(name=function, wanted=wanted, found=len(args)))


def _word(function: str, args: Sequence[ast.expr]) -> str:
    _arity(function, args, 1)
    if not isinstance(args[0], ast.Name):
        raise Refused(k4.WRONG_PLACE.at(name=function, why="括号里要写一个名字", why_en="the brackets must hold a name"))
    return args[0].id
