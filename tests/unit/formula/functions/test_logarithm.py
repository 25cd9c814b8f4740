from fractions import Fraction

from kpi_engine.formula.functions import row_functions
from kpi_engine.numbers import exp, ln


def test_the_logarithm_of_what_is_not_positive_has_no_value() -> None:
    exact = row_functions()["ln"].exact
    assert exact is not None
    assert exact([Fraction(75000)]) == ln(Fraction(75000))
    assert exact([Fraction(0)]) is None
    assert exact([Fraction(-1)]) is None


def test_an_exponent_beyond_two_hundred_has_no_value() -> None:
    exact = row_functions()["exp"].exact
    assert exact is not None
    assert exact([Fraction(1, 2)]) == exp(Fraction(1, 2))
    assert exact([Fraction(-200)]) == exp(Fraction(-200))
    assert exact([Fraction(201)]) is None
