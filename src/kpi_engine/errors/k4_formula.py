"""Formula: a text that is not a formula of the language (K4xx)."""

from __future__ import annotations

from kpi_engine.errors import code
