"""How tables fall onto pages."""

from __future__ import annotations

import pytest

from kpi_engine.report.pages import Pages, display_width, lines_of, padding_of, pages_across


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("城关镇", 6), ("（3）", 5), ("一\n二三", 4)])
def test_chinese_characters_count_two(text: str, width: int) -> None:
    assert display_width(text) == width


def test_lines_of_a_text() -> None:
    assert [lines_of(text, 10) for text in ("", "五个字正好", "六个字就不行", "一\n二", "x" * 21)] == [1, 1, 2, 2, 3]


def test_a_table_that_can_be_read_is_one_page_wide() -> None:
    assert pages_across([20] * 5, [""] * 5, 1) == Pages(1.0)
    narrow = pages_across([20] * 10, [""] * 10, 1)
    assert (narrow.starts, round(narrow.scale, 3)) == ((0,), 0.717)


def test_a_page_begins_with_a_group() -> None:
    groups = ["", *["甲"] * 5, *["乙"] * 5, *["丙"] * 5]
    assert pages_across([20, *[16] * 15], groups, 1).starts == (0, 6, 11)


def test_a_group_wider_than_a_page_is_cut_where_it_must() -> None:
    assert pages_across([20, *[13] * 24], ["", *["甲"] * 24], 1).starts == (0, 10, 19)


def test_the_last_page_is_not_left_with_three_rows() -> None:
    def padding(rows: int) -> float:
        return padding_of([1] * rows, 1.0, first=100.0, head=50.0, paddings=(6.5, 5.5, 7.5))

    assert padding(19) == 6.5  # one page
    assert padding(20) == 5.5  # 19 and 1 would be left; with 19 points a row 20 fit
    assert padding(22) == 7.5  # 19 + 3; 20 + 2; 18 + 4
    assert padding(24) == 6.5  # 19 + 5


def test_where_nothing_helps_the_first_height_is_taken() -> None:
    assert padding_of([1] * 20, 1.0, first=100.0, head=50.0, paddings=(6.5,)) == 6.5
