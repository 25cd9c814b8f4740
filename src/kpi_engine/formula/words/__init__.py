"""The words reader: a formula as text with its names, and as a sentence with the numbers put in (`30 × min(1, 4 ÷ 5) = 24.00`)."""

from __future__ import annotations

from kpi_engine.formula.words.figures import Measure, value_text
from kpi_engine.formula.words.known import BoolArray, ByReader, IndexArray, Knows, Signs
from kpi_engine.formula.words.names import formula_text
from kpi_engine.formula.words.saying import Saying
from kpi_engine.formula.words.sentence import sayings, sentence
from kpi_engine.formula.words.vocabulary import Language

__all__ = [
    "BoolArray",
    "ByReader",
    "IndexArray",
    "Knows",
    "Language",
    "Measure",
    "Saying",
    "Signs",
    "formula_text",
    "sayings",
    "sentence",
    "value_text",
]
