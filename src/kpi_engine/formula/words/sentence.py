"""A formula as a sentence: the numbers put in, only the branch that was taken, and what came out; for one row, or for many at once.

Many rows are spoken for together as far as they take the same way through the formula (`kpi_engine.formula.words.alike`).
"""

from __future__ import annotations

import numpy as np

from kpi_engine.formula.exact import ExactFrame, Reader
from kpi_engine.formula.tree import Node
from kpi_engine.formula.words.alike import Alike
from kpi_engine.formula.words.figures import Measure, MeasureOf, plain_measure
from kpi_engine.formula.words.known import ByReader, IndexArray, Knows
from kpi_engine.formula.words.saying import Saying
from kpi_engine.formula.words.speaker import Speaker
from kpi_engine.formula.words.vocabulary import Language, vocabulary

__all__ = ["sayings", "sentence"]


def sentence(
    tree: Node,
    frame: ExactFrame | Reader,
    row: int,
    *,
    domain: str = "",
    measure_of: MeasureOf = plain_measure,
    measure: Measure | None = None,
    language: Language = "zh",
) -> str:
    """What the formula says of one row, and its result: ``30 × min(1, 4 ÷ 5) = 24.00``.

    Args:
        tree: the formula.
        frame: the exact reader's frame, or a `Reader` over it (one for many rows works groups out once).
        row: which row of ``domain``.
        domain: the table of rows; empty for the units.
        measure_of: how the values of a quantity print.
        measure: how the result prints; by default at the places it is rounded to.
        language: zh or en.

    """
    reader = frame if isinstance(frame, Reader) else Reader(frame)
    [told] = sayings(tree, ByReader(reader, domain), np.array([row]), measure_of=measure_of, measure=measure, language=language)
    return told.texts()[0]


def sayings(
    tree: Node,
    knows: Knows,
    rows: IndexArray,
    *,
    measure_of: MeasureOf = plain_measure,
    measure: Measure | None = None,
    language: Language = "zh",
) -> list[Saying]:
    """The sentences of many rows, those of one form together; each row is in one of them. Arguments as of `sentence`."""
    told: list[Saying] = []
    waiting = [rows] if len(rows) else []
    while waiting:
        alike = Alike(knows, waiting.pop())
        speaker = Speaker(alike, measure_of, vocabulary(language))
        told.append(alike.saying(speaker.told(tree, measure or speaker.result_measure(tree))))
        waiting += alike.others
    return told
