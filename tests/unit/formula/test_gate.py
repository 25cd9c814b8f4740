import pytest

from kpi_engine.formula.gate import admit
from kpi_engine.formula.making import Refused

HOSTILE = [
    ("x = 5", "K404"),
    ("x == 5; y", "K403"),
    ("True * 100", "K404"),
    ("None", "K404"),
    ("1e400", "K404"),
    ("1e5", "K404"),
    ("1_000", "K404"),
    ("0x10", "K404"),
    ("0b1", "K404"),
    ("1j", "K404"),
    ("'a' * 9", "K404"),
    ('"a"', "K404"),
    ("b'a'", "K404"),
    ("f'{x}'", "K404"),
    ("x.y", "K404"),
    ("().__class__", "K404"),
    ("x[0]", "K404"),
    ("[1, 2]", "K404"),
    ("(1, 2)", "K404"),
    ("{1: 2}", "K404"),
    ("{1}", "K404"),
    ("lambda: 1", "K404"),
    ("[x for x in y]", "K404"),
    ("(y := 3)", "K404"),
    ("f(a=1)", "K404"),
    ("f(*a)", "K404"),
    ("f()()", "K404"),
    ("x % 2", "K404"),
    ("'%999999999d' % 1", "K404"),
    ("x // 2", "K404"),
    ("x @ y", "K404"),
    ("x << 2", "K404"),
    ("x | y", "K404"),
    ("x & y", "K404"),
    ("x ^ y", "K404"),
    ("~x", "K404"),
    ("x is y", "K404"),
    ("x in y", "K404"),
    ("x <> y", "K404"),
    ("!x", "K404"),
    ("a && b", "K404"),
    ("a || b", "K404"),
    ("a 且 b", "K404"),
    ("a 或 b", "K404"),
    ("2007-12-31", "K404"),
    ("...", "K404"),
    ("import os", "K403"),
    ("x +", "K403"),
    ("", "K403"),
    ("   ", "K403"),
    (")", "K403"),
    ("(" * 300 + "x" + ")" * 300, "K403"),
    ("-" * 500 + "1", "K405"),
    ("+".join(["x"] * 400), "K405"),
    ("x" * 1001, "K401"),
    ("1" * 31, "K404"),
    ("x\u202ey", "K402"),
    ("x\u200by", "K402"),
    ("x\x00y", "K402"),
    ("ﬁeld", "K402"),
    ("满\ue000意", "K402"),
    ("٣ + ٤", "K403"),
    ("if x: y", "K403"),
    ("yield x", "K403"),
    ("await x", "K404"),
]


@pytest.mark.parametrize(("text", "code"), HOSTILE, ids=[repr(text[:20]) for text, _ in HOSTILE])
def test_what_is_not_a_formula_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        admit(text)
    assert {p.code.number for p in refused.value.problems} == {code}
    assert all(p.message() and p.message("en") for p in refused.value.problems)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（a＋b）×２", "(a+b)*2"),
        ("a ≥ 3", "a >= 3"),
        ("min（a，b）", "min(a,b)"),
        ("a ÷ 1．5", "a / 1.5"),
        ("－a", "-a"),
        ("a ≠ b", "a != b"),
        ("a\n+ b", "a + b"),
        ("  a", "a"),
    ],
)
def test_full_width_signs_are_read_as_plain_ones_and_shown_back(text: str, plain: str) -> None:
    assert admit(text).text == plain


def test_percent_signs_are_remembered_at_the_end_of_their_numbers() -> None:
    admitted = admit("满意率 - 95.5 % + .5%")
    assert admitted.text == "满意率 - 95.5   + .5 "
    assert admitted.percents == {10, 17}


def test_a_percent_sign_after_a_name_is_a_remainder_and_refused() -> None:
    with pytest.raises(Refused):
        admit("x1% + 2")


def test_names_may_hold_the_characters_of_and_and_or() -> None:
    assert admit("尚且达标 + 或有事项").text == "尚且达标 + 或有事项"
