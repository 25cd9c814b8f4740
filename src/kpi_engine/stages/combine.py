"""How a node is made of its children: the sum, or mean, geometric, highest, lowest of their rates, or a formula; and 'not applicable' made good.

Rescaling: the applicable children × points ÷ applicable points, in the node that carries the setting. A bonus is never rescaled.
"""

from __future__ import annotations

import math
from fractions import Fraction

from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.functions.arithmetic import total_of
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.tree import Absent, Call, Fallback, Name, Node, Power
from kpi_engine.scheme.outline import Entry
from kpi_engine.stages.draft import Draft, Line
from kpi_engine.stages.presence import can_be_absent, exists, points_of
from kpi_engine.stages.spread import worth_of
from kpi_engine.table import Kind, Ref, Role, State
from kpi_engine.terms import Formula

__all__ = ["combined"]


def combined(draft: Draft, entry: Entry, period: str, points: Name | None, lines: list[Line]) -> Node:
    """The node's figure out of its children's finished scores."""
    how = entry.model.combine
    children = [draft.book.tree[child] for child in entry.children]
    scores = [_score_of(child, period) for child in children]
    ref = Ref(Role.START, entry.name, period)
    if isinstance(how, Formula) and entry.is_over_rates:
        lines.append(Line("combine", ref, points.ref if points is not None else None, text=how.text.strip()))
        return _over_rates(draft, how.text.strip(), children, scores, points)
    whole = _sum(draft, entry, period, children, scores, points, lines)
    if how is None or (isinstance(how, Formula) and how.text.strip() == "sum"):
        return whole
    before = draft.step(Ref(Role.START, entry.name, period, "children"), whole, label=f"{entry.title}各项合计")
    lines.append(Line("combine", ref, before.ref, text=how.text if isinstance(how, Formula) else ""))
    local: dict[str, Node] = {"children_sum": before}
    if points is not None:
        local["points"] = points
    return draft.book.at(entry, period, **local).amount(how)


def _score_of(child: Entry, period: str) -> Name:
    at = period if child.periods is not None else ""
    if child.model.periods is not None and not period:
        at = ""
    return Name(Ref(Role.SCORE, child.name, at), Kind.NUMBER, label=f"{child.title}得分")


def _sum(draft: Draft, entry: Entry, period: str, children: list[Entry], scores: list[Name], points: Name | None, lines: list[Line]) -> Node:
    terms: list[Node] = []
    full: list[Node] = []
    bonus: list[Node] = []
    for child, score in zip(children, scores, strict=True):
        absent = can_be_absent(draft, child.name)
        term: Node = Fallback(score, not_applicable=const(0)) if absent else score
        if child.is_bonus:
            bonus.append(term)
            continue
        full_marks = _own_points(draft, child) if points is not None else None  # on an open scale a child adds its score, it loses nothing
        lines.append(Line("child", score.ref, full_marks, child.title, child.clause))
        terms.append(term)
        if _full_ref(draft, child, period) is not None:
            full.append(_full_of(draft, child, period, score, absent=absent))
    applicable = _full_step(draft, entry, period, full, points)
    whole = total_of(*terms)
    if applicable is not None and points is not None:
        whole = _made_good(draft, entry, period, whole, applicable, points, lines)
    lines += [Line("bonus", score.ref, None, child.title, child.clause) for child, score in zip(children, scores, strict=True) if child.is_bonus]
    return total_of(whole, *bonus) if bonus else whole


def _own_points(draft: Draft, child: Entry) -> Ref | None:
    """What a child brings into its parent's points: nothing for whom it does not exist, since their points were added up without it."""
    own = points_of(draft, child)
    there = exists(draft, child) if child.model.only_for is not None else None
    if own is None or there is None:
        return own.ref if own is not None else None
    return draft.step(Ref(Role.POINTS, child.name, part="own"), choice(there, own, const(0)), label=f"{child.title}分值").ref


def _rescales(entry: Entry) -> bool:
    return entry.carrier == entry.name and entry.not_applicable == "rescale"


def _full_ref(draft: Draft, child: Entry, period: str) -> Ref | None:
    ref = Ref(Role.FULL, child.name, period if child.periods is not None else "")
    if ref in draft.steps and not _rescales(child):
        return ref
    ref = Ref(Role.POINTS, child.name)
    return ref if ref in draft.steps else None


def _full_of(draft: Draft, child: Entry, period: str, score: Name, *, absent: bool) -> Node:
    ref = _full_ref(draft, child, period)
    assert ref is not None, "asked by the caller"
    worth = worth_of(draft, child, period if child.periods is not None else "") if ref.role is Role.POINTS else None
    full = Name(ref if worth is None else worth.ref, Kind.NUMBER, label=f"{child.title}适用分值")
    if not absent:
        return full
    return choice(Call("applies", (score,), Kind.TRUTH), full, const(0))


def _full_step(draft: Draft, entry: Entry, period: str, full: list[Node], points: Name | None) -> Name | None:
    """The applicable points of a node, as a step of its own where some may not apply."""
    if points is None or not any(can_be_absent(draft, child) for child in entry.children if not draft.book.tree[child].is_bonus):
        return None
    return draft.step(Ref(Role.FULL, entry.name, period), total_of(*full), label=f"{entry.title}适用分值")


def _made_good(draft: Draft, entry: Entry, period: str, whole: Node, applicable: Name, points: Name, lines: list[Line]) -> Node:
    none_left = Absent(State.NOT_APPLICABLE)
    if not draft.book.tree.rescales(entry):
        return choice(compare("==", applicable, const(0)), none_left, whole)
    before = draft.step(Ref(Role.START, entry.name, period, "applicable"), whole, label=f"{entry.title}适用部分")
    scaled = arith("/", arith("*", before, points), applicable)
    scaled = choice(compare("==", applicable, points), before, scaled)
    ref = Ref(Role.START, entry.name, period, "rescaled")
    lines.append(Line("rescale", ref, before.ref, text="缺项折算"))
    return draft.step(ref, choice(compare("==", applicable, const(0)), none_left, scaled), label=f"{entry.title}折算后")


def _over_rates(draft: Draft, how: str, children: list[Entry], scores: list[Name], points: Name | None) -> Node:
    """mean, geometric: by weight; highest, lowest: of those that apply. All of the rates score ÷ points, brought back to the node's points."""
    rates = [_rate(draft, child, score) for child, score in zip(children, scores, strict=True)]
    weights = [child.model.weight if child.model.weight is not None else Fraction(1) for child in children]
    bad = [child for child, weight in zip(children, weights, strict=True) if weight < 0 or not any(weights)]
    if bad:
        found = "、".join(f"{child.title} weight: {child.model.weight}" for child in bad)
        draft.book.problems.append(k2.OTHER_SHAPE.at(bad[0].model.place, found=f"{found}（权重不能为负，也不能全为 0）"))
        return const(0)
    if how in ("highest", "lowest"):
        figure: Node = Call(f"{how}_applicable", tuple(rates))
    elif how == "mean":
        figure = _mean(draft, children, scores, rates)
    else:
        figure = _geometric(draft, children, rates, weights)
    one = points is None or _is_one(draft, points)
    return figure if one or points is None else arith("*", figure, points)


def _mean(draft: Draft, children: list[Entry], scores: list[Name], rates: list[Node]) -> Node:
    """Σ weight × rate ÷ Σ weight, over the children that apply; without weights all count alike."""
    absent = [can_be_absent(draft, child.name) for child in children]
    weights = [_weight(draft, child) for child in children]
    shares: list[Node] = [
        choice(Call("applies", (score,), Kind.TRUTH), w, const(0)) if gone else w for score, w, gone in zip(scores, weights, absent, strict=True)
    ]
    given = [Fallback(rate, not_applicable=const(0)) if gone else rate for rate, gone in zip(rates, absent, strict=True)]
    whole = total_of(*(arith("*", w, rate) if w != const(1) else rate for w, rate in zip(weights, given, strict=True)))
    share = total_of(*shares)
    if not any(absent):
        return arith("/", whole, share)
    return choice(compare("==", share, const(0)), Absent(State.NOT_APPLICABLE), arith("/", whole, share))


def _weight(draft: Draft, child: Entry) -> Node:
    """A weight that is written is a quantity with a name, so that what-if can ask for another."""
    weight = child.model.weight
    return const(1) if weight is None else draft.step(Ref(Role.WEIGHT, child.name), const(weight), label=f"{child.title}权重")


def _rate(draft: Draft, child: Entry, score: Name) -> Node:
    ref = Ref(Role.POINTS, child.name)
    if ref not in draft.steps or _is_one(draft, Name(ref, Kind.NUMBER)):
        return score
    return arith("/", score, Name(ref, Kind.NUMBER, label=f"{child.title}分值"))


def _is_one(draft: Draft, points: Name) -> bool:
    return draft.steps[points.ref].tree == const(1)


def _geometric(draft: Draft, children: list[Entry], rates: list[Node], weights: list[Fraction]) -> Node:
    """(Π rate^weight)^(1 ÷ Σ weights), with the weights made whole: an algebraic number, never digits."""
    whole = math.lcm(*(weight.denominator for weight in weights))
    powers = [int(weight * whole) for weight in weights]
    powers = [power // max(1, math.gcd(*powers)) for power in powers]
    if any(can_be_absent(draft, child.name) for child in children):
        draft.book.problems.append(
            k3.NOT_YET.at(
                children[0].model.place,
                what="有不涉及指标的几何平均",
                what_en="a geometric mean of indicators that may not apply",
                mend="改用 combine: mean，或把 not_applicable 写成 problem",
                mend_en="use combine: mean, or write not_applicable: problem",
            )
        )
    if sum(powers) > 60 or max(powers) > 10:
        what, what_en = "这样细的几何平均权重", "weights of a geometric mean that are so fine"
        draft.book.problems.append(
            k3.NOT_YET.at(children[0].model.place, what=what, what_en=what_en, mend="写成小的整数", mend_en="write small whole numbers")
        )
        return const(0)
    product: Node | None = None
    for rate, power in zip(rates, powers, strict=True):
        term = rate if power == 1 else Power(rate, power)
        product = term if product is None else arith("*", product, term)
    return Call("root", (product if product is not None else const(0), const(sum(powers))))
