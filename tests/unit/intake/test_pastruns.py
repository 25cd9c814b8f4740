"""Which receipt is meant, in which order those before come, and who is who in them."""

from __future__ import annotations

from kpi_engine.errors import Problem
from kpi_engine.intake.pastruns import called_today, edition_order, run_meant, runs_before
from kpi_engine.intake.receipts import PastRun
from kpi_engine.scheme.declared import ReadDecl
from needing import codes, units


def run(edition: str, total: str = "1", *, at: str = "", name: str = "") -> PastRun:
    return PastRun("desk", edition, {"甲": {"total": total}}, name=name, at=at)


def read(**keys: object) -> ReadDecl:
    return ReadDecl.model_validate({"scheme": "desk", **keys})


def before(*runs: PastRun, history: int = 11) -> tuple[list[str], list[Problem]]:
    problems: list[Problem] = []
    return [r.edition for r in runs_before("以前", read(history=history), runs, problems)], problems


def test_two_receipts_of_one_edition_with_other_results_are_a_problem_and_a_copy_is_none() -> None:
    problems: list[Problem] = []
    first, again = run("2023", "80", name="a.json"), run("2023", "90", name="b.json")
    assert run_meant("去年", read(edition="2023"), "2023", [first, run("2023", "80", name="c.json"), run("2022")], problems) == first
    assert problems == []
    run_meant("去年", read(edition="2023"), "2023", [first, again], problems)
    assert [p.message() for p in problems] == ["“去年”要读 desk（2023）的结果，有两份回执，结果不同：a.json、b.json"]
    assert codes(problems) == ["K500"]


def test_the_tenth_month_comes_after_the_ninth() -> None:
    assert before(run("2024-10"), run("2024-9"), run("2023-12"), history=2)[0] == ["2024-9", "2024-10"]
    assert before(run("三月"), run("一月"), run("十二月"), run("十月"), run("二月"))[0] == ["一月", "二月", "三月", "十月", "十二月"]


def test_editions_are_sorted_by_their_numbers_in_any_script() -> None:
    assert edition_order("２０２４年第09期") == edition_order("二〇二四年第九期")
    assert edition_order("第二十期") > edition_order("第十二期") > edition_order("第九期")
    assert edition_order("1" * 5000) > edition_order("2024")


def test_a_copy_of_a_receipt_is_no_run_more() -> None:
    assert before(run("2024-01", at="x"), run("2024-01", at="x"), run("2024-02")) == (["2024-01", "2024-02"], [])


def test_an_edition_that_was_scored_again_is_told() -> None:
    told, problems = before(run("2024-01", at="1", name="一月.json"), run("2024-01", "2", at="2", name="一月更正.json"), run("2024-02"))
    assert told == ["2024-01", "2024-01", "2024-02"]
    assert [p.message() for p in problems] == ["“以前”读此前几次，2024-01 有 2 份回执，各算一次：一月.json、一月更正.json"]
    assert [(p.code.number, p.severity) for p in problems] == [("K691", "finding")]


def test_a_unit_is_found_under_the_name_that_it_had() -> None:
    register = units({"单位": "甲局", "曾用名": "甲委"}, "乙局")
    told = PastRun("desk", "2023", {"甲委": {"total": "80"}, "乙局": {"total": "90"}})
    assert called_today([told], register)[0].units == {"甲局": {"total": "80"}, "乙局": {"total": "90"}}


def test_a_name_of_today_goes_before_a_former_one() -> None:
    register = units({"单位": "甲局", "曾用名": "甲委"})
    told = PastRun("desk", "2023", {"甲委": {"total": "80"}, "甲局": {"total": "90"}})
    assert called_today([told], register) == [told]


def test_who_was_two_units_then_has_the_result_of_neither() -> None:
    register = units({"单位": "甲局", "曾用名": "甲委、甲所"})
    told = PastRun("desk", "2023", {"甲委": {"total": "80"}, "甲所": {"total": "90"}})
    assert called_today([told], register) == [told]
