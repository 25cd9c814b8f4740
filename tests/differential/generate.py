"""Random facts and programs, biased to what divides readers: ties, bounds, negatives, zeros, equal values, every state.

All of it is a function of one `random.Random`, so that a seed names a case.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from kpi_engine.formula.steps import Step
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
from kpi_engine.numbers import MODES
from kpi_engine.table import FACT, Column, Facts, Kind, Ref, Role, Rows, State, Value, column_of

__all__ = ["Case", "case"]

N, T, W, D = Kind.NUMBER, Kind.TRUTH, Kind.WORD, Kind.DATE
WORDS = ("甲", "乙", "丙", "丁")
SMALL = "0 0 1 1 2 3 4 5 10 12 20 30 60 90 100 -1 -3 0.5 -0.5 0.125 0.005 2.345 -2.345 89.995 0.1 0.35 33.3 7 8 9 11 23 365"
LARGE = "123456789012345 999999999999999 0.000000000000001 1000000000000000 -999999999999999 314159265358979.3 1234567.8901234"
NUMBERS = [Fraction(v) for v in SMALL.split()]
BIG = [Fraction(v) for v in LARGE.split()]


@dataclass(frozen=True)
class Case:
    """A program with the facts it runs on."""

    steps: tuple[Step, ...]
    facts: Facts


def case(seed: int) -> Case:
    """The case of a seed."""
    return _Maker(random.Random(seed)).case()


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.units = rng.choice([1, 2, 3, 5, 8, 12, 30])
        self.names: dict[str, list[Name]] = {"": [], "events": []}
        self.columns: dict[Ref, Column] = {}
        self.rooty = rng.random() < 0.1
        self.states = rng.choice([0.0, 0.0, 0.1, 0.4])

    def case(self) -> Case:
        classes = self.rng.randint(1, 3)
        class_of = np.array([self.rng.randrange(classes) for _ in range(self.units)], dtype=np.int64)
        if self.rng.random() < 0.5:
            class_of.sort()
        self._inputs()
        rows = self._events()
        facts = Facts(tuple(f"u{i}" for i in range(self.units)), tuple(f"c{i}" for i in range(classes)), class_of, self.columns, {"events": rows})
        return Case(tuple(self._steps()), facts)

    def _inputs(self) -> None:
        for i in range(6):
            kind = self.rng.choice([N, N, N, T, W, D]) if i > 1 else N
            ref = Ref(Role.INPUT, f"x{i}")
            self.columns[ref] = self._column(kind, self.units)
            self.names[""].append(Name(ref, kind, "", self.columns[ref].words))

    def _events(self) -> Rows:
        size = self.rng.choice([0, 1, 4, 9])
        unit = np.array([self.rng.randrange(self.units) for _ in range(size)], dtype=np.int64)
        columns = {}
        order = column_of(N, [(State.PRESENT, Fraction(self.rng.randint(1, 5))) for _ in range(size)])
        columns["order"] = self.columns[Ref(Role.COLUMN, "events", part="order")] = order
        for part, kind in (("n", N), ("k", N), ("t", T), ("w", W), (FACT, W)):
            ref = Ref(Role.COLUMN, "events", part=part)
            columns[part] = self.columns[ref] = self._column(kind, size)
            self.names["events"].append(Name(ref, kind, "events", columns[part].words))
        return Rows("events", unit, columns)

    def _column(self, kind: Kind, size: int) -> Column:
        words = self.rng.sample(WORDS, self.rng.randint(1, len(WORDS)))
        pool = self.rng.sample(NUMBERS, self.rng.randint(1, 6))
        if self.rng.random() < 0.12:
            pool += self.rng.sample(BIG, 2)
        if self.rng.random() < 0.15:
            pool += [Fraction(self.rng.randint(-40, 40), self.rng.randint(1, 30)) for _ in range(3)]
        if self.rng.random() < 0.15:
            pool += [Fraction(self.rng.randint(-(10**9), 10**9), 10 ** self.rng.randint(0, 9)) for _ in range(3)]
        cells: list[tuple[State, Value | None]] = []
        for _ in range(size):
            if self.rng.random() < self.states:
                cells.append((self.rng.choice([State.MISSING, State.NOT_APPLICABLE, State.ERROR]), None))
            else:
                cells.append((State.PRESENT, self._value(kind, pool, words)))
        return column_of(kind, cells, words=words if kind is W else ())

    def _value(self, kind: Kind, pool: list[Fraction], words: list[str]) -> Value:
        match kind:
            case Kind.NUMBER:
                return self.rng.choice(pool)
            case Kind.TRUTH:
                return self.rng.random() < 0.5
            case Kind.WORD:
                return self.rng.choice(words)
            case Kind.DATE:
                return Fraction(739_000 + self.rng.randint(0, 70))

    def _steps(self) -> list[Step]:
        steps = []
        for i in range(7):
            domain = "events" if self.rng.random() < 0.15 else ""
            kind = self.rng.choice([N, N, N, N, T, W])
            ref = Ref(Role.VALUE, f"s{i}")
            tree = self.tree(kind, domain, self.rng.randint(1, 4))
            steps.append(Step(ref, tree, domain))
            self.names[domain].append(Name(ref, kind, domain, WORDS if kind is W else ()))
        return steps

    def tree(self, kind: Kind, domain: str, depth: int) -> Node:
        if depth <= 0 or self.rng.random() < 0.1:
            return self._leaf(kind, domain)
        roll = self.rng.random()
        if roll < 0.08:
            return If(self.tree(T, domain, depth - 1), self.tree(kind, domain, depth - 1), self.tree(kind, domain, depth - 1), kind)
        if roll < 0.14:
            return self._lookup(kind, domain, depth)
        if roll < 0.20:
            return self._fallback(kind, domain, depth)
        match kind:
            case Kind.NUMBER:
                return self._number(domain, depth)
            case Kind.TRUTH:
                return self._truth(domain, depth)
            case _:
                return self._leaf(kind, domain)

    def _leaf(self, kind: Kind, domain: str) -> Node:
        known = [n for d in ({"", domain}) for n in self.names[d] if n.kind is kind]
        if known and self.rng.random() < 0.7:
            return self.rng.choice(known)
        if self.rng.random() < 0.05:
            return Absent(self.rng.choice([State.MISSING, State.NOT_APPLICABLE, State.ERROR]), kind)
        pool = BIG if self.rng.random() < 0.03 else NUMBERS
        return Const(self._value(kind, list(pool), list(WORDS)), kind)

    def _lookup(self, kind: Kind, domain: str, depth: int) -> Node:
        words = self.rng.sample(WORDS, self.rng.randint(1, 4))
        flat = self.rng.random() < 0.5
        table = tuple((w, Const(self._value(kind, NUMBERS, list(WORDS)), kind) if flat else self.tree(kind, domain, depth - 2)) for w in words)
        otherwise = self.tree(kind, domain, depth - 2) if self.rng.random() < 0.5 else None
        return Lookup(self.tree(W, domain, depth - 1), table, otherwise, kind)

    def _fallback(self, kind: Kind, domain: str, depth: int) -> Node:
        missing = self.tree(kind, domain, depth - 2) if self.rng.random() < 0.7 else None
        other = self.tree(kind, domain, depth - 2) if self.rng.random() < 0.7 else None
        return Fallback(self.tree(kind, domain, depth - 1), missing, other, kind)

    def _number(self, domain: str, depth: int) -> Node:
        def below() -> Node:
            return self.tree(N, domain, depth - 1)

        roll = self.rng.random()
        if roll < 0.10:
            return self._ratios(domain)
        if roll < 0.42:
            op: Literal["+", "-", "*", "/"] = self.rng.choice(["+", "-", "*", "/", "/"])
            return Arith(op, below(), below())
        if roll < 0.56:
            return Round(self._tied(domain, depth), self.rng.choice([0, 1, 2, 2, 3]), self.rng.choice(MODES))
        if roll < 0.72:
            name = self.rng.choice(["min", "max", "sum_of", "abs", "floor", "min", "max", "highest_applicable", "lowest_applicable"])
            many = 1 if name in ("abs", "floor") else self.rng.randint(1, 3)
            return Call(name, tuple(below() for _ in range(many)))
        if roll < 0.76:
            return Power(below(), self.rng.choice([0, 1, 2, 3, 10]))
        return self._rare(roll, domain, depth)

    def _rare(self, roll: float, domain: str, depth: int) -> Node:
        def below() -> Node:
            return self.tree(N, domain, depth - 1)

        if roll < 0.78:
            return Round(Call(self.rng.choice(["ln", "exp"]), (below(),)), 2)
        if roll < 0.80:
            return Round(Call("root", (below(), Const(Fraction(self.rng.choice([2, 3]))))), 2)
        if roll < 0.82:
            return Call("months_late", (self._leaf(D, domain), self._leaf(D, domain)))
        return self._many(domain, depth)

    def _ratios(self, domain: str) -> Node:
        """A weighted sum of ratios, often equal ones or exactly half way, that outgrows scaled doubles from the second term or the seventh."""
        weights = [Fraction(v) for v in ("1", "1", "-1", "0.5", "0.25", "30", "0.123")]
        parts: list[Node] = []
        for _ in range(self.rng.randint(2, 8)):
            ratio = Arith("/", self._leaf(N, domain), self._leaf(N, domain))
            parts.append(Arith("*", Const(self.rng.choice(weights)), ratio))
        total = Call("sum_of", tuple(parts))
        return total if self.rng.random() < 0.5 else Round(total, self.rng.choice([0, 1, 2]), self.rng.choice(MODES))

    def _tied(self, domain: str, depth: int) -> Node:
        """Half of the time something that is often exactly half way."""
        value = self.tree(N, domain, depth - 1)
        if self.rng.random() < 0.5:
            return value
        return Arith("*", value, Const(self.rng.choice([Fraction(1, 2), Fraction(1, 8), Fraction(-1, 2), Fraction(1, 200)])))

    def _many(self, domain: str, depth: int) -> Node:
        if domain or self.rng.random() < 0.3:
            return self._reduced(depth)
        return self._grouped(depth)

    def _reduced(self, depth: int) -> Node:
        name = self.rng.choice(["sum", "count", "mean", "highest", "lowest", "last", "times", "in_a_row", "sum", "mean"])
        kind = T if name in ("times", "in_a_row") else N
        where = self.tree(T, "events", depth - 1) if self.rng.random() < 0.6 else None
        options = (("highest", 1), ("lowest", 1), ("if_more_than", 3)) if name == "mean" and self.rng.random() < 0.5 else ()
        return Reduce(name, "events", self.tree(kind, "events", depth - 1), where, options)

    def _grouped(self, depth: int) -> Node:
        name = self.rng.choice(
            ["max", "min", "mean", "sum", "count", "rank", "rank", "rank", "count_same", "others_mean", "percentile", "share_of_pot"]
        )
        scope: Literal["class", "all"] = self.rng.choice(["class", "class", "all"])
        among = self.tree(T, "", depth - 2) if self.rng.random() < 0.4 else None
        options: tuple[tuple[str, str], ...] = ()
        args: tuple[Node, ...] = (self.tree(N, "", depth - 1),)
        if name == "rank":
            args = tuple(self.tree(N, "", depth - 1) for _ in range(self.rng.choice([1, 1, 2, 3])))
            options = (("first", self.rng.choice(["highest", "lowest"])), ("ties", self.rng.choice(["first", "mean"])))
        elif name == "percentile":
            args += (Const(Fraction(self.rng.choice([0, 1, 3]), 4)),)
        elif name == "share_of_pot":
            args = (Const(Fraction(100)), *args)
            options = (("leftover", self.rng.choice(["largest_remainder", "first"])),)
        elif name in ("count", "count_same") and self.rng.random() < 0.4:
            args = (self.tree(self.rng.choice([T, W]), "", depth - 1),)
        return Group(name, scope, args, among, options)

    def _truth(self, domain: str, depth: int) -> Node:
        roll = self.rng.random()
        if roll < 0.4:
            kind = self.rng.choice([N, N, N, W, T, D])
            ops: list[Literal["==", "!=", "<", "<=", ">", ">="]] = ["==", "!="] if kind in (W, T) else ["==", "!=", "<", "<=", ">", ">="]
            return Compare(self.rng.choice(ops), self.tree(kind, domain, depth - 1), self.tree(kind, domain, depth - 1))
        if roll < 0.6:
            return Logic(self.rng.choice(["and", "or"]), tuple(self.tree(T, domain, depth - 1) for _ in range(self.rng.randint(2, 3))))
        if roll < 0.7:
            return Not(self.tree(T, domain, depth - 1))
        if roll < 0.8:
            return Call(self.rng.choice(["is_present", "is_reported", "applies"]), (self.tree(self.rng.choice([N, T, W]), domain, depth - 1),), T)
        if roll < 0.9 and not domain:
            return self._quota(depth)
        if roll < 0.95 and domain:
            return Group(
                "counts_once",
                "fact",
                (self._leaf(N, domain), Name(Ref(Role.COLUMN, domain, part="order"), N, domain)),
                None,
                (("keep", "heaviest"),),
                domain,
                T,
            )
        return self._leaf(T, domain)

    def _quota(self, depth: int) -> Node:
        scope: Literal["class", "all"] = self.rng.choice(["class", "all"])
        rank = Group("rank", scope, (self.tree(N, "", depth - 2),))
        places = Const(Fraction(self.rng.choice([0, 1, 2, 3, 5]), self.rng.choice([1, 1, 2])))
        seats = self.tree(N, "", depth - 2) if self.rng.random() < 0.3 else places
        args = (self.tree(T, "", depth - 1), rank, seats)
        setting = self.rng.choice(["take_all", "take_none", "problem"])
        return Group(self.rng.choice(["quota", "at_cut"]), scope, args, None, (("at_the_cut", setting),), "", T)
