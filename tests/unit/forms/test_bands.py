import pytest

from scored import NONE, leaf_scores, leaf_text, refusals

INPUT = "{项数: {kind: number, owner: 甲科}, 线: {kind: number, owner: 甲科}}"
AT = ["9.99", "10", "10.01", "19.99", "20", "20.01"]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("from", [0, 4, 4, 4, 8, 8]),
        ("above", [0, 0, 4, 4, 4, 8]),
        ("up_to", [4, 4, 8, 8, 8, 0]),
        ("below", [4, 8, 8, 8, 0, 0]),
    ],
)
def test_one_word_says_on_which_side_the_bound_lies(word: str, told: list[int]) -> None:
    score = f"{{bands: {{of: 项数, {word}: {{10: 4, 20: 8}}, otherwise: 0}}}}"
    assert leaf_scores(score, INPUT, {"项数": AT}) == told


@pytest.mark.parametrize("table", ["{3: 10, 2: 7, 1: 4}", "{1: 4, 2: 7, 3: 10}", "{2: 7, 3: 10, 1: 4}"])
def test_the_order_of_the_bounds_in_the_text_does_not_matter(table: str) -> None:
    score = f"{{bands: {{of: 项数, from: {table}, otherwise: 0}}}}"
    assert leaf_scores(score, INPUT, {"项数": ["4", "3", "2", "1", "0"]}) == [10, 10, 7, 4, 0]


def test_a_bound_and_a_value_may_be_formulas() -> None:
    score = '{bands: {of: 项数, from: {线: points, "线 / 2": points / 2}, otherwise: -1}}'
    assert leaf_scores(score, INPUT, {"项数": ["8", "4", "3.9"], "线": ["8", "8", "8"]}) == [10, 5, -1]


def test_percents_and_negative_bounds() -> None:
    score = "{bands: {of: 项数, from: {-10%: 5, 10%: 10}, otherwise: 0}}"
    assert leaf_scores(score, INPUT, {"项数": ["-0.1", "-0.1001", "0.1"]}) == [5, 0, 10]


def test_states_pass_through() -> None:
    assert leaf_scores("{bands: {of: 项数, from: {1: 1}, otherwise: 0}}", INPUT, {"项数": [None, NONE]}) == ["MISSING", "NOT_APPLICABLE"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ("{of: 项数, otherwise: 0}", "K213"),
        ("{of: 项数, from: {1: 1}, up_to: {1: 1}, otherwise: 0}", "K212"),
        ("{of: 项数, from: {1: 1, 1.0: 2}, otherwise: 0}", "K310"),
        ("{of: 项数, from: {1: 1}}", "K202"),
        ("{of: 项数, from: {1: 1}, otherwise: 0, beyond: hold}", "K201"),
        ("{of: 项数, from: [1, 2], otherwise: 0}", "K204"),
        ("{of: 项数, from: {一: 1}, otherwise: 0}", "K406"),
    ],
)
def test_what_cannot_be_meant_is_refused(params: str, code: str) -> None:
    assert refusals(leaf_text(f"{{bands: {params}}}", INPUT)) == [code]
