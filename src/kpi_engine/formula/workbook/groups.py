"""Functions across units as formulas, keyed by their names: ranks by SUMPRODUCT over the class and cross products, sums by SUMIFS."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from kpi_engine.formula.tree import Group
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.compile import Compiler, plain_number
from kpi_engine.formula.workbook.pool import Pool, as_number, flag, pool_of_class, present
from kpi_engine.formula.workbook.quantity import ONE, ZERO, Quantity, distinct, number, state_of
from kpi_engine.formula.workbook.term import LIMIT, Term, Unwritable, whole
from kpi_engine.table import Kind, State

__all__ = ["GROUPS", "grouped"]

NOT_APPLICABLE, MISSING, ERROR = int(State.NOT_APPLICABLE), int(State.MISSING), int(State.ERROR)
DENOMINATORS_DIFFER = "各单位的分母不同，不能用整数相加"


@dataclass(frozen=True)
class _Members:
    """The members of the groups: the arguments of each, and whether it counts (1 or 0)."""

    pool: Pool
    args: Sequence[Quantity]
    counts: Term
    options: Mapping[str, str]

    def pin(self, term: Term) -> Term:
        return self.pool.compiler.pin(term, self.pool.domain)

    def kept(self, position: int = 0) -> Term:
        """1 for a member that counts and has the argument."""
        arg = self.args[position]
        return self.pin(flag(t.all_of(t.compared("==", self.counts, ONE), present(arg)))) if arg.states else self.counts

    def number(self, position: int = 0) -> Quantity:
        """An argument over one denominator for all members."""
        return plain_number(as_number(self.args[position]), DENOMINATORS_DIFFER)


Reading = Callable[[_Members], Quantity]


def grouped(compiler: Compiler, node: Group) -> Quantity:
    """A group function's value for each unit."""
    reading = GROUPS[node.function]
    if node.domain or node.scope == "fact":
        raise Unwritable("同一事实的各行要一起取舍")
    args = [compiler.solid(compiler.compile(arg, ""), "") for arg in node.args]
    counts = ONE
    if node.among is not None:
        among = compiler.solid(compiler.compile(node.among, ""), "")
        counts = compiler.pin(flag(t.all_of(present(among), among.value)), "")
    return reading(_Members(pool_of_class(compiler, whole_field=node.scope == "all"), args, counts, dict(node.options)))


def _none_if_no(there: Term) -> Term:
    return t.chosen(t.compared("==", there, ZERO), whole(MISSING), ZERO)


def _sum(members: _Members) -> Quantity:
    arg = members.number()
    return number(members.pool.total(arg.numerator, members.kept()), arg.denominator)


def _mean(members: _Members) -> Quantity:
    arg, kept = members.number(), members.kept()
    there = members.pin(members.pool.count(kept))
    return number(members.pool.total(arg.numerator, kept), t.multiplied(t.most(ONE, there), arg.denominator), (_none_if_no(there),))


def _others_mean(members: _Members) -> Quantity:
    arg, kept = members.number(), members.kept()
    others = members.pin(t.subtracted(members.pool.count(kept), kept))
    rest = t.subtracted(members.pool.total(arg.numerator, kept), t.multiplied(kept, arg.numerator))
    return number(rest, t.multiplied(t.most(ONE, others), arg.denominator), (_none_if_no(others),))


def _count(members: _Members) -> Quantity:
    kept = members.kept()
    if members.args[0].kind is not Kind.TRUTH:
        return number(members.pool.count(kept))
    return number(members.pool.count(kept, members.pin(flag(members.args[0].value))))


def _count_same(members: _Members) -> Quantity:
    arg, pool, kept = members.args[0], members.pool, members.kept()
    if arg.kind is Kind.WORD:
        own = members.pin(arg.value)
        same = pool.product([kept], f"EXACT({pool.span(own)},{own.text})", lambda row, m: int(own.at(m) == own.at(row)))
        return number(same, ONE, arg.states)
    figures = as_number(arg)
    levels = _levels(members, figures)
    return number(pool.product([kept], f"({_cross(members, figures, '=')})", lambda row, m: int(levels[m] == levels[row])), ONE, arg.states)


def _levels(members: _Members, figures: Quantity) -> Sequence[int]:
    """Whole numbers in the order of the values."""
    rows = range(len(members.pool.own))
    if figures.scale is not None:
        return [int(figures.numerator.at(row)) for row in rows]
    values = [Fraction(int(figures.numerator.at(row)), int(figures.denominator.at(row))) for row in rows]
    level = {value: place for place, value in enumerate(sorted(set(values)))}
    return [level[value] for value in values]


def _cross(members: _Members, figures: Quantity, sign: str) -> str:
    """The test of all members' value against one's own, as whole numbers."""
    above, pool = members.pin(figures.numerator), members.pool
    if figures.scale is not None:
        return f"{pool.span(above)}{sign}{above.text}"
    below = members.pin(figures.denominator)
    _hold(above, below)
    return f"{pool.span(above)}*{below.text}{sign}{above.text}*{pool.span(below)}"


def _hold(above: Term, below: Term) -> None:
    if max((abs(int(v)) for v in above.values), default=0) * max((int(v) for v in below.values), default=1) > LIMIT:
        raise Unwritable("交叉相乘的整数超过 1e14，表格软件算不准")


def _extreme(members: _Members, *, largest: bool) -> Quantity:
    """By place: the value of a member that none surpasses."""
    figures, pool, kept = as_number(members.args[0]), members.pool, members.kept()
    none = _none_if_no(members.pin(pool.count(kept)))
    sign = ">" if largest else "<"

    levels = _levels(members, figures)

    def surpasses(row: int, member: int) -> int:
        return int(levels[member] > levels[row] if largest else levels[member] < levels[row])

    surpassed = members.pin(pool.product([kept], f"({_cross(members, figures, sign)})", surpasses))
    best = members.pin(flag(t.all_of(t.compared("==", kept, ONE), t.compared("==", surpassed, ZERO))))
    if figures.scale is not None:
        shared = members.pin(pool.count(best))
        total = members.pin(pool.total(figures.numerator, best))
        values = [int(total.at(r)) // max(1, int(shared.at(r))) for r in range(len(pool.own))]
        return number(t.made(f"{total.text}/MAX(1,{shared.text})", values, t.Grade.PRODUCT), figures.denominator, (none,))
    numbers, own = pool.order()
    first = members.pin(flag(t.all_of(t.compared("==", best, ONE), t.compared("==", _before(members, best, numbers, own), ZERO))))
    position = members.pin(pool.product([first], numbers, lambda _, member: member + 1))
    return number(pool.found(figures.numerator, position), pool.found(figures.denominator, position), (none,))


def _before(members: _Members, flags: Term, numbers: str, own: str) -> Term:
    return members.pin(members.pool.product([flags], f"({numbers}<{own})", lambda row, member: int(member < row)))


def _percentile(members: _Members) -> Quantity:
    arg, share, kept, pool = members.number(), members.args[1], members.kept(), members.pool
    above, below = share.numerator.constant, share.denominator.constant
    if share.states or not isinstance(above, int) or not isinstance(below, int):
        raise Unwritable("分位不是常数")
    there = members.pin(pool.count(kept))
    if not 0 <= Fraction(above, below) <= 1:
        return number(ZERO, ONE, (whole(MISSING),))
    position = members.pin(t.multiplied(whole(above), t.most(ZERO, t.subtracted(there, ONE))))
    values = [int(v) // below for v in (position.at(r) for r in range(len(pool.own)))]
    low = members.pin(t.made(f"INT({position.within(t.Grade.PRODUCT)}/{below})", values))
    place = pool.place(arg.numerator, kept)
    lower = members.pin(_at_place(members, arg.numerator, place, t.added(low, ONE), kept))
    upper = members.pin(_at_place(members, arg.numerator, place, t.least(t.added(low, whole(2)), t.most(ONE, there)), kept))
    share_up = t.subtracted(position, t.multiplied(low, whole(below)))
    told = t.added(t.multiplied(lower, whole(below)), t.multiplied(share_up, t.subtracted(upper, lower)))
    return number(told, t.multiplied(arg.denominator, whole(below)), (_none_if_no(there),))


def _at_place(members: _Members, value: Term, place: Term, wanted: Term, kept: Term) -> Term:
    wanted, pool = members.pin(wanted), members.pool
    factors = f"({pool.span(place)}={wanted.text})*{pool.span(value)}"
    return pool.product([kept], factors, lambda row, m: int(value.at(m)) if place.at(m) == wanted.at(row) else 0)


def _rank(members: _Members) -> Quantity:
    pool, kept = members.pool, members.kept()
    turn = -1 if members.options.get("first") == "lowest" else 1
    keys = [_Key.of(members, position, first=position == 0) for position in range(len(members.args))]
    ahead_text = equal_text = ""
    for key in reversed(keys):
        ahead, equal = key.tests(members, turn)
        ahead_text = f"({ahead}+{equal}*{ahead_text})" if ahead_text else ahead
        equal_text = f"{equal}*{equal_text}" if equal_text else equal

    def order(row: int, member: int) -> int:
        return turn * next((o for o in (key.order(member, row) for key in keys) if o), 0)

    before = members.pin(pool.product([kept], ahead_text, lambda row, m: int(order(row, m) > 0)))
    place, scale = t.added(before, ONE), ONE
    if members.options.get("ties") == "mean":
        equals = members.pin(pool.product([kept], equal_text, lambda row, m: int(order(row, m) == 0)))
        place, scale = t.multiplied(t.added(t.added(t.multiplied(before, whole(2)), equals), ONE), whole(5)), whole(10)
    own = state_of(members.args[0])
    out = t.chosen(t.all_of(t.compared("==", members.counts, ONE), t.compared(">", own, ZERO)), own, whole(NOT_APPLICABLE))
    return number(place, scale, distinct([t.chosen(t.compared("==", kept, ONE), ZERO, out)]))


@dataclass(frozen=True)
class _Key:
    """One key of a rank; a later key that is not there is below all."""

    figures: Quantity
    there: Term
    levels: Sequence[int]

    @classmethod
    def of(cls, members: _Members, position: int, *, first: bool) -> _Key:
        figures = as_number(members.args[position])
        there = ONE if first or not figures.states else members.pin(flag(present(figures)))
        return cls(figures, there, _levels(members, figures))

    def tests(self, members: _Members, turn: int) -> tuple[str, str]:
        """The products that are 1 for a member ahead of this one, and for one equal to it."""
        sign = ">" if turn > 0 else "<"
        ahead, equal = f"({_cross(members, self.figures, sign)})", f"({_cross(members, self.figures, '=')})"
        if self.there.is_constant:
            return ahead, equal
        all_there, own = members.pool.span(self.there), self.there.text
        both = f"({all_there}=1)*({own}=1)"
        return f"(({all_there}{sign}{own})+{both}*{ahead})", f"(({all_there}=0)*({own}=0)+{both}*{equal})"

    def order(self, left: int, right: int) -> int:
        here, there = int(self.there.at(left)), int(self.there.at(right))
        if here != there or not here:
            return here - there
        return self.levels[left] - self.levels[right]


def _cut(members: _Members) -> tuple[Term, Term, Term, Quantity]:
    """Who holds a place (1), how many holders rank before and up to each, and the number of places."""
    holds, rank, places = members.args[0], members.number(1), members.args[2]
    counted = t.compared("==", members.counts, ONE)
    holder = members.pin(flag(t.all_of(counted, present(holds), holds.value, present(rank))))
    own, pool = members.pin(rank.numerator), members.pool
    ranks = pool.span(own)
    before = members.pin(pool.product([holder], f"({ranks}<{own.text})", lambda row, m: int(int(own.at(m)) < int(own.at(row)))))
    within = members.pin(pool.product([holder], f"({ranks}<={own.text})", lambda row, m: int(int(own.at(m)) <= int(own.at(row)))))
    return holder, before, within, places


def _falls_inside(before: Term, within: Term, places: Quantity) -> tuple[Term, Term]:
    """Whether the cut goes through the tie, and whether all up to the tie have a place."""
    low = t.compared("<", t.multiplied(before, places.denominator), places.numerator)
    fits = t.compared("<=", t.multiplied(within, places.denominator), places.numerator)
    return t.all_of(low, t.none_of(fits)), fits


def _quota(members: _Members) -> Quantity:
    holder, before, within, places = _cut(members)
    cut, fits = _falls_inside(before, within, places)
    rule = members.options.get("at_the_cut")
    keeps = t.any_of(fits, cut) if rule == "take_all" else fits
    has = t.compared("==", holder, ONE)
    unclear = t.any_of(t.none_of(present(places)), cut if rule == "problem" else t.FALSE)
    state = t.chosen(t.all_of(has, unclear), whole(ERROR), ZERO)
    return Quantity(Kind.TRUTH, value=t.all_of(has, keeps), states=distinct([state]))


def _at_cut(members: _Members) -> Quantity:
    holder, before, within, places = _cut(members)
    cut, _ = _falls_inside(before, within, places)
    return Quantity(Kind.TRUTH, value=t.all_of(t.compared("==", holder, ONE), present(places), cut))


def _share_of_pot(members: _Members) -> Quantity:
    """Whole coins by INT, and the coins left over by the places of the remainders."""
    pool, pot, share = members.pool, members.number(0), members.number(1)
    if not pot.numerator.is_constant or pot.states:
        raise Unwritable("要分的总额不是常数")
    live = members.kept(1)
    coin = 10 ** int(members.options.get("places", "2"))
    over = whole((pot.scale or 1) // math.gcd(coin, pot.scale or 1))
    coins = t.multiplied(pot.numerator, whole(coin // math.gcd(coin, pot.scale or 1)))
    all_shares = members.pin(pool.total(share.numerator, live))
    divisor = members.pin(t.multiplied(t.most(ONE, all_shares), over))
    part = members.pin(t.multiplied(coins, share.numerator))
    mine = members.pin(t.made(f"INT({part.text}/{divisor.text})", [int(part.at(r)) // int(divisor.at(r)) for r in range(len(pool.own))]))
    rest = members.pin(t.subtracted(part, t.multiplied(mine, divisor)))
    given = members.pin(pool.total(mine, live))
    left = t.subtracted(whole(int(coins.at(0)) // int(over.at(0))), given)
    numbers, own = pool.order()
    by_remainder = members.options.get("leftover", "largest_remainder") == "largest_remainder"
    earlier = f"({numbers}<{own})"
    tests = f"(({pool.span(rest)}>{rest.text})+({pool.span(rest)}={rest.text})*{earlier})" if by_remainder else earlier

    def ahead(row: int, member: int) -> int:
        key = [(-int(rest.at(i)) if by_remainder else 0, i) for i in (member, row)]
        return int(key[0] < key[1])

    extra = flag(t.compared("<", members.pin(pool.product([live], tests, ahead)), left))
    none = t.compared("==", all_shares, ZERO)
    keeps = members.options.get("if_no_shares") == "keep"
    negative = t.compared(">", members.pin(pool.count(live, members.pin(flag(t.compared("<", share.numerator, ZERO))))), ZERO)
    blocked = negative if keeps else t.any_of(negative, none)
    state = t.chosen(t.compared("==", live, ZERO), whole(NOT_APPLICABLE), t.chosen(blocked, whole(ERROR), ZERO))
    told = t.chosen(none, ZERO, t.added(mine, extra))
    return number(told, whole(coin), distinct([state]))


def _counts_once(members: _Members) -> Quantity:  # noqa: ARG001 - one signature
    raise Unwritable("同一事实的各行要一起取舍")


GROUPS: Mapping[str, Reading] = MappingProxyType(
    {
        "max": lambda members: _extreme(members, largest=True),
        "min": lambda members: _extreme(members, largest=False),
        "mean": _mean,
        "sum": _sum,
        "count": _count,
        "count_same": _count_same,
        "others_mean": _others_mean,
        "percentile": _percentile,
        "rank": _rank,
        "quota": _quota,
        "at_cut": _at_cut,
        "share_of_pot": _share_of_pot,
        "counts_once": _counts_once,
    }
)
