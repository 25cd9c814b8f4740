from fractions import Fraction

from kpi_engine.trail.ledger import Ledger, ledgers, plain
from scored import HEAD, score_text

SUPPORT = (
    HEAD.replace("total: 2", "indicator: 2, total: 2")
    + """
inputs:
  培训: {kind: count, owner: 甲科, target: given}
  达标率: {kind: percent, owner: 乙科}
indicators:
  在岗纪律:
    points: 12
    clause: 三
    deduct:
      擅自脱岗: {each: 2, text: 每人次扣2分}
      请假未报备: {each: 0.5, at_most: 3}
  业务培训: {points: 18, clause: 四, score: {attainment: {actual: 培训}}}
  达标: {points: 70, clause: 五, score: {met: 达标率 >= 90%}}
  附加: {bonus: 3, clause: 六, add: {表彰: 2}}
ranking: {within: all, by: [total], ties: share}
"""
)


def account(text: str, name: str, unit: str = "甲", **given: object) -> Ledger:
    sheet = score_text(text, ["甲", "乙"], **given)  # type: ignore[arg-type]
    return next(found for found in ledgers(sheet.results, sheet.row(unit)) if found.name == name)


def lines(ledger: Ledger) -> list[tuple[str, str]]:
    return [(posting.what, plain(posting.amount)) for posting in ledger.postings]


def support(name: str, **events: int) -> Ledger:
    rows = [{"unit": "甲", "event": event} for event, count in events.items() for _ in range(count)]
    inputs = {"培训": [10, 11], "达标率": ["0.9", "0.89"]}
    return account(SUPPORT, name, inputs=inputs, targets={"培训": [11, 11]}, events=rows)


def test_a_floor_is_a_posting_so_that_the_sum_is_exact() -> None:
    ledger = support("在岗纪律", 擅自脱岗=7)
    assert lines(ledger) == [("擅自脱岗", "-2")] * 7 + [("保底", "2")]
    assert (ledger.opening, ledger.closing) == (12, 0)
    assert ledger.balances


def test_an_items_own_cap_is_a_posting_beside_its_events() -> None:
    ledger = support("在岗纪律", 请假未报备=8)
    assert lines(ledger) == [("请假未报备", "-0.5")] * 8 + [("请假未报备封顶", "1")]
    assert ledger.closing == 9


def test_a_rounding_is_a_posting_of_its_own() -> None:
    ledger = support("业务培训")
    assert lines(ledger) == [("计分", "-1.636364"), ("舍入", "-0.003636")]
    assert plain(ledger.closing, 2) == "16.36"
    assert ledger.postings[0].memo == "18 × min(100%, 10 ÷ 11) = 16.3636…"


def test_full_marks_are_told_with_their_derivation_and_take_nothing() -> None:
    ledger = support("达标")
    assert lines(ledger) == [("计分", "0")]
    assert ledger.postings[0].memo == "达标率 90.00% ≥ 90% 成立 → 70"


def test_a_bonus_account_opens_with_nothing_and_its_cap_is_a_posting() -> None:
    ledger = support("附加", 表彰=2)
    assert lines(ledger) == [("表彰", "2"), ("表彰", "2"), ("封顶", "-1")]
    assert (ledger.opening, ledger.closing) == (0, 3)


def test_the_root_takes_the_loss_of_each_child() -> None:
    ledger = support("", 擅自脱岗=1, 表彰=1)
    assert lines(ledger) == [("在岗纪律", "-2"), ("业务培训", "-1.64"), ("附加", "2")]
    assert ledger.opening == 100
    assert ledger.closing == Fraction("98.36")


def test_what_does_not_apply_is_taken_out_and_made_good_by_rescaling() -> None:
    text = (
        HEAD.replace("not_applicable: problem", "not_applicable: rescale")
        + """
inputs:
  甲率: {kind: percent, owner: 甲科}
  乙率: {kind: percent, owner: 甲科}
indicators:
  一: {points: 60, clause: 一, score: points * 甲率}
  二: {points: 40, clause: 二, score: points * 乙率}
"""
    )
    ledger = account(text, "", inputs={"甲率": ["0.5", "1"], "乙率": ["不涉及", "1"]})
    assert lines(ledger) == [("一", "-30"), ("二", "-40"), ("缺项折算", "20")]
    assert ledger.closing == 50


def test_one_fact_counted_elsewhere_is_shown_and_costs_nothing() -> None:
    text = (
        HEAD.replace("not_applicable: problem", "not_applicable: problem\nsame_fact: heaviest")
        + """
indicators:
  一: {points: 60, clause: 一, deduct: {迟报: 2}}
  二: {points: 40, clause: 二, deduct: {错报: 5}}
"""
    )
    events = [{"unit": "甲", "event": "迟报", "fact": "F1"}, {"unit": "甲", "event": "错报", "fact": "F1"}]
    assert lines(account(text, "一", events=events)) == [("迟报", "0")]
    assert account(text, "一", events=events).postings[0].memo.startswith("同一事实已按另一条计")
    assert lines(account(text, "二", events=events)) == [("错报", "-5")]


DECIDED = SUPPORT + "decisions:\n  领导加减分: {range: [-2, 2], by: 考核领导小组, counts_in: total, clause: 七}\n"


def test_decided_points_are_told_with_their_clause_and_who_decides() -> None:
    told = account(
        DECIDED,
        "总分（审定、否决后）",
        inputs={"培训": [11, 11], "达标率": ["0.9", "0.89"]},
        targets={"培训": [11, 11]},
        decided={"领导加减分": ["-0.5", None]},
    )
    assert [(p.what, plain(p.amount), p.clause, p.owner) for p in told.postings] == [("领导加减分", "-0.5", "七", "考核领导小组")]
    assert (told.opening, told.closing) == (Fraction(100), Fraction("99.5"))


BY_CLASS = (
    HEAD.replace("points: 100", "points: 100\nclasses: {街道: {}, 部门: {}}").replace("total: 2", "indicator: 2, total: 2")
    + """
inputs:
  完成率: {kind: percent, owner: 甲科}
  满意率: {kind: percent, owner: 乙科}
indicators:
  招商: {points: {街道: 40, 部门: 0}, score: points * 完成率}
  服务: {points: {街道: 60, 部门: 100}, score: points * 满意率}
"""
)


def test_for_whom_an_indicator_is_made_is_not_told_again_in_each_account() -> None:
    sheet = score_text(BY_CLASS, {"甲": "街道", "乙": "部门"}, {"完成率": ["0.5", None], "满意率": ["1", "1"]})
    told = next(found for found in ledgers(sheet.results, 0) if found.name == "招商")
    assert [posting.memo for posting in told.postings] == ["40 × 50.00% = 20"]
