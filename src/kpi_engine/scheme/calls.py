"""Calls that take names, look across units, or are the scheme's own functions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.grammar import Build, nearest
from kpi_engine.formula.making import Refused, arith, choice, const, logic, number, truth
from kpi_engine.formula.tree import Absent, Compare, Fallback, Group, Name, Node, Reduce, children
from kpi_engine.scheme.declared import ReadDecl
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.scheme.outline import ROOT
from kpi_engine.scheme.quantities import RESULTS, event_rows, takes_part
from kpi_engine.scheme.series import in_a_row, times
from kpi_engine.table import MARKS, PAST_SCORE, Kind, Ref, Role, State
from kpi_engine.terms import Formula

if TYPE_CHECKING:
    from kpi_engine.scheme.binding import Bind, Book, Here

__all__ = ["MOST_CHAINED", "MOST_WRITTEN_OUT", "Calls"]

MOST_WRITTEN_OUT = 5000
"""Nodes of a function's call, written out."""

MOST_CHAINED = 40
"""Values, each of which names the next."""

_MEMBERS = ("mean", "sum", "count")
_GROUPS = ("max", "min", "mean", "sum", "count", "rank", "percentile")


@dataclass(frozen=True)
class Calls:
    """The calls of a scheme at one place."""

    bind: Bind

    @property
    def book(self) -> Book:
        """The scheme."""
        return self.bind.book

    @property
    def here(self) -> Here:
        """The place."""
        return self.bind.here

    def names(self) -> Iterable[str]:
        """The functions that take names, and the scheme's own."""
        groups = [f"{scope}_{inner}" for scope in ("class", "all") for inner in _GROUPS]
        members = [f"members_{inner}" for inner in _MEMBERS]
        own = ["score", "rate", "target", *RESULTS, "count", "sum", "others_mean", "count_same", "in_a_row", "times"]
        return [*own, *groups, *members, *self.book.functions]

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
        if scope == "members" and inner in _MEMBERS:
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
            return self.bind.target_of(_word(function, args))
        if function in RESULTS:
            return self._read(function, _word(function, args))
        if function in ("count", "sum") and args and isinstance(args[0], ast.Name) and args[0].id in self.book.event_names():
            return self._events(function, args, build)
        return None

    def _score(self, function: str, name: str) -> Node:
        if name not in self.book.tree:
            raise Refused(k4.UNKNOWN_NAME.at(name=name, near=nearest(name, [e.name for e in self.book.tree])))
        tree, entry = self.book.tree, self.book.tree[name]
        period = self.here.period if entry.periods is not None else ""
        score = Name(Ref(Role.SCORE, name, period), Kind.NUMBER, label=self.here.dated_label(f"{entry.title}得分"))
        if function == "score":
            return score
        if not tree.has_points(entry):
            why, why_en = f"它没有满分，没有得分率；要得分写 score({name})", f"it has no full marks and so no rate; its points are score({name})"
            raise Refused(k4.WRONG_PLACE.at(name=f"rate({name})", why=why, why_en=why_en))
        spread = tree.gets_spread(entry) and (entry.periods is None or bool(period))
        points = Ref(Role.POINTS, name, period, "spread") if spread else Ref(Role.POINTS, name)
        return arith("/", score, Name(points, Kind.NUMBER, label=f"{entry.title}分值"))

    def _read(self, what: str, name: str) -> Node:
        read = self._reading(name)
        if self.here.table == f"members:{name}":
            return Name(Ref(Role.COLUMN, self.here.table, part=what), RESULTS[what], domain=self.here.table, label=f"{name}{what}")
        words = read.grades if what == "grade" else ()
        node = Name(
            Ref(Role.READ, name, part=what), RESULTS[what], words=words, label=f"{name}的{ {'total': '总分', 'grade': '等次'}.get(what, '名次') }"
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
        inside = self.bind.within(event=event, table=EVENTS)
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
            lower = isinstance(args[0], ast.Name) and self.bind.lower_is_better(Formula(args[0].id))
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
        return Reduce(inner, table, build(args[0], self.bind.within(table=table)))

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
            for what, kind in RESULTS.items()
        }
        then = truth(build(args[1], self.bind.within(table=table, local={**self.here.local, **columns})))
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
        holds = [truth(build(condition, self.bind.within(period=period, dated=True))) for period in names]
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
        node = self.bind.within(local={**self.here.local, **given}, stack=(*self.here.stack, function)).rule(rule)
        size = _written_out(node, {})
        if size > MOST_WRITTEN_OUT:  # a function that calls another twice doubles what it stands for
            raise Refused(k4.TOO_COMPLEX.at(count=size, depth=len(self.here.stack) + 1, most=MOST_WRITTEN_OUT, deepest=MOST_CHAINED))
        return node


def _written_out(node: Node, known: dict[int, int]) -> int:
    """How many nodes a tree has when it is written out; parts that are shared count each time, and are looked at once."""
    if id(node) not in known:
        known[id(node)] = 1 + sum(_written_out(child, known) for child in children(node))
    return known[id(node)]


def _arity(function: str, args: Sequence[ast.expr], wanted: int) -> None:
    if len(args) != wanted:
        raise Refused(k4.WRONG_ARITY.at(name=function, wanted=wanted, found=len(args)))


def _word(function: str, args: Sequence[ast.expr]) -> str:
    _arity(function, args, 1)
    if not isinstance(args[0], ast.Name):
        raise Refused(k4.WRONG_PLACE.at(name=function, why="括号里要写一个名字", why_en="the brackets must hold a name"))
    return args[0].id
