"""Nothing is published as a blank: what has no value is a problem that names the unit and what it lacks."""

import pytest

from scored import HEAD, NONE, Sheet, score_text

BODY = """inputs: {x: {kind: number, owner: 甲科}, 事故: {kind: yes_no, owner: 安监科}, 基数: {kind: number, owner: 财务股}, 备注数: {kind: number, owner: 乙科}}
indicators:
  甲: {points: 100, score: x}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
"""


def told(text: str, data: dict[str, list[object]], **more: object) -> list[tuple[str, object, object]]:
    units = ["A", "B"]
    sheet: Sheet = score_text(HEAD + BODY + text, units, {"x": ["95", "80"], **data}, **more)  # type: ignore[arg-type]
    return [(p.code.number, p.facts["unit"], p.facts.get("input", p.facts.get("indicator"))) for p in sheet.problems]


def test_a_veto_that_nobody_answered_is_a_problem_not_a_blank_grade() -> None:
    text = "vetoes: {事故否决: {when: 事故, then: {grade: 合格}}}\n"
    assert told(text, {"事故": [False, None]}) == [("K601", "B", "事故")]


def test_money_that_cannot_be_worked_out_is_a_problem() -> None:
    text = "payments: {奖金: {amount: 100 / 基数, places: 2}}\n"
    assert told(text, {"基数": ["0", None]}) == [("K602", "A", "兑现 奖金"), ("K601", "B", "基数")]


def test_a_pot_with_a_negative_share_is_a_problem() -> None:
    text = "payments: {奖金: {pot: 100, shares: 基数, places: 2, leftover_cents: first}}\n"
    assert [code for code, *_ in told(text, {"基数": ["-1", "3"]})] == ["K602", "K602"]


def test_a_measure_that_is_not_known_is_a_problem() -> None:
    text = "consequences: {通报: {when: 基数 > 5}}\n"
    assert told(text, {"基数": ["6", None]}) == [("K601", "B", "基数")]


def test_a_check_that_cannot_be_asked_is_a_problem() -> None:
    text = "checks: {相符: {must: 基数 <= x, otherwise: finding}}\n"
    assert told(text, {"基数": ["6", None]}) == [("K601", "B", "基数")]


def test_what_a_branch_did_not_reach_is_never_asked_for() -> None:
    text = "payments: {奖金: {places: 2, amount: {levels: {of: grade, give: {优秀: 基数, 合格: 0}}}}}\n"
    assert told(text, {"基数": ["6", None]}) == []


def test_one_blank_is_told_once_however_much_rests_on_it() -> None:
    text = "vetoes: {线: {when: x < 60, then: {grade: 合格}}}\npayments: {奖金: {amount: x * 2, places: 2}}\n"
    assert told(text, {"x": ["95", None]}) == [("K601", "B", "x")]


def test_a_unit_to_which_nothing_applies_has_no_total_and_says_so() -> None:
    sheet = score_text(HEAD.replace("not_applicable: problem", "not_applicable: rescale") + BODY, ["A", "B"], {"x": [NONE, "80"]})
    assert [(p.code.number, p.facts["unit"]) for p in sheet.problems] == [("K603", "A")]


def test_a_unit_that_a_veto_stopped_has_no_total_and_that_is_right() -> None:
    text = "vetoes: {事故否决: {when: 事故, then: {stop: yes}}}\n"
    assert told(text, {"事故": [True, False]}) == []


def test_who_does_not_take_part_lacks_nothing() -> None:
    text = "vetoes: {事故否决: {when: 事故, then: {grade: 合格}}}\n"
    assert told(text, {"事故": [False, None]}, absent=["B"]) == []


def test_an_owner_who_reports_neither_events_nor_none_is_asked_once() -> None:
    text = HEAD + "zero_report: required\nindicators: {甲: {points: 100, owner: 信访办, deduct: {投诉查实: 3}}}\n"
    sheet = score_text(text, ["A", "B"], {}, reported={"投诉查实": [None, None]})
    assert [(p.code.number, p.facts["owner"]) for p in sheet.problems] == [("K601", "信访办")]


def test_a_policy_for_blanks_covers_the_blank_and_not_the_veto() -> None:
    body = BODY.replace("甲: {points: 100, score: x}", "甲: {points: 90, score: x}\n  乙: {points: 10, missing: zero, score: 备注数}")
    text = HEAD + body + "vetoes: {事故否决: {when: 事故, then: {grade: 合格}}}\n"
    sheet = score_text(text, ["A"], {"x": ["80"], "事故": [None]})
    assert [(p.code.number, p.facts["input"]) for p in sheet.problems] == [("K601", "事故")]


def test_units_that_the_whole_scheme_is_not_for_have_no_total_and_nothing_is_asked_of_them() -> None:
    text = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: skip
applies_if: 抽查
inputs: {抽查: {kind: yes_no, owner: 甲科}, 率: {kind: percent, owner: 甲科}}
indicators: {一: {points: 100, score: points * 率}}
grades: {of: total, from: {优秀: 90}, otherwise: 良好}
ranking: {within: all, by: [total], ties: share}
"""
    sheet = score_text(text, ["甲", "乙", "丙"], {"抽查": [True, False, True], "率": ["0.95", None, "0.8"]})
    assert sheet.problems == ()
    assert (sheet.totals(), sheet.ranks()) == ([95, "NOT_APPLICABLE", 80], [1, "NOT_APPLICABLE", 2])
    assert sheet.grades() == ["优秀", "NOT_APPLICABLE", "良好"]


def test_what_several_checks_lack_is_asked_for_all_at_once() -> None:
    text = (
        HEAD
        + """
inputs: {甲: {kind: count, owner: 甲科}, 乙: {kind: count, owner: 甲科}, 丙: {kind: count, owner: 乙科}}
indicators:
  一: {points: 100, score: {met: 甲 >= 1}}
checks:
  不少于乙: {must: 甲 >= 乙, otherwise: problem}
  不少于丙: {must: 甲 >= 丙, otherwise: finding}
"""
    )
    assert [p.facts["input"] for p in score_text(text, ["A"], {"甲": ["1"]}).problems] == ["乙", "丙"]


WHOLE = (
    HEAD
    + """inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}, 涉及: {kind: yes_no, owner: 甲科}}
indicators:
  组:
    points: 50
    applies_if: 涉及
    not_applicable: %s
    indicators:
      甲: {points: 20, score: x}
      乙: {points: 30, score: y}
  丙: {points: 50, score: points}
"""
)


@pytest.mark.parametrize(
    ("top", "group", "codes", "total"),
    [
        ("problem", "rescale", [("K603", "A", "组（整项，在“总分”里）")], 50),
        ("spread", "rescale", [("K603", "A", "组（整项，在“总分”里）")], 50),
        ("problem", "spread", [("K603", "A", "组（整项，在“总分”里）")], 50),
        ("rescale", "rescale", [], 100),
        ("zero", "rescale", [], 50),
        ("problem", "skip", [], 50),
    ],
)
def test_a_group_that_makes_good_what_is_below_it_is_not_lost_in_silence_where_it_does_not_apply_itself(
    top: str, group: str, codes: list[tuple[str, str, str]], total: int
) -> None:
    """50 points of A belong to nothing that applies: rescaled at the top 丙's 50 are 100; B, to whom one part does not apply, is made good below."""
    text = (WHOLE % group).replace("not_applicable: problem", f"not_applicable: {top}", 1)
    sheet = score_text(text, ["A", "B"], {"x": [NONE, NONE], "y": [NONE, "30"], "涉及": [False, True]})
    assert [(p.code.number, p.facts["unit"], p.facts["indicator"]) for p in sheet.problems] == codes
    assert (sheet.total("A"), sheet.score("组", "B")) == (total, {"rescale": 50, "spread": 30, "skip": 30}[group])


def test_below_a_leaf_that_is_rescaled_beside_it_a_group_is_made_good_with_it() -> None:
    text = (WHOLE % "rescale").replace(
        "丙: {points: 50, score: points}", "丙: {points: 30, score: points}\n  丁: {points: 20, not_applicable: rescale, score: x}"
    )
    sheet = score_text(text, ["A"], {"x": ["20"], "涉及": [False]})
    assert (sheet.problems, sheet.total("A")) == ((), 100)
