import random
from dataclasses import replace
from fractions import Fraction

import pytest

from kpi_engine.engine.run import run_plan
from kpi_engine.intake.overlay import overlaid
from kpi_engine.table import Facts, Kind, Ref, Role, Rows, State, column_of
from kpi_engine.whatif import replays
from kpi_engine.whatif.replays import GRADE, RANK, TOTAL, Came, Replays
from schemes import Writer, plan_of, random_facts
from scored import facts_of, plan_text

ROOTS = """
scheme: desk
title: 试算
edition: 2024
points: 100
missing: problem
not_applicable: problem
inputs:
  甲数: {kind: number, owner: 甲股}
  乙数: {kind: number, owner: 甲股}
values: {根: sqrt(乙数)}
indicators:
  甲: {points: 100, floor: none, cap: none, score: 甲数 * 根}
grades: {of: total, from: {优秀: 12}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""


def brute(replay: Replays, facts: Facts) -> dict[int, Came]:
    results = run_plan(replay.plan, facts, reader="exact")
    told = {}
    for row in range(len(facts.units)):
        rank = results.number(RANK, row)
        told[row] = Came(results.number(TOTAL, row), int(rank) if rank is not None else None, results.word(GRADE, row))
    return told


def with_cell(facts: Facts, ref: Ref, row: int, value: Fraction) -> Facts:
    return replace(facts, columns={**facts.columns, ref: overlaid(facts.columns[ref], {row: (State.PRESENT, value)}, {})})


def without_first_event(facts: Facts) -> Facts:
    table = facts.rows["events"]
    columns = {
        ref: column_of(column.kind, [column.cell(row) for row in range(1, len(table))], words=column.words)
        for ref, column in facts.columns.items()
        if ref.role is Role.COLUMN and ref.name == "events"
    }
    return replace(facts, columns={**facts.columns, **columns}, rows={"events": Rows("events", table.unit[1:], {})})


@pytest.mark.parametrize("seed", range(25))
def test_many_variants_in_one_pass_come_out_as_each_does_by_the_exact_reader(seed: int) -> None:
    dice = random.Random(seed)
    plan = plan_of(Writer(dice).scheme())
    facts = random_facts(plan, dice)
    numeric = [need.ref for need in plan.needs.columns if need.kind is Kind.NUMBER]
    variants = [facts]
    for _ in range(6):
        changed = facts
        for ref in dice.sample(numeric, min(2, len(numeric))):
            changed = with_cell(changed, ref, dice.randrange(len(facts.units)), Fraction(dice.choice(["0.9", "1", "0.6", "7"])))
        variants.append(changed)
    if len(facts.rows["events"]):
        variants.append(without_first_event(facts))
    replay = Replays(plan, facts)
    everybody = range(len(facts.units))
    assert replay.came(variants, [everybody] * len(variants)) == [brute(replay, one) for one in variants]


def test_unrounded_roots_that_do_not_change_decide_exactly_all_the_same() -> None:
    plan = plan_text(ROOTS)
    facts = facts_of(plan, ["甲", "乙"], {Role.INPUT: {"甲数": ["6", "5"], "乙数": ["4", "2"]}}, rows={})
    replay = Replays(plan, facts)
    variant = with_cell(facts, Ref(Role.INPUT, "甲数"), 1, Fraction(9))
    came = replay.came([facts, variant], [[0, 1], [0, 1]])
    assert came[0][0] == Came(Fraction(12), 1, "优秀")
    assert came[1][1].grade == "优秀"
    assert came[1][1].rank == 1
    assert came[1][1].total == Fraction("12.72792206135785543922")  # 9√2 to 20 decimals
    assert came[1][0] == Came(Fraction(12), 2, "优秀")


def test_passes_are_cut_where_they_would_grow_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "MOST_ROWS", 4)
    plan = plan_text(ROOTS)
    facts = facts_of(plan, ["甲", "乙"], {Role.INPUT: {"甲数": ["10", "5"], "乙数": ["4", "4"]}}, rows={})
    variants = [with_cell(facts, Ref(Role.INPUT, "甲数"), 1, Fraction(n)) for n in range(6, 13)]
    came = Replays(plan, facts).came(variants, [[1]] * len(variants))
    assert [one[1].rank for one in came] == [2, 2, 2, 2, 1, 1, 1]


def test_a_unit_that_does_not_take_part_comes_out_as_nothing() -> None:
    plan = plan_text(ROOTS)
    facts = facts_of(plan, ["甲", "乙"], {Role.INPUT: {"甲数": ["10", "5"], "乙数": ["4", "4"]}}, rows={}, absent=["乙"])
    assert Replays(plan, facts).came([facts], [[1]]) == [{1: Came(None, None, "")}]
