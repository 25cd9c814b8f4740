import random
from fractions import Fraction

import pytest

from comparing import base_of
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Ref, Role, State
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.reasons.differences import differences
from kpi_engine.whatif.reasons.ends import end_of, pairs_of
from kpi_engine.whatif.reasons.mixed import Choice, Mixer

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
classes: {街道: {}, 部门: {}}
inputs:
  增速: {kind: number, owner: 甲股}
  评: {kind: choice, options: [好, 中, 差], owner: 甲股}
events:
  通报: {columns: {件数: {kind: count}}}
indicators:
  增长: {points: 60, floor: none, score: 30 + 增速 - class_mean(增速)}
  评分: {points: 40, floor: none, score: {levels: {of: 评, give: {好: 40, 中: 20, 差: 0}}}, deduct: {通报: {each: 件数 * 0.3}}}
ranking: {within: class, by: [total], ties: share}
decisions: {加分: {range: [0, 5], by: 会议, counts_in: total}}
"""
UNITS = ["甲", "乙", "丙", "丁"]
CLASSES = {"甲": "街道", "乙": "街道", "丙": "部门", "丁": "部门"}
Tables = tuple[dict[str, list[object]], list[dict[str, object]], dict[str, list[object]]]


def tables(dice: random.Random) -> Tables:
    given: dict[str, list[object]] = {"增速": [dice.choice(["1", "2.5", "1/3", "-7"]) for _ in UNITS], "评": [dice.choice("好中差") for _ in UNITS]}
    given["增速"] = [Fraction(str(value)) for value in given["增速"]]
    events: list[dict[str, object]] = [
        {"unit": dice.choice(UNITS), "event": "通报", "件数": dice.choice(["1", "2"])} for _ in range(dice.randrange(5))
    ]
    return given, sorted(events, key=lambda row: UNITS.index(str(row["unit"]))), {"加分": [dice.choice(["0", "2"]) for _ in UNITS]}


def run(told: Tables) -> Base:
    return base_of(SCHEME, CLASSES, told[0], events=told[1], decided=told[2])


@pytest.mark.parametrize("seed", range(20))
def test_one_units_data_of_one_run_beside_the_others_of_the_other(seed: int) -> None:
    dice = random.Random(seed)
    first, second = tables(dice), tables(dice)
    before, after = end_of(run(first)), end_of(run(second))
    pairs = pairs_of(before, after)
    mixer = Mixer(before.results.plan, (before, after), pairs, differences(before, after, pairs), 0)
    for at, unit in enumerate(UNITS):
        for own, others, decisions in ((0, 1, 0), (1, 0, 1), (1, 1, 0), (0, 0, 1)):
            sides = [(first, second)[own if one == unit else others] for one in UNITS]
            given = {name: [side[0][name][row] for row, side in enumerate(sides)] for name in first[0]}
            events = [row for one, side in zip(UNITS, sides, strict=True) for row in side[1] if row["unit"] == one]
            wanted = run((given, events, (first, second)[decisions][2])).results
            facts = mixer.facts(Choice(own, others, decisions=decisions), at)  # type: ignore[arg-type]
            came = run_plan(mixer.ends[0].results.plan, facts, reader="exact")
            for ref in (Ref(Role.TOTAL), Ref(Role.RANK)):
                assert [came.cell(ref, row) for row in range(4)] == [wanted.cell(ref, row) for row in range(4)]


def test_what_is_the_same_stays_one_column() -> None:
    dice = random.Random(1)
    told = tables(dice)
    given = {**told[0], "评": ["好", "好", "差", "中"]}
    before, after = end_of(run(told)), end_of(run((given, told[1], told[2])))
    pairs = pairs_of(before, after)
    mixer = Mixer(before.results.plan, (before, after), pairs, differences(before, after, pairs), 0)
    growth, word = Ref(Role.INPUT, "增速"), Ref(Role.INPUT, "评")
    plain, mixed = mixer.facts(Choice()), mixer.facts(Choice(1, 1))
    assert mixed.columns[growth] is plain.columns[growth] is before.results.facts.columns[growth]
    assert mixed.columns[word] is not plain.columns[word]
    assert mixed.rows["events"] is plain.rows["events"]


def test_a_unit_that_one_register_alone_has_brings_its_own_data() -> None:
    text = SCHEME.replace("classes: {街道: {}, 部门: {}}\n", "").replace("class_mean", "all_mean").replace("within: class", "within: all")
    before = end_of(base_of(text, ["甲", "乙"], {"增速": ["1", "3"], "评": ["好", "中"]}, events=[], decided={"加分": ["0", "0"]}))
    after = end_of(base_of(text, ["乙", "丙"], {"增速": ["5", "9"], "评": ["差", "中"]}, events=[], decided={"加分": ["0", "1"]}))
    pairs = pairs_of(before, after)
    differ = differences(before, after, pairs)
    assert differ.field
    mixer = Mixer(after.results.plan, (before, after), pairs, differ, 1)
    facts = mixer.facts(Choice(field=1))  # the later register with the earlier figures
    assert facts.units == ("乙", "丙")
    growth = facts.columns[Ref(Role.INPUT, "增速")]
    assert [growth.cell(row) for row in range(2)] == [(State.PRESENT, Fraction(3)), (State.PRESENT, Fraction(9))]
    assert facts.columns[Ref(Role.DECIDED, "加分")].cell(1) == (State.PRESENT, Fraction(1))
