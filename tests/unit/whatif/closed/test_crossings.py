"""Crossings against brute force: at every step the whole decision by the exact reader."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_engine.engine.results import Results
from kpi_engine.errors import KpiError
from kpi_engine.whatif.closed.crossing_words import sentences
from kpi_engine.whatif.closed.crossings import Crossing, Stretch, band, crossing, neighbours
from kpi_engine.whatif.closed.lines import Line
from kpi_engine.whatif.closed.moves import Moves
from weights import CLASSES, PLAIN, moved, ranks, scored, totals

TWO = {"甲率": ["90%", "60%"], "乙率": ["50%", "95%"]}


def one(base: Results, indicator: str = "甲", policy: str = "siblings", step: F | None = None) -> Crossing:
    (found,) = crossing(Moves(base, step), "东", "西", indicator, policy)  # type: ignore[arg-type]
    return found


def test_two_totals_cross_where_their_lines_do() -> None:
    found = one(scored(PLAIN, ["东", "西"], TWO))
    # 东: 0.9x + (100-x)(17.5+25)/60; 西: 0.6x + (100-x)(33.25+25)/60. Equal at 0.3x = (100-x) × 15.75/60, x = 26.25/0.5625
    assert found.gap == Line(F("-26.25"), F("0.5625"), F("0.4"))
    assert found.at == F("26.25") / F("0.5625")
    assert (found.below, found.above, found.now) == ("behind", "ahead", "behind")
    assert found.unsettled == ((F("26.25") - F("0.4")) / F("0.5625"), (F("26.25") + F("0.4")) / F("0.5625"))


def test_near_a_crossing_the_published_order_can_change_more_than_once() -> None:
    base = scored(PLAIN, ["东", "西"], TWO)
    found = one(base, step=F(1, 100))
    assert found.flips >= 3
    brute(base, found, apart=500)


def brute(base: Results, found: Crossing, apart: int = 10) -> None:
    """Every step near the crossing, and some elsewhere, by the exact reader."""
    at = {}
    for stretch in found.stretches:
        for share in found.move.grid(stretch.low, stretch.high):
            at[share] = stretch.order
    for k, share in enumerate(found.move.grid(found.move.least, found.move.most)):
        if share not in at and (k % apart or share in (found.move.least, found.move.most)):
            continue
        first, second = ranks(moved(base, found.move, share))[:2]
        assert first is not None
        assert second is not None
        order = "ahead" if first < second else "behind" if first > second else "tied"
        if share in at:
            assert at[share] == order
        elif found.unsettled is None or share < found.unsettled[0]:
            assert found.below == order
        else:
            assert found.above == order


RATE = st.sampled_from(["0%", "50%", "60%", "60.1%", "90%", "90.05%", "100%"])


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(RATE, RATE), min_size=3, max_size=3), st.integers(0, 8), st.sampled_from(["甲", "丙"]), st.sampled_from(["siblings", "none"])
)
def test_the_published_order_is_the_one_told_at_every_step(rates: list[tuple[str, str]], faults: int, indicator: str, policy: str) -> None:
    base = scored(PLAIN, ["东", "西", "南"], {"甲率": [a for a, _ in rates], "乙率": [b for _, b in rates]}, {"西": faults})
    found = one(base, indicator, policy)
    brute(base, found)
    assert sentences(found)
    assert sentences(found, "en")


def test_units_with_the_same_data_are_tied_at_every_weight() -> None:
    found = one(scored(PLAIN, ["东", "西"], {"甲率": ["90%", "90%"], "乙率": ["50%", "50%"]}))
    assert found.always
    assert found.stretches == (Stretch(F(0), F(100), "tied"),)
    assert any("处处相同" in line for line in sentences(found))


def test_a_unit_that_is_better_in_everything_is_ahead_at_every_weight() -> None:
    found = one(scored(PLAIN, ["东", "西"], {"甲率": ["90%", "80%"], "乙率": ["50%", "40%"]}))
    assert (found.at, found.unsettled, found.below) == (None, None, "ahead")
    assert "处处已定" in sentences(found)[-1]
    assert "settled everywhere" in sentences(found, "en")[-1]


def test_units_of_classes_ranked_apart_are_compared_by_their_totals() -> None:
    base = scored(CLASSES.replace("within: class, by", "within: all, by"), {"东": "街道", "西": "部门"}, TWO)
    moves = Moves(base)
    found = crossing(moves, "东", "西", "作风")
    assert [move.move.classes for move in found] == [(0,), (1,)]
    for each in found:
        assert each.gap.at(each.move.now) == F("0.9") * 40 + 10 + 40 - 50 * F("0.6") - 50
        brute(base, each)


def test_without_a_ranking_the_published_totals_tell_the_order() -> None:
    base = scored(PLAIN[: PLAIN.index("ranking")], ["东", "西"], TWO)
    found = one(base)
    for stretch in found.stretches:
        first, second = totals(moved(base, found.move, stretch.low))
        assert first is not None
        assert second is not None
        assert stretch.order == ("ahead" if first > second else "behind" if first < second else "tied")


def test_a_veto_that_puts_one_last_settles_the_order_at_all_weights() -> None:
    text = PLAIN.replace("inputs: {", "inputs: {事故: {kind: yes_no, owner: 股}, ").replace("ties: share", "ties: share, vetoed: last")
    text += "vetoes: {事故: {when: 事故, then: {grade: 不合格}}}\n"
    found = one(scored(text, ["东", "西"], {**TWO, "事故": [False, True]}))
    assert not found.by_totals
    assert (found.below, found.above, found.unsettled) == ("ahead", "ahead", None)
    assert "总分之前已定" in sentences(found)[1]
    assert "before the totals" in sentences(found, "en")[1]


def test_neighbours_are_all_pairs_side_by_side_in_each_ranking() -> None:
    given = {"甲率": ["90%", "60%", "80%", "70%"], "乙率": ["50%", "95%", "70%", "70%"]}
    base = scored(PLAIN, ["东", "西", "南", "北"], given, {"北": 2})
    moves = Moves(base)
    found = neighbours(moves, "甲")
    assert [(one.first, one.second) for one in found] == [("西", "南"), ("南", "东"), ("东", "北")]
    for one in found:
        assert [one] == crossing(Moves(base), one.first, one.second, "甲")
    classes = scored(CLASSES, {"东": "街道", "西": "部门", "南": "街道", "北": "部门"}, given)
    assert [(one.first, one.second) for one in neighbours(Moves(classes), "作风")] == [("东", "南"), ("北", "西")]
    with pytest.raises(KpiError) as refused:
        neighbours(moves, "丁")
    assert [problem.code.number for problem in refused.value.problems] == ["K830"]


def test_a_band_is_where_two_lines_are_no_further_apart_than_rounding_can_take_them() -> None:
    assert band(Line(F(1), F(0), F(2)), F(0), F(9)) == (0, 9)
    assert band(Line(F(3), F(0), F(2)), F(0), F(9)) is None
    assert band(Line(F(10), F(-1), F(2)), F(0), F(9)) == (8, 9)
    assert band(Line(F(20), F(-1), F(2)), F(0), F(9)) is None


@pytest.mark.parametrize(
    ("first", "second", "indicator", "step", "codes"),
    [
        ("冬", "西", "甲", None, ["K583"]),
        ("东", "东", "丁", None, ["K830", "K836"]),
        ("东", "西", "甲", F(0), ["K834"]),
        ("东", "冬", "丁", F(-1), ["K583", "K830", "K834"]),
    ],
)
def test_what_cannot_be_asked_is_refused_all_at_once(first: str, second: str, indicator: str, step: F | None, codes: list[str]) -> None:
    base = scored(PLAIN, ["东", "西"], TWO)
    with pytest.raises(KpiError) as refused:
        crossing(Moves(base, step), first, second, indicator)
    assert sorted(problem.code.number for problem in refused.value.problems) == codes


def test_a_share_that_cannot_move_and_totals_that_are_not_linear_are_named() -> None:
    base = scored(CLASSES, {"东": "部门", "西": "部门"}, TWO)
    with pytest.raises(KpiError) as refused:
        crossing(Moves(base), "东", "西", "甲")  # it has no sibling there
    assert [problem.code.number for problem in refused.value.problems] == ["K831"]
    text = PLAIN.replace("not_applicable: problem", "not_applicable: rescale")
    base = scored(text, ["东", "西"], {"甲率": ["90%", "不涉及"], "乙率": ["50%", "95%"]})
    with pytest.raises(KpiError) as refused:
        crossing(Moves(base), "东", "西", "乙")
    assert [problem.code.number for problem in refused.value.problems] == ["K832"]
    assert "西的总分不随“乙”的份额成直线变化：“总分折算后”这一步（÷）里也有它" in str(refused.value)
