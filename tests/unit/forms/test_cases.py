import pytest

from scored import leaf_scores, leaf_text, refusals

INPUT = "{增速: {kind: percent, owner: 甲科}, 亏损: {kind: yes_no, owner: 甲科}, 说明: {kind: number, owner: 甲科}}"
SCORE = "{cases: [{when: 亏损, give: 0}, {when: 增速 >= 10%, give: points}, {when: 增速 >= 5%, give: 6}, {otherwise: 说明}]}"


def test_the_first_true_row_counts_even_where_a_later_one_gives_more() -> None:
    told = leaf_scores(SCORE, INPUT, {"增速": ["12%", "12%", "7%", "1%"], "亏损": [True, False, False, False], "说明": [None, None, None, "2"]})
    assert told == [0, 10, 6, 2]


def test_a_row_that_was_not_reached_is_never_asked_for() -> None:
    assert leaf_scores(SCORE, INPUT, {"增速": [None, "6%"], "亏损": [True, False]}) == [0, 6]


def test_a_condition_without_value_makes_the_score_unknown() -> None:
    assert leaf_scores(SCORE, INPUT, {"增速": [None], "亏损": [False]}) == ["MISSING"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("[{when: 亏损, give: 0}]", "K202"),
        ("[]", "K202"),
        ("[{when: 亏损}, {otherwise: 1}]", "K202"),
        ("[{when: 增速, give: 0}, {otherwise: 1}]", "K410"),
        ("[{when: 亏损, give: 0, then: 1}, {otherwise: 1}]", "K201"),
        ("[{when: 亏损, give: 好}, {otherwise: 1}]", "K406"),
    ],
)
def test_what_cannot_be_meant_is_refused(rows: str, code: str) -> None:
    assert refusals(leaf_text(f"{{cases: {rows}}}", INPUT)) == [code]
