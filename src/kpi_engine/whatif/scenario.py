"""A scenario made: edits of text, shares and data become a plan and facts, which are run from the beginning. Nothing of an old result is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpi_engine.engine.again import run_again
from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.analysis import scales_with
from kpi_engine.formula.grammar import nearest
from kpi_engine.lint import lint_plan
from kpi_engine.numbers import parse_fraction
from kpi_engine.scheme.amend import paths_of, set_path, value_at
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.nodes import Block, Text
from kpi_engine.scheme.outline import ROOT
from kpi_engine.scheme.paths import Paths
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.data import DataChange, read_data_edits, with_data
from kpi_engine.whatif.edits import Edit, Scenario
from kpi_engine.whatif.rebalance import ByClass, Shares, rebalanced, shares_of
from kpi_engine.whatif.reweigh import reweighed, unweighable
from kpi_engine.whatif.shares import read_share, share_text, with_parts

__all__ = ["Outcome", "RuleChange", "ShareChange", "run_scenario"]

_NOTHING = Shares({}, {})
_SHARES = ("points", "bonus", "weight")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One place of the scheme's text that is taken to say something else."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShareChange:
    """An indicator that counts with other points; ``paid``: it was not asked to, it shares a difference; ``restated``: full marks that follow."""

    name: str
    title: str
    old: ByClass
    new: ByClass
    paid: bool = False
    restated: bool = False


@dataclass(frozen=True)
class Outcome:
    """A scenario with what it changed and what came of it; ``findings`` are those that the scheme as it is does not have.

    ``text`` is the scheme's text with the changes that are made to it, ``settled`` the shares that are laid over its plan (`reweighed`).
    """

    scenario: Scenario
    results: Results
    rules: tuple[RuleChange, ...] = ()
    shares: tuple[ShareChange, ...] = ()
    data: tuple[DataChange, ...] = ()
    findings: tuple[Problem, ...] = ()
    text: Block | None = field(default=None, repr=False)
    settled: Shares = _NOTHING


def run_scenario(base: Base, scenario: Scenario) -> tuple[Outcome | None, list[Problem]]:
    """Make the edits and score everything again.

    Returns:
        (outcome, problems): None where the scenario is refused: K390 to K398 for paths, K801 to K814 for the edits, the problems of the scheme as it
        would be, of the data for it, and of scoring.

    """
    work = _Work(base, scenario)
    plan = work.plan()
    facts, said = base.facts_for(plan or base.plan)
    work.said += said
    needs = (plan or base.plan).needs  # edits of data are looked at all the same, so that everything wrong is told at once
    changes, said = read_data_edits((edit for edit in scenario.edits if edit.is_data), base.register, needs, facts)
    work.said += said
    if plan is None or any(p.severity == "problem" for p in work.said):
        return None, work.said
    results = run_again(plan, with_data(facts, changes), base.results)
    if results.problems:
        return None, [*work.said, *results.problems]
    old = {_what(finding) for finding in base.results.findings}
    new = tuple(finding for finding in (*work.said, *results.findings) if _what(finding) not in old)
    return Outcome(scenario, results, tuple(work.rules), tuple(work.changes), tuple(changes), new, work.text, work.settled), []


def _what(problem: Problem) -> tuple[str, str]:
    return problem.code.number, problem.message()


@dataclass
class _Work:
    """One scenario on its way to a plan. ``asked`` are the shares that edits ask for, by indicator."""

    base: Base
    scenario: Scenario
    said: list[Problem] = field(default_factory=list)
    rules: list[RuleChange] = field(default_factory=list)
    changes: list[ShareChange] = field(default_factory=list)
    asked: dict[str, tuple[ByClass, Edit]] = field(default_factory=dict)
    text: Block | None = None
    settled: Shares = _NOTHING

    def plan(self) -> Plan | None:
        """The plan of the scheme as it would be; None where it cannot be."""
        self._refuse_twice()
        document = self.text = self._with_rules()
        plan = self.base.plan
        if document is not self.base.document:
            changed = self._planned(document, linted=not self.asked)
            if changed is None:
                return None
            plan = changed
        shares = self._shares(plan)
        if shares is None:
            return None
        if self.scenario.reading == "rewrite" and shares.scaled:
            return self._rewritten(plan, document, shares)
        self.settled = shares
        return self._reweighed(plan, shares)

    # edits of the text -----------------------------------------------------------------------------------------------------------------------

    def _refuse_twice(self) -> None:
        seen: set[str] = set()
        for edit in self.scenario.edits:
            if edit.path in seen:
                self.said.append(k8.EDIT_TWICE.at(edit.place, scenario=self.scenario.name, path=edit.path))
            seen.add(edit.path)

    def _with_rules(self) -> Block:
        """The text with all edits in it that are not of shares; those of shares are noted."""
        document, paths = self.base.document, Paths(self.base.document)
        for edit in self.scenario.edits:
            if edit.is_data:
                continue
            if (share := self._share_of(edit, paths)) is not None:
                self._ask(edit, *share)
                continue
            old, _ = value_at(document, edit.path)
            document, said = set_path(document, edit.path, edit.value, place=edit.place)
            self.said += said
            if not any(p.severity == "problem" for p in said):
                self.rules.append(RuleChange(edit.path, _shown(old), edit.value))
        return document

    def _share_of(self, edit: Edit, paths: Paths) -> tuple[str, str] | None:
        """The indicator (and class) whose share the edit changes; None where it changes something else."""
        if edit.dropped:
            return edit.dropped, ""
        found = paths.find(edit.path)
        if len(found) != 1:
            return None
        keys = (*found[0].keys, *([found[0].new] if found[0].new else []))
        depth = 0
        while keys[depth : depth + 1] == ("indicators",):
            depth += 2
        rest = keys[depth:]
        if len(rest) not in (1, 2) or rest[0] not in _SHARES:
            return None
        return (keys[depth - 1] if depth else ROOT), (rest[1] if len(rest) == 2 else "")

    def _ask(self, edit: Edit, name: str, class_: str) -> None:
        tree, classes = self.base.plan.book.tree, self.base.plan.scheme.class_names
        if name not in tree:
            known = [entry.name for entry in tree if entry.name]
            self.said.append(k3.UNKNOWN_PATH.at(edit.place, path=edit.path, near=nearest(name, known)))
            return
        old = shares_of(tree[name], classes)
        if old is None:
            self.said.append(k8.NO_SHARE.at(edit.place, indicator=tree[name].title))
            return
        before = self.asked[name][0] if name in self.asked else old
        new = read_share("0" if edit.dropped else edit.value, before, class_)
        if new is None:
            self.said.append(k8.SHARE_NOT_A_NUMBER.at(edit.place, path=edit.path, value=edit.value))
        else:
            self.asked[name] = new, edit

    def _planned(self, document: Block, *, linted: bool) -> Plan | None:
        """The changed text read, bound and linted; sums of points are not judged where shares change as well (see `rebalanced`)."""
        scheme, problems = read_model(Scheme, document)
        if scheme is None:
            self.said += problems
            return None
        plan, bound = plan_scheme(scheme)
        lint = [p for p in lint_plan(plan, bound=not bound) if linted or p.code is not k3.POINTS_NOT_TOTAL]
        self.said += [*problems, *bound, *lint]
        return None if any(p.severity == "problem" for p in self.said) else plan

    # shares ----------------------------------------------------------------------------------------------------------------------------------

    def _shares(self, plan: Plan) -> Shares | None:
        if not self.asked:
            return _NOTHING
        asked = {name: share for name, (share, _) in self.asked.items()}
        shares, problems = rebalanced(plan.book.tree, plan.scheme.class_names, asked, self.scenario.rebalance)
        self.said += problems
        self._note(plan, shares)
        return None if problems else shares

    def _note(self, plan: Plan, shares: Shares) -> None:
        tree, classes = plan.book.tree, plan.scheme.class_names
        for restated, told in ((False, shares.scaled), (True, shares.restated)):
            for name, new in told.items():
                old = shares_of(tree[name], classes) or {}
                asked = name in self.asked
                self.changes.append(ShareChange(name, tree[name].title, old, new, paid=not asked and not restated, restated=restated and not asked))

    def _reweighed(self, plan: Plan, shares: Shares) -> Plan | None:
        problems = unweighable(plan, shares.scaled)
        for name, new in shares.scaled.items():
            old = shares_of(plan.book.tree[name], plan.scheme.class_names) or {}
            gained = [cls for cls in new if new[cls] and not old.get(cls)]
            title = plan.book.tree[name].title
            problems += [k8.NEW_FOR_CLASS.at(plan.book.tree[name].model.place, indicator=title, class_=cls or "所有单位") for cls in gained]
        self.said += problems
        if problems:
            return None
        return reweighed(plan, shares.scaled, restated=shares.restated) if shares.scaled or shares.restated else plan

    def _rewritten(self, plan: Plan, document: Block, shares: Shares) -> Plan | None:
        """The new points written into the text: under a scaled group all below it, since its parts are what it is made of."""
        told: dict[str, ByClass] = dict(shares.restated)
        for name, new in shares.scaled.items():
            told.update(with_parts(plan, name, new))
        problems = [p for name in told if (p := self._unscaled(plan, document, name)) is not None]
        self.said += problems
        for name, new in told.items():
            entry = plan.book.tree[name]
            key = "weight" if entry.model.points is None and entry.model.bonus is None else "bonus" if entry.is_bonus else "points"
            path = f"indicators.{name}.{key}" if name else key
            document, said = set_path(document, path, share_text(new))
            self.said += [p for p in said if p.severity == "problem"]
        self.text = document
        return None if problems else self._planned(document, linted=True)

    def _unscaled(self, plan: Plan, document: Block, name: str) -> Problem | None:
        """Prices and bounds that would have to change with the points, where the scenario changes none of them."""
        entry = plan.book.tree[name]
        points = Ref(Role.POINTS, name)
        periods = entry.periods.names if entry.periods is not None else ("",)
        trees = {ref: step.tree for ref, step in plan.steps_by_ref.items()}
        capped = [Ref(Role.CAPPED, name, period) for period in periods]
        if not entry.is_leaf or all(scales_with(trees[ref], points, trees) for ref in capped if ref in trees):
            return None
        start = f"{name}."
        numbers = [path for path in paths_of(document) if path.startswith(start) and parse_fraction(_shown(value_at(document, path)[0])) is not None]
        numbers = [path for path in numbers if path.split(".")[1] not in (*_SHARES, "clause")]
        edited = {edit.path for edit in self.scenario.edits}
        if not numbers or edited.intersection(numbers):
            return None
        paths = "、".join(f"{path}={_shown(value_at(document, path)[0])}" for path in numbers[:12])
        return k8.POINTS_ALONE.at(entry.model.place, indicator=entry.title, paths=paths)


def _shown(node: object) -> str:
    return str(node) if isinstance(node, Text) else "" if node is None else "…"
