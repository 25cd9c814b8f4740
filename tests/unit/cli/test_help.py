"""Help in both languages."""

from __future__ import annotations

import click

from kpi_engine.cli.help import Command


def test_the_words_of_the_library_stand_beside_their_chinese() -> None:
    @click.command("数", cls=Command, help="数一数。 · Count.")
    @click.option("--from", "start", help="从几 · from")
    def count(start: str) -> None: ...

    told = count.get_help(count.make_context("kpi 数", []))
    assert told.startswith("用法 · Usage: kpi 数 [OPTIONS]")
    assert "选项 · Options:" in told
    assert "显示用法 · show this" in told
