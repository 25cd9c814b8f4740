from fractions import Fraction

from kpi_engine.formula.functions import ExactCell, reducers
from kpi_engine.numbers import Root
from kpi_engine.table import State

P, M, E = State.PRESENT, State.MISSING, State.ERROR


def told(name: str, *values: object, **options: int) -> object:
    cells: list[ExactCell] = [v if isinstance(v, tuple) else (P, v if isinstance(v, bool) else Fraction(str(v))) for v in values]  # type: ignore[misc]
    state, value = reducers()[name].exact(cells, options)
    return value if state == P else state.name


def test_a_sum_of_no_rows_is_nothing_and_one_missing_row_makes_it_unknown() -> None:
    assert told("sum") == 0
    assert told("sum", 1, "0.5") == Fraction(3, 2)
    assert told("sum", 1, (M, None)) == "MISSING"
    assert told("sum", (M, None), (E, None)) == "ERROR"


def test_rows_are_counted_whatever_they_hold() -> None:
    assert told("count", 1, (M, None)) == 2


def test_a_jury_drops_its_extremes_only_beyond_so_many_marks() -> None:
    drop = {"highest": 1, "lowest": 1, "if_more_than": 5}
    assert told("mean", 60, 80, 85, 90, 99, **drop) == Fraction(414, 5)
    assert told("mean", 60, 80, 85, 90, 95, 99, **drop) == Fraction(350, 4)


def test_too_few_marks_are_no_mean() -> None:
    assert told("mean", 80, 90, at_least=3) == "MISSING"
    assert told("mean") == "MISSING"
    assert told("mean", 80, (E, None)) == "ERROR"
    assert told("mean", 80, (M, None), at_least=1) == 80


def test_dropping_everything_drops_nothing() -> None:
    assert told("mean", 80, 90, highest=1, lowest=1) == 85
    assert told("mean", 80, 90, highest=3) == 85
    assert told("mean", 70, 80, 90, 95, highest=5, lowest=0) == Fraction(335, 4)


def test_extremes_and_the_last() -> None:
    assert (told("highest", 1, 3, 2), told("lowest", 1, 3, 2), told("last", 1, 3, 2)) == (3, 1, 2)
    assert (told("highest"), told("lowest"), told("last")) == ("MISSING", "MISSING", "MISSING")


def test_series_count_from_the_end_without_a_gap() -> None:
    assert told("in_a_row", True, False, True, True) == 2
    assert told("in_a_row", True, (M, None)) == 0
    assert told("times", True, False, True, (M, None)) == 2


def test_a_root_is_never_left_out_of_what_rows_come_to() -> None:
    rows = [(State.PRESENT, Root(Fraction(2), 2)), (State.PRESENT, Fraction(2))]
    for function in ("sum", "mean", "highest", "lowest"):
        assert reducers()[function].exact(rows, {}) == (State.ERROR, None)
