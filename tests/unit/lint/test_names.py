"""Names that formulas can hold, and that mean one thing."""

from collections.abc import Callable

import pytest

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("indicators: {2024工作: {points: 10, deduct: {迟报: 1}}}", "以数字开头"),
        ("indicators: {工作-一: {points: 10, deduct: {迟报: 1}}}", "含有 -"),
        ("indicators: {工作: {points: 10, deduct: {迟报(漏报): 1}}}", "含有 ("),
        ("values: {rank: 3}\nchecks: {甲: {must: total > 0, otherwise: finding}}", "是公式里已有的名字"),
        ("values: {if: 3}", "是公式的关键字"),
    ],
)
def test_a_name_that_no_formula_can_hold_is_refused(lint: Lint, body: str, why: str) -> None:
    told = [problem for problem in lint(body) if problem.code.number == "K357"]
    assert [why in problem.message() for problem in told] == [True]


def test_an_indicator_and_its_input_may_share_a_name(codes: Codes) -> None:
    assert codes("inputs: {工作: {kind: number, owner: 督查室, between: [0, 10]}}\nindicators: {工作: {points: 10, score: 工作}}") == []


def test_a_word_that_is_also_a_quantity_is_a_finding(lint: Lint) -> None:
    told = lint("values: {优秀: 9}\ngrades: {of: total, from: {优秀: 优秀}, otherwise: 合格}")
    assert [(problem.code.number, problem.severity) for problem in told] == [("K359", "finding")]


FORMER = "inputs: {x: {kind: number, owner: 督查室, between: [0, 5]}}\nindicators:\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("  甲: {points: 5, was: 丙, score: x}\n  乙: {points: 5, was: 丁, score: x}\n", []),
        ("  甲: {points: 5, was: 乙, score: x}\n  乙: {points: 5, score: x}\n", ["“甲”写了 was: 乙，而“乙”还是一个指标"]),
        ("  甲: {points: 5, was: 丙, score: x}\n  乙: {points: 5, was: 丙, score: x}\n", ["“乙”写了 was: 丙，而“丙”“甲”也写了"]),
    ],
)
def test_a_former_name_belongs_to_one_indicator(lint: Lint, rows: str, told: list[str]) -> None:
    assert [problem.message() for problem in lint(FORMER + rows) if problem.code.number == "K325"] == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("  甲: {kind: number, owner: 股, was: 丙}\n  乙: {kind: number, owner: 股}\n", []),
        ("  甲: {kind: number, owner: 股, was: 乙}\n  乙: {kind: number, owner: 股}\n", ["“甲”写了 was: 乙，而“乙”还是一个数据项"]),
        ("  甲: {kind: number, owner: 股, was: 丁}\n  乙: {kind: number, owner: 股, label: 丁}\n", ["“甲”写了 was: 丁，而“丁”还是一个数据项"]),
        ("  甲: {kind: number, owner: 股, was: 丙}\n  乙: {kind: number, owner: 股, was: 丙}\n", ["“乙”写了 was: 丙，而“丙”“甲”也写了"]),
    ],
)
def test_a_former_name_belongs_to_one_input(lint: Lint, rows: str, told: list[str]) -> None:
    text = f"inputs:\n{rows}indicators: {{例: {{points: 10, score: 甲 + 乙}}}}\n"
    assert [problem.message() for problem in lint(text) if problem.code.number == "K325"] == told
