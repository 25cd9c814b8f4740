from fractions import Fraction as F

import pytest

from kpi_engine.whatif.closed.affine import NotAffine, Quantity, constant, divided, extreme, multiplied, order, ratio, rounded, summed

ONE = (F(1), F(1))  # the corners of a simplex of two weights
LINE = (F(1), F(0))  # a half line: the value at 0, and the slope


def q(*top: object, slack: object = 0, bottom: tuple[F, ...] | None = None) -> Quantity:
    return Quantity(tuple(F(str(v)) for v in top), (F(str(slack)),) * len(top), bottom)


def test_sums_and_multiples_are_taken_corner_by_corner_and_slacks_add_up() -> None:
    assert summed(q(1, 2, slack="0.5"), q(10, 20, slack="0.1"), ONE) == q(11, 22, slack="0.6")
    assert summed(q(1, 2, slack="0.5"), q(10, 20, slack="0.1"), ONE, -1) == q(-9, -18, slack="0.6")
    assert q(1, 2, slack="0.5").scaled(F(-2)) == q(-2, -4, slack=1)


def test_a_constant_times_a_form_is_a_form_and_a_rounded_constant_adds_its_slack_times_the_size() -> None:
    assert multiplied(q(3, 3), q(1, -2), ONE) == q(3, -6)
    assert multiplied(q(3, 3, slack="0.5"), q(1, -2), ONE) == Quantity((F(3), F(-6)), (F(1, 2), F(1)))


def test_the_product_of_two_forms_is_refused() -> None:
    with pytest.raises(NotAffine):
        multiplied(q(1, 2), q(1, 2), ONE)


def test_a_quotient_of_forms_is_undone_by_the_product_with_its_bottom() -> None:
    rate = divided(q(3, 8), q(1, 2), ONE)
    assert rate == Quantity((F(3), F(8)), (F(0), F(0)), (F(1), F(2)))
    assert multiplied(rate, q(2, 4), ONE) == q(6, 16)
    assert divided(q(3, 6), q(1, 2), ONE) == q(3, 3)


def test_a_divisor_that_changes_its_sign_or_was_rounded_is_refused() -> None:
    for divisor in (q(-1, 2), q(1, 2, slack="0.1")):
        with pytest.raises(NotAffine):
            divided(q(3, 8), divisor, ONE)


def test_quotients_are_added_over_one_bottom() -> None:
    a, b = q(3, 8, bottom=(F(1), F(2))), q(4, 4, bottom=(F(2), F(4)))
    assert summed(a, b, ONE) == q(5, 10, bottom=(F(1), F(2)))
    assert summed(q(1, 1), a, ONE) == q(4, 10, bottom=(F(1), F(2)))
    with pytest.raises(NotAffine):
        summed(a, q(1, 1, bottom=(F(1), F(3))), ONE)
    with pytest.raises(NotAffine):
        summed(a, q(1, 2), ONE)


@pytest.mark.parametrize(
    ("left", "right", "way"),
    [(q(1, 2), q(0, 2), 1), (q(0, 1), q(1, 1), -1), (q(1, 2), q(1, 2), 0), (q(1, 2, slack="0.4"), q(0, 1, slack="0.4"), 1)],
)
def test_an_order_is_told_where_it_is_the_same_for_all_weights_and_whatever_rounding_does(left: Quantity, right: Quantity, way: int) -> None:
    assert order(left, right, ONE) == way


@pytest.mark.parametrize(("left", "right"), [(q(1, 2), q(2, 1)), (q(1, 2, slack="0.5"), q(0, 1, slack="0.5")), (q(1, 1, slack="0.1"), q(1, 1))])
def test_an_order_that_depends_on_the_weights_or_on_rounding_is_refused(left: Quantity, right: Quantity) -> None:
    with pytest.raises(NotAffine):
        order(left, right, ONE)


def test_a_cap_in_proportion_to_the_weight_is_one_of_the_two_sides() -> None:
    assert extreme(q(0, 10), q(0, 12), LINE, min) == q(0, 10)
    assert extreme(q(0, 10, slack="0.5"), q(0, 12), LINE, max) == q(0, 12, slack="0.5")
    with pytest.raises(NotAffine):
        extreme(q(5, 0), q(0, 1), LINE, min)


def test_rounding_to_the_nearest_adds_half_a_unit_and_one_way_a_whole_one() -> None:
    assert rounded(q(1, 2), 1, "half_up", ONE) == q(1, 2, slack="0.05")
    assert rounded(q(1, 2), 1, "floor", ONE) == q(1, 2, slack="0.1")
    assert rounded(q(0, 2), 0, "half_even", LINE).slack == (F(1, 2), F(0))


def test_a_ratio_is_the_one_factor_between_two_forms() -> None:
    assert ratio((F(2), F(4)), (F(1), F(2))) == 2
    assert ratio((F(2), F(5)), (F(1), F(2))) is None
    assert constant(F(7), LINE) == (F(7), F(0))
