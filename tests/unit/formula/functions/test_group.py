from fractions import Fraction

import pytest

from kpi_engine.formula.functions import ExactCell, Member, group_functions
from kpi_engine.numbers import Root
from kpi_engine.table import State

P, N, M = State.PRESENT, State.NOT_APPLICABLE, State.MISSING


def member(*values: object, counts: bool = True) -> Member:
    return Member(
        counts,
        tuple(value if isinstance(value, tuple) else (P, value if isinstance(value, (bool, Root)) else Fraction(str(value))) for value in values),
    )  # type: ignore[misc]


def told(name: str, members: list[Member], **options: str) -> list[object]:
    cells: list[ExactCell] = list(group_functions()[name].exact(members, options))
    return [value if state == P else state.name for state, value in cells]


MISSING = (M, None)
ABSENT = (N, None)


def test_statistics_are_over_those_that_count_and_have_the_value() -> None:
    members = [member(3), member(5), member(MISSING), member(9, counts=False)]
    assert told("max", members) == [5] * 4
    assert told("min", members) == [3] * 4
    assert told("mean", members) == [4] * 4
    assert told("sum", members) == [8] * 4
    assert told("count", members) == [2] * 4


def test_statistics_of_nobody() -> None:
    assert told("max", [member(MISSING)]) == ["MISSING"]
    assert told("sum", [member(MISSING)]) == [0]
    assert told("count", [member(MISSING)]) == [0]


def test_a_count_of_a_condition_counts_what_is_true() -> None:
    assert told("count", [member(True), member(False), member(True)]) == [2, 2, 2]


def test_the_mean_of_the_others_leaves_the_unit_out() -> None:
    assert told("others_mean", [member(2), member(4), member(9), member(MISSING)]) == [Fraction(13, 2), Fraction(11, 2), 3, 5]
    assert told("others_mean", [member(2)]) == ["MISSING"]


def test_how_many_have_the_same_value() -> None:
    assert told("count_same", [member(2), member(2), member(3), member(MISSING)]) == [2, 2, 1, "MISSING"]


def test_ranks_are_competition_ranks() -> None:
    assert told("rank", [member(v) for v in (72, 71, 71, 71, 70)]) == [1, 2, 2, 2, 5]
    assert told("rank", [member(v) for v in (72, 71, 71, 70)], first="lowest") == [4, 2, 2, 1]
    assert told("rank", [member(v) for v in (72, 71, 71, 70)], ties="mean") == [1, Fraction(5, 2), Fraction(5, 2), 4]


def test_later_keys_break_ties_and_what_is_not_there_comes_last() -> None:
    assert told("rank", [member(80, 3), member(80, 5), member(80, MISSING), member(80, 5)]) == [3, 1, 4, 1]


def test_who_does_not_count_or_has_no_value_has_no_rank() -> None:
    assert told("rank", [member(3), member(4, counts=False), member(MISSING), member(ABSENT)]) == [1, "NOT_APPLICABLE", "MISSING", "NOT_APPLICABLE"]


def test_roots_are_ranked_exactly() -> None:
    assert told("rank", [member(Root(Fraction(2), 2)), member("1.41421356"), member(Root(Fraction(4), 4)), member(Root(Fraction(3), 2))]) == [
        2,
        4,
        2,
        1,
    ]


def test_a_percentile_is_linear_between_neighbours() -> None:
    members = [member(v, "0.25") for v in (1, 2, 3, 5)]
    assert told("percentile", members) == [Fraction(7, 4)] * 4
    assert told("percentile", [member(v, "1") for v in (1, 2)]) == [2, 2]
    assert told("percentile", [member(1, "1.5")]) == ["MISSING"]
    assert told("percentile", [member(MISSING, "0.5")]) == ["MISSING"]


def quota(ranks: list[object], places: int, cut: str = "take_none", holds: object = True) -> list[object]:
    return told("quota", [member(holds, rank, places) for rank in ranks], at_the_cut=cut)


def test_places_go_to_the_best() -> None:
    assert quota([1, 2, 3], 2) == [True, True, False]
    assert quota([1, 2, 3], 0) == [False, False, False]
    assert quota([1, 2, 3], 5) == [True, True, True]


@pytest.mark.parametrize(
    ("cut", "kept"),
    [("take_none", [True, False, False, False]), ("take_all", [True, True, True, False]), ("problem", [True, "ERROR", "ERROR", False])],
)
def test_a_tie_at_the_cut_is_handled_as_declared(cut: str, kept: list[object]) -> None:
    assert quota([1, 2, 2, 4], 2, cut) == kept


def test_who_does_not_hold_takes_no_place() -> None:
    members = [member(False, 1, 1), member(True, 2, 1), member(True, ABSENT, 1)]
    assert told("quota", members, at_the_cut="take_none") == [False, True, False]
    assert told("quota", [member(True, 1, MISSING)], at_the_cut="take_none") == ["ERROR"]


def test_those_in_a_tie_through_which_the_cut_goes_are_named() -> None:
    assert told("at_cut", [member(True, rank, 2) for rank in (1, 2, 2, 4)]) == [False, True, True, False]
    assert told("at_cut", [member(True, rank, 3) for rank in (1, 2, 2, 4)]) == [False] * 4
    assert told("at_cut", [member(True, 1, MISSING)]) == [False]


def test_the_cents_of_a_pot_add_up() -> None:
    shared = told("share_of_pot", [member(100, 1)] * 3, places="2", leftover="largest_remainder")
    assert shared == [Fraction("33.34"), Fraction("33.33"), Fraction("33.33")]
    shared = told("share_of_pot", [member("0.05", share) for share in ("1", "1.5", "2")], places="2", leftover="largest_remainder")
    assert shared == [Fraction("0.01"), Fraction("0.02"), Fraction("0.02")]
    assert told("share_of_pot", [member("0.05", 1)] * 2, places="2", leftover="first") == [Fraction("0.03"), Fraction("0.02")]


def test_a_pot_without_shares() -> None:
    members = [member(100, 0), member(100, 0), member(100, 5, counts=False)]
    assert told("share_of_pot", members, if_no_shares="keep") == [0, 0, "NOT_APPLICABLE"]
    assert told("share_of_pot", members) == ["ERROR", "ERROR", "NOT_APPLICABLE"]
    assert told("share_of_pot", [member(100, -1), member(100, 2)]) == ["ERROR", "ERROR"]
    assert told("share_of_pot", [member(MISSING, 1)]) == ["ERROR"]


def test_of_one_fact_the_heaviest_or_the_first_counts() -> None:
    members = [member(2, 1), member(5, 2), member(5, 3)]
    assert told("counts_once", members, keep="heaviest") == [False, True, False]
    assert told("counts_once", members, keep="first") == [True, False, False]
    assert told("counts_once", [member(MISSING, 1), member(2, 2, counts=False)], keep="first") == [False, False]


def test_a_root_is_never_left_out_of_a_figure_of_the_group() -> None:
    among = [member(Root(Fraction(17), 2)), member(4)]
    for function in ("mean", "sum", "max", "min", "others_mean"):
        assert told(function, among) == ["ERROR", "ERROR"]
