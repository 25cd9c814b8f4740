import datetime as dt

import pytest

from kpi_engine.formula.functions import row_functions
from kpi_engine.formula.functions.dates import date_const
from kpi_engine.table import as_ordinal
from scored import HEAD, refusals, score_text


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


@pytest.mark.parametrize(
    ("formula", "days"),
    [
        ("days(date(2024, 2, 27), date(2024, 3, 1))", 3),
        ("days(date(2024, 3, 1), date(2024, 2, 27))", -3),
        ("days(收件, date(2024, 12, 31))", 0),
        ("abs(days(date(2025, 1, 1), 收件))", 1),
    ],
)
def test_days_are_counted_from_the_first_date_to_the_second(formula: str, days: int) -> None:
    text = HEAD + f"inputs: {{收件: {{kind: date, owner: 甲科}}}}\nindicators: {{甲: {{points: 100, floor: none, score: '{formula}'}}}}\n"
    assert score_text(text, ["A"], {"收件": [dt.date(2024, 12, 31)]}).total("A") == days


def test_days_are_between_dates_only() -> None:
    assert refusals(HEAD + "indicators: {甲: {points: 100, score: 'days(1, 2)'}}\n") == ["K415"]


def test_a_date_prints_as_it_is_written() -> None:
    assert date_const(dt.date(2007, 12, 31)).text == "2007-12-31"
