"""Across units: statistics, ranks, places, quotas, cents of a pot, and one fact counted once.

A statistic is over the members that count (``among``) and have the value; it is told to every member. A rank is of those members only.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from kpi_engine.formula.functions import Exact, ExactCell, GroupFunction, Member
from kpi_engine.numbers import Root
from kpi_engine.table import State

__all__ = ["FUNCTIONS"]

_NONE: ExactCell = (State.MISSING, None)
_BELOW_ALL = Fraction(-(10**30))  # values are at most 1e15 in size


def _present(member: Member, position: int = 0) -> bool:
    return member.counts and member.args[position][0] == State.PRESENT


def _figures(members: Sequence[Member], position: int = 0) -> list[Fraction]:
    values = (m.args[position][1] for m in members if _present(m, position))
    return [Fraction(v) if isinstance(v, bool) else v for v in values if isinstance(v, (bool, Fraction))]


def _has_root(members: Sequence[Member], position: int = 0) -> bool:
    """Whether a root is among the figures: it has no sum with others, and is never left out of one."""
    return any(_present(m, position) and isinstance(m.args[position][1], Root) for m in members)


def _refused(members: Sequence[Member]) -> list[ExactCell]:
    return [(State.ERROR, None)] * len(members)


def _statistic(
    compute: Callable[[list[Fraction]], Fraction], empty: ExactCell = _NONE
) -> Callable[[Sequence[Member], Mapping[str, str]], Sequence[ExactCell]]:
    def exact(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
        if _has_root(members):
            return _refused(members)
        values = _figures(members)
        told: ExactCell = (State.PRESENT, compute(values)) if values else empty
        return [told] * len(members)

    return exact


def _figure(value: Exact | None) -> Fraction:
    assert isinstance(value, Fraction), "prices and orders are numbers"
    return value


def _others_mean(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    if _has_root(members):
        return _refused(members)
    values = _figures(members)
    total, n = sum(values, Fraction(0)), len(values)
    told: list[ExactCell] = []
    for member in members:
        own = member.args[0][1] if _present(member) else None
        rest, count = (total - own, n - 1) if isinstance(own, Fraction) else (total, n)
        told.append((State.PRESENT, rest / count) if count else _NONE)
    return told


def _count(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """How many members have the value; of truths, how many are true."""
    values = [m.args[0][1] for m in members if _present(m)]
    told: ExactCell = (State.PRESENT, Fraction(sum(1 for v in values if v is not False)))
    return [told] * len(members)


def _count_same(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """How many members have the same value as this one, itself included."""
    values = [m.args[0][1] for m in members if _present(m)]
    return [(State.PRESENT, Fraction(values.count(m.args[0][1]))) if m.args[0][0] == State.PRESENT else m.args[0] for m in members]


def _order(left: Exact, right: Exact) -> int:
    if isinstance(left, Root):
        return left.compare(right) if isinstance(right, (Root, Fraction)) else 0
    if isinstance(right, Root):
        return -right.compare(left) if isinstance(left, Fraction) else 0
    assert isinstance(left, (Fraction, bool)), "words are not ranked"
    assert isinstance(right, (Fraction, bool)), "words are not ranked"
    return (left > right) - (left < right)


def _chain_order(left: Sequence[Exact], right: Sequence[Exact]) -> int:
    return next((o for o in (_order(a, b) for a, b in zip(left, right, strict=True)) if o), 0)


def _rank(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """Competition rank (1, 2, 2, 4) by the arguments in order, highest first unless ``first`` is lowest.

    ``ties`` mean gives equals the middle of their places.

    A member that does not count has no rank (NOT_APPLICABLE); one whose first key is not there has its state. Later keys that are not there come last.
    """
    turn = -1 if options.get("first") == "lowest" else 1
    keys: dict[int, tuple[Exact, ...]] = {i: tuple(_key(cell) for cell in m.args) for i, m in enumerate(members) if _present(m)}

    def order(a: int, b: int) -> int:
        return -turn * _chain_order(keys[a], keys[b])

    ordered = sorted(keys, key=functools.cmp_to_key(order))
    ranks: dict[int, Fraction] = {}
    at = 0
    while at < len(ordered):
        end = at
        while end + 1 < len(ordered) and _chain_order(keys[ordered[at]], keys[ordered[end + 1]]) == 0:
            end += 1
        place = Fraction(at + 1 + end + 1, 2) if options.get("ties") == "mean" else Fraction(at + 1)
        ranks.update(dict.fromkeys(ordered[at : end + 1], place))
        at = end + 1
    return [(State.PRESENT, ranks[i]) if i in ranks else _unranked(m) for i, m in enumerate(members)]


def _key(cell: ExactCell) -> Exact:
    state, value = cell
    return value if state == State.PRESENT and value is not None else _BELOW_ALL


def _unranked(member: Member) -> ExactCell:
    state = member.args[0][0]
    return (state if member.counts and state != State.PRESENT else State.NOT_APPLICABLE, None)


def _percentile(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """The value that the share ``args[1]`` of the members does not exceed, linear between neighbours (as Excel's PERCENTILE)."""
    if _has_root(members):
        return _refused(members)
    values = sorted(_figures(members))
    shares = [m.args[1][1] for m in members if m.args[1][0] == State.PRESENT]
    if not values or not shares or not isinstance(shares[0], Fraction) or not 0 <= shares[0] <= 1:
        return [_NONE] * len(members)
    position = shares[0] * (len(values) - 1)
    low = math.floor(position)
    high = min(low + 1, len(values) - 1)
    told: ExactCell = (State.PRESENT, values[low] + (position - low) * (values[high] - values[low]))
    return [told] * len(members)


def _places_in_quota(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """Who keeps a place: arguments are (holds, rank, places). True, False, or ERROR for those at an undecided cut (``at_the_cut: problem``).

    With k places, those of rank r keep theirs if the holders of rank <= r are at most k; where the k-th place falls inside a tie, ``take_all``
    keeps the tie, ``take_none`` drops it.
    """
    holders = [(i, m.args[1][1]) for i, m in enumerate(members) if m.counts and m.args[0] == (State.PRESENT, True) and m.args[1][0] == State.PRESENT]
    ranks = [r for _, r in holders if isinstance(r, Fraction)]
    told: list[ExactCell] = [(State.PRESENT, False)] * len(members)
    for i, rank in holders:
        places = members[i].args[2][1]
        if not isinstance(rank, Fraction) or not isinstance(places, Fraction):
            told[i] = (State.ERROR, None)
            continue
        before, within = sum(1 for r in ranks if r < rank), sum(1 for r in ranks if r <= rank)
        cut = before < places < within
        keeps = within <= places or (cut and options.get("at_the_cut") == "take_all")
        told[i] = (State.ERROR, None) if cut and options.get("at_the_cut") == "problem" else (State.PRESENT, keeps)
    return told


def _at_cut(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """Whether a holder stands in a tie through which the cut goes; arguments as for ``quota``."""
    holders = [m for m in members if m.counts and m.args[0] == (State.PRESENT, True) and m.args[1][0] == State.PRESENT]
    ranks = [_figure(m.args[1][1]) for m in holders]
    told: list[ExactCell] = []
    for m in members:
        before = within = 0
        if m in holders:
            rank = _figure(m.args[1][1])
            before, within = sum(1 for r in ranks if r < rank), sum(1 for r in ranks if r <= rank)
        places = m.args[2][1]
        told.append((State.PRESENT, isinstance(places, Fraction) and before < places < within))
    return told


def _share_of_pot(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """A pot split by shares so that the cents add up: arguments (pot, share); ``places`` of the money, ``leftover`` largest_remainder or first.

    Each gets floor(pot × share ÷ Σ shares) in the smallest coin; the coins left over go one each to the largest remainders (equal ones: register
    order), or to the first in register order. Negative shares, or shares that add up to nothing, are an ERROR (``if_no_shares: keep`` gives 0).
    """
    if _has_root(members, 1):
        return _refused(members)
    scale = 10 ** int(options.get("places", "2"))
    live = [i for i, m in enumerate(members) if m.counts and m.args[1][0] == State.PRESENT]
    shares = {i: v for i in live if isinstance(v := members[i].args[1][1], Fraction)}
    pots = [m.args[0][1] for m in members if m.args[0][0] == State.PRESENT]
    total = sum(shares.values(), Fraction(0))
    blocked = [(State.NOT_APPLICABLE, None) if i not in shares else (State.ERROR, None) for i in range(len(members))]
    if not pots or not isinstance(pots[0], Fraction) or any(s < 0 for s in shares.values()):
        return blocked
    if total == 0:
        zero: ExactCell = (State.PRESENT, Fraction(0))
        return [zero if i in shares else blocked[i] for i in range(len(members))] if options.get("if_no_shares") == "keep" else blocked
    exact = {i: pots[0] * scale * s / total for i, s in shares.items()}
    coins = {i: math.floor(v) for i, v in exact.items()}
    left = math.floor(pots[0] * scale) - sum(coins.values())
    by_remainder = options.get("leftover", "largest_remainder") == "largest_remainder"
    for i in sorted(exact, key=lambda i: (coins[i] - exact[i], i) if by_remainder else (0, i))[:left]:
        coins[i] += 1
    return [(State.PRESENT, Fraction(coins[i], scale)) if i in coins else blocked[i] for i in range(len(members))]


def _counts_once(members: Sequence[Member], options: Mapping[str, str]) -> Sequence[ExactCell]:
    """Rows of one fact: True for the one that counts. Arguments (price, order); ``keep`` heaviest or first; the smaller order wins among equals."""
    live = [(i, m.args[0][1], m.args[1][1]) for i, m in enumerate(members) if m.counts and m.args[0][0] == State.PRESENT]
    if not live:
        return [(State.PRESENT, False)] * len(members)
    heaviest = options.get("keep") == "heaviest"
    winner = min(live, key=lambda row: (-_figure(row[1]) if heaviest else Fraction(0), _figure(row[2]), row[0]))[0]
    return [(State.PRESENT, i == winner) for i in range(len(members))]


FUNCTIONS = (
    GroupFunction("max", "最大", (1, 1), _statistic(max), "{scope}最大({0})"),
    GroupFunction("min", "最小", (1, 1), _statistic(min), "{scope}最小({0})"),
    GroupFunction("mean", "平均", (1, 1), _statistic(lambda v: sum(v, Fraction(0)) / len(v)), "{scope}平均({0})"),
    GroupFunction("sum", "合计", (1, 1), _statistic(lambda v: sum(v, Fraction(0)), (State.PRESENT, Fraction(0))), "{scope}合计({0})"),
    GroupFunction("count", "个数", (1, 1), _count, "{scope}个数({0})"),
    GroupFunction("count_same", "同值个数", (1, 1), _count_same, "{scope}同值个数({0})"),
    GroupFunction("others_mean", "其他单位平均", (1, 1), _others_mean, "{scope}其他单位平均({0})"),
    GroupFunction("percentile", "分位值", (2, 2), _percentile, "{scope}分位值({args})"),
    GroupFunction("rank", "名次", (1, None), _rank, "{scope}名次({0})"),
    GroupFunction("quota", "名额", (3, 3), _places_in_quota, "{scope}名额"),
    GroupFunction("at_cut", "卡在名额线上", (3, 3), _at_cut, "{scope}并列于名额线"),
    GroupFunction("share_of_pot", "按份额分配", (2, 2), _share_of_pot, "{scope}分配({args})"),
    GroupFunction("counts_once", "同一事实只计一次", (2, 2), _counts_once, "同一事实只计一次"),
)
