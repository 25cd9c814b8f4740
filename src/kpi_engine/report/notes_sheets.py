"""疑点, 更正与审定, 回执: what was odd, what was changed by whom, and what proves the run."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.report.paper import Field, Look, Table
from kpi_engine.report.standing import Adjustments
from kpi_engine.trail.receipt import Receipt

__all__ = ["adjustments_table", "findings_table", "receipt_table"]

_CENTRED: Look = {"align": "center"}
_ADJUSTMENT_COLUMNS = {
    "kind": "类别", "unit": "单位", "what": "事项", "old": "原为", "new": "改为", "basis": "依据", "by": "由谁", "date": "日期", "place": "出处",
}  # fmt: skip
_USES = {"scheme": "考核方案", "register": "单位名录", "data": "数据", "adjustments": "更正与审定", "receipt": "以前的回执"}
_COUNTS = {
    "units": "单位", "takes_part": "参评", "ranked": "参加排名", "indicators": "指标", "events": "事项",
    "findings": "疑点", "adjustments": "更正与审定",
}  # fmt: skip


def findings_table(results: Results, findings: Sequence[Problem], subtitle: str) -> Table:
    """疑点: what was odd and accepted, with its place and what to do."""
    fields = [
        Field("序号", [str(number + 1) for number in range(len(findings))], _CENTRED, widest=6),
        Field("位置", [str(finding.place) for finding in findings], widest=34),
        Field("代码", [finding.code.number for finding in findings], _CENTRED, widest=8),
        Field("内容", [finding.message() for finding in findings], widest=70),
        Field("改法", [finding.mend() for finding in findings], widest=50),
    ]
    return Table("疑点", f"{results.plan.scheme.title}　数据疑点", subtitle, fields, empty="没有疑点", wraps=True, frozen=1)


def adjustments_table(results: Results, adjustments: Adjustments, subtitle: str) -> Table:
    """更正与审定: each change laid over data or results, with its paper."""
    keys = [key for key in _ADJUSTMENT_COLUMNS if any(told.get(key) for told in adjustments)]
    keys += sorted({key for told in adjustments for key in told} - set(_ADJUSTMENT_COLUMNS))
    keys = keys or list(_ADJUSTMENT_COLUMNS)
    fields = [Field(_ADJUSTMENT_COLUMNS.get(key, key), [told.get(key, "") for told in adjustments], widest=30) for key in keys]
    title = f"{results.plan.scheme.title}　更正与审定"
    return Table("更正与审定", title, subtitle, fields, empty="没有更正，也没有审定", wraps=True)


def receipt_table(results: Results, receipt: Receipt, subtitle: str) -> Table:
    """回执: what went in and what came out, so that anyone can see whether two sheets are of one run."""
    told = [
        ("校验码", receipt.code),
        ("考核方案", f"{receipt.title}（{receipt.scheme}）"),
        ("版本", receipt.edition),
        ("程序版本", receipt.engine),
        ("经办", receipt.actor),
        ("时间", receipt.at),
        *((f"{_COUNTS.get(name, name)}数", str(count)) for name, count in receipt.counts.items()),
        ("结果的 SHA-256", receipt.results_sha256),
        *((f"{_USES.get(source.use, source.use)}　{source.name}", source.sha256) for source in receipt.sources),
        ("怎样核对", "同一文件夹里的 receipt.json 是完整回执；运行 kpi verify，会重新计算一遍并说出有无不同。"),
    ]
    fields = [Field("项目", [name for name, _ in told], widest=40), Field("内容", [text for _, text in told], widest=70)]
    title = f"{results.plan.scheme.title}　回执"
    return Table("回执", title, subtitle, fields, wraps=True, filtered=False)
