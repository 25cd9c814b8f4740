"""Meaning: a scheme that is well formed and contradicts itself (K3xx)."""

from __future__ import annotations

from kpi_engine.errors import code
