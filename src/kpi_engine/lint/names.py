"""Names: words that a formula can hold, that mean one thing, and that no form has taken."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterator, Sequence

from kpi_engine.errors import Problem, Severity
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.functions import row_functions
from kpi_engine.intake.match import normal_form
from kpi_engine.lint.look import Look
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.indicators import Indicator
from kpi_engine.source import Place
from kpi_engine.terms import FORM_NAMES, OTHERWISE

__all__ = ["classes", "former_names", "plain_names", "two_things"]

_RESERVED = (
    "points",
    "children_sum",
    "unit_class",
    "total",
    "grade",
    "rank",
    "rank_from_last",
    "score",
    "rate",
    "target",
    "count",
    "sum",
    "true",
    "false",
)


def plain_names(look: Look) -> Iterator[Problem]:
    """K357: a name is letters, Chinese characters, digits and _, not a keyword and not a word of the language."""
    for section, what, name, place in _names(look):
        reason = _reason(name, in_formulas=section in ("inputs", "values", "functions"))
        if reason is not None:
            why, why_en = reason
            plain = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name)).strip("_")
            plain = f"_{plain}" if not plain or plain[0].isdigit() or keyword.iskeyword(plain) else plain
            plain = f"{name}_值" if plain == name else plain
            mend = f"用汉字、字母、数字和下划线，不以数字开头；打印的名称写 label。例如 {plain}"
            yield k3.NOT_A_NAME.at(place, what=what, name=name, section=section, why=why, why_en=why_en, mend=mend)


def _names(look: Look) -> Iterator[tuple[str, str, str, Place]]:
    scheme = look.scheme
    for section, what, names in (("inputs", "数据项", scheme.inputs), ("values", "中间值", scheme.values), ("payments", "兑现", scheme.payments)):
        for name, made in names.items():
            yield section, what, str(name), _key_place(name, made.place)
    for name, (given, rule) in look.plan.book.functions.items():
        yield from (("functions", what, word, rule.place) for what, word in (("函数", name), *(("参数", p) for p in given)))
    for entry in look.tree:
        if entry.name:
            yield "indicators", "指标", entry.name, entry.model.place
    for name in look.plan.book.event_names():
        yield "events", "事项", name, scheme.events[name].place if name in scheme.events else scheme.place
    for event in scheme.events.values():
        yield from (("events", "列", str(name), _key_place(name, column.place)) for name, column in event.columns.items())


def _key_place(key: object, otherwise: Place) -> Place:
    place = getattr(key, "place", None)
    return place if isinstance(place, Place) else otherwise


def _reason(name: str, *, in_formulas: bool) -> tuple[str, str] | None:
    if not name.isidentifier():
        odd = next((c for c in name if not (c.isalnum() or c == "_")), name[:1])
        return f"含有 {odd}" if not odd.isdigit() else "以数字开头", f"it holds {odd}" if not odd.isdigit() else "it begins with a digit"
    if unicodedata.normalize("NFKC", name) != name:
        return "含有全角字符", "it holds full-width characters"
    if keyword.iskeyword(name):
        return "是公式的关键字", "it is a keyword of formulas"
    if in_formulas and (name in _RESERVED or name in row_functions()):
        return "是公式里已有的名字", "the language uses this name itself"
    return None


def classes(look: Look) -> Iterator[Problem]:
    """K358: numbers by class must not read as a form."""
    if isinstance(look.scheme.classes, dict):
        for name, decl in look.scheme.classes.items():
            if name in (*FORM_NAMES, OTHERWISE):
                yield k3.CLASS_NAMED_AS_FORM.at(decl.place, clause=decl.clause, name=name)


def two_things(look: Look) -> Iterator[Problem]:
    """K359: a bare name in a formula is an input, a value or a payment, and not two of them; that it is also a word is a finding."""
    scheme = look.scheme
    told: dict[str, list[tuple[str, str, Place]]] = {}
    for section, what, names in (("inputs", "数据项", scheme.inputs), ("values", "中间值", scheme.values), ("payments", "兑现", scheme.payments)):
        for name, made in names.items():
            told.setdefault(str(name), []).append((section, what, made.place))
    words = look.plan.book.words()
    for name, uses in told.items():
        severity: Severity = "problem" if len(uses) > 1 else "finding"
        both = [*uses, ("options", "选项、等次或类别", scheme.place)] if name in words else uses
        if len(both) > 1:
            (section, first, place), (other, second, also), *_ = both
            yield k3.NAME_OF_TWO_THINGS.at(
                place, severity=severity, also=[also], name=name, first=first, second=second, sections=f"{section}, {other}"
            )


def former_names(look: Look) -> Iterator[Problem]:
    """K325: the name that an indicator, or an input, had before is not another one's today, nor another one's before."""
    yield from _former([(e.name, e.model, e.clause) for e in look.tree], ("还是一个指标", "is an indicator still"))
    inputs = [(str(name), decl, decl.clause) for name, decl in look.scheme.inputs.items()]
    labels = [(decl.label, decl, "") for _, decl, _ in inputs if decl.label]
    yield from _former(inputs, ("还是一个数据项", "is an input still"), also=labels)


Renamed = tuple[str, Indicator | InputDecl, str]


def _former(named: Sequence[Renamed], still: tuple[str, str], also: Sequence[Renamed] = ()) -> Iterator[Problem]:
    first: dict[str, str] = {}
    known = {normal_form(name) for name, _, _ in (*named, *also)}
    for name, model, clause in named:
        if not model.was:
            continue
        if normal_form(model.was) in known:
            why = still
        elif first.setdefault(model.was, name) != name:
            why = (f"“{first[model.was]}”也写了", f"is said of {first[model.was]} as well")
        else:
            continue
        yield k3.NAME_STILL_USED.at(model.place, clause=clause, name=name, was=model.was, why=why[0], why_en=why[1])


ON_TEXT = (former_names, plain_names, classes, two_things)
ON_TREES = ()
