from fractions import Fraction
from pathlib import Path

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


def test_what_does_not_fit_on_a_console_is_left_out_by_columns_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    columns = (Column("u", "unit"), Column("w", "ways"), Column("n", "points"))
    show_trial(Talk(language="en"), Telling("t", (("", ("s",)),), (Listing("t", "table", columns, (("甲", "x" * 200, Fraction(1)),)),)), None)
    assert capsys.readouterr().out == "  s\n\ntable:\n  unit  points\n  甲         1\n  (columns that do not fit here: ways; see --json)\n"


def test_many_sentences_go_to_the_workbook_and_to_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    telling = Telling("题", (("", tuple(f"第{n}句" for n in range(1, 33))),))
    show_trial(Talk(), telling, Path("试算.xlsx"))
    told = capsys.readouterr().out
    assert "第30句\n  …… 另有 2 句，见 试算.xlsx\n" in told
    show_trial(Talk(), telling, None)
    assert "第32句\n" in capsys.readouterr().out


def test_a_column_in_which_nothing_stands_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    columns = (Column("u", "单位"), Column("class", "类别", optional=True))
    show_trial(Talk(), Telling("题", (("", ("句。",)),), (Listing("t", "表", columns, (("甲", ""),)),)), None)
    assert "类别" not in capsys.readouterr().out
