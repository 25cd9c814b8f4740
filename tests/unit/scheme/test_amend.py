"""Edits by path: what a path can mean, what it leads to, and amendments in the order of their dates."""

from pathlib import Path

import pytest

from kpi_engine.engine.plan import plan_scheme
from kpi_engine.errors import Problem, registered_codes
from kpi_engine.lint import lint_plan
from kpi_engine.scheme.amend import amended, paths_of, set_path, value_at, versions
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.nodes import Block, Text, place_of
from kpi_engine.scheme.paths import Paths
from kpi_engine.scheme.shape import read_model

BAD = Path(__file__).parents[3] / "fixtures" / "bad" / "schemes"
FILES = sorted(path for path in BAD.glob("K39*.yaml"))

SCHEME = """scheme: example
title: 示例考核
edition: 2024
clause: 一
points: 100
classes: {街道: {}, 部门: {}}
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  满意率: {kind: percent, owner: 纪检室, between: [0, 100%]}
values:
  达标线: 90%
functions:
  级别分(级): {levels: {of: 级, give: {国家: 1, 省: 0.8}}}
indicators:
  综合:
    points: {街道: 60, otherwise: 70}
    indicators:
      工作:
        points: {街道: 40, otherwise: 50}
        deduct: {迟报: {街道: 1, 部门: 2}, 失实: {each: 3, at_most: 6}}
      作风: {points: 20, deduct: {迟报: 1, 投诉: 5}}
  满意率:
    points: {街道: 40, otherwise: 30}
    score: {bands: {of: 满意率, from: {0.95: points, 0.9: points / 2}, otherwise: 0}}
grades: {of: total, from: {优秀: 90, Very Good: 80.5}, otherwise: 一般}
"""


def document(text: str = SCHEME) -> Block:
    found, problems = read_document(text, name="方案.yaml")
    assert found is not None
    assert not problems
    return found


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code.number for problem in problems]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("作风.points", "20", "25"),
        ("indicators.作风.points", "20", "25"),
        ("工作.points.街道", "40", "45"),
        ("工作.points.部门", "50", "45"),
        ("作风.points.街道", "20", "25"),
        ("失实.at_most", "6", "9"),
        ("工作.deduct.失实.each", "3", "2"),
        ("工作.deduct.迟报.each.街道", "1", "1.5"),
        ("投诉.each", "5", "4"),
        ("投诉.at_most", None, "10"),
        ("作风.deduct.迟报.each", "1", "2"),
        ("grades.优秀", "90", "88"),
        ("grades.from.优秀", "90", "88"),
        ("grades.Very Good", "80.5", "80"),
        ("values.达标线", "90%", "85%"),
        ("rounding.total", "2", "1"),
        ("rounding.indicator", None, "2"),
        ("floor", None, "0"),
        ("满意率.score.bands.from.0.95", "points", "points - 1"),
        ("inputs.满意率.owner", "纪检室", "信访局"),
        ("functions.级别分.levels.give.省", "0.8", "0.7"),
        ("functions.级别分(级).levels.give.省", "0.8", "0.7"),
    ],
)
def test_a_path_leads_to_one_value_and_sets_it(path: str, old: str | None, new: str) -> None:
    before = document()
    assert value_at(before, path) == (old, [])
    after, problems = set_path(before, path, new)
    assert problems == []
    assert value_at(after, path)[0] == new
    assert before == document()
    assert after != before


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("工做.points", "K390"),
        ("作风.point", "K390"),
        ("综合.indicators.作风.points", "K390"),
        ("达标线", "K390"),
        ("作风.points.园区", "K390"),
        ("", "K390"),
        ("作风..points", "K390"),
        ("迟报.each", "K391"),
        ("作风", "K392"),
        ("grades.from", "K392"),
        ("inputs.满意率", "K392"),
        ("scheme", "K398"),
        ("amendments.x.decided", "K398"),
    ],
)
def test_a_path_that_leads_nowhere_or_to_several_is_refused(path: str, code: str) -> None:
    before = document()
    after, problems = set_path(before, path, "1")
    assert codes(problems) == [code]
    assert after is before


def test_near_misses_are_named() -> None:
    _, problems = set_path(document(), "作凤.points", "1")
    assert "作风.points" in problems[0].message()
    _, problems = set_path(document(), "综合.indicators.作风.points", "1")
    assert "是不是 作风.points" in problems[0].message()
    _, problems = set_path(document(), "达标线", "1")
    assert "values.达标线" in problems[0].message()


def test_the_root_is_named_last_and_a_key_that_is_not_there_names_those_that_are() -> None:
    _, problems = set_path(document(), "作凤.points", "1")
    assert "是不是 作风.points" in problems[0].message()
    _, problems = set_path(document(), "作风.分值", "1")
    assert "是不是 作风." in problems[0].message()


def test_an_ambiguous_item_is_told_with_its_indicators() -> None:
    _, problems = set_path(document(), "迟报.each", "3")
    assert "工作.deduct.迟报" in problems[0].message()
    assert "作风.deduct.迟报" in problems[0].message()


def test_a_number_becomes_a_table_where_a_class_is_named() -> None:
    after, _ = set_path(document(), "作风.points.街道", "25")
    assert after[Text("indicators")]["综合"]["indicators"]["作风"]["points"] == {"街道": "25", "otherwise": "20"}  # type: ignore[call-overload,index]


def test_a_short_item_is_written_out_where_a_key_is_added() -> None:
    after, _ = set_path(document(), "投诉.at_most", "10")
    assert after[Text("indicators")]["综合"]["indicators"]["作风"]["deduct"]["投诉"] == {"each": "5", "at_most": "10"}  # type: ignore[call-overload,index]


def test_a_table_by_class_can_be_given_at_once() -> None:
    after, problems = set_path(document(), "作风.points", "{街道: 25, otherwise: 15}")
    assert problems == []
    assert value_at(after, "作风.points.部门")[0] == "15"


def test_the_same_value_again_is_a_finding() -> None:
    _, problems = set_path(document(), "作风.points", "20")
    assert codes(problems) == ["K394"]
    assert problems[0].severity == "finding"


def test_a_value_that_cannot_be_read_is_refused() -> None:
    assert codes(set_path(document(), "作风.points", "{街道: ")[1]) == ["K397"]
    assert codes(set_path(document(), "作风.points", " ")[1]) == ["K397"]


def test_what_was_not_changed_keeps_its_place() -> None:
    before = document()
    after, _ = set_path(before, "失实.each", "2")
    for path in (["indicators", "综合", "indicators", "作风", "points"], ["grades", "of"]):
        assert place_of(after, path) == place_of(before, path)
    assert str(place_of(after, ["indicators", "综合", "indicators", "工作", "deduct", "失实", "each"])) == "失实.each = 2"


def test_every_listed_path_leads_to_one_value() -> None:
    found = document()
    listed = paths_of(found)
    assert len(listed) == len(set(listed))
    assert all(len(Paths(found).find(path)) == 1 for path in listed)
    assert {"作风.points", "工作.points.街道", "失实.at_most", "作风.deduct.迟报.each", "grades.优秀", "values.达标线", "rounding.total"} <= set(
        listed
    )
    assert not any(path.startswith(("scheme", "edition", "综合.indicators", "title")) for path in listed)


AMENDMENTS = """amendments:
  年末调整: {decided: 2024-12-01, basis: 纪要二, changes: {作风.points: 30}}
  年中调整: {decided: 2024-7-1, basis: 纪要一, changes: {作风.points: 25, grades.优秀: 88}}
"""


def test_amendments_are_applied_in_the_order_of_their_dates() -> None:
    told, problems = versions(document(SCHEME + AMENDMENTS))
    assert problems == []
    assert [version.name for version in told] == ["", "年中调整", "年末调整"]
    assert [value_at(version.document, "作风.points")[0] for version in told] == ["20", "25", "30"]
    assert [value_at(version.document, "grades.优秀")[0] for version in told] == ["90", "88", "88"]


def test_a_changed_value_stands_where_the_amendment_is_written() -> None:
    changed, _ = amended(document(SCHEME + AMENDMENTS))
    assert place_of(changed, ["indicators", "综合", "indicators", "作风", "points"]).line == 29


def test_a_scheme_without_amendments_is_itself() -> None:
    found = document()
    assert amended(found) == (found, [])


def test_an_amended_scheme_is_read_in_the_ordinary_way() -> None:
    changed, _ = amended(document(SCHEME + AMENDMENTS))
    scheme, problems = read_model(Scheme, changed)
    assert scheme is not None, problems
    plan, more = plan_scheme(scheme)
    assert more == []
    found = [problem.message() for problem in lint_plan(plan) if problem.code.number == "K330"]
    assert [message[:30] for message in found] == [
        "类别“街道”的“综合”下各项分值合计 70，应为 60（工作",
        "类别“部门”的“综合”下各项分值合计 80，应为 70（工作",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_amendment_gives_exactly_its_code(path: Path) -> None:
    found, problems = read_document(path.read_bytes(), name=path.name)
    assert found is not None
    _, more = amended(found)
    assert codes([*problems, *more]) == [path.name[:4]]
    assert path.stem == f"{more[0].code.number}-{more[0].code.slug}"
    assert more[0].place.line


def test_every_code_of_paths_has_a_broken_file() -> None:
    assert {path.name[:4] for path in FILES} == {number for number in registered_codes() if "K390" <= number <= "K399"}
