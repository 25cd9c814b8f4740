"""A work folder of fixtures/ scored as it was sent, and the figures that its expected table asks for.

The headings of expected.csv say what is compared: 总分, 名次, 等次, 分数等次 (before vetoes and quotas), 疑点 (the checks that did not hold),
运用·name (a consequence), 称号·name (a title), 兑现·name (a payment), else the score of the indicator of that name.
"""

from __future__ import annotations

import csv
import importlib
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

from kpi_engine.api import score
from kpi_engine.table import Ref, Role
from scored import Sheet

ROOT = Path(__file__).parents[1]


def generator(name: str) -> ModuleType:
    """A script of fixtures/generate, which imports its neighbours by their plain names."""
    folder = str(ROOT / "fixtures" / "generate")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def expected_text(name: str) -> str:
    return (ROOT / "fixtures" / name / "expected.csv").read_text(encoding="utf-8")


def expected_rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(expected_text(name).splitlines()))


def score_folder(name: str) -> Sheet:
    folder = ROOT / "fixtures" / name
    adjustments = folder / "更正与审定.xlsx"
    run = score(
        ROOT / "rules" / f"{name}.yaml",
        register=folder / "单位名录.xlsx",
        data=sorted((folder / "数据").iterdir()),
        adjustments=[adjustments] if adjustments.exists() else [],
        receipts=sorted((folder / "往年").glob("*.json")),
        actor="test",
        at="2025-01-10",
    )
    return Sheet(run.results)


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
