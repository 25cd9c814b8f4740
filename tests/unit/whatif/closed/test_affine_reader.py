"""What stands in the way of an affine form, and what does not after all."""

from fractions import Fraction as F

import pytest

from kpi_engine.engine.results import Results
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.affine import Obstacle, Spaces
from kpi_engine.whatif.closed.affine_reader import AffineReader
from kpi_engine.whatif.closed.lines import Line
from kpi_engine.whatif.closed.moves import Moves
from weights import PLAIN, moved, scored, totals

UNITS = ["东", "西", "南"]


def along(base: Results, name: str) -> list[Line | Obstacle | None]:
    moves = Moves(base)
    (move,) = moves.of(name)
    lines = moves.line(move)
    for share in move.grid(move.least, move.most)[1:-1:7]:
        for total, line in zip(totals(moved(base, move, share)), lines, strict=True):
            assert not isinstance(line, Line) or (total is not None and abs(total - line.at(share)) <= line.slack)
    return lines


def test_what_does_not_depend_on_weights_is_fixed() -> None:
    base = scored(PLAIN, UNITS, {"甲率": ["50%"] * 3, "乙率": ["50%"] * 3})
    points = Ref(Role.POINTS, "甲")
    reader = AffineReader(base.plan, base, Spaces({0: (F(1), F(0))}, {0: {points: (F(0), F(1))}}))
    steps = base.plan.steps_by_ref
    assert reader.is_fixed(steps[Ref(Role.SCORE, "乙")].tree)
    assert not reader.is_fixed(steps[Ref(Role.SCORE, "甲")].tree)


RESCALED = PLAIN.replace("not_applicable: problem", "not_applicable: rescale")
ABSENT = {"甲率": ["91.3%", "80%", "不涉及"], "乙率": ["70%", "88.8%", "88.8%"]}


def test_who_is_rescaled_is_not_linear_and_the_node_is_named() -> None:
    base = scored(RESCALED, UNITS, ABSENT, {"东": 1})
    lines = along(base, "乙")
    assert isinstance(lines[0], Line)
    assert lines[2] == Obstacle("总分折算后", "÷")


def test_the_rest_is_linear_in_what_does_not_apply_unless_rounding_is_rescaled_without_end() -> None:
    lines = along(scored(RESCALED, UNITS, ABSENT, {"东": 1}), "甲")
    assert lines[2] == Obstacle("总分折算后", "÷")
    unrounded = RESCALED.replace("indicator: 1, ", "")
    lines = along(scored(unrounded, UNITS, ABSENT, {"东": 1}), "甲")
    assert lines[2] == Line(F("56.08") / 60 * 100, F(0), F("0.05"))  # the rest pays in proportion, and is rescaled alike


OBSTACLES = {
    "vetoes: {低分: {when: total < 60, then: {total: 0}}}": Obstacle("低分", "<"),
    "vetoes: {低分: {when: score(甲) < 20, then: {total: 0}}}": Obstacle("低分", "<"),
}


@pytest.mark.parametrize("more", OBSTACLES)
def test_a_veto_that_depends_on_the_weights_is_an_obstacle_where_it_is_not_clear(more: str) -> None:
    base = scored(PLAIN + more + "\n", UNITS, {"甲率": ["91.3%", "80%", "20%"], "乙率": ["90%", "88.8%", "60%"]}, {"东": 0})
    moves = Moves(base)
    (move,) = moves.of("甲")
    assert moves.line(move)[2] == OBSTACLES[more]
    along(base, "甲")


def test_a_veto_that_holds_at_all_weights_is_none() -> None:
    text = PLAIN + "vetoes: {低分: {when: total < 60, then: {total: 0}}}\n"
    base = scored(text, UNITS, {"甲率": ["91.3%", "80%", "20%"], "乙率": ["90%", "88.8%", "10%"]}, {"东": 0})
    lines = along(base, "甲")
    assert lines[2] == Line(F(0), F(0), F(0))
