"""Who owes what."""

from __future__ import annotations

import pytest

from kpi_engine.cli.owed import tell_owed
from kpi_engine.cli.talk import Talk


def test_long_lists_of_units_are_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    tell_owed(Talk(), {"财政局": {"税收": tuple("甲乙丙丁戊己庚辛壬")}})
    assert capsys.readouterr().out == "还没有报：\n  财政局  税收：甲、乙、丙、丁、戊、己、庚、辛 …(9)\n"


def test_many_lines_are_cut_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    tell_owed(Talk(), {"财政局": {"税收": ("甲",), "支出": ("乙",)}, "统计局": {"产值": ("甲",)}}, most=2)
    assert capsys.readouterr().out.splitlines() == ["还没有报：", "  财政局  税收：甲", "  财政局  支出：乙", "  …… 另有 1 项，用 kpi check 看"]


def test_nothing_is_said_where_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    tell_owed(Talk(), {})
    assert capsys.readouterr().out == ""
