from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.steps import run_exact
from kpi_engine.formula.tree import references
from kpi_engine.table import Column, Kind, Ref, Role, State, Value, column_of
from kpi_engine.whatif.worlds import frozen, joined_columns, numbered, rows_of, span_of, stacked, tiled_column
from scored import facts_of, plan_text

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  增速: {kind: number, owner: 甲股}
indicators:
  甲: {points: 100, floor: none, score: 50 + 增速 - all_mean(增速), deduct: {通报: 2.5}}
ranking: {within: all, by: [total], ties: share}
"""


def numbers(*texts: str | None) -> Column:
    return column_of(Kind.NUMBER, [(State.PRESENT, Fraction(t)) if t is not None else (State.MISSING, None) for t in texts])


def cells(column: Column) -> list[tuple[State, Value | None]]:
    return [column.cell(row) for row in range(len(column))]


def test_numbers_keep_their_values_and_states_over_a_common_denominator() -> None:
    joined = joined_columns([numbers("1.5", None), numbers("1/3", "-2")])
    assert cells(joined) == [
        (State.PRESENT, Fraction(3, 2)),
        (State.MISSING, None),
        (State.PRESENT, Fraction(1, 3)),
        (State.PRESENT, Fraction(-2)),
    ]


def test_values_that_doubles_do_not_hold_together_are_kept_one_by_one() -> None:
    big = 2**52 + 1
    joined = joined_columns([numbers(str(big)), numbers("1/3")])
    assert joined.wide == (Fraction(big), Fraction(1, 3))


def test_words_are_those_of_all_columns() -> None:
    first = column_of(Kind.WORD, [(State.PRESENT, "好")], words=["好", "差"])
    second = column_of(Kind.WORD, [(State.PRESENT, "中"), (State.NOT_APPLICABLE, None), (State.PRESENT, "好")])
    assert [value for _, value in cells(joined_columns([first, second]))] == ["好", "中", None, "好"]


def test_each_world_comes_out_as_it_does_alone() -> None:
    plan = plan_text(SCHEME)
    given = [{"增速": ["1", "4", "-2"]}, {"增速": ["1", "4", "0.5"]}]
    events = [[{"unit": "乙", "event": "通报"}], []]
    tables = [facts_of(plan, ["甲", "乙", "丙"], {Role.INPUT: one}, rows={"events": rows}) for one, rows in zip(given, events, strict=True)]
    refs = set(tables[0].columns)
    together = stacked(tables, refs)
    total, rank = Ref(Role.TOTAL), Ref(Role.RANK)
    # means are 1 and 11/6: 50, 50.5, 47 and 49.17, 52.17, 48.67
    wanted = [(Fraction(50), 2), (Fraction("50.5"), 1), (Fraction(47), 3), (Fraction("49.17"), 2), (Fraction("52.17"), 1), (Fraction("48.67"), 3)]
    exact, columns = run_exact(plan.steps, together), run_columns(plan.steps, together)
    assert [(exact[total][row][1], exact[rank][row][1]) for row in range(6)] == wanted
    assert [(columns.cells(total)[row][1], columns.cells(rank)[row][1]) for row in range(6)] == wanted


def test_numbers_of_one_world_are_not_those_of_another_however_many_there_are_of_them() -> None:
    assert numbered(np.array([0, 2]), 3, 3).tolist() == [0, 2, 3, 5, 6, 8]
    assert numbered(np.array([0, 2]), 5, 2).tolist() == [0, 2, 5, 7]


def test_rows_are_picked_repeated_and_cut_out_with_their_exact_values() -> None:
    column = numbers("1/3", None, "100000000000000000001")
    assert cells(rows_of(column, np.array([2, 0]))) == [column.cell(2), column.cell(0)]
    twice = tiled_column(column, 2)
    assert cells(twice) == cells(column) * 2
    assert cells(span_of(twice, 2, 2)) == [column.cell(2), column.cell(0)]


def test_what_no_column_holds_is_worked_out_again_and_what_that_reads_is_known() -> None:
    plan = plan_text(SCHEME)
    needed = {step.ref: step for step in plan.steps if not step.domain}
    total, rank = Ref(Role.TOTAL), Ref(Role.RANK)
    below = next(ref for ref in references(needed[total].tree) if ref in needed)
    asked: list[list[Ref]] = []

    def before(refs):
        asked.append(list(refs))
        return {ref: None if ref == total else numbers("1") for ref in refs}

    again, known = frozen([rank], needed, [rank], before)
    assert again == {rank, total}
    assert total not in known
    assert below in known
    assert asked[0].count(total) == 1
