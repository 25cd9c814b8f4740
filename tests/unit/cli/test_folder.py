"""The work folder: what lies where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpi_engine.cli.folder import WorkFolder, find_folder
from kpi_engine.errors import KpiError


def made(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return root


def refusal(where: Path) -> str:
    with pytest.raises(KpiError) as caught:
        find_folder(where)
    return caught.value.problems[0].code.number


def test_a_folder_is_found_from_inside(tmp_path: Path) -> None:
    root = made(tmp_path / "年终 考核", "方案.yaml", "结果/01/receipt.json")
    assert find_folder(root / "结果" / "01") == WorkFolder(root.resolve(), root.resolve() / "方案.yaml")


def test_the_only_scheme_of_a_folder_is_taken(tmp_path: Path) -> None:
    assert find_folder(made(tmp_path, "支援.yaml")).scheme.name == "支援.yaml"


def test_two_schemes_without_a_name_to_prefer_are_refused(tmp_path: Path) -> None:
    assert refusal(made(tmp_path, "甲.yaml", "乙.yml")) == "K721"


def test_a_folder_without_a_scheme_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "K720"


def test_a_folder_that_is_not_there_is_not_looked_for_above(tmp_path: Path) -> None:
    assert refusal(made(tmp_path, "方案.yaml") / "没有") == "K720"


def test_a_scheme_may_be_named_itself(tmp_path: Path) -> None:
    assert find_folder(made(tmp_path, "甲.yaml", "乙.yaml") / "乙.yaml").scheme.name == "乙.yaml"


def test_lock_files_and_clutter_are_no_data(tmp_path: Path) -> None:
    root = made(tmp_path, "方案.yaml", "数据/乙.xlsx", "数据/~$乙.xlsx", "数据/.DS_Store", "数据/Thumbs.db", "数据/补报/甲.csv")
    assert [path.name for path in find_folder(root).data] == ["乙.xlsx", "甲.csv"]


def test_the_register_may_be_a_text_file(tmp_path: Path) -> None:
    register = find_folder(made(tmp_path, "方案.yaml", "单位名录.csv")).register
    assert register is not None
    assert register.name == "单位名录.csv"


def test_a_missing_register_and_missing_data_are_refused(tmp_path: Path) -> None:
    folder = find_folder(made(tmp_path, "方案.yaml"))
    with pytest.raises(KpiError) as no_register:
        folder.needed_register()
    with pytest.raises(KpiError) as no_data:
        folder.needed_data()
    assert (no_register.value.problems[0].code.number, no_data.value.problems[0].code.number) == ("K722", "K723")


def test_the_next_run_follows_the_highest_number(tmp_path: Path) -> None:
    folder = find_folder(made(tmp_path, "方案.yaml", "结果/01/receipt.json", "结果/12/receipt.json", "结果/草稿/x"))
    assert folder.next_run().name == "13"
    assert folder.last_run().name == "12"


def test_the_first_run_is_01_and_there_is_none_before(tmp_path: Path) -> None:
    folder = find_folder(made(tmp_path, "方案.yaml"))
    assert folder.next_run() == tmp_path.resolve() / "结果" / "01"
    with pytest.raises(KpiError) as caught:
        folder.last_run()
    assert caught.value.problems[0].code.number == "K725"


def test_receipts_of_other_runs_lie_in_their_own_folder(tmp_path: Path) -> None:
    folder = find_folder(made(tmp_path, "方案.yaml", "往年/2023.json", "往年/说明.txt", "更正与审定.xlsx"))
    assert [path.name for path in folder.receipts] == ["2023.json"]
    assert [path.name for path in folder.adjustments] == ["更正与审定.xlsx"]


def test_two_registers_in_one_folder_are_refused_with_both_names(tmp_path: Path) -> None:
    (tmp_path / "方案.yaml").write_text("scheme: t", encoding="utf-8")
    for name in ("单位名录.xlsx", "单位名录.csv"):
        (tmp_path / name).write_text("单位", encoding="utf-8")
    with pytest.raises(KpiError) as refused:
        find_folder(tmp_path).needed_register()
    assert [(p.code.number, p.facts["names"]) for p in refused.value.problems] == [("K728", "单位名录.xlsx、单位名录.csv")]


def test_a_folder_among_the_data_that_cannot_be_looked_into_is_not_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = find_folder(made(tmp_path, "方案.yaml", "数据/医政股.xlsx", "数据/补报/科教股.xlsx"))
    assert [path.name for path in folder.data] == ["医政股.xlsx", "科教股.xlsx"]
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("补报"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError):
        _ = folder.data
