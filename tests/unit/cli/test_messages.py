"""The command's own words."""

from __future__ import annotations

import string

from kpi_engine.cli import messages


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_tell_the_same_facts() -> None:
    assert [key for key, (zh, en) in messages._TEXTS.items() if fields(zh) != fields(en)] == []


def test_every_sentence_is_there_in_both_languages() -> None:
    assert [key for key, pair in messages._TEXTS.items() if not all(pair)] == []


def test_every_sentence_is_said_somewhere() -> None:
    from pathlib import Path

    text = "".join(path.read_text(encoding="utf-8") for path in Path(messages.__file__).parent.glob("*.py"))
    assert [key for key in messages._TEXTS if text.count(f'"{key}"') + text.count(f"'{key}'") < 2] == []
