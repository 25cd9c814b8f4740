"""Competition places by the published total and the tie-break chain."""

import pytest

from scored import HEAD, NONE, refusals, score_text

BODY = """inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}, 事故: {kind: yes_no, owner: 甲科}}
indicators:
  甲: {points: 60, score: x}
  乙: {points: 40, score: y}
"""
UNITS = ["A", "B", "C", "D"]
FINE = [False] * 4


def scheme(ranking: str, more: str = "", head: str = HEAD) -> str:
    return f"{head}{BODY}{more}ranking: {ranking}\n"


def test_equals_share_the_better_place_and_the_next_is_skipped() -> None:
    sheet = score_text(scheme("{within: all, by: [total], ties: share}"), UNITS, {"x": ["50", "40", "45", "30"], "y": ["20", "30", "25", "10"]})
    assert (sheet.ranks(), sheet.codes()) == ([1, 1, 1, 4], [])


def test_the_chain_breaks_ties_in_its_order() -> None:
    sheet = score_text(scheme("{within: all, by: [total, 乙], ties: share}"), UNITS, {"x": ["50", "40", "45", "30"], "y": ["20", "30", "25", "10"]})
    assert sheet.ranks() == [3, 1, 2, 4]


def test_places_compare_published_totals_not_what_was_cut_off() -> None:
    sheet = score_text(scheme("{within: all, by: [total], ties: share}"), ["A", "B"], {"x": ["50.001", "50.004"], "y": ["0", "0"]})
    assert sheet.ranks() == [1, 1]


def test_unit_columns_of_another_class_do_not_matter() -> None:
    text = scheme("{within: class, by: [total], ties: share}", "classes: {街道: {}, 乡镇: {}}\n")
    sheet = score_text(text, {"A": "街道", "B": "乡镇", "C": "街道", "D": "乡镇"}, {"x": ["1", "2", "3", "4"], "y": ["0"] * 4})
    assert sheet.ranks() == [2, 2, 1, 1]
    assert sheet.results.cell(next(r for r in sheet.results.columns if r.role.value == "rank_from_last"), 0)[1] == 1


VETO = "vetoes: {事故否决: {when: 事故, then: {grade: 不合格}}}\ngrades: {of: total, from: {合格: 60}, otherwise: 不合格}\n"


@pytest.mark.parametrize(("word", "ranks"), [("last", [4, 1, 2, 3]), ("unranked", ["NOT_APPLICABLE", 1, 2, 3]), ("as_scored", [1, 2, 3, 4])])
def test_where_the_vetoed_stand(word: str, ranks: list[object]) -> None:
    text = scheme(f"{{within: all, by: [total], ties: share, vetoed: {word}}}", VETO)
    data = {"x": ["60", "50", "40", "30"], "y": ["0"] * 4, "事故": [True, False, False, False]}
    assert score_text(text, UNITS, data).ranks() == ranks


def test_several_vetoed_are_last_in_their_own_order() -> None:
    text = scheme("{within: all, by: [total], ties: share, vetoed: last}", VETO)
    data = {"x": ["60", "50", "40", "30"], "y": ["0"] * 4, "事故": [True, False, True, False]}
    assert score_text(text, UNITS, data).ranks() == [3, 1, 4, 2]


def test_a_unit_listed_apart_has_no_place_and_takes_none() -> None:
    text = scheme("{within: all, by: [total], ties: share}")
    sheet = score_text(text, UNITS, {"x": ["60", "50", "40", "30"], "y": ["0"] * 4}, apart=["A"], absent=["C"])
    assert sheet.ranks() == ["NOT_APPLICABLE", 1, "NOT_APPLICABLE", 2]
    assert sheet.total("A") == 60


def test_only_those_among_have_places() -> None:
    text = scheme("{within: all, by: [total], ties: share, among: score(甲) >= 40}")
    assert score_text(text, UNITS, {"x": ["60", "50", "30", "39"], "y": ["0", "0", "40", "40"]}).ranks() == [1, 2, "NOT_APPLICABLE", "NOT_APPLICABLE"]


def test_who_has_no_total_has_no_place() -> None:
    text = scheme("{within: all, by: [total], ties: share}")
    sheet = score_text(text, UNITS, {"x": ["60", None, NONE, "30"], "y": ["0"] * 4})
    assert sheet.ranks() == [1, "MISSING", "NOT_APPLICABLE", 2]


def test_refused_ties_are_a_problem_for_each_unit() -> None:
    text = scheme("{within: all, by: [total], ties: problem}")
    sheet = score_text(text, UNITS, {"x": ["60", "50", "50", "30"], "y": ["0"] * 4})
    assert [(p.code.number, p.facts["unit"]) for p in sheet.problems] == [("K604", "B"), ("K604", "C")]


@pytest.mark.parametrize(
    ("ranking", "code"),
    [
        ("{within: all, by: [total]}", "K202"),
        ("{by: [total], ties: share}", "K202"),
        ("{within: all, by: [总分], ties: share}", "K320"),
        ("{within: all, by: [total], ties: shared}", "K203"),
        ("{within: all, by: [total], ties: share, among: rank <= 3}", "K414"),
    ],
)
def test_what_cannot_be_meant_is_refused(ranking: str, code: str) -> None:
    assert refusals(scheme(ranking)) == [code]
