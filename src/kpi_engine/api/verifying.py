"""Recomputing a past result from what went into it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kpi_engine.api.requests import Request, score_request
from kpi_engine.api.runs import Run, score
from kpi_engine.api.schemes import Checked
from kpi_engine.api.sources import Source, Tables, bytes_of
from kpi_engine.verify import Verification, beside, verify_receipt

__all__ = ["verify"]


def verify(
    receipt: Source,
    scheme: Source | Checked,
    *,
    register: Source | Tables | None = None,
    data: Iterable[Source | Tables] | Tables = (),
    adjustments: Iterable[Source] = (),
    receipts: Iterable[Source] = (),
    request: Request | None = None,
    name: str = "stdin",
    documents: Path | str | None = None,
) -> Verification:
    """Recompute a past result from what went into it, and say what differs from its receipt and from the documents that were published with it.

    Args:
        receipt: the receipt's file.
        scheme: as of `score`.
        register: as of `score`.
        data: as of `score`.
        adjustments: as of `score`.
        receipts: as of `score`.
        request: the JSON text of a run by `score_request` or `score_json`, in place of register and data.
        name: how that run called the text.
        documents: the folder with scores.csv, points.csv, trail.csv and results.xlsx; that of the receipt, where it is given by its path.

    Raises:
        KpiError: K580 or K595 where the file is no receipt as the program writes it; whatever keeps the inputs from being scored.
        TypeError: neither ``request`` nor ``register`` is given.

    """
    if request is None and register is None:
        raise TypeError("verify needs the register and data of the run, or its request")

    def again(actor: str, at: str) -> Run:
        if request is not None:
            return score_request(scheme, request, name=name, receipts=receipts, actor=actor, at=at)
        assert register is not None, "looked at above"
        return score(scheme, register=register, data=data, adjustments=adjustments, receipts=receipts, actor=actor, at=at)

    called, kept = bytes_of(receipt)
    folder = documents if documents is not None or isinstance(receipt, tuple) else Path(receipt).parent
    return verify_receipt(kept, called, again, beside(Path(folder)) if folder is not None else None)
