from kpi_engine.formula.making import const
from kpi_engine.stages.draft import Draft
from kpi_engine.table import Kind, Ref, Role
from scored import plan_text


def test_a_step_can_be_used_by_its_name_at_once() -> None:
    plan = plan_text(
        "scheme: s\ntitle: t\nedition: 1\npoints: 1\nrounding: {mode: half_up, total: 2}\nmissing: zero\n"
        "not_applicable: zero\nindicators: {甲: {points: 1, score: 1}}\n"
    )
    draft = Draft(plan.book)
    name = draft.step(Ref(Role.VALUE, "一"), const(1), label="一")
    assert (name.ref, name.kind, draft.steps[name.ref].tree) == (Ref(Role.VALUE, "一"), Kind.NUMBER, const(1))


def test_every_step_of_a_plan_comes_after_what_it_needs() -> None:
    plan = plan_text(
        "scheme: s\ntitle: t\nedition: 1\npoints: 2\nrounding: {mode: half_up, total: 2}\nmissing: zero\nnot_applicable: zero\n"
        "indicators: {甲: {points: 1, score: score(乙) / 2}, 乙: {points: 1, score: 1}}\n"
    )
    order = [step.ref for step in plan.steps]
    assert order.index(Ref(Role.SCORE, "乙")) < order.index(Ref(Role.SCORE, "甲")) < order.index(Ref(Role.TOTAL))
