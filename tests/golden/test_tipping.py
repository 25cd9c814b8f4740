"""Tipping weights on every scheme of the library: at a tip the published place or grade is another, one step nearer it is as it was, by the exact reader."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import ROOT, folder_sheet
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.tipping import tipping_points
from weights import grades, moved, ranks

SCHEMES = sorted(path.stem for path in (ROOT / "rules").glob("*.yaml"))
MOST_RUNS = 4
"""Weights that are run again for each scheme."""


@pytest.mark.parametrize("name", SCHEMES)
def test_a_tip_and_the_step_before_it_are_as_the_exact_reader_says(name: str) -> None:
    base = folder_sheet(name).results
    shown = [unit for row, unit in enumerate(base.units) if base.takes_part(row)][:6]
    found = tipping_points(Moves(base), units=shown, within=Fraction(10))
    now = (ranks(base), grades(base))
    seen: dict[tuple[object, Fraction], tuple[list[int | None], list[str]]] = {}
    for one in found.units:
        row = base.units.index(one.unit)
        for what, tips in enumerate((one.rank, one.grade)):
            for share, changed in [pair for tip in tips[:1] for pair in ((tip.before, False), (tip.at, True))]:
                key = (repr(tips[0].move), share)
                if key not in seen and len(seen) >= MOST_RUNS:
                    continue
                if key not in seen:
                    other = moved(base, tips[0].move, share)
                    seen[key] = (ranks(other), grades(other))
                assert (seen[key][what][row] != now[what][row]) == changed, (one.unit, tips[0])
