"""Scenarios as people write them."""

from __future__ import annotations

import pytest

from kpi_engine import KpiError, score, what_if
from kpi_engine.table import Ref, Role
from windows import DATA, REGISTER, SOURCE


def test_what_if_takes_scenarios_as_people_write_them() -> None:
    run = score(SOURCE, register=REGISTER, data=DATA)
    (harder,) = what_if(run, {"从严": ["grades.优秀=95", "迟到.each=10"]})
    assert harder.scenario.name == "从严"
    assert [rule.path for rule in harder.outcome.rules] == ["grades.优秀", "迟到.each"]
    before = run.results.number(Ref(Role.TOTAL), 0)
    assert before is not None
    assert run.results.number(Ref(Role.TOTAL), 0) == before  # the run itself is as it was
    with pytest.raises(KpiError) as refused:
        what_if(run, {"一": ["满意.points=50"], "二": ["不是改动"]})
    assert {p.code.number for p in refused.value.problems} == {"K801", "K803"}
    with pytest.raises(KpiError) as refused:
        what_if(run, {"一": ["纪律.points=50"], "二": ["没有.points=3"]})
    assert {p.code.number for p in refused.value.problems} == {"K803", "K390"}
