"""A kept receipt against the receipt of the same inputs today: files, results, and what was told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpi_engine.errors import Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.intake.receipts import own_faults
from kpi_engine.source import Place
from kpi_engine.trail.canonical import canonical_bytes
from kpi_engine.trail.receipt import Receipt
from kpi_engine.verify.words import COUNTS, FIGURES, USES, Both, said

__all__ = ["receipt_differences", "same_inputs"]

_MOST_CHANGES = 12
_LISTED: Mapping[str, Both] = {"adjustments": ("更正与审定", "corrections and decisions"), "findings": ("疑点", "findings")}
_SCHEME: Mapping[str, Both] = {"name": ("方案", "scheme"), "title": ("方案名称", "title of the scheme"), "edition": ("方案版本", "edition")}

Kept = Mapping[str, object]
Change = tuple[Both, object, object]
"""What changed, what it was, what it is."""


def same_inputs(kept: Kept, fresh: Receipt) -> bool:
    """Whether a receipt was made from what is there now, by the program that is running."""
    now = fresh.as_json()
    return all(canonical_bytes([kept[key]]) == canonical_bytes([now[key]]) for key in ("scheme", "engine", "sources"))


def receipt_differences(kept: Kept, fresh: Receipt, name: str) -> list[Problem]:
    """Each difference, as a problem at the receipt's ``name``; ``kept`` has the shape of a receipt (`kpi_engine.verify.kept`)."""
    place, now = Place(name), fresh.as_json()
    told = [*_told_differences(kept, now, place), *_source_differences(kept, fresh, place)]
    told += _result_differences(kept["results"], fresh.results, place)
    told += own_faults(kept, place)
    if not told:  # where results and files are the same, what was told of them must be, too
        told += _beside(kept, now, place)
    return told


def _told_differences(kept: Kept, now: Kept, place: Place) -> Iterator[Problem]:
    before, after = kept["scheme"], now["scheme"]
    assert isinstance(before, dict), "the shape was looked at"
    assert isinstance(after, dict), "a receipt tells its scheme"
    for key, words in _SCHEME.items():
        if before[key] != after[key]:
            yield _differs(place, words, before[key], after[key])
    if kept["engine"] != now["engine"]:
        yield _differs(place, ("程序版本", "version of the program"), kept["engine"], now["engine"])


def _differs(place: Place, words: Both, kept: object, fresh: object) -> Problem:
    (was, was_en), (now, now_en) = said(kept), said(fresh)
    return k5.RECEIPT_DIFFERS.at(place, what=words[0], what_en=words[1], kept=f"“{was}”", kept_en=was_en, fresh=f"“{now}”", fresh_en=now_en)


def _source_differences(kept: Kept, fresh: Receipt, place: Place) -> Iterator[Problem]:
    before = {(str(s["use"]), str(s["name"])): str(s["sha256"]) for s in _rows(kept["sources"])}
    after = {(s.use, s.name): s.sha256 for s in fresh.sources}
    for key in before:
        if key not in after:
            yield _source(place, key, ("少了文件", "a file is not there any more"))
    for key, digest in after.items():
        if key not in before:
            yield _source(place, key, ("多了文件", "a file was not there before"))
        elif before[key] != digest:
            yield _source(place, key, ("文件改过", "a file was changed"))


def _source(place: Place, key: tuple[str, str], change: Both) -> Problem:
    use, name = key
    words = USES.get(use, (use, use))
    return k5.SOURCE_DIFFERS.at(place, change=change[0], change_en=change[1], name=name, use=words[0], use_en=words[1])


def _result_differences(old: object, new: Sequence[Kept], place: Place) -> Iterator[Problem]:
    before = {str(unit["unit"]): unit for unit in _rows(old)}
    after = {str(unit["unit"]): unit for unit in new}
    for unit in after:
        if unit not in before:
            yield k5.RESULT_DIFFERS.at(place, unit=unit, changes="回执里没有这个单位", changes_en="not in the receipt")
    for unit in before:
        if unit not in after:
            yield k5.RESULT_DIFFERS.at(place, unit=unit, changes="现在没有这个单位", changes_en="not there now")
    for unit, figures in after.items():
        changes = list(_changes(before.get(unit, figures), figures))
        if changes:
            yield k5.RESULT_DIFFERS.at(place, unit=unit, changes=_sentence(changes, 0), changes_en=_sentence(changes, 1))


def _changes(was: Kept, now: Kept) -> Iterator[Change]:
    """Each figure of a unit that changed, the whole before its parts."""
    for key, words in FIGURES.items():
        if key in now or key in was:
            yield from _change(words, was.get(key), now.get(key))
    for key in ("indicators", "payments", "consequences"):
        yield from _parts(was.get(key), now.get(key), "")
    before, after = _mapping(was.get("periods")), _mapping(now.get("periods"))
    for period in dict.fromkeys([*after, *before]):
        then, told = _mapping(before.get(period)), _mapping(after.get(period))
        for key, words in FIGURES.items():
            if key in then or key in told:
                yield from _change((f"{period}{words[0]}", f"{period} {words[1]}"), then.get(key), told.get(key))
        for key in ("indicators", "payments", "consequences"):
            yield from _parts(then.get(key), told.get(key), period)


def _parts(was: object, now: object, period: str) -> Iterator[Change]:
    before, after = _mapping(was), _mapping(now)
    for name in dict.fromkeys([*after, *before]):
        words = (f"{name}（{period}）", f"{name} ({period})") if period else (name, name)
        yield from _change(words, before.get(name), after.get(name))


def _change(words: Both, was: object, now: object) -> Iterator[Change]:
    if canonical_bytes([was]) != canonical_bytes([now]):
        yield words, was, now


def _sentence(changes: Sequence[Change], language: int) -> str:
    told = [f"{words[language]} {said(was)[language]} → {said(now)[language]}" for words, was, now in changes[:_MOST_CHANGES]]
    rest = len(changes) - len(told)
    if rest:
        told.append((f"另有 {rest} 个数", f"{rest} more figures")[language])
    return ("；", "; ")[language].join(told)


def _beside(kept: Kept, now: Kept, place: Place) -> Iterator[Problem]:
    if kept["results_sha256"] != now["results_sha256"]:
        yield _edited(place, "单位的次序或个数与重算的不同", "its units are in another order or number than recomputed")
    if canonical_bytes([kept["sources"]]) != canonical_bytes([now["sources"]]):
        yield _edited(place, "列出的文件与重算的不同", "the files that it lists are not those of the recomputed run")
    before, after = _mapping(kept["counts"]), _mapping(now["counts"])
    for key, words in COUNTS.items():
        if before.get(key) != after.get(key):
            yield _differs(place, words, before.get(key), after.get(key))
    for key, words in _LISTED.items():
        was, fresh = kept[key], now[key]
        assert isinstance(was, list), "the shape was looked at"
        assert isinstance(fresh, list), "a receipt lists them"
        yield from _list_differences(place, words, was, fresh)


def _list_differences(place: Place, words: Both, was: Sequence[object], now: Sequence[object]) -> Iterator[Problem]:
    if len(was) != len(now):
        yield _edited(place, f"{words[0]}写了 {len(was)} 项，重算是 {len(now)} 项", f"it lists {len(was)} {words[1]}, recomputed {len(now)}")
    for number, (old, new) in enumerate(zip(was, now, strict=False), 1):
        if old != new:
            yield _edited(place, f"{words[0]}第 {number} 项与重算的不同", f"number {number} of its {words[1]} is not as recomputed")


def _edited(place: Place, reason: str, reason_en: str) -> Problem:
    return k5.RECEIPT_EDITED.at(place, reason=reason, reason_en=reason_en)


def _rows(listed: object) -> list[Kept]:
    assert isinstance(listed, list), "the shape was looked at"
    return listed


def _mapping(told: object) -> Kept:
    return told if isinstance(told, dict) else {}
