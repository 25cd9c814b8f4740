"""Rules into trees at one place, and the values of a scheme."""

from __future__ import annotations

from ruled import scheme
from scored import HEAD, plan_text, refusals


def test_values_that_name_each_other_are_a_cycle_with_its_chain() -> None:
    assert "K414" in refusals(scheme("甲", "values: {甲: 乙 + 1, 乙: 甲 + 1}\n"))


def test_a_score_that_depends_on_the_grade_is_a_cycle() -> None:
    text = scheme('"1 if grade == 优 else 0"') + "grades: {of: total, from: {优: 90}, otherwise: 差}\n"
    assert "K414" in refusals(text)


def test_a_heading_that_is_not_a_function_is_refused() -> None:
    assert "K315" in refusals(scheme("率", "functions: {没有括号: 率}\n"))


def test_numbers_by_class_need_every_class_or_otherwise() -> None:
    classes = HEAD + "classes: {街道: {}, 部门: {}}\n"
    assert refusals(scheme("{街道: 率}", head=classes)) == ["K313"]
    assert refusals(scheme("{街道: 率, otherwise: 0}", head=classes)) == []
    assert "K211" in refusals(scheme("{乡镇: 率, otherwise: 0}", head=classes))


def test_an_input_of_the_year_is_one_for_all_periods() -> None:
    text = scheme("points * 率").replace(
        "points: 100\nrounding", "points: 100\nperiods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\nrounding"
    )
    text = text.replace("率: {kind: percent, owner: 甲科}", "率: {kind: percent, owner: 甲科, every: year}")
    assert [(need.name, need.period) for need in plan_text(text).needs.columns] == [("率", "")]


def test_a_long_chain_of_values_is_refused_and_a_short_one_is_read() -> None:
    def chain(length: int) -> str:
        return "values:\n  v0: 率\n" + "".join(f"  v{i}: v{i - 1} + 1\n" for i in range(1, length))

    assert "K405" in refusals(scheme("v299", chain(300)))
    assert "K405" not in refusals(scheme("v19", chain(20)))


def test_what_a_rule_rests_on_through_values_comes_once_and_in_order() -> None:
    book = plan_text(scheme("points * 甲", "values: {甲: 乙 + 率, 乙: 率 * 2}\n")).book
    assert [ref.name for ref in book.below(book.values[next(ref for ref in book.values if ref.name == "甲")])] == ["乙", "率"]
