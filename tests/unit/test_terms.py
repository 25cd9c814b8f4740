"""How the words of a scheme are read one step deep."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from kpi_engine.scheme.document import read_document
from kpi_engine.source import Place
from kpi_engine.terms import ByClass, Figure, Flag, Formula, FormUse, Limit, Places, Points, RuleTable, Whole, Words, key_place, place_in, read_rule


def written(text: str) -> object:
    """What stands under ``x``, with its places."""
    document, problems = read_document(f"x: {text}", name="s")
    assert document is not None, problems
    return document["x"]  # type: ignore[index]


def refused(kind: object, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return caught.value.errors()[0]["type"]


def test_a_scalar_is_a_formula_one_form_is_a_form_and_anything_else_is_by_class() -> None:
    assert read_rule(written("points * 满意率")) == Formula("points * 满意率")
    assert read_rule(written("{met: 满意率 >= 90%}")) == FormUse("met", "满意率 >= 90%")
    assert read_rule(written("{街道: 30, otherwise: 40}")) == ByClass((("街道", Formula("30")),), Formula("40"))
    assert read_rule(written("{街道: 30, 部门: {met: 达标}}")) == ByClass((("街道", Formula("30")), ("部门", FormUse("met", "达标"))), None)


def test_a_rule_stands_where_it_is_written() -> None:
    assert read_rule(written("points")).place == Place("s", line=1, column=4)
    assert read_rule(written("{met: 达标}")).place == Place("s", line=1, column=5)
    assert (place_in("made by hand"), key_place({"a": 1}, "a")) == (Place(), Place())


@pytest.mark.parametrize(
    ("value", "number"), [("0.35", Fraction(35, 100)), ("95%", Fraction(95, 100)), ("187/9", Fraction(187, 9)), ("-3", Fraction(-3))]
)
def test_a_figure_never_passes_through_a_double(value: str, number: Fraction) -> None:
    assert TypeAdapter(Figure).validate_python(value) == number


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (Figure, "九十", "K206"), (Figure, 0.35, "K206"), (Points, "opened", "K206"), (Flag, "maybe", "K207"), (Places, "11", "K208"),
        (Places, "²", "K208"), (Whole, "1.5", "K215"), (Whole, "12345678", "K215"), (Words, {"a": "b"}, "K209"), (RuleTable, "90", "K204"),
        (Limit, [], "K210"),
    ],
)  # fmt: skip
def test_what_is_something_else_is_refused_by_its_code(kind: object, value: object, code: str) -> None:
    assert refused(kind, value) == code


def test_the_words_that_have_a_meaning_are_read_as_such() -> None:
    assert [TypeAdapter(Flag).validate_python(word) for word in ("yes", "是", "no", "否")] == [True, True, False, False]
    assert TypeAdapter(Points).validate_python("open") == "open"
    assert TypeAdapter(Limit).validate_python("none") == "none"
    assert TypeAdapter(Words).validate_python("一个") == ("一个",)
    assert (TypeAdapter(Places).validate_python("2"), TypeAdapter(Whole).validate_python("15")) == (2, 15)
