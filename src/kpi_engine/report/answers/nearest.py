"""The nearest ways to a better grade or place, in what the unit reports."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.errors import Language
from kpi_engine.report.telling import Column, Listing, Telling, Value
from kpi_engine.whatif.upward.nearest import Nearest, sentences

__all__ = ["nearest_telling"]

_ZH = {
    "title": "差多少",
    "ways": "可行的改法",
    "unit": "单位",
    "goal": "到",
    "way": "改法",
    "total": "总分",
    "rank": "名次",
    "grade": "等次",
    "least": "最少",
}
_EN = {
    "title": "The nearest way up",
    "ways": "Ways",
    "unit": "Unit",
    "goal": "Goal",
    "way": "Way",
    "total": "Total",
    "rank": "Rank",
    "grade": "Grade",
    "least": "Least",
}


def nearest_telling(told: Sequence[Nearest], *, places: int | None, language: Language = "zh") -> Telling:
    """The answer for one unit or several: sentences under each, all ways in one table."""
    words = _ZH if language == "zh" else _EN
    yes, no = ("是", "") if language == "zh" else ("yes", "")
    columns = (
        Column("unit", words["unit"]),
        Column("goal", words["goal"]),
        Column("way", words["way"]),
        Column("total", words["total"], places=places),
        Column("rank", words["rank"]),
        Column("grade", words["grade"]),
        Column("least", words["least"]),
    )
    rows: list[tuple[Value, ...]] = []
    joint = "，" if language == "zh" else ", "
    for one in told:
        for way in (*one.ways, *one.pairs):
            text = joint.join(pull.text(language) for pull in way.pulls)
            goal = one.goal.text(language) if one.goal is not None else ""
            rows.append((one.unit, goal, text, way.came.total, way.came.rank, way.came.grade, yes if way.least else no))
    sections = tuple((one.unit, tuple(sentences(one, language))) for one in told)
    return Telling(words["title"], sections, (Listing("ways", words["ways"], columns, tuple(rows)),))
