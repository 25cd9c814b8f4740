"""Grades: from bands, then what vetoes force or cap, then quotas from the best grade down, then what was decided."""

from __future__ import annotations

from kpi_engine.errors import k2_shape as k2
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.forms.bands import first_met, in_order
from kpi_engine.formula.functions.arithmetic import maximum
from kpi_engine.formula.grammar import nearest
from kpi_engine.formula.making import Refused, arith, choice, compare, const, logic
from kpi_engine.formula.tree import Call, Const, Fallback, Group, Name, Node, Round
from kpi_engine.numbers import Mode
from kpi_engine.scheme.binding import Bind, Here
from kpi_engine.scheme.outcome import Quota
from kpi_engine.scheme.outline import ROOT
from kpi_engine.stages.draft import Draft
from kpi_engine.stages.inperiods import spans_of
from kpi_engine.stages.ranks import is_ranked
from kpi_engine.stages.total import vetoes_with
from kpi_engine.table import Kind, Ref, Role

__all__ = ["grades"]

_MODES: dict[str, Mode] = {"floor": "floor", "half_up": "half_up", "ceiling": "ceiling"}


def grades(draft: Draft) -> None:
    """GRADE(part=band), GRADE(part=veto), GRADE(part=quota name) in turn, and GRADE, the final one; in each period what is asked in each."""
    scheme = draft.book.scheme
    if scheme.grades is None:
        _titles(draft)
        return
    grade = draft.step(Ref(Role.GRADE, part="band"), _band(draft, ""), label="按分数的等次")
    _check_effects(draft)
    _check_decisions(draft)
    grade = draft.step(Ref(Role.GRADE, part="veto"), _after_vetoes(draft, grade), label="否决后的等次")
    grade = _quotas(draft, grade)
    decided = [str(name) for name, rule in scheme.decisions.items() if rule.grade]
    tree: Node = grade
    for name in decided:
        tree = Fallback(Name(Ref(Role.DECIDED, name), Kind.WORD, words=draft.book.grade_words(), label=name), missing=tree, kind=Kind.WORD)
    draft.step(Ref(Role.GRADE), tree, label="等次")
    if draft.book.grades_periods:
        root = draft.book.tree[ROOT]
        assert root.periods is not None, "each period has a grade"
        for period in root.periods.names:
            _of_period(draft, period)
    _titles(draft)


def _of_period(draft: Draft, period: str) -> None:
    """GRADE of a period: by its points, then what those vetoes and quotas leave that act in each."""
    scheme, band = draft.book.scheme, _band(draft, period)
    if not any(veto.each_period for veto in scheme.vetoes.values()) and not any(q.each_period and q.grade for q in scheme.quotas.values()):
        draft.step(Ref(Role.GRADE, period=period), band, label=f"{period}等次")
        return
    grade = draft.step(Ref(Role.GRADE, period=period, part="band"), band, label=f"{period}按分数的等次")
    grade = draft.step(Ref(Role.GRADE, period=period, part="veto"), _after_vetoes(draft, grade, period), label=f"{period}否决后的等次")
    draft.step(Ref(Role.GRADE, period=period), _quotas(draft, grade, period), label=f"{period}等次")


def _quotas(draft: Draft, grade: Name, period: str = "") -> Name:
    """What the quotas leave of a grade, from the best one down."""
    scheme = draft.book.scheme
    order = {name: place for place, name in enumerate(scheme.grades.names)} if scheme.grades is not None else {}
    for name, quota in sorted(((n, q) for n, q in scheme.quotas.items() if q.grade), key=lambda pair: order.get(pair[1].grade, 99)):
        if period in (spans_of(draft, quota, f"名额“{name}”") or ("",)):
            grade = _quota(draft, str(name), quota, grade, period)
    return grade


def _band(draft: Draft, period: str) -> Node:
    """The grade by its bounds; a number written in % under ``of: rank`` … is a share."""
    declared = draft.book.scheme.grades
    assert declared is not None, "asked by the caller"
    word = declared.direction
    if word is None:
        draft.book.problems.append(k2.NONE_OF.at(declared.place, what="grades 的分界", keys="from、above、up_to、below"))
        return const(declared.otherwise)
    bind = Bind(draft.book, Here(period=period))
    rows: list[tuple[Node, Node]] = [(bind.amount(rule), const(str(grade))) for grade, rule in declared.bounds.items()]
    try:
        return first_met(bind.amount(declared.of), word, in_order(word, rows), const(declared.otherwise))
    except Refused as refused:
        draft.book.problems += refused.problems
        return const(declared.otherwise)


def _check_effects(draft: Draft) -> None:
    scheme = draft.book.scheme
    assert scheme.grades is not None, "asked by the caller"
    for name, veto in scheme.vetoes.items():
        if veto.then.at_most and veto.then.at_most not in scheme.grades.names:
            near = nearest(veto.then.at_most, scheme.grades.names)
            draft.book.problems.append(k3.UNKNOWN_GRADE.at(veto.then.place, name=veto.then.at_most, where=f"否决“{name}”", near=near))


def _after_vetoes(draft: Draft, grade: Name, period: str = "") -> Node:
    """A forced grade beats a capped one; of several forced the lowest, of several caps the lowest."""
    order = draft.book.grade_words()
    tree: Node = grade
    caps = sorted(vetoes_with(draft, "at_most", period), key=lambda p: _place(order, p[1].then.at_most))
    for hit, veto in caps:
        better = order[: _place(order, veto.then.at_most)]
        if better:
            above = logic("or", [compare("==", grade, const(g)) for g in better])
            tree = choice(logic("and", [hit, above]), const(veto.then.at_most), tree)
    for hit, veto in sorted(vetoes_with(draft, "grade", period), key=lambda p: _place(order, p[1].then.grade)):
        tree = choice(hit, const(veto.then.grade), tree)
    return tree


def _place(order: tuple[str, ...], grade: str) -> int:
    return order.index(grade) if grade in order else len(order)


def _quota(draft: Draft, name: str, quota: Quota, grade: Name, period: str = "") -> Name:
    declared = draft.book.scheme.grades
    assert declared is not None, "asked by the caller"
    for word in (quota.grade, quota.falls_to):
        if word not in declared.names:
            draft.book.problems.append(k3.UNKNOWN_GRADE.at(quota.place, name=word, where=f"名额“{name}”", near=nearest(word, declared.names)))
    holds: Node = compare("==", Name(grade.ref, Kind.WORD, label=grade.label), const(quota.grade))
    if quota.among is not None:
        holds = logic("and", [holds, draft.book.at(period=period).condition(quota.among)])
    keeps = _keeps(draft, name, quota, holds, period)
    tree = choice(logic("and", [holds, is_ranked(draft, period)]), choice(keeps, grade, const(quota.falls_to)), grade)
    return draft.step(Ref(Role.GRADE, period=period, part=name), tree, label=f"{period}{name}之后的等次")


def _keeps(draft: Draft, name: str, quota: Quota, holds: Node, period: str = "") -> Name:
    """Whether a holder keeps a place, and how many places there are."""
    ranking = draft.book.scheme.ranking
    if ranking is None:
        draft.book.problems.append(k3.QUOTA_NEEDS_RANKING.at(quota.place, name=name))
    bind = draft.book.at(period=period)
    places = bind.amount(quota.at_most)
    if quota.of is not None:
        places = arith("*", places, bind.amount(quota.of))
        if quota.rounding is None:
            draft.book.problems.append(k2.MISSING_KEY.at(quota.place, key="rounding（floor 舍、half_up 四舍五入、ceiling 进）"))
        places = Round(places, 0, _MODES[quota.rounding or "floor"])
    elif isinstance(places, Const) and places.text.endswith("%"):
        draft.book.problems.append(k2.MISSING_KEY.at(quota.place, key="of（比例以什么为基数，例如 class_count(total)）"))
    if quota.at_least is not None:
        places = maximum(bind.amount(quota.at_least), places)
    allowed = draft.step(Ref(Role.QUOTA, name, period, "places"), places, label=f"{period}{name}名额数")
    rank: Node = Name(Ref(Role.RANK, period=period), Kind.NUMBER, label="名次")
    for decided in _decided_within(draft) if quota.grade and not period else ():
        is_decided = Call("is_present", (decided,), Kind.TRUTH)
        holds = choice(is_decided, compare("==", decided, const(quota.grade)), holds)
        rank = choice(is_decided, const(0), rank)
    within = quota.within or (ranking.within if ranking is not None else "all")
    args = (holds, rank, allowed)
    among = is_ranked(draft, period)
    cut = Group("at_cut", within, args, among, kind=Kind.TRUTH)
    draft.step(Ref(Role.QUOTA, name, period, "cut"), cut, label=f"{period}{name}并列于名额线")
    keeps = Group("quota", within, args, among, (("at_the_cut", quota.at_the_cut),), kind=Kind.TRUTH)
    return draft.step(Ref(Role.QUOTA, name, period, "keeps"), keeps, label=f"{period}{name}入围")


def _decided_within(draft: Draft) -> list[Name]:
    """The decided grades that take up a place: theirs comes before all others."""
    words = draft.book.grade_words()
    told = [(str(name), rule) for name, rule in draft.book.scheme.decisions.items() if rule.grade]
    return [Name(Ref(Role.DECIDED, name), Kind.WORD, words=words, label=name) for name, rule in told if rule.uses_quota]


def _check_decisions(draft: Draft) -> None:
    scheme = draft.book.scheme
    if any(quota.grade for quota in scheme.quotas.values()):
        undeclared = [rule for rule in scheme.decisions.values() if rule.grade and rule.uses_quota is None]
        draft.book.problems += [k2.MISSING_KEY.at(rule.place, key="uses_quota（审定的等次占不占名额: yes 或 no）") for rule in undeclared]


def _titles(draft: Draft) -> None:
    for name, quota in draft.book.scheme.quotas.items():
        if bool(quota.grade) == bool(quota.title):
            code = k2.TWO_OF if quota.grade else k2.NONE_OF
            draft.book.problems.append(code.at(quota.place, what=f"名额“{name}”的对象", keys="grade、title"))
        elif quota.title:
            for period in spans_of(draft, quota, f"名额“{name}”") or ("",):
                holds = draft.book.at(period=period).condition(quota.among) if quota.among is not None else const(value=True)
                _keeps(draft, str(name), quota, holds, period)
