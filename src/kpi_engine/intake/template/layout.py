"""What stands where in the template: the columns of an owner's sheet with their headings, and the names of the sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi_engine.scheme.needs import REMARKS, ColumnNeed, Needs

__all__ = ["GUIDE", "LISTS", "OWN_SHEETS", "UNITS", "Group", "clean_sheet_name", "groups_of", "heading", "heading_size", "sub_heading"]

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31
_ROLES = ("target", "value", *REMARKS)

GUIDE, UNITS, LISTS = "填表说明", "名录", "选项"
OWN_SHEETS = (GUIDE, UNITS, LISTS)
"""The sheets of a template that hold no data: whoever reads one back need not wonder at them."""


@dataclass(frozen=True, slots=True)
class Group:
    """One input with its columns side by side: its periods, its target."""

    name: str
    needs: tuple[ColumnNeed, ...]

    @property
    def first(self) -> ColumnNeed:
        """The column that speaks for all."""
        return self.needs[0]


def groups_of(needs: Needs, owner: str, per: str = "unit") -> list[Group]:
    """The inputs that an owner fills in for each unit (``per``: or for each class, for all), in the order of the scheme."""
    found: dict[str, list[ColumnNeed]] = {}
    for need in (*needs.columns, *needs.remarks):
        if need.role != "votes" and need.decl.owner == owner and (need.decl.per == per):
            found.setdefault(need.name, []).append(need)
    order = {period: place for place, period in enumerate(needs.periods)}
    return [Group(name, tuple(sorted(columns, key=lambda n: (order.get(n.period, -1), _ROLES.index(n.role))))) for name, columns in found.items()]


def heading(need: ColumnNeed) -> str:
    """The input's label, its unit of measure on a line of its own; a percentage has none, its cells show the sign."""
    measure = need.decl.measured_in
    return f"{need.heading}\n（{measure}）" if measure and need.decl.kind != "percent" else need.heading


def heading_size(text: str, columns: int) -> tuple[float, int]:
    """The width of each of the columns below a heading, and how many lines it then takes."""
    lines = text.split("\n")
    widest = max(_wide(line) for line in lines)
    share = max(widest if widest <= 12 or columns > 1 else (widest + 1) // 2, *map(_wide, lines[1:]), 0) + 2
    width = min(max(share / columns, 10.0), 26.0)
    return width, sum(max(1, -(-_wide(line) // int(width * columns - 1))) for line in lines)


def sub_heading(need: ColumnNeed, group: Group) -> str:
    """What stands below the input's heading: the period, and which of target and actual it is; empty where there is one column only."""
    if len(group.needs) == 1:
        return ""
    roles = {n.role for n in group.needs}
    value = "完成" if "target" in roles else "数值" if roles & set(REMARKS) else ""
    word = {"target": "目标", "value": value, **REMARKS}.get(need.role, "")
    return f"{need.period}{word}"


def clean_sheet_name(text: str, taken: Iterable[str]) -> str:
    """A name that a sheet may have: no forbidden characters, at most 31, not taken in any case.

    >>> clean_sheet_name("医政/药政股", ["医政-药政股"])
    '医政-药政股2'
    """
    plain = _FORBIDDEN.sub("-", text).strip().strip("'") or "数据"
    known = {name.casefold() for name in taken}
    for number in range(1, len(known) + 3):
        tail = str(number) if number > 1 else ""
        name = plain[: _LONGEST - len(tail)] + tail
        if name.casefold() not in known and name.casefold() != "history":
            return name
    return plain[:_LONGEST]


def width_of(texts: Sequence[str]) -> float:
    """A column's width for texts that may wrap once; a Chinese character is two wide."""
    longest = max(map(_wide, texts), default=0)
    return float(min(max(longest + 2, 9), 26))


def _wide(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
