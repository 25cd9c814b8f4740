"""Data handed over as JSON: ``--input FILE``, ``--input -`` for the standard input, and the answer of such a run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run
    from kpi_engine.cli.inputs import Inputs

__all__ = ["input_option", "read_input", "score_input"]

F = TypeVar("F", bound=Callable[..., Any])
STDIN = "-"


def input_option(command: F) -> F:
    """The option ``--input``: the command gets it as ``source``."""
    said = "数据是一段 JSON：文件名，- 是标准输入（见 docs/portal.md） · data as JSON: a file, - for standard input"
    return click.option("--input", "source", default="", metavar="FILE", help=said)(command)


def read_input(source: str) -> tuple[bytes, str]:
    """The JSON and how places call it.

    Raises:
        KpiError: K101 where the file cannot be opened, K103 where there is too much of it.

    """
    from kpi_engine.errors import KpiError
    from kpi_engine.errors import k1_reading as k1
    from kpi_engine.intake.grid import DEFAULT_LIMITS
    from kpi_engine.source import Place

    most = DEFAULT_LIMITS.file_bytes
    name = "stdin" if source == STDIN else Path(source).name
    try:
        if source == STDIN:
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(source).open("rb") as stream:
                data = stream.read(most + 1)
    except OSError as error:
        raise KpiError([k1.CANNOT_OPEN.at(Place(name), reason=error.strerror or type(error).__name__)]) from None
    if len(data) > most:
        raise KpiError([k1.FILE_TOO_LARGE.at(Place(name), size=len(data), limit=most)])
    return data, name


def score_input(source: str, inputs: Inputs, *, actor: str, at: str) -> Run:
    """Score the JSON that was handed over.

    Raises:
        KpiError: with all problems.

    """
    from kpi_engine.api.requests import score_request

    request, name = read_input(source)
    return score_request(inputs.scheme, request, name=name, receipts=inputs.receipts, actor=actor, at=at)
