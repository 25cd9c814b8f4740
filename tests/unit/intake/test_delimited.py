"""Text files: encodings, separators, quotes, even lines."""

from __future__ import annotations

import codecs

import pytest

from kpi_engine.intake.delimited import decode_text, read_delimited
from kpi_engine.intake.grid import CellType, Limits

TABLE = "单位,值\n城关镇,1\n北关镇,2\n"


def cells(data: bytes) -> tuple[list[tuple[int, int, object]], list[str]]:
    grid, problems = read_delimited(data, name="甲.csv")
    found = [(c.row, c.column, c.value) for _, row in grid.rows() for c in row] if grid else []
    return found, [f"{problem.place} {problem.code.slug}" for problem in problems]


READ = [(1, 1, "单位"), (1, 2, "值"), (2, 1, "城关镇"), (2, 2, "1"), (3, 1, "北关镇"), (3, 2, "2")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (TABLE.encode(), []),
        (codecs.BOM_UTF8 + TABLE.encode(), []),
        (TABLE.replace("\n", "\r\n").encode(), []),
        (TABLE.replace("\n", "\r").encode(), []),
        (TABLE.rstrip("\n").encode(), []),
        (TABLE.replace(",", ";").encode(), []),
        (TABLE.replace(",", "\t").encode(), []),
        (TABLE.encode("gb18030"), ["甲.csv text-encoding"]),
        (TABLE.encode("utf-16"), ["甲.csv text-encoding"]),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), ["甲.csv text-encoding"]),
        (codecs.BOM_UTF32_LE + TABLE.encode("utf-32-le"), ["甲.csv text-encoding"]),
    ],
)
def test_one_table_is_read_the_same_from_each_encoding_and_separator(data: bytes, told: list[str]) -> None:
    assert cells(data) == (READ, told)


def test_the_finding_names_the_encoding() -> None:
    _, (problem,) = decode_text(TABLE.encode("gbk"), "甲.csv")
    assert (problem.severity, problem.facts["encoding"]) == ("finding", "GB18030（GBK）")


def test_all_cells_of_a_text_are_text() -> None:
    grid, _ = read_delimited(b"a,b\n007,1e5\n", name="a.csv")
    assert grid is not None
    assert [(c.type, c.value) for c in grid.row(2)] == [(CellType.TEXT, "007"), (CellType.TEXT, "1e5")]


def test_a_mixture_of_encodings_is_refused_with_its_line() -> None:
    mixed = "单位,值\n城关镇,1\n".encode() + "北关镇,2\n".encode("gbk")
    assert cells(mixed) == ([], ["甲.csv:3 mixed-encoding"])
    assert cells("单位,值\n".encode("gbk") + "城关镇,1\n".encode()) == ([], ["甲.csv:1 mixed-encoding"])


def test_bytes_of_no_encoding_are_refused_with_their_line() -> None:
    assert cells(b"a,b\n1,\xff\n") == ([], ["甲.csv:2 mixed-encoding"])
    assert cells(codecs.BOM_UTF8 + b"a,b\n1,\xb3\xc7\n") == ([], ["甲.csv:2 mixed-encoding"])
    assert cells(codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00") == ([], ["甲.csv:2 mixed-encoding"])


def test_nul_and_other_control_characters_are_refused() -> None:
    assert cells(b"a,b\n1,\x002\n") == ([], ["甲.csv:2 table-control-character"])
    assert cells("a,b".encode("utf-16-le")) == ([], ["甲.csv:1 table-control-character"])
    assert cells(b"a,b\n1,2\x0b\n") == ([], ["甲.csv:2 table-control-character"])


def test_a_ragged_line_is_refused_with_its_line_and_the_number_of_them() -> None:
    grid, (problem,) = read_delimited(b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n", name="a.csv")
    assert grid is None
    assert (str(problem.place), [str(place) for place in problem.also]) == ("a.csv:3:0".removesuffix(":0"), ["a.csv:4"])
    assert (problem.facts["found"], problem.facts["expected_count"], problem.facts["count"]) == (2, 3, 2)


def test_one_field_more_in_every_row_is_refused() -> None:
    assert cells(b"a,b\n1,2,3\n4,5,6\n")[1] == ["甲.csv:2 ragged-line"]


def test_blank_lines_are_passed_over_and_the_lines_keep_their_numbers() -> None:
    assert cells(b"\na,b\n\n1,2\n,\n") == ([(2, 1, "a"), (2, 2, "b"), (4, 1, "1"), (4, 2, "2")], [])


def test_a_quote_that_is_never_closed_is_refused_with_its_line() -> None:
    assert cells(b'a,b\n1,2\n"3,4\n5,6\n7,8\n') == ([], ["甲.csv:3 bad-quote"])


def test_text_after_a_closing_quote_is_refused() -> None:
    assert cells(b'a,b\n1,2\n"3"x,4\n') == ([], ["甲.csv:3 bad-quote"])


def test_quoted_separators_quotes_and_line_breaks_are_text() -> None:
    found, told = cells(b'a,b\n"1,0","say ""x""\nagain"\n3,4\n')
    assert told == []
    assert found[2:] == [(2, 1, "1,0"), (2, 2, 'say "x"\nagain'), (4, 1, "3"), (4, 2, "4")]


def test_rows_between_two_stray_quotes_are_told() -> None:
    found, told = cells('单位,值\n"甲,1\n乙,2\n丙",3\n'.encode())
    assert told == ["甲.csv:2:1 lines-in-quotes"]
    assert found[2:] == [(2, 1, "甲,1\n乙,2\n丙"), (2, 2, "3")]


def test_unusual_line_separators_inside_a_text_do_not_break_it() -> None:
    assert cells("a,b\n1\u2028x,2\x85\n3,4\n".encode())[0] == [
        (1, 1, "a"),
        (1, 2, "b"),
        (2, 1, "1\u2028x"),
        (2, 2, "2\x85"),
        (3, 1, "3"),
        (3, 2, "4"),
    ]


def test_two_separators_that_both_fit_are_refused() -> None:
    assert cells(b"a,b;c\n1,2;3\n") == ([], ["甲.csv unclear-separator"])
    assert cells(b"a,b,c;d\n1,2,3;4\n") == ([], ["甲.csv unclear-separator"])


def test_decimal_commas_do_not_hide_the_semicolon() -> None:
    assert cells(b"a;b\n1,5;2,5\n")[0] == [(1, 1, "a"), (1, 2, "b"), (2, 1, "1,5"), (2, 2, "2,5")]


def test_the_limits_hold_for_text_files_too() -> None:
    def slugs(data: bytes, limits: Limits) -> list[str]:
        return [problem.code.slug for problem in read_delimited(data, name="a.csv", limits=limits)[1]]

    assert slugs(b"a\n1\n2\n", Limits(rows=2)) == ["too-many-rows"]
    assert slugs(b"a,b\n1,2\n", Limits(columns=1)) == ["too-many-columns"]
    assert slugs(b"a,\n1,\n", Limits(columns=1)) == []
    assert slugs(b"a\n12345\n", Limits(text=4)) == ["text-too-long"]
    assert slugs(b"a\n" + b"x" * 200_000, Limits()) == ["text-too-long"]
    assert slugs(b"a\n1", Limits(file_bytes=2)) == ["file-too-large"]


def test_a_file_of_blank_lines_is_empty() -> None:
    assert cells(b"\n\n") == ([], ["甲.csv empty-file"])
    assert cells(b"") == ([], ["甲.csv empty-file"])
    assert cells(codecs.BOM_UTF8) == ([], ["甲.csv empty-file"])
