"""What a command works on: the files that were named, else those that lie in the work folder."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import click

from kpi_engine.cli.folder import NOT_DATA, WorkFolder, files_below, find_folder
from kpi_engine.cli.help import Command

__all__ = ["FilesCommand", "Inputs", "Named", "file_options"]

F = TypeVar("F", bound=Callable[..., Any])
_MANY: Final = ("--data", "--adjustments", "--receipt")


@dataclass(frozen=True, slots=True)
class Named:
    """The files that were named in the call; what was not is taken from the work folder, if there is one."""

    scheme: Path | None = None
    register: Path | None = None
    data: tuple[Path, ...] = ()
    adjustments: tuple[Path, ...] = ()
    receipts: tuple[Path, ...] = ()

    def found(self, where: Path) -> Inputs:
        """These files, completed from the work folder at ``where``; a scheme that was named stands alone, without a folder.

        Raises:
            KpiError: K720 or K721 where neither a scheme was named nor a folder has one.

        """
        return Inputs(self, None if self.scheme is not None else find_folder(where))


@dataclass(frozen=True, slots=True)
class Inputs:
    """All files of a run."""

    named: Named
    folder: WorkFolder | None

    @property
    def scheme(self) -> Path:
        """The scheme."""
        if self.folder is not None:
            return self.folder.scheme
        assert self.named.scheme is not None, "without a folder there is a scheme"
        return self.named.scheme

    @property
    def complete(self) -> bool:
        """Whether there is something to score, not a scheme alone."""
        return bool((self.named.register or (self.folder and self.folder.register)) and (self.named.data or (self.folder and self.folder.data)))

    @property
    def register(self) -> Path:
        """The register; refused where there is none (K722; wrong usage outside of a folder)."""
        return self.named.register or self._folder("--register").needed_register()

    @property
    def data(self) -> list[Path]:
        """The data, folders opened; refused where there are none (K723; wrong usage outside of a folder)."""
        return _opened(self.named.data) if self.named.data else self._folder("--data").needed_data()

    @property
    def adjustments(self) -> list[Path]:
        """Corrections and decisions."""
        return list(self.named.adjustments) or (self.folder.adjustments if self.folder is not None else [])

    @property
    def receipts(self) -> list[Path]:
        """The receipts of the runs that the scheme reads."""
        return _opened(self.named.receipts) if self.named.receipts else (self.folder.receipts if self.folder is not None else [])

    def _folder(self, option: str) -> WorkFolder:
        if self.folder is None:
            context = click.get_current_context()
            raise click.MissingParameter(ctx=context, param=next(p for p in context.command.params if option in p.opts))
        return self.folder


def _opened(paths: Sequence[Path]) -> list[Path]:
    """Files as they are, folders as the files in them."""
    told: list[Path] = []
    for path in paths:
        told += sorted(file for file in files_below(path) if file.name.lower() not in NOT_DATA) if path.is_dir() else [path]
    return told


class FilesCommand(Command):
    """A command whose ``--data`` and its like take any number of files, as a shell writes them out: ``--data 数据/*.xlsx``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each of its files."""
        return super().parse_args(ctx, _spread(args))


def _spread(args: Sequence[str]) -> list[str]:
    told: list[str] = []
    option = ""
    for position, word in enumerate(args):
        if word == "--":
            return [*told, *args[position:]]
        if word.startswith("-"):
            option = word if word in _MANY else ""
        elif option and told[-1] != option:
            told.append(option)
        told.append(word)
    return told


def file_options(*, data: bool = True) -> Callable[[F], F]:
    """The options that name files, for use outside of a work folder: the command gets a `Named`."""

    def added(command: F) -> F:
        @functools.wraps(command)
        def wrapped(*args: Any, scheme: Path | None, register: Path | None, **given: Any) -> Any:
            many = {name: tuple(given.pop(name, ())) for name in ("data", "adjustments", "receipts")}
            return command(*args, named=Named(scheme, register, **many), **given)

        listed = [
            click.option("--scheme", type=_FILE, default=None, help="方案文件，不用工作文件夹 · the scheme, without a work folder"),
            click.option("--register", type=_FILE, default=None, help="单位名录 · the register of units"),
        ]
        if data:
            listed += [
                click.option("--data", type=_FILE, multiple=True, help="数据文件，一个或几个 · data, one file or more"),
                click.option("--adjustments", type=_FILE, multiple=True, help="更正与审定 · corrections and decisions"),
                click.option("--receipt", "receipts", type=_FILE, multiple=True, help="方案要读的回执 · receipts that the scheme reads"),
            ]
        for option in reversed(listed):
            wrapped = option(wrapped)
        return cast("F", wrapped)

    return added


_FILE: Final = click.Path(path_type=Path)
