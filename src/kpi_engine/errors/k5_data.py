"""Data: registers, workbooks, tables, corrections and decisions (K5xx)."""

from __future__ import annotations

from kpi_engine.errors import code

NOT_A_RECEIPT = code("K580", "not-a-receipt", zh="这个文件不是回执（receipt.json）", en="this file is not a receipt")
NO_PAST_RUN = code(
    "K581",
    "no-past-run",
    zh="“{name}”要读 {scheme}（{edition}）的结果，没有找到它的回执",
    en="{name} reads the results of {scheme} ({edition}), and its receipt is not here",
    mend="用 --reads 给出那次结果的 receipt.json，或在方案里写 required: no",
    mend_en="hand over its receipt.json with --reads, or declare required: no",
)
UNIT_NOT_IN_PAST = code(
    "K582",
    "unit-not-in-past-run",
    zh="“{name}”的结果里没有 {count} 个单位：{units}",
    en="{count} units are not in the results that {name} reads: {units}",
)
