"""The command itself: help, wrong usage, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpi_engine.cli import main
from kpi_engine.cli.messages import COMMANDS


def test_help_lists_the_commands_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert [name for name in COMMANDS if f"  {name} " not in told] == []
    assert "计分，写出结果 · score, write the results" in told


def test_help_imports_neither_engine_nor_tables() -> None:
    heavy = "('numpy', 'pandas', 'pydantic', 'yaml', 'kpi_engine.api')"
    code = f"import sys; from kpi_engine.cli import main; main(['--help']); print([m for m in {heavy} if m in sys.modules])"
    env = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True, env=env)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_in_both_languages(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert " · " in told
    assert "--json" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scor"], "没有 scor 这个命令，是不是 score？"),
        (["check", "--jsn"], "没有 --jsn 这个选项，是不是 --json？"),
        (["new"], "请写明新文件夹的名字"),
        (["new", "甲"], "请写明从哪个方案建"),
        (["scor", "--lang", "en"], "there is no command scor, did you mean score?"),
    ],
)
def test_wrong_usage_is_exit_code_two(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_nothing_at_all_shows_help_and_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "score" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("kpi 0.")


def test_a_folder_without_a_scheme_is_exit_code_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert "K720 no-scheme-here" in capsys.readouterr().err


def test_only_a_run_that_was_to_be_scored_says_that_it_was_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [main([command, str(tmp_path)]) for command in ("score", "check")] == [1, 1]
    assert capsys.readouterr().err.count("没有计分") == 1


def test_the_language_may_stand_before_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "check", str(tmp_path)]) == 1
    before = capsys.readouterr().err
    assert main(["check", str(tmp_path), "--lang", "en"]) == 1
    assert before == capsys.readouterr().err
    assert "is not a work folder" in before
    assert main(["--lang", "en", "check", str(tmp_path), "--lang", "zh"]) == 1
    assert "不是工作文件夹" in capsys.readouterr().err
