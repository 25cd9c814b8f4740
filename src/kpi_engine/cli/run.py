"""A work folder through the library: one call with all that lies in it."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from kpi_engine.cli.folder import WorkFolder

if TYPE_CHECKING:
    from kpi_engine.api import Run

__all__ = ["now", "score_folder", "who"]


def score_folder(folder: WorkFolder, *, actor: str = "", at: str = "") -> Run:
    """Score what lies in the folder.

    Raises:
        KpiError: with all problems, K722 and K723 among them where there is no register or no data.

    """
    from kpi_engine.api import score

    return score(
        folder.scheme,
        register=folder.needed_register(),
        data=folder.needed_data(),
        adjustments=folder.adjustments,
        receipts=folder.receipts,
        actor=actor,
        at=at,
    )


def who() -> str:
    """Who is at the machine, as far as it says."""
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""


def now() -> str:
    """The time, with its zone, to the second."""
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")
