from kpi_engine.verify.layout import LAYOUTS


def test_figures_say_the_same_by_their_value_and_texts_by_their_letters() -> None:
    trail = LAYOUTS["trail.csv"]
    columns = list(trail.columns)
    points, clause, date = columns.index("points"), columns.index("clause"), columns.index("date")
    assert trail.reads(points, "-0.500000") == trail.reads(points, "-0.5") == "-0.5"
    assert trail.reads(clause, "1.10") == "1.10" != trail.reads(clause, "1.1")
    assert trail.reads(date, "2024/3/1") == trail.reads(date, "2024-03-01")


def test_columns_beyond_the_first_are_figures() -> None:
    scores = LAYOUTS["scores.csv"]
    assert scores.reads(len(scores.columns), "60.00") == "60"
    assert scores.reads(list(scores.columns).index("grade"), "60.00") == "60.00"
