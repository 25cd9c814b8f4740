"""What a path can mean, and how keys are written as one."""

from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.nodes import Block
from kpi_engine.scheme.paths import Found, Paths

TEXT = """scheme: example
classes: {街道: {}, 部门: {}}
indicators:
  工作: {points: {街道: 6, otherwise: 4}, deduct: {迟报: 1, 失实: {each: 2}}}
  作风: {points: 4, deduct: {迟报: {街道: 1, 部门: 2}}}
grades: {of: total, above: {优秀: 9}, otherwise: 合格}
"""


def paths() -> Paths:
    document, _ = read_document(TEXT, name="方案.yaml")
    assert isinstance(document, Block)
    return Paths(document)


def test_names_lead_to_keys() -> None:
    assert paths().find("作风.points") == [Found(("indicators", "作风", "points"))]
    assert paths().find("失实.each") == [Found(("indicators", "工作", "deduct", "失实", "each"))]
    assert paths().find("grades.优秀") == [Found(("grades", "above", "优秀"))]


def test_a_key_that_is_not_there_yet_is_new() -> None:
    (found,) = paths().find("作风.floor")
    assert (found.keys, found.new, found.under) == (("indicators", "作风"), "floor", "")
    (found,) = paths().find("作风.points.街道")
    assert (found.keys, found.new, found.under) == (("indicators", "作风", "points"), "街道", "otherwise")
    (found,) = paths().find("作风.deduct.迟报.at_most")
    assert (found.keys, found.new, found.under) == (("indicators", "作风", "deduct", "迟报"), "at_most", "each")


def test_an_item_that_two_indicators_have_is_found_twice() -> None:
    assert [found.keys[1] for found in paths().find("迟报.each")] == ["工作", "作风"]


def test_nothing_is_found_through_parents_or_by_position() -> None:
    for path in ("indicators.0.points", "工作.deduct.0.each", "工作.indicators.作风.points", "作风.points.园区", "作风.nothing"):
        assert paths().find(path) == []


def test_keys_are_written_as_short_as_they_are_told_apart() -> None:
    assert paths().written(("indicators", "工作", "deduct", "失实", "each")) == "失实.each"
    assert paths().written(("indicators", "工作", "deduct", "迟报", "each")) == "工作.deduct.迟报.each"
    assert paths().written(("grades", "above", "优秀")) == "grades.优秀"


def test_all_paths_in_the_order_of_the_text() -> None:
    assert [path for path in paths().all if path.startswith(("工作", "作风", "失实", "grades"))] == [
        "工作.points.街道",
        "工作.points.otherwise",
        "工作.deduct.迟报.each",
        "失实.each",
        "作风.points",
        "作风.deduct.迟报.each.街道",
        "作风.deduct.迟报.each.部门",
        "grades.of",
        "grades.优秀",
        "grades.otherwise",
    ]
