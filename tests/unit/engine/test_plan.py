from kpi_engine.formula.tree import references
from kpi_engine.table import Ref, Role
from scored import HEAD, plan_text, refusals

TEXT = (
    HEAD.replace("title: 试算", "title: 试算\nzero_report: required\nevidence: required")
    + """
inputs:
  率: {kind: percent, owner: 甲科}
  月分: {kind: number, owner: 乙科, every: month, take: mean}
  测评: {kind: ballots, owner: 组织部, options: {满意: 100, 不满意: 0}, not_counted: [不了解], raters: {领导: 40%, 群众: 60%}, missing_rater: problem}
  没用: {kind: count, owner: 丙科}
events: {迟报: {columns: {天数: {kind: count}}, owner: 值班室}}
indicators:
  一: {points: 40, clause: 一, score: points * 率}
  二: {points: 30, clause: 二, score: points * 月分 / 100}
  三: {points: 20, clause: 三, score: points * 测评 / 100}
  四: {points: 10, clause: 四, owner: 丁科, deduct: {迟报: {count: 天数, each: 1}, 酌情: {chosen: [1, 3], text: 扣1-3分}}}
"""
)


def test_every_step_comes_after_what_it_names() -> None:
    plan = plan_text(TEXT)
    done: set[Ref] = set()
    for step in plan.steps:
        assert {ref for ref in references(step.tree) if ref in plan.steps_by_ref} <= done
        done.add(step.ref)


def test_needs_are_what_the_trees_read_and_nothing_more() -> None:
    needs = plan_text(TEXT).needs
    names = [(need.name, need.period, need.part) for need in needs.columns]
    assert names[0] == ("率", "", "")
    assert names[1:13] == [("月分", f"{n}月", "") for n in range(1, 13)]
    assert {part for name, _, part in names if name == "测评"} == {
        "领导|满意", "领导|不满意", "领导|不了解", "群众|满意", "群众|不满意", "群众|不了解",
    }  # fmt: skip
    assert "没用" not in {need.name for need in needs.columns}
    assert needs.owners == ("甲科", "乙科", "组织部", "值班室", "丁科")


def test_events_know_who_reports_them_and_what_the_assessor_may_choose() -> None:
    late, chosen = plan_text(TEXT).needs.events
    assert (late.name, late.owner, late.indicators, late.zero_report, late.evidence) == ("迟报", "值班室", ("四",), True, True)
    assert (chosen.name, chosen.owner, chosen.chosen, chosen.text, chosen.clause) == ("酌情", "丁科", (1, 3), "扣1-3分", "四")


def test_a_chain_that_comes_back_to_itself_is_printed() -> None:
    text = HEAD + "indicators:\n  一: {points: 50, clause: 一, score: score(二)}\n  二: {points: 50, clause: 二, score: score(一)}\n"
    assert refusals(text) == ["K414"]


def test_an_indicator_without_share_or_rule_is_refused() -> None:
    assert set(refusals(HEAD + "indicators: {一: {clause: 一, score: 3}}\n")) == {"K213"}
    assert refusals(HEAD + "indicators: {一: {points: 100, clause: 一}}\n") == ["K317"]
    both = HEAD + "indicators: {一: {points: 100, clause: 一, deduct: {甲: 1}, add: {乙: 1}}}\n"
    assert refusals(both) == ["K316"]


def test_each_step_has_one_reference() -> None:
    plan = plan_text(TEXT)
    assert len(plan.steps_by_ref) == len(plan.steps)
    assert Ref(Role.TOTAL) in plan.steps_by_ref


def test_inputs_named_by_declarations_alone_are_asked_for() -> None:
    body = HEAD + "inputs: {x: {kind: number, owner: 甲科}, 院: {kind: text, owner: 甲科}}\nindicators: {一: {points: 100, clause: 一, score: x}}\n"
    for more in ("classes: {from: 院}\n", "reads: {本院: {scheme: 卫生院, edition: 2024, unit: 院}}\n"):
        assert [need.name for need in plan_text(body + more).needs.columns] == ["x", "院"]
    assert refusals(body + "classes: {from: 园}\n") == ["K406"]


def test_an_event_that_only_a_veto_names_is_asked_of_who_answers_for_the_whole() -> None:
    text = HEAD + (
        "owner: 考核办\ninputs: {x: {kind: number, owner: 甲科}}\nindicators: {甲: {points: 100, owner: 乙科, score: x, deduct: {迟到: 1}}}\n"
        "grades: {of: total, from: {优秀: 90}, otherwise: 合格}\nvetoes: {弄虚作假: {for: 弄虚作假, then: {grade: 合格}}}\n"
    )
    assert {need.name: need.owner for need in plan_text(text).needs.events} == {"迟到": "乙科", "弄虚作假": "考核办"}


def test_an_event_is_asked_for_its_period_where_a_formula_takes_those_of_one() -> None:
    text = (
        HEAD
        + """periods: {every: half, missing: problem}
owner: 甲科
events: {事故: {}}
indicators: {一: {points: 100, clause: 一, deduct: {迟到: 2}}}
grades: {of: total, from: {好: 80}, otherwise: 中}
vetoes:
  否: {for: 红线, then: {grade: 中}}
  年末: {when: "count(事故, period == 下半年) > 0", then: {grade: 中}}
"""
    )
    assert {need.name: need.dated for need in plan_text(text).needs.events} == {"迟到": True, "红线": False, "事故": True}
