"""Line items and rules against their caps: what never binds, what is more than there is to lose."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import Interval
from kpi_engine.formula.tree import Call, Const, references, walk
from kpi_engine.lint.known import figure
from kpi_engine.lint.look import Look, figure_text, item_place, said
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.indicators import Item
from kpi_engine.scheme.outline import Entry, points_by_class
from kpi_engine.stages.items import is_once_all
from kpi_engine.table import Ref, Role

__all__ = ["caps", "once_all", "prices", "ranges", "steps_of_percentages", "steps_of_quantity"]


def _items(look: Look) -> Iterator[tuple[Entry, str, Item, bool]]:
    for entry in look.tree:
        for takes, items in ((True, entry.model.deduct), (False, entry.model.add)):
            for name, item in items.items():
                yield entry, str(name), item, takes


def prices(look: Look) -> Iterator[Problem]:
    """K341, K342: one occurrence costs more than the item's own cap, or than the indicator has."""
    for entry, name, item, takes in _items(look):
        above_cap: dict[tuple[Fraction, Fraction], list[str]] = {}
        above_points: dict[tuple[Fraction, Fraction], list[str]] = {}
        for class_name in look.classes:
            price, cap = _price(item, class_name), figure(item.at_most, class_name)
            points = points_by_class(entry, look.scheme.class_names).get(class_name)
            if price is not None and cap is not None and price > cap:
                above_cap.setdefault((price, cap), []).append(class_name)
            elif price is not None and points and price > points and not _beyond_is_stated(entry, takes=takes):
                above_points.setdefault((price, points), []).append(class_name)
        place, clause = item_place(entry, item), item.clause or entry.clause
        for (price, cap), names in above_cap.items():
            facts = {**look.of_class(names), "name": name, "price": exact_text(price), "cap": exact_text(cap)}
            yield said(k3.PRICE_ABOVE_CAP, place, facts, clause=clause)
        for (price, points), names in above_points.items():
            facts = {**look.of_class(names), "name": name, "price": exact_text(price), "points": exact_text(points)}
            yield said(k3.PRICE_ABOVE_POINTS, place, {**facts, "indicator": entry.name or "总分"}, clause=clause)


def _price(item: Item, class_name: str) -> Fraction | None:
    if item.chosen is not None:
        return item.chosen[1]
    return figure(item.each, class_name) if item.each is not None else figure(item.once, class_name)


def _beyond_is_stated(entry: Entry, *, takes: bool) -> bool:
    """Whether the node says how far items go (``floor: none``, a cap of its own)."""
    return (entry.model.floor is not None or bool(entry.children)) if takes else (entry.model.cap is not None or bool(entry.children))


def caps(look: Look) -> Iterator[Problem]:
    """K340: a cap that lies above all that an item, or an indicator, can come to."""
    for entry, name, item, _ in _items(look):
        if item.at_most is not None:
            found = _unused_cap(look, Ref(Role.ITEM, entry.name, _first_period(entry), name))
            if found is not None:
                yield said(k3.CAP_NEVER_BINDS, item_place(entry, item), {"name": name, **found}, clause=item.clause or entry.clause)
    for entry in look.tree:
        if (entry.model.cap is not None and entry.model.cap != "none") or (entry.is_bonus and entry.model.cap is None):
            found = _unused_cap(look, Ref(Role.CAPPED, entry.name, _first_period(entry)))
            if found is not None:
                yield said(k3.CAP_NEVER_BINDS, entry.model.place, {"name": entry.name or "总分", **found}, clause=entry.clause)


def _first_period(entry: Entry) -> str:
    return entry.periods.names[0] if entry.periods is not None else ""


def _unused_cap(look: Look, ref: Ref) -> dict[str, object] | None:
    """What a figure can come to, and its cap, where the cap is higher for every class."""
    tree = look.trees.get(ref)
    call = next((node for node in walk(tree) if isinstance(node, Call) and node.function == "min"), None) if tree is not None else None
    if call is None or len(call.args) != 2:
        return None
    told = [(bounds.numbers(call.args[0]), bounds.numbers(call.args[1])) for bounds in look.bounds.values()]
    if not all(_never_binds(cap, amount) for cap, amount in told):
        return None
    return {"highest": figure_text(max(amount.hi for _, amount in told)), "cap": figure_text(min(cap.lo for cap, _ in told))}


def _never_binds(cap: Interval, amount: Interval) -> bool:
    return amount.is_empty or (isinstance(amount.hi, Fraction) and amount.hi < cap.lo)


def steps_of_quantity(look: Look) -> Iterator[Problem]:
    """K343: ``per`` is the size of one step, above zero."""
    for entry, name, item, _ in _items(look):
        if item.per is not None and item.per <= 0:
            yield k3.PER_NOT_POSITIVE.at(item_place(entry, item), clause=item.clause or entry.clause, name=name, found=exact_text(item.per))


def steps_of_percentages(look: Look) -> Iterator[Problem]:
    """K379: ``per: 1`` of a quantity made of percentages is 100 percentage points."""
    for entry, name, item, _ in _items(look):
        tree = look.trees.get(Ref(Role.QUANTITY, entry.name, _first_period(entry), name))
        if item.per is None or item.per < 1 or item.for_ is None or tree is None:
            continue
        named = [look.scheme.inputs[ref.name].kind if ref.role in (Role.INPUT, Role.TARGET) else "" for ref in references(tree)]
        scaled = any(
            isinstance(node, Const) and isinstance(node.value, Fraction) and node.value > 1 and node.value != item.per for node in walk(tree)
        )
        if named and set(named) == {"percent"} and not scaled:
            facts: dict[str, object] = {"name": name, "found": exact_text(item.per), "as_percent": exact_text(item.per * 100)}
            yield said(k3.PER_OF_PERCENTAGE, item_place(entry, item), facts, clause=item.clause or entry.clause)


def once_all(look: Look) -> Iterator[Problem]:
    """K345: everything that is left can only be taken."""
    for entry, name, item, takes in _items(look):
        if is_once_all(item) and not takes:
            yield k3.ONCE_ALL_ADDS.at(item_place(entry, item), clause=item.clause or entry.clause, name=name)


def ranges(look: Look) -> Iterator[Problem]:
    """K339: a rule that yields more than the points, or less than nothing, by how much; unless the node states its cap and floor."""
    for leaf in look.tree.leaves:
        if leaf.model.score is None:
            continue
        period = _first_period(leaf)
        found: dict[tuple[str, str, str, str], list[str]] = {}
        for class_name, bounds in look.bounds.items():
            start, points = (bounds.of.get(ref) for ref in (Ref(Role.START, leaf.name, period), look.worth(leaf.name, period)))
            if isinstance(start, Interval) and isinstance(points, Interval) and (told := _excess(leaf, start, points)) is not None:
                found.setdefault(told, []).append(class_name)
        where = look.where(Ref(Role.START, leaf.name))
        for (low, high, full, excess), names in found.items():
            facts = {**look.of_class(names), "name": leaf.name, "low": low, "high": high, "points": full, "excess": excess}
            yield said(k3.SHARE_TOO_LARGE, where.place, facts, clause=leaf.clause)


def _excess(leaf: Entry, start: Interval, points: Interval) -> tuple[str, str, str, str] | None:
    """(low, high, points, by how much) in words; None where the rule stays within, or its range is not known."""
    told: list[str] = []
    if start.is_empty or not isinstance(points.lo, Fraction) or points.lo != points.hi or points.lo < 0:
        return None
    if leaf.model.cap is None and isinstance(start.hi, Fraction) and start.hi > points.lo:
        told.append(f"最多高出 {exact_text(start.hi - points.lo)}")
    if leaf.model.floor is None and isinstance(start.lo, Fraction) and start.lo < 0:
        told.append(f"最多低于 0 分 {exact_text(-start.lo)}")
    return (figure_text(start.lo), figure_text(start.hi), exact_text(points.lo), "，".join(told)) if told else None


ON_TEXT = (prices, steps_of_quantity, once_all)
ON_TREES = (caps, ranges, steps_of_percentages)
