"""Every scheme of the library under other weights: totals, ranks and grades of many weightings at once are those of each reweighed plan alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden_case import ROOT, folder_sheet
from kpi_engine.whatif.weights.many import TOTAL, outcome
from kpi_engine.whatif.weights.weightings import families
from weighed import differences, some_weightings

LARGE = 60
"""Units above which one weighting is asked of the exact reader."""

SCHEMES = sorted(path.stem for path in Path(ROOT / "rules").glob("*.yaml"))
NOT_WEIGHED = {"council_vote", "red_lines", "township_hospital_fund"}
"""No two indicators with a weight below one node, or no total."""


@pytest.mark.parametrize("name", SCHEMES)
def test_many_weightings_at_once_are_each_alone(name: str) -> None:
    results = folder_sheet(name).results
    found, _ = families(results.plan, results.facts)
    assert (not found or TOTAL not in results.plan.steps_by_ref) == (name in NOT_WEIGHED)
    if name in NOT_WEIGHED:
        return
    weightings = some_weightings(found, 3, len(results.units))
    which = [2] if len(results.units) > LARGE else [0, 2]
    for linear in (True, False):
        assert not differences(outcome(results, weightings, linear=linear), results, which)
