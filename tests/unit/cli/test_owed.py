"""Who owes what."""

from __future__ import annotations

import pytest

from kpi_engine.cli.owed import owed_of, tell_owed
from kpi_engine.cli.talk import Talk
from kpi_engine.errors import k6_scoring as k6


def test_long_lists_of_units_are_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    tell_owed(Talk(), {"财政局": {"税收": tuple("甲乙丙丁戊己庚辛壬")}})
    assert capsys.readouterr().out == "还没有报：\n  财政局  税收：甲、乙、丙、丁、戊、己、庚、辛 …(9)\n"


def test_many_lines_are_cut_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    tell_owed(Talk(), {"财政局": {"税收": ("甲",), "支出": ("乙",)}, "统计局": {"产值": ("甲",)}}, most=2)
    assert capsys.readouterr().out.splitlines() == ["还没有报：", "  财政局  税收：甲", "  财政局  支出：乙", "  …… 另有 1 项，用 kpi check 看"]


def test_nothing_is_said_where_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    tell_owed(Talk(), {})
    assert capsys.readouterr().out == ""


def test_what_is_missing_is_gathered_for_whom_to_ask() -> None:
    asked = [("甲镇", "税收", "财政局"), ("乙镇", "税收", "财政局"), ("甲镇", "产值", "统计局")]
    problems = [k6.MISSING_DATA.at(unit=unit, input=name, indicator="总分", owner=owner) for unit, name, owner in asked]
    other = k6.CANNOT_COMPUTE.at(unit="丙镇", indicator="总分", figures="无")
    assert owed_of([*problems, other]) == {"财政局": {"税收": ["甲镇", "乙镇"]}, "统计局": {"产值": ["甲镇"]}}
