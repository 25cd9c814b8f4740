"""Recompute a past result from its receipt, and say what differs: in the receipt, and in the documents that were published with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_engine.errors import Problem
from kpi_engine.errors import k7_writing as k7
from kpi_engine.trail.receipt import Receipt

if TYPE_CHECKING:
    from kpi_engine.verify.documents import Recomputed

__all__ = ["DOCUMENTS", "Recompute", "Verification", "beside", "verify_receipt"]

DOCUMENTS = ("scores.csv", "points.csv", "trail.csv", "results.xlsx")
"""What a run writes beside its receipt."""

Recompute = Callable[[str, str], "Recomputed"]
"""Scores again, as done by whom and when (``actor``, ``at``)."""


@dataclass(frozen=True)
class Verification:
    """A kept receipt, the receipt of the same inputs today, and what differs.

    ``differences`` are the first thousand as problems, then a count for each document that has more (K736); ``count`` is how many there are in all.
    ``findings`` say what is no difference: a document that is not there (K732), one that was saved again with the same values (K734).
    ``compared`` names the documents that were looked at.
    """

    kept: Mapping[str, object]
    fresh: Receipt
    differences: tuple[Problem, ...]
    findings: tuple[Problem, ...] = ()
    compared: tuple[str, ...] = ()
    count: int = 0

    @property
    def same(self) -> bool:
        """Whether the kept results can be recomputed as they are, and the documents say so."""
        return not self.differences


def beside(folder: Path) -> dict[str, Path]:
    """The documents that lie in a folder, by name."""
    return {name: folder / name for name in DOCUMENTS if (folder / name).is_file()}


def verify_receipt(data: bytes, name: str, recompute: Recompute, documents: Mapping[str, Path] | None = None) -> Verification:
    """Compare a kept receipt, and what was published with it, with a run of today.

    Args:
        data: the receipt's file.
        name: its name.
        recompute: scores the inputs that are there now; what it raises is raised.
        documents: the published files by their names; None where they are not asked for.

    Raises:
        KpiError: K580 or K595 where the file is no receipt as the program writes it; whatever keeps the inputs from being scored.

    """
    from kpi_engine.verify.documents import compare_documents
    from kpi_engine.verify.kept import read_kept
    from kpi_engine.verify.receipt import receipt_differences, same_inputs
    from kpi_engine.verify.told import Told

    kept = read_kept(data, name)
    run = recompute(str(kept["actor"]), str(kept["at"]))
    told = Told()
    for problem in receipt_differences(kept, run.receipt, name):
        told.add(problem)
    told.only_count = not same_inputs(kept, run.receipt)
    if documents is not None:
        compare_documents(documents, run, told)
    return Verification(kept, run.receipt, told.differences(), tuple(told.findings), _compared(documents or {}, told.findings), told.count)


def _compared(documents: Iterable[str], findings: Iterable[Problem]) -> tuple[str, ...]:
    left_out = {finding.place.file for finding in findings if finding.code is k7.DOCUMENT_MISSING}
    return tuple(name for name in documents if name not in left_out)
