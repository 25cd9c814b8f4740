"""Ranges of ranks against many weightings of the set, by the exact reader."""

from fractions import Fraction as F
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_engine.engine.results import Results
from kpi_engine.errors import KpiError
from kpi_engine.whatif.closed.programs import Program, Solution
from kpi_engine.whatif.closed.reach import End, Reach, Reaches, reaches, sentences
from kpi_engine.whatif.closed.shifts import Shifts
from weights import CLASSES, PLAIN, again, ranks, scored

UNITS = ["东", "西", "南", "北"]
SHIFT = F(1, 5)


def sampled(base: Results, shift: F) -> list[tuple[int, int]]:
    """The best and worst rank of each unit over the corners, edges and middle of the set."""
    names = ("甲", "乙", "丙")
    written = dict(zip(names, (40, 35, 25), strict=True))
    found = []
    for signs in product((1 - shift, F(1), 1 + shift), repeat=3):
        weights = {name: written[name] * sign for name, sign in zip(names, signs, strict=True)}
        whole = sum(weights.values())
        found.append(ranks(again(base, {name: weight * 100 / whole for name, weight in weights.items()})))
    return [(min(column), max(column)) for column in zip(*found, strict=True)]  # type: ignore[type-var]


RATE = st.sampled_from(["0%", "50%", "60.1%", "90%", "95%", "100%"])
PAIRS = st.lists(st.tuples(RATE, RATE), min_size=4, max_size=4)


@settings(max_examples=12, deadline=None)
@given(PAIRS, st.integers(0, 8))
def test_no_weighting_passes_a_bound_and_what_is_attained_is_a_published_rank(rates: list[tuple[str, str]], faults: int) -> None:
    base = scored(PLAIN, UNITS, {"甲率": [a for a, _ in rates], "乙率": [b for _, b in rates]}, {"西": faults})
    found = reaches(base, SHIFT)
    for row, (one, (best, worst)) in enumerate(zip(found.units, sampled(base, SHIFT), strict=True)):
        assert one.best.bound <= best <= one.now <= worst <= one.worst.bound
        for end in (one.best, one.worst):
            assert witnessed(base, end, row)


def witnessed(base: Results, end: End, row: int) -> bool:
    """Whether the weights are of the set and give the rank, run again by the exact reader."""
    if end.weights is None:
        return ranks(base)[row] == end.attained
    block = Shifts(base).blocks[0]
    assert all(1 - SHIFT <= end.weights[node.name] / node.share <= 1 + SHIFT for node in block.root.below)
    shares = block.shares(end.weights)
    return ranks(again(base, {name: share for name, share in shares.items() if name}))[row] == end.attained


def test_units_far_apart_keep_their_ranks_and_that_is_exact() -> None:
    base = scored(PLAIN, UNITS, {"甲率": ["100%", "80%", "50%", "10%"], "乙率": ["100%", "80%", "50%", "10%"]})
    found = reaches(base, F(1, 10))
    assert [(one.best, one.worst) for one in found.units] == [(End(k, k, "pairs"),) * 2 for k in (1, 2, 3, 4)]
    assert sentences(found)[2] == "东：现第1名；最好第1名（已证明）；最差第1名（已证明）。"
    assert sentences(found, "en")[2] == "东: now 1; best 1 (proved); worst 1 (proved)."


def test_two_units_that_change_places_attain_both_ranks() -> None:
    base = scored(PLAIN, ["东", "西"], {"甲率": ["90%", "60%"], "乙率": ["60%", "92%"]})
    found = reaches(base, SHIFT)
    assert [(one.best.attained, one.worst.attained, one.best.is_exact, one.worst.is_exact) for one in found.units] == [(1, 2, True, True)] * 2


def test_twins_never_part() -> None:
    base = scored(PLAIN, ["东", "西", "南"], {"甲率": ["90%", "90%", "20%"], "乙率": ["60%", "60%", "20%"]})
    found = reaches(base, SHIFT)
    assert [(one.best.bound, one.worst.bound) for one in found.units] == [(1, 1), (1, 1), (3, 3)]


def test_classes_are_ranked_apart_or_together() -> None:
    units = {"东": "街道", "西": "部门", "南": "街道", "北": "部门"}
    given = {"甲率": ["90%", "60%", "20%", "80%"], "乙率": ["60%", "92%", "60%", "50%"]}
    apart = reaches(scored(CLASSES, units, given), SHIFT)
    assert [(one.best.bound, one.worst.bound) for one in apart.units] == [(1, 1), (2, 2), (2, 2), (1, 1)]
    together = reaches(scored(CLASSES.replace("within: class, by", "within: all, by"), units, given), SHIFT)
    for one in together.units:
        assert one.best.bound <= one.best.attained <= one.now <= one.worst.attained <= one.worst.bound


def fixed(point: list[float], bound: float) -> object:
    """A solver that says always the same: the atoms' part of the whole."""

    def solve(program: Program) -> Solution:
        return Solution([*point, *[1.0] * (len(program.cost) - len(point))], bound)

    return solve


def test_a_solver_bounds_and_its_point_is_run_again() -> None:
    base = scored(PLAIN, ["东", "西"], {"甲率": ["90%", "60%"], "乙率": ["60%", "92%"]}, {"东": 1})
    without = reaches(base, SHIFT)
    found = reaches(base, SHIFT, solver=fixed([1.0, 0.3, 0.45, 0.25], 0.0))  # type: ignore[arg-type]
    assert [one.best.attained for one in found.units] == [one.best.attained for one in without.units]


CLOSE = {"甲率": ["90%", "89.9%", "90.1%", "10%"], "乙率": ["90%", "90.1%", "89.9%", "10%"]}


def test_a_solver_is_asked_where_pairs_leave_an_end_open_and_may_know_nothing() -> None:
    base = scored(PLAIN, UNITS, CLOSE)
    asked: list[int] = []

    def nothing(program: Program) -> None:
        asked.append(int(program.whole.sum()))

    found = reaches(base, F(1, 50), solver=nothing)
    ends = [end for one in found.units for end in (one.best, one.worst)]
    assert {end.proof for end in ends} == {"pairs"}
    assert len(asked) == 3 * sum(not end.is_exact for end in ends) > 0


def test_a_bound_of_the_solver_closes_an_end() -> None:
    base = scored(PLAIN, UNITS, CLOSE)
    loose = reaches(base, F(1, 50))
    unit = next(one.unit for one in loose.units if one.worst.bound > one.worst.attained)
    (one,) = reaches(base, F(1, 50), units=[unit]).units
    least = one.worst.bound - one.worst.attained
    found = reaches(base, F(1, 50), units=[unit], solver=fixed([1.0, 0.4, 0.35, 0.25], least - 1e-9))  # type: ignore[arg-type]
    assert found.units[0].worst == End(one.worst.attained, one.worst.attained, "solver", found.units[0].worst.weights)


def test_what_the_solver_bounds_is_said_to_be_the_solvers() -> None:
    one = Reach("东", 3, End(2, 2, "solver"), End(3, 4, "solver"))
    told = sentences(Reaches((one,), SHIFT, ("甲",), 1))
    assert told[2] == "东：现第3名；最好第2名（已证明，求解器，误差 1e-6）；最差能到第3名，不会差于第4名（求解器，误差 1e-6）。"
    assert "浮动不超过 20%" in told[0]


def test_units_that_are_not_linear_are_findings_and_nothing_is_proved_of_them() -> None:
    text = PLAIN.replace("not_applicable: problem", "not_applicable: rescale")
    base = scored(text, ["东", "西", "南"], {"甲率": ["90%", "不涉及", "10%"], "乙率": ["50%", "70%", "10%"]}, {"南": 3})
    found = reaches(base, SHIFT)
    assert [finding.code.number for finding in found.findings] == ["K832"]
    assert [(one.best.bound, one.worst.bound) for one in found.units] == [(1, 2), (1, 3), (2, 3)]
    assert sentences(found)[-1] == "西的总分不随“甲、乙、丙”的份额成直线变化：“总分折算后”这一步（÷）里也有它。"


@pytest.mark.parametrize(("shift", "units", "codes"), [(F(0), ["东"], ["K833"]), (F(1), ["冬"], ["K583", "K833"]), (F(-1, 10), None, ["K833"])])
def test_what_cannot_be_asked_is_refused(shift: F, units: list[str] | None, codes: list[str]) -> None:
    base = scored(PLAIN, ["东", "西"], {"甲率": ["90%", "60%"], "乙率": ["60%", "92%"]})
    with pytest.raises(KpiError) as refused:
        reaches(base, shift, units=units)
    assert sorted(problem.code.number for problem in refused.value.problems) == codes


def test_a_scheme_that_ranks_by_something_else_or_of_which_no_total_is_linear_is_refused() -> None:
    given = {"甲率": ["90%", "60%"], "乙率": ["60%", "92%"]}
    with pytest.raises(KpiError) as refused:
        reaches(scored(PLAIN.replace("by: [total, 甲]", "by: [甲]"), ["东", "西"], given), SHIFT)
    assert [problem.code.number for problem in refused.value.problems] == ["K837"]
    text = PLAIN.replace("not_applicable: problem", "not_applicable: rescale")
    with pytest.raises(KpiError) as refused:
        reaches(scored(text, ["东", "西"], {"甲率": ["90%", "60%"], "乙率": ["不涉及", "不涉及"]}), SHIFT)
    assert [problem.code.number for problem in refused.value.problems] == ["K832"]
