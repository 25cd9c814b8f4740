"""``kpi template``: a file that is there is never written over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_each_owner_is_told_its_share(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("template", desk)
    assert code == 0
    assert "督查科：4 格（工作表 督查科）" in out
    assert "纪检室：0 格，事项 1 种（工作表 事项-纪检室）" in out
    assert (desk / "数据模板.xlsx").is_file()


def test_the_next_free_name_is_taken(desk: Path, kpi: Kpi) -> None:
    kpi("template", desk)
    first = (desk / "数据模板.xlsx").read_bytes()
    kpi("template", desk)
    assert (desk / "数据模板2.xlsx").is_file()
    assert (desk / "数据模板.xlsx").read_bytes() == first


def test_a_file_that_was_named_and_exists_is_refused(desk: Path, kpi: Kpi) -> None:
    target = desk / "收表.xlsx"
    target.write_bytes(b"mine")
    code, _, err = kpi("template", desk, "-o", target)
    assert code == 1
    assert "K726" in err
    assert target.read_bytes() == b"mine"


def test_the_answer_for_programs(desk: Path, kpi: Kpi) -> None:
    told = json.loads(kpi("template", desk, "--json")[1])
    assert told["owners"] == [{"owner": "督查科", "cells": 4, "events": 0}, {"owner": "纪检室", "cells": 0, "events": 1}]


def test_each_owner_gets_a_workbook_of_its_own(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("template", desk, "--split", "owner")
    assert code == 0
    assert sorted(path.name for path in (desk / "数据模板").iterdir()) == ["督查科.xlsx", "纪检室.xlsx"]
    assert "督查科.xlsx  督查科：4 格（工作表 督查科）" in out
    told = json.loads(kpi("template", desk, "--split", "owner", "--json")[1])
    assert [Path(owner["file"]) for owner in told["owners"]] == [desk / "数据模板2" / "督查科.xlsx", desk / "数据模板2" / "纪检室.xlsx"]


def test_a_folder_with_something_in_it_is_left_alone(desk: Path, kpi: Kpi) -> None:
    (desk / "收表").mkdir()
    (desk / "收表" / "督查科.xlsx").write_bytes(b"mine")
    code, _, err = kpi("template", desk, "--split", "owner", "-o", desk / "收表")
    assert (code, "K701" in err) == (1, True)
    assert [path.read_bytes() for path in (desk / "收表").iterdir()] == [b"mine"]
