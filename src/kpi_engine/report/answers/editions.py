"""The data of one run under the scheme of another, both ways; who cannot be scored so, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.engine.results import Results
from kpi_engine.errors import Language
from kpi_engine.report.answers.what_if import Side, compared
from kpi_engine.report.telling import Column, Listing, Telling
from kpi_engine.whatif.editions import Edition, sentences

__all__ = ["editions_telling"]


def editions_telling(editions: Sequence[tuple[Results, Edition]], *, language: Language = "zh") -> Telling:
    """The answer.

    Args:
        editions: each with the run's own results that its data come from.
        language: of sentences and headings.

    """
    zh = language == "zh"
    sections = []
    listings: list[Listing] = []
    for at, (own, told) in enumerate(editions):
        name = f"{told.data}数据按{told.rules}办法" if zh else f"{told.data} under {told.rules}"
        sections.append((name, tuple(sentences(told, language))))
        table = compared(own, [Side(told.rules, told.changes, told.results)], language)
        listings.append(Listing(f"units{at + 1}", f"{table.name}{at + 1}", table.columns, table.rows))
        if told.unscored:
            columns = (Column("unit", "单位" if zh else "Unit"), Column("reason", "为什么算不出" if zh else "Why not scored"))
            rows = tuple((one.unit, ("；" if zh else "; ").join(one.reasons)) for one in told.unscored)
            listings.append(Listing(f"unscored{at + 1}", ("算不出的" if zh else "Not scored ") + str(at + 1), columns, rows))
    return Telling("换一年的办法" if zh else "Another year's rules", tuple(sections), tuple(listings))
