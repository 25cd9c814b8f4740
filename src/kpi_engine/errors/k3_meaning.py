"""Meaning: a scheme that is well formed and contradicts itself (K3xx)."""

from __future__ import annotations

from kpi_engine.errors import code

SAME_BOUND = code("K310", "same-bound-twice", zh="分界 {bound} 写了两次", en="the bound {bound} is given twice", mend="删去一处", mend_en="remove one")
TOO_FEW_KNOTS = code("K311", "too-few-knots", zh="内插至少要两个点，按名次至少要写第一名的分", en="a line needs two knots, places need the first one")
OPTION_LACKING = code(
    "K312",
    "option-lacking",
    zh="{name} 的选项 {options} 没有给分",
    en="{name}: no value is given for {options}",
    mend="逐项写明，或写 otherwise",
    mend_en="give each, or write otherwise",
)
