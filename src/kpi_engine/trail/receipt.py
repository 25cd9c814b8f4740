"""The receipt of a run: what went in (by hash), what came out (by hash, and in canonical form), by whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.table import Ref, Role, State
from kpi_engine.trail.canonical import canonical_bytes, canonical_results, sha256

__all__ = ["FORMAT", "Receipt", "SourceFile", "make_receipt"]

FORMAT = 1
"""The version of the receipt's layout."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that went in: what it was for (scheme, register, data, adjustments), its name, and the hash of its bytes."""

    use: str
    name: str
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """What proves a run. ``results`` is the canonical form, ``results_sha256`` its hash."""

    scheme: str
    title: str
    edition: str
    engine: str
    sources: tuple[SourceFile, ...]
    counts: Mapping[str, int]
    findings: tuple[str, ...]
    results: Sequence[Mapping[str, object]]
    results_sha256: str
    adjustments: tuple[Mapping[str, str], ...] = ()
    actor: str = ""
    at: str = ""
    format: int = field(default=FORMAT)

    @property
    def code(self) -> str:
        """The eight characters that people compare."""
        return self.results_sha256[:8].upper()

    def as_json(self) -> dict[str, object]:
        """The receipt as plain JSON data."""
        return {
            "format": self.format,
            "code": self.code,
            "scheme": {"name": self.scheme, "title": self.title, "edition": self.edition},
            "engine": self.engine,
            "actor": self.actor,
            "at": self.at,
            "sources": [{"use": s.use, "name": s.name, "sha256": s.sha256} for s in self.sources],
            "counts": dict(self.counts),
            "adjustments": [dict(a) for a in self.adjustments],
            "findings": list(self.findings),
            "results_sha256": self.results_sha256,
            "results": [dict(unit) for unit in self.results],
        }


def make_receipt(
    results: Results,
    *,
    engine: str,
    sources: Sequence[SourceFile],
    findings: Sequence[Problem] = (),
    adjustments: Sequence[Mapping[str, str]] = (),
    actor: str = "",
    at: str = "",
) -> Receipt:
    """The receipt of ``results``. ``actor`` and ``at`` are told by the caller: the engine reads no clock."""
    canonical = canonical_results(results)
    scheme = results.plan.scheme
    counts = {
        "units": len(results.units),
        "takes_part": _how_many(results, "takes_part"),
        "ranked": _how_many(results, "ranked"),
        "indicators": len(results.plan.book.tree.leaves),
        "events": sum(len(rows) for name, rows in results.facts.rows.items() if name == "events"),
        "findings": len(findings),
        "adjustments": len(adjustments),
    }
    return Receipt(
        scheme.scheme,
        scheme.title,
        scheme.edition,
        engine,
        tuple(sorted(sources, key=lambda s: (s.use, s.name))),
        counts,
        tuple(f.text() for f in findings),
        canonical,
        sha256(canonical_bytes(canonical)),
        tuple(adjustments),
        actor,
        at,
    )


def _how_many(results: Results, part: str) -> int:
    column = results.column(Ref(Role.UNIT, part=part))
    return 0 if column is None else int(((column.state == State.PRESENT) & (column.numerator != 0)).sum())
