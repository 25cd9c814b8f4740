"""The workbook reader against the exact one: every formula, recalculated, comes to the exact result, whatever the file stores."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from calculators import ieee, libreoffice
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.making import const
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
    walk,
)
from kpi_engine.formula.workbook import FIRST_ROW, Layout, write_formula_workbook
from kpi_engine.numbers import MODES
from kpi_engine.table import Facts, Kind, Ref, Role, Rows, State, as_ordinal, column_of
from recalculated import EPOCH, PRESENT, STATE_WORDS, differing
from scored import Sheet, score_text

GRADES = ("优秀", "良好", "a", "A")


class Maker:
    """Facts and steps from a seed; values are few, so that ties, bounds, zeros, negatives and states are common."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.steps: list[Step] = []
        self.names: dict[tuple[str, Kind], list[Name]] = {}

    def facts(self, units: int, rows: int) -> Facts:
        pick = self.random
        columns, tables = {}, {}
        figures: list[Callable[[], Fraction]] = [
            lambda: Fraction(pick.choice([0, 1, 2, 3, 5, 10])),
            lambda: Fraction(pick.choice([-300, 0, 8999, 9000, 9001, 10000]), 10000),
            lambda: Fraction(pick.choice([-25, 5, 15, 25, 35, 1005]), 10),
            lambda: Fraction(pick.choice([1, 2, 3]), pick.choice([1, 3, 7])),
        ]
        unit_of = np.array(sorted(pick.randrange(units) for _ in range(rows)), dtype=np.int64)
        for domain, size in (("", units), ("事项", rows)):
            made = {}
            for number, figure in enumerate(figures):
                made[f"数{number}"] = column_of(Kind.NUMBER, [self.cell(figure) for _ in range(size)])
            made["真"] = column_of(Kind.TRUTH, [self.cell(lambda: pick.random() < 0.5) for _ in range(size)])
            made["词"] = column_of(Kind.WORD, [self.cell(lambda: pick.choice(GRADES)) for _ in range(size)], words=GRADES)
            made["日"] = column_of(Kind.DATE, [self.cell(self.day) for _ in range(size)])
            for title, column in made.items():
                ref = Ref(Role.COLUMN, domain, part=title) if domain else Ref(Role.INPUT, title)
                columns[ref] = column
                self.names.setdefault((domain, column.kind), []).append(Name(ref, column.kind, domain, GRADES if title == "词" else (), title))
            if domain:
                tables[domain] = Rows(domain, unit_of, made)
        classes = np.array([pick.randrange(2) for _ in range(units)], dtype=np.int64)
        return Facts(tuple(f"单位{n}" for n in range(units)), ("甲", "乙"), classes, columns, tables)

    def cell(self, value: Callable[[], object]) -> ExactCell:
        state = self.random.choices(list(State), [20, 1, 1, 0.3])[0]
        return (state, value() if state == PRESENT else None)

    def day(self) -> Fraction:
        return as_ordinal(dt.date(2024, self.random.choice([2, 3, 12]), self.random.choice([1, 28, 29])))

    def number(self, domain: str, depth: int) -> Node:  # noqa: C901
        pick = self.random
        if depth <= 0 or pick.random() < 0.15:
            if pick.random() < 0.3:
                return const(Fraction(pick.choice(["0", "1", "30", "0.9", "-2.5", "7", "0.05"])))
            return pick.choice(self.names[domain, Kind.NUMBER])
        inner = lambda: self.number(domain, depth - 1)  # noqa: E731
        match pick.randrange(14):
            case 0 | 1 | 2 | 3:
                return Arith(pick.choice("+-*/"), inner(), inner())
            case 4:
                return Power(inner(), pick.randrange(3))
            case 5:
                return If(self.truth(domain, depth - 1), inner(), inner())
            case 6:
                key = pick.choice(self.names[domain, Kind.WORD])
                return Lookup(key, (("优秀", inner()), ("a", const(2))), pick.choice([None, const(1)]))
            case 7 | 8:
                return Call(pick.choice(["min", "max", "sum_of"]), tuple(inner() for _ in range(pick.choice([2, 2, 3]))))
            case 9 if pick.random() < 0.5:
                return Call(pick.choice(["highest_applicable", "lowest_applicable"]), (inner(), self.number(domain, 0)))
            case 9:
                return Call(pick.choice(["abs", "floor"]), (inner(),))
            case 10 | 11:
                return Round(inner(), pick.choice([0, 1, 2]), pick.choice(MODES))
            case 12:
                return Fallback(inner(), missing=pick.choice([None, const(0)]), not_applicable=pick.choice([None, const(1)]))
            case _:
                days = self.names[domain, Kind.DATE]
                if pick.random() < 0.5:
                    return Call("months_late", (pick.choice(days), Const(as_ordinal(dt.date(2024, 2, 28)), Kind.DATE)))
                return Arith("-", pick.choice(days), Const(as_ordinal(dt.date(2024, 12, 31)), Kind.DATE))

    def truth(self, domain: str, depth: int) -> Node:
        pick = self.random
        match pick.randrange(7):
            case 0:
                return pick.choice(self.names[domain, Kind.TRUTH])
            case 1:
                return Compare(pick.choice(["==", "!="]), pick.choice(self.names[domain, Kind.WORD]), const("a"))
            case 2 if depth > 0:
                return Logic(pick.choice(["and", "or"]), tuple(self.truth(domain, depth - 1) for _ in range(2)))
            case 3 if depth > 0:
                return Not(self.truth(domain, depth - 1))
            case 4:
                return Call(pick.choice(["is_present", "is_reported", "applies"]), (self.number(domain, 1),), Kind.TRUTH)
            case _:
                op = pick.choice(["==", "!=", "<", "<=", ">", ">="])
                return Compare(op, self.number(domain, depth - 1), self.number(domain, depth - 1))

    def reduction(self) -> Node:
        pick = self.random
        where = self.truth("事项", 1) if pick.random() < 0.6 else None
        function = pick.choice(["sum", "count", "mean", "highest", "lowest", "last", "times"])
        kind = Kind.TRUTH if function == "times" else pick.choice([Kind.NUMBER, Kind.WORD, Kind.TRUTH]) if function == "last" else Kind.NUMBER
        arg = pick.choice(self.names["事项", kind][:3] if kind is Kind.NUMBER else self.names["事项", kind])
        options = {"mean": (("highest", 1), ("lowest", pick.randrange(2)), ("if_more_than", pick.randrange(3)), ("at_least", pick.randrange(3)))}
        told = kind if function == "last" else Kind.NUMBER
        return Reduce(function, "事项", arg, where, options.get(function, ()) if pick.random() < 0.7 else (), told)

    def group(self) -> Node:
        pick = self.random
        scope = pick.choice(["class", "all"])
        among = self.truth("", 1) if pick.random() < 0.4 else None
        function = pick.choice(
            ["max", "min", "mean", "sum", "count", "count_same", "others_mean", "percentile", "rank", "rank", "quota", "at_cut", "share_of_pot"]
        )
        figure = lambda: self.number("", pick.randrange(2))  # noqa: E731
        options: tuple[tuple[str, str], ...] = ()
        kind = Kind.NUMBER
        args: tuple[Node, ...] = (figure(),)
        if function == "percentile":
            args = (figure(), const(Fraction(pick.choice(["0", "0.5", "0.9", "1"]))))
        elif function == "rank":
            args = tuple(figure() for _ in range(pick.choice([1, 2])))
            options = (("first", pick.choice(["highest", "lowest"])), ("ties", pick.choice(["same", "mean"])))
        elif function in ("quota", "at_cut"):
            rank = Group("rank", scope, (figure(),), among)
            args, kind = (self.truth("", 1), rank, const(pick.choice([1, 2]))), Kind.TRUTH
            options = (("at_the_cut", pick.choice(["take_all", "take_none", "problem"])),)
        elif function == "share_of_pot":
            args = (const(Fraction("1000.005")), Call("abs", (self.names["", Kind.NUMBER][pick.randrange(3)],)))
            options = (("leftover", pick.choice(["largest_remainder", "first"])), ("if_no_shares", pick.choice(["keep", "problem"])))
        elif function == "count_same":
            args = (pick.choice(self.names["", pick.choice([Kind.NUMBER, Kind.WORD, Kind.TRUTH])]),)
        return Group(function, scope, args, among, options, kind=kind)

    def step(self, tree: Node, domain: str = "") -> None:
        ref = Ref(Role.PRICE if domain else Role.VALUE, f"步{len(self.steps)}")
        self.steps.append(Step(ref, tree, domain, ref.name))
        self.names[domain, tree.kind].append(Name(ref, tree.kind, domain, (), ref.name))

    def program(self) -> list[Step]:
        for _ in range(3):
            self.step(Round(self.number("", 3), 2))
            self.step(self.number("", 2))
            self.step(self.truth("", 2))
            self.step(self.number("事项", 2), "事项")
            self.step(self.reduction())
            self.step(Round(Arith("*", const(30), self.reduction_number()), 2))
            self.step(self.group())
            self.step(self.group())
        self.step(Absent(State.NOT_APPLICABLE))
        return self.steps

    def reduction_number(self) -> Node:
        found = self.reduction()
        return found if found.kind is Kind.NUMBER else const(1)


def written(seed: int, folder: Path) -> tuple[Path, Layout, list[Step], Facts]:
    maker = Maker(seed)
    facts = maker.facts(units=7, rows=11)
    steps = maker.program()
    path = folder / f"{seed}.xlsx"
    return path, write_formula_workbook(path, steps, facts, spoil=True), steps, facts


@pytest.mark.parametrize("seed", range(12))
def test_every_formula_recalculates_to_the_exact_result_on_plain_doubles(seed: int, tmp_path: Path):
    path, layout, steps, facts = written(seed, tmp_path)
    assert differing(layout, ieee.recalculate(path), steps, facts) == []
    assert len(layout.as_values) < len(steps) / 2


def shuffled(facts: Facts, seed: int) -> Facts:
    """The same register with the values of every column dealt out anew."""
    pick = random.Random(seed)
    columns, tables = {}, {}
    for ref, column in facts.columns.items():
        cells = [column.cell(row) for row in range(len(column))]
        pick.shuffle(cells)
        columns[ref] = column_of(column.kind, cells, words=column.words)
    for name, rows in facts.rows.items():
        tables[name] = Rows(name, rows.unit, {c: columns[Ref(Role.COLUMN, name, part=c)] for c in rows.columns})
    return Facts(facts.units, facts.classes, facts.class_of, columns, tables)


def enter(path: Path, layout: Layout, facts: Facts) -> None:
    """Type other facts into the cells of the data; what is missing is left blank."""
    book = openpyxl.load_workbook(path)
    for ref, columns in layout.inputs.items():
        for row in range(len(facts.columns[ref])):
            state, value = facts.columns[ref].cell(row)
            entries = [None if state == State.MISSING else next((w for w, s in STATE_WORDS.items() if s == state), value)]
            if isinstance(value, Fraction):
                entries = [float(value) - (EPOCH if facts.columns[ref].kind is Kind.DATE else 0), value.numerator, value.denominator]
            for column, entry in zip(columns, [*entries, 0, 1] if len(entries) == 1 else entries, strict=False):
                book[column.sheet][f"{column.letters}{FIRST_ROW + row}"].value = entry
    book.save(path)


@pytest.mark.parametrize("seed", range(200, 206))
def test_other_figures_typed_into_the_data_are_scored_as_the_exact_reader_scores_them(seed: int, tmp_path: Path):
    path, layout, steps, facts = written(seed, tmp_path)
    other = shuffled(facts, seed)
    enter(path, layout, other)
    values = ieee.recalculate(path)
    read = {step.ref: {part.ref for part in walk(step.tree) if isinstance(part, Name)} for step in steps}
    fixed = set(layout.as_values)
    for step in steps:
        if read[step.ref] & fixed:
            fixed.add(step.ref)
    assert differing(layout, values, [s for s in steps if s.ref not in fixed], other, steps) == []


def test_libreoffice_comes_to_the_exact_results(tmp_path: Path):
    made = [written(seed, tmp_path) for seed in range(100, 104)]
    for (_, layout, steps, facts), values in zip(made, libreoffice.recalculate_many([m[0] for m in made]), strict=True):
        assert differing(layout, values, steps, facts) == []


RULES = Path(__file__).parents[2] / "rules" / "hospital_support.yaml"


def hospitals() -> Sheet:
    """The scheme with twelve hospitals on and around its bounds."""
    inputs: dict[str, list[object]] = {
        "派驻医师": [5, 4, 5, 6, 0, 3, 5, 5, 5, 5, 2, 1],
        "医疗事故": [False] * 11 + [True],
        "业务培训": [12, 11, 8, 7, 12, 0, 13, 12, 12, 12, 3, 12],
        "新技术": [3, 2, 1, 0, 3, 3, 4, 3, 3, 3, 1, 3],
        "工作方案": ["完整", "一般", "缺", *["完整"] * 9],
        "群众满意率": [Fraction(n, 1000) for n in (900, 899, 800, 799, 950, 901, 900, 900, 850, 1000, 600, 900)],
    }
    targets: dict[str, list[object]] = {"派驻医师": [5] * 12, "业务培训": [12] * 12}
    events = [{"unit": f"医院{n}", "event": name} for n, name in ((1, "擅自脱岗"), (1, "请假未报备"), (3, "请假未报备"), (3, "请假未报备"))]
    return score_text(RULES.read_text(encoding="utf-8"), [f"医院{n}" for n in range(12)], inputs, targets=targets, events=events)


@pytest.mark.parametrize("calculator", [ieee, libreoffice])
def test_a_whole_scheme_recalculates_to_its_figures_with_nothing_written_as_a_value(calculator, tmp_path: Path):
    results = hospitals().results
    steps = list(results.plan.steps)
    path = tmp_path / "复算.xlsx"
    layout = write_formula_workbook(path, steps, results.facts, {s.ref: results.cells(s.ref) for s in steps}, spoil=True)
    assert layout.as_values == {}
    assert differing(layout, calculator.recalculate(path), steps, results.facts) == []


NEAR_TIES = [
    (Fraction(above, below), places)
    for below in (1, 2, 3, 7, 8, 40, 997, 999_983)
    for above in (
        0,
        1,
        -1,
        below,
        -below,
        2 * below + 1,
        4_999_999,
        -5_000_001,
        99_999_995,
        123_456_789_012 // below,
        999_999_999_999,
        10**12 - below // 2,
    )
    for places in (0, 2)
]
"""Ratios on, just below and just above their ties, small and as large as formulas hold."""


def rounding_program() -> tuple[list[Step], Facts]:
    """One unit a ratio (numerator and denominator as inputs), rounded in every mode at 0 and 2 places, and compared with 0.5."""
    above = [(PRESENT, Fraction(value.numerator)) for value, _ in NEAR_TIES]
    below = [(PRESENT, Fraction(value.denominator)) for value, _ in NEAR_TIES]
    refs = Ref(Role.INPUT, "分子"), Ref(Role.INPUT, "分母")
    columns = {ref: column_of(Kind.NUMBER, cells) for ref, cells in zip(refs, (above, below), strict=True)}
    ratio = Arith("/", Name(refs[0], Kind.NUMBER), Name(refs[1], Kind.NUMBER))
    steps = [Step(Ref(Role.VALUE, f"{mode}{places}"), Round(ratio, places, mode)) for mode in MODES for places in (0, 2)]
    steps += [Step(Ref(Role.VALUE, op), Compare(op, ratio, const(Fraction("0.5")))) for op in ("==", ">=", "<")]
    units = tuple(str(n) for n in range(len(NEAR_TIES)))
    return steps, Facts(units, ("甲",), np.zeros(len(units), dtype=np.int64), columns)


@pytest.mark.parametrize("calculator", [ieee, libreoffice])
def test_ties_and_their_neighbours_round_right_in_every_mode(calculator, tmp_path: Path):
    steps, facts = rounding_program()
    path = tmp_path / "ties.xlsx"
    layout = write_formula_workbook(path, steps, facts, spoil=True)
    assert layout.as_values == {}
    assert differing(layout, calculator.recalculate(path), steps, facts) == []
