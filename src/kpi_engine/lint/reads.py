"""Readings of other runs: never the run itself."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.look import Look

__all__ = ["itself"]


def itself(look: Look) -> Iterator[Problem]:
    """K380: the same scheme and edition, and not its history."""
    scheme = look.scheme
    for name, read in scheme.reads.items():
        same = read.scheme == scheme.scheme and read.edition in ("", "same", scheme.edition)
        if same and read.history is None and not read.members_by and not read.period:
            yield k3.READS_ITSELF.at(read.place, clause=read.clause, name=name, scheme=read.scheme, edition=read.edition or scheme.edition)


ON_TEXT = (itself,)
ON_TREES = ()
