"""The guide in front of the template: how to fill it in, what each owner has, and a list of all data and events with their clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from kpi_engine.intake.template.checks import Check, validation
from kpi_engine.intake.template.layout import heading
from kpi_engine.intake.template.style import Styles
from kpi_engine.scheme.needs import Needs

__all__ = ["write_guide"]

_HOW = (
    "1. 每个填报单位填自己名下的工作表；填完存成 .xlsx，放进“数据”文件夹。",
    "2. 空白表示未报，不等于 0；没有这项工作填“不涉及”；灰色的格按方案不考核这个单位，不用填。",
    "3. 百分比直接填 92.5%；日期填 2024-12-31；数只填数，不带单位和文字。",
    "4. 不要增删列、改表头、改单位名称；要说明的另附。",
)
_ALONE = "1. 填完存成 .xlsx，原样交回；文件名可以改，工作表的名字不要改。"
_KINDS = {
    "count": "整数", "number": "数", "percent": "百分比", "yes_no": "是/否", "date": "日期", "choice": "选项", "text": "文字", "unit": "写单位名",
    "ballots": "票数", "marks": "评委打分",
}  # fmt: skip


def write_guide(
    sheet: Worksheet,
    styles: Styles,
    title: str,
    needs: Needs,
    burdens: Sequence[tuple[str, int, int, tuple[str, ...]]],
    notes: Mapping[str, str],
    *,
    alone: bool = False,
) -> None:
    """Write the guide; of a workbook that goes to one owner ``alone`` it says how to send it back."""
    for column, width in enumerate((20, 30, 12, 40, 46)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 4, "", styles("title"))
    sheet.write_string(0, 0, f"{title}　填表说明", styles("title"))
    sheet.set_row(0, 30)
    for row, text in enumerate((_ALONE, *_HOW[1:]) if alone else _HOW, 1):
        sheet.merge_range(row, 0, row, 4, "", styles("note"))
        sheet.write_string(row, 0, text, styles("note"))
    row = _table(sheet, styles, len(_HOW) + 2, ("填报", "工作表", "应填格数", "事项种类", ""), [_burden(b) for b in burdens])
    row = _table(sheet, styles, row + 1, ("填报", "数据项", "填什么", "要求", "依据和用途"), _inputs(needs, notes))
    events = [(need.owner, need.name, "事项", need.text, need.clause) for need in needs.events]
    if events:
        _table(sheet, styles, row + 1, ("填报", "事项", "", "评分标准", "条款"), events)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _burden(burden: tuple[str, int, int, tuple[str, ...]]) -> tuple[str, ...]:
    owner, cells, events, sheets = burden
    return (owner, "、".join(sheets), str(cells), f"{events} 种" if events else "", "")


def _inputs(needs: Needs, notes: Mapping[str, str]) -> list[tuple[str, ...]]:
    rows: dict[str, tuple[str, ...]] = {}
    for need in needs.columns:
        decl = need.decl
        check = Check(decl.kind, need.heading, decl.words if decl.kind == "choice" else (), decl.between, decl.measured_in)
        rule = validation(check, 0, 0) or {}
        wanted = str(rule.get("input_message", "")).replace("没有这项工作填“不涉及”；0 与空白不同。", "")
        rows.setdefault(need.name, (decl.owner, heading(need).replace("\n", ""), _KINDS[decl.kind], wanted, notes.get(need.name, "")))
    for mark in needs.marks:
        low_high = "" if mark.decl.between is None else f"{mark.decl.between[0]} 至 {mark.decl.between[1]}"
        rows.setdefault(mark.name, (mark.decl.owner, mark.decl.label or mark.name, _KINDS["marks"], low_high, mark.decl.clause))
    return list(rows.values())


def _table(sheet: Worksheet, styles: Styles, row: int, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    for column, text in enumerate(heads):
        sheet.write_string(row, column, text, styles("head"))
    for line in lines:
        row += 1
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, styles("text"))
    return row + 1
