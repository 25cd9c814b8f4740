"""What intake has to say: problems one by one up to a limit, findings of one kind together, with the first places and the count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi_engine.errors import Code, Problem, k5_data
from kpi_engine.source import Place

__all__ = ["LISTED", "Told"]

LISTED = 1000
_ALSO = 20


@dataclass(slots=True)
class _Group:
    code: Code
    facts: dict[str, object]
    places: list[Place] = field(default_factory=list)
    count: int = 0


class Told:
    """A collector. Problems beyond the limit are counted, not kept: a file of a million bad cells must not become a million objects."""

    def __init__(self, most: int = LISTED) -> None:
        self._most = most
        self._problems: list[Problem] = []
        self._findings: list[Problem] = []
        self._groups: dict[tuple[object, ...], _Group] = {}
        self._more: Counter[str] = Counter()
        self.suggestions = 0

    def add(self, code: Code, place: Place, *, also: tuple[Place, ...] = (), **facts: object) -> None:
        """One problem, or one finding that stands alone."""
        self.extend([Problem(code, place, facts, code.severity, also)])

    def extend(self, problems: list[Problem]) -> None:
        """Problems and findings made elsewhere."""
        for problem in problems:
            if problem.severity == "finding":
                self._findings.append(problem)
            elif len(self._problems) < self._most:
                self._problems.append(problem)
            else:
                self._more[problem.code.number] += 1

    def group(self, code: Code, place: Place, key: object, *, times: int = 1, **facts: object) -> None:
        """One more finding of a kind that is told once for ``key``, by its first case; the wording may use {count}."""
        self._grouped(code, place, key, facts, times)

    def say(self, code: Code, place: Place, key: object, facts: Mapping[str, object]) -> None:
        """A problem by itself, or a finding together with its like, as the code says."""
        if code.severity == "finding":
            self._grouped(code, place, key, dict(facts), 1)
        else:
            self.extend([Problem(code, place, facts)])

    def _grouped(self, code: Code, place: Place, key: object, facts: dict[str, object], times: int) -> None:
        group = self._groups.setdefault((code.number, key), _Group(code, facts))
        group.count += times
        if len(group.places) <= _ALSO:
            group.places.append(place)

    @property
    def room(self) -> int:
        """How many more problems are listed; the rest need not be made, only counted (`beyond`)."""
        return max(0, self._most - len(self._problems))

    def beyond(self, code: Code, count: int) -> None:
        """Problems for which there was no room."""
        if count > 0:
            self._more[code.number] += count

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was refused."""
        if not self._more:
            return tuple(self._problems)
        codes = "、".join(f"{number} {count} 项" for number, count in sorted(self._more.items()))
        return (*self._problems, k5_data.MORE_PROBLEMS.at(count=sum(self._more.values()), codes=codes))

    @property
    def findings(self) -> tuple[Problem, ...]:
        """What was odd and accepted."""
        grouped = (
            Problem(group.code, group.places[0], {**group.facts, "count": group.count}, group.code.severity, tuple(group.places[1:]))
            for group in self._groups.values()
        )
        return (*self._findings, *grouped)
