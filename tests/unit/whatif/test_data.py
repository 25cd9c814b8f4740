from fractions import Fraction

from bases import base_of, codes_of, outcome_of
from kpi_engine.table import Ref, Role
from scored import HEAD

TEXT = (
    HEAD
    + """
clause: 例
inputs:
  率: {kind: percent, owner: 股, target: given}
  好坏: {kind: choice, options: [好, 差], owner: 股}
indicators:
  甲:
    points: 60
    periods: {weights: {六月: 50%, 十二月: 50%}, missing: problem}
    score: {attainment: {actual: 率}}
  乙: {points: 40, score: {levels: {of: 好坏, give: {好: 40, 差: 0}}}}
"""
)
BASE = base_of(
    TEXT,
    ["城关镇", "东乡"],
    {"率@六月": ["50%", "80%"], "率@十二月": ["100%", "80%"], "好坏": ["好", "差"]},
    target={"率@六月": ["100%", "100%"], "率@十二月": ["100%", "100%"]},
)


def test_a_value_is_read_as_a_cell_of_a_workbook_would_be() -> None:
    outcome = outcome_of(BASE, "unit 城关镇.率.六月=70%", "unit 东乡.好坏=好")
    assert outcome.results.number(Ref(Role.TOTAL), 0) == 91  # 60 × (0.7 + 1) ÷ 2 + 40
    assert outcome.results.number(Ref(Role.TOTAL), 1) == 88
    assert [(c.unit, c.what, c.old, c.new) for c in outcome.data] == [("城关镇", "率（六月）", "50%", "70%"), ("东乡", "好坏", "差", "好")]
    assert outcome.results.facts.columns[Ref(Role.INPUT, "好坏")].sources(1) == "设想 unit 东乡.好坏=好（原 差）"


def test_the_target_is_a_value_too() -> None:
    outcome = outcome_of(BASE, "unit 城关镇.率目标.六月=50%")
    assert outcome.results.number(Ref(Role.TOTAL), 0) == 100


def test_nothing_of_what_was_reported_is_changed() -> None:
    outcome_of(BASE, "unit 东乡.好坏=好")
    assert BASE.results.number(Ref(Role.TOTAL), 1) == Fraction(48)


def test_unknown_units_inputs_and_values_are_told_together() -> None:
    assert codes_of(BASE, "unit 城关.率.六月=70%", "unit 东乡.比率=1", "unit 东乡.好坏=很好", "unit 东乡.率.六月=约八成") == [
        "K583",
        "K814",
        "K516",
        "K512",
    ]


def test_an_input_of_several_periods_needs_one() -> None:
    assert codes_of(BASE, "unit 城关镇.率=70%") == ["K814"]
