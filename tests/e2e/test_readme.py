"""What README shows as printed is what the command prints, wherever its lines break."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.owed import ROOT
from kpi_engine.cli import main


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_the_printed_lines_of_a_readme_are_printed(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "试用"
    assert main(["new", str(folder), "--from", "hospital_support"]) == 0
    assert main(["score", str(folder), "--no-workbook"]) == 0
    assert main(["explain", "古市医院", "-C", str(folder)]) == 0
    assert main(["verify", "-C", str(folder)]) == 0
    told = "".join(capsys.readouterr().out.split())
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    shown = [line for block in blocks if not re.search(r"^(kpi|make) ", block, re.MULTILINE) for line in block.splitlines()]
    assert shown
    assert [line for line in shown if line.strip() not in ("", "……") and "".join(line.split()) not in told] == []
