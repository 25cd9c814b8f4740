"""``make bench``: every yardstick of this folder, one after the other, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run them all; the number of those that failed."""
    failed = 0
    for path in sorted(Path(__file__).parent.glob("yardstick_*.py")):
        print(f"\n== {path.stem}", flush=True)
        failed += subprocess.run([sys.executable, str(path), *sys.argv[1:]], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
