"""The second yardstick: what the first does not meet. Points rounded at the total only, 15 digits, rates of rates, states, negative points.

    python benchmarks/yardstick_mixed.py [units ...]

The same 60 indicators, of which: 4 inputs with 15 digits; one rate against the mean rate of its class; two ranks of rates; 3% of the inputs missing,
2% not applicable (an indicator with a missing input is worth 0, one that does not apply 60); two deductions without a floor. Totals, ranks and grades
are compared with a calculation in Fractions of its own, for 400 units the points of every indicator as well.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import yardstick_scoring as first
from yardstick_scoring import GRADE, KINDS, RANK, TOTAL, measure, n, score_ref

from kpi_engine.formula.columns import ColumnsPlan, ColumnsRun, run_columns
from kpi_engine.formula.making import arith, const
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Call, Const, Fallback, Group, Node
from kpi_engine.numbers import round_fraction
from kpi_engine.table import Column, Facts, State

OF_MEAN = 30  # a deduction, here the rate against the class's mean rate
RATE_RANKS = (44, 45)  # ranks of done / asked
UNFLOORED = (31, 32)
LONG = {56: "f56_0", 57: "f57_0", 58: "f58_0", 59: "f59_0"}
DIGITS = 13
Truth = tuple[list[list[Fraction]], list[Fraction], list[int], list[int]]
"""Points of the indicators, totals, ranks, grades."""
RATED = (OF_MEAN, *RATE_RANKS)


def inputs(i: int) -> list[str]:
    """The inputs of an indicator."""
    if i in RATED:
        return [f"done{i}", f"asked{i}"]
    names = {
        "attain": [f"actual{i}", f"target{i}"],
        "rate steps": [f"done{i}", f"asked{i}"],
        "deduct": [f"late{i}", f"short{i}"],
        "checklist": [f"check{i}_{k}" for k in range(4)],
        "free": [f"f{i}_{k}" for k in range(3 if i % 2 else 2)],
    }
    return names.get(KINDS[i], [f"x{i}"])


def data(units: int, classes: int) -> tuple[first.Data, dict[str, np.ndarray]]:
    """The first yardstick's data with rates, long numbers and states."""
    given = first.data(units, classes)
    rng = np.random.default_rng(2)
    for i in RATED:
        given.whole.pop(f"x{i}", None)
        asked = rng.integers(50, 1500, units)
        given.whole[f"asked{i}"], given.places[f"asked{i}"] = asked, 0
        given.whole[f"done{i}"], given.places[f"done{i}"] = (asked * rng.choice([0.5, 0.8, 0.9, 1.0], units)).astype(np.int64), 0
    for name in LONG.values():
        given.whole[name] = given.whole[name] * 10 ** (DIGITS - 2) + rng.integers(0, 10 ** (DIGITS - 2), units) * (rng.random(units) < 0.8)
        given.places[name] = DIGITS
    states = {}
    for name in given.whole:
        roll = rng.random(units)
        states[name] = np.where(roll < 0.03, State.MISSING, np.where(roll < 0.05, State.NOT_APPLICABLE, State.PRESENT)).astype(np.uint8)
    for name in ("bonus", "veto"):
        states[name][:] = State.PRESENT
    return given, states


def facts(given: first.Data, states: dict[str, np.ndarray]) -> Facts:
    """The data as the reader has it."""
    plain = first.facts(given)
    columns = {}
    for r, column in plain.columns.items():
        there = states[r.name]
        columns[r] = Column(column.kind, np.where(there == 0, column.numerator, 0.0), there, column.denominator)
    return Facts(plain.units, plain.classes, plain.class_of, columns)


def indicator(i: int) -> Node:
    """The tree of an indicator, on 100, not rounded."""
    if i == OF_MEAN:
        rate = arith("/", n(f"done{i}"), n(f"asked{i}"))
        return arith("*", const(100), Call("min", (const(1), arith("/", rate, Group("mean", "class", (rate,))))))
    if i in RATE_RANKS:
        rate = arith("/", n(f"done{i}"), n(f"asked{i}"))
        size, rank = Group("count", "class", (rate,)), Group("rank", "class", (rate,))
        return arith("/", arith("*", const(100), arith("+", arith("-", size, rank), const(1))), size)
    if i in UNFLOORED:
        lost = arith("+", arith("*", Const(first.price(i)), n(f"late{i}")), arith("*", const(2), n(f"short{i}")))
        return arith("-", const(40), lost)
    return first.indicator(i)


def steps() -> tuple[Step, ...]:
    """The whole program: of the first one what comes after the indicators."""
    made = [Step(score_ref(i), Fallback(indicator(i), const(0), const(60))) for i in range(60)]
    return (*made, *first.steps()[60:])


KEEP = (TOTAL, RANK, GRADE)


def limit(x: dict[str, np.ndarray], states: dict[str, np.ndarray], starts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Total, rank, grade with numpy doubles."""
    scores = [_scored(i, x, states, starts) for i in range(60)]
    total = np.minimum(x["bonus"], 5.0)
    for g in range(6):
        group = scores[g * 10] * (first.WEIGHTS[0] / 100)
        for k in range(1, 10):
            group += scores[g * 10 + k] * (first.WEIGHTS[k] / 100)
        total += group * (first.GROUP_WEIGHTS[g] / 100)
    total = np.copysign(np.floor(np.abs(total) * 100 + 0.5) / 100, total)
    rank = first.ranks(total, starts)
    band = np.where(x["veto"], 3, np.where(total >= 90, 0, np.where(total >= 80, 1, 2)))
    return total, rank, first._quota(band, rank, starts)


def _scored(i: int, x: dict[str, np.ndarray], states: dict[str, np.ndarray], starts: np.ndarray) -> np.ndarray:
    names = inputs(i)
    state = states[names[0]]
    for name in names[1:]:
        state = np.maximum(state, states[name])
    live = state == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        points = _limit_indicator(i, x, live, starts)
    return np.where(live, points, np.where(state == State.MISSING, 0.0, 60.0))


def _limit_indicator(i: int, x: dict[str, np.ndarray], live: np.ndarray, starts: np.ndarray) -> np.ndarray:
    sizes = np.diff(starts)
    if i in UNFLOORED:
        return 40 - (float(first.price(i)) * x[f"late{i}"] + 2 * x[f"short{i}"])
    if i == OF_MEAN:
        rate = x[f"done{i}"] / x[f"asked{i}"]
        mean = np.add.reduceat(np.where(live, rate, 0.0), starts[:-1]) / np.add.reduceat(live, starts[:-1], dtype=float)
        return 100 * np.minimum(1.0, rate / np.repeat(mean, sizes))
    if i in RATE_RANKS or KINDS[i] == "rank":
        values = x[f"done{i}"] / x[f"asked{i}"] if i in RATE_RANKS else x[f"x{i}"]
        size = np.repeat(np.add.reduceat(live, starts[:-1], dtype=float), sizes)
        return 100 * (size - first.ranks(np.where(live, values, -np.inf), starts) + 1) / size
    if KINDS[i] == "minmax":
        v = x[f"x{i}"]
        low = np.repeat(np.minimum.reduceat(np.where(live, v, np.inf), starts[:-1]), sizes)
        high = np.repeat(np.maximum.reduceat(np.where(live, v, -np.inf), starts[:-1]), sizes)
        return np.where(high == low, 100.0, 60 + 40 * ((v - low) / (high - low)))
    return first._limit_indicator(i, x, starts, sizes)


# ------------------------------------------------------------------ the truth, in Fractions


def truth(given: first.Data, states: dict[str, np.ndarray]) -> Truth:
    """Points, totals, ranks, grades."""
    units, class_of = len(given.class_of), given.class_of.tolist()
    members = defaultdict(list)
    for row, c in enumerate(class_of):
        members[c].append(row)
    points = [_true_points(i, given, states, members, units) for i in range(60)]
    totals, ranks, grades = [], [0] * units, [2] * units
    for row in range(units):
        total = sum(
            (Fraction(first.GROUP_WEIGHTS[g] * w, 10_000) * points[g * 10 + k][row] for g in range(6) for k, w in enumerate(first.WEIGHTS)),
            min(Fraction(int(given.whole["bonus"][row]), 10), Fraction(5)),
        )
        totals.append(round_fraction(total, 2))
        grades[row] = 3 if given.whole["veto"][row] else 0 if totals[row] >= 90 else 1 if totals[row] >= 80 else 2
    for rows in members.values():
        ordered = sorted((totals[r] for r in rows), reverse=True)
        place = {value: at for at, value in reversed(list(enumerate(ordered, 1)))}
        for r in rows:
            ranks[r] = place[totals[r]]
        held = [ranks[r] for r in rows if grades[r] == 0]
        for r in rows:
            if grades[r] == 0 and sum(1 for h in held if h <= ranks[r]) > len(rows) // 5:
                grades[r] = 1
    return points, totals, ranks, grades


def _true_points(i: int, given: first.Data, states: dict[str, np.ndarray], members: dict[int, list[int]], units: int) -> list[Fraction]:
    names = inputs(i)
    raw = [given.whole[name].tolist() for name in names]
    scale = [10 ** given.places[name] for name in names]
    state = np.maximum.reduce([states[name] for name in names]).tolist()
    values = [[Fraction(v[row], s) for v, s in zip(raw, scale, strict=True)] if not state[row] else None for row in range(units)]
    told: list[Fraction] = [Fraction(0)] * units
    for rows in members.values():
        live = [r for r in rows if values[r] is not None]
        of_class = _class_figures(i, [values[r] for r in live])  # type: ignore[misc]
        for r in rows:
            own = values[r]
            told[r] = _true_row(i, own, of_class) if own is not None else Fraction(0 if state[r] == State.MISSING else 60)
    return told


def _class_figures(i: int, live: Sequence[Sequence[Fraction]]) -> object:
    if i == OF_MEAN:
        rates = [a / b for a, b in live]
        return sum(rates, Fraction(0)) / len(rates)
    if KINDS[i] == "rank":
        keys = sorted(((v[0] / v[1] if i in RATE_RANKS else v[0]) for v in live), reverse=True)
        return {key: at for at, key in reversed(list(enumerate(keys, 1)))}, len(keys)
    if KINDS[i] == "minmax":
        return min(v[0] for v in live), max(v[0] for v in live)
    return None


def _true_row(i: int, v: Sequence[Fraction], of_class: object) -> Fraction:
    kind = KINDS[i]
    if i == OF_MEAN:
        return 100 * min(Fraction(1), v[0] / v[1] / of_class)  # type: ignore[operator]
    if i in UNFLOORED:
        return 40 - first.price(i) * v[0] - 2 * v[1]
    if kind == "attain":
        return 100 * min(Fraction(1), v[0] / v[1])
    if kind == "interpolate":
        return max(Fraction(0), min(Fraction(100), (v[0] - 60) * 3 if v[0] < 80 else 60 + (v[0] - 80) * 2))
    if kind in ("raw steps", "rate steps"):
        x = v[0] if kind == "raw steps" else 100 * v[0] / v[1]
        bars = (95, 85, 70) if kind == "raw steps" else (95, 90, 80)
        return Fraction(next((p for bar, p in zip(bars, (100, 85, 60), strict=True) if x >= bar), 40))
    if kind == "deduct":
        return max(Fraction(0), 100 - first.price(i) * v[0] - 2 * v[1])
    if kind == "checklist":
        return sum((p * x for p, x in zip((40, 30, 20, 10), v, strict=True)), Fraction(0))
    if kind == "rank":
        places, size = of_class  # type: ignore[misc]
        return Fraction(100 * (size - places[v[0] / v[1] if i in RATE_RANKS else v[0]] + 1), size)
    if kind == "minmax":
        low, high = of_class  # type: ignore[misc]
        return Fraction(100) if low == high else 60 + 40 * (v[0] - low) / (high - low)
    if i % 2:
        return Fraction(6, 10) * min(v[0], v[1]) + Fraction(4, 10) * v[2]
    return min(Fraction(100), 100 * v[0] / max(v[1], Fraction(50)))


def report(units: int) -> None:
    """Compare and measure one size; the truth in Fractions is for small ones."""
    program, (given, states) = steps(), data(units, first.SIZES.get(units, 20))
    known, x, starts = facts(given, states), first.doubles(given), given.starts
    run = run_columns(program, known, keep=None if units <= 400 else KEEP)
    print(f"{units} units, {given.classes} classes; rungs {run.rungs}")
    if units <= 10_000:
        compare_figures(run, limit(x, states, starts), truth(given, states), units)
    plan = ColumnsPlan(program, keep=KEEP)
    plan.run(known)
    measure(lambda: plan.run(known), lambda: limit(x, states, starts), lambda: run_columns(program, known, keep=KEEP), 20 if units <= 10_000 else 3)


def compare_figures(run: ColumnsRun, by_hand: tuple[np.ndarray, np.ndarray, np.ndarray], right: Truth, units: int) -> None:
    """Print how many figures of each are wrong."""
    points, totals, ranks, grades = right
    found = [run.columns[TOTAL].value(r) for r in range(units)]
    graded = [first.WORDS.index(str(run.columns[GRADE].value(r))) for r in range(units)]
    print("  wrong totals/ranks/grades, columns:", sum(a != b for a, b in zip(found, totals, strict=True)), end=" ")
    print(first.wrong([run.columns[RANK].numerator], [np.array(ranks)]), sum(a != b for a, b in zip(graded, grades, strict=True)))
    print("  wrong totals/ranks/grades, limit:  ", first.wrong([by_hand[0]], [np.array([float(t) for t in totals])]), end=" ")
    print(first.wrong([by_hand[1]], [np.array(ranks)]), first.wrong([by_hand[2]], [np.array(grades)]))
    if score_ref(0) in run.columns:
        bad = sum(run.cells(score_ref(i))[r][1] != points[i][r] for i in range(60) for r in range(units))
        print("  wrong points, columns:", bad)


if __name__ == "__main__":
    for size in [int(a) for a in sys.argv[1:]] or [400, 10_000]:
        report(size)
