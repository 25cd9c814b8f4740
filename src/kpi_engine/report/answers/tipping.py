"""Tipping weights, crossings and ranges of places: what one weight, or all of them, would have to do."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.report.telling import Column, Listing, Telling, Value
from kpi_engine.whatif.closed import crossing_words, reach, tipping
from kpi_engine.whatif.closed.crossings import Crossing
from kpi_engine.whatif.closed.reach import Reaches
from kpi_engine.whatif.closed.tipping import Tip, TippingPoints

__all__ = ["crossing_telling", "reach_telling", "tipping_telling"]

_ZH = {
    "tipping": "临界权重", "crossing": "交叉点", "reach": "名次范围", "unit": "单位", "class": "类别", "rank": "名次", "grade": "等次", "indicator": "指标", "now": "现在",
    "before": "还不变", "at": "到这里变", "was": "由", "becomes": "变为", "other": "另一单位",
    "cross": "总分相交于", "low": "先后未定从", "high": "到", "order": "现在单位在", "best": "最好", "worst": "最差",
    "attained": "能到", "bound": "不会超过", "exact": "已证明",
}  # fmt: skip
_EN = {
    "tipping": "Tipping weights", "crossing": "Crossings", "reach": "Ranges of places", "unit": "Unit", "class": "Class", "rank": "Rank", "grade": "Grade",
    "indicator": "Indicator", "now": "Now", "before": "Not yet at", "at": "Changes at", "was": "From", "becomes": "To", "other": "Other unit",
    "cross": "Totals cross at", "low": "Open from",
    "high": "To", "order": "Unit is now", "best": "Best", "worst": "Worst", "attained": "Reached", "bound": "Bound", "exact": "Proved",
}  # fmt: skip


def tipping_telling(results: Results, found: TippingPoints, *, language: Language = "zh") -> Telling:
    """For each unit the nearest tip of its place and of its grade."""
    words = _ZH if language == "zh" else _EN
    class_of = {unit: results.class_of(row) for row, unit in enumerate(results.units)}
    columns = [Column("unit", words["unit"]), Column("class", words["class"], optional=True)]
    for what in ("rank", "grade"):
        columns += [Column(key, words[key], words[what], under=what) for key in ("indicator", "now", "before", "at", "was", "becomes")]
    rows = tuple((one.unit, class_of[one.unit], *_tip(one.rank, placed=True), *_tip(one.grade)) for one in found.units)
    said = tipping.sentences(found, language)
    return Telling(words["tipping"], (("", tuple(said)),), (Listing("tips", words["tipping"], tuple(columns), rows),))


def _tip(tips: Sequence[Tip], *, placed: bool = False) -> tuple[Value, ...]:
    if not tips:
        return (None,) * 6
    tip = tips[0]
    was, becomes = (int(told) if placed and told else told for told in (tip.was, tip.becomes))
    return (tip.move.title, tip.move.now, tip.before, tip.at, was, becomes)


def crossing_telling(found: Sequence[Crossing], *, language: Language = "zh") -> Telling:
    """Where pairs of units change places when one weight moves."""
    words = _ZH if language == "zh" else _EN
    columns = (
        *(Column(key, words[key]) for key in ("indicator", "unit", "other", "now", "cross", "low", "high")),
        Column("order", words["order"]),
    )
    rows: list[tuple[Value, ...]] = []
    for one in found:
        low, high = one.unsettled if one.unsettled is not None else (None, None)
        rows.append((one.move.title, one.first, one.second, one.move.now, one.at, low, high, crossing_words.order_word(one.now, language)))
    sections = tuple((f"{one.first}、{one.second}", tuple(crossing_words.sentences(one, language))) for one in found[:20])
    return Telling(words["crossing"], sections, (Listing("crossings", words["crossing"], columns, tuple(rows)),))


def reach_telling(found: Reaches, *, language: Language = "zh") -> Telling:
    """The best and the worst place of each unit when all weights may move."""
    words = _ZH if language == "zh" else _EN
    yes = "是" if language == "zh" else "yes"
    columns = [Column("unit", words["unit"]), Column("now", words["now"])]
    for side in ("best", "worst"):
        columns += [Column(key, words[key], words[side], under=side) for key in ("attained", "bound", "exact")]
    rows: list[tuple[Value, ...]] = []
    for one in found.units:
        ends = [part for end in (one.best, one.worst) for part in (end.attained, end.bound, yes if end.is_exact else "")]
        rows.append((one.unit, one.now, *ends))
    return Telling(words["reach"], (("", tuple(reach.sentences(found, language))),), (Listing("reach", words["reach"], tuple(columns), tuple(rows)),))
