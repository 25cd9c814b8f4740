import sys
from fractions import Fraction as F

import pytest

from kpi_engine.whatif.closed.reach import reaches
from kpi_engine.whatif.closed.solver import find_solver
from weights import PLAIN, scored

CLOSE = {"甲率": ["90%", "89%", "93%", "10%"], "乙率": ["90%", "92%", "86%", "10%"]}


def test_without_the_solver_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    solver, findings = find_solver()
    assert solver is None
    assert [finding.code.number for finding in findings] == ["K835"]


def test_the_solver_never_loosens_and_never_passes_what_is_attained() -> None:
    solver, findings = find_solver()
    assert (solver is None) == bool(findings)  # it is an optional part of the installation
    base = scored(PLAIN, ["东", "西", "南", "北"], CLOSE)
    loose, tight = reaches(base, F(1, 5)), reaches(base, F(1, 5), solver=solver)
    for before, after in zip(loose.units, tight.units, strict=True):
        assert before.best.bound <= after.best.bound <= after.best.attained <= before.best.attained
        assert before.worst.attained <= after.worst.attained <= after.worst.bound <= before.worst.bound
