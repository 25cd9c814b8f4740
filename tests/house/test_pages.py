"""What the pages name is there: files, commands and their options; the documents that a clerk is told of."""

from __future__ import annotations

import re

import click
import pytest

from house.owed import ROOT, SOURCE
from kit import Example, examples
from kpi_engine.cli import _kpi
from kpi_engine.cli.messages import COMMANDS

READMES = ["../README.md", "../README.en.md"]
PAGES = ["README.md", "README.en.md", "docs/handbook.md", "docs/what-if.md"]
SHOWN = [example for page in READMES for example in examples(page)]


def command(name: str) -> click.Command:
    found = _kpi.get_command(click.Context(_kpi), name)  # type: ignore[attr-defined]
    assert found is not None, f"kpi {name} is no command"
    return found


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_of_a_page_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    calls = re.findall(r"(?:^|`)kpi ([a-z-]+)([^#`\n]*)", text, re.MULTILINE)
    assert calls
    for name, rest in calls:
        options = {option for parameter in command(name).params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)--?[a-zA-Z][\w-]*", rest)) <= options, f"kpi {name}{rest}"


@pytest.mark.parametrize("page", PAGES[:2])
def test_a_readme_shows_every_command(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"^kpi {name}\b", text, re.MULTILINE)] == []


@pytest.mark.parametrize("example", SHOWN, ids=str)
def test_the_first_scheme_of_a_readme_is_sound(example: Example) -> None:
    from kpi_engine import check_scheme

    checked = check_scheme(("first.yaml", example.text.encode()))
    assert [str(problem) for problem in (*checked.problems, *checked.findings)] == []
    if example.table("单位") is not None:
        assert list(example.differences(example.run())) == []


def test_the_files_that_the_architecture_names_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+/[\w.-]*|[\w-]+\.(?:py|toml|md))`", text))
    gone = [name for name in sorted(named) if not any((base / name).exists() for base in (SOURCE, ROOT, ROOT / "tests"))]
    assert gone == []


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md"])
def test_links_to_files_lead_somewhere(page: str) -> None:
    at = (ROOT / page).parent
    targets = re.findall(r"\]\((?!http)([^)#]+)(?:#[^)]*)?\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [target for target in targets if not (at / target).exists()] == []


def test_layers_are_told_the_same_everywhere() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = re.search(r"^layers = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert layers is not None
    order = " > ".join(name.strip("() ").replace("(", "").replace(")", "") for name in re.findall(r'"([^"]+)"', layers.group(1)))
    for page in ("docs/architecture.md", "CONTRIBUTING.md", "docs/decisions/0006-order-of-layers.md"):
        assert order.removeprefix("__main__ > ") in (ROOT / page).read_text(encoding="utf-8"), page
