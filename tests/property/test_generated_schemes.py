"""Laws that hold for every scheme: readers agree, accounts balance in memory and read back from the written trail, quotas hold.

Over 1,000 generated schemes (KPI_SCHEMES says how many).
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from kpi_engine.engine.run import run_plan
from kpi_engine.table import Ref, Role
from kpi_engine.trail.balance import unbalanced_figures
from schemes import Writer, plan_of, random_facts
from written import prove_trail

SCHEMES = int(os.environ.get("KPI_SCHEMES", "1000"))
BATCH = 50


@pytest.mark.parametrize("batch", range(-(-SCHEMES // BATCH)))
def test_readers_agree_and_accounts_balance_in_memory_and_read_back(batch: int, tmp_path: Path) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        dice = random.Random(seed)
        text = Writer(dice).scheme()
        plan = plan_of(text)
        facts = random_facts(plan, dice)
        fast, exact = run_plan(plan, facts), run_plan(plan, facts, reader="exact")
        for step in plan.steps:
            assert list(fast.cells(step.ref)) == list(exact.cells(step.ref)), (seed, step.ref, text)
        prove_trail(fast, tmp_path / "trail.csv", about=(seed, text))
        assert not [p.text() for p in unbalanced_figures(fast)], (seed, text)


def test_a_quota_that_takes_none_at_the_cut_is_never_exceeded() -> None:
    for seed in range(200):
        dice = random.Random(seed)
        text = Writer(dice).scheme()
        if "take_none" not in text:
            continue
        plan = plan_of(text)
        results = run_plan(plan, random_facts(plan, dice, units=9))
        quota = plan.scheme.quotas["优秀名额"]
        within = quota.within or (plan.scheme.ranking.within if plan.scheme.ranking else "all")
        for period in plan.scheme.spans(quota):
            held: dict[str, int] = {}
            for row in range(9):
                if not results.is_ranked(row) or results.word(Ref(Role.GRADE, period=period), row) != "优秀":
                    continue
                group = results.class_of(row) if within == "class" else ""
                held[group] = held.get(group, 0) + 1
                assert held[group] <= (results.number(Ref(Role.QUOTA, "优秀名额", period, "places"), row) or 0), (seed, text)
