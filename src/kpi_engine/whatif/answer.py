"""The answer to a scenario in sentences: what was changed and how it was read, who comes in and who goes out, who moves, what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.numbers import decimal_text, short_text
from kpi_engine.whatif.changes import Changes, Move, changes_between
from kpi_engine.whatif.edits import Scenario
from kpi_engine.whatif.rebalance import is_weighted
from kpi_engine.whatif.scenario import Outcome, ShareChange
from kpi_engine.whatif.wording import counted, listed, signed

__all__ = ["Answer", "answer_of", "sentences"]


@dataclass(frozen=True)
class Answer:
    """A scenario's outcome and how it differs from what is."""

    outcome: Outcome
    changes: Changes

    @property
    def scenario(self) -> Scenario:
        """What was asked."""
        return self.outcome.scenario


def answer_of(before: Results, outcome: Outcome) -> Answer:
    """The outcome beside the results that it starts from."""
    return Answer(outcome, changes_between(before, outcome.results))


def sentences(answer: Answer, language: Language = "zh") -> list[str]:
    """The answer, most important first, after what was asked."""
    zh = language == "zh"
    told = [*_asked(answer.outcome, language), *_grades(answer.changes, language), *_ranks(answer.changes, language)]
    told += [*_points(answer.changes, language), *_money(answer.changes, language), *_measures(answer.changes, language)]
    if not any(move.is_changed for move in answer.changes.moves):
        told.append("得分、名次、等次、兑现都没有变。" if zh else "No score, rank, grade or payment changes.")
    return told


# what was asked ------------------------------------------------------------------------------------------------------------------------------


def _asked(outcome: Outcome, language: Language) -> Iterator[str]:
    zh = language == "zh"
    dropped = {edit.dropped for edit in outcome.scenario.edits if edit.dropped}
    if gone := [change for change in outcome.shares if change.name in dropped]:
        parts = ("、" if zh else ", ").join(f"{change.title}（{_old(change)} 分）" if zh else f"{change.title} ({_old(change)})" for change in gone)
        yield f"不再计：{parts}。" if zh else f"No longer counted: {parts}."
    asked = [change for change in outcome.shares if not change.paid and not change.restated and change.name not in dropped]
    if asked:
        parts = ("；" if zh else "; ").join(_share(change, zh=zh) for change in asked)
        yield _how(outcome, asked, parts, zh=zh)
    if paid := [change for change in outcome.shares if change.paid]:
        parts = ("、" if zh else ", ").join(_share(change, zh=zh) for change in paid)
        yield f"差额由同级指标按分值比例分担：{parts}。" if zh else f"The others under the same parent share the difference in proportion: {parts}."
    if restated := [change for change in outcome.shares if change.restated]:
        parts = ("、" if zh else ", ").join(_share(change, zh=zh) for change in restated)
        yield f"满分随着变：{parts}。等次的分数线没有跟着变。" if zh else f"Full marks follow: {parts}. The bounds of the grades do not."
    if outcome.rules:
        parts = ("；" if zh else "; ").join(f"{c.path} {c.old or ('没有写' if zh else 'nothing')} → {c.new}" for c in outcome.rules)
        yield f"改方案：{parts}。" if zh else f"Scheme changed: {parts}."
    if outcome.data:
        parts = ("；" if zh else "; ").join(f"{c.unit} {c.what} {c.old} → {c.new}" for c in outcome.data)
        yield f"改数据：{parts}。" if zh else f"Data changed: {parts}."


def _old(change: ShareChange) -> str:
    return "/".join(dict.fromkeys(short_text(old) for old in change.old.values()))


def _how(outcome: Outcome, asked: Sequence[ShareChange], parts: str, *, zh: bool) -> str:
    """The edit of points with its reading."""
    tree = outcome.results.plan.book.tree
    if all(is_weighted(tree[change.name]) for change in asked):
        return f"改权重：{parts}。" if zh else f"Weights changed: {parts}."
    if outcome.scenario.reading == "rewrite":
        return f"改分值：{parts}（改方案文本，重新计分）。" if zh else f"Points changed: {parts} (the text is rewritten and scored anew)."
    return (
        f"改分值：{parts}（各单位的得分率不变，按新分值折算）。"
        if zh
        else f"Points changed: {parts} (every unit keeps its rate and counts with the new points)."
    )


def _share(change: ShareChange, *, zh: bool) -> str:
    """One indicator with its old and new share; classes that change alike are not told apart."""
    pairs = {cls: (change.old.get(cls), new) for cls, new in change.new.items() if change.old.get(cls) != new}
    told = {cls: f"{short_text(old) if old is not None else '—'} → {short_text(new)}" for cls, (old, new) in pairs.items()}
    if len(set(told.values())) == 1:
        return f"{change.title} {next(iter(told.values()))}"
    return f"{change.title} " + ("，" if zh else ", ").join(f"{cls} {text}" for cls, text in told.items())


# what comes of it ----------------------------------------------------------------------------------------------------------------------------


def _grades(changes: Changes, language: Language) -> Iterator[str]:
    zh = language == "zh"
    best = changes.grades[:1]
    told = [d for d in changes.displaced if d.what in best or d.what not in changes.grades]
    for displaced in told:
        what = displaced.what + (f"（{displaced.class_}）" if displaced.class_ else "")
        into, out = listed(displaced.into, language), listed(displaced.out, language)
        parts = [f"进{what}：{into}" if zh else f"Into {what}: {into}"] if into else []
        parts += [f"出{what}：{out}" if zh else f"out of {what}: {out}"] if out else []
        yield ("；" if zh else "; ").join(parts) + ("。" if zh else ".")
    others: dict[tuple[str, str], list[str]] = {}
    for move in changes.flips:
        if not best or best[0] not in move.grades:
            others.setdefault(move.grades, []).append(move.unit)
    for (old, new), units in others.items():
        before, after = old or ("无等次" if zh else "no grade"), new or ("无等次" if zh else "no grade")
        yield f"{before} → {after}：{listed(units, language)}。" if zh else f"{before} → {after}: {listed(units, language)}."
    if changes.grades and not changes.flips and any(move.is_changed for move in changes.moves):
        yield "没有单位的等次改变。" if zh else "No unit's grade changes."


def _ranks(changes: Changes, language: Language) -> Iterator[str]:
    zh = language == "zh"
    if not changes.moved:
        if any(move.is_changed for move in changes.moves):
            yield "没有单位的名次改变。" if zh else "No unit's rank changes."
        return
    furthest = ("；" if zh else "; ").join(_place(move, zh=zh) for move in changes.moved[:3])
    count = len(changes.moved)
    yield f"{count} 个单位名次变动，最大的：{furthest}。" if zh else f"{counted(count, 'unit')} changed places, the most: {furthest}."


def _place(move: Move, *, zh: bool) -> str:
    assert move.before is not None and move.after is not None, "moved units are ranked on both sides"  # noqa: PT018 - both for the type checker
    old, new = move.before.rank, move.after.rank
    return f"{move.unit} 第{old}名 → 第{new}名" if zh else f"{move.unit} {old} → {new}"


def _points(changes: Changes, language: Language) -> Iterator[str]:
    zh = language == "zh"
    told = [(move.points, move.unit) for move in changes.moves if move.points is not None]
    if not any(points for points, _ in told):
        return
    mean = signed(sum((points for points, _ in told), Fraction(0)) / len(told), 2)
    (low, lowest), (high, highest) = min(told, key=lambda pair: pair[0]), max(told, key=lambda pair: pair[0])
    gains, loses = signed(high, changes.places), signed(low, changes.places)
    parts = [f"总分平均 {mean}" if zh else f"Totals change by {mean} on average"]
    parts += [f"{highest} {gains} 得益最多" if zh else f"{highest} gains most ({gains})"] if high > 0 else []
    parts += [f"{lowest} {loses} 失分最多" if zh else f"{lowest} loses most ({loses})"] if low < 0 else []
    yield ("；" if zh else "; ").join(parts) + ("。" if zh else ".")


def _money(changes: Changes, language: Language) -> Iterator[str]:
    zh = language == "zh"
    for name in changes.payments:
        before, after = changes.paid(name)
        units = [m for m in changes.moves if (m.before.paid.get(name) if m.before else None) != (m.after.paid.get(name) if m.after else None)]
        if units:
            difference = signed(after - before, 2)
            old, new = decimal_text(before, 2), decimal_text(after, 2)
            yield (
                f"{name}：合计 {old} → {new}（{difference}），{len(units)} 个单位有变。"
                if zh
                else f"{name}: {old} → {new} in all ({difference}), {counted(len(units), 'unit')} affected."
            )


def _measures(changes: Changes, language: Language) -> Iterator[str]:
    zh = language == "zh"
    new: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {}
    for move in changes.moves:
        before = set(move.before.measures) if move.before else set()
        after = set(move.after.measures) if move.after else set()
        for name in sorted(after - before):
            new.setdefault(name, []).append(move.unit)
        for name in sorted(before - after):
            gone.setdefault(name, []).append(move.unit)
    for name, units in new.items():
        yield f"新增{name}：{listed(units, language)}。" if zh else f"Newly {name}: {listed(units, language)}."
    for name, units in gone.items():
        yield f"不再{name}：{listed(units, language)}。" if zh else f"No longer {name}: {listed(units, language)}."
