"""What the command prints after a run: the ranked table, the findings, who owes what. Rows of text; whoever prints them lays them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language, Problem
from kpi_engine.report.delimited import clean
from kpi_engine.report.figures import STATE_WORDS, texts
from kpi_engine.report.spread import money_places
from kpi_engine.report.standing import SEPARATOR, Adjustments, absent_rows, flags, ranking_order, unranked_reasons
from kpi_engine.table import Ref, Role, State

__all__ = ["Printed", "findings_table", "flag_said", "owed_table", "ranked_table"]

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Printed:
    """A table to print: headings, lines of as many cells, which columns are figures (to the right), and how many lines were left out."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    left_out: int = 0


_ZH = {
    "ranking": "排名", "rank": "名次", "unit": "单位", "class": "类别", "total": "总分", "grade": "等次", "flags": "备注",
    "findings": "数据疑点", "place": "位置", "code": "代码", "message": "内容", "owed": "还没有报的", "owner": "责任单位", "input": "数据项",
    "count": "缺几个单位", "units": "单位",
}  # fmt: skip
_EN = {
    "ranking": "Ranking", "rank": "Rank", "unit": "Unit", "class": "Class", "total": "Total", "grade": "Grade", "flags": "Remarks",
    "findings": "Findings", "place": "Place", "code": "Code", "message": "Message", "owed": "Not reported", "owner": "Owner", "input": "Input",
    "count": "Units lacking", "units": "Units",
}  # fmt: skip

_FLAGS_EN = {
    "不参评": "takes no part", "单列": "listed apart", "否决": "vetoed", "名额线并列": "tied at the cut", "名额外": "beyond the quota",
    "更正": "corrected", "审定": "decided",
}  # fmt: skip


def flag_said(flag: str, language: Language) -> str:
    """A flag in the language of the message; a title or a measure stays as the scheme has it."""
    what, colon, name = flag.partition(":")
    return flag if language == "zh" or what not in _FLAGS_EN else _FLAGS_EN[what] + (f": {name}" if colon else "")


def ranked_table(results: Results, adjustments: Adjustments = (), *, language: Language = "zh", most: int | None = None) -> Printed:
    """The units in the order of their places; ``most`` lines, of each class alike where places are counted within classes."""
    size = len(results.units)
    words = _words(language)
    payments = list(results.plan.scheme.asked(results.plan.scheme.payments))
    columns: dict[str, list[str]] = {
        words["rank"]: _ranks(results, language),
        words["unit"]: [clean(unit) for unit in results.units],
        **({words["class"]: [clean(results.class_of(row)) for row in range(size)]} if results.facts.classes else {}),
        words["total"]: texts(results.column(Ref(Role.TOTAL)), results.places(), size, STATE_WORDS),
        **({words["grade"]: texts(results.column(Ref(Role.GRADE)), None, size, STATE_WORDS)} if results.plan.scheme.grades else {}),
        **{name: texts(results.column(Ref(Role.PAYMENT, name)), money_places(results, name), size) for name in payments},
    }
    figures = frozenset(n for n, name in enumerate(columns) if name in (words["rank"], words["total"], *payments))
    for name in (words["total"], words["grade"], *payments):
        for row in absent_rows(results) if name in columns else ():
            columns[name][row] = "—"
    apart = SEPARATOR if language == "zh" else "; "
    columns[words["flags"]] = [clean(apart.join(flag_said(mark, language) for mark in marks)) for marks in flags(results, adjustments)]
    order = ranking_order(results)
    lines = tuple(tuple(cells[row] for cells in columns.values()) for row in _first_of_each_class(results, order, most))
    return Printed(words["ranking"], tuple(columns), lines, figures, len(order) - len(lines))


def _first_of_each_class(results: Results, order: Sequence[int], most: int | None) -> list[int]:
    """Not so many that the first class takes all the lines."""
    ranking = results.plan.scheme.ranking
    if most is None or len(order) <= most or ranking is None or ranking.within != "class":
        return list(order[:most])
    classes = results.facts.class_of.tolist()
    sizes = Counter(classes[row] for row in order)
    share = max((n for n in range(1, most + 1) if sum(min(n, size) for size in sizes.values()) <= most), default=1)
    seen: Counter[int] = Counter()
    kept = []
    for row in order:
        seen[classes[row]] += 1
        kept += [row] if seen[classes[row]] <= share else []
    return kept[:most]


def _words(language: Language) -> dict[str, str]:
    return _ZH if language == "zh" else _EN


def _ranks(results: Results, language: Language) -> list[str]:
    """3, 并列第3 (=3), or a dash."""
    size = len(results.units)
    ranks, reasons = texts(results.column(Ref(Role.RANK)), 0, size), unranked_reasons(results)
    tied = texts(results.column(Ref(Role.RANK, part="tied")), 0, size)
    shared = "并列第" if language == "zh" else "="
    return [
        "—" if reason or not rank else f"{shared}{rank}" if many not in ("", "1") else rank
        for rank, many, reason in zip(ranks, tied, reasons, strict=True)
    ]


def findings_table(findings: Iterable[Problem], *, language: Language = "zh", most: int | None = None) -> Printed:
    """What was odd and accepted, a line each."""
    words, listed = _words(language), list(findings)
    lines = tuple((clean(str(f.place)), f.code.number, clean(f.message(language))) for f in listed[:most])
    return Printed(words["findings"], (words["place"], words["code"], words["message"]), lines, frozenset(), len(listed) - len(lines))


def owed_table(results: Results, *, language: Language = "zh", most: int | None = None) -> Printed:
    """Who has not sent what: each input (and period) that units which take part lack, by owner, with the first of them by name."""
    words = _words(language)
    absent = set(absent_rows(results))
    listed: dict[tuple[str, str], list[str]] = {}
    for need in results.plan.needs.columns:
        column = results.facts.columns.get(need.ref)
        rows = (column.state == State.MISSING).nonzero()[0].tolist() if column is not None else range(len(results.units))
        lacking = [clean(results.units[row]) for row in rows if row not in absent]
        if lacking:
            listed.setdefault((clean(need.decl.owner), _input(need.heading, need.role, need.period)), lacking)
    headings = (words["owner"], words["input"], words["count"], words["units"])
    told = [(owner, name, str(len(units)), _first(units)) for (owner, name), units in sorted(listed.items(), key=lambda pair: pair[0][0])]
    lines = tuple(told[:most])
    return Printed(words["owed"], headings, lines, frozenset({2}), len(listed) - len(lines))


def _input(name: str, role: str, period: str) -> str:
    kind = {"target": "目标", "votes": "票数"}.get(role, "")
    return clean(name) + (f" {kind}" if kind else "") + (f"（{clean(period)}）" if period else "")


def _first(units: Sequence[str]) -> str:
    rest = len(units) - _MOST_NAMES
    return "、".join(units[:_MOST_NAMES]) + (f" 等 {len(units)} 个" if rest > 0 else "")
