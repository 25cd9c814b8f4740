"""For whom a node exists shows in its score's state, and is never a problem."""

from scored import HEAD, refusals, score_text

TEXT = (
    HEAD
    + """classes: {街道: {}, 园区: {}}
inputs: {x: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 100, score: x}
  乙: {points: {街道: 10, 园区: 0}, indicators: {乙一: {points: {街道: 10, 园区: 0}, score: x}}}
"""
)


def test_points_of_zero_mean_not_for_that_class() -> None:
    sheet = score_text(TEXT, {"A": "街道", "B": "园区"}, {"x": ["4", "4"]})
    assert [sheet.score("乙", u) for u in "AB"] == [4, "NOT_APPLICABLE"]
    assert (sheet.totals(), sheet.problems) == ([8, 4], ())


def test_only_for_several_units() -> None:
    text = TEXT.replace("甲: {points: 100,", "甲: {points: 100, only_for: {unit: [A, C]},")
    sheet = score_text(text, {"A": "街道", "B": "街道", "C": "园区"}, {"x": ["4", "4", "4"]})
    assert [sheet.score("甲", u) for u in "ABC"] == [4, "NOT_APPLICABLE", 4]


def test_one_name_for_two_indicators_is_refused() -> None:
    text = (
        HEAD
        + "indicators:\n  甲: {points: 50, indicators: {子: {points: 50, score: 1}}}\n  乙: {points: 50, indicators: {子: {points: 50, score: 1}}}\n"
    )
    assert "K323" in refusals(text)
