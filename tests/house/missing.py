"""What is missing of what the house wants beside each module, form, function and code. Used by the tests and by ``owed.py``."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from house.owed import ROOT, SOURCE
from kpi_engine.errors import Code, registered_codes
from kpi_engine.forms import forms
from kpi_engine.formula.functions import reducers, row_functions

TESTS = ROOT / "tests"
DOCS = ROOT / "docs"
BAD = ROOT / "fixtures" / "bad"
MOST_LINES = 300


def modules() -> Iterator[Path]:
    """The modules of the package."""
    yield from sorted(path for path in SOURCE.rglob("*.py") if "library" not in path.relative_to(SOURCE).parts)


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """``formula/columns/cells`` for a module's file; a package by its folder."""
    inner = path.relative_to(SOURCE)
    return (inner.parent if path.name == "__init__.py" and inner.parent.parts else inner.with_suffix("")).as_posix()


def without_mirror() -> Iterator[str]:
    """Modules with code of their own and no test file at the same place."""
    for path in modules():
        holds_code = any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in parsed(path).body)
        if holds_code and not any(mirror.exists() for mirror in mirrors(name_of(path))):
            yield name_of(path)


def mirrors(name: str) -> list[Path]:
    """Where the test of a module may stand; a package inside a package may be tested as one."""
    parts = name.split("/")
    last = parts[-1]
    places = [TESTS.joinpath("unit", *parts[:-1], f"test_{last}.py"), TESTS.joinpath("unit", *parts, f"test_{last}.py")]
    return places + ([TESTS.joinpath("unit", parts[0], f"test_{parts[1]}.py")] if len(parts) > 2 else [])


def forms_without_test() -> Iterator[str]:
    """Forms without a test file."""
    yield from (name for name in forms() if not (TESTS / "unit" / "forms" / f"test_{name}.py").exists())


def forms_without_section() -> Iterator[str]:
    """Forms without a section in docs/forms.md."""
    titles = " ".join(re.findall(r"^#+ .*$", page("forms.md"), re.MULTILINE))
    yield from (name for name in forms() if not re.search(rf"\b{name}\b", titles))


def functions_not_named() -> Iterator[str]:
    """Functions of the language that docs/language.md does not name."""
    text = page("language.md")
    written = [name for name, function in row_functions().items() if function.written] + list(reducers())
    yield from (name for name in written if not re.search(rf"\b{name}\b", text))


def page(name: str) -> str:
    """A page of docs, empty where it is not written yet."""
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def constants() -> dict[str, str]:
    """Code number -> the constant it is declared as."""
    declared = [
        pair
        for path in sorted((SOURCE / "errors").glob("k?_*.py"))
        for pair in re.findall(r'^(\w+) = code\(\s*"(K\d+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    return {number: constant for constant, number in declared}


def codes_not_provoked() -> Iterator[str]:
    """Codes with neither a broken file nor a test that names their number, slug or constant."""
    files = {match.group() for path in BAD.rglob("*") if (match := re.match(r"K\d{3}", path.name))}
    text = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path.parent.name != "house")
    named = constants()
    for number, code in registered_codes().items():
        if number not in files and not _is_named(code, named.get(number, ""), text):
            yield number


def _is_named(code: Code, constant: str, text: str) -> bool:
    return bool(re.search(rf'\b{code.number}\b|"{re.escape(code.slug)}"' + (rf"|\b{constant}\b" if constant else ""), text))


def codes_without_mend() -> Iterator[str]:
    """Codes that say what is wrong but not what to do."""
    yield from (number for number, code in registered_codes().items() if not (code.mend and code.mend_en))


def long_modules() -> Iterator[str]:
    """Modules over the size that the house looks hard at."""
    yield from (name_of(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES)


FINDERS: dict[str, Callable[[], Iterator[str]]] = {
    "mirror": without_mirror,
    "form-test": forms_without_test,
    "form-section": forms_without_section,
    "function-named": functions_not_named,
    "code-provoked": codes_not_provoked,
    "code-mend": codes_without_mend,
    "size": long_modules,
}
