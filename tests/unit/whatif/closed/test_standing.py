from fractions import Fraction as F

from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.standing import Standing
from weights import CLASSES, PLAIN, scored

GIVEN = {"甲率": ["91%", "80%", "30%"], "乙率": ["70%", "60%", "60%"], "事故": [False, True, False]}
VETO = "vetoes: {事故: {when: 事故, then: {grade: 不合格}}}\n"


def standing(text: str, units: object = ("东", "西", "南")) -> Standing:
    moves = Moves(scored(text, units, GIVEN))  # type: ignore[arg-type]
    return moves.standing(moves.all()[0])


def test_units_of_one_class_are_ranked_together() -> None:
    found = standing(CLASSES, {"东": "街道", "西": "部门", "南": "街道"})
    assert (found.together(0, 2), found.together(0, 1)) == (True, False)
    assert found.settled(0, 2) == 0


def with_veto(vetoed: str, when: str = "事故") -> str:
    text = PLAIN.replace("inputs: {", "inputs: {事故: {kind: yes_no, owner: 股}, ").replace("ties: share", f"ties: share, vetoed: {vetoed}")
    return text + VETO.replace("when: 事故", f"when: {when}")


def test_a_veto_that_puts_a_unit_last_settles_the_order_before_the_totals() -> None:
    found = standing(with_veto("last"))
    assert found.prior == ((F(1),), (F(0),), (F(1),))
    assert (found.settled(0, 1), found.settled(1, 2), found.settled(0, 2)) == (1, -1, 0)


def test_a_vetoed_unit_may_be_unranked() -> None:
    found = standing(with_veto("unranked"))
    assert found.group[1] is None
    assert not found.together(0, 1)


def test_whether_a_veto_holds_may_depend_on_the_weights_and_then_nothing_is_settled() -> None:
    found = standing(with_veto("last", "total < 50"))
    assert found.is_open[2]
    assert found.settled(0, 2) is None


def test_a_ranking_by_something_else_is_not_settled_by_totals() -> None:
    found = standing(PLAIN.replace("by: [total, 甲]", "by: [甲]"))
    assert not found.by_total
    assert found.settled(0, 1) is None


def test_without_a_ranking_nobody_is_ranked() -> None:
    found = standing(PLAIN[: PLAIN.index("ranking")])
    assert found.group == (None, None, None)
