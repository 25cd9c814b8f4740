"""How the command speaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpi_engine.cli.talk import Talk, display_width, padded
from kpi_engine.errors import k7_writing as k7


def test_chinese_takes_two_columns() -> None:
    assert (display_width("城关镇"), display_width("a1"), display_width("（甲）")) == (6, 2, 6)


def test_columns_line_up_whatever_the_script() -> None:
    assert padded([("单位", "总分"), ("甲", "9.5"), ("市财政局", "100.00")], right=(1,)) == [
        "单位        总分",
        "甲           9.5",
        "市财政局  100.00",
    ]


def test_a_refusal_is_exit_code_one_on_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    assert Talk().refuse([k7.FILE_EXISTS.at(file="模板.xlsx")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "问题 1 项" in told.err
    assert "K726 file-exists: 模板.xlsx 已经有了，不会覆盖" in told.err


def test_a_refusal_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    Talk("en").refuse([k7.FILE_EXISTS.at(file="模板.xlsx")])
    assert "模板.xlsx exists and is not overwritten" in capsys.readouterr().err


def test_a_refusal_in_json_is_on_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert Talk(as_json=True).refuse([k7.FILE_EXISTS.at(file="模板.xlsx")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["problems"][0]["code"], told["problems"][0]["slug"]) == (False, "K726", "file-exists")


def test_nothing_but_the_answer_is_said_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(as_json=True)
    talk.say("library")
    talk.line("甲")
    talk.answer({"ok": True})
    assert json.loads(capsys.readouterr().out) == {"ok": True}


def test_a_file_that_another_program_holds_is_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from kpi_engine.cli import main

    def held(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "方案.yaml").write_text("scheme: x\n", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", held)
    assert main(["check", str(tmp_path)]) == 1
    assert "方案.yaml  K101 cannot-open" in capsys.readouterr().err
