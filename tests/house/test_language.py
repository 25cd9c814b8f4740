"""The language manual names every key of the models and every function, and nothing that is not there."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from kit import DOCS, Example, amended_plan, examples
from kpi_engine import check_scheme
from kpi_engine.errors import registered_codes
from kpi_engine.forms import forms
from kpi_engine.formula.functions import row_functions
from kpi_engine.lint import lint_plan
from kpi_engine.scheme.binding import Book
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.paths import Paths
from kpi_engine.table import Ref, Role
from kpi_engine.terms import Construct, Formula
from scored import read_scheme

PAGE = (DOCS / "language.md").read_text(encoding="utf-8")


def constructs(model: type[BaseModel]) -> Iterator[type[Construct]]:
    """The constructs that a model's fields are made of, itself included."""
    seen: dict[type[Construct], None] = {}
    todo: list[object] = [model]
    while todo:
        part = todo.pop()
        if isinstance(part, type) and issubclass(part, Construct) and part not in seen:
            seen[part] = None
            todo += [field.annotation for field in part.model_fields.values()]
            todo += [base for base in part.__bases__ if base not in (BaseModel, object)]
        todo += typing.get_args(part)
    yield from seen


def all_constructs() -> dict[str, type[Construct]]:
    told = {made.__name__: made for model in (Scheme, *forms().values()) for made in constructs(model)}
    return {name: made for name, made in told.items() if own_keys(made)}


def own_keys(model: type[Construct]) -> set[str]:
    """The keys that a construct has itself, as they are written."""
    inherited = {name for base in model.__mro__[1:] if issubclass(base, BaseModel) for name in base.model_fields}
    return {field.alias or name for name, field in model.model_fields.items() if name not in inherited}


def documented() -> dict[str, set[str]]:
    """Construct -> the keys that its table on the page lists."""
    tables = re.findall(r"<!-- keys: (\w+) -->\n((?:\|.*\n)+)", PAGE)
    return {name: {key for row in table.splitlines()[2:] for key in re.findall(r"`(\w+)`", row.split("|")[1])} for name, table in tables}


def test_every_construct_has_a_table_and_every_table_a_construct() -> None:
    assert set(documented()) == set(all_constructs())


@pytest.mark.parametrize("name", sorted(all_constructs()))
def test_every_key_is_on_the_page_and_back(name: str) -> None:
    assert documented().get(name) == own_keys(all_constructs()[name])


def function_rows() -> list[tuple[str, str, str]]:
    """(name, example, result) of each row of the table of functions."""
    table = re.search(r"<!-- functions -->\n((?:\|.*\n)+)", PAGE)
    assert table is not None
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.group(1).splitlines()[2:]]
    return [(name.strip("`"), example.strip("`"), result) for name, _, example, result in rows]


def function_example() -> Example:
    return next(example for example in examples("language.md") if example.title == "函数")


def test_every_function_has_a_line_and_every_line_a_function() -> None:
    written = {name for name, function in row_functions().items() if function.written}
    special = set(Book(read_scheme(function_example().text)).at().function_names())
    names = [name for name, _, _ in function_rows()]
    assert len(names) == len(set(names))
    assert set(names) == written | special


@pytest.mark.parametrize(("name", "example", "result"), function_rows(), ids=[name for name, _, _ in function_rows()])
def test_a_function_gives_what_its_line_says(name: str, example: str, result: str) -> None:
    assert f"{name}(" in example
    page = function_example()
    page.block = page.block.replace("例: 0", f'例: "{example}"')
    assert page.run().text(Ref(Role.VALUE, "例"), 0) == result


def test_every_path_of_the_page_leads_to_one_place() -> None:
    table = re.search(r"<!-- paths -->\n((?:\|.*\n)+)", PAGE)
    assert table is not None
    paths = [line.split("|")[1].strip(" `") for line in table.group(1).splitlines()[2:]]
    example = next(example for example in examples("language.md") if example.title == "路径")
    document, _ = read_document(example.text.encode(), name="例.yaml")
    assert document is not None
    assert {path: len(Paths(document).find(path)) for path in paths} == dict.fromkeys(paths, 1)


def traps() -> list[tuple[str, str]]:
    """(what is written, the code that refuses it) of the rows that show a text."""
    section = PAGE[PAGE.index("## YAML 常见的错") :]
    rows = re.findall(r"^\| `([^`]+)` \|[^|]*(K\d{3})", section, re.MULTILINE)
    assert len(rows) > 5
    return rows


@pytest.mark.parametrize(("text", "code"), traps())
def test_a_trap_of_the_page_is_refused_as_it_says(text: str, code: str) -> None:
    line = f"deduct: {text}" if text.startswith("{") else text
    _, problems = read_document(f"title: 例\n{line}\n".encode(), name="例.yaml")
    assert code in {problem.code.number for problem in problems}


def clauses() -> list[tuple[str, str]]:
    """(wording of a clause, how it is written) of the table of clauses."""
    table = re.search(r"<!-- clauses -->\n((?:\|.*\n)+)", PAGE)
    assert table is not None
    return [(cells[1].strip(), cells[2].strip(" `")) for line in table.group(1).splitlines()[2:] if (cells := line.split("|"))]


@pytest.mark.parametrize(("wording", "written"), clauses(), ids=[wording for wording, _ in clauses()])
def test_a_clause_is_written_as_the_page_says(wording: str, written: str) -> None:
    example = next(example for example in examples("language.md") if example.title == "细则里的话怎么写")
    text = example.text.replace("score: points}", f"{written}}}")
    assert written in text
    assert [str(problem) for problem in lint_plan(amended_plan(text)) if problem.severity == "problem"] == []


def test_the_page_says_whether_commands_apply_amendments() -> None:
    example = next(example for example in examples("language.md") if example.title == "修订")
    plan = check_scheme(("例.yaml", example.text.encode())).plan
    assert plan is not None
    assert plan.scheme.grades is not None
    applied = plan.scheme.grades.bounds["优秀"] == Formula("88")
    assert applied != ("还不套用 `amendments`" in PAGE), "strike the line from 限制 when commands apply amendments"


def test_the_codes_that_the_page_names_exist() -> None:
    assert sorted(set(re.findall(r"K\d{3}", PAGE)) - set(registered_codes())) == []


def test_links_to_sections_lead_somewhere() -> None:
    lost = []
    for path in sorted(DOCS.glob("*.md")):
        for target, anchor in re.findall(r"\]\(([\w./-]*\.md)?(?:#([^)]*))?\)", path.read_text(encoding="utf-8")):
            page = path.parent / target if target else path
            if not page.exists() or (anchor and anchor not in anchors(page.read_text(encoding="utf-8"))):
                lost.append(f"{path.name} -> {target}#{anchor}")
    assert lost == []


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as they are made for Markdown pages."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
