"""What becomes of a run's folder in an office: files replaced, torn, saved again, mixed up. ``kpi verify`` says what it finds, never a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from e2e.test_cli_desk import kpi
from kpi_engine.cli import main

Verified = Callable[[Path], tuple[int, str]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder that was scored."""
    folder = tmp_path_factory.mktemp("存档") / "考 核"
    assert main(["new", str(folder), "--from", "hospital_support"]) == 0
    assert main(["score", str(folder), "--by", "小周"]) == 0
    return folder


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "考 核"))


@pytest.fixture
def run(folder: Path) -> Path:
    return folder / "结果" / "01"


@pytest.fixture
def verified(capsys: pytest.CaptureFixture[str]) -> Verified:
    def call(run: Path) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["verify", str(run)])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return code, told.out + told.err

    return call


def test_a_text_in_place_of_the_workbook_is_told(run: Path, verified: Verified) -> None:
    (run / "results.xlsx").write_text("见附件\n", encoding="utf-8")
    code, told = verified(run)
    assert code == 1
    assert "results.xlsx  K733  读不出来" in told


def test_a_trail_torn_in_a_line_is_told_and_does_not_add_up(run: Path, verified: Verified) -> None:
    kept = (run / "trail.csv").read_bytes()
    (run / "trail.csv").write_bytes(kept[: len(kept) // 2 + 1])
    code, told = verified(run)
    assert code == 1
    assert "trail.csv" in told
    assert "少了" in told
    assert "K690" in told


def test_a_torn_trail_is_told_on_a_console_in_gbk(folder: Path) -> None:
    path = folder / "结果" / "01" / "trail.csv"
    kept = path.read_bytes()
    path.write_bytes(kept[: kept.index("县中医院".encode()) + 4])  # in the middle of a character
    assert "少了" in kpi(folder, "verify", code=1)


def test_scores_saved_again_in_gb18030_are_read_and_say_the_same(run: Path, verified: Verified) -> None:
    text = (run / "scores.csv").read_bytes().decode("utf-8-sig")
    (run / "scores.csv").write_bytes(text.replace(".00,", ",").encode("gb18030"))
    code, told = verified(run)
    assert code == 0
    assert "旁边的文件也一致" in told
    assert "scores.csv  K734  另存过：每个值都与重算的一样，只是编码成了 GB18030" in told


def test_the_receipt_of_another_run_is_told(folder: Path, verified: Verified) -> None:
    """The first run's receipt beside the documents of the second, for which a figure was corrected: they are as recomputed, it is not."""
    book = openpyxl.load_workbook(folder / "数据" / "科教股.xlsx")
    sheet = book["培训与新技术"]
    assert sheet["B6"].value == "10"
    sheet["B6"] = "11"
    book.save(folder / "数据" / "科教股.xlsx")
    assert main(["score", str(folder), "--by", "小周"]) == 0
    assert verified(folder / "结果" / "02")[0] == 0
    shutil.copyfile(folder / "结果" / "01" / "receipt.json", folder / "结果" / "02" / "receipt.json")
    code, told = verified(folder / "结果" / "02")
    assert code == 1
    assert "文件改过：科教股.xlsx（数据）" in told
    assert "古市医院：总分" in told
    assert "scores.csv" not in told


def test_a_receipt_of_another_scheme_is_told_by_its_name(folder: Path, run: Path, verified: Verified) -> None:
    kept = json.loads((run / "receipt.json").read_text(encoding="utf-8"))
    kept["scheme"] = {"name": "window_service", "title": "窗口月度考评", "edition": "2014"}
    (run / "receipt.json").write_text(json.dumps(kept), encoding="utf-8")
    code, told = verified(run)
    assert code == 1
    assert "方案：回执里是“window_service”，现在是“hospital_support”" in told


def test_a_folder_with_a_receipt_alone_is_verified_by_it(run: Path, verified: Verified) -> None:
    for name in ("scores.csv", "points.csv", "trail.csv", "results.xlsx"):
        (run / name).unlink()
    code, told = verified(run)
    assert code == 0
    assert "scores.csv、points.csv、trail.csv、results.xlsx 没有核对：回执旁边没有" in told


def test_documents_of_another_run_beside_a_good_receipt_are_told(run: Path, folder: Path, verified: Verified) -> None:
    text = (run / "points.csv").read_bytes().decode("utf-8-sig")
    (run / "points.csv").write_bytes(text.split("\r\n", 1)[0].encode())
    (run / "trail.csv").write_bytes((run / "scores.csv").read_bytes())
    code, told = verified(run)
    assert code == 1
    assert "points.csv:2  K731  少了" in told
    assert "trail.csv  K733  读不出来，不能核对：认不出表头" in told


def test_a_receipt_edited_in_its_layout_is_refused_by_place(run: Path, verified: Verified) -> None:
    kept = json.loads((run / "receipt.json").read_text(encoding="utf-8"))
    kept["format"], kept["备注"], kept["counts"]["units"] = 2, "已核", "13"
    (run / "receipt.json").write_text(json.dumps(kept), encoding="utf-8")
    code, told = verified(run)
    assert code == 1
    assert told.count("K595") == 2  # the places; the format is looked at once they are mended
    assert "不认识的键“备注”" in told


@pytest.mark.parametrize("name", ["receipt.json", "scores.csv", "points.csv", "trail.csv", "results.xlsx"])
@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"\xff\xfe\xfd", b'{"', b'"', b"PK\x03\x04\x00", b"=cmd|' /c calc'!A1\r\n"])
def test_anything_at_all_in_place_of_a_file_is_told(run: Path, verified: Verified, name: str, content: bytes) -> None:
    (run / name).write_bytes(content)
    code, told = verified(run)
    assert code == 1
    assert name in told
