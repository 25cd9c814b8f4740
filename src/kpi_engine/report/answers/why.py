"""Why units came out otherwise: the parts of each change, which add up."""

from __future__ import annotations

from kpi_engine.errors import Language
from kpi_engine.report.telling import Column, Listing, Telling, Value
from kpi_engine.whatif.reasons.why import Reason, Why
from kpi_engine.whatif.reasons.words import group_word, sentences
from kpi_engine.whatif.replays import Came

__all__ = ["why_telling"]

_ZH = {
    "title": "为什么变", "parts": "变动的各部分", "unit": "单位", "before": "原来", "after": "现在", "total": "总分", "rank": "名次", "grade": "等次",
    "change": "差分", "places": "升降",
}  # fmt: skip
_EN = {
    "title": "Why it changed", "parts": "Parts of the change", "unit": "Unit", "before": "before", "after": "after", "total": "Total", "rank": "Rank",
    "grade": "Grade", "change": "Change", "places": "Places",
}  # fmt: skip


def why_telling(told: Why, *, places: int | None, language: Language = "zh") -> Telling:
    """The answer.

    Args:
        told: the parts.
        places: the decimals of published totals; parts are means over all orders and are printed with four more where they need them.
        language: of sentences and headings.

    """
    words = _ZH if language == "zh" else _EN
    columns = [Column("unit", words["unit"])]
    for side in ("before", "after"):
        columns.append(Column("total", words["total"], words[side], places, under=side))
        columns += [Column(key, words[key], words[side], under=side) for key in ("rank", "grade")]
    for what in ("change", "places"):
        columns += [Column(str(group), group_word(group, told, language), words[what], signed=True, under=what) for group in told.groups]
    listing = Listing(
        "parts", words["parts"], tuple(columns), tuple(_row(reason, told) for reason in told.reasons if _came(reason.before) or _came(reason.after))
    )
    return Telling(words["title"], (("", tuple(sentences(told, language))),), (listing,))


def _came(came: Came | None) -> bool:
    """Whether there is anything to show of a unit on one side."""
    return came is not None and (came.total is not None or came.rank is not None or bool(came.grade))


def _row(reason: Reason, told: Why) -> tuple[Value, ...]:
    row: list[Value] = [reason.unit]
    for came in (reason.before, reason.after):
        row += [came.total, came.rank, came.grade] if came is not None else [None, None, None]
    parts = {part.group: part for part in reason.parts}
    row += [parts[group].total if group in parts else None for group in told.groups]
    row += [parts[group].places if group in parts else None for group in told.groups]
    return tuple(row)
