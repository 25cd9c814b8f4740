"""How safe the ranking is: intervals of places when weights vary, what leaving out an indicator does, what each counts in the whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpi_engine.errors import Language
from kpi_engine.report.telling import Column, Listing, Telling, Value
from kpi_engine.whatif.weights import effective, indices, removal, robust
from kpi_engine.whatif.weights.effective import Effective
from kpi_engine.whatif.weights.indices import Indices
from kpi_engine.whatif.weights.removal import Removal, Removals
from kpi_engine.whatif.weights.robust import Robust

__all__ = ["robust_telling"]

_ZH = {
    "title": "名次稳不稳", "robust": "权重浮动", "removal": "去掉一项", "effective": "折到总分", "indices": "敏感度", "class": "类别", "unit": "单位", "rank": "现名次",
    "median": "中位", "low": "5%", "high": "95%", "best": "最好", "worst": "最差", "grade": "等次", "kept": "等次不变的占", "indicator": "指标", "mean": "平均移动",
    "moved": "名次变的", "grades": "等次变的", "farthest": "变最多的", "was": "由", "becomes": "到", "own": "在上级里占", "whole": "在总分里占", "of": "看什么",
    "first": "一阶", "total": "总效应", "ranks": "全体名次",
}  # fmt: skip
_EN = {
    "title": "How safe the ranking is", "robust": "Weights vary", "removal": "One left out", "effective": "In the whole", "indices": "Sensitivity",
    "class": "Class", "unit": "Unit", "rank": "Rank", "median": "Median", "low": "5%", "high": "95%", "best": "Best", "worst": "Worst", "grade": "Grade",
    "kept": "Keeps the grade", "indicator": "Indicator", "mean": "Mean move", "moved": "Places", "grades": "Grades", "farthest": "Moves most", "was": "From",
    "becomes": "To", "own": "In its parent", "whole": "In the whole", "of": "Of", "first": "First order", "total": "Total effect", "ranks": "all places",
}  # fmt: skip


def robust_telling(
    told: Robust, without: Removals, weights: tuple[Effective, ...], sensitive: Sequence[Indices] = (), *, language: Language = "zh"
) -> Telling:
    """The answer, its first sentence being the one that matters.

    Args:
        told: what many draws of weights say.
        without: what leaving out one indicator does.
        weights: what each indicator counts in the whole.
        sensitive: whose weight matters, where that was asked for.
        language: of sentences and headings.

    """
    words = _ZH if language == "zh" else _EN
    sections = [("", robust.sentences(told, language)), (words["removal"], removal.sentences(without, language))]
    sections.append((words["effective"], effective.sentences(weights, language)))
    sections += [(words["indices"], [line for one in sensitive for line in indices.sentences(one, language)])] if sensitive else []
    listings = [_ranges(told, words), _removals(without, words), _weights(weights, words)]
    listings += [_indices(sensitive, words)] if sensitive else []
    return Telling(words["title"], tuple((heading, tuple(said)) for heading, said in sections), tuple(listings))


def _ranges(told: Robust, words: dict[str, str]) -> Listing:
    keys = ("unit", "rank", "median", "low", "high", "best", "worst", "grade")
    kept_in = Column("kept", words["kept"], places=1, percent=True)
    columns = (Column("class", words["class"], optional=True), *(Column(key, words[key]) for key in keys), kept_in)
    rows: list[tuple[Value, ...]] = []
    for ranking in told.rankings:
        for one in ranking.units:
            kept = dict(one.grades).get(one.grade, Fraction(0)) if one.grade else None
            rows.append((ranking.name, one.unit, one.rank or None, one.median, one.low, one.high, one.best, one.worst, one.grade, kept))
    return Listing("ranges", words["robust"], columns, tuple(rows))


def _removals(without: Removals, words: dict[str, str]) -> Listing:
    columns = (
        Column("indicator", words["indicator"]),
        Column("mean", words["mean"], places=2),
        *(Column(key, words[key]) for key in ("moved", "grades", "farthest", "was", "becomes")),
    )
    rows = tuple((one.title, one.mean_move, one.moved, one.grades, *_farthest(one)) for one in without.told)
    return Listing("removals", words["removal"], columns, rows)


def _farthest(one: Removal) -> tuple[Value, ...]:
    return (one.farthest, one.was, one.becomes) if one.moved else (None, None, None)


def _weights(weights: tuple[Effective, ...], words: dict[str, str]) -> Listing:
    columns = (
        Column("indicator", words["indicator"]),
        Column("class", words["class"], optional=True),
        *(Column(key, words[key], places=2, percent=True) for key in ("own", "whole")),
    )
    rows = tuple((one.title, name, one.own[at], one.whole[at]) for one in weights for at, name in enumerate(one.classes))
    return Listing("weights", words["effective"], columns, rows)


def _indices(sensitive: Sequence[Indices], words: dict[str, str]) -> Listing:
    columns = (
        *(Column(key, words[key]) for key in ("of", "indicator")),
        *(Column(key, words[key], places=1, percent=True) for key in ("first", "total")),
    )
    rows = tuple((told.of or words["ranks"], one.title, one.first, one.total) for told in sensitive for one in told.told)
    return Listing("indices", words["indices"], columns, rows)
