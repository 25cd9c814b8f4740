"""The files that a command works on."""

from __future__ import annotations

from pathlib import Path

from kpi_engine.cli.inputs import Named, _spread


def test_what_is_not_named_lies_in_the_folder(desk: Path, tmp_path: Path) -> None:
    other = tmp_path / "别的.csv"
    inputs = Named(register=other).found(desk)
    assert (inputs.register, inputs.scheme.name) == (other, "方案.yaml")
    assert [path.name for path in inputs.data] == ["事项.csv", "督查科.csv"]


def test_a_scheme_that_is_named_stands_alone(desk: Path) -> None:
    inputs = Named(scheme=desk / "方案.yaml").found(desk)
    assert (inputs.folder, inputs.complete, inputs.adjustments, inputs.receipts) == (None, False, [], [])


def test_a_folder_among_the_data_is_opened_without_clutter(desk: Path) -> None:
    (desk / "数据" / "~$督查科.xlsx").write_bytes(b"")
    (desk / "数据" / "Thumbs.db").write_bytes(b"")
    inputs = Named(scheme=desk / "方案.yaml", data=(desk / "数据",)).found(desk)
    assert [path.name for path in inputs.data] == ["事项.csv", "督查科.csv"]


def test_an_option_takes_the_files_that_follow_it() -> None:
    assert _spread(["甲", "--data", "a", "b", "-o", "c", "d"]) == ["甲", "--data", "a", "--data", "b", "-o", "c", "d"]
    assert _spread(["--receipt", "a", "--data", "b", "--", "x"]) == ["--receipt", "a", "--data", "b", "--", "x"]
    assert _spread(["--data=a", "b"]) == ["--data=a", "b"]
    assert _spread(["--json", "--data"]) == ["--json", "--data"]
    assert _spread(["--data", "--json"]) == ["--data", "--json"]
