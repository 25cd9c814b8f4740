"""The scoring yardstick: 60 indicators over 110 inputs, the columns reader against hand-written numpy doubles in one process.

    python benchmarks/yardstick_scoring.py [units ...]

Prints ratios of time and of added peak memory, and how many points, grades and ranks of each differ from an exact integer calculation of its own.
Set OMP_NUM_THREADS=1 (and OPENBLAS_NUM_THREADS=1) before; nothing here needs BLAS.
"""

from __future__ import annotations

import gc
import itertools
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns import ColumnsPlan, ColumnsRun, run_columns
from kpi_engine.formula.making import arith, choice, compare, const, logic
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Call, Const, Group, If, Name, Node, Round
from kpi_engine.table import Column, Facts, Kind, Ref, Role

Figures = tuple[list[np.ndarray], np.ndarray, np.ndarray, np.ndarray]
"""Points of the indicators, total, rank, grade."""
SIZES = {400: 8, 423: 8, 10_000: 20, 1_000_000: 200}
N, T, W = Kind.NUMBER, Kind.TRUTH, Kind.WORD
WEIGHTS = [8, 12, 10, 9, 11, 10, 7, 13, 10, 10]  # hundredths
GROUP_WEIGHTS = [20, 15, 25, 10, 18, 12]
KINDS = [*["attain"] * 12, *["interpolate"] * 10, *["raw steps"] * 4, *["rate steps"] * 4, *["deduct"] * 8]
KINDS += [*["checklist"] * 6, *["rank"] * 6, *["minmax"] * 6, *["free"] * 4]


@dataclass(frozen=True)
class Data:
    """Whole numbers in the last decimal of each input; the places; whose class each unit is in (rows of a class together)."""

    whole: dict[str, np.ndarray]
    places: dict[str, int]
    class_of: np.ndarray
    classes: int

    @property
    def starts(self) -> np.ndarray:
        """Where each class starts, and the end."""
        return np.searchsorted(self.class_of, np.arange(self.classes + 1))


def data(units: int, classes: int, seed: int = 1) -> Data:
    """Values as offices have them: round targets, many at the target, counts, few deductions."""
    rng = np.random.default_rng(seed)
    whole: dict[str, np.ndarray] = {}
    places: dict[str, int] = {}

    def put(name: str, values: np.ndarray, decimals: int) -> None:
        whole[name], places[name] = values.astype(np.int64), decimals

    for i, kind in enumerate(KINDS):
        if kind == "attain":
            target = rng.choice([5000, 8000, 10_000, 12_000, 20_000], units)
            put(f"target{i}", target, 2)
            put(f"actual{i}", (target * rng.choice([0.9, 1.0, 0.95], units) + rng.integers(-1500, 1500, units) * (rng.random(units) < 0.8)), 2)
        elif kind in ("interpolate", "raw steps", "rank", "minmax"):
            put(f"x{i}", rng.integers(5000, 10_001, units), 2)
        elif kind == "rate steps":
            asked = rng.choice([20, 40, 50, 60, 120, 200], units)
            put(f"asked{i}", asked, 0)
            shares = rng.choice([0.8, 0.85, 0.9, 0.95, 1.0], units)
            put(f"done{i}", np.minimum(asked, (asked * shares).astype(np.int64) + rng.integers(-2, 3, units)), 0)
        elif kind == "deduct":
            put(f"late{i}", rng.integers(0, 30, units) * (rng.random(units) < 0.5), 0)
            put(f"short{i}", rng.integers(0, 60, units) * (rng.random(units) < 0.5), 0)
        elif kind == "checklist":
            for k in range(4):
                put(f"check{i}_{k}", rng.random(units) < 0.8, 0)
        elif kind == "free":
            for k in range(3 if i % 2 else 2):
                put(f"f{i}_{k}", rng.integers(100, 10_001, units), 2)
    put("bonus", rng.integers(0, 80, units) * (rng.random(units) < 0.3), 1)
    put("veto", rng.random(units) < 0.01, 0)
    return Data(whole, places, np.sort(rng.integers(0, classes, units)), classes)


def price(i: int) -> Fraction:
    """The price of one late piece."""
    return Fraction(1, 8) if i % 3 == 0 else Fraction(1, 2)


# ------------------------------------------------------------------ as trees


def ref(name: str) -> Ref:
    """An input."""
    return Ref(Role.INPUT, name)


def score_ref(i: int) -> Ref:
    """An indicator's score."""
    return Ref(Role.SCORE, f"i{i}")


TOTAL, RANK, GRADE, BAND = Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE), Ref(Role.GRADE, part="band")


def n(name: str) -> Name:
    """An input as a node."""
    return Name(ref(name), N)


def clip(node: Node, low: int, high: int) -> Node:
    """Within bounds."""
    return Call("min", (Call("max", (node, const(low))), const(high)))


def indicator(i: int) -> Node:
    """The tree of an indicator, on 100."""
    match KINDS[i]:
        case "attain":
            return arith("*", const(100), Call("min", (const(1), arith("/", n(f"actual{i}"), n(f"target{i}")))))
        case "interpolate":
            x = n(f"x{i}")
            low, high = arith("*", arith("-", x, const(60)), const(3)), arith("+", const(60), arith("*", arith("-", x, const(80)), const(2)))
            return clip(choice(compare("<", x, const(80)), low, high), 0, 100)
        case "raw steps":
            return _steps(n(f"x{i}"), [Fraction(95), Fraction(85), Fraction(70)])
        case "rate steps":
            return _steps(arith("/", n(f"done{i}"), n(f"asked{i}")), [Fraction("0.95"), Fraction("0.9"), Fraction("0.8")])
        case "deduct":
            lost = arith("+", arith("*", Const(price(i)), n(f"late{i}")), arith("*", const(2), n(f"short{i}")))
            return Call("max", (const(0), arith("-", const(100), lost)))
        case "checklist":
            parts = [choice(Name(ref(f"check{i}_{k}"), T), const(p), const(0)) for k, p in enumerate((40, 30, 20, 10))]
            return Call("sum_of", tuple(parts))
        case "rank":
            size, rank = Group("count", "class", (n(f"x{i}"),)), Group("rank", "class", (n(f"x{i}"),))
            return arith("/", arith("*", const(100), arith("+", arith("-", size, rank), const(1))), size)
        case "minmax":
            x = n(f"x{i}")
            low, high = Group("min", "class", (x,)), Group("max", "class", (x,))
            share = arith("/", arith("-", x, low), arith("-", high, low))
            return choice(compare("==", high, low), const(100), arith("+", const(60), arith("*", const(40), share)))
        case _:
            return _free(i)


def _steps(value: Node, bars: Sequence[Fraction]) -> Node:
    told: Node = const(40)
    for bar, points in reversed(list(zip(bars, (100, 85, 60), strict=True))):
        told = choice(compare(">=", value, Const(bar)), const(points), told)
    return told


def _free(i: int) -> Node:
    a, b = n(f"f{i}_0"), n(f"f{i}_1")
    if i % 2:
        return arith("+", arith("*", Const(Fraction("0.6")), Call("min", (a, b))), arith("*", Const(Fraction("0.4")), n(f"f{i}_2")))
    return Call("min", (const(100), arith("/", arith("*", const(100), a), Call("max", (b, const(50))))))


def steps() -> tuple[Step, ...]:
    """The whole program."""
    made = [Step(score_ref(i), Round(indicator(i), 2)) for i in range(60)]
    groups = []
    for g in range(6):
        parts = tuple(arith("*", Const(Fraction(WEIGHTS[k], 100)), Name(score_ref(g * 10 + k), N)) for k in range(10))
        groups.append(Ref(Role.RAW, f"g{g}"))
        made.append(Step(groups[-1], Call("sum_of", parts)))
    weighted = tuple(arith("*", Const(Fraction(w, 100)), Name(r, N)) for w, r in zip(GROUP_WEIGHTS, groups, strict=True))
    bonus = Call("min", (n("bonus"), const(5)))
    made.append(Step(TOTAL, Round(arith("+", Call("sum_of", weighted), bonus), 2)))
    total, veto = Name(TOTAL, N), Name(ref("veto"), T)
    bands = choice(compare(">=", total, const(90)), const("优秀"), choice(compare(">=", total, const(80)), const("良好"), const("一般")))
    made.append(Step(BAND, If(veto, const("不合格"), bands, W)))
    made.append(Step(RANK, Group("rank", "class", (total,))))
    holds = logic("and", [compare("==", Name(BAND, W), const("优秀"))])
    places = Call("floor", (arith("*", Const(Fraction(1, 5)), Group("count", "class", (total,))),))
    keeps = Group("quota", "class", (holds, Name(RANK, N), places), None, (("at_the_cut", "take_none"),), "", T)
    made.append(Step(GRADE, If(logic("and", [holds, Call("is_present", (total,), T)]), If(keeps, const("优秀"), const("良好"), W), Name(BAND, W), W)))
    return tuple(made)


KEEP = (*(score_ref(i) for i in range(60)), TOTAL, RANK, GRADE)
WORDS = ("优秀", "良好", "一般", "不合格")


def facts(given: Data) -> Facts:
    """The data as the reader has it."""
    columns = {}
    for name, whole in given.whole.items():
        kind = T if name == "veto" or name.startswith("check") else N
        columns[ref(name)] = Column(kind, whole.astype(np.float64), np.zeros(len(whole), dtype=np.uint8), 10 ** given.places[name])
    units = tuple(map(str, range(len(given.class_of))))
    return Facts(units, tuple(map(str, range(given.classes))), given.class_of, columns)


# ------------------------------------------------------------------ the limit: numpy doubles by hand


def doubles(given: Data) -> dict[str, np.ndarray]:
    """The data as a numpy script has it."""
    truths = {k for k in given.whole if k == "veto" or k.startswith("check")}
    return {k: v.astype(bool) if k in truths else v / 10 ** given.places[k] for k, v in given.whole.items()}


def ranks(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Competition ranks, highest first, class by class."""
    told = np.empty(len(values))
    for a, b in itertools.pairwise(starts):
        part = values[a:b]
        order = np.argsort(part)[::-1]
        ordered = part[order]
        firsts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        told[a:b][order] = np.repeat(firsts + 1.0, np.diff(firsts, append=b - a))
    return told


def half_up(values: np.ndarray) -> np.ndarray:
    """Two decimals."""
    return np.floor(values * 100 + 0.5) / 100


def limit(x: dict[str, np.ndarray], starts: np.ndarray) -> Figures:
    """Scores, total, rank, grade."""
    sizes = np.diff(starts)
    scores = [half_up(_limit_indicator(i, x, starts, sizes)) for i in range(60)]
    total = np.minimum(x["bonus"], 5.0)
    for g in range(6):
        group = scores[g * 10] * (WEIGHTS[0] / 100)
        for k in range(1, 10):
            group += scores[g * 10 + k] * (WEIGHTS[k] / 100)
        total += group * (GROUP_WEIGHTS[g] / 100)
    total = half_up(total)
    rank = ranks(total, starts)
    band = np.where(x["veto"], 3, np.where(total >= 90, 0, np.where(total >= 80, 1, 2)))
    return scores, total, rank, _quota(band, rank, starts)


def _quota(band: np.ndarray, rank: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The best fifth at most; a tie at the cut gets none."""
    grade = band.copy()
    for a, b in itertools.pairwise(starts):
        held = np.flatnonzero(band[a:b] == 0)
        places = (b - a) // 5
        held_ranks = np.sort(rank[a:b][held])
        within = np.searchsorted(held_ranks, rank[a:b][held], side="right")
        grade[a:b][held[within > places]] = 1
    return grade


def _limit_indicator(i: int, x: dict[str, np.ndarray], starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    match KINDS[i]:
        case "attain":
            return 100 * np.minimum(1.0, x[f"actual{i}"] / x[f"target{i}"])
        case "interpolate":
            v = x[f"x{i}"]
            return np.clip(np.where(v < 80, (v - 60) * 3, 60 + (v - 80) * 2), 0, 100)
        case "raw steps":
            v = x[f"x{i}"]
            return np.where(v >= 95, 100.0, np.where(v >= 85, 85.0, np.where(v >= 70, 60.0, 40.0)))
        case "rate steps":
            v = x[f"done{i}"] / x[f"asked{i}"]
            return np.where(v >= 0.95, 100.0, np.where(v >= 0.9, 85.0, np.where(v >= 0.8, 60.0, 40.0)))
        case "deduct":
            return np.maximum(0.0, 100 - (float(price(i)) * x[f"late{i}"] + 2 * x[f"short{i}"]))
        case "checklist":
            parts = [np.where(x[f"check{i}_{k}"], p, 0.0) for k, p in enumerate((40.0, 30.0, 20.0, 10.0))]
            return parts[0] + parts[1] + parts[2] + parts[3]
        case "rank":
            size = np.repeat(sizes, sizes)
            return 100 * (size - ranks(x[f"x{i}"], starts) + 1) / size
        case "minmax":
            v = x[f"x{i}"]
            low, high = np.repeat(np.minimum.reduceat(v, starts[:-1]), sizes), np.repeat(np.maximum.reduceat(v, starts[:-1]), sizes)
            with np.errstate(invalid="ignore", divide="ignore"):
                return np.where(high == low, 100.0, 60 + 40 * ((v - low) / (high - low)))
        case _:
            if i % 2:
                return 0.6 * np.minimum(x[f"f{i}_0"], x[f"f{i}_1"]) + 0.4 * x[f"f{i}_2"]
            return np.minimum(100.0, 100 * x[f"f{i}_0"] / np.maximum(x[f"f{i}_1"], 50.0))


# ------------------------------------------------------------------ the truth: whole numbers by hand


def rounded(above: np.ndarray, below: np.ndarray | int) -> np.ndarray:
    """Half away from zero of above / below, in whole numbers."""
    size = (2 * np.abs(above) + below) // (2 * below)
    return np.where(above < 0, -size, size)


def truth(given: Data) -> Figures:
    """Scores and total in hundredths, rank, grade, all int64."""
    x, starts = given.whole, given.starts
    scores = [_truth_indicator(i, x, starts) for i in range(60)]
    total = np.minimum(x["bonus"], 50) * 100_000
    for g in range(6):
        total = total + GROUP_WEIGHTS[g] * sum(w * scores[g * 10 + k] for k, w in enumerate(WEIGHTS))
    total = rounded(total, 10_000)
    rank = _truth_ranks(total, starts)
    band = np.where(x["veto"] == 1, 3, np.where(total >= 9000, 0, np.where(total >= 8000, 1, 2)))
    grade = band.copy()
    for a, b in itertools.pairwise(starts):
        held = [r for r in range(a, b) if band[r] == 0]
        by_rank: dict[int, int] = {}
        for r in held:
            by_rank[int(rank[r])] = by_rank.get(int(rank[r]), 0) + 1
        within, upto = 0, {}
        for at in sorted(by_rank):
            within += by_rank[at]
            upto[at] = within
        for r in held:
            if upto[int(rank[r])] > (b - a) // 5:
                grade[r] = 1
    return scores, total, rank, grade


def _truth_ranks(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    told = np.empty(len(values), dtype=np.int64)
    for a, b in itertools.pairwise(starts):
        _, inverse, counts = np.unique(-values[a:b], return_inverse=True, return_counts=True)
        told[a:b] = (np.cumsum(counts) - counts + 1)[inverse]
    return told


def _truth_indicator(i: int, x: dict[str, np.ndarray], starts: np.ndarray) -> np.ndarray:
    """In hundredths of a point."""
    match KINDS[i]:
        case "attain":
            return np.minimum(10_000, rounded(10_000 * x[f"actual{i}"], x[f"target{i}"]))
        case "interpolate":
            v = x[f"x{i}"]
            return np.clip(np.where(v < 8000, (v - 6000) * 3, 6000 + (v - 8000) * 2), 0, 10_000)
        case "raw steps":
            v = x[f"x{i}"]
            return np.where(v >= 9500, 10_000, np.where(v >= 8500, 8500, np.where(v >= 7000, 6000, 4000)))
        case "rate steps":
            d, a = x[f"done{i}"] * 100, x[f"asked{i}"]
            return np.where(d >= 95 * a, 10_000, np.where(d >= 90 * a, 8500, np.where(d >= 80 * a, 6000, 4000)))
        case "deduct":
            p = price(i)
            return rounded(np.maximum(0, 100 * 8 - (int(p * 8) * x[f"late{i}"] + 16 * x[f"short{i}"])) * 100, 8)
        case "checklist":
            return sum(p * 100 * x[f"check{i}_{k}"] for k, p in enumerate((40, 30, 20, 10)))
        case "rank":
            size = np.repeat(np.diff(starts), np.diff(starts))
            return rounded(10_000 * (size - _truth_ranks(x[f"x{i}"], starts) + 1), size)
        case "minmax":
            v, sizes = x[f"x{i}"], np.diff(starts)
            low, high = np.repeat(np.minimum.reduceat(v, starts[:-1]), sizes), np.repeat(np.maximum.reduceat(v, starts[:-1]), sizes)
            span = np.maximum(high - low, 1)
            return np.where(high == low, 10_000, rounded(6000 * span + 4000 * (v - low), span))
        case _:
            if i % 2:
                return rounded(6 * np.minimum(x[f"f{i}_0"], x[f"f{i}_1"]) + 4 * x[f"f{i}_2"], 10)
            return np.minimum(10_000, rounded(10_000 * x[f"f{i}_0"], np.maximum(x[f"f{i}_1"], 5000)))


# ------------------------------------------------------------------ measuring


def best(run: Callable[[], object], times: int) -> float:
    """The shortest of several."""
    told = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        run()
        told.append(time.perf_counter() - start)
    return min(told)


def peak(run: Callable[[], object]) -> int:
    """Added peak memory in bytes."""
    gc.collect()
    tracemalloc.start()
    run()
    told = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return told


def wrong(found: Sequence[np.ndarray], right: Sequence[np.ndarray]) -> int:
    """How many figures differ."""
    return sum(int((a != b).sum()) for a, b in zip(found, right, strict=True))


def report(units: int) -> None:
    """Compare and measure one size."""
    program, given = steps(), data(units, SIZES.get(units, 20))
    known, x, starts = facts(given), doubles(given), given.starts
    plan = ColumnsPlan(program, keep=KEEP)
    run = plan.run(known)
    print(f"{units} units, {given.classes} classes; rungs {run.rungs}")
    compare_figures(run, limit(x, starts), truth(given))
    del run
    measure(lambda: plan.run(known), lambda: limit(x, starts), lambda: run_columns(program, known, keep=KEEP), 30 if units <= 10_000 else 5)


def compare_figures(run: ColumnsRun, by_hand: Figures, right: Figures) -> None:
    """Print how many figures of each are wrong."""
    points, total, rank, grade = right
    mine = [run.columns[r] for r in (*(score_ref(i) for i in range(60)), TOTAL)]
    hundredths = [c.numerator * (100 // c.denominator) for c in mine]
    grades = np.array([WORDS.index(w) for w in run.columns[GRADE].words])[run.columns[GRADE].numerator.astype(int)]
    print("  wrong points/totals/ranks/grades, columns:", wrong(hundredths[:60], points), wrong(hundredths[60:], [total]), end=" ")
    print(wrong([run.columns[RANK].numerator], [rank]), wrong([grades], [grade]))
    print("  wrong points/totals/ranks/grades, limit:  ", wrong(by_hand[0], [p / 100 for p in points]), wrong([by_hand[1]], [total / 100]), end=" ")
    print(wrong([by_hand[2]], [rank]), wrong([by_hand[3]], [grade]))


def measure(ours: Callable[[], object], hand: Callable[[], object], cold: Callable[[], object], times: int) -> None:
    """Print the ratios of time and memory; the three take turns, so that a noisy machine is noisy for all."""
    triples = [(best(ours, 1), best(hand, 1), best(cold, 1)) for _ in range(times)]
    fast, slow, first = (min(column) for column in zip(*triples, strict=True))
    print(
        f"  time: columns {fast * 1000:.1f} ms, limit {slow * 1000:.1f} ms: {fast / slow:.2f} x; compiling as well {first * 1000:.1f} ms: {first / slow:.2f} x"
    )
    memory, other = peak(ours), peak(hand)
    print(f"  added peak memory: columns {memory / 2**20:.1f} MiB, limit {other / 2**20:.1f} MiB: {memory / other:.2f} x")


if __name__ == "__main__":
    for size in [int(a) for a in sys.argv[1:]] or SIZES:
        report(size)
