"""Caps that never bind, prices above what there is to lose, rules beyond their points."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


ITEM = "inputs:\n  次数: {kind: count, owner: 督查室, between: [0, 4], better: lower}\nindicators: {工作: {points: 10, deduct: {迟报: %s}}}"


def test_a_cap_binds_where_the_item_can_come_to_more(lint: Lint, codes: Codes) -> None:
    assert codes(ITEM % "{for: 次数, each: 1, at_most: 3}") == []
    assert codes(ITEM % "{for: 次数, each: 1, at_most: 4}") == []
    (problem,) = lint(ITEM % "{for: 次数, each: 1.5, at_most: 7}")
    assert problem.message() == "“迟报”最多 6，封顶 7 永远用不到"


def test_events_can_happen_any_number_of_times(codes: Codes) -> None:
    assert codes("indicators: {工作: {points: 10, deduct: {迟报: {each: 1, at_most: 5}}}}") == []


def test_a_bonus_whose_parts_hold_less_never_binds(codes: Codes) -> None:
    body = """indicators:
  工作: {points: 10, deduct: {迟报: 1}}
  加分: {bonus: %s, indicators: {创新: {bonus: 3, add: {首创: 1}}, 表彰: {bonus: 4, add: {省级: 2}}}}"""
    assert codes(body % "8") == ["K340"]
    assert codes(body % "7") == []
    assert codes(body % "5") == []


def test_a_stated_cap_of_an_indicator_can_bind(codes: Codes) -> None:
    body = "indicators: {工作: {points: 10, cap: %s, score: points, add: {表彰: {each: 1, at_most: 2}}}}"
    assert codes(body % "12") == []
    assert codes(body % "13") == ["K340"]


def test_prices_differ_by_class(lint: Lint) -> None:
    (problem,) = lint("""classes: {窗口: {}, 代表: {}}
indicators: {工作: {points: 10, deduct: {迟报: {each: {窗口: 12, 代表: 3}}}}}""")
    assert problem.message() == "类别“窗口”的“迟报”一次 12，比“工作”的分值 10 还多"
    assert problem.message("en") == "迟报 is 12 at once, more than the 10 points of 工作 (class 窗口)"


def test_a_price_may_exceed_the_points_where_the_floor_says_so(codes: Codes) -> None:
    assert codes("indicators: {工作: {points: 10, floor: none, deduct: {泄密: 20}}}") == []


def test_a_choice_of_points_is_taken_at_its_upper_end(codes: Codes) -> None:
    assert codes("indicators: {工作: {points: 10, deduct: {处置: {chosen: [5, 15]}}}}") == ["K342"]


RULE = "inputs:\n  率: {kind: percent, owner: 督查室, between: [0, %s]}\nindicators: {工作: {points: 10, %s}}"


def test_it_says_by_how_much_a_rule_exceeds_its_points(lint: Lint) -> None:
    (problem,) = lint(RULE % ("150%", "score: points * 率 - 2"))
    assert problem.message() == "“工作”的计分办法可得 -2 到 13，分值是 10：最多高出 3，最多低于 0 分 2"


def test_a_stated_cap_and_floor_answer_it(codes: Codes) -> None:
    assert codes(RULE % ("150%", "cap: 12, floor: none, score: points * 率 - 2")) == []


def test_a_range_that_is_not_known_is_not_reported(codes: Codes) -> None:
    assert codes("inputs:\n  率: {kind: percent, owner: 督查室}\nindicators: {工作: {points: 10, score: points * 率}}") == []


def test_attainment_stays_within_its_points(codes: Codes) -> None:
    assert codes(RULE % ("300%", "score: {attainment: {actual: 率, target: 95%}}")) == []


def test_a_line_stays_within_its_knots(codes: Codes) -> None:
    assert codes(RULE % ("100%", "score: {line: {of: 率, through: {60%: 0, 80%: 6, 95%: points}, beyond: hold}}")) == []


def test_places_stay_within_what_they_give(codes: Codes) -> None:
    places = "score: {places: {of: 率, first: highest, give: [10, 8, 7], then: -3, not_below: 1, ties: share}}"
    assert codes(RULE % ("100%", places)) == []


def test_percentage_points_are_one_per_cent(codes: Codes) -> None:
    item = "inputs: {率: {kind: percent, owner: 督查室}}\n"
    item += 'indicators: {工作: {points: 10, deduct: {不足: {for: "%s", per: %s, partial: ignore, each: 1}}}}'
    assert codes(item % ("below(率, 95%)", "1")) == ["K379"]
    assert codes(item % ("below(率, 95%)", "1%")) == []
    assert codes(item % ("below(率, 95%) * 100", "1")) == []
