"""Mixed states of two runs: some groups of what differs are of the later run, the rest of the earlier one, and the whole is scored as any run is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from kpi_engine.whatif.reasons.differences import Differences, differences
from kpi_engine.whatif.reasons.ends import End, Pair, Side, Texts, pairs_of
from kpi_engine.whatif.reasons.mixed import Choice, Mixer
from kpi_engine.whatif.reasons.shapley import GROUPS, Group
from kpi_engine.whatif.replays import Came, Replays

__all__ = ["Run", "State", "States"]

State = frozenset[Group]
"""The groups that are of the later run."""

_TEXTS: Final[tuple[Group, ...]] = ("weights", "rules", "quota")


@dataclass(frozen=True, slots=True)
class Run:
    """What is scored in a state: whose text, whose facts, and the unit in question where its data are of the other end than all others'."""

    texts: tuple[Side, Side, Side]
    choice: Choice
    unit: int | None


class States:
    """All mixed states of two ends that some units ask for, each scored once."""

    def __init__(self, before: End, after: End) -> None:
        self.ends = (before, after)
        self.pairs: tuple[Pair, ...] = pairs_of(before, after)
        self.differ: Differences = differences(before, after, self.pairs)
        self.texts = Texts(before, after)
        told = self._text_groups()
        self.joined = len(told) > 1 and not self._tells_texts_apart(told)
        self.text_groups: tuple[Group, ...] = ("rules",) if self.joined else told
        self.runs: dict[Run, dict[int, Came]] = {}
        self.groups = tuple(group for group in GROUPS if self._is_there(group))
        self._mixers: dict[tuple[tuple[Side, Side, Side], Side], tuple[Mixer, Replays]] = {}

    def _text_groups(self) -> tuple[Group, ...]:
        differ = {"weights": self.texts.shares_differ, "rules": self.texts.rules_differ, "quota": self.texts.quotas_differ}
        return tuple(group for group in _TEXTS if differ[group])

    def _tells_texts_apart(self, groups: Sequence[Group]) -> bool:
        return all(self.texts.plan(*_text_sides(state, groups)) is not None for state in _states_of(groups)[1:-1])

    def _is_there(self, group: Group) -> bool:
        match group:
            case "own" | "others":
                return bool(self.differ.data)
            case "corrections":
                return bool(self.differ.corrected or self.differ.corrected_rows)
            case "decisions":
                return self.differ.decided
            case "quota":
                return self.differ.field or "quota" in self.text_groups
            case _:
                return group in self.text_groups

    def groups_of(self, at: int) -> tuple[Group, ...]:
        """The groups that differ for one unit: own data only where its own differ, the others' only where some other's do."""
        own, others = at in self.differ.data, bool(self.differ.data - {at})
        return tuple(group for group in self.groups if (group != "own" or own) and (group != "others" or others))

    # states ------------------------------------------------------------------------------------------------------------------------------------

    def run_of(self, state: State, at: int) -> Run:
        """What is scored for a unit in a state; states that come to the same are one."""
        groups = self.groups_of(at)
        own, others = _side("own", state), _side("others", state)
        if "own" not in groups:
            own = others
        if "others" not in groups:
            others = own
        field = _side("quota", state) if self.differ.field else 0
        choice = Choice(own, others, _side("corrections", state), _side("decisions", state), field)
        texts = _text_sides(state, self.text_groups)
        return Run(texts, choice, at if own != others else None)

    def score(self, asked: Sequence[int]) -> None:
        """Score every state of every unit, those that share text and register in as few passes as can be."""
        rows: dict[Run, set[int]] = {}
        for at in asked:
            if None not in self.pairs[at].rows:
                for state in _states_of(self.groups_of(at)):
                    rows.setdefault(self.run_of(state, at), set()).add(at)
        waiting: dict[tuple[tuple[Side, Side, Side], Side], list[Run]] = {}
        for run in rows:
            waiting.setdefault((run.texts, run.choice.field), []).append(run)
        for key, runs in waiting.items():
            mixer, replays = self._mixer(*key)
            facts = [mixer.facts(run.choice, run.unit) for run in runs]
            wanted = [[mixer.row_of[at] for at in sorted(rows[run]) if at in mixer.row_of] for run in runs]
            for run, came in zip(runs, replays.came(facts, wanted), strict=True):
                self.runs[run] = {mixer.pairs[row]: one for row, one in came.items()}

    def _mixer(self, texts: tuple[Side, Side, Side], field: Side) -> tuple[Mixer, Replays]:
        key = (texts, field)
        if key not in self._mixers:
            plan = self.texts.plan(*texts)
            assert plan is not None, "texts that make no sense are joined"
            mixer = Mixer(plan, self.ends, self.pairs, self.differ, field)
            self._mixers[key] = mixer, Replays(plan, mixer.facts(Choice(field=field)))
        return self._mixers[key]

    def of(self, at: int) -> Mapping[State, Came]:
        """How a unit of both ends came out in every state of its groups."""
        return {state: self.runs[self.run_of(state, at)][at] for state in _states_of(self.groups_of(at))}


def _states_of(groups: Sequence[Group]) -> list[State]:
    """All choices of some of the groups, the smaller first."""
    return [frozenset(some) for count in range(len(groups) + 1) for some in combinations(groups, count)]


def _side(group: Group, state: State) -> Side:
    return 1 if group in state else 0


def _text_sides(state: State, groups: Sequence[Group]) -> tuple[Side, Side, Side]:
    """Whose shares, rules and quotas; a part that does not differ goes with one that does, so that an end is its own plan."""
    if not groups:
        return (0, 0, 0)
    first = _side(groups[0], state)
    shares, rules, quotas = (_side(group, state) if group in groups else first for group in _TEXTS)
    return (shares, rules, quotas)
