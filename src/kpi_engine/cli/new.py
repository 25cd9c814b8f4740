"""``kpi new``: a work folder from the library of schemes, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from kpi_engine.cli.help import Command
from kpi_engine.cli.talk import Talk, options, padded

__all__ = ["command"]


@click.command("new", cls=Command, help="从方案库建一个工作文件夹。 · Make a work folder from the library of schemes.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--from", "name", default="", help="方案名 · name of the scheme")
@click.option("--list", "listed", is_flag=True, help="列出方案库 · list the library")
@options
def command(talk: Talk, folder: Path | None, name: str, listed: bool) -> int:
    """Make the folder."""
    from kpi_engine.cli.library import shipped_schemes

    schemes = shipped_schemes()
    if listed:
        talk.say("library")
        for line in padded([f"  {shipped.name}", shipped.title] for shipped in schemes.values()):
            talk.line(line)
        talk.say("library_hint")
        talk.answer({"ok": True, "schemes": [{"name": shipped.name, "title": shipped.title} for shipped in schemes.values()]})
        return 0
    if folder is None or not name:
        from kpi_engine.cli.messages import text

        raise click.UsageError(text("folder_needed" if folder is None else "from_needed", talk.language), click.get_current_context())
    return _make(talk, folder, name)


def _make(talk: Talk, folder: Path, name: str) -> int:
    from kpi_engine.cli.library import copy_scheme, shipped_schemes
    from kpi_engine.errors import k7_writing as k7
    from kpi_engine.formula.grammar import nearest
    from kpi_engine.report.output import in_one_piece

    schemes = shipped_schemes()
    if name not in schemes:
        return talk.refuse([k7.NO_SUCH_LIBRARY_SCHEME.at(name=name, near=nearest(name, schemes))], key="problems_checked")
    problems = in_one_piece(folder, lambda staging: copy_scheme(schemes[name], staging))
    if problems:
        return talk.refuse(problems, key="problems_checked")
    talk.say("made", folder=folder)
    talk.say("made_next")
    talk.answer({"ok": True, "folder": str(folder)})
    return 0
