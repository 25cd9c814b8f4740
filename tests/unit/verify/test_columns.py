"""Which column is which, whatever their order."""

from __future__ import annotations

from kpi_engine.verify.columns import Columns
from kpi_engine.verify.layout import LAYOUTS

SCORES = LAYOUTS["scores.csv"]
WANTED = ["unit", "class", "total", "rank", "grade", "flags", "满意"]


def between(*found: str) -> Columns:
    return Columns.between(WANTED, found, SCORES)


def said(*found: str) -> list[str]:
    return [f"{p.place} {p.message()}" for p in between(*found).problems("scores.csv")]


def test_columns_in_another_order_are_the_same_columns() -> None:
    columns = between("total", "unit", "class", "rank", "grade", "flags", "满意")
    assert columns.same
    assert said("total", "unit", "class", "rank", "grade", "flags", "满意") == []
    line = next(iter(columns.found([(1, []), (2, ["97", "甲", "", "1", "优秀", "", "57"])])))
    assert line.shown == ("甲", "", "97", "1", "优秀", "", "57")
    assert columns.key(line) == ("甲",)


def test_a_heading_that_was_edited_is_a_cell() -> None:
    told = said("unit", "class", "score", "rank", "grade", "flags", "满意")
    assert told == ["scores.csv:1:3 表头：文件里是“score”，重算是“total”"]


def test_a_column_more_and_a_column_less_are_told() -> None:
    assert said("unit", "class", "total", "rank", "grade", "flags") == ["scores.csv:1 少了“满意”一列"]
    assert said(*WANTED, "附注") == ["scores.csv:1:8 多了“附注”一列"]


def test_a_short_line_lacks_cells_and_a_long_one_has_more() -> None:
    columns = between(*WANTED)
    short, long = columns.found([(1, WANTED), (2, ["甲", "", "97"]), (3, ["乙", "", "1", "", "", "", "2", "多"])])
    assert short.shown == ("甲", "", "97", "", "", "", "")
    assert long.shown[-1] == "多"


def test_of_two_columns_with_one_heading_each_is_taken_once() -> None:
    columns = Columns.between(["unit", "工作", "工作"], ["unit", "工作", "工作"], SCORES)
    assert columns.pairs == [(0, 0), (1, 1), (2, 2)]
