"""The shipped schemes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_engine.cli import library


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of two schemes, one without an example."""
    for name, title in (("jia", "甲考核"), ("yi", "乙考核")):
        path = tmp_path / "rules" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"scheme: {name}\ntitle: {title}  # 说明\n", encoding="utf-8")
    for inner in ("单位名录.csv", "数据/一.csv", "数据/补报/二.csv", "往年/2023.json", "expected.csv", "expected（申诉后）.csv", "数据/~$一.xlsx"):
        path = tmp_path / "fixtures" / "jia" / inner
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(inner.encode())
    monkeypatch.setattr(library, "_home", lambda: tmp_path)
    return tmp_path


def test_schemes_are_named_by_their_files_and_titled_by_themselves(home: Path) -> None:
    assert {name: shipped.title for name, shipped in library.shipped_schemes().items()} == {"jia": "甲考核", "yi": "乙考核"}
    assert library.shipped_schemes()["yi"].fixture is None


def test_the_example_is_laid_out_without_expected_results_and_lock_files(home: Path) -> None:
    folder = home / "新"
    folder.mkdir()
    library.copy_scheme(library.shipped_schemes()["jia"], folder)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == ["单位名录.csv", "往年/2023.json", "数据/一.csv", "数据/补报/二.csv", "方案.yaml"]
    assert (folder / "数据" / "一.csv").read_bytes() == "数据/一.csv".encode()


def test_a_scheme_without_an_example_has_places_for_data_and_results(home: Path) -> None:
    folder = home / "新"
    folder.mkdir()
    library.copy_scheme(library.shipped_schemes()["yi"], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["数据", "方案.yaml", "结果", "试算"]
