from fractions import Fraction

import pytest

from kpi_engine.cli.talk import Talk
from kpi_engine.cli.trial import show_trial
from kpi_engine.report.telling import Column, Listing, Telling


def listing(rows: int, width: int) -> Listing:
    return Listing("t", "表", (Column("u", "单位"), Column("n", "数", places=2)), tuple((f"{row:0{width}}", Fraction(row)) for row in range(rows)))


def test_a_long_table_shows_its_first_rows_and_says_where_the_rest_is(capsys: pytest.CaptureFixture[str]) -> None:
    show_trial(Talk(), Telling("题", (("一", ("句。",)),), (listing(25, 3),)), None)
    told = capsys.readouterr().out
    assert "【一】\n  句。\n\n表：\n  单位     数\n  000    0.00\n" in told
    assert "019" in told
    assert "020" not in told
    assert "另有 5 行，见 --json" in told


def test_a_table_wider_than_a_console_is_left_to_the_workbook(capsys: pytest.CaptureFixture[str]) -> None:
    show_trial(Talk(language="en"), Telling("t", (("", ("s",)),), (listing(2, 200),)), None)
    assert "2 rows, too wide for here, see --json" in capsys.readouterr().out
