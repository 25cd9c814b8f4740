"""Many observations become the one number that scoring sees."""

from fractions import Fraction

import pytest

from scored import leaf_scores, leaf_text, refusals, score_text

SCORE = "points * 测评 / 100"
BALLOTS = "{测评: {kind: ballots, owner: 甲科, options: {满意: 100, 基本满意: 60, 不满意: 0}, not_counted: [不了解]%s}}"


def ballots(more: str, *groups: dict[str, object]) -> object:
    votes = {("测评", key): [value] for group in groups for key, value in group.items()}
    return score_text(leaf_text(SCORE, BALLOTS % more), ["A"], votes=votes).score("甲", "A")


def group(rater: str, yes: str, some: str, no: str, unknown: str = "0", **more: str) -> dict[str, object]:
    votes: dict[str, object] = {f"{rater}|满意": yes, f"{rater}|基本满意": some, f"{rater}|不满意": no, f"{rater}|不了解": unknown}
    return votes | {f"{rater}|{key}": value for key, value in more.items()}


def test_votes_times_value_over_counted_votes() -> None:
    """(20 × 100 + 10 × 60) ÷ 40 = 65; the 5 who do not know are not counted."""
    assert ballots("", group("", "20", "10", "10", "5")) == Fraction(65, 10)


def test_no_counted_vote_is_missing_never_zero() -> None:
    assert ballots("", group("", "0", "0", "0", "8")) == "MISSING"


@pytest.mark.parametrize(("returned", "told"), [("20", 10), ("19", "MISSING")])
def test_a_ballot_that_is_not_valid_is_missing(returned: str, told: object) -> None:
    assert ballots(", valid_if: returned >= 20", group("", "10", "0", "0", returned=returned)) == told


RATERS = ", raters: {领导: 20%%, 同级: 30%%, 群众: 50%%}, missing_rater: %s"


def test_groups_of_raters_count_by_their_weights() -> None:
    told = ballots(RATERS % "problem", group("领导", "1", "0", "0"), group("同级", "0", "1", "0"), group("群众", "1", "0", "1"))
    assert told == Fraction(63, 10)  # 20% × 100 + 30% × 60 + 50% × 50 = 63


@pytest.mark.parametrize(("word", "told"), [("problem", "MISSING"), ("renormalise", Fraction(70, 10))])
def test_a_group_that_did_not_vote(word: str, told: object) -> None:
    """(20% × 100 + 50% × 58) ÷ 70% = 70."""
    voted = (group("领导", "1", "0", "0"), group("群众", "40", "30", "30"), group("同级", "0", "0", "0"))
    assert ballots(RATERS % word, *voted) == told


MARKS = "{测评: {kind: marks, owner: 甲科%s}}"


def marks(more: str, *given: str) -> object:
    rows = [("A", mark) for mark in given]
    return score_text(leaf_text(SCORE, MARKS % more, points="100"), ["A"], marks={"测评": rows}).score("甲", "A")


@pytest.mark.parametrize(
    ("more", "given", "told"),
    [
        ("", ("80", "90", "91"), 87),
        (", drop: {highest: 1, lowest: 1}", ("0", "80", "90", "100"), 85),
        (", drop: {highest: 1, lowest: 1, if_more_than: 5}", ("0", "80", "90", "100", "100"), 74),
        (", drop: {highest: 1, lowest: 1, if_more_than: 5}", ("0", "80", "90", "90", "100", "100"), 90),
        (", drop: {highest: 2, lowest: 0}", ("80", "90", "100"), 80),
        (", places: 2", ("80", "90", "90"), Fraction(8667, 100)),
        (", at_least: 3", ("80", "90"), "MISSING"),
        ("", (), "MISSING"),
    ],
)
def test_the_mean_of_a_jury(more: str, given: tuple[str, ...], told: object) -> None:
    assert marks(more, *given) == told


@pytest.mark.parametrize(("take", "told"), [("mean", 25), ("sum", 50), ("highest", 30), ("lowest", 20), ("last", 30)])
def test_figures_of_several_periods_become_one(take: str, told: int) -> None:
    inputs = f"{{量: {{kind: number, owner: 甲科, every: half, take: {take}}}}}"
    assert leaf_scores("量", inputs, {"量@上半年": ["20"], "量@下半年": ["30"]}, points="100") == [told]


def test_a_period_without_a_figure_makes_the_whole_missing() -> None:
    inputs = "{量: {kind: number, owner: 甲科, every: half, take: sum}}"
    assert leaf_scores("量", inputs, {"量@上半年": ["20"]}, points="100") == ["MISSING"]


def test_a_ballot_whose_options_are_worth_nothing_stated_is_refused() -> None:
    assert refusals(leaf_text(SCORE, "{测评: {kind: ballots, owner: 甲科, options: [满意, 不满意]}}")) == ["K202"]


def test_marks_are_those_of_the_period_and_of_raters_whose_ballot_is_valid() -> None:
    """June: 李 gives everybody 90, which is not valid, so A has (80 + 84) ÷ 2; in December all three count."""
    inputs = "{评分: {kind: marks, owner: 评审组, valid_if: ballot_max(mark) > ballot_min(mark)}}"
    june = {"张": ("80", "70"), "王": ("84", "60"), "李": ("90", "90")}
    december = {"张": ("80", "70"), "王": ("84", "60"), "李": ("90", "91")}
    rows = [
        {"unit": unit, "mark": mark, "period": period, "fact": rater}
        for period, told in (("六月", june), ("十二月", december))
        for rater, marks in told.items()
        for unit, mark in zip("AB", marks, strict=True)
    ]
    top = "periods: {names: [六月, 十二月], combine: sum, missing: problem}"
    sheet = score_text(leaf_text("评分", inputs, top=top), ["A", "B"], tables={"marks:评分": rows})
    assert [sheet.score("甲", "A", period) for period in ("六月", "十二月")] == [82, Fraction(254, 3)]
    assert [sheet.score("甲", "B", period) for period in ("六月", "十二月")] == [65, Fraction(221, 3)]


def test_marks_are_those_of_valid_ballots_without_periods_too() -> None:
    inputs = "{评分: {kind: marks, owner: 评审组, valid_if: ballot_count(mark >= 90) <= 1}}"
    rows = [
        {"unit": unit, "mark": mark, "fact": rater}
        for rater, marks in {"张": ("80", "91"), "王": ("95", "96")}.items()
        for unit, mark in zip("AB", marks, strict=True)
    ]
    sheet = score_text(leaf_text("评分", inputs), ["A", "B"], tables={"marks:评分": rows})
    assert [sheet.score("甲", unit) for unit in "AB"] == [80, 91]
