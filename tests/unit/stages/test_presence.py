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


def test_what_is_below_a_node_that_is_not_for_a_class_is_not_asked_of_it() -> None:
    body = """classes: {支援: {}, 受援: {}}
inputs: {甲数: {kind: number, owner: 甲科}, 乙数: {kind: number, owner: 乙科}}
indicators:
  支援工作: {points: {支援: 100, 受援: 0}, indicators: {甲: {points: 100, score: 甲数}}}
  受援工作: {points: 100, only_for: {class: 受援}, indicators: {乙: {points: 60, score: 乙数}, 丙: {points: 40, score: points}}}
"""
    sheet = score_text(
        HEAD.replace("points: 100\n", "points: {支援: 100, 受援: 100}\n") + body,
        {"A": "支援", "B": "受援"},
        {"甲数": ["90", None], "乙数": [None, "50"]},
    )
    assert (sheet.totals(), sheet.codes()) == ([90, 90], [])
    assert [sheet.score(name, "A") for name in ("支援工作", "受援工作", "乙", "丙")] == [90, "NOT_APPLICABLE", "NOT_APPLICABLE", "NOT_APPLICABLE"]
    assert [sheet.score(name, "B") for name in ("支援工作", "甲", "受援工作")] == ["NOT_APPLICABLE", "NOT_APPLICABLE", 90]
