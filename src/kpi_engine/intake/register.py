"""The register (单位名录): the units in their official order, with all their names, their class and whether they take part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from kpi_engine.errors import Problem, k5_data
from kpi_engine.intake.grid import CellType, Grid
from kpi_engine.intake.headers import find_table
from kpi_engine.intake.match import Names, near_text, normal_form, split_names
from kpi_engine.intake.told import Told
from kpi_engine.source import NOWHERE, Place
from kpi_engine.table import Column

__all__ = ["STATUSES", "Register", "Unit", "class_counts", "classed_by", "read_register", "register_of"]

STATUSES: Final = ("参评", "单列", "不参评", "并入")
_HEADINGS: Final[Mapping[str, str]] = {
    "单位": "name", "单位名称": "name", "名称": "name", "考核对象": "name", "name": "name", "unit": "name",
    "全称": "full_name", "单位全称": "full_name", "full_name": "full_name",
    "简称": "short_names", "单位简称": "short_names", "short_names": "short_names",
    "曾用名": "former_names", "原名": "former_names", "former_names": "former_names",
    "类别": "class_name", "分类": "class_name", "class": "class_name", "class_name": "class_name",
    "状态": "status", "status": "status",
    "并入": "merged_into", "并入单位": "merged_into", "merged_into": "merged_into",
    "主管单位": "parent", "上级": "parent", "上级单位": "parent", "parent": "parent",
}  # fmt: skip
_NAME_WORDS: Final = frozenset(word for word, key in _HEADINGS.items() if key == "name")


@dataclass(frozen=True, slots=True)
class Unit:
    """Who is assessed. ``status`` is one of `STATUSES`; a unit that was merged names the one it is part of now."""

    name: str
    full_name: str = ""
    short_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    class_name: str = ""
    status: str = "参评"
    parent: str = ""
    merged_into: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE

    @property
    def takes_part(self) -> bool:
        """Whether the unit is scored."""
        return self.status in ("参评", "单列")

    @property
    def is_ranked(self) -> bool:
        """Whether the unit stands in the ranking; one that is listed apart (单列) does not."""
        return self.status == "参评"

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name by which the unit may be called."""
        if not (self.full_name or self.short_names or self.former_names):
            return (self.name,) if self.name else ()
        return tuple(dict.fromkeys(n for n in (self.name, self.full_name, *self.short_names, *self.former_names) if n))


@dataclass(frozen=True)
class Register:
    """The units in official order; the only source of matching, classes and order."""

    units: tuple[Unit, ...] = ()

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def names(self) -> Names:
        """All names, each with the position of its unit."""
        return Names(tuple((name, index) for index, unit in enumerate(self.units) for name in unit.all_names))

    @cached_property
    def unit_names(self) -> tuple[str, ...]:
        """The units' names in order."""
        return tuple(unit.name for unit in self.units)


def read_register(grids: Sequence[Grid], classes: Mapping[str, int | None] | None = None) -> tuple[Register, list[Problem]]:
    """The register from the sheets of its file, and everything that is wrong or odd with it.

    Args:
        grids: the sheets; those without a heading 单位 are reported and left out
        classes: the classes of the scheme, each with the number of units that it states (None where it states none)

    """
    told = Told()
    units: list[Unit] = []
    for grid in grids:
        units += _units_of(grid, told, alone=len(grids) == 1)
    return _checked(units, classes or {}, told, grids[0].place() if grids else NOWHERE)


def register_of(
    records: Iterable[Mapping[str, object]], classes: Mapping[str, int | None] | None = None, *, place: Place = NOWHERE
) -> tuple[Register, list[Problem]]:
    """The register from plain records, with the headings of a sheet or the English names of the fields as keys.

    >>> register, problems = register_of([{"单位": "甲"}, {"name": "乙", "status": "单列"}])
    >>> register.unit_names, register.units[1].is_ranked, problems
    (('甲', '乙'), False, [])
    """
    told = Told()
    units = []
    for index, record in enumerate(records):
        at = replace(place, path=f"{place.path or 'units'}[{index}]")
        texts = {str(key): _joined(value) for key, value in record.items() if value is not None}
        unit = _unit(texts, at, told)
        if unit is not None:
            units.append(unit)
    return _checked(units, classes or {}, told, place)


def _joined(value: object) -> str:
    return "、".join(str(part) for part in value) if isinstance(value, (list, tuple)) else str(value)


def _units_of(grid: Grid, told: Told, *, alone: bool) -> list[Unit]:
    table = find_table(grid, (_NAME_WORDS,))
    if table is None:
        if alone:
            told.add(k5_data.REGISTER_HEADING, grid.place(), heading="单位")
        elif len(grid):
            told.add(k5_data.SHEET_NOT_READ, grid.place(), reason="没有“单位”一列", reason_en="no column 单位")
        return []
    headings = {head.column: head.leaf for head in table.heads if head.leaf}
    extra = [text for text in headings.values() if normal_form(text) not in _HEADINGS and normal_form(text) != "序号"]
    if extra:
        told.add(k5_data.REGISTER_EXTRA, grid.place(table.bottom), headings="、".join(extra))
    units = []
    for row in table.data_rows:
        texts = {headings.get(cell.column, ""): _text(cell.value) for cell in grid.row(row) if cell.type is not CellType.BLANK}
        unit = _unit({key: text for key, text in texts.items() if key}, grid.place(row, table.unit_column), told)
        if unit is not None:
            units.append(unit)
    return units


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _unit(texts: Mapping[str, str], place: Place, told: Told) -> Unit | None:
    """One unit from its texts by heading; headings that mean nothing here are kept as they are."""
    known: dict[str, str] = {}
    extra: dict[str, str] = {}
    for heading, text in texts.items():
        key = _HEADINGS.get(normal_form(heading))
        if key is None:
            extra[heading] = text
        elif text:
            known[key] = text
    if not known.get("name"):
        if any(extra.values()) or known:
            told.add(k5_data.UNIT_WITHOUT_NAME, place, found="、".join([*known.values(), *extra.values()])[:80])
        return None
    status, merged = _status(known)
    if status not in STATUSES:
        told.add(k5_data.UNIT_STATUS, place, unit=known["name"], found=known.get("status", ""))
        status = "参评"
    return Unit(
        known["name"],
        known.get("full_name", ""),
        split_names(known.get("short_names", "")),
        split_names(known.get("former_names", "")),
        known.get("class_name", ""),
        status,
        known.get("parent", ""),
        merged,
        {key: text for key, text in extra.items() if normal_form(key) != "序号"} if extra else {},
        place,
    )


def _status(known: Mapping[str, str]) -> tuple[str, str]:
    """``并入城关镇`` names the unit in the status itself."""
    text, merged = known.get("status", "") or STATUSES[0], known.get("merged_into", "")
    if text in STATUSES:
        return text, merged
    form = normal_form(text)
    if form.startswith("并入"):
        return "并入", merged or form.removeprefix("并入").strip("():")
    return next((status for status in STATUSES if form == status), text), merged


def _checked(units: list[Unit], classes: Mapping[str, int | None], told: Told, place: Place) -> tuple[Register, list[Problem]]:
    if not units and not told.problems:
        told.add(k5_data.REGISTER_EMPTY, place)
    _check_names(units, told)
    _check_merged(units, told)
    if classes:
        units = _check_classes(units, classes, told, place)
    return Register(tuple(units)), [*told.problems, *told.findings]


def _check_names(units: Sequence[Unit], told: Told) -> None:
    met: dict[str, Unit] = {}
    for unit in units:
        for form in dict.fromkeys(map(normal_form, unit.all_names)):
            first = met.setdefault(form, unit)
            if first is not unit:
                name = next(n for n in unit.all_names if normal_form(n) == form)
                told.add(k5_data.UNIT_TWICE, unit.place, also=(first.place,), name=name, first=first.name, second=unit.name)


def _check_merged(units: Sequence[Unit], told: Told) -> None:
    names = Names(tuple((name, index) for index, unit in enumerate(units) for name in unit.all_names))
    for unit in units:
        if unit.status == "并入":
            found = names.find(unit.merged_into) if unit.merged_into else None
            if found is None or not units[found.index].takes_part:
                told.add(k5_data.MERGED_INTO, unit.place, unit=unit.name, found=unit.merged_into, near=near_text(names.near(unit.merged_into)))


def classed_by(register: Register, column: Column, what: str) -> tuple[Register, tuple[str, ...], list[Problem]]:
    """The register with each unit in the class that an input says, the classes in order of appearance, and the units without one.

    Args:
        register: the units
        column: the values of the input
        what: what the input is called

    """
    told = Told()
    classes = dict.fromkeys(str(column.value(row)) for row, unit in enumerate(register.units) if unit.takes_part and column.value(row) is not None)
    units = []
    for row, unit in enumerate(register.units):
        value = column.value(row)
        if value is None and unit.takes_part:
            told.add(k5_data.UNIT_CLASS, unit.place, unit=unit.name, found="", near="", classes=f"数据项“{what}”给出的")
        units.append(replace(unit, class_name="" if value is None else str(value)))
    return Register(tuple(units)), tuple(classes), [*told.problems, *told.findings]


def _check_classes(units: list[Unit], classes: Mapping[str, int | None], told: Told, place: Place) -> list[Unit]:
    names, listed = Names.of(classes), list(classes)
    placed = []
    for unit in units:
        found = names.find(unit.class_name) if unit.class_name else None
        if found is None and unit.takes_part:
            near = near_text(names.near(unit.class_name))
            told.add(k5_data.UNIT_CLASS, unit.place, unit=unit.name, found=unit.class_name, near=near, classes="、".join(listed))
        placed.append(replace(unit, class_name=listed[found.index]) if found is not None else unit)
    told.extend(class_counts(Register(tuple(placed)), classes, place))
    return placed


def class_counts(register: Register, classes: Mapping[str, int | None], place: Place = NOWHERE) -> list[Problem]:
    """The classes of which the scheme states another size than the register has (K505)."""
    counts = Counter(unit.class_name for unit in register.units if unit.takes_part)
    return [
        k5_data.CLASS_COUNT.at(place, name=name, found=counts[name], expected=expected)
        for name, expected in classes.items()
        if expected is not None and counts[name] != expected
    ]
