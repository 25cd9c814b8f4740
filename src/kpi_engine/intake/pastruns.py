"""Which of the receipts at hand a reading means: the one of its edition, or those before in their order; and their units by the names of today."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kpi_engine.errors import Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.errors import k6_scoring as k6
from kpi_engine.intake.match import normal_form
from kpi_engine.intake.receipts import PastRun, unit_key
from kpi_engine.intake.register import Register
from kpi_engine.scheme.declared import ReadDecl

__all__ = ["called_today", "edition_order", "run_meant", "runs_before"]

_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def run_meant(name: str, read: ReadDecl, edition: str, runs: Iterable[PastRun], problems: list[Problem]) -> PastRun | None:
    """The run of that scheme and edition; two with other results are a problem (K500), for nobody says which of them holds."""
    found = [run for run in runs if run.scheme == read.scheme and run.edition == edition]
    other = next((run for run in found if run.units != found[0].units), None)
    if other is not None:
        problems.append(k5.TWO_PAST_RUNS.at(read.place, name=name, scheme=read.scheme, edition=edition, files=_files([found[0], other])))
    return found[0] if found else None


def runs_before(name: str, read: ReadDecl, runs: Iterable[PastRun], problems: list[Problem]) -> list[PastRun]:
    """The runs of that scheme from first to last, a copy of a receipt once; an edition that was run more than once is told (K691)."""
    kept: list[PastRun] = []
    for run in sorted((run for run in runs if run.scheme == read.scheme), key=lambda run: (edition_order(run.edition), run.at)):
        if any((run.edition, run.at, run.units) == (k.edition, k.at, k.units) for k in kept):
            continue
        kept.append(run)
    for edition in dict.fromkeys(run.edition for run in kept):
        again = [run for run in kept if run.edition == edition]
        if len(again) > 1:
            problems.append(k6.PAST_RUN_AGAIN.at(read.place, name=name, edition=edition, count=len(again), files=_files(again)))
    return kept[-(read.history or 0) :]


def _files(runs: Sequence[PastRun]) -> str:
    return "、".join(run.name or run.code for run in runs)


def edition_order(edition: str) -> tuple[tuple[str, int, str], ...]:
    """What editions are sorted by: numbers as numbers, in whichever script, so that 9月 and 九月 come before 10月.

    >>> sorted(["2024年10月", "2024年9月", "2023年12月"], key=edition_order), sorted(["十一月", "二月", "一月"], key=edition_order)
    (['2023年12月', '2024年9月', '2024年10月'], ['一月', '二月', '十一月'])
    """
    plain = re.sub("[〇零一二三四五六七八九十]+", lambda found: _digits(found[0]), normal_form(edition))
    pieces = re.findall(r"(\D*)(\d*)", plain)
    return tuple((text, len(digits.lstrip("0")), digits.lstrip("0")) for text, digits in pieces)


def _digits(numeral: str) -> str:
    """A Chinese numeral below a hundred, or a year told digit by digit."""
    tens, ten, ones = numeral.translate(_NUMERALS).partition("十")
    return f"{tens or 1}{ones or 0}" if ten else tens


def called_today(runs: Iterable[PastRun], register: Register) -> list[PastRun]:
    """The runs with each unit under its name of today, where they tell it under one other of its names in the register (under two, it was two units)."""
    today = {unit_key(name): unit_key(unit.name) for unit in register.units for name in unit.all_names}
    told = []
    for run in runs:
        found = {old: today[old] for old in run.units if today.get(old, old) not in run.units}
        times = Counter(found.values())
        new = {old: name for old, name in found.items() if times[name] == 1}
        told.append(replace(run, units={new.get(old, old): result for old, result in run.units.items()}) if new else run)
    return told
