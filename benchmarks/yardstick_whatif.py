"""The what-if yardstick: 423 units x 60 indicators under 1,000 and 10,000 weightings, exact, beside numpy, scikit-criteria and pymcdm in one process.

    python benchmarks/yardstick_whatif.py [weightings ...]

Four schemes: indicator points on 100 weighed by a mean; points of rates (counts by counts) rounded at the total only; points rounded again after
weighting; and the whole decision (a veto, grades, a quota in eight classes). Prints the time of a weighting and its ratio to numpy's (one matrix product
and one argsort a weighting, ties arbitrary, doubles), and how many totals and places differ from whole numbers reckoned by hand. The peers
(``pip install .[peers]``) are run if they are installed; they give totals and places, no grades.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Column, Facts, Kind, Ref, Role, State, column_of
from kpi_engine.whatif.weights.many import GRADE, RANK, TOTAL, Many
from kpi_engine.whatif.weights.weightings import Weightings, apportioned, families, of_steps

UNITS, INDICATORS, CLASSES, BLOCK = 423, 60, 8, 64
POINTS = [1, 2, 2, 1, 3, 1, 2, 1, 2, 1] * 6
POINTS[0] += 100 - sum(POINTS)
KINDS = {
    "on 100": "points on 100, weighed by a mean",
    "unrounded": "points of rates, rounded at the total",
    "again": "points rounded again after weighting",
    "decision": "veto, grades and a quota in classes",
}
HEAD = """
scheme: yardstick
title: yardstick
edition: 2024
clause: art
points: 100
missing: zero
not_applicable: problem
"""


def scheme(kind: str) -> str:
    """The text of one scheme."""
    within = "class" if kind == "decision" else "all"
    lines = [HEAD, f"ranking: {{within: {within}, by: [total], ties: share}}", "inputs:"]
    for i in range(INDICATORS):
        lines += [f"  a{i}: {{kind: count, owner: o}}", f"  b{i}: {{kind: count, owner: o}}"] if kind == "unrounded" else [
            f"  a{i}: {{kind: number, owner: o}}"
        ]  # fmt: skip
    lines.append("rounding: {mode: half_up, " + ("" if kind in ("unrounded", "decision") else "indicator: 2, ") + "total: 2}")
    if kind == "on 100":
        lines.append("combine: mean")
    lines.append("indicators:")
    for i, points in enumerate(POINTS):
        rate = f"a{i} / b{i}" if kind == "unrounded" else f"a{i} / 100"
        lines.append(f"  i{i}: {{weight: {points}, score: a{i}}}" if kind == "on 100" else f"  i{i}: {{points: {points}, score: points * {rate}}}")
    if kind == "decision":
        lines += [
            "classes: {" + ", ".join(f"c{c}: {{}}" for c in range(CLASSES)) + "}",
            "grades: {of: total, from: {优秀: 76, 良好: 74}, otherwise: 合格}",
            "vetoes: {红线: {when: a0 < 51, then: {grade: 合格}}}",
            "quotas: {名额: {grade: 优秀, at_most: 20%, of: class_count(total), rounding: floor, at_the_cut: take_none, falls_to: 良好}}",
        ]
    return "\n".join(lines) + "\n"


def base(kind: str) -> tuple[Results, np.ndarray, np.ndarray]:
    """The scheme scored as it is; the numerators and denominators of the rates."""
    dice = np.random.default_rng(1)
    above, below = dice.integers(5000, 10_001, (INDICATORS, UNITS)), np.full((INDICATORS, UNITS), 10_000)
    if kind == "unrounded":
        below = dice.integers(20, 400, (INDICATORS, UNITS))
        above = (below * above) // 10_000
    by = 1 if kind == "unrounded" else 100
    columns = {Ref(Role.INPUT, f"a{i}"): _column(above[i], by) for i in range(INDICATORS)}
    columns |= {Ref(Role.INPUT, f"b{i}"): _column(below[i], 1) for i in range(INDICATORS) if kind == "unrounded"}
    there = column_of(Kind.TRUTH, [(State.PRESENT, True)] * UNITS)
    columns |= {Ref(Role.UNIT, part="takes_part"): there, Ref(Role.UNIT, part="ranked"): there}
    classes = tuple(f"c{c}" for c in range(CLASSES)) if kind == "decision" else ()
    class_of = np.arange(UNITS) * len(classes) // UNITS
    return run_plan(plan_of(kind), Facts(tuple(map(str, range(UNITS))), classes, class_of, columns)), above, below


def _column(whole: np.ndarray, below: int) -> Column:
    return column_of(Kind.NUMBER, [(State.PRESENT, Fraction(int(v), below)) for v in whole])


def plan_of(kind: str) -> Plan:
    """The scheme made ready."""
    document, problems = read_document(scheme(kind).encode(), name="yardstick.yaml")
    model, more = read_model(Scheme, document)
    assert model is not None, [p.text() for p in (*problems, *more)]
    plan, problems = plan_scheme(model)
    assert not problems, [p.text() for p in problems]
    return plan


def weightings(results: Results, count: int) -> Weightings:
    """Each weight up or down by a tenth, in ten-thousandths of their sum."""
    family = families(results.plan, results.facts)[0][0]
    nominal = np.array([int(share) for share in family.nominal[0]])
    return of_steps(family, apportioned(nominal * np.random.default_rng(2).integers(900, 1101, (count, 1, INDICATORS)), 10_000))


def by_numpy(rates: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Places by doubles: a product and an argsort, in blocks that stay in the cache."""
    told = np.empty((len(weights), UNITS), dtype=np.int64)
    for start in range(0, len(weights), BLOCK):
        order = np.argsort(-(weights[start : start + BLOCK] @ rates), axis=1)
        np.put_along_axis(told[start : start + BLOCK], order, np.arange(1, UNITS + 1)[None], axis=1)
    return told


def by_hand(kind: str, above: np.ndarray, below: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Totals in hundredths and places, in whole numbers (Python's where int64 does not hold them)."""
    totals = np.empty((len(steps), UNITS), dtype=np.int64)
    for at, row in enumerate(steps):
        if kind == "unrounded":
            common = np.lcm.reduce(below.astype(object), axis=0)
            whole = (row[:, None].astype(object) * above.astype(object) * (common // below)).sum(axis=0)
            totals[at] = (2 * whole + common) // (2 * common)  # steps are hundredths of a point
        elif kind == "again":
            parts = row[:, None] * above  # hundredths × 10^-4
            totals[at] = ((2 * parts + 10_000) // 20_000).sum(axis=0)
        else:
            totals[at] = (2 * (row[:, None] * above).sum(axis=0) + 10_000) // 20_000
    places = 1 + (totals[:, None, :] > totals[:, :, None]).sum(axis=2)
    return totals, places


def best(run: Callable[[], object], times: int = 5) -> float:
    """The least processor time of several runs, in seconds: other processes do not count."""
    told = []
    for _ in range(times):
        start = time.process_time()
        run()
        told.append(time.process_time() - start)
    return min(told)


def report(count: int) -> None:
    """All schemes under so many weightings."""
    print(f"{count:,} weightings, {UNITS} units x {INDICATORS} indicators; us a weighting, and the ratio to numpy's")
    for kind, title in KINDS.items():
        results, above, below = base(kind)
        some = weightings(results, count)
        steps = some.whole[:, 0] // 100  # of the sum, which is 100
        rates, weights = above / below, steps / 100.0
        outputs = [TOTAL, RANK] + ([GRADE] if kind == "decision" else [])
        start = time.process_time()
        many = Many(results, some, outputs)
        ready = time.process_time() - start
        figures = many.run(some)
        pairs = [(best(lambda: many.run(some), 1), best(lambda: by_numpy(rates, weights), 1)) for _ in range(7)]
        ours, numpy_time = (min(column) / count * 1e6 for column in zip(*pairs, strict=True))
        print(f"  {title}: {ours:.1f} us, numpy {numpy_time:.1f} us: {ours / numpy_time:.2f} x; made ready in {ready * 1000:.0f} ms")
        few = slice(0, 200)
        totals, places = by_hand(kind, above, below, steps[few])
        wrong = int((figures[TOTAL].whole[few] * (100 // figures[TOTAL].below) != totals).sum())
        line = f"    of {totals.size:,}: {wrong} totals wrong"
        if kind != "decision":
            moved = int((figures[RANK].whole[few] != places).sum())
            line += f", {moved} places wrong; numpy {int((by_numpy(rates, weights[few]) != places).sum()):,} places"
        print(line)


def peers() -> None:
    """Those that are installed, on points on 100; a hundred weightings are enough to see."""
    _, above, below = base("on 100")
    matrix, weights = (above / below).T.copy(), weightings(base("on 100")[0], 100).whole[:, 0] / 1_000_000
    numpy_time = best(lambda: by_numpy(matrix.T.copy(), weights)) / len(weights) * 1e6
    for name, run in (("scikit-criteria", _by_skcriteria), ("pymcdm", _by_pymcdm)):
        try:
            told = best(lambda: run(matrix, weights), 2) / len(weights) * 1e6
        except ImportError:
            print(f"  {name}: not installed")
            continue
        print(f"  {name}: {told:,.0f} us a weighting, {told / numpy_time:,.0f} x numpy's")


def _by_skcriteria(matrix: np.ndarray, weights: np.ndarray) -> None:
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel

    maker = WeightedSumModel()
    for row in weights:
        told = maker.evaluate(skcriteria.mkdm(matrix, [max] * INDICATORS, weights=row))
        assert len(told.rank_) == UNITS


def _by_pymcdm(matrix: np.ndarray, weights: np.ndarray) -> None:
    from pymcdm.helpers import rankdata
    from pymcdm.methods import WSM

    model, types = WSM(), np.ones(INDICATORS)
    for row in weights:
        rankdata(model(matrix, row, types), reverse=True)


if __name__ == "__main__":
    for number in [int(a) for a in sys.argv[1:]] or (1_000, 10_000):
        report(number)
    peers()
