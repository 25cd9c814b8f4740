"""A JSON text with its numbers as they are written."""

from __future__ import annotations

import pytest

from kpi_engine.intake.jsontext import read_json
from kpi_engine.intake.told import Told
from kpi_engine.source import Place


def read(text: str | bytes) -> tuple[object, list[str]]:
    told = Told()
    found = read_json(text, told, Place("stdin"))
    return found, [problem.code.number for problem in told.problems]


@pytest.mark.parametrize(
    ("written", "digits"), [("0.10", "0.10"), ("1e3", "1000"), ("12.5E-3", "0.0125"), ("-0", "-0"), ("1e999999999", "1e999999999"), ("NaN", "NaN")]
)
def test_a_number_is_its_digits(written: str, digits: str) -> None:
    """0.10 stays two decimals, 1e3 is written out, what is absurdly large is left for whoever reads figures to refuse."""
    found, problems = read(f'{{"值": {written}}}')
    assert (found, problems) == ({"值": digits}, [])


def test_a_key_given_twice_is_told_and_the_last_one_kept() -> None:
    assert read('{"值": 1, "值": 2}') == ({"值": "2"}, ["K572"])


@pytest.mark.parametrize("broken", ['{"值": ', b"\xff\xfe", "[" * 100_000, ""])
def test_what_is_no_json_is_one_problem(broken: str | bytes) -> None:
    found, problems = read(broken)
    assert (found, len(problems)) == (None, 1)
