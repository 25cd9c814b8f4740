"""What travels in a wheel: the library of schemes with its examples, and none of the broken files."""

from __future__ import annotations

import tomllib

from house.owed import ROOT
from kpi_engine.cli.library import shipped_schemes


def test_the_wheel_takes_the_library_along_and_leaves_the_hazards() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        wheel = tomllib.load(stream)["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {"rules", "fixtures"} <= set(wheel["include"])
    assert "fixtures/bad" in wheel["exclude"]
    assert wheel["sources"]["rules"] == "kpi_engine/library/rules"


def test_every_scheme_has_an_example_with_register_data_and_expected_results() -> None:
    lacking = []
    for shipped in shipped_schemes().values():
        folder = ROOT / "fixtures" / shipped.name
        has_register = any((folder / name).is_file() for name in ("单位名录.xlsx", "单位名录.csv"))
        complete = has_register and any((folder / "数据").glob("*")) and (folder / "expected.csv").is_file()
        lacking += [] if complete else [shipped.name]
    assert lacking == []


def test_every_example_has_a_scheme() -> None:
    others = {"bad", "generate"}
    folders = {path.name for path in (ROOT / "fixtures").iterdir() if path.is_dir()} - others
    assert folders - set(shipped_schemes()) == set()
