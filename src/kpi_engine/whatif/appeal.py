"""Appeal preview: a proposed correction, and who else moves by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.errors import Language, Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.numbers import decimal_text
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.changes import Changes, Move, changes_between
from kpi_engine.whatif.edits import Edit, Scenario
from kpi_engine.whatif.scenario import Outcome, run_scenario
from kpi_engine.whatif.wording import listed, points_text, signed, signed_points

__all__ = ["Appeal", "appeal", "sentences"]

MOST_NAMED = 8
"""So many of those who move are told of one by one."""


@dataclass(frozen=True)
class Appeal:
    """What granting it would do: ``own`` are the units whose figures are corrected, ``others`` whoever else comes out otherwise."""

    outcome: Outcome
    changes: Changes
    own: tuple[Move, ...]
    others: tuple[Move, ...]


def appeal(base: Base, edits: Iterable[Edit], *, name: str = "申诉") -> tuple[Appeal | None, list[Problem]]:
    """The whole decision again with the proposed figures.

    Args:
        base: the run.
        edits: edits of data (``unit 城关镇.群众满意率=91%``).
        name: what the appeal is called.

    Returns:
        (appeal, problems): K842 where an edit is not one of data; those of `run_scenario`.

    """
    proposed = tuple(edits)
    problems = [k8.APPEAL_OF_DATA.at(edit.place, edit=edit.text) for edit in proposed if not edit.is_data]
    outcome, said = run_scenario(base, Scenario(name, proposed)) if not problems else (None, [])
    if outcome is None:
        return None, [*problems, *said]
    changes = changes_between(base.results, outcome.results)
    corrected = {change.unit for change in outcome.data}
    own = tuple(move for move in changes.moves if move.unit in corrected)
    others = tuple(move for move in changes.moves if move.unit not in corrected and move.is_changed)
    return Appeal(outcome, changes, own, others), []


def sentences(told: Appeal, language: Language = "zh") -> list[str]:
    """What is corrected, what it does for the unit itself, then everybody else who moves: grades, places, totals, money."""
    zh = language == "zh"
    lines = [_corrected(told, language)]
    lines += [_own(move, told.changes.places, language) for move in told.own]
    if not told.others:
        lines.append("其他单位都不受影响。" if zh else "Nobody else is affected.")
        return lines
    count = len(told.others)
    lines.append(f"受影响的其他单位有 {count} 个。" if zh else f"{count} other unit{'s are' if count > 1 else ' is'} affected.")
    return [*lines, *_graded(told, language), *_placed(told.others, language), *_pointed(told, language), *_paid(told, language)]


def _corrected(told: Appeal, language: Language) -> str:
    zh = language == "zh"
    parts = ("；" if zh else "; ").join(f"{change.unit} {change.what} {change.old} → {change.new}" for change in told.outcome.data)
    return f"设若更正：{parts}。" if zh else f"If corrected: {parts}."


def _own(move: Move, places: int | None, language: Language) -> str:
    zh = language == "zh"
    before, after = move.before, move.after
    if before is None or after is None or not move.is_changed:
        return f"{move.unit}：结果不变。" if zh else f"{move.unit}: nothing changes."
    parts: list[str] = []
    if before.total is not None and after.total is not None:
        difference = signed_points(after.total - before.total, places)
        change = f"（{difference}）" if zh else f" ({difference})"
        parts.append(
            f"{'总分' if zh else 'total'} {points_text(before.total, places)} → {points_text(after.total, places)}{change if move.points else ''}"
        )
    if before.rank is not None and after.rank is not None and move.places:
        parts.append(f"名次 第{before.rank}名 → 第{after.rank}名" if zh else f"rank {before.rank} → {after.rank}")
    if before.grade != after.grade:
        none = "无等次" if zh else "no grade"
        parts.append(f"{'等次' if zh else 'grade'} {before.grade or none} → {after.grade or none}")
    parts += [f"{name} {_money(before.paid.get(name))} → {_money(paid)}" for name, paid in after.paid.items() if paid != before.paid.get(name)]
    return f"{move.unit}：{'，'.join(parts)}。" if zh else f"{move.unit}: {', '.join(parts)}."


def _money(amount: Fraction | None) -> str:
    return decimal_text(amount, 2) if amount is not None else "—"


def _graded(told: Appeal, language: Language) -> Iterator[str]:
    zh = language == "zh"
    flips: dict[tuple[str, str], list[str]] = {}
    for move in told.others:
        if move.grades[0] != move.grades[1]:
            flips.setdefault(move.grades, []).append(move.unit)
    none = "无等次" if zh else "no grade"
    for (old, new), units in flips.items():
        yield (
            f"等次 {old or none} → {new or none}：{listed(units, language)}。"
            if zh
            else f"Grade {old or none} → {new or none}: {listed(units, language)}."
        )


def _placed(others: Sequence[Move], language: Language) -> Iterator[str]:
    zh = language == "zh"
    for moved, word, english in (
        ([m for m in others if (m.places or 0) < 0], "名次后移", "Down"),
        ([m for m in others if (m.places or 0) > 0], "名次前移", "Up"),
    ):
        if moved:
            parts = [_place(move, zh=zh) for move in moved[:MOST_NAMED]]
            more = len(moved) - len(parts)
            text = ("、" if zh else ", ").join(parts) + ((f"等 {len(moved)} 个单位" if zh else f" and {more} more") if more else "")
            yield f"{word}：{text}。" if zh else f"{english}: {text}."


def _place(move: Move, *, zh: bool) -> str:
    old, new = (side.rank if side is not None else None for side in (move.before, move.after))
    return f"{move.unit}（第{old}名 → 第{new}名）" if zh else f"{move.unit} ({old} → {new})"


def _pointed(told: Appeal, language: Language) -> Iterator[str]:
    """Totals of others move where rules are relative."""
    zh = language == "zh"
    moved = [move for move in told.others if move.points]
    if moved:
        parts = [f"{move.unit} {signed_points(move.points, told.changes.places)}" for move in moved[:MOST_NAMED] if move.points is not None]
        more = len(moved) - len(parts)
        text = ("、" if zh else ", ").join(parts) + ((f"等 {len(moved)} 个单位" if zh else f" and {more} more") if more else "")
        yield f"总分有变：{text}。" if zh else f"Totals change: {text}."


def _paid(told: Appeal, language: Language) -> Iterator[str]:
    zh = language == "zh"
    for name in told.changes.payments:
        before, after = told.changes.paid(name)
        moved = [m for m in told.others if (m.before.paid.get(name) if m.before else None) != (m.after.paid.get(name) if m.after else None)]
        if before != after or moved:
            change = signed(after - before, 2)
            units = (
                f"，其他单位中有变的：{listed([move.unit for move in moved], language)}"
                if zh
                else f"; others: {listed([m.unit for m in moved], language)}"
            )
            yield f"{name}合计 {change}{units if moved else ''}。" if zh else f"{name} in all {change}{units if moved else ''}."
