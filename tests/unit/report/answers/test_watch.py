from fractions import Fraction

from kpi_engine.report.answers.watch import watch_telling
from kpi_engine.whatif.watch import watch
from three import BASE


def test_both_sides_of_a_boundary_are_listed_with_their_distance() -> None:
    (listing,) = watch_telling(watch(BASE.results, Fraction(2)), places=2).listings
    assert [(row[0], row[2], row[5], row[6]) for row in listing.rows] == [("东乡", "优秀", 2, "线上"), ("西乡", "优秀", -2, "线下")]
    assert watch_telling(watch(BASE.results, Fraction(1)), places=2).listings[0].rows == ()
