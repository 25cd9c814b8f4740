"""The scheme as a whole."""

from __future__ import annotations

from kpi_engine.scheme.model import Scheme
from scored import HEAD, read_scheme

REST = """
inputs: {甲数: {kind: count, owner: 办}}
indicators: {甲: {points: 100, score: 甲数}}
ranking: {within: all, by: [total], ties: share}
"""


def test_classes_are_named_come_from_an_input_or_are_none() -> None:
    assert read_scheme(HEAD + "classes: {镇: {}, 部门: {}}\n" + REST).class_names == ("镇", "部门")
    assert read_scheme(HEAD + REST).class_names == ()
    assert read_scheme(HEAD + REST).class_input == ""


def test_a_scheme_that_scores_nothing_says_so() -> None:
    assert read_scheme(HEAD + REST).is_scored
    assert isinstance(read_scheme(HEAD + REST), Scheme)
