"""The inputs of a command through the library: one call with all of them."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from kpi_engine.cli.inputs import Inputs

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run

__all__ = ["now", "score_inputs", "who"]


def score_inputs(inputs: Inputs, *, actor: str = "", at: str = "") -> Run:
    """Score what was named, or lies in the folder.

    Raises:
        KpiError: with all problems, K722 and K723 among them where there is no register or no data.

    """
    from kpi_engine.api.runs import score

    return score(
        inputs.scheme,
        register=inputs.register,
        data=inputs.data,
        adjustments=inputs.adjustments,
        receipts=inputs.receipts,
        actor=actor,
        at=at,
    )


def who() -> str:
    """Who is at the machine, as far as it says."""
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""


def now() -> str:
    """The time, with its zone, to the second."""
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")
