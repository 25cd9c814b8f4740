"""What `verify` takes: files as `score` does, or the text of a request."""

from __future__ import annotations

import json

import pytest

from kpi_engine import score_json, verify
from windows import REQUEST, SOURCE


def test_a_run_of_json_is_verified_by_its_text() -> None:
    text = json.dumps(REQUEST, ensure_ascii=False)
    receipt = ("receipt.json", json.dumps(score_json(SOURCE, text)["receipt"]).encode())
    assert verify(receipt, SOURCE, request=text).same
    changed = verify(receipt, SOURCE, request=text.replace("95%", "96%")).differences
    assert changed[0].message() == "文件改过：stdin（一段 JSON）"


def test_neither_files_nor_text_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        verify(("receipt.json", b"{}"), SOURCE)
