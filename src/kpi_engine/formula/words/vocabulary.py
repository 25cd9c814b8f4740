"""The words that formulas are told in: Chinese for the offices, English beside it; and each function's template, keyed by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kpi_engine.formula.functions import group_functions, reducers, row_functions
from kpi_engine.numbers import Mode
from kpi_engine.table import State

__all__ = ["OPERATORS", "Language", "Vocabulary", "template", "vocabulary"]

Language = Literal["zh", "en"]

OPERATORS: Mapping[str, str] = MappingProxyType(
    {"+": "+", "-": "-", "*": "×", "/": "÷", "==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language; templates take their parts by name."""

    language: Language
    states: Mapping[State, str]
    holds: tuple[str, str]
    is_true: tuple[str, str]
    yes: tuple[str, str]
    scopes: Mapping[str, str]
    joins: Mapping[str, str]
    negation: str
    choice: str
    lookup: str
    otherwise: str
    rounding: str
    modes: Mapping[Mode, str]
    fallback: str
    taken_as: str
    counted: str
    where: str
    rows: str
    earlier: str
    reported: str
    left_out: str
    comma: str
    brackets: tuple[str, str]


_ZH = Vocabulary(
    language="zh",
    states={State.PRESENT: "", State.NOT_APPLICABLE: "不涉及", State.MISSING: "未报", State.ERROR: "无法计算"},
    holds=("成立", "不成立"),
    is_true=("{0}为是", "{0}为否"),
    yes=("是", "否"),
    scopes={"class": "同类", "all": "全体", "fact": "同一事实"},
    joins={"and": " 且 ", "or": " 或 "},
    negation="并非{0}",
    choice="若 {condition}，则 {then}，否则 {otherwise}",
    lookup="按{key}：{entries}",
    otherwise="其他",
    rounding="{mode}({0}, {places} 位)",
    modes={"half_up": "四舍五入", "half_even": "四舍六入五成双", "up": "进位", "down": "舍去", "ceiling": "向上取", "floor": "向下取"},
    fallback="{0}（{states}）",
    taken_as="{0} 按 {1} 计",
    counted="{what}（{n} 条）",
    where="{where} 的{what}",
    rows="",
    earlier="前 {n} 项均不成立",
    reported="已报",
    left_out="（{0}，不计）",
    comma="，",
    brackets=("（", "）"),
)

_EN = Vocabulary(
    language="en",
    states={State.PRESENT: "", State.NOT_APPLICABLE: "not applicable", State.MISSING: "not reported", State.ERROR: "cannot be computed"},
    holds=("holds", "does not hold"),
    is_true=("{0} is yes", "{0} is no"),
    yes=("yes", "no"),
    scopes={"class": "class ", "all": "overall ", "fact": "one fact's "},
    joins={"and": " and ", "or": " or "},
    negation="not {0}",
    choice="if {condition} then {then}, otherwise {otherwise}",
    lookup="by {key}: {entries}",
    otherwise="others",
    rounding="{mode}({0}, {places} places)",
    modes={
        "half_up": "round",
        "half_even": "round half to even",
        "up": "round up",
        "down": "round down",
        "ceiling": "round to ceiling",
        "floor": "round to floor",
    },
    fallback="{0} ({states})",
    taken_as="{0} counts as {1}",
    counted="{what} ({n} rows)",
    where="{what} where {where}",
    rows="rows",
    earlier="the first {n} do not hold",
    reported="is reported",
    left_out=" ({0}, left out)",
    comma=", ",
    brackets=("(", ")"),
)


def vocabulary(language: Language) -> Vocabulary:
    """The words of a language."""
    return _ZH if language == "zh" else _EN


_ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "row.min": "min({args})",
        "row.max": "max({args})",
        "row.abs": "|{0}|",
        "row.floor": "⌊{0}⌋",
        "row.sum_of": "{plus}",
        "row.root": "{1}√{0}",
        "row.ln": "ln({0})",
        "row.exp": "exp({0})",
        "row.months_late": "months late({args})",
        "row.is_present": "reported({0})",
        "row.is_reported": "not missing({0})",
        "row.applies": "applies({0})",
        "row.highest_applicable": "highest applicable({args})",
        "row.lowest_applicable": "lowest applicable({args})",
        "reduce.sum": "sum of {what}",
        "reduce.count": "count of {what}",
        "reduce.mean": "mean of {what}",
        "reduce.highest": "highest {what}",
        "reduce.lowest": "lowest {what}",
        "reduce.last": "last {what}",
        "reduce.in_a_row": "{what} in a row",
        "reduce.times": "times {what}",
        "group.max": "{scope}max({0})",
        "group.min": "{scope}min({0})",
        "group.mean": "{scope}mean({0})",
        "group.sum": "{scope}sum({0})",
        "group.count": "{scope}count({0})",
        "group.count_same": "{scope}count of the same({0})",
        "group.others_mean": "{scope}mean of the others({0})",
        "group.percentile": "{scope}percentile({args})",
        "group.rank": "{scope}rank({0})",
        "group.quota": "{scope}quota",
        "group.at_cut": "{scope}tie at the quota line",
        "group.share_of_pot": "{scope}share({args})",
        "group.counts_once": "one fact counts once",
    }
)


def template(sort: Literal["row", "reduce", "group"], function: str, language: Language) -> str:
    """The template of a function's words: the registry's own in Chinese, the table above in English."""
    if language == "en":
        return _ENGLISH[f"{sort}.{function}"]
    match sort:
        case "row":
            return row_functions()[function].words
        case "reduce":
            return reducers()[function].words
        case "group":
            return group_functions()[function].words
