"""The command as a clerk calls it: a console in GBK, a folder with Chinese and blanks in its path, from nothing to a verified result."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

CONSOLE = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8", "USER": "小周"}


def call(folder: Path, *arguments: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in ``folder``."""
    env = {**os.environ, **CONSOLE, **environment}
    command = [sys.executable, "-m", "kpi_engine", *arguments]
    return subprocess.run(command, cwd=folder, env=env, input=given, capture_output=True, check=False, timeout=120)


def kpi(folder: Path, *arguments: str, code: int = 0, **environment: str) -> str:
    """What the command printed, the error stream last."""
    done = call(folder, *arguments, **environment)
    encoding = {**CONSOLE, **environment}["PYTHONIOENCODING"].partition(":")[0]
    told = done.stdout.decode(encoding) + done.stderr.decode(encoding)
    assert "Traceback" not in told, told
    assert done.returncode == code, told
    return told


def answer(folder: Path, *arguments: str, code: int = 0, given: bytes = b"") -> Any:
    """The answer for programs: UTF-8 whatever the console, and nothing beside it."""
    done = call(folder, *arguments, "--json", given=given)
    assert (done.returncode, done.stderr) == (code, b"")
    return json.loads(done.stdout.decode("utf-8"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder that has been scored once."""
    home = tmp_path_factory.mktemp("办公室 的 桌面")
    kpi(home, "new", "年终 考核", "--from", "hospital_support")
    kpi(home / "年终 考核", "score")
    return home / "年终 考核"


def test_a_new_folder_can_be_checked_at_once(desk: Path) -> None:
    told = kpi(desk, "check")
    assert "县级医院对口支援乡镇卫生院考核" in told
    assert "13 个单位，5 个文件" in told


def test_a_run_is_written_into_the_first_number(desk: Path) -> None:
    run = desk / "结果" / "01"
    assert {path.name for path in run.iterdir()} == {"receipt.json", "scores.csv", "points.csv", "trail.csv", "results.xlsx"}
    with (run / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["unit"]: row for row in csv.DictReader(stream)}
    assert (rows["县人民医院"]["total"], rows["县人民医院"]["rank"], rows["县人民医院"]["grade"]) == ("99.00", "1", "优秀")
    assert (rows["古市医院"]["total"], rows["古市医院"]["grade"]) == ("86.36", "不合格")


def test_the_results_are_those_worked_by_hand(desk: Path) -> None:
    expected = Path(__file__).parents[2] / "fixtures" / "hospital_support" / "expected.csv"
    with expected.open(encoding="utf-8-sig", newline="") as stream:
        wanted = {row["单位"]: (row["总分"], row["等次"]) for row in csv.DictReader(stream) if row["总分"]}
    with (desk / "结果" / "01" / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = {row["unit"]: (row["total"], row["grade"]) for row in csv.DictReader(stream) if row["total"]}
    assert {unit: wanted[unit] for unit in found} == found


def test_the_receipt_says_who_and_when(desk: Path) -> None:
    receipt = json.loads((desk / "结果" / "01" / "receipt.json").read_text(encoding="utf-8"))
    assert receipt["actor"] in {"小周", os.environ.get("USERNAME", "小周")}
    assert receipt["at"][:2] == "20"
    assert len(receipt["code"]) == 8


def test_a_second_run_overwrites_nothing(desk: Path) -> None:
    before = (desk / "结果" / "01" / "receipt.json").read_bytes()
    told = kpi(desk, "score", "--no-workbook")
    number = sorted(path.name for path in (desk / "结果").iterdir())[-1]
    assert number > "01"
    assert f"{os.sep}{number}" in told
    assert (desk / "结果" / "01" / "receipt.json").read_bytes() == before
    assert not (desk / "结果" / number / "results.xlsx").exists()


def test_the_command_works_from_inside_the_folder(desk: Path) -> None:
    assert "一致" in kpi(desk / "数据", "verify")


def test_a_unit_is_explained_by_its_short_name(desk: Path) -> None:
    told = kpi(desk, "explain", "县医院")
    assert "县人民医院  99.00  第1名  优秀" in told
    assert "得分" in told


def test_an_unknown_unit_is_refused_with_what_it_looks_like(desk: Path) -> None:
    assert "K583" in kpi(desk, "explain", "古市医苑", code=1)


def test_without_a_unit_the_standing_is_listed(desk: Path) -> None:
    told = kpi(desk, "explain")
    assert "县精神卫生中心" in told
    assert "kpi explain" in told


def test_a_run_is_verified(desk: Path) -> None:
    assert "可以原样重算出来" in kpi(desk, "verify", str(Path("结果") / "01"))


def test_a_changed_receipt_is_found(desk: Path) -> None:
    kept = json.loads((desk / "结果" / "01" / "receipt.json").read_text(encoding="utf-8"))
    kept["results"][0]["total"] = "12.00"
    changed = desk / "试算" / "receipt.json"
    changed.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    told = kpi(desk, "verify", str(changed), code=1)
    assert "不一致" in told
    assert "12.00" in told


def test_a_template_is_written_beside_the_scheme_and_never_over_another(desk: Path) -> None:
    told = kpi(desk, "template")
    assert "数据模板.xlsx" in told
    assert "纪检室：" in told
    assert "纪检室" in openpyxl.load_workbook(desk / "数据模板.xlsx").sheetnames
    assert "数据模板2.xlsx" in kpi(desk, "template")
    assert "K726" in kpi(desk, "template", "-o", "数据模板.xlsx", code=1)


def test_answers_for_programs_are_json(desk: Path) -> None:
    assert answer(desk, "check")["ok"] is True
    told = answer(desk, "explain", "--unit", "古市医院", "--indicator", "总分")
    assert (told["unit"], len(told["accounts"])) == ("古市医院", 1)
    assert told["accounts"][0]["closing"] == "86.36"


def test_english_is_spoken_on_request(desk: Path) -> None:
    assert "can be used" in kpi(desk, "check", "--lang", "en")
    assert "can be used" in kpi(desk, "--lang", "en", "check")
    assert "can be used" in kpi(desk, "check", KPI_LANG="en")


def test_a_console_that_knows_no_chinese_stops_nothing(desk: Path) -> None:
    assert "?" in kpi(desk, "check", PYTHONIOENCODING="latin-1")


def test_results_may_be_written_elsewhere_but_not_over_anything(desk: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "另 存"
    kpi(desk, "score", "-o", str(elsewhere), "--no-workbook")
    assert (elsewhere / "receipt.json").is_file()
    assert "K701" in kpi(desk, "score", "-o", str(elsewhere), code=1)


def test_the_headings_of_the_tables_are_chinese_on_request(desk: Path, tmp_path: Path) -> None:
    kpi(desk, "score", "--labels", "-o", str(tmp_path / "中文"), "--no-workbook")
    assert (tmp_path / "中文" / "scores.csv").read_text(encoding="utf-8-sig").startswith("单位,类别,总分,名次,等次,备注,")


def test_the_library_scores_what_the_command_scores_from_files_named_one_by_one(desk: Path, tmp_path: Path) -> None:
    files = ["--scheme", "方案.yaml", "--register", "单位名录.xlsx", "--data", *(str(path) for path in sorted((desk / "数据").iterdir()))]
    told = answer(desk, "score", *files, "--adjustments", "更正与审定.xlsx", "-o", str(tmp_path / "散件"), "--no-workbook")
    kept = json.loads((desk / "结果" / "01" / "receipt.json").read_text(encoding="utf-8"))
    assert told["results_sha256"] == kept["results_sha256"]
    assert "用法不对" in kpi(desk, "score", "--scheme", "方案.yaml", code=2)


def test_the_template_as_it_left_is_read_back_without_wonder(desk: Path, tmp_path: Path) -> None:
    kpi(desk, "template", "-o", str(tmp_path / "模板.xlsx"))
    told = kpi(desk, "check", "--data", *(str(path) for path in (desk / "数据").iterdir()), str(tmp_path / "模板.xlsx"))
    assert "K532" not in told
