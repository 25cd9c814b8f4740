import pytest

from scored import HEAD, score_text

TEXT = HEAD + "classes: {街道: {}, 部门: {}}\nindicators:\n"
UNITS = {"A": "街道", "B": "街道", "C": "部门"}


def told(indicators: str) -> list[str]:
    return [p.message() for p in score_text(TEXT + indicators, UNITS).problems]


@pytest.mark.parametrize("only", ["unit: A", "unit: [A, C], class: 街道"])
def test_parts_that_are_for_some_units_must_add_up_for_each_unit(only: str) -> None:
    """甲 60 is for A alone, 乙 40 for all: 40 of 100 for B and C."""
    assert told(f"  甲: {{points: 60, only_for: {{{only}}}, score: points}}\n  乙: {{points: 40, score: points}}") == [
        "单位“B”的“总分”下各项分值合计 40，应为 100（乙 40）",
        "单位“C”的“总分”下各项分值合计 40，应为 100（乙 40）",
    ]


def test_parts_in_the_place_of_each_other_add_up() -> None:
    pair = "  甲: {points: 60, only_for: {unit: A}, score: points}\n  甲乙: {points: 60, only_for: {unit: [B, C]}, score: points}\n"
    sheet = score_text(TEXT + pair + "  乙: {points: 40, score: 10}\n  附加: {bonus: 5, only_for: {unit: B}, score: 5}", UNITS)
    assert (sheet.problems, sheet.totals()) == ((), [70, 75, 70])


def test_a_unit_that_has_no_part_at_all_has_no_total_and_nothing_to_add_up() -> None:
    sheet = score_text(TEXT + "  甲: {points: 100, only_for: {unit: [A, C]}, score: points}", UNITS)
    assert (sheet.totals(), sheet.codes()) == ([100, "NOT_APPLICABLE", 100], ["K603"])


def test_points_by_a_formula_must_add_up_too() -> None:
    points = "{街道: 10 * 6, 部门: 50}"
    assert told(f"  甲: {{points: {points}, score: points}}\n  乙: {{points: 40, score: points}}") == [
        "单位“C”的“总分”下各项分值合计 90，应为 100（甲 50 + 乙 40）"
    ]


def test_where_rates_are_combined_nothing_has_to_add_up() -> None:
    text = (
        TEXT.replace("points: 100", "points: 100\ncombine: mean")
        + "  甲: {points: 60, only_for: {unit: A}, score: points}\n  乙: {points: 40, score: 40}"
    )
    assert score_text(text, UNITS).problems == ()
