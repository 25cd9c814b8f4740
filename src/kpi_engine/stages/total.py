"""Decided points and vetoes: from the root's score to the published total."""

from __future__ import annotations

from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.functions.arithmetic import total_of
from kpi_engine.formula.grammar import nearest
from kpi_engine.formula.making import choice, compare, const, logic
from kpi_engine.formula.tree import Absent, Fallback, Name, Node, Reduce
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.scheme.outcome import Veto
from kpi_engine.scheme.outline import ROOT
from kpi_engine.scheme.quantities import event_rows
from kpi_engine.stages.draft import Account, Draft, Line
from kpi_engine.stages.inperiods import in_any_period, spans_of
from kpi_engine.table import Kind, Ref, Role, State

__all__ = ["TOTAL_ACCOUNT", "is_vetoed", "stopping", "totals", "vetoes_with"]

TOTAL_ACCOUNT = "总分（审定、否决后）"


def totals(draft: Draft) -> None:
    """COMPUTED_TOTAL = root + decided points; TOTAL = what the vetoes leave of it; per period the root's score is the total."""
    scheme = draft.book.scheme
    if not scheme.is_scored:
        return
    root = draft.book.tree[ROOT]
    score = Name(Ref(Role.SCORE, ROOT), Kind.NUMBER, label="各项合计")
    decided = [
        Name(Ref(Role.DECIDED, str(name)), Kind.NUMBER, label=str(name)) for name, rule in scheme.decisions.items() if rule.counts_in == "total"
    ]
    given = [Fallback(d, missing=const(0)) for d in decided]  # a unit about which nothing was decided
    computed = draft.step(Ref(Role.COMPUTED_TOTAL), total_of(score, *given), label="总分（否决前）")
    for name, veto in scheme.vetoes.items():
        _veto(draft, str(name), veto, computed)
    total = draft.step(Ref(Role.TOTAL), _after_vetoes(draft, computed), label="总分")
    lines = [Line("decision", d.ref, None, d.label) for d in decided]
    lines += [Line("veto", total.ref, computed.ref)]
    draft.accounts.append(Account(TOTAL_ACCOUNT, "", TOTAL_ACCOUNT, score.ref, tuple(lines), total.ref))
    if root.periods is not None:
        for period in root.periods.names:
            _of_period(draft, period)


def _of_period(draft: Draft, period: str) -> None:
    """TOTAL of a period: the root's score in it, and what those vetoes leave that act in each period."""
    score = Name(Ref(Role.SCORE, ROOT, period), Kind.NUMBER, label="各项合计")
    for name, veto in draft.book.scheme.vetoes.items():
        condition = _condition(draft, veto, score, period) if veto.each_period else None
        if condition is not None:
            draft.step(Ref(Role.VETO, str(name), period), condition, label=veto.label or str(name))
    total = draft.step(Ref(Role.TOTAL, period=period), _after_vetoes(draft, score, period), label=f"{period}总分")
    if any(vetoes_with(draft, effect, period) for effect in ("total", "stop")):
        draft.accounts.append(Account(TOTAL_ACCOUNT, period, TOTAL_ACCOUNT, score.ref, (Line("veto", total.ref, score.ref),), total.ref))


def _check_zero(draft: Draft, name: str, veto: Veto) -> None:
    known = [entry.name for entry in draft.book.tree if entry.name]
    if veto.then.zero and veto.then.zero not in known:
        draft.book.problems.append(k3.UNKNOWN_INDICATOR.at(veto.then.place, name=veto.then.zero, near=nearest(veto.then.zero, known)))
    told = veto.then
    if not (told.grade or told.at_most or told.total is not None or told.stop or told.zero):
        draft.book.problems.append(k2.NONE_OF.at(veto.place, what=f"否决“{name}”的后果", keys="grade、at_most、total、stop、zero"))


def _veto(draft: Draft, name: str, veto: Veto, computed: Name) -> None:
    _check_zero(draft, name, veto)
    if (veto.when is None) == (not veto.for_):
        draft.book.problems.append((k2.NONE_OF if veto.when is None else k2.TWO_OF).at(veto.place, what=f"否决“{name}”的条件", keys="when、for"))
        return
    spans_of(draft, veto, f"否决“{name}”")
    ranking = draft.book.scheme.ranking
    if ranking is not None and ranking.each_period and veto.each_period is None:
        draft.book.problems.append(k2.MISSING_KEY.at(veto.place, key="each_period（各期也排名：否决在发生的那一期算不算数，yes 或 no）"))
    tree = _condition(draft, veto, computed)
    assert tree is not None, "it has a condition, or an event"
    draft.step(Ref(Role.VETO, name), tree, label=veto.label or name)


def _condition(draft: Draft, veto: Veto, total: Name, period: str = "") -> Node | None:
    """When it strikes: in the whole, which is in any of its periods; or in one of them."""
    if veto.when is not None and period:
        return draft.book.at(period=period, total=total).condition(veto.when)
    if veto.when is not None:
        return in_any_period(draft, veto.when, "or", {"total": total})
    return compare(">", Reduce("count", EVENTS, const(1), event_rows(str(veto.for_), period)), const(0)) if veto.for_ else None


def vetoes_with(draft: Draft, effect: str, period: str = "") -> list[tuple[Name, Veto]]:
    """The vetoes that have an effect: grade, at_most, total, stop, zero."""
    told: list[tuple[Name, Veto]] = []
    for name, veto in draft.book.scheme.vetoes.items():
        ref = Ref(Role.VETO, str(name), period)
        given = getattr(veto.then, effect)
        if (given is not None if effect == "total" else bool(given)) and ref in draft.steps:  # a total of 0 is an effect
            told.append((Name(ref, Kind.TRUTH, label=veto.label or str(name)), veto))
    return told


def stopping(scheme: Scheme) -> list[Ref]:
    """The vetoes that leave a unit without any number."""
    return [Ref(Role.VETO, str(name)) for name, veto in scheme.vetoes.items() if veto.then.stop]


def is_vetoed(draft: Draft, period: str = "") -> Node | None:
    """Whether a veto took the grade, the total or the number itself (a mere cap of the grade does not make a unit vetoed)."""
    hits = [name for effect in ("grade", "total", "stop") for name, _ in vetoes_with(draft, effect, period)]
    return logic("or", list(dict.fromkeys(hits))) if hits else None


def _after_vetoes(draft: Draft, computed: Name, period: str = "") -> Node:
    """Stop beats total; of several totals the lowest."""
    tree: Node = computed
    by_total = sorted(vetoes_with(draft, "total", period), key=lambda pair: pair[1].then.total or 0, reverse=True)
    for hit, veto in by_total:
        tree = choice(hit, const(veto.then.total or 0), tree)
    for hit, _ in vetoes_with(draft, "stop", period):
        tree = choice(hit, Absent(State.NOT_APPLICABLE), tree)
    return tree
