"""Why YAML could not be read, whichever parser says so."""

from __future__ import annotations

import pytest
import yaml

from kpi_engine.scheme.document_syntax import explain, full_width_problem
from kpi_engine.source import Place


def refused(text: str, loader: type[yaml.SafeLoader]) -> tuple[str, str]:
    """Code and place of what a parser stops at."""
    try:
        list(yaml.parse(text, loader))
    except yaml.YAMLError as error:
        problem = explain(error, text, "s")
        return problem.code.number, str(problem.place)
    raise AssertionError("the parser has read it")


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(
    ("text", "number", "place"),
    [
        ('a: "没有收尾\nb: 1', "K164", "s:1:4"),
        ("a: [1, 2\nb: 3", "K164", "s:1:4"),
        ("a: b: c", "K165", "s:1:5"),
        ('a: "x" + 1', "K167", "s:1:8"),
        ('a: "C:\\数据"', "K168", "s:1:7"),
        ("a: @x", "K159", "s:1:4"),
        ("a: 1\nb：2\nc: 3", "K157", "s:2:1"),
    ],
)
def test_the_cause_is_told_where_it_stands(text: str, number: str, place: str, loader: type[yaml.SafeLoader]) -> None:
    assert refused(text, loader) == (number, place)


@pytest.mark.parametrize(
    ("text", "number"), [("满意率：90%", "K157"), ("- 满意率：90%", "K157"), ("满意率:90%", "K163"), ("满意率: 90%", None), ("比例 1：2", None)]
)
def test_a_plain_text_that_was_meant_as_a_pair_is_told_apart(text: str, number: str | None) -> None:
    problem = full_width_problem(text, Place("s", line=1, column=1))
    assert (problem.code.number if problem is not None else None) == number
