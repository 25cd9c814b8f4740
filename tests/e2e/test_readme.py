"""The commands of the pages run, in their order; what README shows as printed is what they print, wherever its lines break."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from house.owed import ROOT
from kpi_engine.cli import main


def plain_blocks(page: str) -> list[str]:
    """The blocks of a page that name no language: what is typed and what is printed."""
    blocks = re.findall(r"^```([^\n]*)\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [content for language, content in blocks if not language]


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_the_printed_lines_of_a_readme_are_printed(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "试用"
    assert main(["new", str(folder), "--from", "hospital_support"]) == 0
    assert main(["score", str(folder), "--no-workbook"]) == 0
    assert main(["explain", "古市医院", "-C", str(folder)]) == 0
    assert main(["verify", "-C", str(folder)]) == 0
    told = "".join(capsys.readouterr().out.split())
    blocks = plain_blocks(page)
    shown = [line for block in blocks if not re.search(r"^(kpi|make) ", block, re.MULTILINE) for line in block.splitlines()]
    assert shown
    assert [line for line in shown if line.strip() not in ("", "……") and "".join(line.split()) not in told] == []


def commands(page: str) -> list[list[str]]:
    """The lines of the page's blocks that are commands, without what is said behind them."""
    blocks = plain_blocks(page)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith(("kpi ", "cd "))]


@pytest.mark.parametrize("page", ["README.md", "README.en.md", "docs/handbook.md"])
def test_the_commands_of_a_page_run_in_their_order(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = commands(page)
    assert len(asked) >= 7
    for name, *arguments in asked:
        if name == "cd":
            monkeypatch.chdir(arguments[0])
            continue
        assert main(arguments) == 0, f"kpi {shlex.join(arguments)}"
        if arguments[0] == "new" and "--list" not in arguments and page == "docs/handbook.md":
            monkeypatch.chdir(arguments[1])
