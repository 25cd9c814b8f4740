"""Pages as tests: a ``yaml scheme`` block of a page is a scheme, the tables right under it are its data and the results that it must give.

A block may leave out the opening lines (`HEAD`). Tables are told apart by their first heading: 单位 is one row a unit; 事项 events;
评分 marks of a jury; 读取 results of other runs. In the table of units a heading names an input (``满意率``, ``满意率 六月`` in a period,
``目标 满意率`` its target, ``民主测评·群众·优秀`` votes, ``审定 加减分`` a decision); 类别 and 状态 are of the register; ``→ 总分`` is what must
come out, as it is printed. A line that begins with 问题： under the tables names the codes of all problems that the run must report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.scheme.amend import amended
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.needs import EVENTS, marks_table
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import PAST_SCORE, Ref, Role
from scored import assert_readers_agree, facts_of

__all__ = ["DOCS", "Example", "Table", "amended_plan", "examples", "with_head"]

DOCS = Path(__file__).parents[1] / "docs"

HEAD = {
    "scheme": "li",
    "title": "例",
    "edition": "2024",
    "clause": "例",
    "rounding": "{mode: half_up, indicator: 2, total: 2}",
    "missing": "problem",
    "not_applicable": "problem",
}
"""The opening lines that an example may leave out."""

TABLES = ("单位", "事项", "评分", "读取")

STATES = {"未报": None, "": None, "不涉及": "不涉及"}


@dataclass(frozen=True)
class Table:
    """A table of a page: headings and rows of cells."""

    line: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> list[dict[str, str]]:
        """Each row by heading."""
        return [dict(zip(self.headings, row, strict=True)) for row in self.rows]


@dataclass
class Example:
    """One scheme of a page, with the tables under it."""

    page: str
    line: int
    title: str
    block: str
    tables: list[Table] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.page}:{self.line} {self.title}"

    @property
    def text(self) -> str:
        """The whole scheme."""
        return with_head(self.block)

    def table(self, first: str) -> Table | None:
        """The table whose first heading is ``first``."""
        return next((table for table in self.tables if table.headings[0] == first), None)

    def run(self) -> Results:
        """The results of the example's data; both readers must agree."""
        table = self.table("单位")
        assert table is not None, "asked before"
        plan = amended_plan(self.text)
        scheme, rows = plan.scheme, table.records()
        units = {row["单位"]: row.get("类别", "") for row in rows}
        status = {row["单位"]: row.get("状态", "参评") for row in rows}
        given = _Given(scheme)
        for heading in table.headings:
            given.take(heading, [row[heading] for row in rows])
        facts = facts_of(
            plan,
            units if scheme.class_names else list(units),
            {
                Role.INPUT: given.inputs,
                Role.TARGET: given.targets,
                Role.VOTES: given.votes,
                Role.DECIDED: given.decided,
                Role.READ: _reads(scheme, self.table("读取"), list(units)),
            },
            rows={EVENTS: _events(scheme, self.table("事项")), **_past(scheme, self.table("读取")), **_marks(self.table("评分"))},
            apart=[unit for unit, told in status.items() if told == "单列"],
            absent=[unit for unit, told in status.items() if told == "不参评"],
        )
        results = run_plan(plan, facts)
        assert_readers_agree(plan, facts, results)
        return results

    def differences(self, results: Results) -> Iterator[str]:
        """What is printed otherwise than the page says, or reported otherwise."""
        table = self.table("单位")
        assert table is not None, "asked before"
        for row, record in enumerate(table.records()):
            for heading, told in record.items():
                if heading.startswith("→") and (found := printed(results, heading[1:].strip(), row)) != told:
                    yield f"{record['单位']} {heading}: page {told}, engine {found}"
        codes = sorted({p.code.number for p in results.problems})
        if codes != sorted(self.problems):
            texts = "\n".join(str(problem) for problem in results.problems)
            yield f"problems: page {self.problems}, engine {codes}\n{texts}"


def amended_plan(text: str) -> Plan:
    """The plan of a text with its amendments, which has no problems."""
    document, problems = read_document(text.encode(), name="例.yaml")
    assert document is not None, "\n".join(map(str, problems))
    changed, more = amended(document)
    scheme, shape = read_model(Scheme, changed)
    assert scheme is not None, "\n".join(map(str, shape))
    plan, bound = plan_scheme(scheme)
    said = [str(p) for p in (*problems, *more, *shape, *bound) if p.severity == "problem"]
    assert not said, "\n".join(said)
    return plan


def with_head(block: str) -> str:
    """The block with the opening lines that it leaves out."""
    said = set(re.findall(r"^(\w+):", block, re.MULTILINE))
    return "".join(f"{key}: {value}\n" for key, value in HEAD.items() if key not in said) + block


def examples(page: str) -> list[Example]:
    """The schemes of a page with their tables, in order."""
    told: list[Example] = []
    title = ""
    for at, kind, lines in _pieces((DOCS / page).read_text(encoding="utf-8").splitlines()):
        if kind == "heading":
            title = lines[0].lstrip("# ")
        elif kind == "yaml scheme":
            told.append(Example(page, at, title, "".join(f"{line}\n" for line in lines)))
        elif kind == "table" and told:
            table = _table(lines, at)
            told[-1].tables += [table] if table.headings[0] in TABLES else []
        elif kind == "problems" and told:
            told[-1].problems += re.findall(r"K\d{3}", lines[0])
    return told


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """(line, kind, lines): fenced blocks by their language, tables, headings, lines that name problems."""
    at = 0
    while at < len(lines):
        line, start = lines[at], at
        at += 1
        if line.startswith("```"):
            at = lines.index("```", at) + 1
            yield start + 1, line[3:].strip(), list(lines[start + 1 : at - 1])
        elif line.startswith("|"):
            at = next((n for n in range(at, len(lines)) if not lines[n].startswith("|")), len(lines))
            yield start + 1, "table", list(lines[start:at])
        elif line.startswith(("#", "问题：")):
            yield start + 1, "heading" if line.startswith("#") else "problems", [line]


def _table(lines: Sequence[str], at: int) -> Table:
    cells = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]
    return Table(at, cells[0], tuple(cells[2:]))


class _Given:
    """The columns of a table of units, by what they are."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.inputs: dict[str, list[object]] = {}
        self.targets: dict[str, list[object]] = {}
        self.votes: dict[tuple[str, str], list[object]] = {}
        self.decided: dict[str, list[object]] = {}

    def take(self, heading: str, cells: Sequence[str]) -> None:
        """Put a column where it belongs."""
        if heading in ("单位", "类别", "状态") or heading.startswith("→"):
            return
        if heading.startswith("审定 "):
            self.decided[heading.removeprefix("审定 ")] = [STATES.get(cell, cell) for cell in cells]
            return
        is_target = heading.startswith("目标 ")
        name, _, period = heading.removeprefix("目标 ").partition(" ")
        name, _, option = name.partition("·")
        assert name in self.scheme.inputs, f"{heading} is no input"
        decl = self.scheme.inputs[name]
        told = [_value(decl, cell) for cell in cells]
        at = f"{name}@{period}" if period else name
        if option:
            rater, _, word = option.rpartition("·")
            self.votes[at, f"{rater}|{word}"] = told
        else:
            (self.targets if is_target else self.inputs)[at] = told


def _value(decl: InputDecl, cell: str) -> object:
    if cell in STATES:
        return STATES[cell]
    if decl.kind == "yes_no":
        return {"是": True, "否": False}[cell]
    return dt.date.fromisoformat(cell) if decl.kind == "date" else cell


def _events(scheme: Scheme, table: Table | None) -> list[Mapping[str, object]]:
    names = {"事项": "event", "单位": "unit", "事实编号": "fact", "时期": "period", "核定分值": "amount"}
    told: list[Mapping[str, object]] = []
    for record in table.records() if table is not None else ():
        row: dict[str, object] = {names.get(heading, heading): cell or None for heading, cell in record.items()}
        declared = scheme.events.get(record["事项"])
        for name, column in (declared.columns if declared is not None else {}).items():
            if column.kind == "yes_no":
                row[name] = {"是": True, "否": False}.get(record[name])
        told += [row] * int(record.get("次数") or 1)
    return told


def _marks(table: Table | None) -> dict[str, list[Mapping[str, object]]]:
    """The marks of juries: in 各评委分 the first mark is the first juror's, and so on."""
    told: dict[str, list[Mapping[str, object]]] = {}
    for record in table.records() if table is not None else ():
        rows = told.setdefault(marks_table(record["评分"]), [])
        for juror, mark in enumerate(record["各评委分"].split("、"), 1):
            rows.append({"unit": record["单位"], "mark": mark, "fact": f"评委{juror}"})
    return told


_PAST = {"总分": "total", "等次": "grade", "名次": "rank", "倒数名次": "rank_from_last"}


def _past(scheme: Scheme, table: Table | None) -> dict[str, list[Mapping[str, object]]]:
    told: dict[str, list[Mapping[str, object]]] = {
        f"{'history' if read.history else 'members'}:{name}": [] for name, read in scheme.reads.items() if read.history or read.members_by
    }
    for record in table.records() if table is not None else ():
        read = scheme.reads[record["读取"]]
        if read.history or read.members_by:
            row = {_PAST[heading]: cell or None for heading, cell in record.items() if heading in _PAST}
            told[f"{'history' if read.history else 'members'}:{record['读取']}"].append({"unit": record["单位"], **row})
    return told


def _reads(scheme: Scheme, table: Table | None, units: Sequence[str]) -> dict[tuple[str, str], list[object]]:
    told: dict[tuple[str, str], list[object]] = {}
    for record in table.records() if table is not None else ():
        read = scheme.reads[record["读取"]]
        if read.history or read.members_by:
            continue
        for heading, part in _PAST.items():
            column = told.setdefault((record["读取"], part), [None] * len(units))
            column[units.index(record["单位"])] = record.get(heading) or None
        for heading in record.keys() - {"读取", "单位", *_PAST}:
            column = told.setdefault((record["读取"], f"{PAST_SCORE}{heading}"), [None] * len(units))
            column[units.index(record["单位"])] = record[heading] or None
    return told


def printed(results: Results, what: str, row: int) -> str:
    """A result as it is printed: 总分, 名次, 等次, or the name of an indicator, payment, consequence, title (with a period behind a blank)."""
    name, _, period = what.partition(" ")
    plan = results.plan
    if name == "总分":
        return results.text(Ref(Role.TOTAL, period=period), row, results.places())
    if name in ("名次", "倒数名次"):
        return results.text(Ref(Role.RANK if name == "名次" else Role.RANK_FROM_LAST, period=period), row).replace("不涉及", "—")
    if name == "等次":
        return results.text(Ref(Role.GRADE, period=period), row)
    if name in plan.book.tree:
        return results.text(Ref(Role.SCORE, name, period), row, results.places(name))
    if name in plan.scheme.payments:
        payment, rounding = plan.scheme.payments[name], plan.scheme.rounding
        part = period.removeprefix("第").removesuffix("次") if period.startswith("第") else ""
        return results.text(
            Ref(Role.PAYMENT, name, "" if part else period, part),
            row,
            payment.places if payment.places is not None else rounding.money if rounding else None,
        )
    if name in plan.scheme.consequences:
        return results.text(Ref(Role.CONSEQUENCE, name, period), row)
    if name in plan.scheme.quotas:
        return results.text(Ref(Role.QUOTA, name, period, "keeps"), row)
    assert name in plan.scheme.values, f"{what} is no result"
    return results.text(Ref(Role.VALUE, name, period), row)
