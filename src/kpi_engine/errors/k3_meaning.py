"""Meaning: a scheme that is well formed and contradicts itself (K3xx)."""

from __future__ import annotations

from kpi_engine.errors import code

SAME_BOUND = code(
    "K310", "same-bound-twice", zh="分界 {bound} 写了两次", en="the bound {bound} is given twice", mend="删去一处", mend_en="remove one"
)
TOO_FEW_KNOTS = code("K311", "too-few-knots", zh="内插至少要两个点，按名次至少要写第一名的分", en="a line needs two knots, places need the first one")
OPTION_LACKING = code(
    "K312",
    "option-lacking",
    zh="{name} 的选项 {options} 没有给分",
    en="{name}: no value is given for {options}",
    mend="逐项写明，或写 otherwise",
    mend_en="give each, or write otherwise",
)
CLASS_LACKING = code(
    "K313",
    "class-lacking",
    zh="按类别的数缺少类别：{classes}",
    en="no number is given for these classes: {classes}",
    mend="逐类写明，或写 otherwise",
    mend_en="give each class, or write otherwise",
)
NO_TARGET = code(
    "K314",
    "no-target",
    zh="{name} 没有声明目标",
    en="{name} has no target",
    mend="在 inputs 里写 target: given 或 target: 数，或在计分办法里写 target",
    mend_en="declare target: given or a number in inputs, or give target in the form",
)
BAD_FUNCTION_HEADING = code(
    "K315", "function-heading", zh="函数名要写成 名字(参数, …)，写的是 {key}", en="a function is declared as name(parameter, …), found {key}"
)
START_UNCLEAR = code(
    "K316",
    "start-unclear",
    zh="指标“{name}”又扣又加，没有说从多少分起",
    en="indicator {name} both adds and deducts and does not say where it starts",
    mend="写 score: points（从满分起）或 score: 0（从零起）",
    mend_en="write score: points or score: 0",
)
NO_RULE = code(
    "K317",
    "no-rule",
    zh="指标“{name}”没有计分办法",
    en="indicator {name} has no rule",
    mend="写 score、deduct 或 indicators",
    mend_en="write score, deduct or indicators",
)
NOT_YET = code("K318", "not-supported", zh="还不能用{what}", en="{what} is not supported", mend="{mend}", mend_en="{mend}")
PERIOD_WEIGHTS = code("K319", "period-weights", zh="各期比例合计 {found}，应为 100%", en="the periods' weights add up to {found}, not 100%")
UNKNOWN_INDICATOR = code("K320", "unknown-indicator", zh="没有叫“{name}”的指标{near}", en="there is no indicator {name}{near}")
UNKNOWN_GRADE = code(
    "K321", "unknown-grade", zh="{where}写的等次“{name}”不在 grades 里{near}", en="{where} names a grade {name} that grades does not have{near}"
)
QUOTA_NEEDS_RANKING = code(
    "K322",
    "quota-needs-ranking",
    zh="名额“{name}”要先有排名才能定谁入围",
    en="quota {name} needs a ranking to decide who holds a place",
    mend="写明 ranking: {{within, by, ties}}",
    mend_en="declare ranking: {{within, by, ties}}",
)
NAME_TWICE = code(
    "K323",
    "indicator-twice",
    zh="指标名“{name}”用了两次",
    en="the indicator name {name} is used twice",
    mend="改其中一个的名字，需要时用 label 写打印的名称",
    mend_en="rename one; use label for what is printed",
)
