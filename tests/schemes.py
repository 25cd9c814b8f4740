"""Random schemes and facts for the laws that hold for every scheme: texts in the language, with values biased to bounds, ties and states."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.scheme.document import read_document
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Column, Facts, Kind, Ref, Role, Rows, State, Value, column_of

CLASSES = ("街道", "部门")
OPTIONS = ("好", "中", "差")
POLICIES = ("rescale", "spread", "zero", "full", "class_mean", "rescale", "rescale")
MISSING = ("zero", "full", "class_mean", "not_applicable", "zero")


PERIODS = ["weights: {六月: 40%, 十二月: 60%}", *(f"names: [六月, 十二月], combine: {how}" for how in ("mean", "sum", "highest", "lowest", "last"))]


@dataclass
class Writer:
    """Writes one scheme; remembers what inputs and events it used."""

    dice: random.Random
    inputs: dict[str, str] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    nodes: int = 0
    in_periods: bool = False

    def scheme(self) -> str:
        dice = self.dice
        policy = dice.choice(POLICIES)
        indicators = self.children(100, 1, "  ", dice.randint(2, 4))
        lines = [
            "scheme: generated", "title: 生成的方案", "edition: 1", "points: 100",
            f"rounding: {{mode: {dice.choice(['half_up', 'half_up', 'half_even', 'up', 'down', 'floor', 'ceiling'])}, "
            f"indicator: {dice.choice([1, 2, 2, 3])}, total: 2}}",
            f"missing: {dice.choice(MISSING)}", f"not_applicable: {policy}", "same_fact: " + dice.choice(["each", "heaviest", "first"]),
            "classes: {街道: {}, 部门: {}}",
        ]  # fmt: skip
        if dice.random() < 0.3:
            self.in_periods = True
            lines.append(f"periods: {{{dice.choice(PERIODS)}, missing: {dice.choice(['problem', 'zero', 'skip', 'skip'])}}}")
        lines += ["inputs:", *(f"  {name}: {decl}" for name, decl in self.inputs.items()), "indicators:", *indicators, *self.after()]
        return "\n".join(lines) + "\n"

    def children(self, points: int, depth: int, indent: str, count: int) -> list[str]:
        shares = self.shares(points, count)
        lines: list[str] = []
        for share in shares:
            lines += self.node(share, depth, indent)
        if self.dice.random() < 0.3:
            lines += self.bonus(indent)
        return lines

    def shares(self, points: int, count: int) -> list[int]:
        cuts = sorted(self.dice.sample(range(1, points), min(count - 1, points - 1)))
        return [b - a for a, b in zip([0, *cuts], [*cuts, points], strict=True)]

    def name(self, kind: str) -> str:
        self.nodes += 1
        return f"{kind}{self.nodes}"

    def node(self, points: int, depth: int, indent: str) -> list[str]:
        dice, name = self.dice, self.name("指标")
        lines = [f"{indent}{name}:", f"{indent}  points: {points}", f"{indent}  clause: 条{self.nodes}"]
        if depth < 3 and points >= 8 and dice.random() < 0.4:
            if dice.random() < 0.3:
                lines.append(f"{indent}  not_applicable: {dice.choice(['rescale', 'zero', 'spread'])}")
            return [*lines, f"{indent}  indicators:", *self.children(points, depth + 1, indent + "    ", dice.randint(2, 3))]
        return [*lines, *(f"{indent}  {line}" for line in self.leaf(points))]

    def bonus(self, indent: str) -> list[str]:
        name, event = self.name("附加"), self.event()
        return [f"{indent}{name}:", f"{indent}  bonus: {self.dice.choice([2, 5])}", f"{indent}  clause: 加", f"{indent}  add: {{{event}: 1.5}}"]

    def event(self) -> str:
        event = self.name("事项")
        self.events.append(event)
        return event

    def input(self, kind: str) -> str:
        name = self.name("数")
        options = ", options: [好, 中, 差]" if kind == "choice" else ", target: given" if kind == "count" else ""
        self.inputs[name] = f"{{kind: {kind}, owner: 办公室{options}}}"
        return name

    def leaf(self, points: int) -> list[str]:
        dice = self.dice
        form = dice.choice(["met", "attainment", "bands", "line", "levels", "cases", "places", "formula", "deduct", "both"])
        if form == "deduct":
            return self.items(points)
        if form == "both":
            percent = self.input("percent")
            added, taken = self.event(), self.event()
            return [f"score: points * {percent}", f"deduct: {{{taken}: {dice.choice(['0.5', '1.25', '0.125'])}}}", f"add: {{{added}: 1}}"]
        return [f"score: {self.rule(form, points)}"]

    def items(self, points: int) -> list[str]:
        percent = self.input("percent")
        dice = self.dice
        lines = ["deduct:", f"  {self.event()}: {{each: {dice.choice(['1', '0.5', '2.5'])}, at_most: {max(1, points // 2)}}}"]
        per = dice.choice(["1%", "3%", "0.7%"])
        partial = dice.choice(["ignore", "prorate", "round_up"])
        item = self.name("扣")
        lines.append(f'  {item}: {{for: "below({percent}, 95%)", per: {per}, partial: {partial}, each: 0.5}}')
        if dice.random() < 0.3:
            lines.append(f"  {self.name('全扣')}: {{when: {percent} < 60%, once: all}}")
        return lines

    def rule(self, form: str, points: int) -> str:
        dice = self.dice
        half = Fraction(points, 2)
        match form:
            case "met":
                return f"{{met: {self.input('percent')} >= 90%}}"
            case "attainment":
                zero = dice.choice(["full", "none", "not_applicable"])
                below = dice.choice(["", ", none_below: 60%"])
                return f"{{attainment: {{actual: {self.input('count')}, at_zero: {zero}{below}}}}}"
            case "bands":
                of, word = self.input("percent"), dice.choice(["from", "above"])
                return f"{{bands: {{of: {of}, {word}: {{95%: {points}, 80%: {float(half):g}, 60%: 1}}, otherwise: 0}}}}"
            case "line":
                return f"{{line: {{of: {self.input('percent')}, through: {{60%: 0, 80%: {float(half):g}, 95%: points}}, beyond: hold}}}}"
            case "levels":
                return f"{{levels: {{of: {self.input('choice')}, give: {{好: {points}, 中: {float(half):g}, 差: 0}}}}}}"
            case "cases":
                a, b = self.input("percent"), self.input("percent")
                return (
                    f"{{cases: [{{when: {a} >= 90% and {b} >= 90%, give: points}}, {{when: {a} >= 90%, give: {float(half):g}}}, {{otherwise: 0}}]}}"
                )
            case "places":
                ties = dice.choice(["share", "mean"])
                top = f"{points}, {float(half):g}"
                return f"{{places: {{of: {self.input('percent')}, first: highest, give: [{top}], then: -1, not_below: 0, ties: {ties}}}}}"
            case _:
                value = self.input("percent")
                return f'"points * {value} / max(1%, class_max({value}))"'

    def after(self) -> list[str]:
        dice = self.dice
        lines = ["grades: {of: total, from: {优秀: 90, 良好: 80, 合格: 60}, otherwise: 不合格}"]
        if self.events and dice.random() < 0.5:
            lines.append(
                f"vetoes: {{红线: {{for: 红线事故, then: {{{dice.choice(['grade: 不合格', 'total: 59', 'stop: yes', 'at_most: 合格'])}}}}}}}"
            )
        if self.in_periods:
            return [*lines[:1], *self.in_each_period(lines[1:])]
        within, vetoed = dice.choice(["class", "all"]), dice.choice(["last", "unranked", "as_scored"])
        lines.append(f"ranking: {{within: {within}, by: [total], ties: share, vetoed: {vetoed}}}")
        cut = dice.choice(["take_all", "take_none"])
        base = "class_count(total)" if within == "class" else "all_count(total)"
        quota = f"grade: 优秀, at_most: 20%, of: {base}, rounding: {dice.choice(['floor', 'half_up', 'ceiling'])}, at_the_cut: {cut}, falls_to: 良好"
        return [*lines, f"quotas: {{优秀名额: {{{quota}}}}}"]

    def in_each_period(self, vetoes: list[str]) -> list[str]:
        """Half of the schemes with periods ask in each of them."""
        dice = self.dice
        each = dice.choice(["", ", each_period: yes"])
        cut, within = dice.choice(["take_all", "take_none"]), dice.choice(["class", "all"])
        lines = [veto.replace("}}}", f"}}{each}}}}}") for veto in vetoes]
        lines.append(f"ranking: {{within: {within}, by: [total], ties: share, vetoed: {dice.choice(['last', 'unranked', 'as_scored'])}{each}}}")
        lines.append(f"quotas: {{优秀名额: {{grade: 优秀, at_most: 1, at_the_cut: {cut}, falls_to: 良好{each}}}}}")
        if each:
            lines.append('consequences: {通报: {when: "in_a_row(periods, rank_from_last == 1) >= 2", each_period: yes}}')
            lines.append("payments: {月奖: {amount: total * 2, places: 2, each_period: yes}}")
        return lines


def plan_of(text: str) -> Plan:
    """The plan of a text that has nothing wrong with it."""
    document, problems = read_document(text, name="generated.yaml")
    assert document is not None, [p.text() for p in problems]
    assert not problems, [p.text() for p in problems]
    scheme, problems = read_model(Scheme, document)
    assert scheme is not None, [p.text() for p in problems]
    plan, problems = plan_scheme(scheme)
    assert not problems, [p.text() for p in problems]
    return plan


def random_facts(plan: Plan, dice: random.Random, units: int = 6) -> Facts:
    """Values at bounds and ties, some missing, some not applicable; events, some of one fact."""
    names = tuple(f"单位{n}" for n in range(units))
    class_of = np.array(sorted(dice.randrange(2) for _ in names), dtype=np.int64)
    columns: dict[Ref, Column] = {
        Ref(Role.UNIT, part="name"): _words(names),
        Ref(Role.UNIT, part="class"): column_of(Kind.WORD, [(State.PRESENT, CLASSES[c]) for c in class_of], words=CLASSES),
        Ref(Role.UNIT, part="takes_part"): column_of(Kind.TRUTH, [(State.PRESENT, True)] * units),
        Ref(Role.UNIT, part="ranked"): column_of(Kind.TRUTH, [(State.PRESENT, dice.random() > 0.1) for _ in names]),
    }
    for need in plan.needs.columns:
        columns[need.ref] = column_of(need.kind, [_cell(need.decl.kind, dice) for _ in names], words=OPTIONS if need.kind is Kind.WORD else ())
    rows = _events(plan, dice, units, columns)
    return Facts(names, CLASSES, class_of, columns, {EVENTS: rows})


def _words(words: Sequence[str]) -> Column:
    return column_of(Kind.WORD, [(State.PRESENT, word) for word in words])


def _cell(kind: str, dice: random.Random) -> tuple[State, Value | None]:
    state = dice.choices([State.PRESENT, State.MISSING, State.NOT_APPLICABLE], [88, 5, 7])[0]
    if state != State.PRESENT:
        return state, None
    if kind == "choice":
        return state, dice.choice(OPTIONS)
    if kind == "count":
        return state, Fraction(dice.choice([0, 1, 3, 5, 5, 7, 12]))
    return state, Fraction(dice.choice(["0.95", "0.9", "0.6", "0.8", "0.89996", "1", "0", "0.7", "0.943", "1.05"]))


def _events(plan: Plan, dice: random.Random, units: int, columns: dict[Ref, Column]) -> Rows:
    kinds = [need.name for need in plan.needs.events]
    count = dice.randrange(0, 12) if kinds else 0
    told = [(dice.randrange(units), dice.choice(kinds), dice.choice(["", "", "F1", "F2"]), dice.choice(["六月", "十二月"])) for _ in range(count)]
    for part, at in (("event", 1), ("fact", 2), ("period", 3)):
        cells: list[tuple[State, Value | None]] = [(State.PRESENT, str(row[at])) if row[at] else (State.MISSING, None) for row in told]
        columns[Ref(Role.COLUMN, EVENTS, part=part)] = column_of(Kind.WORD, cells)
    for part in ("evidence", "date", "amount", "note"):
        columns[Ref(Role.COLUMN, EVENTS, part=part)] = column_of(Kind.WORD, [(State.MISSING, None)] * count)
    for need in plan.needs.events:
        columns[Ref(Role.REPORTED, need.name)] = column_of(Kind.TRUTH, [(State.PRESENT, True)] * units)
    return Rows(EVENTS, np.array([row[0] for row in told], dtype=np.int64), {})
