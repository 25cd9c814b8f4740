"""Laws of scenarios over generated schemes: the whole decision again, full marks kept, accounts that balance, twins that stay level."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.engine.again import run_again
from kpi_engine.engine.plan import Plan
from kpi_engine.engine.run import run_plan
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Facts, Ref, Role, Rows
from kpi_engine.trail.balance import unbalanced, unbalanced_figures
from kpi_engine.whatif.rebalance import Shares, rebalanced, shares_of
from kpi_engine.whatif.reweigh import reweighed, unweighable
from schemes import Writer, plan_of, random_facts

SEEDS = range(60)


def generated(seed: int) -> tuple[Plan, Facts, random.Random]:
    dice = random.Random(seed)
    plan = plan_of(Writer(dice).scheme())
    return plan, random_facts(plan, dice), dice


def changed_shares(plan: Plan, dice: random.Random) -> Shares | None:
    """Another share for one indicator, for which its siblings pay; None where the scheme spreads points, or they have too little."""
    classes = plan.scheme.class_names
    leaves = [e for e in plan.book.tree if e.name != ROOT and not e.is_bonus and shares_of(e, classes) and not unweighable(plan, [e.name])]
    if not leaves:
        return None
    entry = dice.choice(leaves)
    new = {cls: points * Fraction(dice.choice([9, 11, 12]), 10) for cls, points in (shares_of(entry, classes) or {}).items()}
    shares, problems = rebalanced(plan.book.tree, classes, {entry.name: new}, "siblings")
    return None if problems or unweighable(plan, shares.scaled) else shares


@pytest.mark.parametrize("seed", SEEDS)
def test_a_scenario_is_a_run_of_the_exact_reader_and_its_accounts_balance(seed: int) -> None:
    plan, facts, dice = generated(seed)
    shares = changed_shares(plan, dice)
    if shares is None:
        return  # how many there are is looked at below
    changed = reweighed(plan, shares.scaled, restated=shares.restated)
    again = run_again(changed, facts, run_plan(plan, facts))
    exact = run_plan(changed, facts, reader="exact")
    for step in changed.steps:
        if not step.domain:
            assert list(again.cells(step.ref)) == list(exact.cells(step.ref)), step.ref
    assert not list(unbalanced(again))
    assert not list(unbalanced_figures(again))


def test_most_generated_schemes_can_be_reweighed() -> None:
    drawn = [generated(seed) for seed in SEEDS]
    assert sum(changed_shares(plan, dice) is not None for plan, _, dice in drawn) >= 40


@pytest.mark.parametrize("seed", SEEDS)
def test_siblings_that_pay_keep_the_full_marks_of_every_node(seed: int) -> None:
    plan, _, dice = generated(seed)
    shares = changed_shares(plan, dice)
    tree, classes = plan.book.tree, plan.scheme.class_names
    new = {**(shares.scaled if shares else {}), **(shares.restated if shares else {})}
    assert ROOT not in new
    for entry in tree:
        children = [child for child in entry.children if not tree[child].is_bonus]
        if entry.name in new and entry.name in (shares.scaled if shares else {}):
            continue  # scaled as a whole: its parts are in the points that are written
        for cls in classes or ("",):
            own = (new.get(entry.name) or shares_of(entry, classes) or {}).get(cls)
            parts = [(new.get(child) or shares_of(tree[child], classes) or {}).get(cls, Fraction(0)) for child in children]
            assert not children or own == sum(parts), (entry.name, cls)


def twins(facts: Facts) -> Facts:
    """The same with the first unit's data for the second as well, in one class."""

    def rows(size: int) -> np.ndarray:
        order = np.arange(size)
        order[1] = 0
        return order

    keep = Ref(Role.UNIT, part="name")
    columns = {}
    for ref, column in facts.columns.items():
        if ref.role is Role.COLUMN or ref == keep:
            columns[ref] = column
            continue
        order = rows(len(column))
        wide = tuple(column.wide[i] for i in order) if column.wide is not None else None
        columns[ref] = replace(column, numerator=column.numerator[order], state=column.state[order], wide=wide)
    tables = {name: Rows(table.name, table.unit[table.unit > 1], {}) for name, table in facts.rows.items()}
    for ref in [ref for ref in columns if ref.role is Role.COLUMN]:
        kept = facts.rows[ref.name].unit > 1
        column = columns[ref]
        wide = tuple(v for v, there in zip(column.wide, kept, strict=True) if there) if column.wide is not None else None
        columns[ref] = replace(column, numerator=column.numerator[kept], state=column.state[kept], wide=wide)
    return replace(facts, columns=columns, rows=tables, class_of=facts.class_of[rows(len(facts.units))])


@pytest.mark.parametrize("seed", SEEDS)
def test_units_with_the_same_data_stay_level_under_any_weights(seed: int) -> None:
    plan, facts, dice = generated(seed)
    facts = twins(facts)
    shares = changed_shares(plan, dice) or Shares({}, {})
    results = run_plan(reweighed(plan, shares.scaled, restated=shares.restated), facts)
    for ref in (Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE)):
        if ref in results.plan.steps_by_ref:
            assert results.cell(ref, 0) == results.cell(ref, 1), ref
