from fractions import Fraction

from kpi_engine.formula.functions import row_functions
from kpi_engine.numbers import ln


def test_the_logarithm_of_what_is_not_positive_has_no_value() -> None:
    exact = row_functions()["ln"].exact
    assert exact is not None
    assert exact([Fraction(75000)]) == ln(Fraction(75000))
    assert exact([Fraction(0)]) is None
    assert exact([Fraction(-1)]) is None
