"""Writing: files and folders that cannot be made (K7xx)."""

from __future__ import annotations

from kpi_engine.errors import code
