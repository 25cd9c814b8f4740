"""Collect: many observations become the one number that scoring sees (monthly figures, ballots, marks of a jury)."""

from __future__ import annotations

from kpi_engine.errors import k2_shape as k2
from kpi_engine.formula.functions.arithmetic import maximum, minimum, total_of
from kpi_engine.formula.making import arith, choice, compare, const, logic
from kpi_engine.formula.tree import Absent, Call, Compare, Name, Node, Reduce, Round
from kpi_engine.scheme.binding import Bind, Here
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.indicators import PERIODS_OF
from kpi_engine.scheme.needs import marks_table
from kpi_engine.scheme.quantities import input_name
from kpi_engine.stages.draft import Draft
from kpi_engine.table import Kind, Ref, Role, State

__all__ = ["collect_input", "votes"]


def collect_input(draft: Draft, name: str, decl: InputDecl, period: str) -> None:
    """The step that makes INPUT(name, period) out of its observations, where it has any."""
    tree: Node | None = None
    if decl.kind == "ballots":
        tree = _ballots(draft, name, decl, period)
    elif decl.kind == "marks":
        tree = _marks(draft, name, decl, period)
    elif decl.take and decl.every and decl.every != "year" and not period:
        tree = _taken(name, decl)
    if tree is not None:
        tree = tree if decl.places is None else Round(tree, decl.places)
        draft.step(Ref(Role.INPUT, name, period), tree, label=decl.label or name)


def _taken(name: str, decl: InputDecl) -> Node:
    """The mean, sum, ... of the periods' figures; one that is missing makes the whole missing."""
    observed = [input_name(name, decl, period) for period in PERIODS_OF[decl.every or "month"]]
    match decl.take:
        case "sum":
            return total_of(*observed)
        case "highest":
            return maximum(*observed)
        case "lowest":
            return minimum(*observed)
        case "last":
            return observed[-1]
        case _:
            return arith("/", total_of(*observed), const(len(observed)))


def votes(name: str, period: str, rater: str, option: str) -> Name:
    """How many of a group of raters chose an option."""
    return Name(Ref(Role.VOTES, name, period, f"{rater}|{option}"), Kind.NUMBER, label=f"{rater}{option}票")


def _ballots(draft: Draft, name: str, decl: InputDecl, period: str) -> Node:
    """Σ votes × value ÷ counted votes for each group of raters, then by the groups' weights."""
    raters = list(decl.raters) or [""]
    groups = [_one_group(draft, name, decl, period, rater) for rater in raters]
    if not decl.raters:
        return groups[0]
    weights = [decl.raters[rater] for rater in raters]
    whole = total_of(*(arith("*", const(w), g) for w, g in zip(weights, groups, strict=True)))
    if decl.missing_rater != "renormalise":
        return arith("/", whole, const(sum(weights)))
    named = [draft.step(Ref(Role.VOTES, name, period, f"{rater}|score"), g, label=f"{rater}评分") for rater, g in zip(raters, groups, strict=True)]
    there = [Call("is_present", (n,), Kind.TRUTH) for n in named]
    figure = total_of(*(choice(t, arith("*", const(w), n), const(0)) for t, w, n in zip(there, weights, named, strict=True)))
    weight = total_of(*(choice(t, const(w), const(0)) for t, w in zip(there, weights, strict=True)))
    return choice(logic("or", there), arith("/", figure, weight), Absent(State.MISSING))


def _one_group(draft: Draft, name: str, decl: InputDecl, period: str, rater: str) -> Node:
    counted = {option: votes(name, period, rater, option) for option in decl.words}
    unpriced = [option for option, rule in decl.options or () if rule is None]
    if unpriced:
        draft.book.problems.append(k2.MISSING_KEY.at(decl.place, key=f"options 各档的分值（{'、'.join(unpriced)}；写成 {{满意: 100, 不满意: 0}}）"))
    cast = total_of(*counted.values())
    bind = Bind(draft.book, Here(period=period))
    values = {option: bind.amount(rule) for option, rule in decl.options or () if rule is not None}  # type: ignore[arg-type]
    figure = arith("/", total_of(*(arith("*", counted[o], values[o]) for o in counted if o in values)), cast)
    figure = choice(compare("==", cast, const(0)), Absent(State.MISSING), figure)
    if decl.valid_if is None:
        return figure
    local: dict[str, Node] = {part: votes(name, period, rater, part) for part in ("issued", "returned")}
    valid = Bind(draft.book, Here(period=period, local={**local, **counted})).condition(decl.valid_if)
    return choice(valid, figure, Absent(State.MISSING))


def _marks(draft: Draft, name: str, decl: InputDecl, period: str) -> Node:
    """The mean of a jury's marks, extremes dropped; a rater whose whole ballot is not valid does not count."""
    table = marks_table(name)
    mark = Name(Ref(Role.COLUMN, table, part="mark"), Kind.NUMBER, table, label=name)
    where: Node | None = None
    if period:
        where = Compare("==", Name(Ref(Role.COLUMN, table, part="period"), Kind.WORD, table, label="时期"), const(period))
    if decl.valid_if is not None:
        bind = Bind(draft.book, Here(period=period, table=table, local={"mark": mark}))
        valid = bind.condition(decl.valid_if)
        where = valid if where is None else logic("and", [where, valid])
    drop = decl.drop
    options: tuple[tuple[str, int], ...] = (("at_least", decl.at_least or 1),)
    if drop is not None:
        options += (("highest", drop.highest), ("lowest", drop.lowest), ("if_more_than", drop.if_more_than))
    return Reduce("mean", table, mark, where, options)
