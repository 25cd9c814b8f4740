"""Help in both languages."""

from __future__ import annotations

import click

from kpi_engine.cli.help import Command, examples, wrapped


def test_the_words_of_the_library_stand_beside_their_chinese() -> None:
    @click.command("数", cls=Command, help="数一数。 · Count.")
    @click.option("--from", "start", help="从几 · from")
    def count(start: str) -> None: ...

    told = count.get_help(count.make_context("kpi 数", []))
    assert told.startswith("用法 · Usage: kpi 数 [OPTIONS]")
    assert "选项 · Options:" in told
    assert "显示用法 · show this" in told


def test_a_chinese_term_takes_two_columns_a_character_and_what_it_means_stands_under_the_rest() -> None:
    @click.command("数", cls=Command)
    @click.option("--set", "edits", metavar="路径=新值", help="一项改动")
    @click.option("--scenarios", metavar="PATH", help="场景表")
    def count(edits: str, scenarios: str) -> None: ...

    told = count.get_help(count.make_context("kpi 数", []))
    assert "  --set 路径=新值   一项改动\n  --scenarios PATH  场景表\n" in told  # 15 and 16 columns, then two


def test_lines_are_as_long_as_a_console_shows_them_and_none_begins_with_a_closing_mark() -> None:
    assert wrapped("一项改动，可以写几次 · an edit", 12) == ["一项改动，可", "以写几次 ·", "an edit"]
    assert wrapped("写（两项）。", 10) == ["写（两", "项）。"]
    assert wrapped("", 10) == []


def test_examples_stand_below_as_they_are_typed() -> None:
    @click.command("数", cls=Command, epilog=examples("kpi 数 --from 3", "kpi 数"))
    def count() -> None: ...

    assert count.get_help(count.make_context("kpi 数", [])).endswith("  例 · Examples:\n    kpi 数 --from 3\n    kpi 数")
