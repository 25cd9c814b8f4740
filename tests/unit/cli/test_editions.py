"""``kpi editions``: the data of one folder under the scheme of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_both_ways_are_told_and_what_cannot_be_compared(desk: Path, kpi: Kpi, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "去年"
    shutil.copytree(desk, other)
    text = (other / "方案.yaml").read_text(encoding="utf-8").replace("edition: 2024", "edition: 2023").replace("优秀: 90", "优秀: 80")
    (other / "方案.yaml").write_text(text, encoding="utf-8")
    code, out, _ = kpi("editions", other, "-C", desk)
    assert code == 0
    assert "2023" in out
    assert "税务窗口" in out  # 84: 优秀 in 2023 only
    assert not (other / "试算").exists()


def test_a_folder_without_a_scheme_is_refused(desk: Path, kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    code, _, err = kpi("editions", tmp_path / "空", "-C", desk)
    assert code == 1
    assert "K720" in err
