from fractions import Fraction as F

import numpy as np

from kpi_engine.whatif.closed.programs import PARTS, Solution, program_for, weights_at
from kpi_engine.whatif.closed.shifts import Block, Node

TREE = Node("", F(100), (Node("业务", F(60), (Node("甲", F(40)), Node("乙", F(20)))), Node("作风", F(40))))
BLOCKS = (Block((0, 2), TREE),)
SHIFT = F(1, 10)
GAP = (0, (F(90), F(60), F(80)), 0, (F(70), F(90), F(80)), 1, F(1, 10), F(12))


def test_the_weights_as_written_are_a_point_of_the_program_with_every_rival_let_pass() -> None:
    program = program_for(BLOCKS, SHIFT, [GAP])
    assert program.columns == {(0, ""): 0, (0, "业务"): 1, (0, "甲"): 2, (0, "乙"): 3, (0, "作风"): 4}
    written = np.array([1.0, 0.6, 0.4, 0.2, 0.4, 1.0, 0.6, 1.0])  # what each counts with, a scale for each set of siblings, whether the rival passes
    assert (program.rows @ written <= program.most + 1e-12).all()
    assert np.allclose(program.equal @ written, 1.0)
    assert program.cost.tolist() == [0.0] * 7 + [1.0]
    assert program.whole.tolist() == [False] * 7 + [True]


def test_a_rival_that_leads_by_no_more_than_rounding_eases_needs_not_be_let_pass() -> None:
    program = program_for(BLOCKS, SHIFT, [GAP])
    kept = np.array([1.0, 0.6, 0.4, 0.2, 0.4, 1.0, 0.6, 0.0])
    # the unit: 90 × 0.4 + 60 × 0.2 + 32 = 80; the rival: 28 + 18 + 32 = 78
    assert (program.rows @ kept <= program.most).all()
    other = program_for(BLOCKS, SHIFT, [(*GAP[:4], -1, *GAP[5:])])
    assert not (other.rows @ kept <= other.most).all()


def test_a_share_beyond_the_shift_is_no_point() -> None:
    program = program_for(BLOCKS, SHIFT, [])
    inside, outside = np.array([1.0, 0.6, 0.4, 0.2, 0.4, 1.0, 0.6]), np.array([1.0, 0.65, 0.4333, 0.2167, 0.35, 1.0, 0.65])
    assert (program.rows @ inside <= program.most + 1e-12).all()
    assert not (program.rows @ outside <= program.most + 1e-12).all()  # 65 : 35 is more than 66 : 36


def test_a_point_is_rounded_to_whole_parts_within_the_shift() -> None:
    program = program_for(BLOCKS, SHIFT, [])
    told = weights_at(program, Solution([1.0, 0.6, 0.4, 0.2, 0.4, 1.0, 0.6], 0.0), BLOCKS, SHIFT)
    assert told[0] == told[2]
    for node in TREE.walk():
        if node.name:
            parts = told[0][node.name] / node.share * PARTS
            assert parts.denominator == 1
            assert 1 - SHIFT <= parts / PARTS <= 1 + SHIFT
    shares = BLOCKS[0].shares(told[0])
    assert (shares["业务"], shares["甲"]) == (60, 40)


def test_a_point_at_the_edge_stays_within_the_shift() -> None:
    program = program_for(BLOCKS, SHIFT, [])
    top = 60 * 1.1 / (60 * 1.1 + 40 * 0.9)
    point = [1.0, top, top * 2 / 3, top / 3, 1 - top]
    told = weights_at(program, Solution([*point, 1.0, 1.0], 0.0), BLOCKS, SHIFT)[0]
    assert abs(told["业务"] - 66) <= F(1, 1000)
    assert abs(told["作风"] - 36) <= F(1, 1000)
    assert told["业务"] <= 66
    assert told["作风"] >= 36
