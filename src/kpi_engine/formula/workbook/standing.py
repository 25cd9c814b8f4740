"""Who stands where: ranks, places of a quota, and the cents of a pot, by SUMPRODUCT over cross products."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.members import Members, cross_test, levels_of
from kpi_engine.formula.workbook.pool import as_number, flag, present
from kpi_engine.formula.workbook.quantity import ONE, ZERO, Quantity, distinct, number, state_of
from kpi_engine.formula.workbook.term import Term, Unwritable, whole
from kpi_engine.table import Kind, State

__all__ = ["at_cut", "quota", "rank", "share_of_pot"]

NOT_APPLICABLE, ERROR = int(State.NOT_APPLICABLE), int(State.ERROR)


def rank(members: Members) -> Quantity:
    """One more than the members ahead, key by key; with ``ties`` mean the middle of the places of those that are equal."""
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
    def of(cls, members: Members, position: int, *, first: bool) -> _Key:
        figures = as_number(members.args[position])
        there = ONE if first or not figures.states else members.pin(flag(present(figures)))
        return cls(figures, there, levels_of(members, figures))

    def tests(self, members: Members, turn: int) -> tuple[str, str]:
        """The products that are 1 for a member ahead of this one, and for one equal to it."""
        sign = ">" if turn > 0 else "<"
        ahead, equal = f"({cross_test(members, self.figures, sign)})", f"({cross_test(members, self.figures, '=')})"
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


def _cut(members: Members) -> tuple[Term, Term, Term, Quantity]:
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


def quota(members: Members) -> Quantity:
    """Who keeps a place: by how many holders rank before, and how many up to, each."""
    holder, before, within, places = _cut(members)
    cut, fits = _falls_inside(before, within, places)
    rule = members.options.get("at_the_cut")
    keeps = t.any_of(fits, cut) if rule == "take_all" else fits
    has = t.compared("==", holder, ONE)
    unclear = t.any_of(t.none_of(present(places)), cut if rule == "problem" else t.FALSE)
    state = t.chosen(t.all_of(has, unclear), whole(ERROR), ZERO)
    return Quantity(Kind.TRUTH, value=t.all_of(has, keeps), states=distinct([state]))


def at_cut(members: Members) -> Quantity:
    """Whether a holder stands in a tie through which the cut goes."""
    holder, before, within, places = _cut(members)
    cut, _ = _falls_inside(before, within, places)
    return Quantity(Kind.TRUTH, value=t.all_of(t.compared("==", holder, ONE), present(places), cut))


def share_of_pot(members: Members) -> Quantity:
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
