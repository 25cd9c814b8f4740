"""Inputs as they are declared."""

from __future__ import annotations

from kpi_engine.scheme.declared import InputDecl


def test_options_are_words_with_or_without_points() -> None:
    decl = {"kind": "choice", "owner": "办"}
    assert InputDecl.model_validate({**decl, "options": ["完整", "缺"]}).words == ("完整", "缺")
    assert InputDecl.model_validate({"kind": "ballots", "owner": "办", "options": {"好": "100", "差": "0"}}).words == ("好", "差")
