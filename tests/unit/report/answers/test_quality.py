from fractions import Fraction

from kpi_engine.report.answers.quality import quality_telling
from kpi_engine.whatif.merits.quality import quality
from three import BASE


def test_each_indicator_tells_how_it_spreads_and_what_it_counts() -> None:
    (indicators,) = quality_telling(quality(BASE.results)).listings
    keys = [column.key for column in indicators.columns]
    first = dict(zip(keys, indicators.rows[0], strict=True))
    assert (first["indicator"], first["units"], first["full"], first["zero"], first["mean"]) == ("甲项", 3, Fraction(1, 3), 0, 46)  # 60, 48, 30
    assert first["deviation"] == Fraction("12.33")  # √152
    assert (first["nominal"], first["effective"]) == (Fraction(3, 5), Fraction(249, 403))
    assert sum(row[keys.index("effective")] for row in indicators.rows) == 1
