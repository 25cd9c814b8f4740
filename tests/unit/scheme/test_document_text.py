"""Bytes of a scheme to text: encodings, line ends, and characters that do not belong there."""

from __future__ import annotations

import pytest

from kpi_engine.errors import Problem
from kpi_engine.scheme.document_text import clean, crooked_indents, decode


def told(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(p.code.number, p.place.line, p.place.column) for p in problems]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ("a: 满意率\n".encode(), []),
        ("a: 满意率\n".encode("utf-8-sig"), []),
        ("a: 满意率\r\n".encode(), []),
        ("a: 满意率\n".encode("gb18030"), ["K141"]),
        ("a: 满意率\n".encode("utf-16"), ["K142"]),
        ("a: 满意率\n".encode("utf-16-be"), ["K142"]),
    ],
)
def test_the_text_is_the_same_in_each_encoding_and_another_than_utf8_is_told(data: bytes, codes: list[str]) -> None:
    text, problems = decode(data, "s")
    assert text == "a: 满意率\n"
    assert [p.code.number for p in problems] == codes


def test_a_damaged_spot_is_told_where_it_is() -> None:
    """Byte 0xFF in the third place of the second line."""
    text, problems = decode("a: 满意率\na:".encode() + b"\xff", "s")
    assert text is None
    assert told(problems) == [("K143", 2, 3)]


def test_hidden_characters_are_taken_out_one_for_one() -> None:
    text, problems = clean("a: x\u202ey\nb: \x07z\n", "s")
    assert text == "a: x\ufffdy\nb: \ufffdz\n"
    assert sorted(told(problems)) == [("K144", 2, 4), ("K145", 1, 5)]


def test_a_directive_is_told_and_becomes_a_comment() -> None:
    text, problems = clean("%YAML 1.1\na: 1\n%no directive after content\n", "s")
    assert text == "#YAML 1.1\na: 1\n%no directive after content\n"
    assert told(problems) == [("K151", 1, 1)]


def test_only_indents_of_lines_outside_of_quotations_are_crooked() -> None:
    text = "a:\n\tb: 1\n  note: |\n\t  kept\n\u3000c: 2\n"
    assert told(crooked_indents(text, "s", frozenset({3}))) == [("K156", 2, 1), ("K156", 5, 1)]
