"""Three indicators that are a rate times their points: as small as a scheme can be whose weights say who is ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Role
from scored import facts_of, plan_text

__all__ = ["three_rates", "three_rates_run"]

_NAMES = ("甲", "乙", "丙")
RANKED = "ranking: {within: all, by: [total], ties: share}\n"


def three_rates(*points: int, grades: str = "", ranking: str = RANKED) -> str:
    """The scheme with these points for 甲, 乙 and 丙."""
    inputs = "".join(f"  {name}率: {{kind: percent, owner: 股}}\n" for name in _NAMES)
    items = "".join(f"  {name}: {{points: {share}, score: points * {name}率}}\n" for name, share in zip(_NAMES, points, strict=True))
    head = "scheme: desk\ntitle: 试算\nedition: 2024\npoints: 100\nclause: 例\nrounding: {mode: half_up, total: 2}\nmissing: zero\nnot_applicable: problem\n"
    return f"{head}inputs:\n{inputs}indicators:\n{items}{grades}{ranking}"


def three_rates_run(text: str, units: Sequence[str], given: Mapping[str, Sequence[str]]) -> Results:
    """What such a scheme gives for these rates."""
    plan = plan_text(text)
    return run_plan(plan, facts_of(plan, units, {Role.INPUT: given}, rows={}))
