"""What a unit can want to reach: a better grade, or a better place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.whatif.replays import Came

__all__ = ["Aim", "Goal", "goal_of"]

Aim = Literal["grade", "rank"]
"""What is asked about."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: one of ``grades``, or a place at least as good as ``rank``."""

    grades: tuple[str, ...] = ()
    rank: int | None = None

    def is_reached(self, came: Came) -> bool:
        """Whether a unit that comes out so has reached it; what breaks a check that the scheme insists on does not count."""
        if not came.sound:
            return False
        if self.rank is not None:
            return came.rank is not None and came.rank <= self.rank
        return came.grade in self.grades

    def text(self, language: Language = "zh") -> str:
        """As people say it."""
        zh = language == "zh"
        if self.rank is not None:
            return f"第{self.rank}名" if zh else f"rank {self.rank}"
        return self.grades[-1] if len(self.grades) == 1 or not zh else f"{self.grades[-1]}以上" if len(self.grades) > 1 else ""


def goal_of(results: Results, now: Came, aim: Aim) -> Goal | None:
    """The next better grade or place; None where there is none.

    Any better grade will do, as will any better place.
    """
    if aim == "rank":
        return Goal(rank=now.rank - 1) if now.rank is not None and now.rank > 1 else None
    scheme = results.plan.scheme
    names = scheme.grades.names if scheme.grades is not None else ()
    better = names[: names.index(now.grade)] if now.grade in names else ()
    return Goal(grades=better) if better else None
