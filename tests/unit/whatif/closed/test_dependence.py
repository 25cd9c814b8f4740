from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.dependence import base_ref, moving, rooted
from scored import plan_text
from weights import HEAD, PLAIN, RATES


def test_what_depends_on_a_share_is_all_that_is_worked_out_from_it() -> None:
    told = moving(plan_text(PLAIN), [Ref(Role.POINTS, "甲")])
    assert {Ref(Role.POINTS, "甲"), Ref(Role.SCORE, "甲"), Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE)} <= told
    assert Ref(Role.SCORE, "乙") not in told


def test_a_root_lives_until_it_is_rounded() -> None:
    text = HEAD.replace("indicator: 1, ", "") + RATES
    text += "indicators:\n  甲: {points: 50, score: sqrt(甲率) * points}\n  乙: {points: 50, score: points * 乙率}\n"
    told = rooted(plan_text(text))
    assert Ref(Role.CAPPED, "甲") in told
    assert Ref(Role.SCORE, "乙") not in told
    assert Ref(Role.SCORE, "") not in told  # the total is rounded


def test_points_as_written_stand_in_the_results_as_points() -> None:
    assert base_ref(Ref(Role.POINTS, "甲", part="written")) == Ref(Role.POINTS, "甲")
    assert base_ref(Ref(Role.POINTS, "甲", part="spread")) == Ref(Role.POINTS, "甲", part="spread")
