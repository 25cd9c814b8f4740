"""Scoring one JSON text, answered by a run or by plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from kpi_engine.api.runs import Run, Sent, score_sent
from kpi_engine.api.schemes import Checked, check_scheme, classes_of, plan_of
from kpi_engine.api.sources import Files, Source
from kpi_engine.errors import KpiError, Language
from kpi_engine.errors import k5_data as k5
from kpi_engine.source import Place
from kpi_engine.trail.canonical import sha256

__all__ = ["Request", "score_json", "score_request"]

Request = str | bytes | Mapping[str, object]
"""Units, values and events as JSON (docs/portal.md), or the mapping that it stands for."""


def score_request(
    scheme: Source | Checked, request: Request, *, name: str = "stdin", receipts: Iterable[Source] = (), actor: str = "", at: str = ""
) -> Run:
    """Score what one JSON text holds: units, values, events, corrections, decisions (docs/portal.md).

    Args:
        scheme: the scheme's file, or what checking it gave.
        request: the text, or the mapping that it stands for.
        name: how places and the receipt call the text.
        receipts: receipts of the runs that the scheme reads.
        actor: who runs it, for the receipt.
        at: when, for the receipt.

    Raises:
        KpiError: with all problems of scheme, text and scoring, and the findings.

    """
    from kpi_engine.intake.portal import read_portal

    checked = scheme if isinstance(scheme, Checked) else check_scheme(scheme)
    plan = plan_of(checked)
    files = Files(checked.file)
    files.note("request", name, sha256(_request_bytes(request)))
    sheets = read_portal(request, plan.needs, classes_of(plan), decisions=plan.scheme.decisions, grades=plan.book.grade_words(), name=name)
    problems = [*checked.findings, *sheets.problems, *sheets.findings, *sheets.corrections.findings]
    if not sheets.readable:
        raise KpiError(problems)
    read = Sent(sheets.register, sheets.grids, sheets.corrections, files.receipts(receipts, problems))
    return score_sent(checked, read, problems, files, actor=actor, at=at)


def _request_bytes(request: Request) -> bytes:
    if isinstance(request, bytes):
        return request
    try:
        text = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):  # keys of several kinds, or a mapping that holds itself
        raise KpiError(
            [
                k5.JSON_SHAPE.at(
                    Place("request"),
                    wanted="键都是文字的字典",
                    wanted_en="a mapping with texts as keys",
                    found="别的键，或套着自己",
                    found_en="other keys, or itself",
                )
            ]
        ) from None
    return text.encode("utf-8", "surrogatepass")


def score_json(
    scheme: Source | Checked,
    request: Request,
    *,
    name: str = "stdin",
    receipts: Iterable[Source] = (),
    actor: str = "",
    at: str = "",
    language: Language = "zh",
    trail: bool = True,
) -> dict[str, object]:
    """`score_request` with its answer as plain data by ``results.schema.json``: decimals as strings; what was refused is in it, nothing is raised.

    Args:
        scheme: as of `score_request`.
        request: as of `score_request`.
        name: as of `score_request`.
        receipts: as of `score_request`.
        actor: as of `score_request`.
        at: as of `score_request`.
        language: of messages and mends.
        trail: whether the accounts of each unit are told, most of a long answer.

    """
    from kpi_engine.report.results_json import as_json, failure_as_json

    try:
        run = score_request(scheme, request, name=name, receipts=receipts, actor=actor, at=at)
    except KpiError as error:
        return failure_as_json(error.problems, error.findings, language)
    return as_json(run.results, run.receipt, findings=run.findings, language=language, trail=trail)
