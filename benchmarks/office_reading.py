"""What `kpi score` does before it scores: read the register and the data of 10,000 units x 60 inputs, beside what two readers take for the same file.

The measure is calamine's read + one bare pass of expat over the XML, the best of three in processor time, in the same process.
Run: `python -m benchmarks.office_reading [UNITS]`; needs python-calamine, which the product itself does not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.office_run import INDICATORS, bare_pass, calamine, make_folder

from kpi_engine import check_scheme
from kpi_engine.intake.collect import collect
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.register import read_register

T = TypeVar("T")
_TIMES = 3


def best(work: Callable[[], T]) -> tuple[float, T]:
    """The least processor time, and what the work gives."""
    told: list[tuple[float, T]] = []
    for _ in range(_TIMES):
        began = time.process_time()
        made = work()
        told.append((time.process_time() - began, made))
    return min(seconds for seconds, _ in told), told[-1][1]


def main() -> None:
    """Print each part in seconds and as a ratio."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        make_folder(folder, units)
        data, register = folder / "数据" / "办公室.xlsx", folder / "单位名录.xlsx"
        fast, _ = best(lambda: calamine(data))
        bare, _ = best(lambda: bare_pass(data))
        print(f"{units} units x {INDICATORS}: calamine {fast:.3f} s, bare pass {bare:.3f} s of processor time")

        def told(part: str, work: Callable[[], T]) -> T:
            seconds, made = best(work)
            print(f"{part:24} {seconds:7.3f} s  {seconds / (fast + bare):5.2f} x")
            return made

        checked = told("scheme, with its lint", lambda: check_scheme(folder / "方案.yaml"))
        assert checked.plan is not None, "the scheme holds"
        needs = checked.plan.needs
        grids = told("register's workbook", lambda: read_grids(register, register.name)[0])
        listed = told("register", lambda: read_register(grids)[0])
        sheets = told("data's workbook", lambda: read_grids(data, data.name)[0])
        collected = told("columns of facts", lambda: collect(sheets, listed, needs))
        assert not collected.problems, "the data hold"


if __name__ == "__main__":
    main()
