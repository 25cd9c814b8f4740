"""Scheme -> plan: every figure a step, the steps in an order in which they can be worked out, and what has to come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.grammar import nearest
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Compare, Const, Name, Reduce, references, walk
from kpi_engine.scheme.binding import Book
from kpi_engine.scheme.declared import EventDecl, InputDecl
from kpi_engine.scheme.indicators import Item
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.needs import EVENTS, ColumnNeed, EventNeed, MarksNeed, Needs, remarks_of
from kpi_engine.scheme.quantities import kind_of_input
from kpi_engine.stages.after import checks, consequences, payments
from kpi_engine.stages.collect import collect_input
from kpi_engine.stages.draft import Account, Draft
from kpi_engine.stages.grades import grades
from kpi_engine.stages.ranks import ranks
from kpi_engine.stages.score import score_everything
from kpi_engine.stages.total import totals
from kpi_engine.table import Kind, Ref, Role

__all__ = ["Plan", "plan_scheme"]


@dataclass(frozen=True)
class Plan:
    """A scheme ready to run: ``steps`` in order, ``accounts`` for the trail, ``needs`` for the intake, ``book`` for what names mean."""

    scheme: Scheme
    book: Book
    steps: tuple[Step, ...]
    accounts: tuple[Account, ...]
    needs: Needs

    @cached_property
    def steps_by_ref(self) -> Mapping[Ref, Step]:
        """The steps by the quantity that they give."""
        return {step.ref: step for step in self.steps}


def plan_scheme(scheme: Scheme) -> tuple[Plan, list[Problem]]:
    """Bind all rules and put them in order.

    Returns:
        (plan, problems): the plan is usable only where there are no problems.

    """
    draft = Draft(Book(scheme))
    for name in draft.book.tree.twice:
        draft.book.problems.append(k3.NAME_TWICE.at(scheme.place, name=name))
    for stage in (score_everything, totals, ranks, grades, consequences, payments, checks):
        stage(draft)
    _collect(draft)
    for ref, tree in draft.book.values.items():
        draft.steps.setdefault(ref, Step(ref, tree, "", ref.name))
    _collect(draft)
    _tell_unmade(draft)
    ordered = _in_order(draft)
    plan = Plan(scheme, draft.book, tuple(ordered), tuple(draft.accounts), _needs(draft))
    return plan, _with_places(draft)


def _with_places(draft: Draft) -> list[Problem]:
    """Problems that know no place of their own stand at the scheme."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in draft.book.problems:
        placed = problem if str(problem.place) else replace(problem, place=draft.book.scheme.place)
        seen.setdefault((placed.place, placed.code.number, placed.message()), placed)
    return list(seen.values())


def _wanted(draft: Draft) -> dict[Ref, None]:
    return dict.fromkeys(ref for step in draft.steps.values() for ref in references(step.tree) if ref not in draft.steps)


def _tell_unmade(draft: Draft) -> None:
    """Results that a formula names and that this scheme does not have: the grade of a period where none is given in periods."""
    titles = {Role.TOTAL: "总分", Role.GRADE: "等次", Role.RANK: "名次", Role.RANK_FROM_LAST: "倒数名次"}
    for ref in _wanted(draft):
        if ref.role in titles and ref.period and not draft.book.problems:
            why = "这里说的是一期，各期没有这个数；等次看的是名次的，在 ranking 里写 each_period: yes"
            why_en = "this speaks of one period, and periods have no such figure; where grades look at ranks, write each_period: yes in ranking"
            name, name_en = f"{ref.period}的{titles[ref.role]}", f"{ref.role.value} of {ref.period}"
            draft.book.problems.append(k4.WRONG_PLACE.at(draft.book.scheme.place, name=name, name_en=name_en, why=why, why_en=why_en))


def _collect(draft: Draft) -> None:
    """Steps for the inputs that are made of many observations."""
    for ref in _wanted(draft):
        if ref.role is Role.INPUT:
            decl = draft.book.scheme.inputs[ref.name]
            collect_input(draft, ref.name, decl, ref.period)


def _in_order(draft: Draft) -> list[Step]:
    """Depth first; a chain that comes back to itself is a cycle, printed as people would say it."""
    order: list[Step] = []
    state: dict[Ref, int] = {}

    def visit(ref: Ref, path: list[Ref]) -> None:
        if ref not in draft.steps or state.get(ref) == 2:
            return
        if state.get(ref) == 1:
            chain = [*path[path.index(ref) :], ref]
            labels = list(dict.fromkeys(draft.steps[r].label or str(r) for r in chain))
            draft.book.problems.append(k4.CYCLE.at(draft.book.scheme.place, chain=" → ".join([*labels, labels[0]])))
            state[ref] = 2
            return
        state[ref] = 1
        for below in references(draft.steps[ref].tree):
            visit(below, [*path, ref])
        state[ref] = 2
        order.append(draft.steps[ref])

    for ref in draft.steps:
        visit(ref, [])
    return order


def _named_inputs(draft: Draft) -> dict[Ref, None]:
    """The inputs that declarations name outside of any formula: which class a unit is in, whose result it reads, who its parent is."""
    scheme = draft.book.scheme
    named = [(scheme.class_input, scheme.place)]
    named += [(name, read.place) for read in scheme.reads.values() for name in (read.unit, read.members_by)]
    for name, place in named:
        if name and name not in scheme.inputs:
            draft.book.problems.append(k4.UNKNOWN_NAME.at(place, name=name, near=nearest(name, scheme.inputs)))
    refs = (Ref(Role.INPUT, name) for name, _ in named if name in scheme.inputs)
    return dict.fromkeys(ref for ref in refs if ref not in draft.steps)


def _needs(draft: Draft) -> Needs:
    scheme = draft.book.scheme
    wanted = {**_wanted(draft), **_named_inputs(draft)}
    columns = [need for ref in wanted if (need := _column_need(scheme.inputs, ref)) is not None]
    votes = [need for ref in wanted if ref.role is Role.VOTES for need in [_vote_need(scheme.inputs[ref.name], ref)]]
    position = {name: place for place, name in enumerate(scheme.inputs)}
    columns = sorted([*columns, *_extra_votes(scheme.inputs, votes)], key=lambda n: position[n.name])
    tables = {part.table for step in draft.steps.values() for part in walk(step.tree) if isinstance(part, Reduce)}
    marks = [MarksNeed(name, decl, _mark_periods(draft, name)) for name, decl in scheme.inputs.items() if f"marks:{name}" in tables]
    periods = dict.fromkeys(p for entry in draft.book.tree if entry.model.periods is not None for p in entry.model.periods.names)
    return Needs(
        tuple(columns),
        tuple(_event_needs(draft)),
        tuple(marks),
        tuple(ref for ref in wanted if ref.role is Role.READ),
        tuple(ref for ref in wanted if ref.role is Role.DECIDED),
        tuple(periods),
        tuple(remark for need in columns if need.role == "value" for remark in remarks_of(need)),
    )


def _column_need(inputs: Mapping[str, InputDecl], ref: Ref) -> ColumnNeed | None:
    if ref.role not in (Role.INPUT, Role.TARGET):
        return None
    decl = inputs[ref.name]
    return ColumnNeed(ref, kind_of_input(decl), ref.name, decl, "value" if ref.role is Role.INPUT else "target", ref.period)


def _vote_need(decl: InputDecl, ref: Ref) -> ColumnNeed:
    return ColumnNeed(ref, Kind.NUMBER, ref.name, decl, "votes", ref.period, ref.part)


def _extra_votes(inputs: Mapping[str, InputDecl], votes: list[ColumnNeed]) -> list[ColumnNeed]:
    """The options that are not counted are collected all the same."""
    told = list(votes)
    for name, period, rater in dict.fromkeys((v.name, v.period, v.part.partition("|")[0]) for v in votes):
        decl = inputs[name]
        known = {v.ref for v in votes}
        for option in decl.not_counted:
            ref = Ref(Role.VOTES, name, period, f"{rater}|{option}")
            if ref not in known:
                told.append(_vote_need(decl, ref))
    return told


def _mark_periods(draft: Draft, name: str) -> tuple[str, ...]:
    return tuple(ref.period for ref in draft.steps if ref.role is Role.INPUT and ref.name == name and ref.period)


def _event_needs(draft: Draft) -> list[EventNeed]:
    told = []
    vetoes = {str(v.for_) for v in draft.book.scheme.vetoes.values() if v.for_}
    dated = _dated_events(draft)
    for name, decl in draft.book.event_names().items():
        users = [e for e in draft.book.tree if name in e.model.deduct or name in e.model.add]
        items = [item for e in users for item in (e.model.deduct.get(name), e.model.add.get(name)) if item is not None]
        owner = decl.owner or next((i.owner for i in items if i.owner), "") or next((e.owner for e in users if e.owner), "")
        owner = owner or ("" if users else draft.book.scheme.owner)  # what only a veto or a formula names is asked of who answers for the whole
        need = _event_need(name, decl, owner, [e.name for e in users], items, draft, veto=name in vetoes)
        told.append(replace(need, dated=name in dated))
    return told


def _dated_events(draft: Draft) -> set[object]:
    """The events of which a formula takes those of one period: one without a period would count nowhere."""
    event, period = (Ref(Role.COLUMN, EVENTS, part=part) for part in ("event", "period"))
    told: set[object] = set()
    for step in draft.steps.values():
        for tree in walk(step.tree):
            if isinstance(tree, Reduce) and tree.table == EVENTS and period in references(tree):
                compared = [part for part in walk(tree) if isinstance(part, Compare) and isinstance(part.left, Name) and part.left.ref == event]
                told |= {part.right.value for part in compared if isinstance(part.right, Const)}
    return told


def _event_need(name: str, decl: EventDecl, owner: str, users: list[str], items: list[Item], draft: Draft, *, veto: bool) -> EventNeed:
    entries = [draft.book.tree[user] for user in users]
    chosen = next((item.chosen for item in items if item.chosen), None)
    text = next((item.text for item in items if item.text), "")
    clause = next((item.clause for item in items if item.clause), "") or next((e.clause for e in entries), "")
    evidence = any(e.evidence for e in entries) or any(item.evidence == "required" for item in items)
    return EventNeed(
        name, decl, owner, tuple(users), chosen, evidence, any(e.zero_report for e in entries), text or ("一票否决" if veto else ""), clause
    )
