from fractions import Fraction

import pytest

from kpi_engine.whatif.shares import read_share, share_text, with_parts
from scored import HEAD, plan_text

BEFORE = {"街道": Fraction(30), "部门": Fraction(60)}


@pytest.mark.parametrize(
    ("text", "class_", "share"),
    [
        ("45", "", {"街道": 45, "部门": 45}),
        ("45", "街道", {"街道": 45, "部门": 60}),
        ("{街道: 45}", "", {"街道": 45, "部门": 60}),
        ("{街道: 45, otherwise: 7.5}", "", {"街道": 45, "部门": Fraction("7.5")}),
        ("187/9", "", {"街道": Fraction(187, 9), "部门": Fraction(187, 9)}),
        ("-1", "", None),
        ("很多", "", None),
        ("{乡镇: 45}", "", None),
        ("{街道: 45", "", None),
        ("45", "乡镇", None),
    ],
)
def test_a_new_share_is_a_number_or_a_number_by_class(text: str, class_: str, share: dict | None) -> None:
    assert read_share(text, BEFORE, class_) == share


def test_a_share_is_written_as_the_scheme_writes_it() -> None:
    assert share_text({"街道": Fraction(30), "部门": Fraction(30)}) == "30"
    assert share_text({"街道": Fraction("7.5"), "部门": Fraction(187, 9)}) == "{街道: 7.5, 部门: 187/9}"


def test_a_group_takes_everything_below_it_along() -> None:
    text = HEAD + "clause: 例\ninputs: {率: {kind: percent, owner: 股}}\nindicators:\n  组:\n    points: 100\n    indicators:\n"
    text += "      甲: {points: 70, score: points * 率}\n      乙: {points: 30, score: points * 率}\n"
    assert with_parts(plan_text(text), "组", {"": Fraction(50)}) == {"组": {"": 50}, "甲": {"": 35}, "乙": {"": 15}}
