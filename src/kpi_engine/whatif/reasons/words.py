"""Why units came out otherwise, in sentences: what differs at all, then each unit that changed with the parts of its change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from kpi_engine.errors import Language
from kpi_engine.whatif.reasons.shapley import Group
from kpi_engine.whatif.reasons.why import GradeReason, Reason, Why
from kpi_engine.whatif.wording import points_text, signed_points

__all__ = ["group_word", "sentences"]

_WORDS: Final[Mapping[Group, tuple[str, str]]] = {
    "own": ("本单位数据", "own data"),
    "corrections": ("更正", "corrections"),
    "decisions": ("审定", "decisions"),
    "weights": ("分值权重", "weights"),
    "rules": ("计分办法", "rules"),
    "quota": ("名额和参评范围", "quotas and who competes"),
    "others": ("其他单位的数据", "other units' data"),
}


def group_word(group: Group, told: Why, language: Language = "zh") -> str:
    """What people call a group of changes."""
    if group == "rules" and told.joined:
        return "方案（分值、办法、名额）" if language == "zh" else "the scheme (weights, rules, quotas)"
    return _WORDS[group][0 if language == "zh" else 1]


def sentences(told: Why, language: Language = "zh") -> list[str]:
    """What differs at all, then each unit that changed: total, place, grade with their parts."""
    zh = language == "zh"
    lines = list(_preface(told, language))
    changed = sorted((reason for reason in told.reasons if reason.is_changed), key=_weight)
    if not changed:
        return [*lines, "得分、名次、等次都没有变。" if zh else "No total, rank or grade changes."]
    return [*lines, *(line for reason in changed for line in _of_unit(reason, told, language))]


def _weight(reason: Reason) -> int:
    """What is told first: another grade, then another place, then another total."""
    before, after = reason.before, reason.after
    if before is None or after is None or before.grade != after.grade:
        return 0
    return 1 if before.rank != after.rank else 2


def _preface(told: Why, language: Language) -> Iterable[str]:
    zh = language == "zh"
    if told.groups:
        words = ("、" if zh else ", ").join(group_word(group, told, language) for group in told.groups)
        yield (
            (f"两次不同的只有{words}。" if zh else f"What differs: {words}, nothing else.")
            if len(told.groups) == 1
            else f"两次不同的有：{words}。每一部分占多少与先后次序无关（各种次序取平均），合计正好等于变化。"
            if zh
            else f"What differs: {words}. No part depends on an order (each is the mean over all); they add up to the change."
        )
    if told.joined:
        yield (
            "两次的分值、办法、名额混用不成方案，合在一起算。"
            if zh
            else "Weights, rules and quotas of the two runs make no scheme together; they count as one."
        )
    for side, where in ((0, ("前一次", "the earlier")), (1, ("后一次", "the later"))):
        names = [name for name, one in told.one_sided if one == side]
        if names:
            listed = ("、" if zh else ", ").join(names)
            yield (
                f"只有{where[0]}的方案要的数据，跟着方案算：{listed}。"
                if zh
                else (f"Asked for by {where[1]} scheme alone, counted with the rules: {listed}.")
            )
    if not told.corrections_known:
        yield "不知道更正之前报的数，更正算在数据里。" if zh else "What was sent before corrections is not known; corrections count as data."


def _of_unit(reason: Reason, told: Why, language: Language) -> Iterable[str]:
    zh = language == "zh"
    before, after = reason.before, reason.after
    colon = "：" if zh else ": "
    if before is None or after is None:
        yield f"{reason.unit}{colon}" + (
            ("前一次没有这个单位。" if before is None else "后一次没有这个单位。")
            if zh
            else f"not in the {'earlier' if before is None else 'later'} run."
        )
        return
    if before.total != after.total:
        yield f"{reason.unit}{colon}{_change(before.total, after.total, told.places, zh=zh)}{_parts(reason, told, language, places=told.places[1])}"
    if before.rank != after.rank:
        yield f"{reason.unit}{colon}{_moved(before.rank, after.rank, zh=zh)}{_parts(reason, told, language, of_ranks=True)}"
    if reason.grade is not None:
        yield f"{reason.unit}{colon}{_graded(reason.grade, before.grade, after.grade, told, language)}"


def _change(old: Fraction | None, new: Fraction | None, places: tuple[int | None, int | None], *, zh: bool) -> str:
    none = "没有总分" if zh else "no total"
    told = " → ".join(points_text(total, at) if total is not None else none for total, at in zip((old, new), places, strict=True))
    change = f"（{signed_points(new - old, places[1])}）" if old is not None and new is not None else ""
    return f"总分 {told}{change}" if zh else f"total {told}{change.replace('（', ' (').replace('）', ')')}"


def _moved(old: int | None, new: int | None, *, zh: bool) -> str:
    none = "没有名次" if zh else "no rank"
    places = [(f"第{rank}名" if zh else str(rank)) if rank is not None else none for rank in (old, new)]
    return f"名次 {places[0]} → {places[1]}" if zh else f"rank {places[0]} → {places[1]}"


def _parts(reason: Reason, told: Why, language: Language, *, places: int | None = None, of_ranks: bool = False) -> str:
    """What each group did; nothing to add where there is one only."""
    zh = language == "zh"
    if len(told.groups) == 1:
        return "。" if zh else "."
    figures = [(part.group, part.places if of_ranks else part.total) for part in reason.parts]
    if any(figure is None for _, figure in figures):
        return "，分不出各部分（有的中间状态没有这个数）。" if zh else "; it has no parts, since some mixed state has no such figure."
    moved = sorted(((group, figure) for group, figure in figures if figure), key=lambda pair: -abs(pair[1]))
    listed = ("，" if zh else ", ").join(f"{group_word(group, told, language)} {signed_points(figure, places)}" for group, figure in moved)
    return f"：{listed}。" if zh else f": {listed}."


def _graded(reason: GradeReason, old: str, new: str, told: Why, language: Language) -> str:
    zh = language == "zh"
    none = "无等次" if zh else "no grade"
    head = f"等次 {old or none} → {new or none}" if zh else f"grade {old or none} → {new or none}"
    if len(told.groups) == 1:
        return f"{head}。" if zh else f"{head}."
    if reason.alone == reason.needed == (reason.first,):
        word = group_word(reason.first, told, language)
        return (
            f"{head}：全是因为{word}（单有它就会变，没有它就不会变）。"
            if zh
            else f"{head}: because of {word} (it alone would do it; not without it)."
        )
    alone, needed = ([group_word(group, told, language) for group in groups] for groups in (reason.alone, reason.needed))
    parts = [_alone_text(alone, zh=zh), *([_needed_text(needed, zh=zh)] if needed else [])]
    parts.append(
        f"照上面的次序一样一样地改，改到{group_word(reason.first, told, language)}时变"
        if zh
        else f"changed one after the other in the order above, it turns at {group_word(reason.first, told, language)}"
    )
    return f"{head}：{'；'.join(parts)}。" if zh else f"{head}: {'; '.join(parts)}."


def _alone_text(names: Sequence[str], *, zh: bool) -> str:
    if not names:
        return "单有哪一样都不会变" if zh else "nothing alone would do it"
    if len(names) == 1:
        return f"单有{names[0]}就会变" if zh else f"{names[0]} alone would do it"
    return f"{'、'.join(names)}，单有哪一样都会变" if zh else f"any of {', '.join(names)} alone would do it"


def _needed_text(names: Sequence[str], *, zh: bool) -> str:
    if len(names) == 1:
        return f"没有{names[0]}就不会变" if zh else f"without {names[0]} it would not have come"
    return f"{'、'.join(names)}，缺一样就不会变" if zh else f"without any one of {', '.join(names)} it would not have come"
