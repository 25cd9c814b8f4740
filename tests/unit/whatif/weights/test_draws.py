from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.whatif.weights.draws import Bounds, Noise, Simplex, Vary, _exponential, described, from_raw, levels, raw_numbers, varied, wrong_with
from kpi_engine.whatif.weights.weightings import Family, families
from scored import facts_of, plan_text

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: problem
classes: {街道: {}, 部门: {}}
inputs: {率: {kind: percent, owner: 股}}
indicators:
  甲:
    points: 60
    indicators:
      甲一: {points: {街道: 60, 部门: 20}, score: points * 率}
      甲二: {points: {街道: 0, 部门: 40}, score: points * 率}
  乙: {points: 30, score: points * 率}
  丙: {points: 10, score: points * 率}
"""
PLAN = plan_text(SCHEME)
FAMILIES = families(PLAN, facts_of(PLAN, {"东": "街道", "西": "部门"}, {}, rows={}))[0]
ROOT = FAMILIES[:1]
BOUNDS = Bounds((("甲", Fraction(50), Fraction(70)), ("乙", Fraction(20), Fraction(40)), ("丙", Fraction(5), Fraction(15))))


def first(vary: Vary, count: int = 3, seed: int = 2024, of: tuple[Family, ...] = ROOT) -> list[list[Fraction]]:
    told = varied(PLAN, of, vary, count, seed)
    return [[told.share(at, name, "街道") for name in told.names] for at in range(count)]


def test_the_raw_numbers_are_those_of_the_generator_and_more_draws_begin_with_the_same() -> None:
    assert raw_numbers(ROOT, 2, 2024).tolist() == [
        [12466887728733407976, 3953565242300289241, 5708382416764231905],
        [14747546482812861412, 18369306465834083698, 2623713895610248200],
    ]
    assert raw_numbers(ROOT, 50, 2024)[:2].tolist() == raw_numbers(ROOT, 2, 2024).tolist()


def test_noise_keeps_every_weight_near_its_own_and_the_sum() -> None:
    # factors 1.035166, 0.942864, 0.961890 of 60, 30, 10, brought to 100: 62.10…, 28.28…, 9.617…; the larger remainder gets the last step
    assert first(Noise(Fraction(1, 10))) == [
        [Fraction("62.1"), Fraction("28.28"), Fraction("9.62")],
        [Fraction("60.08"), Fraction("31.15"), Fraction("8.77")],
        [Fraction("59.24"), Fraction("30.28"), Fraction("10.48")],
    ]


def test_any_weighting_is_as_likely_and_nobody_has_none() -> None:
    # −log2 of 0.6758…, 0.2143…, 0.3094…: 0.5652…, 2.2220…, 1.6921…; of 9,997 steps, and one each
    assert first(Simplex()) == [
        [Fraction("12.63"), Fraction("49.6"), Fraction("37.77")],
        [Fraction("10.28"), Fraction("0.2"), Fraction("89.52")],
        [Fraction("48.19"), Fraction("32.42"), Fraction("19.39")],
    ]
    many = varied(PLAN, ROOT, Simplex(), 20_000, 7).whole[:, 0].mean(axis=0) / 1_000_000
    assert np.abs(many - 1 / 3).max() < 0.005


def test_bounds_hold_and_what_is_wanting_is_taken_from_the_room_that_is_left() -> None:
    # even in the bounds 63.52, 24.28, 8.09: 4.11 are wanting; room 6.48, 15.72, 6.91
    assert first(BOUNDS) == [
        [Fraction("64.43"), Fraction("26.5"), Fraction("9.07")],
        [Fraction("60.71"), Fraction("33.34"), Fraction("5.95")],
        [Fraction("58.82"), Fraction("30.06"), Fraction("11.12")],
    ]
    for row in first(BOUNDS, 400, 5):
        assert all(low <= share <= high for share, (_, low, high) in zip(row, BOUNDS.of, strict=True))
        assert sum(row) == 100


def test_who_has_no_bounds_keeps_its_weight() -> None:
    told = first(Bounds((("甲", Fraction(50), Fraction(70)), ("乙", Fraction(20), Fraction(40)))), 50)
    assert {row[2] for row in told} == {10}
    assert len({row[0] for row in told}) > 20


def test_noise_by_level_and_a_class_for_which_an_indicator_does_not_exist() -> None:
    told = varied(PLAN, FAMILIES, Noise(Fraction(0), ((2, Fraction(1, 2)),)), 20, 1)
    assert {told.share(at, "甲", "部门") for at in range(20)} == {60}
    assert {told.share(at, "甲一", "街道") for at in range(20)} == {60}
    assert {told.share(at, "甲二", "街道") for at in range(20)} == {0}
    seconds = {told.share(at, "甲一", "部门") for at in range(20)}
    assert len(seconds) == 20
    assert all(Fraction(60) / 7 <= share <= 36 for share in seconds)  # 10 : 60 and 30 : 20
    assert list(levels(PLAN, FAMILIES)) == [1, 2]


def test_the_logarithm_is_the_logarithm() -> None:
    raw = np.array([[2**64 - 1, 2**63 - 1, 2**62 - 1, 0, 3 * 2**62 - 1]], dtype=np.uint64)
    assert _exponential(raw).tolist() == [[0, 2**20, 2**21, 32 * 2**20, 435_199]]  # −log2(0.75) = 0.41503749… × 2^20 = 435,198.3, upwards


def test_single_columns_of_raw_numbers_may_be_exchanged() -> None:
    one, two = raw_numbers(ROOT, 1, 1), raw_numbers(ROOT, 1, 2)
    mixed = one.copy()
    mixed[:, 1] = two[:, 1]
    told = [from_raw(PLAN, ROOT, Noise(Fraction(1, 5)), raw).whole[0, 0] for raw in (one, mixed)]
    ratios = [row[0] / row[2] for row in told]
    assert abs(ratios[0] - ratios[1]) < 0.01
    assert abs(told[0][1] - told[1][1]) > 10_000


@pytest.mark.parametrize(
    ("vary", "count", "codes"),
    [
        (Noise(Fraction(11, 10)), 0, ["K828", "K825"]),
        (Noise(Fraction(-1, 10), ((1, Fraction(2)),)), 200_000, ["K828", "K825", "K825"]),
        (Bounds((("甲", Fraction(70), Fraction(50)), ("申", Fraction(0), Fraction(1)))), 10, ["K823", "K822"]),
        (Bounds((("甲", Fraction(61), Fraction(70)),)), 10, ["K824"]),
        (Simplex(), 10, []),
    ],
)
def test_all_that_is_wrong_is_said_at_once(vary: Vary, count: int, codes: list[str]) -> None:
    assert [p.code.number for p in wrong_with(PLAN, ROOT, vary, count)] == codes


def test_how_weights_vary_in_words() -> None:
    assert described(Noise(Fraction(1, 10))) == "权重各浮动10%"
    assert described(Noise(Fraction(0), ((1, Fraction(1, 5)), (2, Fraction(1, 20))))) == "第1级各浮动20%，第2级各浮动5%"
    assert described(Noise(Fraction(1, 10)), "en") == "weights ±10%"
    assert described(Simplex()) == "权重任意取"
    assert described(BOUNDS) == "权重在给定范围内（甲 50–70、乙 20–40、丙 5–15）"
