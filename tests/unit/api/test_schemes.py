"""A scheme checked once, and a broken one refused."""

from __future__ import annotations

import pytest

from kpi_engine import KpiError, check_scheme, load_scheme, score, score_request
from windows import DATA, REGISTER, SCHEME, SOURCE


def test_a_scheme_that_was_checked_is_scored_without_reading_it_again() -> None:
    checked = check_scheme(SOURCE)
    runs = [score(scheme, register=REGISTER, data=DATA) for scheme in (SOURCE, checked)]
    assert runs[0].receipt == runs[1].receipt


def test_a_broken_scheme_is_refused_whichever_way_it_comes() -> None:
    broken = ("方案.yaml", SCHEME.replace("points * 满意率", "points * 满意绿").encode())
    for refused in (
        lambda: load_scheme(broken),
        lambda: score(check_scheme(broken), register=REGISTER, data=DATA),
        lambda: score_request(broken, "{}"),
    ):
        with pytest.raises(KpiError) as caught:
            refused()
        assert any("满意绿" in problem.message() for problem in caught.value.problems)
