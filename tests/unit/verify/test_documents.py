"""The folder of a run, by its documents: what is there is compared, what is not is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_engine.verify import beside
from kpi_engine.verify.documents import Recomputed, compare_documents
from kpi_engine.verify.told import Told


def told_of(folder: Path, run: Recomputed) -> Told:
    told = Told()
    compare_documents(beside(folder), run, told)
    return told


def test_what_was_written_is_as_recomputed(folder: Path, run: Recomputed) -> None:
    told = told_of(folder, run)
    assert (told.listed, told.findings) == ([], [])


def test_headings_of_either_kind_may_stand_side_by_side(folder: Path, run: Recomputed, tmp_path: Path) -> None:
    from kpi_engine.report.points import write_points

    for labels in (True, False):
        (folder / "points.csv").unlink()
        write_points(folder / "points.csv", run.results, labels=labels)
        told = told_of(folder, run)
        assert (told.listed, told.findings) == ([], [])


def test_of_an_empty_folder_one_thing_is_told(tmp_path: Path, run: Recomputed) -> None:
    told = told_of(tmp_path, run)
    assert told.listed == []
    assert [p.message() for p in told.findings] == ["scores.csv、points.csv、trail.csv、results.xlsx 没有核对：回执旁边没有"]


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00", b'"', b"a,b\n1,2\n", b"\x00" * 50])
def test_what_is_no_table_is_told_in_one_line(folder: Path, run: Recomputed, content: bytes) -> None:
    for name in ("scores.csv", "points.csv", "trail.csv"):
        (folder / name).write_bytes(content)
    told = told_of(folder, run)
    assert [(p.code.number, str(p.place), p.facts["reason"]) for p in told.listed] == [
        ("K733", name, "认不出表头") for name in ("scores.csv", "points.csv", "trail.csv")
    ]


def test_a_file_that_cannot_be_opened_is_told_and_the_others_are_compared(folder: Path, run: Recomputed, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refused(self: Path, *args: object, **given: object) -> object:
        if self == folder / "scores.csv":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **given)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    (folder / "points.csv").write_text("x", encoding="utf-8")
    assert [(p.code.number, p.place.file) for p in told_of(folder, run).listed] == [("K733", "scores.csv"), ("K733", "points.csv")]


def test_a_workbook_where_none_can_be_written_is_told(folder: Path, run: Recomputed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi_engine.report.workbook.fits", lambda results: (2_000_000, 12))
    assert [(p.code.number, p.place.file) for p in told_of(folder, run).listed] == [("K731", "results.xlsx")]
