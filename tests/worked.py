"""The figures that an expected table asks for.

The headings of expected.csv say what is compared: 总分, 名次, 等次, 分数等次 (before vetoes and quotas), 疑点 (the checks that did not hold),
运用·name (a consequence), 称号·name (a title), 兑现·name (a payment), else the score of the indicator of that name.
"""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.table import Ref, Role
from scored import Sheet


def figures(sheet: Sheet, row: dict[str, str]) -> dict[str, str]:
    """What the run says under each heading of an expected row, as the table writes it."""
    return {heading: _figure(sheet, heading, row["单位"], asked) for heading, asked in row.items() if heading != "单位"}


def _figure(sheet: Sheet, heading: str, unit: str, asked: str) -> str:
    part, _, name = heading.rpartition("·")
    refs = {
        "总分": Ref(Role.TOTAL),
        "名次": Ref(Role.RANK),
        "等次": Ref(Role.GRADE),
        "分数等次": Ref(Role.GRADE, part="band"),
        "运用": Ref(Role.CONSEQUENCE, name),
        "称号": Ref(Role.QUOTA, name, part="keeps"),
        "兑现": Ref(Role.PAYMENT, name),
    }
    if heading == "疑点":
        told = {str(p.facts["name"]) for p in sheet.results.findings if p.code.number == "K607" and p.facts["unit"] == unit}
        return "；".join(sorted(told))
    return _written(sheet.cell(refs.get(part or heading, Ref(Role.SCORE, heading)), unit), asked)


def _written(value: object, asked: str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction | int):
        return asked if asked not in ("", "不涉及", "未报") and Fraction(asked) == value else str(value)
    return {"NOT_APPLICABLE": "不涉及", "MISSING": "未报"}.get(str(value), str(value))
