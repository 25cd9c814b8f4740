"""The smallest work folder of the handbook, made as it says and scored twice, gives what it says."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from house.owed import ROOT
from kpi_engine.cli import main

PAGE = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## 附：最小的工作文件夹") : PAGE.index("## 常见的问")]


def files() -> dict[str, str]:
    """File -> content, of the blocks that follow a file's name."""
    return dict(re.findall(r"^`([^`]+\.(?:yaml|csv))`\n\n```[\w ]+\n(.*?)^```", SECTION, re.MULTILINE | re.DOTALL))


def block_after(words: str) -> list[str]:
    found = re.search(rf"{re.escape(words)}\n\n```text\n(.*?)^```", SECTION, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group(1).splitlines()


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return "".join(capsys.readouterr().out.split())


def missing(shown: list[str], told: str) -> list[str]:
    return [line for line in shown if "".join(line.split()) not in told]


def test_the_smallest_folder_scores_as_the_handbook_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = files()
    assert set(made) == {"方案.yaml", "单位名录.csv", "数据/医政股.csv", "数据/纪检室.csv", "数据/事项.csv"}
    for name, content in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert main(["score", str(tmp_path), "--no-workbook"]) == 0
    assert missing(block_after("`kpi score` 印出："), printed(capsys)) == []

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in ("更正", "审定"):
        page = book.create_sheet(sheet)
        for line in block_after(f"{sheet}："):
            page.append(line.split(","))
    book.save(tmp_path / "更正与审定.xlsx")
    assert main(["score", str(tmp_path), "--no-workbook"]) == 0
    assert missing(block_after("得到 `结果/02`："), printed(capsys)) == []
    assert (tmp_path / "结果" / "02" / "receipt.json").exists()
