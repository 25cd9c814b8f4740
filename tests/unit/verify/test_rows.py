"""Two tables, line by line, whatever their order."""

from __future__ import annotations

import pytest

from kpi_engine.verify import rows
from kpi_engine.verify.rows import Line, Unlike, unlike


def table(*lines: str) -> list[Line]:
    return [Line(number, tuple(line), tuple(line)) for number, line in enumerate(lines, 2)]


def compared(wanted: list[Line], found: list[Line]) -> Unlike:
    return unlike(lambda: wanted, lambda: found, lambda line: line.says[:1])


def text(line: Line) -> str:
    return f"{line.number}{''.join(line.shown)}"


def test_the_same_lines_are_the_same_in_any_order() -> None:
    assert compared(table("a1", "b2", "b2"), table("a1", "b2", "b2")) == Unlike()
    moved = compared(table("a1", "b2", "b2"), table("b2", "a1", "b2"))
    assert moved.same
    assert moved.moved


def test_lines_about_the_same_belong_together() -> None:
    told = compared(table("a1", "b2", "c3"), table("c9", "a1", "b2"))
    assert [(text(a), text(b)) for a, b in told.changed] == [("4c3", "2c9")]
    assert not told.missing
    assert not told.extra


def test_lines_at_the_same_place_belong_together_where_what_they_are_about_changed() -> None:
    told = compared(table("a1", "b2"), table("a1", "x2"))
    assert [(text(a), text(b)) for a, b in told.changed] == [("3b2", "3x2")]


def test_what_is_on_one_side_only_is_told_on_its_side() -> None:
    told = compared(table("a1", "b2", "c3"), table("a1", "c3"))
    assert ([text(line) for line in told.missing], told.extra) == (["3b2"], [])
    told = compared(table("a1", "c3"), table("a1", "b2", "c3"))
    assert (told.missing, [text(line) for line in told.extra]) == ([], ["3b2"])


def test_of_equal_lines_each_counts() -> None:
    told = compared(table("a1", "a1", "a1"), table("a1"))
    assert [text(line) for line in told.missing] == ["2a1", "3a1"]


def test_cells_do_not_run_into_each_other() -> None:
    one, other = [Line(1, ("ab", "c"), ("ab", "c"))], [Line(1, ("a", "bc"), ("a", "bc"))]
    assert not compared(one, other).same


def test_lines_beyond_those_that_are_kept_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "KEPT", 2)
    told = compared(table("a1", "b1", "c1", "d1"), table())
    assert (len(told.missing), told.beyond) == (2, 2)
    assert not told.same
