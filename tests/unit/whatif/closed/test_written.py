from kpi_engine.whatif.closed.written import adds_up, existing_shares, written_shares
from weights import CLASSES, HEAD, MEAN, RATES, scored

UNITS = {"东": "街道", "西": "部门"}
GIVEN = {"甲率": ["91%", "80%"], "乙率": ["70%", "不涉及"]}


def test_a_share_is_read_class_by_class_and_is_0_where_the_indicator_does_not_exist() -> None:
    base = scored(CLASSES, UNITS, GIVEN)
    assert written_shares(base, "业务") == {0: 60, 1: 50}
    assert written_shares(base, "乙") == {0: 20, 1: 20}
    assert existing_shares(base, "乙") == {0: 20, 1: 0}


def test_an_open_scale_has_no_share() -> None:
    text = HEAD.replace("points: 100", "points: open") + RATES + "indicators:\n  甲: {points: open, score: 甲率 * 3}\n"
    assert written_shares(scored(text, ["东"], {"甲率": ["91%"], "乙率": ["70%"]}), "甲") is None


def test_points_add_up_unless_rates_are_looked_at() -> None:
    assert adds_up(scored(CLASSES, UNITS, GIVEN).plan, "业务")
    assert not adds_up(scored(MEAN, ["东"], {"甲率": ["91%"], "乙率": ["70%"]}).plan, "")
