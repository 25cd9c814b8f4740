"""Scenarios on the command line: the answer is printed, and lies among the trials; the results are not touched."""

import json
from pathlib import Path

import openpyxl
import pytest

from kpi_engine.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "对口支援"), "--from", "hospital_support"]) == 0
    return tmp_path / "对口支援"


def test_an_edit_is_answered_in_sentences_and_written_among_the_trials(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", "-C", str(folder), "--set", "综合评价.points=15", "--rebalance", "siblings", "--set", "grades.优秀=88"]) == 0
    told = capsys.readouterr().out
    assert "改分值：综合评价 10 → 15（各单位的得分率不变，按新分值折算）。" in told
    assert "进优秀：县中医院、县第三人民医院。" in told
    assert (folder / "试算" / "01" / "试算.xlsx").is_file()
    assert not (folder / "结果").exists() or not any((folder / "结果").iterdir())
    assert openpyxl.load_workbook(folder / "试算" / "01" / "试算.xlsx").sheetnames == ["结论", "对比", "进出", "兑现", "改动", "图"]


def test_a_sheet_holds_several_scenarios_and_each_trial_has_its_own_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "场景.csv").write_text("场景,改什么,改成,分担\n甲,综合评价.points,15,同级\n乙,grades.优秀,95,\n", encoding="utf-8-sig")
    for _ in range(2):
        assert main(["what-if", "-C", str(folder), "--scenarios", str(folder / "场景.csv")]) == 0
    assert "【甲】" in capsys.readouterr().out
    assert sorted(path.name for path in (folder / "试算").iterdir() if path.is_dir()) == ["01", "02"]


def test_programs_get_json_and_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", "-C", str(folder), "--set", "grades.优秀=95", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert told["tables"]["units"][0]["now.total"] == "99.00"
    assert told["sections"][0]["sentences"][0] == "改方案：grades.优秀 90 → 95。"


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--set", "综合评价.points=15"], {"K803"}),
        (["--set", "综合评价=15", "--set", "unit 无此院.业务培训=3"], {"K392", "K583"}),
        (["--set", "综合评价"], {"K801"}),
        ([], {"K809"}),
    ],
)
def test_what_cannot_be_done_is_told_at_once_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], codes: set[str]
) -> None:
    before = sorted(folder.rglob("*"))
    assert main(["what-if", "-C", str(folder), "--json", *arguments]) == 1
    assert {problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]} == codes
    assert sorted(folder.rglob("*")) == before


def test_two_scenarios_of_one_name_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "场景.csv").write_text("场景,改什么,改成\n设想,grades.优秀,95\n", encoding="utf-8")
    assert main(["what-if", "-C", str(folder), "--set", "grades.优秀=85", "--scenarios", str(folder / "场景.csv"), "--json"]) == 1
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["K807"]


def test_a_trial_is_never_written_among_the_results(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", "-C", str(folder), "--set", "grades.优秀=85", "-o", str(folder / "结果" / "99"), "--json"]) == 1
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["K737"]
    assert not (folder / "结果" / "99").exists()
