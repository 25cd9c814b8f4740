"""How good the scheme is: how well each indicator tells units apart, which measure the same, which count otherwise than they seem to."""

from __future__ import annotations

from kpi_engine.errors import Language
from kpi_engine.numbers import Root, round_root
from kpi_engine.report.telling import Column, Listing, Telling, Value
from kpi_engine.whatif.merits.moments import Correlation
from kpi_engine.whatif.merits.quality import Quality, sentences

__all__ = ["quality_telling"]

_ZH = {
    "title": "方案好不好", "indicators": "指标", "class": "类别", "indicator": "指标", "units": "单位数", "full": "满分的占", "zero": "零分的占", "mean": "平均分",
    "deviation": "标准差", "total": "与总分相关", "rest": "与其余相关", "nominal": "名义权重", "effective": "实际权重", "pairs": "重复的指标", "one": "指标一", "two": "指标二",
    "r": "相关系数", "raters": "评委宽严", "jury": "数据项", "rater": "评委", "given": "平均给分", "difference": "比众人",
}  # fmt: skip
_EN = {
    "title": "How good the scheme is", "indicators": "Indicators", "class": "Class", "indicator": "Indicator", "units": "Units", "full": "At full marks",
    "zero": "At zero", "mean": "Mean", "deviation": "Deviation", "total": "With total", "rest": "With rest", "nominal": "Nominal", "effective": "Effective",
    "pairs": "Measuring the same", "one": "One", "two": "Other", "r": "Correlation", "raters": "Raters", "jury": "Input", "rater": "Rater", "given": "Mean given",
    "difference": "Against all",
}  # fmt: skip


def quality_telling(told: Quality, *, language: Language = "zh") -> Telling:
    """The answer."""
    words = _ZH if language == "zh" else _EN
    listings = [_indicators(told, words)]
    listings += [_pairs(told, words)] if any(group.same for group in told.groups) else []
    listings += [_raters(told, words)] if told.raters else []
    return Telling(words["title"], (("", tuple(sentences(told, language))),), tuple(listings))


def _indicators(told: Quality, words: dict[str, str]) -> Listing:
    columns = (
        Column("class", words["class"], optional=True),
        Column("indicator", words["indicator"]),
        Column("units", words["units"]),
        *(Column(key, words[key], places=1, percent=True) for key in ("full", "zero")),
        *(Column(key, words[key], places=2) for key in ("mean", "deviation")),
        *(Column(key, words[key], places=3) for key in ("total", "rest")),
        *(Column(key, words[key], places=1, percent=True) for key in ("nominal", "effective")),
    )
    rows: list[tuple[Value, ...]] = []
    for group in told.groups:
        for one in group.indicators:
            spread = round_root(Root(one.spread, 2), 2)
            related = (_r(one.with_total), _r(one.with_rest))
            rows.append((group.class_, one.title, one.units, one.at_full, one.at_zero, one.mean, spread, *related, one.nominal, one.effective))
    return Listing("indicators", words["indicators"], columns, tuple(rows))


def _r(correlation: Correlation | None) -> Value:
    return correlation.rounded() if correlation is not None else None


def _pairs(told: Quality, words: dict[str, str]) -> Listing:
    told_apart = Column("class", words["class"], optional=True)
    columns = (told_apart, *(Column(key, words[key]) for key in ("one", "two", "units")), Column("r", words["r"], places=3))
    rows = tuple((group.class_, *pair.titles, pair.units, pair.r.rounded()) for group in told.groups for pair in group.same)
    return Listing("pairs", words["pairs"], columns, rows)


def _raters(told: Quality, words: dict[str, str]) -> Listing:
    columns = (
        *(Column(key, words[key]) for key in ("jury", "rater", "units")),
        Column("given", words["given"], places=2),
        Column("difference", words["difference"], places=2, signed=True),
    )
    rows = tuple((one.input, one.rater, one.units, one.mean, one.difference) for one in told.raters)
    return Listing("raters", words["raters"], columns, rows)
