"""``kpi score --input``: JSON in, the whole result out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from kpi_engine import results_schema

Kpi = Callable[..., tuple[int, str, str]]
REQUEST = {
    "units": [{"name": "公安窗口", "class": "甲类"}, {"name": "税务窗口", "class": "甲类"}],
    "values": {"公安窗口": {"满意率": "95%"}, "税务窗口": {"满意率": "80%"}},
    "events": [{"unit": "税务窗口", "event": "迟到", "date": "2024-03-01"}],
}


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Put something on the standard input."""

    def put(told: object) -> None:
        data = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="gbk"))

    return put


def test_the_answer_is_the_whole_result_and_no_file(desk: Path, kpi: Kpi, stdin: Callable[[object], None]) -> None:
    stdin(REQUEST)
    code, out, err = kpi("score", desk, "--input", "-", "--json")
    told = json.loads(out)
    jsonschema.Draft202012Validator(results_schema()).validate(told)
    assert (code, err) == (0, "")
    assert [(unit["unit"], unit["total"], unit["grade"]) for unit in told["units"]] == [("公安窗口", "97.00", "优秀"), ("税务窗口", "86.00", "合格")]
    assert not (desk / "结果").exists()
    assert (told["receipt"]["actor"], told["receipt"]["at"]) == ("", "")


def test_a_scheme_may_be_named_and_accounts_left_out(desk: Path, kpi: Kpi, stdin: Callable[[object], None]) -> None:
    stdin(REQUEST)
    told = json.loads(kpi("score", "--scheme", desk / "方案.yaml", "--input", "-", "--json", "--no-trail", "--by", "平台")[1])
    assert "trail" not in told["units"][0]
    assert told["receipt"]["actor"] == "平台"
    assert told["receipt"]["at"]


def test_what_is_wrong_is_answered_in_the_same_shape(desk: Path, kpi: Kpi, stdin: Callable[[object], None]) -> None:
    stdin(b"{")
    code, out, err = kpi("score", desk, "--input", "-", "--json")
    told = json.loads(out)
    jsonschema.Draft202012Validator(results_schema()).validate(told)
    assert (code, err, told["ok"], told["problems"][0]["place"]["file"]) == (1, "", False, "stdin")
    code, out, _ = kpi("score", desk, "--input", desk / "没有.json", "--json")
    assert (code, [problem["code"] for problem in json.loads(out)["problems"]]) == (1, ["K101"])


def test_more_than_a_file_may_hold_is_refused(desk: Path, kpi: Kpi, stdin: Callable[[object], None], monkeypatch: pytest.MonkeyPatch) -> None:
    from kpi_engine.intake import grid

    monkeypatch.setattr(grid, "DEFAULT_LIMITS", grid.Limits(file_bytes=10))
    stdin(REQUEST)
    code, out, _ = kpi("score", desk, "--input", "-", "--json")
    assert (code, [problem["slug"] for problem in json.loads(out)["problems"]]) == (1, ["file-too-large"])


def test_a_file_of_json_is_scored_for_people_and_written_where_they_say(desk: Path, kpi: Kpi, tmp_path: Path) -> None:
    request = tmp_path / "六月.json"
    request.write_text(json.dumps(REQUEST, ensure_ascii=False), encoding="utf-8")
    out = kpi("score", desk, "--input", request)[1]
    assert "税务窗口" in out
    assert "没有写文件" in out
    assert kpi("score", desk, "--input", request, "-o", tmp_path / "出", "--no-workbook")[0] == 0
    assert kpi("verify", tmp_path / "出", "-C", desk, "--input", request)[0] == 0
    request.write_text(json.dumps(REQUEST, ensure_ascii=False).replace("80%", "81%"), encoding="utf-8")
    code, out, _ = kpi("verify", tmp_path / "出", "-C", desk, "--input", request)
    assert code == 1
    assert "文件改过：六月.json" in out
