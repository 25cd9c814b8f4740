from fractions import Fraction as F

from kpi_engine.whatif.closed.pairs import Pairs
from kpi_engine.whatif.closed.shifts import Shifts
from weights import PLAIN, scored


def pairs(rates: list[tuple[str, str]], shift: F = F(1, 10)) -> Pairs:
    units = ["东", "西", "南", "北"][: len(rates)]
    return Pairs(Shifts(scored(PLAIN, units, {"甲率": [a for a, _ in rates], "乙率": [b for _, b in rates]})), shift)


def test_who_is_better_in_everything_is_surely_ahead() -> None:
    found = pairs([("90%", "80%"), ("80%", "70%"), ("70%", "70%")])
    assert found.ahead.tolist() == [[False, True, True], [False, False, True], [False, False, False]]
    assert found.rivals == [[], [], []]


def test_rounding_may_make_a_tie_of_what_is_a_hair_better() -> None:
    found = pairs([("90.2%", "80%"), ("90%", "80%")])  # 0.08 points; each total may be rounded by 0.2
    assert not found.ahead.any()
    assert found.rivals == [[1], [0]]


def test_twins_are_no_rivals() -> None:
    assert pairs([("90%", "80%"), ("90%", "80%")]).rivals == [[], []]


def test_the_threshold_itself_is_worked_out_in_fractions() -> None:
    # as written 1 point apart in one of three; at the best the lead is 90% × 40 of (36 + 38.5 + 27.5)
    found = pairs([("91%", "80%"), ("90%", "80%")])
    assert found.most(0, 1) == -F(36, 102)
    assert not found.ahead[0, 1]  # 0.35 points are less than twice 0.2
    assert pairs([("92%", "80%"), ("90%", "80%")]).ahead[0, 1]
