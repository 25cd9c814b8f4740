from __future__ import annotations

import pytest

from kpi_engine.intake.asked import Asked, Said, period_form, rule_for, spoken_part
from kpi_engine.intake.headers import Head
from kpi_engine.table import Ref, Role
from needing import ballot_needs, column_need, needs_of, with_target

MONTHS = ("1月", "2月", "11月", "12月")
ASKED = Asked(
    needs_of(
        *with_target("派驻医师", "count", label="派驻医师数"),
        *(column_need("投资", period=period) for period in MONTHS),
        *ballot_needs("测评", options={"好": "100"}, not_counted=["弃权"], raters={"群众": "1"}),
        periods=MONTHS,
    )
)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("派驻医师",), Said(name="派驻医师")),
        (("派驻医师数（人）(0.4分)",), Said(name="派驻医师")),
        (("派驻医师目标值",), Said(name="派驻医师", role="target")),
        (("派驻医师（目标）",), Said(name="派驻医师", role="target")),
        (("派驻医师", "实际完成"), Said(name="派驻医师", role="value")),
        (("一月投资",), Said(name="投资", period="1月")),
        (("投资-11月",), Said(name="投资", period="11月")),
        (("投资", "2024年2月"), Said(name="投资", period="2月")),
        (("投资（12月）",), Said(name="投资", period="12月")),
        (("群众", "弃权票数"), Said(rater="群众", option="弃权")),
        (("发出票数",), Said(option="issued")),
        (("不认识",), Said()),
        (("派驻医师", "备注"), Said()),
        (("对口支援任务", "派驻医师"), Said(name="派驻医师")),
    ],
)
def test_headings_say_what_a_column_is(texts, said):
    assert ASKED.read_heading(Head(1, texts, 1)) == said


def test_a_period_within_another_is_not_found_there():
    assert ASKED.period_in("2024年11月报表") == "11月"
    assert ASKED.period_in("1月和2月") == ""
    assert ASKED.period_in("第3季度") == ""


def test_periods_have_one_form():
    assert {period_form(text) for text in ("六月", "6月", "06月", "６月份")} == {"6月"}
    assert period_form("第四季度") == period_form("四季度") == "4季度"


def test_a_need_is_found_by_its_words_and_a_default_period():
    assert ASKED.need_of(Said(name="投资"), "2月").ref == Ref(Role.INPUT, "投资", "2月")
    assert ASKED.need_of(Said(name="投资")) is None
    assert ASKED.need_of(Said(name="派驻医师", period="2月", role="target")).ref == Ref(Role.TARGET, "派驻医师")
    assert ASKED.need_of(Said(name="测评", rater="群众", option="好")).ref == Ref(Role.VOTES, "测评", part="群众|好")
    assert ASKED.periods_asked("投资") == MONTHS


def test_rules_say_how_messages_call_a_cell():
    assert rule_for(ASKED.by_ref[Ref(Role.TARGET, "派驻医师")]).what == "派驻医师数目标"
    assert rule_for(ASKED.by_ref[Ref(Role.VOTES, "测评", part="群众|issued")]).what == "测评群众发出"
    assert spoken_part("|好") == "好"


def test_a_label_may_end_in_brackets_of_its_own_before_those_of_its_unit():
    asked = Asked(
        needs_of(*with_target("村社区", "count", label="村（社区）", measured_in="个"), column_need("联网", "count", label="联网村（社区）"))
    )
    told = {text: asked.read_text(text) for text in ("村（社区）（个）", "村(社区)", "联网村（社区）（个）", "村（社区）（个）（目标）", "村")}
    assert told == {
        "村（社区）（个）": Said(name="村社区"),
        "村(社区)": Said(name="村社区"),
        "联网村（社区）（个）": Said(name="联网"),
        "村（社区）（个）（目标）": Said(name="村社区", role="target"),
        "村": Said(),
    }
