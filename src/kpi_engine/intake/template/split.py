"""The template in pieces: a workbook for each owner, to be sent to it and to nobody else. Together they ask for what the one workbook asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kpi_engine.intake.reach import Reach
from kpi_engine.intake.register import Register
from kpi_engine.intake.template.book import Template, make_template, owners_of
from kpi_engine.scheme.needs import Needs

__all__ = ["file_name", "split_template"]

_NOBODY = "事项"
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 80  # bytes: a file name may have 255, and folders and mail add their own


def split_template(
    needs: Needs, register: Register, *, title: str, classes: Sequence[str] = (), reach: Reach | None = None, titles: Mapping[str, str] | None = None
) -> dict[str, Template]:
    """A workbook for each owner, by the name of its file; arguments as of `make_template`."""
    made: dict[str, Template] = {}
    for owner in owners_of(needs):
        name = f"{file_name(owner or _NOBODY, made)}.xlsx"
        own = _of(needs, owner)
        made[name] = make_template(own, register, title=title, classes=classes, reach=reach, titles=titles, alone=True)
    return made


def _of(needs: Needs, owner: str) -> Needs:
    """What one owner is asked for."""
    return replace(
        needs,
        columns=tuple(need for need in needs.columns if need.decl.owner == owner),
        remarks=tuple(need for need in needs.remarks if need.decl.owner == owner),
        marks=tuple(need for need in needs.marks if need.decl.owner == owner),
        events=tuple(need for need in needs.events if need.owner == owner),
    )


def file_name(text: str, taken: Iterable[str] = ()) -> str:
    """A name that a file may have on every system, without its ending; another one where it is taken in any case.

    >>> file_name("医政/药政股"), file_name("con"), file_name("科教股", ["科教股.xlsx"]), file_name("..")
    ('医政-药政股', 'con-', '科教股2', '数据')
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter)[0] != "C")
    plain = _FORBIDDEN.sub("-", plain).encode()[:_LONGEST].decode(errors="ignore").strip(" .") or "数据"
    if _RESERVED.fullmatch(plain.partition(".")[0].rstrip()):
        plain = plain.replace(".", "-") + "-"
    known = {name.casefold() for name in taken}
    names = (plain if number == 1 else f"{plain}{number}" for number in range(1, len(known) + 2))
    return next(name for name in names if f"{name}.xlsx".casefold() not in known)
