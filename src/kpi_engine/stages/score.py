"""Leaves and nodes: start → items → bonus gate → floor and cap → policies → rounding, for each period where one is declared."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.functions.arithmetic import maximum, minimum, total_of
from kpi_engine.formula.making import arith, choice, const, logic
from kpi_engine.formula.tree import Absent, Fallback, Group, Name, Node, Round
from kpi_engine.scheme.outline import ROOT, Entry
from kpi_engine.scheme.quantities import takes_part
from kpi_engine.stages.combine import combined
from kpi_engine.stages.draft import Account, Draft, Line
from kpi_engine.stages.items import is_once_all, item_amount, same_fact_steps
from kpi_engine.stages.periods import over_periods
from kpi_engine.stages.presence import applies, exists, points_of
from kpi_engine.stages.spread import check_spread, worth_of
from kpi_engine.table import Kind, Ref, Role, State
from kpi_engine.terms import Rule

__all__ = ["score_everything"]


def score_everything(draft: Draft) -> None:
    """The steps of all indicators, in all their periods; the root's score is the computed total."""
    if not draft.book.scheme.is_scored:
        return
    for entry in draft.book.tree:
        _points_step(draft, entry)
    check_spread(draft)
    for entry in reversed(list(draft.book.tree)):
        periods = entry.periods.names if entry.periods is not None else ("",)
        for period in periods:
            _score(draft, entry, period)
        if entry.periods is not None:
            _combine_periods(draft, entry)
    _same_facts(draft)


def _same_facts(draft: Draft) -> None:
    for entry in draft.book.tree:
        if entry.model.same_fact or entry.name == ROOT:
            for period in entry.periods.names if entry.periods is not None else ("",):
                same_fact_steps(draft, entry, period)


def _points_step(draft: Draft, entry: Entry) -> None:
    share = entry.model.bonus if entry.is_bonus else entry.model.points
    if share is None and entry.parent is not None and entry.model.weight is not None:
        if not draft.book.tree.has_points(entry):
            return
        tree: Node = Name(Ref(Role.POINTS, entry.parent), Kind.NUMBER, label="分值")
    elif share is None or share == "open":
        if share is None and entry.name != ROOT:
            draft.book.problems.append(k2.NONE_OF.at(entry.model.place, what=f"指标“{entry.name}”的份额", keys="points、bonus、weight"))
        return
    else:
        tree = const(share) if isinstance(share, Fraction) else draft.book.at(entry).amount(share)
    draft.step(Ref(Role.POINTS, entry.name), tree, label=f"{entry.title}分值")


def _score(draft: Draft, entry: Entry, period: str) -> None:
    name = entry.name
    points, worth = points_of(draft, entry), worth_of(draft, entry, period)
    lines: list[Line] = []
    start = draft.step(Ref(Role.START, name, period), _start(draft, entry, period, worth, lines), label=f"{entry.title}起评")
    figure = _with_items(draft, entry, period, start, lines)
    raw = draft.step(Ref(Role.RAW, name, period), figure, label=f"{entry.title}加减后")
    last = raw
    if entry.model.counts_if is not None:
        open_ = draft.book.at(entry, period).condition(entry.model.counts_if)
        last = draft.step(Ref(Role.RAW, name, period, "gate"), choice(open_, raw, const(0)), label=f"{entry.title}启用后")
        lines.append(Line("gate", last.ref, raw.ref))
    capped = draft.step(Ref(Role.CAPPED, name, period), _bounded(draft, entry, period, last, worth), label=f"{entry.title}封顶保底后")
    lines.append(Line("cap", capped.ref, last.ref))
    capped = _zeroed(draft, entry, period, capped, lines)
    made_good = draft.step(Ref(Role.CAPPED, name, period, "policy"), _policies(entry, capped, points, worth), label=f"{entry.title}按规定计")
    lines.append(Line("policy", made_good.ref, capped.ref))
    places = _places(draft, entry)
    final = made_good if places is None else Round(made_good, places, draft.book.scheme.rounding.mode)  # type: ignore[union-attr]  # places come from it
    part = exists(draft, entry)
    score = draft.step(Ref(Role.SCORE, name, period), _existing(part, final), label=f"{entry.title}得分")
    lines.append(Line("rounding", score.ref, made_good.ref))
    draft.accounts.append(Account(name, period, entry.title, _opening(entry, points), tuple(lines), score.ref, entry.clause))


def _existing(part: Node | None, tree: Node) -> Node:
    return tree if part is None else choice(part, tree, Absent(State.NOT_APPLICABLE))


def _start(draft: Draft, entry: Entry, period: str, points: Name | None, lines: list[Line]) -> Node:
    ref = Ref(Role.START, entry.name, period)
    own = Ref(Role.POINTS, entry.name) if points is not None else None
    model = entry.model
    if entry.children:
        if model.score is not None:
            draft.book.problems.append(k2.TWO_OF.at(model.place, what=f"指标“{entry.title}”的计分", keys="score、indicators"))
        return combined(draft, entry, period, points, lines)
    if model.combine is not None:
        draft.book.problems.append(k2.TWO_OF.at(model.place, what=f"指标“{entry.title}”没有下级，计分", keys="combine、indicators"))
    if model.score is not None:
        local = {"points": points} if points is not None else {}
        tree = draft.book.at(entry, period, **local).amount(model.score)
        lines.append(Line("rule", ref, own, clause=entry.clause, text=model.text))
    elif model.deduct and not model.add:
        tree = points if points is not None else const(0)
        lines += _spread_in(entry, ref, points)
    elif model.add and not model.deduct:
        tree = const(0)
        if points is not None and not entry.is_bonus:
            lines.append(Line("rule", ref, points.ref, clause=entry.clause, text="从 0 分起加"))
    else:
        code = k3.START_UNCLEAR if model.add else k3.NO_RULE
        draft.book.problems.append(code.at(model.place, name=entry.name or "总分", clause=entry.clause))
        tree = const(0)
    part = exists(draft, entry)
    return _existing(part, _existing(applies(draft, entry, period), tree))


def _spread_in(entry: Entry, start: Ref, points: Name | None) -> list[Line]:
    """What brings a leaf from its own points to those with its part of what is spread, where it starts from them."""
    own = Ref(Role.POINTS, entry.name)
    return [] if points is None or points.ref == own else [Line("rule", start, own, clause=entry.clause, text="不涉及的分值平均计入")]


def _with_items(draft: Draft, entry: Entry, period: str, start: Node, lines: list[Line]) -> Node:
    model = entry.model
    for name in model.deduct.keys() & model.add.keys():
        draft.book.problems.append(k2.TWO_OF.at(model.deduct[name].place, what=f"事项“{name}”", keys="deduct、add"))
    taken: list[Node] = []
    given: list[Node] = []
    for name, item in sorted(model.deduct.items(), key=lambda pair: is_once_all(pair[1])):
        left = arith("-", start, total_of(*taken)) if taken else start
        ref = Ref(Role.ITEM, entry.name, period, str(name))
        taken.append(draft.step(ref, item_amount(draft, entry, str(name), item, period, left), label=item.label or str(name)))
        lines.append(Line("deduct", ref, None, str(name), item.clause or entry.clause, item.text))
    for name, item in model.add.items():
        ref = Ref(Role.ITEM, entry.name, period, str(name))
        given.append(draft.step(ref, item_amount(draft, entry, str(name), item, period, start), label=item.label or str(name)))
        lines.append(Line("add", ref, None, str(name), item.clause or entry.clause, item.text))
    figure = start
    if taken:
        figure = arith("-", figure, total_of(*taken))
    figure = arith("+", figure, total_of(*given)) if given else figure
    needed = (taken or given) and entry.is_leaf and entry.name != ROOT
    return _existing(applies(draft, entry, period), figure) if needed else figure  # items are not asked of whom the leaf does not apply to


def _bounded(draft: Draft, entry: Entry, period: str, figure: Node, points: Name | None) -> Node:
    """Floor and cap: 0 and the points unless stated; a node with children has only what it states, and a bonus is capped at its bonus."""
    model = entry.model
    bind = draft.book.at(entry, period, **({"points": points} if points is not None else {}))

    def stated(rule: Rule | str | None, default: Node | None) -> Node | None:
        if rule is None:
            return default
        return None if isinstance(rule, str) else bind.amount(rule)

    cap = stated(model.cap, points if entry.is_leaf or entry.is_bonus else None)
    floor = stated(model.floor, const(0) if entry.is_leaf else None)
    if cap is not None:
        figure = minimum(cap, figure)
    return figure if floor is None else maximum(floor, figure)


def _zeroed(draft: Draft, entry: Entry, period: str, figure: Name, lines: list[Line]) -> Name:
    """A veto may take the whole of an indicator (``then: {zero: 指标}``)."""
    zeroing = [(str(name), veto) for name, veto in draft.book.scheme.vetoes.items() if veto.then.zero == entry.name]
    # one that acts in each period takes it there, and the whole is made of what the periods have
    hits = [
        Name(Ref(Role.VETO, name, period if veto.each_period else ""), Kind.TRUTH, label=name)
        for name, veto in zeroing
        if period or not veto.each_period or entry.periods is None
    ]
    if not hits or not entry.name:
        return figure
    taken = draft.step(Ref(Role.CAPPED, entry.name, period, "veto"), choice(logic("or", hits), const(0), figure), label=f"{entry.title}否决后")
    lines.append(Line("veto", taken.ref, figure.ref, clause=entry.clause))
    return taken


def _policies(entry: Entry, figure: Name, points: Name | None, worth: Name | None) -> Node:
    """What a missing or not applicable indicator is worth; what stays without value is made good further up, or is a problem of the run."""
    if not entry.is_leaf:
        return figure
    given: dict[str, Node] = {"zero": const(0), "class_mean": Group("mean", "class", (figure,), takes_part())}
    not_applicable = {**given, "full": points or const(0)}.get(entry.not_applicable)  # what does not apply has no part of what is spread
    missing = {**given, "full": worth or const(0)}.get(entry.missing)
    if entry.missing == "not_applicable":
        missing = not_applicable if not_applicable is not None else Absent(State.NOT_APPLICABLE)
    if missing is None and not_applicable is None:
        return figure
    return Fallback(figure, missing, not_applicable)


def _places(draft: Draft, entry: Entry) -> int | None:
    own = entry.model.round
    if own is not None:
        return own if isinstance(own, int) else None
    rounding = draft.book.scheme.rounding
    if rounding is None:
        return None
    return {"indicator": rounding.indicator, "group": rounding.group, "total": rounding.total}[entry.level]


def _combine_periods(draft: Draft, entry: Entry) -> None:
    """The year of a node out of its periods: by weights, or mean, sum, highest, lowest, last."""
    tree = over_periods(draft, entry)
    places = _places(draft, entry)
    raw = draft.step(Ref(Role.RAW, entry.name, "", "periods"), tree, label=f"{entry.title}各期合成")
    rounded: Node = raw if places is None else Round(raw, places, draft.book.scheme.rounding.mode)  # type: ignore[union-attr]  # places come from it
    score = draft.step(Ref(Role.SCORE, entry.name), rounded, label=f"{entry.title}得分")
    opening = _opening(entry, points_of(draft, entry))
    lines = [Line("combine", raw.ref, opening, text="各期合成"), Line("rounding", score.ref, raw.ref)]
    draft.accounts.append(Account(entry.name, "", entry.title, opening, tuple(lines), score.ref, entry.clause))


def _opening(entry: Entry, points: Name | None) -> Ref | None:
    """An account opens with the full marks; a bonus, and an open scale, with nothing."""
    return points.ref if points is not None and not entry.is_bonus else None
