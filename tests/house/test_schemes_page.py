"""docs/schemes.md names every scheme of the library with its title, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from scored import read_scheme

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "schemes.md").read_text(encoding="utf-8")
SHIPPED = {path.stem: read_scheme(path.read_text(encoding="utf-8")).title for path in sorted((ROOT / "rules").glob("*.yaml"))}


def test_every_scheme_stands_in_the_list_with_its_title() -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|$", PAGE, re.MULTILINE))
    assert listed == SHIPPED


def test_the_tables_name_only_schemes_that_there_are() -> None:
    assert set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", PAGE)) <= set(SHIPPED)
