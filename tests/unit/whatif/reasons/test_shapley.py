import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import pytest

from kpi_engine.whatif.reasons.shapley import GROUPS, Group, shapley


def mean_over_orders(groups: Sequence[Group], value: dict[frozenset[Group], Fraction]) -> dict[Group, Fraction]:
    told = dict.fromkeys(groups, Fraction(0))
    orders = list(permutations(groups))
    for order in orders:
        seen: frozenset[Group] = frozenset()
        for group in order:
            told[group] += (value[seen | {group}] - value[seen]) / len(orders)
            seen |= {group}
    return told


@pytest.mark.parametrize("seed", range(12))
def test_parts_are_the_mean_over_all_orders_and_add_up(seed: int) -> None:
    dice = random.Random(seed)
    groups = GROUPS[: dice.randint(1, 5)]
    states = [frozenset(g for at, g in enumerate(groups) if mask >> at & 1) for mask in range(2 ** len(groups))]
    value = {state: Fraction(dice.randint(-9, 9), dice.randint(1, 7)) for state in states}
    told = shapley(groups, value)
    assert told == mean_over_orders(groups, value)
    assert sum(told.values()) == value[frozenset(groups)] - value[frozenset()]


def test_nothing_that_differs_has_no_parts() -> None:
    assert shapley((), {frozenset(): Fraction(3)}) == {}


def test_a_group_that_never_matters_has_nothing_and_equals_have_equal_parts() -> None:
    value = {
        frozenset(some): Fraction(10 if {"own", "rules"} <= set(some) else 0)
        for some in [(), ("own",), ("rules",), ("quota",), ("own", "rules"), ("own", "quota"), ("rules", "quota"), ("own", "rules", "quota")]
    }
    assert shapley(("own", "rules", "quota"), value) == {"own": Fraction(5), "rules": Fraction(5), "quota": Fraction(0)}  # type: ignore[arg-type]
