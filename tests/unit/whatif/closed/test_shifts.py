from fractions import Fraction as F
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_engine.whatif.closed.affine import Quantity
from kpi_engine.whatif.closed.shifts import Block, Node, Shifts
from weights import CLASSES, MEAN, PLAIN, again, grades, ranks, scored, totals

GIVEN = {"甲率": ["91.3%", "80%", "80%", "30%"], "乙率": ["70%", "88.8%", "88.8%", "100%"]}
DISTRICT = {"东": "街道", "西": "部门", "南": "街道", "北": "部门"}

TREE = Node("", F(100), (Node("业务", F(60), (Node("甲", F(40)), Node("乙", F(20)))), Node("作风", F(40))))
BLOCK = Block((0,), TREE)


def test_what_moves_is_a_tree_for_each_set_of_classes_written_alike() -> None:
    shifts = Shifts(scored(CLASSES, DISTRICT, GIVEN))
    assert shifts.names == ("业务", "甲", "乙", "作风")
    assert [(block.classes, block.atoms) for block in shifts.blocks] == [((0,), ("甲", "乙", "作风")), ((1,), ("甲", "作风"))]
    assert shifts.blocks[0].root == TREE


def test_siblings_are_scaled_to_what_is_above_them() -> None:
    told = BLOCK.shares({"业务": F(66), "作风": F(44), "甲": F(44), "乙": F(18)})
    assert told == {"": 100, "业务": 60, "作风": 40, "甲": F(44 * 60, 62), "乙": F(18 * 60, 62)}


VALUES = st.tuples(*[st.integers(-9, 9)] * 3)


@settings(max_examples=60)
@given(VALUES, st.sampled_from([F(1, 10), F(1, 2), F(99, 100)]))
def test_the_most_is_that_of_the_best_corner_of_the_box_and_is_attained(values: tuple[int, ...], shift: F) -> None:
    whole = [F(value) for value in values]
    found, weights = BLOCK.best(whole, shift)
    at = [0, 1, 2]
    corners = []
    for signs in product((1 - shift, 1 + shift), repeat=4):
        shares = BLOCK.shares(dict(zip(("业务", "作风", "甲", "乙"), (60 * signs[0], 40 * signs[1], 40 * signs[2], 20 * signs[3]), strict=True)))
        corners.append(sum(shares[name] / 100 * whole[k] for name, k in zip(BLOCK.atoms, at, strict=True)))
    assert found == max(corners)
    attained = BLOCK.shares(weights)
    assert found == sum(attained[name] / 100 * whole[k] for name, k in zip(BLOCK.atoms, at, strict=True))
    (doubles,) = BLOCK.most(np.array([values], dtype=np.float64), float(shift))
    assert abs(float(doubles) - float(found)) < 1e-12


WEIGHTS = st.fixed_dictionaries({name: st.integers(50, 150) for name in ("业务", "作风", "甲", "乙")})


@settings(max_examples=10, deadline=None)
@given(WEIGHTS)
def test_totals_are_linear_in_what_the_atoms_count_with_and_runs_are_the_whole_decision(weights: dict[str, int]) -> None:
    base = scored(CLASSES, DISTRICT, GIVEN, {"东": 1, "北": 2})
    shifts = Shifts(base)
    world = {of: {n.name: n.share * weights[n.name] / 100 for n in block.root.walk() if n.name} for block in shifts.blocks for of in block.classes}
    (found,) = shifts.run([world])
    shares = {of: shifts.block_of[of].shares(world[of]) for of in (0, 1)}
    names = ("街道", "部门")
    atoms = {name: {names[of]: shares[of].get(name, F(20)) for of in (0, 1)} for name in ("甲", "乙", "作风")}
    other = again(base, atoms, {"业务": {names[of]: shares[of]["业务"] for of in (0, 1)}})
    assert (found.totals, found.ranks, found.grades) == (totals(other), ranks(other), grades(other))
    for row, total in enumerate(shifts.totals):
        block = shifts.block_of[int(base.facts.class_of[row])]
        told = shares[int(base.facts.class_of[row])]
        assert isinstance(total, Quantity)
        line = sum(told[name] / block.root.share * value for name, value in zip(block.atoms, total.top, strict=True))
        assert abs((totals(other)[row] or F(0)) - line) <= max(total.slack)


def test_weights_under_a_mean_at_the_top_move() -> None:
    shifts = Shifts(scored(MEAN, ["东", "西"], {"甲率": ["50%", "70%"], "乙率": ["100%", "60%"]}))
    assert shifts.blocks[0].atoms == ("甲", "乙")
    assert [total.top for total in shifts.totals if isinstance(total, Quantity)] == [(50, 100), (70, 60)]


def test_a_bonus_stays_as_written() -> None:
    text = PLAIN.replace("grades:", "  加: {bonus: 5, owner: 股, add: {表彰: 2}}\ngrades:")
    assert Shifts(scored(text, ["东"], {"甲率": ["50%"], "乙率": ["100%"]})).names == ("甲", "乙", "丙")
