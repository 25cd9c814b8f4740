"""Problems of one kind in one sheet become one problem, so that a column of bad cells is one line to read."""

from __future__ import annotations

from typing import Final

from kpi_engine.errors import Code, Problem
from kpi_engine.source import Place

__all__ = ["Tally"]

_ALSO: Final = 20


class Tally:
    """A collector for one sheet: each kind with the first place, the next few, and the count."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file, self.sheet = file, sheet
        self._met: dict[tuple[Code, object], tuple[list[Place], list[int], dict[str, object]]] = {}

    def add(self, code: Code, row: int = 0, column: int = 0, **facts: object) -> None:
        """One more of ``code`` (kinds that expect different things are told apart)."""
        places, count, _ = self._met.setdefault((code, facts.get("expected")), ([], [0], facts))
        count[0] += 1
        if len(places) <= _ALSO:
            places.append(Place(self.file, self.sheet, line=row, column=column))

    def problems(self) -> list[Problem]:
        """One problem for each kind."""
        return [
            Problem(code, places[0], {**facts, "count": count[0]}, code.severity, tuple(places[1:]))
            for (code, _), (places, count, facts) in self._met.items()
        ]
