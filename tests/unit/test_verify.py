"""A receipt against what is there now: the same is said to be the same, and each change is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kpi_engine import KpiError, score, score_json, verify
from kpi_engine.verify import read_kept, verify_receipt
from unit.test_api import DATA, REGISTER, REQUEST, SOURCE


def kept(**changes: object) -> tuple[str, bytes]:
    """The receipt of the run of `unit.test_api`, with something in it changed."""
    told = score(SOURCE, register=REGISTER, data=DATA, actor="周", at="2025-01-02T08:00:00+08:00").receipt.as_json()
    return "receipt.json", json.dumps({**told, **changes}, ensure_ascii=False).encode()


def differences(receipt: tuple[str, bytes], **changed: Any) -> tuple[str, ...]:
    return verify(receipt, SOURCE, **{"register": REGISTER, "data": DATA, **changed}).differences


def test_the_same_inputs_give_the_same_receipt_who_and_when_included() -> None:
    found = verify(kept(), SOURCE, register=REGISTER, data=reversed(DATA))
    assert found.same
    assert found.fresh.as_json() == found.kept


def test_a_changed_figure_is_named_with_file_and_unit() -> None:
    changed = [("督查科.csv", DATA[0][1].replace(b"95%", b"85%")), *DATA[1:]]
    assert differences(kept(), data=changed) == (
        "文件改过：督查科.csv（data）",
        "公安窗口：total 97.00 → 91.00；indicators",
    )


def test_a_file_more_and_a_file_less_are_named() -> None:
    assert "少了文件 事项.csv（data）" in differences(kept(), data=DATA[:2])
    assert "多了文件 又一份.csv（data）" in differences(kept(), data=[*DATA, ("又一份.csv", DATA[0][1])])


def test_a_receipt_that_was_tampered_with_is_found() -> None:
    results = json.loads(kept()[1])["results"]
    results[0]["total"] = "99.00"
    assert "回执里的结果与它自己的校验码不符：回执被改过" in differences(kept(results=results))
    assert differences(kept(code="AAAAAAAA")) == ("回执码与回执里的校验码不符：回执被改过",)
    assert differences(kept(findings=["没有的"])) == ("疑点与重算的不同",)


def test_another_engine_is_told() -> None:
    assert differences(kept(engine="0.0.1"))[0].startswith("engine：原为 0.0.1")


def test_a_run_of_json_is_verified_by_its_text() -> None:
    text = json.dumps(REQUEST, ensure_ascii=False)
    receipt = ("receipt.json", json.dumps(score_json(SOURCE, text)["receipt"]).encode())
    assert verify(receipt, SOURCE, request=text).same
    assert "文件改过：stdin（request）" in verify(receipt, SOURCE, request=text.replace("95%", "96%")).differences


def test_neither_files_nor_text_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        verify(kept(), SOURCE)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b"\xff", b'{"scheme": 1, "results": []}', b'{"scheme": {}, "results": [], "format": 1%s}' % (b"0" * 5000)]
)
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    with pytest.raises(KpiError) as caught:
        read_kept(data, "receipt.json")
    assert [problem.code.number for problem in caught.value.problems] == ["K580"]


def test_what_keeps_the_inputs_from_being_scored_is_raised() -> None:
    def refused(actor: str, at: str) -> Any:
        raise KpiError([])

    with pytest.raises(KpiError):
        verify_receipt(kept()[1], "receipt.json", refused)
