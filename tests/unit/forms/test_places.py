from fractions import Fraction

import pytest

from scored import NONE, leaf_scores, leaf_text, refusals

INPUT = "{增速: {kind: number, owner: 甲科}, 参加: {kind: yes_no, owner: 甲科}}"


def test_listed_places_then_less_for_each_further_one_but_not_below() -> None:
    score = "{places: {of: 增速, first: highest, give: [10, 9], then: -2, not_below: 4, ties: share}}"
    assert leaf_scores(score, INPUT, {"增速": ["1", "6", "5", "4", "3", "2"]}) == [4, 10, 9, 7, 5, 4]


def test_lowest_first() -> None:
    score = "{places: {of: 增速, first: lowest, give: [10, 8, 6], ties: share}}"
    assert leaf_scores(score, INPUT, {"增速": ["3", "1", "2", "9"]}) == [6, 10, 8, 0]


def test_equals_share_the_better_place_and_the_next_place_is_skipped() -> None:
    score = "{places: {of: 增速, first: highest, give: [10, 9, 8, 7], ties: share}}"
    assert leaf_scores(score, INPUT, {"增速": ["5", "5", "4", "3"]}) == [10, 10, 8, 7]


def test_equals_get_the_mean_of_the_places_that_they_fill() -> None:
    score = "{places: {of: 增速, first: highest, give: [10, 9, 8], then: -2, ties: mean}}"
    assert leaf_scores(score, INPUT, {"增速": ["5", "5", "4", "3", "3"]}) == [Fraction(19, 2), Fraction(19, 2), 8, 5, 5]


def test_a_mean_that_reaches_under_the_floor() -> None:
    """Places 2, 3, 4 are worth 5, 4 (not 3), 4 (not 1)."""
    score = "{places: {of: 增速, first: highest, give: [7, 5], then: -2, not_below: 4, ties: mean}}"
    assert leaf_scores(score, INPUT, {"增速": ["9", "1", "1", "1"]}) == [7, Fraction(13, 3), Fraction(13, 3), Fraction(13, 3)]


def test_refused_ties_have_no_score() -> None:
    score = "{places: {of: 增速, first: highest, give: [10, 9, 8], ties: problem}}"
    assert leaf_scores(score, INPUT, {"增速": ["5", "5", "4"]}) == ["ERROR", "ERROR", 8]


def test_only_those_among_are_ranked_and_the_rest_get_outside() -> None:
    score = "{places: {of: 增速, first: highest, give: [10, 9], among: 参加, outside: 1, ties: share}}"
    assert leaf_scores(score, INPUT, {"增速": ["9", "8", "7"], "参加": [False, True, True]}) == [1, 10, 9]


def test_places_are_in_the_class() -> None:
    score = "{places: {of: 增速, first: highest, give: [10, 9], ties: share}}"
    told = leaf_scores(score, INPUT, {"增速": ["1", "2", "3"]}, top="classes: {街道: {}, 乡镇: {}}", classes=["街道", "街道", "乡镇"])
    assert told == [9, 10, 10]


def test_who_has_no_figure_has_no_place_and_does_not_push_others_down() -> None:
    score = "{places: {of: 增速, first: highest, give: [10, 9], ties: share}}"
    assert leaf_scores(score, INPUT, {"增速": [None, "2", NONE, "1"]}) == ["MISSING", 10, "NOT_APPLICABLE", 9]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ("{of: 增速, first: highest, give: [], ties: share}", "K311"),
        ("{of: 增速, first: highest, give: [10]}", "K202"),
        ("{of: 增速, give: [10], ties: share}", "K202"),
        ("{of: 增速, first: top, give: [10], ties: share}", "K203"),
        ("{of: 增速, first: highest, give: [十], ties: share}", "K206"),
    ],
)
def test_what_cannot_be_meant_is_refused(params: str, code: str) -> None:
    assert refusals(leaf_text(f"{{places: {params}}}", INPUT)) == [code]


@pytest.mark.parametrize(("floor", "told"), [("", Fraction(9, 2)), (", not_below: 2", Fraction(11, 2))])
def test_a_mean_that_reaches_behind_the_list_counts_what_stands_there(floor: str, told: Fraction) -> None:
    """Places 2 and 3 for two equal ones: (9 + 0) ÷ 2, or (9 + 2) ÷ 2 where nobody gets less than 2."""
    score = f"{{places: {{of: 增速, first: highest, give: [10, 9]{floor}, ties: mean}}}}"
    assert leaf_scores(score, INPUT, {"增速": ["9", "5", "5"]}) == [10, told, told]
