"""Problems and findings as values, and the one exception that carries them.

A *problem* is something that was refused, a *finding* something odd that was accepted. Both are made from a `Code`, which is declared once, in
the file of its hundred (``k1_reading`` ... ``k8_whatif``), with its Chinese and English wording. Numbers and slugs are never reused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kpi_engine.source import NOWHERE, Place

__all__ = ["Code", "KpiError", "Language", "Problem", "Severity", "code", "filled", "registered_codes", "report_text"]

Severity = Literal["problem", "finding"]
Language = Literal["zh", "en"]

_REGISTRY: dict[str, Code] = {}
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (``severity="problem"``) or odd (``"finding"``), with its place and its facts."""

    code: Code
    place: Place = NOWHERE
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "problem"
    also: tuple[Place, ...] = ()
    clause: str = ""

    def message(self, language: Language = "zh") -> str:
        """The sentence, without place and mend."""
        return filled(self.code.zh if language == "zh" else self.code.en, self._told(language))

    def mend(self, language: Language = "zh") -> str:
        """What to do about it."""
        return filled(self.code.mend if language == "zh" else self.code.mend_en, self._told(language))

    def _told(self, language: Language) -> dict[str, str]:
        """The facts as they are said; one that is words of ours has its English beside it: ``why`` and ``why_en``."""
        facts = self.facts
        return {name: _said(name, str(facts.get(f"{name}_en", value) if language == "en" else value), language) for name, value in facts.items()}

    def text(self, language: Language = "zh") -> str:
        """The lines that a person reads: place, code, message; clause and other places; the mend."""
        where = f"{self.place}  " if str(self.place) else ""
        lines = [f"{where}{self.code.number} {self.code.slug}: {self.message(language)}"]
        clause, also, mend = ("条款", "另见", "改法") if language == "zh" else ("clause", "see also", "mend")
        colon = "：" if language == "zh" else ": "
        beside = [f"{clause}{colon}{self.clause}"] if self.clause else []
        beside += [f"{also}{colon}{', '.join(map(str, self.also))}"] if self.also else []
        if beside:
            lines.append("    " + "    ".join(beside))
        if self.mend(language):
            lines.append(f"    {mend}{colon}{self.mend(language)}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()


class _Fact(str):
    """A fact in a template that is asked for its word: ``{count:place|places}`` is place where there is one."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        one, bar, many = form.partition("|")
        return (one if self == "1" else many) if bar else format(str(self), form)


def filled(template: str, facts: Mapping[str, object]) -> str:
    """A template with its facts put in.

    >>> filled("{count} {count:place|places}", {"count": 1}), filled("{count} {count:place|places}", {"count": 2})
    ('1 place', '2 places')
    """
    return template.format_map({name: _Fact(value) for name, value in facts.items()})


_NEAR, _NEAR_END = "，是不是 ", "？"


def _said(name: str, fact: str, language: Language) -> str:
    """A fact in a message; what looks like the name that is not there (``near``) is asked in the language of the message."""
    if language == "zh" or name != "near" or not fact.startswith(_NEAR):
        return fact
    return f", did you mean {fact.removeprefix(_NEAR).removesuffix(_NEAR_END).replace('、', ', ')}?"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. ``zh``/``en`` are templates over the facts, ``mend``/``mend_en`` say what to do."""

    number: str
    slug: str
    zh: str
    en: str
    mend: str = ""
    mend_en: str = ""
    severity: Severity = "problem"

    def at(
        self,
        place: Place = NOWHERE,
        *,
        severity: Severity | None = None,
        also: Iterable[Place] = (),
        clause: str = "",
        **facts: object,
    ) -> Problem:
        """A problem (or finding) of this kind at ``place``."""
        return Problem(self, place, facts, severity or self.severity, tuple(also), clause)

    def __str__(self) -> str:
        return f"{self.number} {self.slug}"


def code(number: str, slug: str, *, zh: str, en: str, mend: str = "", mend_en: str = "", severity: Severity = "problem") -> Code:
    """Declare a code; a number or slug that is taken is a bug."""
    made = Code(number, slug, zh, en, mend, mend_en, severity)
    clash = [known for known in _REGISTRY.values() if known.number == number or known.slug == slug]
    assert not clash, f"{made} is taken by {clash[0]}"
    _REGISTRY[number] = made
    return made


def registered_codes() -> dict[str, Code]:
    """All codes declared so far, by number."""
    from kpi_engine.errors import k1_reading, k2_shape, k3_meaning, k4_formula, k5_data, k6_scoring, k7_writing, k8_whatif  # noqa: F401 - fills it

    return dict(sorted(_REGISTRY.items()))


class KpiError(Exception):
    """What the library raises: all problems of one call, sorted by place, and the findings met on the way."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        listed = list(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted((p for p in listed if p.severity == "problem"), key=_order))
        self.findings: tuple[Problem, ...] = tuple(sorted((p for p in listed if p.severity == "finding"), key=_order))
        super().__init__(report_text(self.problems))


def _order(problem: Problem) -> tuple[str, str, int, int, str, str]:
    """By place as people count: B5 before B10, 9月.xlsx before 10月.xlsx."""
    place = problem.place
    return (_counted(place.file), _counted(place.sheet), place.line, place.column, _counted(place.path), problem.code.number)


def _counted(text: str) -> str:
    return _NUMBERS.sub(lambda found: found[0].rjust(12, "0"), text)


def report_text(problems: Iterable[Problem], *, language: Language = "zh", most: int = 1000) -> str:
    """Many problems as text, the first ``most`` of them, then how many more."""
    listed = list(problems)
    lines = [problem.text(language) for problem in listed[:most]]
    if len(listed) > most:
        lines.append(f"另有 {len(listed) - most} 项" if language == "zh" else f"{len(listed) - most} more")
    return "\n".join(lines)
