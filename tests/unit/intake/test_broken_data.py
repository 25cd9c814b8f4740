"""Every code of data has a file that provokes it: ``fixtures/bad/data/K5..``, read under the scheme that stands beside them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.errors import Problem, registered_codes
from kpi_engine.intake.collect import collect
from kpi_engine.intake.corrections import read_corrections
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.register import Register, read_register
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from portals import collect_portal

BAD = Path(__file__).parents[3] / "fixtures" / "bad" / "data"
FILES = sorted(path.name for path in BAD.glob("K5*"))
CLASSES = {"乡镇": 2, "街道": None}


@cache
def plan() -> Plan:
    document, _ = read_document((BAD / "方案.yaml").read_bytes(), name="方案.yaml")
    scheme, _ = read_model(Scheme, document)
    assert scheme is not None
    made, problems = plan_scheme(scheme)
    assert [p for p in problems if p.severity == "problem"] == []
    return made


@cache
def register() -> Register:
    grids, _ = read_grids(BAD / "单位名录.csv", "单位名录.csv")
    return read_register(grids, CLASSES)[0]


def said_of(name: str) -> list[Problem]:
    """All that is said of a file: registers are K501 to K509, corrections K560 to K568 and K574, JSON K570 to K573, all others are data."""
    number = int(name[1:4])
    scheme, needs = plan().scheme, plan().needs
    grades = scheme.grades.names if scheme.grades is not None else ()
    if 570 <= number <= 573:
        collected = collect_portal((BAD / name).read_bytes(), needs, CLASSES, name=name).collected
        return [*collected.problems, *collected.findings]
    grids, said = read_grids(BAD / name, name)
    if number < 510:
        return [*said, *read_register(grids, CLASSES)[1]]
    is_paper = 560 <= number < 570 or number == 574
    corrections, problems = read_corrections(grids if is_paper else [], register(), needs, scheme.decisions, grades)
    data = [] if is_paper else grids
    collected = collect(data, register(), needs, list(CLASSES), corrections=corrections, decisions=scheme.decisions, grades=grades)
    return [*said, *problems, *corrections.findings, *collected.problems, *collected.findings]


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_told_of_by_its_code_and_place(name: str) -> None:
    said = [problem for problem in said_of(name) if problem.code.number == name[:4]]
    assert said
    assert name in str(said[0].place) or name[:4] in ("K533", "K547", "K579")
    assert "{" not in said[0].text("zh") + said[0].text("en")


def test_every_code_of_data_has_its_file() -> None:
    numbers = {name[:4] for name in FILES}
    assert [number for number in registered_codes() if "K501" <= number <= "K579" and number not in numbers] == []
