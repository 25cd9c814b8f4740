"""The year of a node out of its periods: by weights, or their mean, sum, highest, lowest, last; and what becomes of a period that was not reported.

``missing: skip`` leaves out the periods whose figure is MISSING, and what the others are divided by (their number, or their weights) with them. A
period that does not apply, or cannot be computed, is not left out: it takes the year with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.functions.arithmetic import maximum, minimum, total_of
from kpi_engine.formula.making import arith, choice, const, logic
from kpi_engine.formula.tree import Call, Fallback, Name, Node
from kpi_engine.scheme.indicators import Periods
from kpi_engine.scheme.outline import Entry
from kpi_engine.stages.draft import Draft
from kpi_engine.table import Kind, Ref, Role

__all__ = ["COUNTED", "WEIGHED", "over_periods"]

COUNTED = "counted periods"
WEIGHED = "weights of counted periods"
FIRST = "first counted period"
"""Parts of RAW: how many periods count, their weights together, the figure of the first of them."""


def over_periods(draft: Draft, entry: Entry) -> Node:
    """The tree of the year's figure."""
    periods = entry.periods
    assert periods is not None, "asked by the caller"
    if entry.name == entry.period_node:
        _check(draft, periods)
    scores = [Name(Ref(Role.SCORE, entry.name, p), Kind.NUMBER, label=f"{p}得分") for p in periods.names]
    if periods.missing == "skip":
        return _of_reported(draft, entry, periods, scores)
    return _combined(periods, [Fallback(s, missing=const(0)) if periods.missing == "zero" else s for s in scores])


def _check(draft: Draft, periods: Periods) -> None:
    problems, what = draft.book.problems, "各期"
    given = [key for key, value in (("weights", periods.weights), ("every", periods.every), ("names", periods.named)) if value]
    if len(given) != 1:
        problems.append((k2.TWO_OF if given else k2.NONE_OF).at(periods.place, what=what, keys="weights、every、names"))
    if periods.weights and periods.combine is not None:
        problems.append(k2.TWO_OF.at(periods.place, what="各期怎么合成", keys="weights、combine"))
    if periods.weights and (whole := sum(periods.weights.values())) != 1:
        problems.append(k3.PERIOD_WEIGHTS.at(periods.place, found=f"{float(whole * 100):g}%"))
    if periods.named and periods.combine is None:
        problems.append(k2.MISSING_KEY.at(periods.place, key="combine（各期怎么合成：mean、sum、highest、lowest、last）"))
    twice = next((name for name in periods.named if periods.named.count(name) > 1), "")
    if twice:
        problems.append(k2.OTHER_SHAPE.at(periods.place, found=f"names 里“{twice}”写了两次"))


def _combined(periods: Periods, given: Sequence[Node]) -> Node:
    if periods.weights:
        return total_of(*(arith("*", weight, figure) for weight, figure in zip(_weights(periods), given, strict=True)))
    match periods.combine:
        case "sum":
            return total_of(*given)
        case "highest":
            return maximum(*given)
        case "lowest":
            return minimum(*given)
        case "last":
            return given[-1]
        case _:
            return arith("/", total_of(*given), const(len(given)))


def _weights(periods: Periods) -> list[Node]:
    return [const(w, f"{w * 100}%") for w in (periods.weights or {}).values()]


def _of_reported(draft: Draft, entry: Entry, periods: Periods, scores: Sequence[Name]) -> Node:
    reported = [Call("is_reported", (score,), Kind.TRUTH) for score in scores]

    def kept(given: Sequence[Node], instead: Node) -> list[Node]:
        return [choice(told, figure, instead) for told, figure in zip(reported, given, strict=True)]

    def of_any(tree: Node) -> Node:
        """A figure over the periods that count; without any it has none."""
        return choice(logic("or", reported), tree, total_of(*scores))

    def step(part: str, tree: Node, label: str) -> Name:
        return draft.step(Ref(Role.RAW, entry.name, "", part), of_any(tree), label=f"{entry.title}{label}")

    zero = const(0)
    if periods.weights:
        weights = _weights(periods)
        parts = kept([arith("*", weight, score) for weight, score in zip(weights, scores, strict=True)], zero)
        return arith("/", total_of(*parts), step(WEIGHED, total_of(*kept(weights, zero)), "计入各期的比例"))
    if periods.combine == "last":
        return _first_of([*reversed(scores)], [*reversed(reported)])
    if periods.combine in ("highest", "lowest"):
        first = draft.step(Ref(Role.RAW, entry.name, "", FIRST), _first_of(scores, reported), label=f"{entry.title}计入的第一期")
        return (maximum if periods.combine == "highest" else minimum)(*kept(scores, first))
    whole = total_of(*kept(scores, zero))
    if periods.combine == "sum":
        return of_any(whole)
    return arith("/", whole, step(COUNTED, total_of(*kept([const(1)] * len(scores), zero)), "计入的期数"))


def _first_of(scores: Sequence[Name], reported: Sequence[Node]) -> Node:
    """The first that was reported; without any the last of them says why."""
    tree: Node = scores[-1]
    for score, told in zip(reversed(scores[:-1]), reversed(reported[:-1]), strict=True):
        tree = choice(told, score, tree)
    return tree
