from fractions import Fraction

from kpi_engine.whatif.wording import counted, listed, points_text, signed, signed_points, titles_text


def test_long_lists_name_the_first_and_count_the_rest() -> None:
    units = [f"单位{n}" for n in range(10)]
    assert listed(units, most=3) == "单位0、单位1、单位2等 10 个单位"
    assert listed(units, "en", most=3) == "单位0, 单位1, 单位2 and 7 more"
    assert titles_text(["甲", "乙", "丙", "丁"]) == "甲、乙、丙等 4 项"
    assert titles_text(["甲", "乙", "丙", "丁"], "en") == "甲, 乙, 丙 and 1 more"


def test_differences_have_their_sign_and_the_minus_is_that_of_the_tables() -> None:
    assert (signed(Fraction("-1.5"), 2), signed(Fraction(0), 2), signed(Fraction(1, 3))) == ("-1.50", "0.00", "+0.3333…")
    assert signed(Fraction(2, 3), 2) == "+0.67"


def test_points_keep_their_published_places_and_have_more_only_where_they_must() -> None:
    assert (points_text(Fraction("89.5"), 2), points_text(Fraction("89.125"), 2), points_text(Fraction(80), None)) == ("89.50", "89.125", "80")
    assert (signed_points(Fraction("1.5"), 2), signed_points(Fraction(-1, 3), 2)) == ("+1.50", "-0.3333…")


def test_one_of_a_kind_is_no_plural() -> None:
    assert (counted(1, "unit"), counted(0, "unit"), counted(2, "run")) == ("1 unit", "0 units", "2 runs")
