"""Laws of the engine: what must hold whatever the figures are."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.table import Column, Facts, Ref, Role, State
from schemes import Writer, plan_of, random_facts
from scored import HEAD, NONE, score_text

FEW = settings(max_examples=25, deadline=None)

POINTS = st.integers(0, 400).map(lambda n: Fraction(n, 4))
"""Scores from 0 to 100 in quarters, so that ties are common."""


def permuted(facts: Facts, order: list[int]) -> Facts:
    """The same facts with the units, and the rows of the tables, in another order."""
    place = {old: new for new, old in enumerate(order)}
    shuffled = {}
    for name, rows in facts.rows.items():
        turned = list(reversed(range(len(rows.unit))))
        shuffled[name] = (turned, replace(rows, unit=np.array([place[int(rows.unit[r])] for r in turned], dtype=np.int64)))
    columns = {}
    for ref, column in facts.columns.items():
        columns[ref] = _taken(column, shuffled[ref.name][0] if ref.role is Role.COLUMN else order)
    units = tuple(facts.units[i] for i in order)
    return Facts(units, facts.classes, facts.class_of[order], columns, {name: rows for name, (_, rows) in shuffled.items()})


def _taken(column: Column, order: list[int]) -> Column:
    at = np.array(order, dtype=np.int64)
    wide = tuple(column.wide[i] for i in order) if column.wide is not None else None
    return replace(column, numerator=column.numerator[at], state=column.state[at], wide=wide)


def published(results: Results) -> dict[str, list[object]]:
    """By unit: every score, total, place, grade and the quota."""
    kept = [s.ref for s in results.plan.steps if s.ref.role in (Role.SCORE, Role.TOTAL, Role.RANK, Role.GRADE, Role.QUOTA) and not s.domain]
    return {unit: [results.cell(ref, row) for ref in kept] for row, unit in enumerate(results.units)}


@pytest.mark.parametrize("batch", range(4))
def test_the_order_of_units_and_rows_changes_nothing(batch: int) -> None:
    for seed in range(batch * 20, batch * 20 + 20):
        dice = random.Random(seed)
        text = Writer(dice).scheme()
        plan = plan_of(text)
        facts = random_facts(plan, dice, units=7)
        order = list(range(7))
        dice.shuffle(order)
        assert published(run_plan(plan, facts)) == published(run_plan(plan, permuted(facts, order))), (seed, text)


@pytest.mark.parametrize("batch", range(4))
def test_a_total_lies_between_nothing_and_full_marks_with_all_bonuses(batch: int) -> None:
    for seed in range(batch * 20, batch * 20 + 20):
        dice = random.Random(1000 + seed)
        text = Writer(dice).scheme()
        plan = plan_of(text)
        results = run_plan(plan, random_facts(plan, dice))
        bonuses = sum((e.model.bonus for e in plan.book.tree if isinstance(e.model.bonus, Fraction)), Fraction(0))
        for row in range(len(results.units)):
            total = results.number(Ref(Role.TOTAL), row)
            assert total is None or 0 <= total <= (100 + bonuses) * (2 if "combine: sum" in text else 1), (seed, text)


@pytest.mark.parametrize("batch", range(4))
def test_one_more_deduction_never_raises_a_total(batch: int) -> None:
    """``same_fact: first`` is left out: there an early light event may stand for a heavy one."""
    for seed in range(batch * 20, batch * 20 + 20):
        dice = random.Random(2000 + seed)
        text = Writer(dice).scheme().replace("same_fact: first", "same_fact: heaviest")
        plan = plan_of(text)
        priced = [name for e in plan.book.tree for name in e.model.deduct if name in {need.name for need in plan.needs.events}]
        facts = random_facts(plan, dice)
        if not priced:
            continue
        before, after = run_plan(plan, facts), run_plan(plan, with_event(facts, 0, dice.choice(priced)))
        for row in range(len(facts.units)):
            old, new = before.number(Ref(Role.TOTAL), row), after.number(Ref(Role.TOTAL), row)
            if row == 0 or "class_mean" not in text:
                assert old is None or new is None or new <= old, (seed, text)


def with_event(facts: Facts, unit: int, event: str) -> Facts:
    """One more row of an event, without a fact number, in December."""
    rows = facts.rows[EVENTS]
    columns = dict(facts.columns)
    for ref, column in facts.columns.items():
        if ref.role is Role.COLUMN and ref.name == EVENTS:
            word = {"event": event, "period": "十二月"}.get(ref.part)
            words = column.words if word is None or word in column.words else (*column.words, word)
            number = float(words.index(word)) if word is not None else 0.0
            state = State.PRESENT if word is not None else State.MISSING
            columns[ref] = replace(column, numerator=np.append(column.numerator, number), state=np.append(column.state, np.uint8(state)), words=words)
    return replace(facts, columns=columns, rows={**facts.rows, EVENTS: replace(rows, unit=np.append(rows.unit, unit))})


RANKED = (
    HEAD
    + """classes: {街道: {}, 乡镇: {}}
inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 60, score: x * 0.6}
  乙: {points: 40, score: y * 0.4}
ranking: {within: class, by: [total, 乙], ties: share}
grades: {of: total, from: {优秀: 60}, otherwise: 合格}
quotas: {优秀名额: {grade: 优秀, at_most: 40%%, of: class_count(total), rounding: %s, at_the_cut: %s, falls_to: 合格}}
"""
)

FIGURES = st.lists(st.tuples(POINTS, POINTS, st.sampled_from(["街道", "乡镇"])), min_size=1, max_size=9)


def ranked(rounding: str, cut: str, figures: list[tuple[Fraction, Fraction, str]]):
    units = {f"单位{i}": c for i, (_, _, c) in enumerate(figures)}
    return score_text(RANKED % (rounding, cut), units, {"x": [x for x, _, _ in figures], "y": [y for _, y, _ in figures]})


@FEW
@given(FIGURES)
def test_places_in_a_class_are_competition_places(figures: list[tuple[Fraction, Fraction, str]]) -> None:
    sheet = ranked("floor", "take_none", figures)
    keys = {u: (c, sheet.total(u), sheet.score("乙", u)) for u, (_, _, c) in zip(sheet.results.units, figures, strict=True)}
    for unit, (kind, *key) in keys.items():
        assert sheet.rank(unit) == 1 + sum(other > key for k, *other in keys.values() if k == kind)


@FEW
@given(FIGURES, st.sampled_from(["floor", "half_up", "ceiling"]))
def test_a_quota_is_never_exceeded_where_a_cut_tie_takes_none(figures: list[tuple[Fraction, Fraction, str]], rounding: str) -> None:
    sheet = ranked(rounding, "take_none", figures)
    for kind in ("街道", "乡镇"):
        mine = [u for u, (_, _, c) in zip(sheet.results.units, figures, strict=True) if c == kind]
        held = [u for u in mine if sheet.grade(u) == "优秀"]
        assert not held or len(held) <= sheet.places("优秀名额", held[0])  # type: ignore[operator]


@FEW
@given(FIGURES)
def test_a_quota_that_takes_all_passes_its_places_only_by_a_tie_and_keeps_the_best(figures: list[tuple[Fraction, Fraction, str]]) -> None:
    sheet = ranked("floor", "take_all", figures)
    for kind in ("街道", "乡镇"):
        mine = [u for u, (_, _, c) in zip(sheet.results.units, figures, strict=True) if c == kind]
        held = [u for u in mine if sheet.grade(u) == "优秀"]
        fell = [u for u in mine if sheet.grade(u, "band") == "优秀" and sheet.grade(u) != "优秀"]
        places = sheet.places("优秀名额", mine[0]) if mine else 0
        worst = max((sheet.rank(u) for u in held), default=0)  # type: ignore[type-var]
        assert all(sheet.rank(u) > worst for u in fell)  # type: ignore[operator]
        assert len([u for u in held if sheet.rank(u) != worst]) < places or not held  # type: ignore[operator]


SCALED = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 4}
missing: problem
not_applicable: skip
combine: %s
inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}}
indicators:
  甲: {weight: %s, score: x}
  乙: {weight: %s, score: y}
"""


@FEW
@given(POINTS, POINTS, st.integers(1, 5), st.integers(1, 5), st.sampled_from(["2", "0.5", "7"]), st.sampled_from(["mean", "geometric"]))
def test_weights_count_by_their_ratio_alone(x: Fraction, y: Fraction, a: int, b: int, factor: str, how: str) -> None:
    text = SCALED.replace("not_applicable: skip", "not_applicable: problem") if how == "geometric" else SCALED
    plain = score_text(text % (how, a, b), ["A"], {"x": [x], "y": [y]}).total("A")
    scaled = score_text(text % (how, _plain(a, factor), _plain(b, factor)), ["A"], {"x": [x], "y": [y]}).total("A")
    assert plain == scaled


def _plain(weight: int, factor: str) -> str:
    value = Fraction(weight) * Fraction(factor)
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator / value.denominator:g}"


RESCALED = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 6}
missing: problem
not_applicable: rescale
inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}, z: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 50, score: x / 2}
  乙: {points: 30, score: y * 0.3}
  丙: {points: 20, score: z / 5}
"""


@FEW
@given(POINTS, POINTS)
def test_rescaling_keeps_the_rate_of_what_applies(x: Fraction, y: Fraction) -> None:
    sheet = score_text(RESCALED, ["A", "B"], {"x": [x, x], "y": [y, y], "z": [NONE, (5 * x + 3 * y) / 8]})
    assert sheet.total("A") == sheet.total("B")


@FEW
@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.integers(0, 10_000), st.sampled_from(["largest_remainder", "first"]))
def test_the_cents_of_a_pot_add_up_and_nobody_is_a_cent_off(shares: list[int], cents: int, leftover: str) -> None:
    pot = Fraction(cents, 100)
    text = f"""{HEAD}inputs: {{总额: {{kind: number, owner: 财务股, per: all}}, 份: {{kind: count, owner: 甲科}}}}
indicators: {{甲: {{points: 100, score: 1}}}}
payments: {{奖金: {{pot: 总额, shares: 份, places: 2, leftover_cents: {leftover}, if_no_shares: keep}}}}
"""
    units = [f"单位{i}" for i in range(len(shares))]
    sheet = score_text(text, units, {"总额": [pot] * len(units), "份": [Fraction(s) for s in shares]})
    paid = [sheet.paid("奖金", u) for u in units]
    assert sum(paid) == (pot if sum(shares) else 0)  # type: ignore[arg-type]
    for share, amount in zip(shares, paid, strict=True):
        fair = pot * share / sum(shares) if sum(shares) else 0
        assert leftover == "first" or abs(amount - fair) < Fraction(1, 100)  # type: ignore[operator]
