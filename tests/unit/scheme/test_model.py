"""The models of a scheme: short ways of writing, and what each construct knows of itself."""

from __future__ import annotations

import pytest

from kpi_engine.scheme.model import Grades, InputDecl, Item, Periods, Scheme
from kpi_engine.terms import Formula
from scored import HEAD, read_scheme

REST = """
inputs: {甲数: {kind: count, owner: 办}}
indicators: {甲: {points: 100, score: 甲数}}
ranking: {within: all, by: [total], ties: share}
"""


def test_a_price_alone_is_short_for_an_item() -> None:
    scheme = read_scheme(HEAD + "indicators: {纪律: {points: 100, owner: 办, deduct: {脱岗: 2, 迟到: {each: 1, at_most: 3}}}}\n")
    items: dict[str, Item] = scheme.indicators["纪律"].deduct
    assert (items["脱岗"].each, items["迟到"].each, items["迟到"].at_most) == (Formula("2"), Formula("1"), Formula("3"))


@pytest.mark.parametrize(
    ("written", "direction", "names"),
    [
        ({"from": {"优秀": "90", "合格": "60"}, "otherwise": "不合格"}, "from", ("优秀", "合格", "不合格")),
        ({"up_to": {"一档": "3"}, "otherwise": "二档"}, "up_to", ("一档", "二档")),
        ({"below": {"差": "60"}, "otherwise": "好"}, "below", ("差", "好")),
    ],
)
def test_grades_know_from_which_side_their_bounds_count(written: dict[str, object], direction: str, names: tuple[str, ...]) -> None:
    grades = Grades.model_validate({"of": "total", **written})
    assert (grades.direction, grades.names) == (direction, names)


def test_options_are_words_with_or_without_points() -> None:
    decl = {"kind": "choice", "owner": "办"}
    assert InputDecl.model_validate({**decl, "options": ["完整", "缺"]}).words == ("完整", "缺")
    assert InputDecl.model_validate({"kind": "ballots", "owner": "办", "options": {"好": "100", "差": "0"}}).words == ("好", "差")


def test_classes_are_named_come_from_an_input_or_are_none() -> None:
    assert read_scheme(HEAD + "classes: {镇: {}, 部门: {}}\n" + REST).class_names == ("镇", "部门")
    assert read_scheme(HEAD + REST).class_names == ()
    assert read_scheme(HEAD + REST).class_input == ""


def test_periods_are_counted_or_named() -> None:
    assert Periods.model_validate({"names": ["上半年", "下半年"], "combine": "mean", "missing": "skip"}).names == ("上半年", "下半年")


def test_a_scheme_that_scores_nothing_says_so() -> None:
    assert read_scheme(HEAD + REST).is_scored
    assert isinstance(read_scheme(HEAD + REST), Scheme)
