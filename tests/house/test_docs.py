"""The pages of docs say what the program does."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

from house.owed import ROOT
from kpi_engine.errors import registered_codes

GENERATE = ROOT / "docs" / "generate.py"


def errors_page() -> str:
    return (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")


def test_every_code_has_a_section_and_every_section_a_code() -> None:
    sections = re.findall(r"^### (K\d{3}) ([\w-]+)$", errors_page(), re.MULTILINE)
    declared = [(code.number, code.slug) for code in registered_codes().values()]
    assert sections == declared, "run `make docs`"


def generated() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", GENERATE)
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    return generate


def test_the_page_of_errors_is_as_the_program_says() -> None:
    assert errors_page() == generated().errors_page(), "run `make docs`"


def test_the_page_of_commands_is_as_the_program_says() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == generated().commands_page(), "run `make docs`"


def test_a_code_is_in_the_file_of_its_hundred() -> None:
    wrong = []
    for path in sorted((ROOT / "src" / "kpi_engine" / "errors").glob("k?_*.py")):
        numbers = re.findall(r'code\(\s*"(K\d)\d\d"', path.read_text(encoding="utf-8"))
        wrong += [f"{path.name} {number}" for number in numbers if number.lower() != path.name[:2]]
    assert wrong == []


def test_every_decision_says_when_why_and_what_else() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    numbers = [page.name[:4] for page in pages]
    assert numbers == [f"{i:04d}" for i in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 60, page.name
        assert [part for part in ("## Decided", "## Why", "## Not taken") if part not in text] == [], page.name


def test_the_change_log_opens_each_entry_with_its_kind() -> None:
    entries = re.findall(r"^- (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [entry for entry in entries if not re.match(r"\*\*(Scores change|Language|Interface|Internal)\*\*", entry)] == []
