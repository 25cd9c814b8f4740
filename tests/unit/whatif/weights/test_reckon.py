from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.formula.tree import Name, Round
from kpi_engine.numbers import MODES, Mode, round_fraction
from kpi_engine.table import Kind, Ref, Role
from kpi_engine.whatif.weights.layers import Form, Layer
from kpi_engine.whatif.weights.reckon import Reckoner, TooLarge
from kpi_engine.whatif.weights.weightings import Family, Weightings

A, B = Ref(Role.POINTS, "甲", part="drawn"), Ref(Role.POINTS, "乙", part="drawn")
OUT, UPPER = Ref(Role.SCORE, "甲"), Ref(Role.TOTAL)
SHARES = {"甲": A, "乙": B}


def wholes(*told: int) -> np.ndarray:
    return np.array(told, dtype=np.object_)


def weightings(*told: tuple[int, int], parts: int = 100) -> Weightings:
    whole = np.array([[pair] for pair in told], dtype=np.int64)
    return Weightings(("甲", "乙"), ("",), whole, (parts, parts), (Family("", ("甲", "乙"), ("",), ((Fraction(1), Fraction(1)),)),))


def form(base: np.ndarray, a: np.ndarray, b: np.ndarray, below: np.ndarray) -> Form:
    return Form(base, {A: a, B: b}, below, np.zeros(len(base), dtype=np.uint8))


def rounding(mode: Mode, places: int = 2) -> Round:
    return Round(Name(OUT, Kind.NUMBER), places, mode)


def told(layer: Layer, some: Weightings) -> list[list[Fraction]]:
    of = Reckoner([layer], SHARES, some, [slice(0, len(layer.form.base))])
    whole = of.block(some.whole.astype(float), []).value(layer.ref)
    return [[Fraction(int(v), int(b)) for v, b in zip(row, of.known[layer.ref].below, strict=True)] for row in whole]


def by_hand(layer: Layer, some: Weightings) -> list[list[Fraction]]:
    rows = []
    for at in range(len(some)):
        values = [
            Fraction(int(layer.form.base[u]) + sum(int(layer.form.terms[ref][u]) * some.share(at, name) for name, ref in SHARES.items()))
            / int(layer.form.below[u])
            for u in range(len(layer.form.base))
        ]
        assert layer.rounding is not None
        rows.append([round_fraction(value, layer.rounding.places, layer.rounding.mode) for value in values])
    return rows


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sign", [1, -1])
def test_every_mode_at_its_ties(mode: Mode, sign: int) -> None:
    # a ÷ 8 of shares in hundredths: thousandths and their halves
    layer = Layer(OUT, form(wholes(0, 1, 0), wholes(sign, sign, 3 * sign), wholes(0, sign, 1), wholes(8, 8, 8)), rounding(mode))
    some = weightings(*((a, 100 - a) for a in range(0, 101, 7)), (4, 96), (12, 88), (20, 80))
    assert told(layer, some) == by_hand(layer, some)


@pytest.mark.parametrize("mode", MODES)
def test_rows_that_doubles_do_not_hold_are_decided_in_whole_numbers(mode: Mode) -> None:
    large = 3**40  # 1/3 of a share, with a denominator of 64 bits
    one_up = form(wholes(0, 0, 0), wholes(large, large + 1, large - 1), wholes(0, 0, 0), wholes(8 * large, 8 * large, 8 * large))
    layer = Layer(OUT, one_up, rounding(mode))
    some = weightings((4, 96), (12, 88), (100, 0), (28, 72))  # 0.005, 0.015, 0.125, 0.035: true ties and ones missed by 10^-19
    assert told(layer, some) == by_hand(layer, some)


def test_half_up_by_hand() -> None:
    layer = Layer(OUT, form(wholes(0, 0), wholes(1, -1), wholes(0, 0), wholes(8, 8)), rounding("half_up"))
    assert told(layer, weightings((4, 96), (12, 88))) == [[Fraction("0.01"), Fraction("-0.01")], [Fraction("0.02"), Fraction("-0.02")]]


def test_a_layer_on_a_layer_and_shares_by_class() -> None:
    lower = Layer(OUT, form(wholes(0, 0), wholes(1, 2), wholes(0, 0), wholes(3, 3)), rounding("half_up", 1))
    upper = Layer(UPPER, Form(wholes(0, 5), {OUT: wholes(2, 2), B: wholes(1, 0)}, wholes(1, 10), np.zeros(2, dtype=np.uint8)))
    some = replace(weightings((50, 50)), classes=("街道", "部门"), whole=np.array([[[50, 50], [20, 80]]]))
    of = Reckoner([lower, upper], SHARES, some, [slice(0, 1), slice(1, 2)])
    block = of.block(some.whole.astype(float), [])
    assert of.common(UPPER) == 100
    assert block.over(UPPER, 100).tolist() == [[90.0, 52.0]]  # 2 × 0.2 + 0.5, (2 × 0.1 + 5) ÷ 10


def test_a_figure_times_a_share() -> None:
    lower = Layer(OUT, form(wholes(0), wholes(3), wholes(1), wholes(2)))
    upper = Layer(UPPER, Form(wholes(0), {OUT: wholes(5)}, wholes(7), np.zeros(1, dtype=np.uint8)), None, A)
    some = weightings((40, 60))
    of = Reckoner([lower, upper], SHARES, some, [slice(0, 1)])
    whole = of.block(some.whole.astype(float), []).value(UPPER)
    assert Fraction(int(whole[0, 0]), int(of.known[UPPER].below[0])) == Fraction(9, 35)  # (3 × 0.4 + 0.6) ÷ 2 × 5 ÷ 7 × 0.4


def test_what_is_not_rounded_and_does_not_fit_is_left_to_the_worlds() -> None:
    with pytest.raises(TooLarge):
        Reckoner([Layer(OUT, form(wholes(0), wholes(3**40), wholes(0), wholes(1)))], SHARES, weightings((40, 60)), [slice(0, 1)])
