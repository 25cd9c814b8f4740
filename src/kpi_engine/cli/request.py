"""Data handed over as JSON: ``--input FILE``, ``--input -`` for the standard input, and the answer of such a run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kpi_engine.api import Run
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
        KpiError: K101 where the file cannot be opened.

    """
    from kpi_engine.errors import KpiError
    from kpi_engine.errors import k1_reading as k1
    from kpi_engine.source import Place

    if source == STDIN:
        return sys.stdin.buffer.read(), "stdin"
    path = Path(source)
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise KpiError([k1.CANNOT_OPEN.at(Place(path.name), reason=error.strerror or type(error).__name__)]) from None


def score_input(source: str, inputs: Inputs, *, actor: str, at: str) -> Run:
    """Score the JSON that was handed over.

    Raises:
        KpiError: with all problems.

    """
    from kpi_engine.api import score_request

    request, name = read_input(source)
    return score_request(inputs.scheme, request, name=name, receipts=inputs.receipts, actor=actor, at=at)
