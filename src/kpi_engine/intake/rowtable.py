"""Sheets in which a row is one figure, one ballot, one event: which column says what, by its heading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from kpi_engine.intake.headers import Head, Table, heading_form
from kpi_engine.intake.match import normal_form
from kpi_engine.intake.sheets import Sheet

__all__ = ["column_texts", "heads_by_word", "is_long"]

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "input": ("数据项", "指标", "指标名称", "考核指标", "项目", "考核项目", "input"),
    "period": ("时期", "期间", "月份", "报告期", "考核期", "季度", "period"),
    "rater": ("评议主体", "评议人", "评议方", "测评主体", "测评人", "评价主体", "评委", "评委姓名", "评分人", "rater"),
    "option": ("选项", "票别", "评价", "option"),
    "value": ("数值", "值", "完成值", "实际值", "数据", "填报值", "完成数", "实际完成值", "分数", "得分", "打分", "票数", "value", "mark"),
    "target": ("目标", "目标值", "任务数", "target"),
    "event": ("事项", "扣分事项", "加分事项", "事件", "情形", "扣分情形", "考核事项", "event"),
    "date": ("日期", "发生日期", "发生时间", "时间", "date"),
    "fact": ("事实编号", "事件编号", "事实号", "fact"),
    "evidence": ("证据", "证据编号", "证据材料", "佐证", "佐证材料", "依据材料", "evidence"),
    "reason": ("理由", "原因", "扣分理由", "扣分原因", "评分理由", "定分理由", "reason"),
    "note": ("说明", "备注", "情况说明", "事由", "note"),
    "amount": ("分值", "核定分值", "核定分", "扣分", "加分", "扣分值", "加分值", "扣分分值", "加分分值", "扣/加分", "加/扣分", "扣(加)分", "分数", "amount"),
    "owner": ("填报单位", "报送单位", "责任部门", "提供单位", "考核部门", "数据来源", "owner"),
}  # fmt: skip


def heads_by_word(table: Table, *keys: str) -> dict[str, Head]:
    """For each of ``keys`` the first column headed with one of its words."""
    found: dict[str, Head] = {}
    for head in table.heads:
        forms = {heading_form(head.leaf), normal_form(head.leaf)}
        key = next((key for key in keys if key not in found and forms & set(_WORDS[key])), "")
        if key and head.column != table.unit_column:
            found[key] = head
    return found


def is_long(table: Table) -> bool:
    """Whether a row of the table is one figure of one unit."""
    return {"input", "value"} <= set(heads_by_word(table, "input", "value"))


def column_texts(sheet: Sheet, head: Head | None) -> list[str]:
    """A column's texts for the rows of the sheet, one text over merged rows holding for all of them; empty texts where there is no such column."""
    if head is None:
        return [""] * len(sheet.rows)
    texts = sheet.view.texts(np.array(sheet.rows, dtype=np.int64), head.column)
    grid = sheet.view.grid
    if grid.merged and "" in texts:
        for position, row in enumerate(sheet.rows):
            area = sheet.view.merged_at(row, head.column) if not texts[position] else None
            if area is not None and area.top > sheet.table.bottom:
                texts[position] = str(grid.cell(area.top, area.left).value or "").strip()
    return texts
