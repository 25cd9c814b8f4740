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


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("", "不是完整的 JSON：这里该有一个值", "not a complete JSON text: Expecting value"),
        ('{"a" 1}', "不是完整的 JSON：键后面少了冒号", "not a complete JSON text: Expecting ':' delimiter"),
        ('{"a": 1} x', "不是完整的 JSON：结束以后还有内容", "not a complete JSON text: Extra data"),
        (b"\xff", "不是完整的 JSON：不是 UTF-8 编码", "not a complete JSON text: not UTF-8"),
    ],
)
def test_what_is_broken_is_said_in_both_languages(text: str | bytes, zh: str, en: str) -> None:
    told = Told()
    assert read_json(text, told, Place("j")) is None
    assert [(p.message(), p.message("en")) for p in told.problems] == [(zh, en)]
