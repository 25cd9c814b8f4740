import random
from fractions import Fraction

import pytest

from kpi_engine.whatif.merits.moments import Correlation, correlation, covariance, deviation_text, mean, variance


def numbers(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_mean_variance_and_covariance_are_exact() -> None:
    assert mean(numbers(1, 2, 2)) == Fraction(5, 3)
    assert variance(numbers(60, 60, 60, 60, 30)) == 144
    assert covariance(numbers(60, 60, 60, 60, 30), numbers(40, 20, 0, 20, 20)) == 0
    assert deviation_text(Fraction(160)) == "12.65"


def test_what_goes_together_exactly_has_an_r_of_one_to_the_last_digit() -> None:
    values = [Fraction(1, 3), Fraction(1, 7), Fraction(-2)]
    assert correlation(values, [3 * value + 1 for value in values]) == Correlation(1, Fraction(1))
    assert correlation(values, [-value for value in values]) == Correlation(-1, Fraction(1))


def test_r_is_rounded_from_an_exact_root() -> None:
    r = correlation(numbers(1, 2, 3), numbers(1, 3, 2))  # 1/2
    assert r == Correlation(1, Fraction(1, 4))
    assert r is not None
    assert (r.text(), r.rounded(0)) == ("0.500", 1)
    assert r.reaches(Fraction(1, 2))
    assert not r.reaches(Fraction(501, 1000))
    assert Correlation(-1, Fraction(9, 19)).text() == "-0.688"


def test_where_nothing_varies_there_is_no_r() -> None:
    assert correlation(numbers(1, 1), numbers(1, 2)) is None
    assert correlation([], []) is None


@pytest.mark.parametrize("seed", range(10))
def test_r_is_never_beyond_one_and_the_same_both_ways(seed: int) -> None:
    dice = random.Random(seed)
    left, right = ([Fraction(dice.randint(-5, 5), dice.randint(1, 4)) for _ in range(4)] for _ in range(2))
    r = correlation(left, right)
    assert r == correlation(right, left)
    assert r is None or r.square <= 1
