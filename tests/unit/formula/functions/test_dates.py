import datetime as dt

import pytest

from kpi_engine.formula.functions import row_functions
from kpi_engine.formula.functions.dates import date_const
from kpi_engine.table import as_ordinal


def months(done: str, due: str) -> object:
    exact = row_functions()["months_late"].exact
    assert exact is not None
    return exact([as_ordinal(dt.date.fromisoformat(day)) for day in (done, due)])


@pytest.mark.parametrize(
    ("done", "due", "late"),
    [
        ("2024-03-31", "2024-03-31", 0),
        ("2024-03-01", "2024-03-31", 0),
        ("2024-04-01", "2024-03-31", 1),
        ("2024-04-30", "2024-03-31", 1),
        ("2024-05-01", "2024-03-31", 2),
        ("2025-03-31", "2024-03-31", 12),
        ("2023-01-01", "2024-03-31", 0),
    ],
)
def test_months_begun_after_the_deadline(done: str, due: str, late: int) -> None:
    assert months(done, due) == late


def test_a_date_prints_as_it_is_written() -> None:
    assert date_const(dt.date(2007, 12, 31)).text == "2007-12-31"
