import ast
from collections.abc import Iterable, Sequence
from fractions import Fraction

import pytest

from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.grammar import Build, compile_formula, nearest
from kpi_engine.formula.making import Refused, const
from kpi_engine.formula.tree import Arith, Call, Compare, Const, If, Logic, Name, Node, Not, Power, Round
from kpi_engine.source import Place
from kpi_engine.table import Kind, Ref, Role

KINDS = {"数": Kind.NUMBER, "率": Kind.NUMBER, "是": Kind.TRUTH, "评定": Kind.WORD, "完成日": Kind.DATE}
HERE = Place("方案.yaml", line=3, column=9)


def named(name: str) -> Name:
    return Name(Ref(Role.INPUT, name), KINDS[name], words=("好", "差") if name == "评定" else (), label=name)


class Names:
    def name(self, name: str) -> Node:
        if name in KINDS:
            return named(name)
        if name in ("好", "差"):
            return const(name)
        raise Refused(k4.UNKNOWN_NAME.at(name=name, near=nearest(name, KINDS)))

    def special(self, function: str, args: Sequence[ast.expr], build: Build) -> Node | None:
        return build(args[0]) if function == "原样" else None

    def function_names(self) -> Iterable[str]:
        return ["原样"]


def tree(text: str) -> Node:
    node, problems = compile_formula(text, Names(), HERE)
    assert not problems, [p.text() for p in problems]
    return node


def codes(text: str) -> list[str]:
    _, problems = compile_formula(text, Names(), HERE)
    assert all(p.place == HERE for p in problems)
    return [p.code.number for p in problems]


def test_numbers_come_from_their_text_never_through_a_float() -> None:
    assert tree("0.1") == Const(Fraction(1, 10), Kind.NUMBER, "0.1")
    assert tree("95%") == Const(Fraction(19, 20), Kind.NUMBER, "95%")
    assert tree("0.30000000000000000001") == Const(Fraction("0.30000000000000000001"), Kind.NUMBER, "0.30000000000000000001")


def test_operators_and_precedence_are_those_of_arithmetic() -> None:
    assert tree("数 + 率 * 2") == Arith("+", named("数"), Arith("*", named("率"), Const(Fraction(2), text="2")))
    assert tree("-3") == Const(Fraction(-3), text="-3")
    assert tree("-数") == Arith("-", const(0), named("数"))
    assert tree("+数") == named("数")
    assert tree("数 ** 2") == Power(named("数"), 2)


def test_chained_comparisons_are_anded() -> None:
    assert tree("1 <= 数 < 3") == Logic(
        "and", (Compare("<=", Const(Fraction(1), text="1"), named("数")), Compare("<", named("数"), Const(Fraction(3), text="3")))
    )


def test_conditions_choices_and_words() -> None:
    chosen = tree("1 if 评定 == 好 and not 是 else 0")
    assert isinstance(chosen, If)
    assert chosen.condition == Logic("and", (Compare("==", named("评定"), const("好")), Not(named("是"))))


def test_functions_that_are_another_way_to_write_a_tree_expand() -> None:
    assert tree("below(率, 95%)") == Call("max", (const(0), Arith("-", Const(Fraction(19, 20), text="95%"), named("率"))))
    assert tree("round(率, 2)") == Round(named("率"), 2, "half_up")
    assert tree("round_up(率)") == Round(named("率"), 0, "up")
    assert tree("clip(数, 0, 1)") == Call("min", (Call("max", (named("数"), Const(Fraction(0), text="0"))), Const(Fraction(1), text="1")))


def test_dates_subtract_to_days_and_compare_with_dates() -> None:
    late = tree("days_late(完成日, date(2007, 12, 31))")
    assert isinstance(late, Call)
    assert late.kind is Kind.NUMBER
    assert tree("完成日 > date(2007, 12, 31)").kind is Kind.TRUTH
    assert tree("完成日 + 3").kind is Kind.DATE


def test_the_scheme_has_functions_of_its_own() -> None:
    assert tree("原样(数)") == named("数")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("无名", ["K406"]),
        ("无名 + 也无名", ["K406", "K406"]),
        ("maxx(1)", ["K407"]),
        ("sum_of(1)", ["K407"]),
        ("abs(1, 2)", ["K408"]),
        ("max()", ["K408"]),
        ("date(2024, 13, 1)", ["K415"]),
        ("date(数, 1, 1)", ["K415"]),
        ("round(数, 率)", ["K415"]),
        ("round(数, 11)", ["K415"]),
        ("power(数, 1.5)", ["K415"]),
        ("2 ** 数", ["K415"]),
        ("2 ** 11", ["K415"]),
        ("ln(是)", ["K415"]),
        ("是 + 1", ["K409"]),
        ("评定 * 2", ["K409"]),
        ("1 if 数 else 2", ["K410"]),
        ("not 数", ["K410"]),
        ("数 and 是", ["K410"]),
        ("1 if 是 else 是", ["K411"]),
        ("数 == 评定", ["K411"]),
        ("完成日 > 3", ["K411"]),
        ("评定 > 好", ["K412"]),
        ("是 < 是", ["K412"]),
        ("评定 == 完成日", ["K411"]),
        ("数 / 0", ["K416"]),
        ("if_missing(数, 好)", ["K415"]),
    ],
)
def test_what_has_no_meaning_is_refused(text: str, wanted: list[str]) -> None:
    assert codes(text) == wanted


def test_a_word_outside_the_options_names_them() -> None:
    node, problems = compile_formula("评定 == 好", Names(), HERE)
    assert not problems
    assert node.kind is Kind.TRUTH
    KINDS["级别"] = Kind.WORD
    try:
        _, problems = compile_formula("级别 == 评定", Names(), HERE)
    finally:
        del KINDS["级别"]
    assert not problems


def test_near_misses_are_named() -> None:
    assert nearest("满意度", ["满意率", "投资"]) == "，是不是 满意率？"
    assert nearest("甲", ["乙"]) == ""
