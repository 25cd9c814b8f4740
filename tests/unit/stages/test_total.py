"""Decided points, then vetoes: what each effect leaves, alone and together."""

from fractions import Fraction

import pytest

from scored import HEAD, refusals, score_text

GRADES = """inputs: {x: {kind: number, owner: 甲科}, 事故: {kind: yes_no, owner: 甲科}, 造假: {kind: yes_no, owner: 甲科}}
indicators:
  甲: {points: 60, score: x}
  乙: {points: 40, score: 40}
grades: {of: total, from: {优秀: 90, 良好: 80, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share, vetoed: last}
"""
DATA = {"x": ["60", "55", "30"], "事故": [True, False, False], "造假": [False, False, False]}


def scheme(vetoes: str, *, more: str = "") -> str:
    return HEAD + GRADES + f"vetoes: {{{vetoes}}}\n" + more


@pytest.mark.parametrize(
    ("effect", "total", "grade", "rank"),
    [
        ("grade: 不合格", 100, "不合格", 3),
        ("at_most: 良好", 100, "良好", 1),
        ("total: 59", 59, "不合格", 3),
        ("stop: yes", "NOT_APPLICABLE", "NOT_APPLICABLE", "NOT_APPLICABLE"),
        ("zero: 甲", 40, "不合格", 3),
        ("{grade: 不评}", 100, "不评", 3),
    ],
)
def test_each_effect_of_a_veto(effect: str, total: object, grade: str, rank: object) -> None:
    told = score_text(scheme(f"事故否决: {{when: 事故, then: {{{effect.strip('{}')}}}}}"), ["A", "B", "C"], DATA)
    assert (told.total("A"), told.grade("A"), told.rank("A")) == (total, grade, rank)
    assert (told.total("B"), told.grade("B")) == (95, "优秀")


@pytest.mark.parametrize(
    ("vetoes", "total", "grade"),
    [
        ("一: {when: 事故, then: {total: 59}}, 二: {when: 造假, then: {total: 40}}", 40, "不合格"),
        ("二: {when: 造假, then: {total: 40}}, 一: {when: 事故, then: {total: 59}}", 40, "不合格"),
        ("一: {when: 事故, then: {grade: 合格}}, 二: {when: 造假, then: {grade: 不合格}}", 100, "不合格"),
        ("一: {when: 事故, then: {at_most: 合格}}, 二: {when: 造假, then: {at_most: 良好}}", 100, "合格"),
        ("一: {when: 事故, then: {at_most: 合格}}, 二: {when: 造假, then: {grade: 不合格}}", 100, "不合格"),
        ("一: {when: 事故, then: {total: 59, grade: 良好}}", 59, "良好"),
        ("一: {when: 事故, then: {total: 0}}", 0, "不合格"),
        ("一: {when: 事故, then: {total: 0}}, 二: {when: 造假, then: {total: 40}}", 0, "不合格"),
        ("一: {when: 事故, then: {total: 59}}, 二: {when: 造假, then: {stop: yes}}", "NOT_APPLICABLE", "NOT_APPLICABLE"),
    ],
)
def test_of_several_at_once_the_hardest_counts(vetoes: str, total: object, grade: str) -> None:
    data = {**DATA, "造假": [True, False, False]}
    told = score_text(scheme(vetoes), ["A", "B", "C"], data)
    assert (told.total("A"), told.grade("A")) == (total, grade)


def test_a_cap_of_the_grade_never_lifts_one() -> None:
    told = score_text(scheme("一: {when: 事故, then: {at_most: 良好}}"), ["A"], {"x": ["25"], "事故": [True], "造假": [False]})
    assert told.grade("A") == "合格"


def test_a_veto_by_event_needs_one_event() -> None:
    told = score_text(scheme("通报: {for: 被通报, then: {grade: 不合格}}"), ["A", "B", "C"], DATA, events=[{"unit": "B", "event": "被通报"}])
    assert told.grades() == ["优秀", "不合格", "合格"]


def test_a_veto_may_look_at_the_total_before_vetoes() -> None:
    told = score_text(scheme("线: {when: total < 80, then: {at_most: 合格}}, 底: {when: 事故, then: {total: 59}}"), ["A", "B", "C"], DATA)
    assert [told.total(u) for u in "ABC"] == [59, 95, 70]
    assert told.grade("C") == "合格"


def test_a_condition_that_is_not_known_makes_the_grade_unknown_never_good() -> None:
    told = score_text(scheme("一: {when: 事故, then: {grade: 不合格}}"), ["A"], {"x": ["60"], "事故": [None], "造假": [False]})
    assert told.grade("A") == "MISSING"


def test_a_veto_asks_every_period() -> None:
    text = scheme("一: {when: 事故, then: {grade: 不合格}}", more="periods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\n")
    data = {f"{name}@{p}": ["60"] * 3 if name == "x" else [False] * 3 for p in ("六月", "十二月") for name in DATA}
    told = score_text(text, ["A", "B", "C"], {**data, "事故@六月": [True, False, False], "事故@十二月": [False, False, True]})
    assert told.grades() == ["不合格", "优秀", "不合格"]


DECIDED = "decisions: {领导加减分: {range: [-2, 2], by: 领导小组, counts_in: total}}\n"


def test_decided_points_count_before_vetoes_and_only_where_something_was_decided() -> None:
    text = scheme("底: {when: 事故, then: {total: 59}}", more=DECIDED)
    told = score_text(text, ["A", "B", "C"], DATA, decided={"领导加减分": ["2", "-0.5", None]})
    assert told.totals() == [59, Fraction(945, 10), 70]


@pytest.mark.parametrize(
    ("vetoes", "code"),
    [
        ("一: {when: 事故, then: {at_most: 优}}", "K321"),
        ("一: {when: 事故, then: {zero: 丙}}", "K320"),
        ("一: {when: 事故, then: {}}", "K213"),
        ("一: {then: {grade: 不合格}}", "K213"),
        ("一: {when: 事故, for: 被通报, then: {grade: 不合格}}", "K212"),
        ("一: {when: x, then: {grade: 不合格}}", "K410"),
        ("一: {when: grade == 优秀, then: {grade: 不合格}}", "K414"),
        ("一: {when: total < 60, then: {zero: 甲}}", "K414"),
    ],
)
def test_a_veto_that_cannot_be_meant_is_refused(vetoes: str, code: str) -> None:
    assert code in refusals(scheme(vetoes))
