"""The command's own words."""

from __future__ import annotations

import string

import click

from kpi_engine.cli import messages
from kpi_engine.cli.messages import usage_text


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


def test_a_value_that_is_none_of_those_is_answered_in_the_language_of_the_call() -> None:
    choice = click.Option(["--split"], type=click.Choice(["owner", "unit"]))
    whole, positive = click.Option(["--draws"], type=click.IntRange(1, 100)), click.Option(["--seed"], type=click.IntRange(0))
    for option, zh, en in (
        (choice, "--split 只能写：owner、unit", "--split is one of: owner, unit"),
        (whole, "--draws 要写整数，1 到 100", "--draws is a whole number from 1 to 100"),
        (positive, "--seed 要写整数，不小于 0", "--seed is a whole number, 0 or more"),
    ):
        error = click.BadParameter("x", param=option)
        assert zh in usage_text(error)
        assert en in usage_text(error, "en")
