"""The library of schemes that is shipped: in a wheel beside the package, in a checkout beside ``src``."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import kpi_engine
from kpi_engine.cli.folder import DATA, RESULTS, SCHEME, TRIALS

__all__ = ["Shipped", "copy_scheme", "shipped_schemes"]

_NOT_COPIED: Final = re.compile(r"expected[^/]*\.csv")
"""What the example must come to, once or for several states of it; nothing for a work folder."""
_TITLE: Final = re.compile(r"^title:\s*(.+?)\s*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shipped:
    """A scheme of the library: its file, and the folder with register and example data (None where there are none)."""

    name: str
    scheme: Path
    fixture: Path | None

    @property
    def title(self) -> str:
        """What the scheme calls itself."""
        found = _TITLE.search(self.scheme.read_text(encoding="utf-8"))
        return found[1] if found is not None else self.name


def _home() -> Path:
    package = Path(kpi_engine.__file__).resolve().parent
    inside = package / "library"
    return inside if (inside / "rules").is_dir() else package.parents[1]


def shipped_schemes() -> dict[str, Shipped]:
    """All schemes of the library, by name."""
    home = _home()
    found = {}
    for scheme in sorted((home / "rules").glob("*.yaml")):
        fixture = home / "fixtures" / scheme.stem
        found[scheme.stem] = Shipped(scheme.stem, scheme, fixture if fixture.is_dir() else None)
    return found


def copy_scheme(shipped: Shipped, folder: Path) -> None:
    """Lay out a work folder: the scheme, register and data of its example, places for results."""
    shutil.copyfile(shipped.scheme, folder / SCHEME)
    for name in (DATA, RESULTS, TRIALS):
        (folder / name).mkdir()
    for source in sorted(shipped.fixture.rglob("*")) if shipped.fixture is not None else []:
        inner = source.relative_to(shipped.fixture)  # type: ignore[arg-type]  # the caller has asked that there is a fixture
        if source.is_file() and not _NOT_COPIED.fullmatch(inner.as_posix()) and not source.name.startswith((".", "~$")):
            (folder / inner).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / inner)
