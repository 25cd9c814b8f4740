"""What the house still owes itself: ``owed.txt``, one debt a line, which only ever gets shorter.

``python tests/house/owed.py`` strikes what has been paid; it never adds a line. A line is ``kind name`` and, after two spaces, a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kpi_engine"
LIST = Path(__file__).with_name("owed.txt")


def entries() -> dict[tuple[str, str], str]:
    """The debts, (kind, name) -> reason."""
    found = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            debt, _, reason = line.partition("  ")
            kind, _, name = debt.partition(" ")
            found[kind, name.strip()] = reason.strip()
    return found


def owed(kind: str) -> set[str]:
    """The names owed for ``kind``."""
    return {name for k, name in entries() if k == kind}


def hold(kind: str, missing: Iterable[str], what: str) -> None:
    """Fail on a debt that is not listed, and on a listed one that has been paid."""
    now, listed = set(missing), owed(kind)
    new, paid = sorted(now - listed), sorted(listed - now)
    assert not new, f"{what}: {', '.join(new)}"
    assert not paid, f"no longer owed, run `python tests/house/owed.py` to strike them: {kind} {', '.join(paid)}"


def strike() -> int:
    """Take the paid debts off the list; how many they were."""
    from house import missing

    still = {(kind, name) for kind, find in missing.FINDERS.items() for name in find()}
    lines = LIST.read_text(encoding="utf-8").splitlines()
    paid = [key for key in entries() if key not in still]
    gone = {f"{kind} {name}" for kind, name in paid}
    kept = [line for line in lines if line.partition("  ")[0].strip() not in gone]
    LIST.write_text("\n".join(kept) + "\n", encoding="utf-8", newline="\n")
    return len(paid)


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).parents[1]))
    sys.stdout.write(f"{strike()} struck\n")
