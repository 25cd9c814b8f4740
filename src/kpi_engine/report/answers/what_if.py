"""The answer to scenarios: sentences of each, then all of them side by side - every unit, nobody left out - who came in and went out, and the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.numbers import short_text
from kpi_engine.report.spread import money_places
from kpi_engine.report.standing import ranking_order
from kpi_engine.report.telling import Column, Listing, Picture, Telling, Value
from kpi_engine.whatif.answer import Answer, sentences
from kpi_engine.whatif.changes import Changes, Move, Standing
from kpi_engine.whatif.rebalance import ByClass
from kpi_engine.whatif.wording import listed

__all__ = ["Side", "compared", "what_if_telling"]

_PICTURED = 24
"""So many units a picture of places can show and still be read: those that move furthest, then the first ones."""

_ZH = {
    "title": "试算", "now": "现在", "compare": "对比", "unit": "单位", "class": "类别", "total": "总分", "rank": "名次", "grade": "等次", "points": "差分",
    "places": "升降", "displaced": "进出", "scenario": "场景", "what": "等次或称号", "out": "出", "into": "进", "money": "兑现", "edits": "改动",
    "kind": "类别", "where": "改什么", "old": "原来", "new": "改成", "share": "分值", "paid": "分担", "restated": "满分", "rule": "方案", "data": "数据",
    "sum": "合计", "picture": "名次变动", "findings": "新的疑点",
}  # fmt: skip
_EN = {
    "title": "What if", "now": "now", "compare": "Compared", "unit": "Unit", "class": "Class", "total": "Total", "rank": "Rank", "grade": "Grade",
    "points": "Change", "places": "Places", "displaced": "In and out", "scenario": "Scenario", "what": "Grade or title", "out": "Out", "into": "In",
    "money": "Payments", "edits": "Edits", "kind": "Kind", "where": "Where", "old": "Before", "new": "After", "share": "points", "paid": "shared",
    "restated": "full marks", "rule": "scheme", "data": "data", "sum": "Sum", "picture": "Places", "findings": "New findings",
}  # fmt: skip


def what_if_telling(before: Results, answers: Sequence[Answer], *, language: Language = "zh") -> Telling:
    """The answer to one scenario or several.

    Args:
        before: the results that the scenarios start from.
        answers: one for each scenario.
        language: of sentences and headings.

    """
    words = _ZH if language == "zh" else _EN
    sections = tuple((answer.scenario.name, (*sentences(answer, language), *_findings(answer, words, language))) for answer in answers)
    sides = [Side(answer.scenario.name, answer.changes, answer.outcome.results) for answer in answers]
    listings = [compared(before, sides, language), _displaced(answers, words, language)]
    scheme = before.plan.scheme
    listings += [_money(before, answers, words)] if scheme.asked(scheme.payments) else []
    listings.append(_edits(answers, words))
    return Telling(words["title"], sections, tuple(listings), _picture(before, answers, words))


def _findings(answer: Answer, words: dict[str, str], language: Language) -> list[str]:
    return [
        f"{words['findings']}{'：' if language == 'zh' else ': '}{finding.code.number} {finding.message(language)}"
        for finding in answer.outcome.findings
    ]


@dataclass(frozen=True, slots=True)
class Side:
    """Results that are put beside those that are, under a name."""

    name: str
    changes: Changes
    results: Results


def _moves(before: Results, changes: Changes) -> list[Move]:
    """The units that take part, in the order of the ranking as it is now, those that are on the other side only behind."""
    order = {before.units[row]: place for place, row in enumerate(ranking_order(before))}
    return sorted(changes.moves, key=lambda move: order.get(move.unit, len(order)))


def compared(before: Results, sides: Sequence[Side], language: Language = "zh") -> Listing:
    """Totals, places and grades now and on each side; every unit, nobody left out."""
    words = _ZH if language == "zh" else _EN
    columns = [Column("unit", words["unit"]), *([Column("class", words["class"])] if before.facts.classes else [])]
    columns += _side_columns(words["now"], words, before, under="now")
    for side in sides:
        columns += _side_columns(side.name, words, side.results)
        columns += [Column("points", words["points"], side.name, before.places(), signed=True)]
        columns += [Column("places", words["places"], side.name, signed=True)]
    rows: list[tuple[Value, ...]] = []
    for moves in zip(*(_moves(before, side.changes) for side in sides), strict=True):
        row: list[Value] = [moves[0].unit, *([moves[0].class_] if before.facts.classes else []), *_side(moves[0].before, before)]
        for side, move in zip(sides, moves, strict=True):
            row += [*_side(move.after, side.results), move.points, move.places]
        rows.append(tuple(row))
    return Listing("units", words["compare"], tuple(columns), tuple(rows))


def _side_columns(group: str, words: dict[str, str], results: Results, *, under: str = "") -> list[Column]:
    told = [Column("total", words["total"], group, results.places(), under=under), Column("rank", words["rank"], group, under=under)]
    return [*told, *([Column("grade", words["grade"], group, under=under)] if results.plan.scheme.grades is not None else [])]


def _side(standing: Standing | None, results: Results) -> list[Value]:
    graded = results.plan.scheme.grades is not None
    if standing is None:
        return [None, None, *([None] if graded else [])]
    return [standing.total, standing.rank, *([standing.grade] if graded else [])]


def _displaced(answers: Sequence[Answer], words: dict[str, str], language: Language) -> Listing:
    columns = tuple(Column(key, words[key], optional=key == "class") for key in ("scenario", "class", "what", "out", "into"))
    rows = [
        (answer.scenario.name, d.class_, d.what, listed(d.out, language, most=1000), listed(d.into, language, most=1000))
        for answer in answers
        for d in answer.changes.displaced
    ]
    return Listing("displaced", words["displaced"], columns, tuple(rows))


def _money(before: Results, answers: Sequence[Answer], words: dict[str, str]) -> Listing:
    scheme = before.plan.scheme
    names = list(scheme.asked(scheme.payments))
    columns = [Column("unit", words["unit"])]
    for place, group in enumerate((words["now"], *(answer.scenario.name for answer in answers))):
        columns += [Column(name, name, group, money_places(before, name), under="" if place else "now") for name in names]
    rows: list[tuple[Value, ...]] = []
    for move, *others in zip(*(_moves(before, answer.changes) for answer in answers), strict=True):
        sides = [move.before, *(one.after for one in (move, *others))]
        rows.append((move.unit, *(side.paid.get(name) if side is not None else None for side in sides for name in names)))
    sums: list[Value] = [answers[0].changes.paid(name)[0] for name in names]
    sums += [answer.changes.paid(name)[1] for answer in answers for name in names]
    return Listing("payments", words["money"], tuple(columns), (*rows, (words["sum"], *sums)))


def _edits(answers: Sequence[Answer], words: dict[str, str]) -> Listing:
    columns = tuple(Column(key, words[key]) for key in ("scenario", "kind", "where", "old", "new"))
    rows: list[tuple[Value, ...]] = []
    for answer in answers:
        name, outcome = answer.scenario.name, answer.outcome
        for change in outcome.shares:
            kind = words["paid"] if change.paid else words["restated"] if change.restated else words["share"]
            rows.append((name, kind, change.title, _share(change.old), _share(change.new)))
        rows += [(name, words["rule"], rule.path, rule.old, rule.new) for rule in outcome.rules]
        rows += [(name, words["data"], f"{data.unit} {data.what}", data.old, data.new) for data in outcome.data]
    return Listing("edits", words["edits"], columns, tuple(rows))


def _share(share: ByClass) -> str:
    """A share as people read it; a class beside each only where they differ."""
    texts = {name: short_text(points) for name, points in share.items()}
    return next(iter(texts.values())) if len(set(texts.values())) == 1 else "，".join(f"{name} {text}" for name, text in texts.items())


def _picture(before: Results, answers: Sequence[Answer], words: dict[str, str]) -> Picture | None:
    """Places now and in each scenario, of those that move furthest in any."""
    furthest: dict[str, int] = {}
    for answer in answers:
        for move in answer.changes.moved:
            furthest[move.unit] = max(furthest.get(move.unit, 0), abs(move.places or 0))
    if not furthest:
        return None
    shown = set(sorted(furthest, key=lambda unit: -furthest[unit])[:_PICTURED])
    by_unit = [{move.unit: move for move in answer.changes.moves} for answer in answers]
    lines = {
        move.unit: [_place(move.before), *(_place(moves[move.unit].after) for moves in by_unit)]
        for move in _moves(before, answers[0].changes)
        if move.unit in shown
    }
    return Picture(words["picture"], (words["now"], *(answer.scenario.name for answer in answers)), lines)


def _place(standing: Standing | None) -> int | None:
    return standing.rank if standing is not None else None
