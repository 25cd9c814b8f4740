"""Ballots: a row for each unit and group of raters, a column for each option beside 发出 and 收回."""

from __future__ import annotations

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Asked, Said, rule_for
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.former import tell_former
from kpi_engine.intake.headers import Head
from kpi_engine.intake.marks import period_of_rows
from kpi_engine.intake.match import Names, near_text
from kpi_engine.intake.register import Register
from kpi_engine.intake.rowtable import column_texts, heads_by_word
from kpi_engine.intake.sheets import Sheet, tell_unread_columns, unit_index
from kpi_engine.intake.view import Ints
from kpi_engine.intake.wide import Cells, Pieces, check_classes, spread

__all__ = ["ballots_input", "has_rater_rows", "read_ballots"]


def ballots_input(sheet: Sheet, asked: Asked) -> str:
    """The vote that a sheet is of: named in its file, sheet or title, or the only one."""
    named = asked.named_in(sheet.title, ("ballots",))
    votes = [name for name, decl in asked.decls.items() if decl.kind == "ballots"]
    if len(named) != 1:
        return votes[0] if len(votes) == 1 else ""
    tell_former(sheet.told, sheet.view.grid.place(), asked.titled(sheet.title, named[0]))
    return named[0]


def has_rater_rows(sheet: Sheet, asked: Asked) -> bool:
    """Whether a column says which group of raters a row is of, and others hold votes."""
    return "rater" in heads_by_word(sheet.table, "rater") and len(_option_heads(sheet, asked)) > 1


def _option_heads(sheet: Sheet, asked: Asked) -> list[tuple[Head, str]]:
    heads = [(head, asked.read_heading(head).option) for head in sheet.table.heads if head.column != sheet.table.unit_column]
    return [(head, option) for head, option in heads if option]


def read_ballots(sheet: Sheet, asked: Asked, register: Register, name: str, pieces: Pieces) -> None:
    """Read the votes of each group of raters."""
    decl = asked.decls[name]
    heads = heads_by_word(sheet.table, "rater", "period")
    units = unit_index(sheet, register)
    check_classes(sheet, register, units)
    periods = period_of_rows(sheet, asked, heads.get("period"), bool(asked.periods_asked(name)))
    raters = _raters(sheet, heads["rater"], tuple(decl.raters))
    groups: dict[tuple[str, str], list[int]] = {}
    for position, key in enumerate(zip(periods, raters, strict=True)):
        if key[1] is not None:
            groups.setdefault((key[0], key[1]), []).append(position)
    options = _option_heads(sheet, asked)
    for (period, rater), positions in groups.items():
        for head, option in options:
            _read(sheet, asked, register, (Said(name, period, rater, option), head), (units, positions), pieces)
    tell_unread_columns(sheet, [*(head.column for head, _ in options), *(head.column for head in heads.values())], asked.inputs)


def _read(sheet: Sheet, asked: Asked, register: Register, what: tuple[Said, Head], whose: tuple[Ints, list[int]], pieces: Pieces) -> None:
    said, head = what
    units, positions = whose
    need = asked.need_of(said)
    if need is None:  # 发出 and 收回 stand in every table; a scheme without valid_if does not ask for them
        return
    rows = np.array([sheet.rows[p] for p in positions], dtype=np.int64)
    column = read_column(rule_for(need), sheet.view, rows, head.column, sheet.told)
    spread(sheet, register, need, Cells(units[positions], tuple(sheet.texts[p] for p in positions), column, rows, head.column), pieces)


def _raters(sheet: Sheet, head: Head, raters: tuple[str, ...]) -> list[str | None]:
    """The group of raters of each row, None where there is no such group (a problem)."""
    names = Names.of(raters)
    found: list[str | None] = []
    for row, text in zip(sheet.rows, column_texts(sheet, head), strict=True):
        match = names.find(text) if text else None
        found.append(raters[match.index] if match is not None else "" if not raters else None)
        if match is None and raters:
            sheet.account.reported.add(row)
            near = near_text(names.near(text))
            sheet.told.add(k5_data.UNKNOWN_RATER, sheet.view.place(row, head.column), found=text or "（空）", near=near, raters="、".join(raters))
    return found
