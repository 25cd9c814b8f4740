from fractions import Fraction

import pytest

from kpi_engine.engine.plan import plan_scheme
from kpi_engine.intake.past import Past, past_facts
from kpi_engine.intake.receipts import PastRun
from kpi_engine.table import Kind, Ref, Role, State, column_of
from scored import HEAD, plan_text, read_scheme, refusals

READS = HEAD + "inputs: {主管: {kind: unit, owner: 甲}}\nindicators: {一: {points: 100, clause: 一, score: points}}\n"


def run(edition: str, **units: dict) -> PastRun:
    return PastRun("desk", edition, units, code="ABCD1234")


def reads(text: str):
    return read_scheme(READS + f"reads: {{去年: {text}}}\n")


def value(past, part: str, row: int):
    return past.columns[Ref(Role.READ, "去年", part=part)].cell(row)


def test_each_unit_reads_its_own_result_of_the_edition_named() -> None:
    past = past_facts(
        reads("{scheme: desk, edition: 2023}"),
        ["甲", "乙"],
        {},
        [run("2022"), run("2023", 甲={"total": "88.50", "grade": "良好", "rank": "2"}, 乙={})],
    )
    assert value(past, "total", 0) == (State.PRESENT, Fraction("88.5"))
    assert value(past, "grade", 0) == (State.PRESENT, "良好")
    assert value(past, "total", 1) == (State.MISSING, None)
    assert past.columns[Ref(Role.READ, "去年", part="total")].sources(0) == "desk 2023（ABCD1234）"
    assert past.problems == []


def test_what_is_required_and_not_there_is_a_problem() -> None:
    past = past_facts(reads("{scheme: desk, edition: 2023}"), ["甲"], {}, [])
    assert [p.code.number for p in past.problems] == ["K581"]
    assert past_facts(reads("{scheme: desk, edition: 2023, required: no}"), ["甲"], {}, []).problems == []


def test_a_unit_that_was_not_assessed_then_is_named() -> None:
    past = past_facts(reads("{scheme: desk, edition: 2023}"), ["甲", "乙"], {}, [run("2023", 甲={"total": "1"})])
    assert [(p.code.number, p.facts["units"]) for p in past.problems] == [("K582", "乙")]


def test_a_period_of_another_run_can_be_read() -> None:
    told = {"total": "80", "periods": {"六月": {"total": "75.5", "grade": "合格"}}}
    past = past_facts(reads("{scheme: desk, edition: same, period: 六月}"), ["甲"], {}, [run("2024", 甲=told)])
    assert value(past, "total", 0) == (State.PRESENT, Fraction("75.5"))


def test_another_units_result_is_read_through_an_input() -> None:
    columns = {Ref(Role.INPUT, "主管"): column_of(Kind.WORD, [(State.PRESENT, "局"), (State.MISSING, None)])}
    past = past_facts(reads("{scheme: desk, edition: 2024, unit: 主管, required: no}"), ["甲", "乙"], columns, [run("2024", 局={"total": "91"})])
    assert [value(past, "total", row)[1] for row in (0, 1)] == [91, None]


def test_the_runs_before_are_rows_oldest_first() -> None:
    runs = [run("2024-03", 甲={"rank": "3"}), run("2024-01", 甲={"rank": "1"}), run("2024-02")]
    past = past_facts(reads("{scheme: desk, history: 2}"), ["甲"], {}, runs)
    ranks = past.columns[Ref(Role.COLUMN, "history:去年", part="rank")]
    assert [ranks.cell(row) for row in range(len(ranks))] == [(State.MISSING, None), (State.PRESENT, 3)]
    skipping = past_facts(reads("{scheme: desk, history: 3, gaps: skip}"), ["甲"], {}, runs)
    assert len(skipping.rows["history:去年"]) == 2


def test_members_are_the_units_whose_parent_one_is() -> None:
    columns = {Ref(Role.INPUT, "主管"): column_of(Kind.WORD, [(State.MISSING, None), (State.PRESENT, "局"), (State.PRESENT, "局")])}
    told = run("2024", 甲={"total": "80"}, 乙={"total": "90"})
    past = past_facts(reads("{scheme: desk, edition: same, members_by: 主管}"), ["局", "甲", "乙"], columns, [told])
    table = past.rows["members:去年"]
    assert table.unit.tolist() == [0, 0]
    totals = past.columns[Ref(Role.COLUMN, "members:去年", part="total")]
    assert [totals.value(row) for row in (0, 1)] == [80, 90]


def test_figures_that_are_states_or_fractions() -> None:
    told = run("2023", 甲={"total": {"state": "not_applicable"}}, 乙={"total": "40/3"}, 丙={"total": "?"}, 丁={"total": "1e999999999"})
    past = past_facts(reads("{scheme: desk, edition: 2023}"), ["甲", "乙", "丙", "丁"], {}, [told])
    figures = [(State.NOT_APPLICABLE, None), (State.PRESENT, Fraction(40, 3)), (State.MISSING, None), (State.MISSING, None)]
    assert [value(past, "total", row) for row in range(4)] == figures


def test_who_does_not_take_part_needs_no_result_and_who_named_nobody_is_told():
    scheme = reads("{scheme: desk, edition: 2023, unit: 院}")
    people = ("张三", "李四", "王五", "赵六")
    columns = {
        Ref(Role.INPUT, "院"): column_of(Kind.WORD, [(State.PRESENT, "甲院"), (State.MISSING, None), (State.MISSING, None), (State.PRESENT, "乙院")]),
        Ref(Role.UNIT, part="takes_part"): column_of(Kind.TRUTH, [(State.PRESENT, part) for part in (True, False, True, True)]),
    }
    past = past_facts(scheme, people, columns, [run("2023", 甲院={"grade": "优秀"})])
    assert [(p.code.number, p.facts["units"], p.facts["count"]) for p in past.problems] == [("K582", "王五（没有填院）、乙院", 2)]


def test_a_grade_that_the_scheme_does_not_know_of_is_told_with_how_many_have_it():
    told = run("2023", 甲={"grade": "优秀"}, 乙={"grade": "不达标"}, 丙={"grade": "不达标"}, 丁={"grade": None})
    past = past_facts(reads("{scheme: desk, edition: 2023, grades: [优秀, 不合格]}"), ["甲"], {}, [told])
    assert [(p.code.number, p.facts["found"], p.facts["count"]) for p in past.problems] == [("K584", "不达标", 2)]
    assert past_facts(reads("{scheme: desk, edition: 2023}"), ["甲"], {}, [told]).problems == []


RENAMED = (
    HEAD
    + """reads: {去年: {scheme: desk, edition: 2023}}
inputs: {x: {kind: number, owner: 甲科}}
indicators: {新名: {points: 100, was: 旧名, score: "x + score(去年, 新名)"}}
"""
)
SCORE = Ref(Role.READ, "去年", part="score:新名")


def score_then(**units: dict) -> Past:
    plan = plan_text(RENAMED)
    assert SCORE in plan.needs.reads
    return past_facts(plan.scheme, list(units), {}, [run("2023", **units)], plan.needs.reads)


def test_the_score_of_an_indicator_is_read_by_the_name_it_has_today() -> None:
    past = score_then(甲={"indicators": {"新名": "8.5"}}, 乙={"indicators": {"新名": {"state": "not_applicable"}}})
    assert [past.columns[SCORE].cell(row) for row in (0, 1)] == [(State.PRESENT, Fraction("8.5")), (State.NOT_APPLICABLE, None)]
    assert (past.columns[SCORE].sources(0), past.problems) == ("desk 2023（ABCD1234）", [])


def test_a_renamed_indicator_is_found_under_its_former_name() -> None:
    past = score_then(甲={"indicators": {"旧名": "8.5"}})
    assert past.columns[SCORE].cell(0) == (State.PRESENT, Fraction("8.5"))
    assert past.columns[SCORE].sources(0) == "desk 2023（ABCD1234），当时叫“旧名”"


def test_an_indicator_that_the_other_run_did_not_have_is_a_problem() -> None:
    past = score_then(甲={"indicators": {"别的": "8.5"}})
    assert [p.message() for p in past.problems] == ["“去年”读来的结果里没有指标“新名”，有：别的"]
    assert [p.code.number for p in past.problems] == ["K586"]


def test_the_score_of_a_period_is_read_where_the_reading_names_one() -> None:
    plan = plan_text(RENAMED.replace("edition: 2023}", "edition: 2023, period: 六月}"))
    told = {"indicators": {"新名": "1"}, "periods": {"六月": {"indicators": {"新名": "7"}}}}
    past = past_facts(plan.scheme, ["甲"], {}, [run("2023", 甲=told)], plan.needs.reads)
    assert past.columns[SCORE].cell(0) == (State.PRESENT, Fraction(7))


@pytest.mark.parametrize(
    ("call", "code"),
    [("score(去年, 旧名)", "K406"), ("score(去年, 没有)", "K406"), ("score(前年, 新名)", "K406"), ("score(去年, 新名, 新名)", "K408")],
)
def test_what_cannot_be_read_is_refused_with_the_scheme(call: str, code: str) -> None:
    assert refusals(RENAMED.replace("score(去年, 新名)", call)) == [code]


def test_the_former_name_is_answered_with_the_new_one() -> None:
    scheme = read_scheme(RENAMED.replace("score(去年, 新名)", "score(去年, 旧名)"))
    (problem,) = plan_scheme(scheme)[1]
    assert problem.message() == "不认识的名字 旧名，是不是 新名？"


def test_of_another_scheme_any_indicator_may_be_read_and_of_many_runs_none() -> None:
    other = RENAMED.replace("{scheme: desk, edition: 2023}", "{scheme: bieda, edition: 2023}").replace("score(去年, 新名)", "score(去年, 它的)")
    assert refusals(other) == []
    assert refusals(RENAMED.replace("{scheme: desk, edition: 2023}", "{scheme: desk, history: 3}")) == ["K415"]
