"""Functions across units as formulas, keyed by their names: ranks by SUMPRODUCT over the class and cross products, sums by SUMIFS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from kpi_engine.formula.tree import Group
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.compile import Compiler
from kpi_engine.formula.workbook.members import Members, cross_test, levels_of
from kpi_engine.formula.workbook.pool import as_number, flag, pool_of_class, present
from kpi_engine.formula.workbook.quantity import ONE, ZERO, Quantity, number
from kpi_engine.formula.workbook.standing import at_cut, quota, rank, share_of_pot
from kpi_engine.formula.workbook.term import Term, Unwritable, whole
from kpi_engine.table import Kind, State

__all__ = ["GROUPS", "grouped"]

NOT_APPLICABLE, MISSING, ERROR = int(State.NOT_APPLICABLE), int(State.MISSING), int(State.ERROR)


Reading = Callable[[Members], Quantity]


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
    return reading(Members(pool_of_class(compiler, whole_field=node.scope == "all"), args, counts, dict(node.options)))


def _none_if_no(there: Term) -> Term:
    return t.chosen(t.compared("==", there, ZERO), whole(MISSING), ZERO)


def _sum(members: Members) -> Quantity:
    arg = members.number()
    return number(members.pool.total(arg.numerator, members.kept()), arg.denominator)


def _mean(members: Members) -> Quantity:
    arg, kept = members.number(), members.kept()
    there = members.pin(members.pool.count(kept))
    return number(members.pool.total(arg.numerator, kept), t.multiplied(t.most(ONE, there), arg.denominator), (_none_if_no(there),))


def _others_mean(members: Members) -> Quantity:
    arg, kept = members.number(), members.kept()
    others = members.pin(t.subtracted(members.pool.count(kept), kept))
    rest = t.subtracted(members.pool.total(arg.numerator, kept), t.multiplied(kept, arg.numerator))
    return number(rest, t.multiplied(t.most(ONE, others), arg.denominator), (_none_if_no(others),))


def _count(members: Members) -> Quantity:
    kept = members.kept()
    if members.args[0].kind is not Kind.TRUTH:
        return number(members.pool.count(kept))
    return number(members.pool.count(kept, members.pin(flag(members.args[0].value))))


def _count_same(members: Members) -> Quantity:
    arg, pool, kept = members.args[0], members.pool, members.kept()
    if arg.kind is Kind.WORD:
        own = members.pin(arg.value)
        same = pool.product([kept], f"EXACT({pool.span(own)},{own.text})", lambda row, m: int(own.at(m) == own.at(row)))
        return number(same, ONE, arg.states)
    figures = as_number(arg)
    levels = levels_of(members, figures)
    return number(pool.product([kept], f"({cross_test(members, figures, '=')})", lambda row, m: int(levels[m] == levels[row])), ONE, arg.states)


def _extreme(members: Members, *, largest: bool) -> Quantity:
    """By place: the value of a member that none surpasses."""
    figures, pool, kept = as_number(members.args[0]), members.pool, members.kept()
    none = _none_if_no(members.pin(pool.count(kept)))
    sign = ">" if largest else "<"

    levels = levels_of(members, figures)

    def surpasses(row: int, member: int) -> int:
        return int(levels[member] > levels[row] if largest else levels[member] < levels[row])

    surpassed = members.pin(pool.product([kept], f"({cross_test(members, figures, sign)})", surpasses))
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


def _before(members: Members, flags: Term, numbers: str, own: str) -> Term:
    return members.pin(members.pool.product([flags], f"({numbers}<{own})", lambda row, member: int(member < row)))


def _percentile(members: Members) -> Quantity:
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


def _at_place(members: Members, value: Term, place: Term, wanted: Term, kept: Term) -> Term:
    wanted, pool = members.pin(wanted), members.pool
    factors = f"({pool.span(place)}={wanted.text})*{pool.span(value)}"
    return pool.product([kept], factors, lambda row, m: int(value.at(m)) if place.at(m) == wanted.at(row) else 0)


def _counts_once(members: Members) -> Quantity:  # noqa: ARG001 - one signature
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
        "rank": rank,
        "quota": quota,
        "at_cut": at_cut,
        "share_of_pot": share_of_pot,
        "counts_once": _counts_once,
    }
)
