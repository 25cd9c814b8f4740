"""The watch-list: who lies near a boundary, and how far."""

from __future__ import annotations

from kpi_engine.errors import Language
from kpi_engine.report.telling import Column, Listing, Telling, Value
from kpi_engine.whatif.watch import Watch, sentences

__all__ = ["watch_telling"]

_ZH = {
    "title": "边界上的单位", "list": "边界名单", "unit": "单位", "class": "类别", "what": "边界", "total": "总分", "bound": "边界分", "distance": "距离", "side": "在哪边",
    "grade": "等次", "ways": "怎么过线", "in": "线上", "out": "线下",
}  # fmt: skip
_EN = {
    "title": "Units near a boundary", "list": "Watch-list", "unit": "Unit", "class": "Class", "what": "Boundary", "total": "Total", "bound": "Bound",
    "distance": "Distance", "side": "Side", "grade": "Grade", "ways": "Ways over it", "in": "inside", "out": "outside",
}  # fmt: skip


def watch_telling(told: Watch, *, places: int | None, language: Language = "zh") -> Telling:
    """The answer, those nearest first."""
    words = _ZH if language == "zh" else _EN
    columns = (
        Column("unit", words["unit"]),
        Column("class", words["class"], optional=True),
        Column("what", words["what"]),
        *(Column(key, words[key], places=places) for key in ("total", "bound")),
        Column("distance", words["distance"], places=places, signed=True),
        *(Column(key, words[key]) for key in ("side", "grade")),
        Column("ways", words["ways"], optional=True),
    )
    rows: list[tuple[Value, ...]] = []
    joint, between = ("，", "；") if language == "zh" else (", ", "; ")
    for one in sorted(told.near, key=lambda near: abs(near.total - near.bound)):
        ways = between.join(joint.join(pull.text(language) for pull in way.pulls) for way in one.ways[:3])
        side = words["in" if one.inside else "out"]
        rows.append((one.unit, one.class_, one.what, one.total, one.bound, one.total - one.bound, side, one.grade, ways))
    return Telling(words["title"], (("", tuple(sentences(told, language))),), (Listing("watch", words["list"], columns, tuple(rows)),))
