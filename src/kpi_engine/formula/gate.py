"""The gate: what a text must be before anything is done with it (the language's six rules for formulas, the first three of them).

`admit` gives the checked syntax tree of one expression and where its percent signs stood, or refuses with everything that is wrong at that stage.
"""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from dataclasses import dataclass

from kpi_engine.errors import Problem
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.making import Refused

__all__ = ["Admitted", "admit"]

MOST_CHARACTERS = 1000
MOST_NODES = 300
DEEPEST = 40

_PLAIN = str.maketrans("（）×÷＋－−≥≤，％．＜＞＊／　０１２３４５６７８９", "()*/+--≥≤,%.<>*/ 0123456789") | {
    ord("≥"): ">=",
    ord("≤"): "<=",
    ord("≠"): "!=",
}
_PERCENT = re.compile(r"(?<![\w.])(\d+(?:\.\d*)?|\.\d+)\s*%")
_DATE = re.compile(r"(?<![\d.])\d{4}-\d{1,2}-\d{1,2}(?![\d.])")
_SPELLINGS = (
    (re.compile(r"(?<![=!<>])=(?!=)|＝"), "=", "比较相等写 == （两个等号）", "equality is written == (two signs)"),
    (re.compile(r"且|并且|&&?"), "“且”", "两个条件都要成立写 and", "that both conditions hold is written and"),
    (re.compile(r"或者|(?<!\w)或(?!\w)|\|\|?"), "“或”", "有一个成立即可写 or", "that one of them holds is written or"),
    (re.compile(r"<>"), "<>", "不相等写 !=", "inequality is written !="),
    (re.compile(r"//"), "//", "取整写 floor(a / b)", "write floor(a / b)"),
    (re.compile(r"!(?!=)|(?<!\w)非(?!\w)"), "!", "条件不成立写 not", "that a condition does not hold is written not"),
)
_ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant, ast.Load,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd, ast.And, ast.Or, ast.Not,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip
_SIGNS = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
_NAMES_OF: dict[type[ast.AST], tuple[str, str]] = {
    ast.Attribute: ("点号取属性", "a dot"), ast.Subscript: ("方括号", "square brackets"), ast.List: ("方括号", "square brackets"),
    ast.Tuple: ("逗号并列（缺函数名或多了逗号）", "a comma outside of a function (its name is missing, or the comma is one too many)"),
    ast.Mod: ("求余 %", "a remainder %"), ast.FloorDiv: ("整除 //", "//"), ast.JoinedStr: ("字符串", "a string"), ast.Lambda: ("lambda", "lambda"),
    ast.keyword: ("带名字的参数", "a named argument"), ast.Starred: ("星号", "an asterisk"), ast.ListComp: ("推导式", "a comprehension"),
    ast.NamedExpr: ("赋值 :=", "an assignment :="), ast.Is: ("is", "is"), ast.In: ("in", "in"), ast.Dict: ("花括号", "braces"), ast.Set: ("花括号", "braces"),
}  # fmt: skip
_MEND, _MEND_EN = (
    "只能用数、名字、+ - * /、比较、and/or/not、a if 条件 else b 和函数",
    "use numbers, names, + - * /, comparisons, and/or/not, a if condition else b, and functions",
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A formula that passed: its plain text, its syntax, and the end columns (characters) of the numbers that carry a percent sign."""

    text: str
    body: ast.expr
    percents: frozenset[int]

    def source(self, node: ast.expr) -> str:
        """The text of a part."""
        return ast.get_source_segment(self.text, node) or ""

    def end(self, node: ast.expr) -> int:
        """The character at which a part ends (ast counts bytes)."""
        return len(self.text.encode()[: node.end_col_offset].decode())


def admit(text: str) -> Admitted:
    """Check and parse one formula.

    Raises:
        Refused: K401 to K405.

    """
    if len(text) > MOST_CHARACTERS:
        raise Refused(k4.TOO_LONG.at(length=len(text), limit=MOST_CHARACTERS))
    plain = text.replace("\n", " ").replace("\t", " ").translate(_PLAIN).lstrip()
    _check_characters(plain)
    _check_spellings(plain)
    plain, percents = _take_percents(plain)
    body = _parse(plain)
    _check_nodes(plain, body)
    return Admitted(plain, body, percents)


def _check_characters(plain: str) -> None:
    for character in plain:
        category = unicodedata.category(character)
        foreign = category.startswith("C") or (category[0] in "LN" and unicodedata.normalize("NFKC", character) != character)
        if foreign:
            shown = character if category[0] in "LN" else f"U+{ord(character):04X}"
            raise Refused(k4.BAD_CHARACTER.at(character=shown, name=unicodedata.name(character, "控制字符")))


def _check_spellings(plain: str) -> None:
    date = _DATE.search(plain)
    if date:
        year, month, day = (int(part) for part in date.group().split("-"))
        written = f"date({year}, {month}, {day})"
        what, what_en = "写成减法的日期", "a date that reads as a subtraction"
        raise Refused(k4.NOT_ALLOWED.at(what=what, what_en=what_en, text=date.group(), mend=f"写成 {written}", mend_en=f"write {written}"))
    for pattern, what, mend, mend_en in _SPELLINGS:
        found = pattern.search(plain)
        if found and (what not in ("“且”",) or _stands_alone(plain, found)):
            raise Refused(k4.NOT_ALLOWED.at(what=what, what_en=found.group(), text=plain, mend=mend, mend_en=mend_en))


def _stands_alone(plain: str, found: re.Match[str]) -> bool:
    """Chinese names may hold the character 且; only one between blanks or brackets is an operator."""
    before, after = plain[: found.start()][-1:], plain[found.end() :][:1]
    return not (before.isalnum() or after.isalnum() or before == "_" or after == "_") or found.group().startswith("&")


def _take_percents(plain: str) -> tuple[str, frozenset[int]]:
    """Blank out the percent signs, keeping every position, and remember where their numbers end."""
    ends: set[int] = set()

    def blank(match: re.Match[str]) -> str:
        ends.add(match.start() + len(match.group(1)))
        return match.group(1) + " " * (len(match.group()) - len(match.group(1)))

    return _PERCENT.sub(blank, plain), frozenset(ends)


def _parse(plain: str) -> ast.expr:
    stripped = plain.strip()
    if not stripped:
        raise Refused(k4.SYNTAX.at(text="（空）", column=1))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(plain, mode="eval").body
    except SyntaxError as error:
        raise Refused(k4.SYNTAX.at(text=stripped, column=error.offset or 1)) from None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        raise Refused(k4.SYNTAX.at(text=stripped[:60], column=1)) from None


def _check_nodes(plain: str, body: ast.expr) -> None:
    """Level by level, so that no depth of nesting can exhaust the stack here."""
    count, depth = 0, 0
    level: list[ast.AST] = [body]
    refused: list[Problem] = []
    while level:
        depth += 1
        count += len(level)
        if count > MOST_NODES or depth > DEEPEST:
            raise Refused(k4.TOO_COMPLEX.at(count=count, depth=depth, most=MOST_NODES, deepest=DEEPEST))
        signs = [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, _SIGNS)]
        refused += [problem for node in (*level, *signs) for problem in _objections(plain, node)]
        level = [child for node in level for child in ast.iter_child_nodes(node) if not isinstance(child, _SIGNS)]
    if refused:
        raise Refused(*refused)


def _objections(plain: str, node: ast.AST) -> list[Problem]:
    if not isinstance(node, _ALLOWED):
        what, what_en = _NAMES_OF.get(type(node), (type(node).__name__, type(node).__name__))
        return [_not_allowed(plain.strip(), (what, what_en), (_MEND, _MEND_EN))]
    if isinstance(node, ast.Constant):
        return _constant_objections(plain, node)
    if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
        return [
            _not_allowed(
                plain.strip(), ("不是名字的函数", "a call of what is no name"), ("函数写作 名字(参数, …)", "a function is written name(argument, …)")
            )
        ]
    return []


def _not_allowed(text: str, what: tuple[str, str], mend: tuple[str, str]) -> Problem:
    return k4.NOT_ALLOWED.at(what=what[0], what_en=what[1], text=text, mend=mend[0], mend_en=mend[1])


def _constant_objections(plain: str, node: ast.Constant) -> list[Problem]:
    if isinstance(node.value, str):
        mend = ("选项、等次、类别直接写名字，例如 评定 == 优秀", "options, grades and classes are written as they are: 评定 == 优秀")
        return [_not_allowed(plain.strip(), ("引号里的文字", "a text in quotes"), mend)]
    text = ast.get_source_segment(plain, node) or ""
    if isinstance(node.value, (bool, complex, bytes)) or node.value in (None, Ellipsis) or not re.fullmatch(r"\d+(\.\d*)?|\.\d+", text):
        mend = ("数只写数字和一个小数点", "a number is digits and one point")
        return [_not_allowed(plain.strip(), (f"这样写的数 {text}", f"a number written {text}"), mend)]
    if len(text) > 30:
        return [_not_allowed(text[:40] + "…", ("超过30位的数", "a number of more than 30 digits"), ("少写几位", "write fewer"))]
    return []
