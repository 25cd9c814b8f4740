from fractions import Fraction

from kpi_engine.whatif.edits import Rebalance
from kpi_engine.whatif.rebalance import Shares, rebalanced
from scored import HEAD, plan_text

TEXT = (
    HEAD
    + """
clause: 例
inputs: {率: {kind: percent, owner: 股}}
indicators:
  管理:
    points: 40
    indicators:
      组织: {points: 10, score: points * 率}
      纪律: {points: 30, score: points * 率}
  任务: {points: 50, score: points * 率}
  评价: {points: 10, score: points * 率}
  加分: {bonus: 5, score: points * 率}
"""
)


def ask(policy: Rebalance | None, text: str = TEXT, **asked: str) -> tuple[Shares, list[str]]:
    plan = plan_text(text)
    classes = plan.scheme.class_names
    wanted = {name: dict.fromkeys(classes or ("",), Fraction(value)) for name, value in asked.items()}
    shares, problems = rebalanced(plan.book.tree, classes, wanted, policy)
    return shares, [problem.code.number for problem in problems]


def plain(shares: dict) -> dict[str, Fraction]:
    return {name: share[""] for name, share in shares.items()}


def test_siblings_pay_in_proportion_to_their_points() -> None:
    shares, problems = ask("siblings", 评价="28")
    assert not problems
    assert plain(shares.scaled) == {"管理": 32, "任务": 40, "评价": 28}  # 18 out of 90: a fifth of each
    assert shares.paid == ("管理", "任务")
    assert not shares.restated


def test_within_a_group_only_its_own_indicators_pay() -> None:
    shares, _ = ask("siblings", 组织="16")
    assert plain(shares.scaled) == {"组织": 16, "纪律": 24}
    assert not shares.restated


def test_a_group_and_an_indicator_in_it_may_both_be_asked_to_change() -> None:
    shares, _ = ask("siblings", 管理="52", 组织="20")
    assert plain(shares.scaled) == {"组织": 20, "纪律": 32, "任务": 40, "评价": 8}  # 12 out of 60
    assert plain(shares.restated) == {"管理": 52}


def test_without_payers_the_full_marks_change_up_to_the_root() -> None:
    shares, problems = ask("none", 组织="16", 评价="15")
    assert not problems
    assert plain(shares.scaled) == {"组织": 16, "评价": 15}
    assert plain(shares.restated) == {"管理": 46, "": 111}


def test_without_a_policy_it_is_refused_once_for_each_sum() -> None:
    assert ask(None, 组织="16", 评价="15")[1] == ["K803", "K803"]


def test_changes_that_add_up_need_no_policy() -> None:
    shares, problems = ask(None, 组织="16", 纪律="24")
    assert not problems
    assert plain(shares.scaled) == {"组织": 16, "纪律": 24}


def test_a_bonus_is_above_the_full_marks_and_nobody_pays_for_it() -> None:
    shares, problems = ask(None, 加分="8")
    assert not problems
    assert plain(shares.scaled) == {"加分": 8}


def test_who_has_too_little_cannot_pay() -> None:
    assert ask("siblings", 组织="41")[1] == ["K804"]
    assert ask("siblings", 管理="50", 任务="50", 评价="10")[1] == ["K804"]


def test_everything_at_zero_is_refused() -> None:
    assert "K806" in ask("none", 组织="0", 纪律="0")[1]


def test_the_full_marks_alone_may_be_scaled() -> None:
    plan = plan_text(TEXT)
    shares, problems = rebalanced(plan.book.tree, (), {"": {"": Fraction(120)}}, None)
    assert (plain(shares.scaled), problems) == ({"": 120}, [])


WEIGHTS = (
    HEAD
    + """
clause: 例
combine: mean
inputs: {率: {kind: percent, owner: 股}}
indicators:
  甲: {weight: 30%, score: points * 率}
  乙: {weight: 50%, score: points * 率}
  丙: {weight: 20%, score: points * 率}
"""
)


def test_weights_under_a_mean_keep_their_sum_or_are_counted_as_they_are() -> None:
    shares, problems = ask("siblings", WEIGHTS, 甲="0.44")
    assert not problems
    assert plain(shares.scaled) == {"甲": Fraction("0.44"), "乙": Fraction("0.4"), "丙": Fraction("0.16")}
    assert plain(ask("none", WEIGHTS, 甲="0.44")[0].scaled) == {"甲": Fraction("0.44")}
    assert ask(None, WEIGHTS, 甲="0.44")[1] == ["K803"]


CLASSES = (
    HEAD
    + """
clause: 例
classes: {街道: {}, 部门: {}}
inputs: {率: {kind: percent, owner: 股}}
indicators:
  甲: {points: {街道: 30, 部门: 60}, score: points * 率}
  乙: {points: {街道: 70, 部门: 40}, score: points * 率}
"""
)


def test_each_class_is_settled_on_its_own() -> None:
    shares, problems = ask("siblings", CLASSES, 甲="50")
    assert not problems
    assert shares.scaled == {"甲": {"街道": 50, "部门": 50}, "乙": {"街道": 50, "部门": 50}}


def test_a_group_that_is_not_for_a_class_is_not_settled_for_it() -> None:
    text = CLASSES.replace("  乙: {points: {街道: 70, 部门: 40}, score: points * 率}\n", "").replace("部门: 60", "部门: 100")
    text += "  乙:\n    points: {街道: 70, 部门: 0}\n    indicators:\n"
    text += "      丙: {points: 30, score: points * 率}\n      丁: {points: 40, score: points * 率}\n"
    shares, problems = ask("siblings", text, 丙="42")
    assert not problems
    assert shares.scaled == {"丙": {"街道": 42, "部门": 42}, "丁": {"街道": 28, "部门": 40}}
