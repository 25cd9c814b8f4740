"""The registry of scoring forms."""

from __future__ import annotations

import pytest

from kpi_engine.forms import Form, forms
from kpi_engine.terms import FORM_NAMES


def test_the_folder_holds_the_forms_that_the_language_names() -> None:
    assert set(forms()) == set(FORM_NAMES)
    assert {name: form.name for name, form in forms().items()} == {name: name for name in FORM_NAMES}
    assert all(form.title for form in forms().values())


def test_a_form_without_keys_has_one_parameter_to_take_them() -> None:
    assert {name: form.sole for name, form in forms().items() if form.sole} == {"met": "when", "cases": "rows"}
    assert all(form.sole in form.model_fields for form in forms().values() if form.sole)


def test_a_form_says_itself_what_tree_it_is() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Form()  # type: ignore[abstract]
