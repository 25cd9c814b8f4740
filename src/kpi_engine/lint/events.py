"""Events: those without consequence, and names that differ in one character (a misspelt key would declare a new event)."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.tree import Compare, Const, Name, walk
from kpi_engine.lint.look import Look, item_place
from kpi_engine.scheme.outline import Entry
from kpi_engine.source import Place
from kpi_engine.stages.items import counts_events

__all__ = ["differ_in_one", "near_duplicates", "priced_twice", "without_price"]

_PAIRS = "上下大小前后左右高低多少内外南北东西男女正副新旧进出入有无好坏长短优良是非主协国省市县乡镇村年季月周日加扣增减升降得失奖罚"
_ORDINALS = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"


def without_price(look: Look) -> Iterator[Problem]:
    """K347: a declared event that no item prices, no veto names and no formula counts."""
    counted = {
        part.right.value
        for tree in look.trees.values()
        for part in walk(tree)
        if isinstance(part, Compare) and isinstance(part.left, Name) and part.left.ref.part == "event" and isinstance(part.right, Const)
    }
    for name, event in look.scheme.events.items():
        if str(name) not in counted:
            yield k3.EVENT_WITHOUT_PRICE.at(event.place, clause=event.clause, name=name)


def priced_twice(look: Look) -> Iterator[Problem]:
    """K350: one event name under several indicators that some unit has at once, and nothing said of one fact in several places."""
    priced: dict[str, list[Entry]] = {}
    for entry in look.tree:
        for name, item in (*entry.model.deduct.items(), *entry.model.add.items()):
            if counts_events(item) and not entry.same_fact:
                priced.setdefault(str(name), []).append(entry)
    for name, entries in priced.items():
        together = [(a, b) for a, b in itertools.combinations(entries, 2) if _may_meet(a, b)]
        if together:
            place = item_place(entries[0], entries[0].model.deduct.get(name) or entries[0].model.add[name])
            titles = "、".join(dict.fromkeys(entry.name or "总分" for entry in entries))
            yield k3.EVENT_PRICED_TWICE.at(place, also=[entry.model.place for entry in entries[1:]], name=name, places=titles)


def _may_meet(one: Entry, other: Entry) -> bool:
    """Whether a unit can have both indicators."""
    classes = [set(entry.model.only_for.class_) for entry in (one, other) if entry.model.only_for is not None and entry.model.only_for.class_]
    return len(classes) < 2 or bool(classes[0] & classes[1])


def near_duplicates(look: Look) -> Iterator[Problem]:
    """K348: two events, or two indicators, whose names differ in one character."""
    events = [(name, _event_place(look, name)) for name in look.plan.book.event_names()]
    indicators = [(entry.name, entry.model.place) for entry in look.tree if entry.name]
    for section, what, least, names in (("events", "事项", 4, events), ("indicators", "指标", 6, indicators)):
        for (name, place), (other, at) in itertools.combinations(names, 2):
            if min(len(name), len(other)) >= least and differ_in_one(name, other):
                yield k3.NEAR_DUPLICATE.at(at, also=[place], what=what, name=other, other=name, section=section)


def _event_place(look: Look, name: str) -> Place:
    if name in look.scheme.events:
        return look.scheme.events[name].place
    for entry in look.tree:
        for items in (entry.model.deduct, entry.model.add):
            if name in items:
                return item_place(entry, items[name])
    return next((veto.place for veto in look.scheme.vetoes.values() if veto.for_ == name), look.scheme.place)


def differ_in_one(left: str, right: str) -> bool:
    """Whether two names of four characters and more differ in one of them, and not just in a number or one of a pair.

    >>> differ_in_one("擅自脱岗", "擅自离岗"), differ_in_one("一季度通报", "二季度通报"), differ_in_one("国家级表彰", "省级表彰")
    (True, False, False)
    """
    if abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < 4:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    if len(left) == len(right):
        return left[start + 1 :] == right[start + 1 :] and not _told_apart(left[start : start + 1] + right[start : start + 1])
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return longer[start + 1 :] == shorter[start:] and not _told_apart(longer[start])


def _told_apart(characters: Sequence[str]) -> bool:
    """Whether a difference in these characters is meant: numbers, ordinals, letters, halves of a pair."""
    plain = [unicodedata.normalize("NFKC", c) for c in characters]
    return all(c.isascii() or c in _ORDINALS or c in _PAIRS for c in plain) or any(c in "不非未无" for c in plain)


ON_TEXT = (near_duplicates, priced_twice)
ON_TREES = (without_price,)
