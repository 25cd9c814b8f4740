"""The accounts of one unit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpi_engine import KpiError, explain, score
from windows import DATA, REGISTER, SOURCE


def test_single_indicators_are_explained_by_name() -> None:
    run = score(SOURCE, register=REGISTER, data=DATA)
    assert [(account.name, account.closing) for account in explain(run, "税务", indicators=["纪律"])] == [("纪律", Fraction(38))]
    assert explain(run, "税务", indicators=["总分"])[0].closing == Fraction(38)
    with pytest.raises(KpiError) as caught:
        explain(run, "税务", indicators=["纪侓", "满意"])
    assert [problem.code.number for problem in caught.value.problems] == ["K727"]
    with pytest.raises(KpiError) as caught:
        explain(run.results, "税务窗囗")
    assert [problem.code.number for problem in caught.value.problems] == ["K583"]
