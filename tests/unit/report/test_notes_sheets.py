"""疑点, 更正与审定, 回执."""

from __future__ import annotations

from kpi_engine.engine.results import Results
from kpi_engine.report.notes_sheets import adjustments_table, findings_table, receipt_table
from kpi_engine.trail.receipt import Receipt


def test_findings_have_place_code_message_and_mend(desk: Results) -> None:
    table = findings_table(desk, desk.findings, "")
    assert [f.cells[0] for f in table.fields] == [
        "1", "desk.yaml:43:9", "K605", "“优秀名额”只有 1 个名额，=城关镇、古市镇 正好并列在线上（按 take_none 处理）",
        "由领导小组审定，或补一个比较项",
    ]  # fmt: skip


def test_no_findings_is_said(desk: Results) -> None:
    assert findings_table(desk, [], "").empty == "没有疑点"


def test_adjustments_show_what_they_have_and_nothing_is_left_out(desk: Results) -> None:
    table = adjustments_table(desk, [{"kind": "审定", "unit": "甲", "zzz": "别的", "old": ""}, {"kind": "更正", "unit": "乙", "new": "5"}], "")
    assert [(f.heading, list(f.cells)) for f in table.fields] == [
        ("类别", ["审定", "更正"]), ("单位", ["甲", "乙"]), ("改为", ["", "5"]), ("zzz", ["别的", ""]),
    ]  # fmt: skip


def test_without_adjustments_the_headings_still_stand(desk: Results) -> None:
    table = adjustments_table(desk, [], "")
    assert ([f.heading for f in table.fields][:3], table.size, table.empty) == (["类别", "单位", "事项"], 0, "没有更正，也没有审定")


def test_the_receipt_names_every_file_with_its_hash(desk: Results, receipt: Receipt) -> None:
    table = receipt_table(desk, receipt, "")
    told = dict(zip(table.fields[0].cells, table.fields[1].cells, strict=True))
    assert told["校验码"] == receipt.code
    assert told["考核方案　方案.yaml"] == "0" * 64
    assert (told["参评数"], told["经办"]) == ("5", "王某")
