"""Shape: a scheme whose keys or values are not of the language (K2xx)."""

from __future__ import annotations

from kpi_engine.errors import code
