"""Line items: events, formulas, conditions; prices, caps, steps, one fact once."""

from fractions import Fraction

import pytest

from scored import HEAD, plan_text, refusals, score_text

INPUTS = "inputs: {满意率: {kind: percent, owner: 甲科}, 逾期: {kind: yes_no, owner: 甲科}}\n"


def text(items: str, *, word: str = "deduct", node: str = "points: 10", more: str = "", inputs: str = INPUTS) -> str:
    """One indicator with line items."""
    return f"{HEAD}{inputs}{more}indicators:\n  甲: {{{node}, {word}: {{{items}}}}}\n"


def happened(name: str, times: int, **columns: object) -> list[dict[str, object]]:
    return [{"unit": "A", "event": name, **columns} for _ in range(times)]


@pytest.mark.parametrize(("times", "left"), [(0, 10), (1, 8), (4, 2), (5, 0), (6, 0)])
def test_each_event_costs_its_price_until_nothing_is_left(times: int, left: int) -> None:
    assert score_text(text("脱岗: 2"), ["A"], events=happened("脱岗", times)).score("甲", "A") == left


def test_without_a_floor_more_can_be_taken_than_there_is() -> None:
    sheet = score_text(text("脱岗: 2", node="points: 10, floor: none"), ["A"], events=happened("脱岗", 6))
    assert sheet.score("甲", "A") == -2


@pytest.mark.parametrize(("times", "left"), [(5, Fraction(15, 2)), (6, 7), (7, 7)])
def test_an_item_takes_no_more_than_at_most(times: int, left: Fraction) -> None:
    assert score_text(text("迟报: {each: 0.5, at_most: 3}"), ["A"], events=happened("迟报", times)).score("甲", "A") == left


def test_events_of_others_and_of_other_names_do_not_count() -> None:
    rows = [*happened("迟报", 2), {"unit": "B", "event": "迟报"}, *happened("脱岗", 1)]
    sheet = score_text(text("迟报: 1, 脱岗: 3"), ["A", "B"], events=rows)
    assert [sheet.score("甲", "A"), sheet.score("甲", "B")] == [5, 9]


DAYS = "events: {栏目超期: {columns: {天数: {kind: count}, 级别: {kind: choice, options: [省, 市]}}}}\n"


@pytest.mark.parametrize(("partial", "left"), [("ignore", 8), ("prorate", Fraction(65, 10)), ("round_up", 6)])
def test_a_part_of_a_step_is_asked_of_each_row_not_of_the_sum(partial: str, left: Fraction) -> None:
    """19 days and 16 days, 1 point for every 10: 1 + 1, or 1.9 + 1.6, or 2 + 2; of the sum of 35 it would be 3, 3.5, 4."""
    items = f"栏目超期: {{count: 天数, per: 10, partial: {partial}, each: 1}}"
    rows = [*happened("栏目超期", 1, 天数="19"), *happened("栏目超期", 1, 天数="16")]
    assert score_text(text(items, more=DAYS), ["A"], events=rows).score("甲", "A") == left


def test_the_price_of_a_row_may_use_its_columns_and_the_class() -> None:
    more = DAYS + "classes: {街道: {}, 乡镇: {}}\n"
    items = "栏目超期: {each: {街道: 天数 * 2, 乡镇: {levels: {of: 级别, give: {省: 3, 市: 1}}}}}"
    rows = [{"unit": u, "event": "栏目超期", "天数": "2", "级别": "省"} for u in "AB"]
    sheet = score_text(text(items, more=more), {"A": "街道", "B": "乡镇"}, events=rows)
    assert [sheet.score("甲", "A"), sheet.score("甲", "B")] == [6, 7]


@pytest.mark.parametrize(
    ("partial", "rate", "left"),
    [
        ("ignore", "93.1%", Fraction(95, 10)),
        ("ignore", "94.01%", 10),
        ("round_up", "93.1%", 9),
        ("prorate", "93.1%", Fraction(905, 100)),
        ("ignore", "98%", 10),
        ("ignore", "60%", 5),
    ],
)
def test_a_quantity_by_formula(partial: str, rate: str, left: Fraction) -> None:
    """每低1个百分点扣0.5分, 最多扣5分, below 95%."""
    items = f'低: {{for: "below(满意率, 95%)", per: 1%, partial: {partial}, each: 0.5, at_most: 5}}'
    assert score_text(text(items), ["A"], {"满意率": [rate]}).score("甲", "A") == left


def test_a_condition_costs_once() -> None:
    sheet = score_text(text("逾期扣: {when: 逾期, each: 4}"), ["A", "B"], {"逾期": [True, False]})
    assert [sheet.score("甲", "A"), sheet.score("甲", "B")] == [6, 10]


def test_once_is_a_fixed_amount_however_often_it_happened() -> None:
    told = [score_text(text("通报: {once: 5}"), ["A"], events=happened("通报", n)).score("甲", "A") for n in (0, 1, 3)]
    assert told == [10, 5, 5]


@pytest.mark.parametrize("order", ["再次: {when: count(投诉) >= 2, once: all}, 投诉: 3", "投诉: 3, 再次: {when: count(投诉) >= 2, once: all}"])
def test_once_all_takes_what_the_other_items_left(order: str) -> None:
    told = [score_text(text(order), ["A"], events=happened("投诉", n)).score("甲", "A") for n in (1, 2, 4)]
    assert told == [7, 0, 0]


def test_once_all_never_gives_points_back() -> None:
    items = "投诉: 3, 再次: {when: count(投诉) >= 2, once: all}"
    assert score_text(text(items, node="points: 10, floor: none"), ["A"], events=happened("投诉", 4)).score("甲", "A") == -2


def test_a_chosen_amount_is_what_the_assessor_entered() -> None:
    rows = [*happened("舆情", 1, amount="5.5"), *happened("舆情", 1, amount="2")]
    assert score_text(text("舆情: {chosen: [2, 10]}"), ["A"], events=rows).score("甲", "A") == Fraction(5, 2)


def test_a_chosen_amount_that_nobody_entered_is_missing_never_zero() -> None:
    sheet = score_text(text("舆情: {chosen: [2, 10]}"), ["A"], events=happened("舆情", 1))
    assert sheet.score("甲", "A") == "MISSING"


def test_bonuses_add_up_to_the_cap_of_their_node() -> None:
    told = [score_text(text("表彰: 2", word="add", node="bonus: 5"), ["A"], events=happened("表彰", n)).score("甲", "A") for n in (0, 2, 3)]
    assert told == [0, 4, 5]


def test_an_indicator_that_adds_starts_from_nothing_and_ends_at_its_points() -> None:
    told = [score_text(text("活动: 4", word="add"), ["A"], events=happened("活动", n)).score("甲", "A") for n in (0, 2, 3)]
    assert told == [0, 8, 10]


def test_an_indicator_that_does_both_says_where_it_starts() -> None:
    both = f"{HEAD}indicators:\n  甲: {{points: 10, score: 6, deduct: {{迟报: 1}}, add: {{创新: 2}}}}\n"
    rows = [*happened("迟报", 1), *happened("创新", 1)]
    assert score_text(both, ["A"], events=rows).score("甲", "A") == 7


SAME = """indicators:
  甲: {points: 50, deduct: {迟报: 2, 错报: 5}}
  乙: {points: 50, same_fact: %s, deduct: {漏报: 3, 通报: 5}}
same_fact: %s
"""
FACTS = [{"unit": "A", "event": e, "fact": f} for e, f in (("迟报", "一"), ("错报", "一"), ("漏报", "一"), ("通报", "一"), ("漏报", "二"))]


@pytest.mark.parametrize(
    ("below", "above", "told"),
    [
        ("each", "each", (43, 39)),
        ("heaviest", "heaviest", (45, 42)),
        ("first", "first", (48, 44)),
        ("each", "heaviest", (45, 39)),
    ],
)
def test_one_fact_counts_once_within_the_node_that_says_so(below: str, above: str, told: tuple[int, int]) -> None:
    """Heaviest: 错报 5; 通报 5 and the second 漏报 3. First: 迟报 2; 漏报 3 and 3."""
    sheet = score_text(HEAD + SAME % (below, above), ["A"], events=FACTS)
    assert (sheet.score("甲", "A"), sheet.score("乙", "A")) == told


def test_one_fact_across_indicators_costs_only_where_it_is_heaviest() -> None:
    """迟报 2, 错报 5, 漏报 3, 通报 5 are one fact: of the equally heavy the first indicator's counts; 漏报 of fact 二 is its own."""
    one = HEAD + SAME.replace("same_fact: %s, ", "", 1) % "heaviest"
    sheet = score_text(one, ["A"], events=FACTS)
    assert (sheet.score("甲", "A"), sheet.score("乙", "A")) == (45, 47)


def test_rows_without_a_fact_number_are_facts_of_their_own() -> None:
    one = HEAD + SAME.replace("same_fact: %s, ", "", 1) % "heaviest"
    rows = [{"unit": "A", "event": "迟报"}, {"unit": "A", "event": "错报"}]
    assert score_text(one, ["A"], events=rows).score("甲", "A") == 43


def test_the_same_fact_of_two_units_counts_for_both() -> None:
    one = HEAD + SAME.replace("same_fact: %s, ", "", 1) % "heaviest"
    sheet = score_text(one, ["A", "B"], events=[{"unit": u, "event": "错报", "fact": "一"} for u in "AB"])
    assert [sheet.score("甲", u) for u in "AB"] == [45, 45]


def test_an_owner_who_has_not_reported_makes_the_items_missing() -> None:
    asked = text("迟报: 1", node="points: 10, zero_report: required")
    sheet = score_text(asked, ["A", "B"], reported={"迟报": [True, None]})
    assert [sheet.score("甲", "A"), sheet.score("甲", "B")] == [10, "MISSING"]


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ('低: {for: "below(满意率, 95%)", when: 逾期, each: 1}', "K212"),
        ("迟报: {each: 1, once: 5}", "K212"),
        ("迟报: {at_most: 3}", "K213"),
        ("迟报: {count: 天数, per: 10, each: 1}", "K202"),
        ("迟报: {each: 天数}", "K415"),
        ("迟报: {each: 1, max: 3}", "K201"),
        ("迟报: -2", "K214"),
        ("迟报: {once: -2}", "K214"),
    ],
)
def test_an_item_that_can_be_read_two_ways_is_refused(items: str, code: str) -> None:
    assert code in refusals(text(items, more=DAYS))


def test_deducting_and_adding_without_a_start_is_refused() -> None:
    assert refusals(f"{HEAD}indicators:\n  甲: {{points: 10, deduct: {{迟报: 1}}, add: {{创新: 2}}}}\n") == ["K316"]


def test_one_name_under_both_words_is_refused() -> None:
    assert refusals(f"{HEAD}indicators:\n  甲: {{points: 10, score: 6, deduct: {{迟报: 1}}, add: {{迟报: 2}}}}\n") == ["K212"]


def test_items_are_not_asked_of_whom_the_indicator_does_not_apply_to() -> None:
    items = '低: {for: "below(满意率, 95%)", per: 1%, partial: ignore, each: 1}'
    sheet = score_text(
        text(items, node="points: 10, not_applicable: zero, applies_if: 逾期"), ["A", "B"], {"满意率": ["94%", None], "逾期": [True, False]}
    )
    assert ([sheet.score("甲", u) for u in "AB"], sheet.codes()) == ([9, 0], [])


def test_a_price_cannot_be_a_part_of_points_that_there_are_not() -> None:
    text = HEAD.replace("points: 100", "points: open") + 'indicators: {甲: {points: open, deduct: {迟报: {each: "points * 10%"}}}}'
    assert refusals(text) == ["K415"]


@pytest.mark.parametrize(("policy", "told"), [("each", (48, 45, 97)), ("heaviest", (50, 45, 99)), ("first", (49, 50, 103))])
def test_a_fact_counts_once_in_the_whole_also_where_only_a_part_has_periods(policy: str, told: tuple[int, int, int]) -> None:
    """F in June (2), in December (2) and below 乙 (5): 乙's is the heaviest, June's the first; 50 − 2 in June alone makes (48 + 50) ÷ 2; 丙 brings 4."""
    text = (
        HEAD
        + f"same_fact: {policy}\n"
        + """indicators:
  甲: {points: 50, periods: {weights: {六月: 50%, 十二月: 50%}, missing: problem}, deduct: {迟报: 2}}
  乙: {points: 50, deduct: {错报: 5}}
  丙: {bonus: 4, add: {表彰: 4}}
"""
    )
    facts = [("迟报", "六月", "F"), ("迟报", "十二月", "F"), ("错报", None, "F"), ("表彰", None, "G")]
    rows = [{"unit": "A", "event": event, "period": period, "fact": fact} for event, period, fact in facts]
    sheet = score_text(text, ["A"], events=rows)
    assert (sheet.score("甲", "A"), sheet.score("乙", "A"), sheet.total("A")) == told


def test_where_nothing_is_priced_by_events_no_fact_is_asked_for() -> None:
    """The policy may stand at the top of a scheme that has no events: nothing looks at the table of them."""
    text = HEAD + "same_fact: heaviest\ninputs: {x: {kind: number, owner: 办}}\nindicators: {甲: {points: 100, score: x}}"
    assert not [step.ref for step in plan_text(text).steps if step.domain]
    assert score_text(text, ["A"], {"x": ["60"]}).total("A") == 60
