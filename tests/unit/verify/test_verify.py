"""A receipt, and what was published with it, against what is there now: the same is said to be the same, and each change is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kpi_engine import KpiError, Verification, score, verify, write_results
from kpi_engine.verify import DOCUMENTS, beside, verify_receipt
from windows import DATA, REGISTER, SOURCE


def kept(**changes: object) -> tuple[str, bytes]:
    """The receipt of the run of `windows`, with something in it changed."""
    told = score(SOURCE, register=REGISTER, data=DATA, actor="周", at="2025-01-02T08:00:00+08:00").receipt.as_json()
    return "receipt.json", json.dumps({**told, **changes}, ensure_ascii=False).encode()


def differences(receipt: tuple[str, bytes], **changed: Any) -> list[str]:
    return [p.message() for p in verify(receipt, SOURCE, **{"register": REGISTER, "data": DATA, **changed}).differences]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """That run, as it was written."""
    run = score(SOURCE, register=REGISTER, data=DATA, actor="周", at="2025-01-02T08:00:00+08:00")
    written, problems = write_results(tmp_path / "01", run.results, run.receipt, findings=run.findings)
    assert written is not None, problems
    return written.folder


def verified(folder: Path, **changed: Any) -> Verification:
    return verify(folder / "receipt.json", SOURCE, **{"register": REGISTER, "data": DATA, **changed})


def test_the_same_inputs_give_the_same_receipt_who_and_when_included() -> None:
    found = verify(kept(), SOURCE, register=REGISTER, data=reversed(DATA))
    assert found.same
    assert found.fresh.as_json() == found.kept
    assert (found.compared, found.findings, found.count) == ((), (), 0)


def test_a_changed_figure_is_named_with_file_and_unit_in_words() -> None:
    changed = [("督查科.csv", DATA[0][1].replace(b"95%", b"85%")), *DATA[1:]]
    found = verify(kept(), SOURCE, register=REGISTER, data=changed)
    assert [(p.code.number, p.message(), p.message("en")) for p in found.differences] == [
        ("K596", "文件改过：督查科.csv（数据）", "a file was changed: 督查科.csv (data)"),
        ("K597", "公安窗口：总分 97.00 → 91.00；满意 57 → 51", "公安窗口: total 97.00 → 91.00; 满意 57 → 51"),
    ]


def test_a_file_more_and_a_file_less_are_named() -> None:
    assert "少了文件：事项.csv（数据）" in differences(kept(), data=DATA[:2])
    assert "多了文件：又一份.csv（数据）" in differences(kept(), data=[*DATA, ("又一份.csv", DATA[0][1])])


def test_a_receipt_that_was_tampered_with_is_found() -> None:
    results = json.loads(kept()[1])["results"]
    results[0]["total"] = "99.00"
    assert differences(kept(results=results)) == ["公安窗口：总分 99.00 → 97.00", "回执被改过：里面的结果与它自己的校验码不符"]
    assert differences(kept(code="AAAAAAAA")) == ["回执被改过：回执码与里面的校验码不符"]
    assert differences(kept(findings=["没有的"])) == ["回执被改过：疑点写了 1 项，重算是 0 项"]


def test_another_engine_is_told() -> None:
    assert differences(kept(engine="0.0.1"))[0].startswith("程序版本：回执里是“0.0.1”，现在是“")


def test_what_keeps_the_inputs_from_being_scored_is_raised() -> None:
    def refused(actor: str, at: str) -> Any:
        raise KpiError([])

    with pytest.raises(KpiError):
        verify_receipt(kept()[1], "receipt.json", refused)


def test_the_documents_beside_the_receipt_are_read_back(folder: Path) -> None:
    found = verified(folder)
    assert found.same
    assert found.compared == DOCUMENTS
    assert found.findings == ()
    assert list(beside(folder)) == list(DOCUMENTS)


def test_an_edited_cell_is_told_where_it_is_asked_for_and_where_it_lies(folder: Path) -> None:
    path = folder / "scores.csv"
    path.write_bytes(path.read_bytes().replace(b"38.00", b"88.00"))
    told = [(p.code.number, str(p.place), p.message()) for p in verified(folder).differences]
    assert told == [("K730", "scores.csv:3:3", "税务窗口，总分：文件里是“88.00”，重算是“38.00”")]
    receipt = ("receipt.json", (folder / "receipt.json").read_bytes())
    assert verify(receipt, SOURCE, register=REGISTER, data=DATA).same
    assert not verify(receipt, SOURCE, register=REGISTER, data=DATA, documents=folder).same


def test_a_document_that_is_not_there_is_a_finding(folder: Path) -> None:
    (folder / "trail.csv").unlink()
    (folder / "results.xlsx").unlink()
    found = verified(folder)
    assert found.same
    assert [(p.code.number, p.facts["names"]) for p in found.findings] == [("K732", "trail.csv、results.xlsx")]
    assert found.compared == ("scores.csv", "points.csv")


def test_where_the_data_are_others_the_documents_are_counted_and_not_listed(folder: Path) -> None:
    changed = [("督查科.csv", DATA[0][1].replace(b"95%", b"85%")), *DATA[1:]]
    found = verified(folder, data=changed)
    codes = [p.code.number for p in found.differences]
    assert codes == ["K596", "K597", "K736", "K736", "K736", "K736"]
    assert found.differences[2].message() == "1 处与重算的不同，没有一一列出（方案或数据已不是当时的）"  # the total; 91 is 优秀, too
    assert found.count > len(codes)


def test_a_receipt_of_another_run_is_told_while_the_documents_are_as_recomputed(folder: Path) -> None:
    others = [("督查科.csv", DATA[0][1].replace(b"95%", b"85%")), *DATA[1:]]
    told = score(SOURCE, register=REGISTER, data=others).receipt.as_json()
    (folder / "receipt.json").write_text(json.dumps(told), encoding="utf-8")
    found = verified(folder)
    assert [p.code.number for p in found.differences][:2] == ["K596", "K597"]
    assert {p.place.file for p in found.differences} <= {"receipt.json", "results.xlsx"}  # the workbook says who scored and when
