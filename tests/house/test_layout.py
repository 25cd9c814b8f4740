"""Every module, form, function and code has what belongs beside it; what is owed is listed in ``owed.txt`` and only gets less."""

from __future__ import annotations

import re

from house.missing import (
    codes_not_provoked,
    codes_without_mend,
    forms_without_section,
    forms_without_test,
    functions_not_named,
    long_modules,
    modules,
    without_mirror,
)
from house.owed import ROOT, hold


def test_every_module_has_a_test_at_the_same_place() -> None:
    hold("mirror", without_mirror(), "no tests/unit/…/test_<module>.py for")


def test_every_form_has_a_test() -> None:
    hold("form-test", forms_without_test(), "no tests/unit/forms/test_<form>.py for")


def test_every_form_has_a_section() -> None:
    hold("form-section", forms_without_section(), "no section in docs/forms.md for")


def test_every_function_is_named_in_the_language() -> None:
    hold("function-named", functions_not_named(), "docs/language.md does not name")


def test_every_code_is_provoked() -> None:
    hold("code-provoked", codes_not_provoked(), "no broken file and no test for")


def test_every_code_says_what_to_do() -> None:
    hold("code-mend", codes_without_mend(), "no mend in both languages for")


def test_modules_are_short() -> None:
    hold("size", long_modules(), "over 300 lines, look hard at")


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [path for path in modules() if path.stem in {"utils", "helpers", "common", "misc", "util"}] == []


def test_every_target_of_make_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):(.*)$", text, re.MULTILINE)
    assert [name for name, rest in targets if " ## " not in rest] == []
    assert {name for name, _ in targets} >= {"demo", "test", "lint", "format", "nightly", "bench"}
