"""What granting an appeal would do, for the unit and for everybody else."""

from __future__ import annotations

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.report.answers.what_if import Side, compared
from kpi_engine.report.telling import Telling
from kpi_engine.whatif.appeal import Appeal, sentences

__all__ = ["appeal_telling"]


def appeal_telling(before: Results, told: Appeal, *, language: Language = "zh") -> Telling:
    """The answer."""
    name, title = ("设若更正", "申诉预览") if language == "zh" else ("if corrected", "Appeal preview")
    listing = compared(before, [Side(name, told.changes, told.outcome.results)], language)
    return Telling(title, (("", tuple(sentences(told, language))),), (listing,))
