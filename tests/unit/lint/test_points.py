"""Points that add up for each class, floors, clauses, weights."""

from collections.abc import Callable

from kpi_engine.errors import Problem

Codes = Callable[[str], list[str]]
Lint = Callable[[str], list[Problem]]


def test_each_class_adds_up_by_itself(lint: Lint) -> None:
    body = """points: {街道: 100, 部门: 90}
classes: {街道: {}, 部门: {}}
indicators:
  工作: {points: 60, deduct: {迟报: 1}}
  作风: {points: {街道: 40, 部门: 30}, deduct: {投诉: 1}}"""
    assert lint(body) == []
    (problem,) = lint(body.replace("部门: 30", "部门: 28"))
    assert problem.message() == "类别“部门”的“总分”下各项分值合计 88，应为 90（工作 60 + 作风 28）"
    assert problem.message("en") == "the points below 总分 add up to 88, not 90 (工作 60 + 作风 28) (class 部门)"
    assert problem.mend() == "补 2 分，或把“总分”的 points 改为 88"
    assert [place.line for place in problem.also] == [11, 12]


def test_a_node_of_another_class_does_not_count(codes: Codes) -> None:
    assert not codes("""classes: {街道: {}, 部门: {}}
indicators:
  工作: {points: 10, only_for: {class: 街道}, deduct: {迟报: 1}}
  作风: {points: 10, only_for: {class: 部门}, deduct: {投诉: 1}}""")


def test_a_bonus_is_not_part_of_the_sum(codes: Codes) -> None:
    assert not codes("""indicators:
  工作: {points: 10, deduct: {迟报: 1}}
  加分: {bonus: 5, add: {表彰: 1}}""")


def test_rates_and_open_scales_need_not_add_up(codes: Codes) -> None:
    assert not codes("""points: 1
combine: geometric
indicators:
  工作: {points: 1, deduct: {迟报: 1}}
  作风: {points: 1, deduct: {投诉: 1}}""")
    assert not codes("points: open\nindicators:\n  工作: {points: open, score: 0, add: {发文: 1}}")


def test_a_node_with_items_of_its_own_states_its_floor(codes: Codes) -> None:
    assert codes("deduct: {通报: 2}") == ["K332"]
    assert codes("floor: none\ndeduct: {通报: 2}") == []


def test_an_item_may_bring_the_clause(codes: Codes) -> None:
    assert codes("clause: ''\nindicators: {工作: {points: 10, deduct: {迟报: {each: 1, clause: 细则1}}}}") == []
    assert codes("clause: ''\nindicators: {工作: {points: 10, deduct: {迟报: {each: 1, clause: 细则1}, 失实: 1}}}") == ["K333"]


def test_a_weight_counts_in_a_mean(codes: Codes) -> None:
    children = """indicators:
  工作: {points: 1, weight: 40%, deduct: {迟报: 1}}
  作风: {points: 1, weight: 60%, deduct: {投诉: 1}}"""
    assert codes(f"points: 1\ncombine: mean\n{children}") == []
    assert codes(f"points: 2\n{children}") == ["K334", "K334"]
