"""docs/portal.md says what is true: its scheme and its data give its answers, and its programs compile."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kpi_engine import results_schema

PAGE = (Path(__file__).parents[2] / "docs" / "portal.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


def holds(told: object, whole: object) -> bool:
    """Whether an excerpt is part of the whole: of objects some keys, of lists the first items in order (accounts by name)."""
    if isinstance(told, dict):
        return isinstance(whole, dict) and all(key in whole and holds(value, whole[key]) for key, value in told.items())
    if isinstance(told, list):
        return isinstance(whole, list) and len(told) <= len(whole) and all(holds(item, other) for item, other in zip(told, whole, strict=False))
    return told == whole


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the page: a scheme, no data."""
    made = tmp_path_factory.mktemp("平台 对接") / "窗口 考评"
    made.mkdir()
    (made / "方案.yaml").write_text(block("yaml"), encoding="utf-8")
    return made


def kpi(*arguments: str | Path, given: str) -> tuple[int, Any, bytes]:
    """The command as a program calls it, on a machine whose console is not UTF-8: exit code, answer, error stream."""
    command = [sys.executable, "-m", "kpi_engine", "score", *map(str, arguments), "--input", "-", "--json"]
    env = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    done = subprocess.run(command, input=given.encode(), capture_output=True, timeout=120, check=False, env=env)
    return done.returncode, json.loads(done.stdout.decode("utf-8")) if done.stdout else None, done.stderr


def test_the_answer_is_the_one_that_the_page_shows(folder: Path) -> None:
    code, answer, told = kpi(folder, given=block("json", 0))
    assert (code, told) == (0, b"")
    jsonschema.Draft202012Validator(results_schema()).validate(answer)
    assert holds(json.loads(block("json", 1)), answer)
    assert [path.name for path in folder.iterdir()] == ["方案.yaml"]


def test_the_refusal_is_the_one_that_the_page_shows(folder: Path) -> None:
    broken = block("json", 0).replace('"92%"', '"约92%"').replace("擅自脱岗", "擅自离岗")
    code, answer, told = kpi(folder, given=broken)
    assert (code, told) == (1, b"")
    jsonschema.Draft202012Validator(results_schema()).validate(answer)
    assert holds(json.loads(block("json", 2)), answer)


def test_whatever_is_sent_is_answered_by_the_schema(folder: Path) -> None:
    code, answer, told = kpi(folder, given="[" * 100_000)
    assert (code, told) == (1, b"")
    jsonschema.Draft202012Validator(results_schema()).validate(answer)


def test_a_call_that_is_wrong_has_no_answer(folder: Path) -> None:
    code, answer, told = kpi(folder, "--inptu", given="")
    assert (code, answer) == (2, None)
    assert told


def test_the_same_text_has_the_same_answer_with_a_scheme_by_its_file(folder: Path) -> None:
    assert kpi(folder, given=block("json", 0)) == kpi("--scheme", folder / "方案.yaml", given=block("json", 0))
    assert kpi(folder / "没有", given="{}")[1]["problems"][0]["code"] == "K720"


def test_the_python_program_scores(folder: Path) -> None:
    """The page's function, with the command of this environment for the one that is installed."""
    program = block("python").replace('["kpi", ', '[sys.executable, "-m", "kpi_engine", ')
    space: dict[str, Any] = {"__name__": "portal", "sys": sys}
    exec(compile(program, "portal.py", "exec"), space)
    answer = space["score"](str(folder), json.loads(block("json", 0)))
    assert [unit["total"] for unit in answer["units"]] == ["98.50", "93.20"]


def test_the_library_gives_the_answer_of_the_command(folder: Path) -> None:
    sample = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    space: dict[str, Any] = {"request": block("json", 0)}
    exec(compile(sample.replace('"窗口考评/方案.yaml"', repr(str(folder / "方案.yaml"))), "library.py", "exec"), space)
    assert space["answer"] == kpi(folder, given=block("json", 0))[1]


def test_the_python_program_compiles_and_is_short() -> None:
    program = block("python")
    compile(program, "portal.py", "exec")
    assert len(program.splitlines()) <= 30


@pytest.mark.skipif(shutil.which("javac") is None, reason="no Java compiler is installed")
def test_the_java_program_compiles(tmp_path: Path) -> None:
    program = block("java")
    assert len([line for line in program.splitlines() if line.strip()]) <= 35
    (tmp_path / "KpiScore.java").write_text(program, encoding="utf-8")
    command = ["javac", "-encoding", "UTF-8", "--release", "8", "-Xlint:-options", str(tmp_path / "KpiScore.java")]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
