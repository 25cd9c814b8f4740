import pytest

from kpi_engine.errors import Code, KpiError, code, filled, registered_codes, report_text
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.source import Place

SAMPLE = Code("K999", "sample", "甲是{x}", "it is {x}", "改{x}", "mend {x}")


def test_a_problem_speaks_both_languages() -> None:
    problem = SAMPLE.at(Place("a.yaml", line=2, column=1), x=5, clause="第三条", also=[Place("a.yaml", line=1)])
    assert problem.text() == "a.yaml:2:1  K999 sample: 甲是5\n    条款：第三条    另见：a.yaml:1\n    改法：改5"
    assert problem.text("en") == "a.yaml:2:1  K999 sample: it is 5\n    clause: 第三条    see also: a.yaml:1\n    mend: mend 5"
    assert str(problem) == problem.text()
    assert str(SAMPLE) == "K999 sample"


def test_an_exception_carries_all_problems_by_place() -> None:
    later, sooner = SAMPLE.at(Place("a", line=9), x=1), SAMPLE.at(Place("a", line=2), x=2)
    odd = SAMPLE.at(Place("a", line=1), severity="finding", x=3)
    error = KpiError([later, odd, sooner])
    assert error.problems == (sooner, later)
    assert error.findings == (odd,)


def test_long_lists_end_with_how_many_more() -> None:
    many = [SAMPLE.at(x=n) for n in range(5)]
    assert report_text(many, most=2).endswith("另有 3 项")
    assert report_text(many, most=2, language="en").endswith("3 more")


def test_numbers_and_slugs_are_declared_once() -> None:
    assert registered_codes()
    with pytest.raises(AssertionError):
        code("K101", "another", zh="", en="")
    with pytest.raises(AssertionError):
        code("K998", "cannot-open", zh="", en="")


def test_every_code_stands_in_the_file_of_its_hundred_and_fills_its_templates() -> None:
    for number, known in registered_codes().items():
        assert number == known.number
        assert known.zh
        assert known.en


def test_a_module_of_codes_gives_each_code_a_name_of_its_own() -> None:
    import re
    from pathlib import Path

    import kpi_engine.errors

    for path in sorted(Path(kpi_engine.errors.__file__).parent.glob("k*.py")):
        names = re.findall(r"^([A-Z_0-9]+) = code\(", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert sorted(set(names)) == sorted(names), path.name


def test_words_of_ours_among_the_facts_have_their_english_beside_them() -> None:
    problem = SAMPLE.at(x="没有这一天", x_en="there is no such day")
    assert (problem.message(), problem.mend()) == ("甲是没有这一天", "改没有这一天")
    assert (problem.message("en"), problem.mend("en")) == ("it is there is no such day", "mend there is no such day")


def test_what_looks_like_the_name_is_asked_in_the_language_of_the_message() -> None:
    problem = k3.UNKNOWN_PATH.at(path="评价.point", near="，是不是 评价.points、points？")
    assert problem.message() == "方案里没有“评价.point”，是不是 评价.points、points？"
    assert problem.message("en") == "the scheme has no 评价.point, did you mean 评价.points, points?"
    assert k3.UNKNOWN_PATH.at(path="x", near="").message("en") == "the scheme has no x"


def test_problems_come_in_the_order_in_which_people_count() -> None:
    places = [
        Place("甲.xlsx!表!B10"),
        Place("甲.xlsx!表!B9"),
        Place("10月.xlsx", "一", 2, 1),
        Place("9月.xlsx", "一", 10, 1),
        Place("9月.xlsx", "一", 9, 1),
    ]
    told = KpiError([SAMPLE.at(place, x=1) for place in places]).problems
    assert [str(p.place) for p in told] == ["9月.xlsx!一!A9", "9月.xlsx!一!A10", "10月.xlsx!一!A2", "甲.xlsx!表!B9", "甲.xlsx!表!B10"]


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    counted = Code("K997", "counted", "{count} 处", "{count} {count:place is|places are} odd")
    assert [counted.at(count=n).message("en") for n in (1, 2, 0)] == ["1 place is odd", "2 places are odd", "0 places are odd"]
    assert counted.at(count="1").message() == "1 处"
    assert filled("{x:>3}|", {"x": 5}) == "  5|"
