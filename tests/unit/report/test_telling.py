from fractions import Fraction

import pytest

from kpi_engine.report.telling import Column, Listing, Telling, Value, cell_text, frames_of, telling_as_json

LISTING = Listing(
    "units",
    "对比",
    (
        Column("unit", "单位"),
        Column("total", "总分", "现在", 2, under="now"),
        Column("rank", "名次", "现在", under="now"),
        Column("points", "差分", "一", 2, signed=True),
    ),
    (("甲", Fraction("90.5"), 1, Fraction(0)), ("乙", None, None, Fraction("-1/3"))),
)
TELLING = Telling("考核　试算", (("一", ("第一句。", "第二句。")), ("二", ("第三句。",))), (LISTING,))


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (Fraction("90.5"), Column("t", "总分", places=2), "90.50"),
        (Fraction(1, 3), Column("t", "总分"), "0.3333…"),
        (Fraction("1.5"), Column("t", "差分", places=2, signed=True), "+1.50"),
        (Fraction(0), Column("t", "差分", places=2, signed=True), "0.00"),
        (-2, Column("t", "升降", signed=True), "-2"),
        ("优秀", Column("t", "等次"), "优秀"),
        (None, Column("t", "名次"), ""),
    ],
)
def test_a_cell_shows_the_decimals_of_its_column(value: Value, column: Column, text: str) -> None:
    assert cell_text(value, column) == text


def test_sentences_stand_in_order() -> None:
    assert TELLING.sentences == ("第一句。", "第二句。", "第三句。")


def test_programs_get_decimals_as_strings_under_stable_keys() -> None:
    assert telling_as_json(TELLING) == {
        "title": "考核　试算",
        "sections": [{"heading": "一", "sentences": ["第一句。", "第二句。"]}, {"heading": "二", "sentences": ["第三句。"]}],
        "tables": {
            "units": [
                {"unit": "甲", "now.total": "90.50", "now.rank": 1, "一.points": "0.00"},
                {"unit": "乙", "now.total": None, "now.rank": None, "一.points": "-0.33"},
            ]
        },
    }


def test_frames_hold_the_exact_values() -> None:
    frame = frames_of(TELLING)["units"]
    assert list(frame.columns) == ["unit", "now.total", "now.rank", "一.points"]
    assert list(frame["now.total"]) == [Fraction("90.5"), None]
    assert list(frame["一.points"]) == [0, Fraction("-1/3")]
