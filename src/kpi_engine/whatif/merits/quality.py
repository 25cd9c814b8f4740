"""How good a scheme is, seen from its results: what tells units apart, what measures the same thing, what weighs otherwise than it says.

For each indicator, over the units of a group for which it applies (each class apart where points differ by class or ranks are given by class):

- *at full marks*, *at zero*: shares of the units; its mean; its spread, the variance over these units, printed as standard deviation;
- *r with the total*: Pearson's correlation of score and published total; *with the rest*: with the total before decisions and vetoes less what the
  indicator brings (`contributions`), so that it does not correlate with itself.
- *effective weight*: cov(x, T) ÷ var(T), x what the indicator brings and T the sum of all that is brought. It is the part of the spread of totals that
  comes by way of the indicator; the weights add up to 1, and one can be negative. (The covariance decomposition of the variance of a sum; that stated
  weights are not what an indicator weighs: Paruolo, Saisana, Saltelli, Ratings and rankings: voodoo or science?, J. R. Stat. Soc. A 176, 2013.)

Two indicators *measure the same* where |r| of their scores reaches a stated bound. Sums are exact; only printed figures are rounded, from exact roots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.numbers import decimal_text
from kpi_engine.scheme.outline import ROOT
from kpi_engine.terms import ByClass
from kpi_engine.whatif.merits.contributions import Parts
from kpi_engine.whatif.merits.moments import Correlation, correlation, covariance, deviation_text, mean, variance
from kpi_engine.whatif.merits.raters import Severity, severities
from kpi_engine.whatif.replays import TOTAL
from kpi_engine.whatif.wording import signed

__all__ = ["GroupQuality", "IndicatorQuality", "Quality", "SamePair", "quality", "sentences"]

ALIKE: Final = Fraction(9, 10)
"""From this |r| on two indicators are said to measure the same."""

FAR: Final = Fraction(5, 100)
"""From this difference on an effective weight is said to be far from the nominal one."""

_FEWEST: Final = 5
"""Of fewer units nothing is said of correlations."""

MOST: Final = Fraction(4, 5)
"""From this share on it is most units."""

AGAINST: Final = Fraction(3, 10)
"""From this negative r with the rest on an indicator goes against it."""

MOST_PAIRS: Final = 5
"""So many pairs of a group are told in sentences."""


@dataclass(frozen=True, slots=True)
class IndicatorQuality:
    """One indicator in one group of units. None: it cannot be told (nothing varies, no full marks, a bonus has no nominal weight)."""

    name: str
    title: str
    units: int
    at_full: Fraction | None
    at_zero: Fraction
    mean: Fraction
    spread: Fraction
    with_total: Correlation | None
    with_rest: Correlation | None
    nominal: Fraction | None
    effective: Fraction | None

    @property
    def deviation(self) -> str:
        """The standard deviation as it is printed."""
        return deviation_text(self.spread)

    @property
    def off(self) -> Fraction | None:
        """By how much it weighs more than it says."""
        return self.effective - self.nominal if self.effective is not None and self.nominal is not None else None


@dataclass(frozen=True, slots=True)
class SamePair:
    """Two indicators that go together (or against each other) over so many units."""

    names: tuple[str, str]
    titles: tuple[str, str]
    units: int
    r: Correlation


@dataclass(frozen=True)
class GroupQuality:
    """One class of units (all, where the name is empty)."""

    class_: str
    units: int
    indicators: tuple[IndicatorQuality, ...]
    same: tuple[SamePair, ...]

    def far(self, bound: Fraction = FAR) -> tuple[IndicatorQuality, ...]:
        """The indicators that weigh otherwise than they say, the furthest first."""
        told = [one for one in self.indicators if one.off is not None and abs(one.off) >= bound]
        return tuple(sorted(told, key=lambda one: -abs(one.off or Fraction(0))))


@dataclass(frozen=True)
class Quality:
    """All groups, and how severe raters are."""

    groups: tuple[GroupQuality, ...]
    raters: tuple[Severity, ...]


def quality(results: Results, *, alike: Fraction = ALIKE) -> Quality:
    """Look at the scheme by its results.

    Args:
        results: the run.
        alike: from which |r| on two indicators measure the same.

    """
    parts = Parts(results)
    rows = [row for row in range(len(results.units)) if results.takes_part(row) and results.number(TOTAL, row) is not None]
    groups: dict[str, list[int]] = {}
    for row in rows:
        groups.setdefault(results.class_of(row) if _by_class(results) else "", []).append(row)
    return Quality(tuple(_group(parts, name, mine, alike) for name, mine in groups.items()), severities(results))


def _by_class(results: Results) -> bool:
    """Whether classes are looked at one by one."""
    scheme = results.plan.scheme
    within = scheme.ranking is not None and scheme.ranking.within == "class"
    tables = any(isinstance(share, ByClass) for entry in results.plan.book.tree for share in (entry.model.points, entry.model.bonus))
    only = any(entry.model.only_for is not None and entry.model.only_for.class_ for entry in results.plan.book.tree)
    return bool(results.facts.classes) and (within or tables or only)


def _group(parts: Parts, class_: str, rows: Sequence[int], alike: Fraction) -> GroupQuality:
    brought = {row: told for row in rows if (told := parts.brought(row)) is not None}
    indicators = [one for name in parts.indicators if (one := _indicator(parts, name, rows, brought)) is not None]
    names = [one.name for one in indicators]
    pairs = (_pair(parts, first, second, rows) for first, second in combinations(names, 2))
    same = sorted((pair for pair in pairs if pair is not None and pair.r.reaches(alike)), key=lambda pair: -pair.r.square)
    return GroupQuality(class_, len(rows), tuple(indicators), tuple(same))


def _indicator(parts: Parts, name: str, rows: Sequence[int], brought: Mapping[int, Mapping[str, Fraction]]) -> IndicatorQuality | None:
    scores = {row: score for row in rows if (score := parts.score(name, row)) is not None}
    if not scores or name == ROOT:
        return None
    values = list(scores.values())
    full = [parts.points(name, row) for row in scores]
    at_full = None if None in full else Fraction(sum(score == most for score, most in zip(values, full, strict=True)), len(values))
    totals = [parts.results.number(TOTAL, row) or Fraction(0) for row in scores]
    with_rest = [(scores[row], sum(told.values(), Fraction(0)) - told[name]) for row, told in brought.items() if row in scores]
    nominal = [parts.nominal(row)[name] for row in scores]
    known = [share for share in nominal if share is not None]
    return IndicatorQuality(
        name,
        parts.tree[name].title,
        len(values),
        at_full,
        Fraction(sum(score == 0 for score in values), len(values)),
        mean(values),
        variance(values),
        _told(values, totals),
        _told([own for own, _ in with_rest], [rest for _, rest in with_rest]),
        mean(known) if len(known) == len(nominal) else None,
        _effective(name, brought),
    )


def _told(left: Sequence[Fraction], right: Sequence[Fraction]) -> Correlation | None:
    return correlation(left, right) if len(left) >= _FEWEST else None


def _effective(name: str, brought: Mapping[int, Mapping[str, Fraction]]) -> Fraction | None:
    totals = [sum(told.values(), Fraction(0)) for told in brought.values()]
    spread = variance(totals) if totals else Fraction(0)
    return covariance([told[name] for told in brought.values()], totals) / spread if spread else None


def _pair(parts: Parts, first: str, second: str, rows: Iterable[int]) -> SamePair | None:
    scores = [(parts.score(first, row), parts.score(second, row)) for row in rows]
    both = [(one, other) for one, other in scores if one is not None and other is not None]
    r = _told([one for one, _ in both], [other for _, other in both])
    titles = (parts.tree[first].title, parts.tree[second].title)
    return SamePair((first, second), titles, len(both), r) if r is not None else None


# in words --------------------------------------------------------------------------------------------------------------------------------------------


def sentences(told: Quality, language: Language = "zh", *, far: Fraction = FAR) -> list[str]:
    """What deserves a look, group by group; the tables have all indicators."""
    lines = [line for group in told.groups for line in _of_group(group, language, far)]
    lines += [_of_rater(rater, language) for rater in told.raters]
    if not told.groups:
        lines.append("没有有总分的单位，看不出方案好坏。" if language == "zh" else "No unit has a total: nothing can be told.")
    elif not lines:
        lines.append("没有看出问题：各指标都拉得开，没有重复的，权重与实际相符。" if language == "zh" else "Nothing stands out.")
    return lines


def _of_group(group: GroupQuality, language: Language, far: Fraction) -> Iterable[str]:
    zh = language == "zh"
    head = "" if not group.class_ else f"{group.class_}：" if zh else f"{group.class_}: "
    comma = "、" if zh else ", "
    if flat := [one.title for one in group.indicators if not one.spread and one.units > 1]:
        yield f"{head}各单位得分一样，拉不开差距：{comma.join(flat)}。" if zh else f"{head}The same for every unit: {comma.join(flat)}."
    varying = [one for one in group.indicators if one.spread]
    if full := [(one.title, _percent(one.at_full)) for one in varying if one.at_full is not None and one.at_full >= MOST]:
        yield f"{head}多数单位得满分：{_listed(full, zh=zh)}。" if zh else f"{head}Most units have full marks: {_listed(full, zh=zh)}."
    if zero := [(one.title, _percent(one.at_zero)) for one in varying if one.at_zero >= MOST and one.nominal is not None]:
        yield f"{head}多数单位得零分：{_listed(zero, zh=zh)}。" if zh else f"{head}Most units have nothing: {_listed(zero, zh=zh)}."
    if against := [(one.title, r.text()) for one in varying if (r := one.with_rest) is not None and r.sign < 0 and r.reaches(AGAINST)]:
        yield from (_against_text(title, r, head, zh=zh) for title, r in against)
    for pair in group.same[:MOST_PAIRS]:
        yield head + _pair_text(pair, zh=zh)
    if more := len(group.same) - MOST_PAIRS if len(group.same) > MOST_PAIRS else 0:
        yield f"{head}另有 {more} 对也是这样。" if zh else f"{head}{more} more pairs do."
    for one in group.far(far):
        yield _far_text(one, head, zh=zh)


def _pair_text(pair: SamePair, *, zh: bool) -> str:
    (one, other), r = pair.titles, pair.r.text()
    if zh:
        how = "几乎测的是同一件事" if pair.r.sign > 0 else "几乎总是此高彼低"
        return f"{one}、{other}{how}（{pair.units} 个单位，相关系数 {r}）。"
    how = "measure nearly the same" if pair.r.sign > 0 else "nearly always go opposite ways"
    return f"{one}, {other} {how} (correlation {r} over {pair.units} units)."


def _listed(pairs: Sequence[tuple[str, str]], *, zh: bool) -> str:
    return "、".join(f"{title}（{figure}）" for title, figure in pairs) if zh else ", ".join(f"{title} ({figure})" for title, figure in pairs)


def _against_text(title: str, r: str, head: str, *, zh: bool) -> str:
    if zh:
        return f"{head}{title}与其余各项反着走：这一项得分高的，其余得分往往低（相关系数 {r}）。"
    return f"{head}{title} goes against the rest: where it is high, the rest tends to be low (correlation {r})."


def _far_text(one: IndicatorQuality, head: str, *, zh: bool) -> str:
    more = (one.off or 0) > 0
    nominal, effective = _percent(one.nominal), _percent(one.effective)
    if (one.effective or 0) < 0:
        if zh:
            return f"{head}{one.title}名义权重 {nominal}，没有拉开总分，反而把差距缩小了（{effective}）。"
        return f"{head}{one.title} is said to weigh {nominal}; it does not spread totals, it draws them together ({effective})."
    if zh:
        return f"{head}{one.title}名义权重 {nominal}，在总分差距里占 {effective}，{'偏大' if more else '偏小'}。"
    return f"{head}{one.title} is said to weigh {nominal}; of the spread of totals it makes {effective}."


def _of_rater(rater: Severity, language: Language) -> str:
    zh = language == "zh"
    difference = signed(rater.difference, 2)
    name = f"{rater.input}·{rater.rater}"
    if zh:
        word = "与总体持平" if not rater.difference else "偏严" if rater.difference < 0 else "偏宽"
        return f"{name}：评了 {rater.units} 个，平均 {decimal_text(rater.mean, 2)}，比同一批单位的总平均 {difference}，{word}。"
    return f"{name}: {rater.units} rated, mean {decimal_text(rater.mean, 2)}, {difference} against all raters of the same units."


def _percent(share: Fraction | None) -> str:
    return "—" if share is None else f"{decimal_text(share * 100, 1)}%"
