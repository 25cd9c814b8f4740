"""What the tests of many weightings share: random weightings, and every figure beside a run of the reweighed plan through the exact reader."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.whatif.reweigh import reweighed
from kpi_engine.whatif.weights.many import GRADE, RANK, TOTAL, Outcome
from kpi_engine.whatif.weights.weightings import Family, Weightings, apportioned, of_steps, together


def some_weightings(families: Sequence[Family], count: int, seed: int, each: int = 100) -> Weightings:
    """Weightings with nothing special about them; who is written as 0 stays 0."""
    dice = np.random.default_rng(seed)
    parts = []
    for family in families:
        claims = dice.integers(1, 30, (count, len(family.classes), len(family.children)))
        there = np.array([[int(share > 0) for share in shares] for shares in family.nominal])
        parts.append(of_steps(family, apportioned(claims * there, each), each))
    return together(parts)


def differences(told: Outcome, base: Results, which: Sequence[int]) -> list[str]:
    """Where totals, ranks or grades are not those of the reweighed plan, through the exact reader."""
    said: list[str] = []
    for at in which:
        alone = run_plan(reweighed(base.plan, told.weightings.shares(at)), base.facts, reader="exact")
        for unit, name in enumerate(base.units):
            found = (told.totals.value(at, unit), int(told.ranks[at, unit]) or None, told.grade(at, unit))
            expected = (alone.number(TOTAL, unit), alone.number(RANK, unit), alone.word(GRADE, unit))
            if found != expected:
                said.append(f"weighting {at}, {name}: {found}, expected {expected}")
    return said
