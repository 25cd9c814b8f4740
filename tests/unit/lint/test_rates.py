"""Rates against thresholds."""

from collections.abc import Callable

import pytest

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


MET = "inputs: {率: {kind: percent, owner: 甲}, 同意: {kind: count, owner: 甲}, 票: {kind: count, owner: 甲, between: [1, 99], better: lower}}\n"
MET += "indicators: {工作: {points: 10, score: {met: %s}}}\nchecks: {用到: {must: 率 <= 同意 + 票 + 1, otherwise: finding}}"


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("率 >= 2 / 3", ["K355"]),
        ("1 / 3 < 率", ["K355"]),
        ("率 >= 3 / 4", []),
        ("同意 / 票 >= 2 / 3", []),
        ("同意 * 3 >= 票 * 2", []),
        ("率 >= 90", ["K389"]),
        ("率 >= 90%", []),
        ("率 >= 0.9", []),
        ("率 >= 150%", []),
        ("率 >= 3", []),
    ],
)
def test_a_threshold_is_a_decimal_and_a_percentage_has_its_sign(codes: Codes, condition: str, told: list[str]) -> None:
    assert codes(MET % condition) == told


def test_both_readings_of_a_bare_90_are_named(lint: Lint) -> None:
    (problem,) = lint(MET % "率 >= 90")
    assert problem.severity == "problem"
    assert problem.mend() == "百分之 90 写成 90%；确是 90 倍写成 9000%"


def test_the_range_of_a_percentage_ends_at_one_hundred_per_cent(codes: Codes) -> None:
    body = "inputs: {率: {kind: percent, owner: 督查室, between: [0, %s]}}\nindicators: {工作: {points: 10, score: '{met: 率 >= 90%%}'}}"
    body = body.replace("'{", "{").replace("}'", "}")
    assert codes(body % "100") == ["K389"]
    assert codes(body % "100%") == []
    assert codes(body % "1000%") == []  # what the mend of K389 asks for
