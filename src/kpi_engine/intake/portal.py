"""Data handed over as JSON: the same tables, read the same way, with places as paths. No number passes through a float.

{"units": [{"name": "甲", "class": "镇", "status": "参评"}],
"values": [{"unit": "甲", "input": "投资", "period": "六月", "value": "12.5"}]    or    {"甲": {"投资": "12.5"}},
"events": [...], "votes": [...], "marks": [...], "corrections": [...], "decisions": [...]}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kpi_engine.errors import Problem, k5_data
from kpi_engine.intake.corrections import NO_CORRECTIONS, Corrections, read_corrections
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Grid
from kpi_engine.intake.jsontext import read_json
from kpi_engine.intake.match import Names, near_text
from kpi_engine.intake.register import Register, register_of
from kpi_engine.intake.told import Told
from kpi_engine.scheme.needs import Needs
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.source import Place

__all__ = ["PathGrid", "PortalSheets", "read_portal"]

_SECTIONS: Final = ("units", "values", "events", "votes", "marks", "corrections", "decisions")
_VALUES: Final[Mapping[str, str]] = {
    "unit": "单位", "input": "数据项", "period": "时期", "rater": "评议主体", "option": "选项", "value": "数值", "target": "目标",
}  # fmt: skip
_EVENTS: Final[Mapping[str, str]] = {
    "unit": "单位", "event": "事项", "date": "日期", "fact": "事实编号", "evidence": "证据", "note": "说明", "period": "时期", "amount": "分值",
    "owner": "填报单位",
}  # fmt: skip
_CORRECTIONS: Final[Mapping[str, str]] = {
    **{key: _VALUES[key] for key in ("unit", "input", "period", "rater")}, "event": "事项", "occurred": "发生日期", "fact": "事实编号",
    "old": "原值", "new": "改为", "basis": "依据", "by": "经办人", "date": "日期",
}  # fmt: skip
_DECISIONS: Final[Mapping[str, str]] = {"unit": "单位", "decision": "事项", "value": "内容", "number": "文号", "by": "经办人", "date": "日期"}


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: its path, what it holds, and whether the path leads to the value itself."""

    path: str
    held: Mapping[str, object]
    is_value: bool = False


@dataclass(frozen=True, eq=False)
class PathGrid(Grid):
    """A grid made of JSON records: its places are paths."""

    paths: tuple[str, ...] = field(default=(), repr=False)
    keys_of: Mapping[int, str] = field(default_factory=dict, repr=False)
    value_rows: frozenset[int] = frozenset()

    def place(self, row: int = 0, column: int = 0) -> Place:
        """The path of a record, or of one of its keys."""
        if not 2 <= row < len(self.paths) + 2:
            return Place(self.file, path=self.sheet)
        key = self.keys_of.get(column, "")
        path = self.paths[row - 2]
        return Place(self.file, path=f"{path}.{key}" if key and row not in self.value_rows else path)


@dataclass(frozen=True)
class PortalSheets:
    """One JSON text as the register, tables and papers that it stands for; problems and findings of reading it."""

    register: Register
    grids: tuple[Grid, ...]
    corrections: Corrections
    problems: tuple[Problem, ...]
    findings: tuple[Problem, ...]
    readable: bool = True
    """Whether there was an object to read at all; where not, what it lacks is no news."""


def read_portal(
    data: str | bytes | Mapping[str, object],
    needs: Needs,
    scheme_classes: Mapping[str, int | None] | None = None,
    *,
    decisions: Mapping[str, DecisionRule] | None = None,
    grades: Sequence[str] = (),
    name: str = "stdin",
) -> PortalSheets:
    """One JSON text (or the mapping that it stands for) as what lies in a work folder.

    Args:
        data: the text, or what a JSON reader made of it (numbers best as strings or Decimals)
        needs: what the scheme asks for
        scheme_classes: the classes of the scheme, each with the number of units that it states
        decisions: what the scheme opens for decision
        grades: the grades of the scheme
        name: how places call the text

    """
    told, place = Told(), Place(name)
    body = data if isinstance(data, Mapping) else read_json(data, told, place)
    classes = scheme_classes or {}
    reader = _Reader(name, needs, told)
    if not isinstance(body, Mapping):
        if body is not None or not told.problems:
            reader.shape("", "一个对象", "an object", body)
        return PortalSheets(register_of([], classes)[0], (), NO_CORRECTIONS, tuple(told.problems), tuple(told.findings), readable=False)
    reader.keys("", body, _SECTIONS)
    register, said = register_of(reader.records(body, "units"), classes, place=Place(name, path="units"))
    told.extend(said)
    grids = reader.data_grids(body)
    papers, problems = read_corrections(reader.paper_grids(body), register, needs, decisions or {}, grades)
    told.extend(problems)
    return PortalSheets(register, tuple(grids), papers, tuple(told.problems), tuple(told.findings))


class _Reader:
    """JSON -> tables, shape problems told on the way."""

    def __init__(self, name: str, needs: Needs, told: Told) -> None:
        self.name, self.needs, self.told = name, needs, told

    def shape(self, path: str, wanted: str, wanted_en: str, found: object) -> None:
        """Something of another shape stands here."""
        kinds = {dict: ("对象", "an object"), list: ("列表", "a list"), bool: ("真假值", "a boolean"), type(None): ("空", "nothing")}
        zh, en = next((words for kind, words in kinds.items() if isinstance(found, kind)), ("数或文字", "a number or text"))
        self.told.add(k5_data.JSON_SHAPE, Place(self.name, path=path), wanted=wanted, wanted_en=wanted_en, found=zh, found_en=en)

    def keys(self, path: str, record: Mapping[str, object], allowed: Iterable[str]) -> None:
        """Keys that mean nothing are problems."""
        known = list(allowed)
        for key in record:
            if key not in known:
                near = near_text(Names.of(known).near(str(key)))
                at = Place(self.name, path=f"{path}.{key}" if path else str(key))
                self.told.add(k5_data.JSON_UNKNOWN_KEY, at, key=key, near=near, allowed="、".join(known))

    def records(self, body: Mapping[str, object], section: str) -> list[Mapping[str, object]]:
        """The objects of a section that is a list."""
        return [record.held for record in self._listed(body, section)]

    def _listed(self, body: Mapping[str, object], section: str) -> Iterator[_Record]:
        listed = body.get(section, [])
        if not isinstance(listed, (list, tuple)):
            self.shape(section, "一个列表", "a list", listed)
            return
        for position, record in enumerate(listed):
            path = f"{section}[{position}]"
            if isinstance(record, Mapping):
                yield _Record(path, record)
            else:
                self.shape(path, "一个对象", "an object", record)

    def data_grids(self, body: Mapping[str, object]) -> list[Grid]:
        """Values, votes and marks as one long table each; events as theirs."""
        columns = {str(name): str(name) for need in self.needs.events for name in need.decl.columns}
        grids = [
            self._grid("values", _VALUES, self._values(body)),
            self._grid("votes", _VALUES, self._votes(body)),
            self._grid("marks", _VALUES, self._listed(body, "marks")),
            self._grid("events", {**columns, **_EVENTS}, self._events(body)),
        ]
        return [grid for grid in grids if grid is not None]

    def paper_grids(self, body: Mapping[str, object]) -> list[Grid]:
        """Corrections and decisions."""
        grids = [
            self._grid("corrections", _CORRECTIONS, self._listed(body, "corrections")),
            self._grid("decisions", _DECISIONS, self._listed(body, "decisions")),
        ]
        return [grid for grid in grids if grid is not None]

    def _values(self, body: Mapping[str, object]) -> Iterator[_Record]:
        """Both forms: a list of records, or unit -> input -> value. The path of the second form names the value itself."""
        values = body.get("values", [])
        if not isinstance(values, Mapping):
            yield from self._listed(body, "values")
            return
        for unit, inputs in values.items():
            if not isinstance(inputs, Mapping):
                self.shape(f"values.{unit}", "一个对象", "an object", inputs)
                continue
            for name, value in inputs.items():
                yield _Record(f"values.{unit}.{name}", {"unit": unit, "input": name, "value": value}, is_value=True)

    def _votes(self, body: Mapping[str, object]) -> Iterator[_Record]:
        """One record may hold the votes for all options: ``{"votes": {"优秀": 3, "issued": 5}}``."""
        for record in self._listed(body, "votes"):
            votes = record.held.get("votes")
            if votes is None:
                yield record
            elif isinstance(votes, Mapping):
                others = {key: value for key, value in record.held.items() if key != "votes"}
                for option, value in votes.items():
                    yield _Record(f"{record.path}.votes.{option}", {**others, "option": option, "value": value}, is_value=True)
            else:
                self.shape(f"{record.path}.votes", "一个对象", "an object", votes)

    def _events(self, body: Mapping[str, object]) -> Iterator[_Record]:
        """A record may list its units."""
        for record in self._listed(body, "events"):
            units = record.held.get("units")
            if isinstance(units, (list, tuple)):
                if "unit" in record.held:  # one of the two would be dropped
                    self.shape(f"{record.path}.unit", "unit 或 units 之一", "either unit or units", record.held["unit"])
                others = {key: value for key, value in record.held.items() if key != "units"}
                yield _Record(record.path, {**others, "unit": "；".join(map(str, units))})
            else:
                yield record

    def _grid(self, section: str, headings: Mapping[str, str], records: Iterable[_Record]) -> Grid | None:
        """A table with the headings of a sheet."""
        keys = list(headings)
        rows: list[Sequence[object]] = [[headings[key] for key in keys]]
        listed = list(records)
        for record in listed:
            self.keys(record.path, record.held, keys)
            rows.append([self._plain(record.path, key, record.held.get(key)) for key in keys])
        if not listed:
            return None
        grid = grid_of_rows(rows, file=self.name, sheet=section)
        whole = frozenset(row for row, record in enumerate(listed, start=2) if record.is_value)
        paths, keys_of = tuple(record.path for record in listed), dict(enumerate(keys, start=1))
        return PathGrid(grid.file, grid.sheet, grid.keys, grid.meta, grid.values, paths=paths, keys_of=keys_of, value_rows=whole)

    def _plain(self, path: str, key: str, value: object) -> object:
        if isinstance(value, (Mapping, list, tuple)):
            self.shape(f"{path}.{key}", "一个数或文字", "a number or text", value)
            return None
        return value
