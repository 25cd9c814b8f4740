"""The first differences are told one by one, the rest by document."""

from __future__ import annotations

from kpi_engine.errors import k7_writing as k7
from kpi_engine.source import Place
from kpi_engine.verify.rows import Line, Unlike
from kpi_engine.verify.told import Told, View, cell_differs, tell_unlike

VIEW = View(Place("scores.csv"), [("单位", "unit"), ("总分", "total")], [1, 2], [0])


def line(number: int, *cells: str) -> Line:
    return Line(number, cells, cells)


def test_beyond_the_first_differences_are_counted_by_document() -> None:
    told = Told(most=2)
    for number in range(5):
        told.add(cell_differs(Place("scores.csv" if number < 4 else "trail.csv", line=number + 2), ("总分", "total"), "1", "2"))
    assert [(str(p.place), p.code.number) for p in told.differences()] == [
        ("scores.csv:2", "K730"), ("scores.csv:3", "K730"), ("scores.csv", "K736"), ("trail.csv", "K736"),
    ]  # fmt: skip
    assert told.differences()[2].message() == "2 处与重算的不同，没有一一列出"
    assert told.count == 5


def test_where_only_counts_are_wanted_what_cannot_be_read_is_told_all_the_same() -> None:
    told = Told(only_count=True)
    told.add(cell_differs(Place("scores.csv", line=2), ("总分", "total"), "1", "2"))
    told.add(k7.DOCUMENT_UNREADABLE.at(Place("trail.csv"), reason="", reason_en=""))
    assert [(p.code.number, p.place.file) for p in told.differences()] == [("K733", "trail.csv"), ("K736", "scores.csv")]
    assert told.differences()[1].message("en").endswith("(scheme or data are not those of that time)")


def test_a_finding_is_no_difference() -> None:
    told = Told()
    told.add(k7.SAVED_AGAIN.at(Place("scores.csv"), how="", how_en=""))
    assert (told.count, told.differences(), len(told.findings)) == (0, (), 1)


def test_each_cell_is_told_with_its_unit_column_and_both_values() -> None:
    told = Told()
    tell_unlike(told, Unlike(changed=[(line(3, "甲", "84.00"), line(4, "甲", "99"))]), VIEW)
    (problem,) = told.listed
    assert str(problem.place) == "scores.csv:4:2"
    assert problem.message() == "甲，总分：文件里是“99”，重算是“84.00”"
    assert problem.message("en") == "甲, total: the file says 99, recomputed 84.00"


def test_a_cell_that_is_not_there_and_one_beyond_the_headings() -> None:
    told = Told()
    tell_unlike(told, Unlike(changed=[(line(3, "甲", "84.00"), line(3, "甲", "", "注"))]), VIEW)
    assert [(str(p.place), p.message()) for p in told.listed] == [
        ("scores.csv:3:2", "甲，总分：文件里是空白，重算是“84.00”"),
        ("scores.csv:3:3", "甲，表头之外的一格：文件里是“注”，重算是空白"),
    ]


def test_lines_that_follow_each_other_are_told_together() -> None:
    told = Told()
    missing = [line(n, f"单位{n}", "1") for n in (8, 9, 10, 40)]
    tell_unlike(told, Unlike(missing=missing, extra=[line(5, "丙", "2")]), VIEW)
    assert [(str(p.place), p.message()) for p in told.listed] == [
        ("scores.csv:8", "少了 3 行，从“单位8，1”起"),
        ("scores.csv:40", "少了一行：“单位40，1”"),
        ("scores.csv:5", "多了一行：“丙，2”"),
    ]
