from fractions import Fraction

import pytest

from scored import NONE, leaf_scores, leaf_text, refusals

INPUT = "{评定: {kind: choice, options: [好, 中, 差], owner: 甲科}, 件数: {kind: count, owner: 甲科}}"


def test_the_value_of_the_option() -> None:
    assert leaf_scores("{levels: {of: 评定, give: {好: 7, 中: 5, 差: 3}}}", INPUT, {"评定": ["中", "好", "差"]}) == [5, 7, 3]


def test_otherwise_takes_the_rest() -> None:
    assert leaf_scores("{levels: {of: 评定, give: {好: points}, otherwise: 0.5}}", INPUT, {"评定": ["好", "差"]}) == [10, Fraction(1, 2)]


def test_a_value_may_be_a_formula_that_is_only_asked_where_it_is_taken() -> None:
    told = leaf_scores("{levels: {of: 评定, give: {好: 10, 中: 件数, 差: 0}}}", INPUT, {"评定": ["好", "中", "中"], "件数": [None, "4", None]})
    assert told == [10, 4, "MISSING"]


def test_by_class() -> None:
    score = "{levels: {of: unit_class, give: {街道: 6, 乡镇: 4}}}"
    told = leaf_scores(score, INPUT, {"件数": ["1", "1"]}, top="classes: {街道: {}, 乡镇: {}}", classes=["乡镇", "街道"])
    assert told == [4, 6]


def test_states_pass_through() -> None:
    assert leaf_scores("{levels: {of: 评定, give: {好: 7}, otherwise: 0}}", INPUT, {"评定": [None, NONE]}) == ["MISSING", "NOT_APPLICABLE"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ("{of: 评定, give: {好: 7, 中: 5}}", "K312"),
        ("{of: 评定, give: {好: 7, 中: 5, 差: 3, 优: 9}}", "K413"),
        ("{of: 件数, give: {好: 7}, otherwise: 0}", "K415"),
        ("{of: 评定, give: {好: 7, 中: 5, 差: 评定}}", "K411"),
        ("{give: {好: 7}}", "K202"),
    ],
)
def test_what_cannot_be_meant_is_refused(params: str, code: str) -> None:
    assert refusals(leaf_text(f"{{levels: {params}}}", INPUT)) == [code]
