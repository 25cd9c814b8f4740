"""Points that do not add up for a unit: what only the units tell, since a part is for some units by name, or the points are a formula."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.outline import Entry, points_by_class
from kpi_engine.table import Ref, Role

__all__ = ["uneven"]


def uneven(results: Results) -> Iterator[Problem]:
    """K330 of units: what a node's parts are worth to a unit, and the node's own points (`kpi_engine.lint.points.sums` asks it of classes)."""
    tree = results.plan.book.tree
    for entry in tree:
        parts = [child for child in map(tree.__getitem__, entry.children) if not child.is_bonus]
        adds_up = parts and not entry.is_bonus and not entry.is_over_rates and all(map(tree.has_points, (entry, *parts)))
        if adds_up and any(map(_by_unit, (entry, *parts), [results] * (len(parts) + 1))):
            yield from _of_node(results, entry, parts)


def _by_unit(entry: Entry, results: Results) -> bool:
    only = entry.model.only_for
    return (only is not None and bool(only.unit)) or None in points_by_class(entry, results.plan.scheme.class_names).values()


def _of_node(results: Results, entry: Entry, parts: list[Entry]) -> Iterator[Problem]:
    title = entry.name or "总分"
    for row in range(len(results.units)):
        wanted = results.number(Ref(Role.POINTS, entry.name), row)
        shares = [(part.name, own) for part in parts if (own := _own(results, part, row))]
        found = sum((own for _, own in shares), Fraction(0))
        if not results.takes_part(row) or not shares or wanted is None or found == wanted:
            continue
        gap = wanted - found
        yield k3.POINTS_NOT_TOTAL.at(
            entry.model.place,
            clause=entry.clause,
            of_class=f"单位“{results.units[row]}”的",
            of_class_en=f" (unit {results.units[row]})",
            name=title,
            found=exact_text(found),
            wanted=exact_text(wanted),
            parts=" + ".join(f"{name} {exact_text(own)}" for name, own in shares),
            mend=f"{'补' if gap > 0 else '减'} {exact_text(abs(gap))} 分，或按单位写清“{title}”的各项",
        )


def _own(results: Results, part: Entry, row: int) -> Fraction | None:
    """What a part brings to a unit: nothing for whom it is not."""
    own = Ref(Role.POINTS, part.name, part="own")
    return results.number(own if results.column(own) is not None else Ref(Role.POINTS, part.name), row)
