"""What the scheme asks for, by the names that people write over columns: inputs, targets, periods, raters, options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from kpi_engine.intake.headers import Head, peeled, without_brackets
from kpi_engine.intake.match import Names, normal_form
from kpi_engine.intake.reading import CellKind, CellRule
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.needs import REMARKS, ColumnNeed, Needs
from kpi_engine.table import Ref, Role

__all__ = ["Asked", "Said", "period_form", "rule_for", "spoken_part"]

TARGET_WORDS: Final = frozenset(["目标", "目标值", "目标数", "任务", "任务数", "目标任务", "年度目标", "年度目标值", "计划", "计划数", "target"])
REMARK_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "reason": frozenset(["理由", "原因", "扣分理由", "扣分原因", "评分理由", "定分理由", "reason"]),
    "evidence": frozenset(["证据", "证据材料", "佐证", "佐证材料", "依据材料", "evidence"]),
}
VALUE_WORDS: Final = frozenset(
    ["实际", "实际值", "实际数", "完成", "完成值", "完成数", "实际完成", "实际完成值", "实绩", "数值", "上报值", "结果", "actual", "value"]
)
_ROLE_WORDS: Final = {"target": TARGET_WORDS, "value": VALUE_WORDS, **REMARK_WORDS}
_ISSUED: Final = frozenset(["发出", "发出票", "发出票数", "发放", "发票数", "应到", "issued"])
_RETURNED: Final = frozenset(["收回", "收回票", "收回票数", "回收", "有效票", "有效票数", "实到", "returned"])
_DIGITS: Final = {
    "十二": "12",
    "十一": "11",
    "十": "10",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
_MONTH: Final = re.compile(r"(十[一二]?|[一二三四五六七八九])(月|季度)")
_YEAR: Final = re.compile(r"(20\d\d)年")
_LINKS: Final = "-_/·.:()"


def period_form(text: str) -> str:
    """A period as it is compared: 六月, 6月 and 06月 are one, so are 第一季度 and 1季度.

    >>> period_form("六月") == period_form(" 06月"), period_form("第一季度")
    (True, '1季度')
    """
    form = _MONTH.sub(lambda found: _DIGITS[found[1]] + found[2], normal_form(text)).replace("月份", "月")
    return re.sub(r"(?<!\d)0(\d月)", r"\1", re.sub(r"第(\d季度)", r"\1", form))


@dataclass(frozen=True, slots=True)
class Said:
    """What the headings over a column say: an input, a period, a rater, an option, target or value."""

    name: str = ""
    period: str = ""
    rater: str = ""
    option: str = ""
    role: str = ""
    was: str = ""
    """The name that the input had before it was renamed, where it is called so."""

    def under(self, upper: Said) -> Said:
        """Completed by the headings above; the lower heading rules."""
        told = (getattr(self, key) or getattr(upper, key) for key in ("name", "period", "rater", "option", "role"))
        return replace(Said(*told), was=self.was if self.name else upper.was)


@dataclass(frozen=True)
class Asked:
    """The needs of a scheme, indexed."""

    needs: Needs

    @cached_property
    def by_ref(self) -> dict[Ref, ColumnNeed]:
        """The columns by what they are."""
        return {need.ref: need for need in (*self.needs.columns, *self.needs.remarks)}

    @cached_property
    def decls(self) -> dict[str, InputDecl]:
        """The inputs asked for, marks included, in order."""
        return {need.name: need.decl for need in self.needs.columns} | {need.name: need.decl for need in self.needs.marks}

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """All periods, those of the nodes and those of inputs reported every month or quarter."""
        return tuple(dict.fromkeys([*self.needs.periods, *(need.period for need in self.needs.columns if need.period)]))

    @cached_property
    def inputs(self) -> Names:
        """Inputs by label and by name, and by the names that they had before."""
        now = self._names(self.decls, {name: decl.label for name, decl in self.decls.items()})
        return Names((*now.entries, *((decl.was, index) for index, decl in enumerate(self.decls.values()) if decl.was)))

    @cached_property
    def input_names(self) -> tuple[str, ...]:
        """The names behind the positions in ``inputs``."""
        return tuple(self.decls)

    @cached_property
    def raters(self) -> tuple[str, ...]:
        """All groups of raters."""
        return tuple(dict.fromkeys(rater for decl in self.decls.values() for rater in decl.raters))

    @cached_property
    def options(self) -> tuple[str, ...]:
        """What is counted of ballots: the options, and those that are not counted."""
        return tuple(dict.fromkeys(o for decl in self.decls.values() if decl.kind == "ballots" for o in (*decl.words, *decl.not_counted)))

    @staticmethod
    def _names(names: dict[str, InputDecl], labels: dict[str, str]) -> Names:
        return Names(tuple((text, index) for index, name in enumerate(names) for text in (name, labels[name]) if text))

    @cached_property
    def _period_forms(self) -> dict[str, str]:
        return {period_form(period): period for period in self.periods}

    @cached_property
    def _period_pattern(self) -> re.Pattern[str] | None:
        forms = sorted(self._period_forms, key=len, reverse=True)
        return re.compile(r"(?<!\d)(" + "|".join(map(re.escape, forms)) + ")") if forms else None

    def input_of(self, text: str) -> str:
        """The input that a text names (label or name, brackets at its end left out), or nothing."""
        found = next((match for rest, _ in peeled(text) if (match := self.inputs.find(rest)) is not None), None)
        return self.input_names[found.index] if found is not None else ""

    def named(self, text: str, role: str = "") -> Said:
        """The same as what is said; with the former name where it is called so."""
        name = self.input_of(text)
        if not name:
            return Said()
        decl = self.decls[name]
        forms = {normal_form(rest) for rest, _ in peeled(text)}
        now = {normal_form(called) for called in (name, decl.label) if called}
        is_former = bool(decl.was) and normal_form(decl.was) in forms and not now & forms
        return Said(name, role=role, was=decl.was if is_former else "")

    def titled(self, title: str, name: str) -> Said:
        """The input that a sheet is of, with its former name where the title has that one only."""
        decl, form = self.decls[name], normal_form(title)
        is_now = any(called and normal_form(called) in form for called in (name, decl.label))
        return Said(name, was=decl.was if decl.was and not is_now and normal_form(decl.was) in form else "")

    def period_of(self, text: str) -> str:
        """The period that a text is, or nothing."""
        form = period_form(text)
        return self._period_forms.get(form) or self._period_forms.get(_YEAR.sub("", form), "")

    def period_in(self, text: str) -> str:
        """The one period that occurs in a text; nothing where there is none, or more than one."""
        if self._period_pattern is None:
            return ""
        found = {self._period_forms[hit] for hit in self._period_pattern.findall(period_form(text))}
        return found.pop() if len(found) == 1 else ""

    def named_in(self, text: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """The inputs of some kinds whose name or label occurs in a text (a sheet's name, a title)."""
        form = normal_form(text)
        return tuple(
            name
            for name, decl in self.decls.items()
            if decl.kind in kinds and any(label and normal_form(label) in form for label in (name, decl.label, decl.was))
        )

    def read_heading(self, head: Head) -> Said:
        """What all headings over a column say together; nothing where the lowest says nothing, such as 备注 under an input."""
        said = self._one(head.leaf) if head.texts else Said()
        if said == Said():
            return said
        for text in reversed(head.texts[:-1]):
            said = said.under(self._one(text))
        return said

    def read_text(self, text: str) -> Said:
        """What one text says."""
        return self._one(text) if text else Said()

    def read_words(self, texts: Iterable[str]) -> Said:
        """What several texts say together, the first of them before the others."""
        said = Said()
        for text in texts:
            said = said.under(self.read_text(text))
        return said

    def _one(self, text: str) -> Said:
        """What one heading says."""
        known = next(((rest, inside) for rest, inside in peeled(text) if self.inputs.find(rest) is not None), None)
        rest, inside = known or without_brackets(text)
        said = self._words(rest)
        for part in inside:
            said = said.under(self._small(part))
        return said

    def _words(self, text: str) -> Said:
        """A heading without brackets: one thing, or an input with a period or 目标 beside it."""
        small = self._small(text)
        if small != Said() and small.role not in REMARK_WORDS:
            return small
        form = normal_form(text)
        for role, words in _ROLE_WORDS.items():
            for word in sorted(words, key=len, reverse=True):
                said = self.named(form.removesuffix(word).rstrip(_LINKS), role) if form.endswith(word) else Said()
                if said.name:
                    return said
        return small if small != Said() else self._with_period(text)

    def _with_period(self, text: str) -> Said:
        if self._period_pattern is None:
            return Said()
        form = period_form(text)
        found = self._period_pattern.search(form)
        if found is None:
            return Said()
        rest = (form[: found.start()].rstrip(_LINKS) + form[found.end() :].lstrip(_LINKS)).strip(_LINKS)
        rest = _YEAR.sub("", rest)
        inner = self._words(rest) if rest and rest != form else Said()
        return replace(inner, period=self._period_forms[found[1]]) if inner.name or inner.role else Said()

    def _small(self, text: str) -> Said:
        """One word: an input, a period, a group of raters, an option, 目标 or 实际."""
        form = normal_form(text)
        said = self.named(text)
        if said.name:
            return said
        if self.period_of(text):
            return Said(period=self.period_of(text))
        role = next((role for role, words in _ROLE_WORDS.items() if form in words and (role not in REMARK_WORDS or self.needs.remarks)), "")
        if role:
            return Said(role=role)
        return self._ballot_word(form)

    def _ballot_word(self, form: str) -> Said:
        if not self.options:
            return Said()
        rater = next((r for r in self.raters if normal_form(r) == form), "")
        if rater:
            return Said(rater=rater)
        option = next((o for o in self.options if form in (normal_form(o), normal_form(o) + "票", normal_form(o) + "票数")), "")
        option = "issued" if form in _ISSUED else "returned" if form in _RETURNED else option
        return Said(option=option)

    def need_of(self, said: Said, default_period: str = "") -> ColumnNeed | None:
        """The column that is asked for under these words; an input reported once is found under any period."""
        decl = self.decls.get(said.name)
        if decl is None or decl.kind == "marks":
            return None
        role, part = {"target": Role.TARGET}.get(said.role, Role.INPUT), ""
        if said.role in REMARK_WORDS:
            role, part = Role.REMARK, said.role
        elif decl.kind == "ballots":
            if not said.option:
                return None
            role, part = Role.VOTES, f"{said.rater}|{said.option}"
        for period in (said.period or default_period, ""):
            found = self.by_ref.get(Ref(role, said.name, period, part))
            if found is not None:
                return found
        return None

    def periods_asked(self, name: str) -> tuple[str, ...]:
        """The periods in which an input is asked for."""
        marked = [period for need in self.needs.marks if need.name == name for period in need.periods if period]
        return tuple(dict.fromkeys([*marked, *(need.period for need in self.needs.columns if need.name == name and need.period)]))


def spoken_part(part: str) -> str:
    """What is counted, as people say it: ``群众|issued`` is 群众发出."""
    rater, _, option = part.partition("|")
    return rater + {"issued": "发出", "returned": "收回"}.get(option, option)


def rule_for(need: ColumnNeed, *, in_percent: bool = False, units: Names | None = None, named: tuple[str, ...] = ()) -> CellRule:
    """What the cells of a column may hold."""
    decl = need.decl
    what = need.heading + (f"（{need.period}）" if need.period else "")
    if need.role == "votes":
        return CellRule("count", what + spoken_part(need.part), measured_in="票")
    if need.role in REMARK_WORDS:
        return CellRule("text", what + REMARKS[need.role])
    if need.role == "target":
        return CellRule(_kind(decl), f"{what}目标", decl.words, decl.measured_in, None, decl.places, in_percent, units, named)
    return CellRule(_kind(decl), what, decl.words, decl.measured_in, decl.between, decl.places, in_percent, units, named)


def _kind(decl: InputDecl) -> CellKind:
    if decl.kind in ("ballots", "marks"):
        return "number"
    kind: CellKind = decl.kind  # type: ignore[assignment]
    return kind
