from fractions import Fraction

from kpi_engine.table import Ref, Role, State
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {率: {kind: percent, owner: 甲科}}
indicators:
  一: {points: 60, clause: 一, score: points * 率}
  二: {points: 40, clause: 二, round: 1, score: points / 3}
grades: {of: total, from: {优秀: 70}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""
)


def results():
    return score_text(TEXT, ["甲", "乙", "丙"], {"率": ["0.5", "1", None]}, apart=["乙"]).results


def test_figures_print_with_their_places_and_states_in_words() -> None:
    run = results()
    assert run.text(Ref(Role.TOTAL), 0, 2) == "43.30"
    assert run.text(Ref(Role.SCORE, "一"), 2, 2) == "未报"
    assert run.text(Ref(Role.GRADE), 1) == "优秀"
    assert run.text(Ref(Role.UNIT, part="ranked"), 1) == "否"
    assert run.text(Ref(Role.START, "二"), 0) == "13.333333"
    assert run.text(Ref(Role.RANK), 1) == "不涉及"


def test_published_places_are_those_of_the_level_or_the_node() -> None:
    run = results()
    assert (run.places(), run.places("一"), run.places("二")) == (2, None, 1)


def test_figures_are_asked_for_by_what_they_are() -> None:
    run = results()
    assert run.number(Ref(Role.SCORE, "一"), 1) == 60
    assert run.number(Ref(Role.GRADE), 1) is None
    assert run.word(Ref(Role.TOTAL), 1) == ""
    assert run.cell(Ref(Role.SCORE, "没有"), 0) == (State.MISSING, None)
    assert run.has_value(Ref(Role.SCORE, "一"), 0)
    assert not run.has_value(Ref(Role.SCORE, "一"), 2)
    assert (run.is_ranked(0), run.is_ranked(1), run.takes_part(1)) == (True, False, True)


def test_quantities_print_as_they_are_declared() -> None:
    run = results()
    assert run.measure_of(Ref(Role.INPUT, "率")).percent
    assert run.measure_of(Ref(Role.SCORE, "二")).places == 1
    assert run.measure_of(Ref(Role.TOTAL)).places == 2
    assert run.measure_of(Ref(Role.VALUE, "x")).places is None


def test_exact_cells_are_kept() -> None:
    run = results()
    assert run.cells(Ref(Role.START, "二"))[0] == (State.PRESENT, Fraction(40, 3))
