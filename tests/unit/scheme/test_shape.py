import pytest

from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model

GOOD = "scheme: t\ntitle: t\nedition: 1\n"


def said(text: str) -> list[tuple[str, int, int]]:
    document, problems = read_document(GOOD + text, name="方案.yaml")
    assert document is not None, [p.text() for p in problems]
    _, problems = read_model(Scheme, document)
    return [(p.code.number, p.place.line, p.place.column) for p in problems]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pionts: 100\n", ("K201", 4, 1)),
        ("points: 一百\n", ("K206", 4, 9)),
        ("missing: maybe\n", ("K203", 4, 10)),
        ("inputs: 无\n", ("K204", 4, 9)),
        ("label: {a: 1}\n", ("K205", 4, 8)),
        ("reads: {去年: {scheme: x, required: perhaps}}\n", ("K207", 4, 35)),
        ("rounding: {mode: half_up, total: 两位}\n", ("K208", 4, 34)),
        ("rounding: {mode: half_up, total: 11}\n", ("K208", 4, 34)),
        ("ranking: {within: all, ties: share, by: {a: 1}}\n", ("K209", 4, 41)),
        ("score: [1, 2]\n", ("K210", 4, 8)),
        ("classes: {街道: {expect: 2.5}}\n", ("K215", 4, 24)),
        ("inputs: {率: {kind: percent}}\n", ("K202", 4, 13)),
        ("grades: {of: total, from: {优: 90}}\n", ("K202", 4, 9)),
        ("ranking: {within: all, by: total}\n", ("K202", 4, 10)),
    ],
)
def test_a_wrong_shape_has_its_code_at_its_place(text: str, wanted: tuple[str, int, int]) -> None:
    assert said(text) == [wanted]


def test_all_problems_come_at_once() -> None:
    assert {number for number, _, _ in said("pionts: 100\nmissing: maybe\nrounding: {mode: up, total: x}\n")} == {"K201", "K203", "K208"}


def test_an_unknown_key_names_its_neighbours_and_what_is_allowed() -> None:
    document, _ = read_document(GOOD + "rounding: {mode: half_up, totl: 2}\n", name="方案.yaml")
    _, (problem,) = read_model(Scheme, document)
    assert "是不是 total" in problem.message()
    assert problem.mend() == "这里可以写：label、clause、basis、note、mode、indicator、group、total、money"


def test_classes_are_named_or_come_from_an_input() -> None:
    for text, names in (("classes: {街道: {}, 部门: {expect: 3}}\n", ("街道", "部门")), ("classes: {from: 所属}\n", ())):
        document, _ = read_document(GOOD + text, name="方案.yaml")
        scheme, problems = read_model(Scheme, document)
        assert not problems
        assert scheme is not None
        assert scheme.class_names == names
