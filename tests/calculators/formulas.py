"""Random formulas over a sheet of random data: whole numbers are compared and floored, other numbers only calculated and rounded.

Where doubles decide (``0.1+0.2=0.3``, INT of a quotient) spreadsheet programs differ by design, so no formula here asks for that.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import xlsxwriter

__all__ = ["Formulas", "write_workbook"]

_ROWS = 20
_GRADES = ("优秀", "良好", "Good", "合格")

# What stands in brackets is replaced: [w] [r] [t] a smaller formula (whole, real, truth), [c C] a cell and [a C] a part of one of these
# columns of the data, [2-9] a whole number, [sign] a comparison, [grade] a grade. Columns: A doubles, B decimals of two places, C whole
# numbers with ties, D grades, E decimals or blank.
_LEAVES = {"w": "[c C]|[c C]|[1-9]", "r": "[c A]|[c B]|[c E]|[0-99].[10-99]|[0-99].5%", "t": "[w][sign][w]|[c B][sign][c B]|[c D]=[grade]"}
_TREES = {
    "w": """([w]+[w])|([w]-[w])|[2-5]*[w]|-[w]|-[1-9]^2|ABS([w])|SIGN([w]-[w])|MOD([w],[2-9])|INT([w]/4)|INT([w])|MAX([w],[w],[a C])|MIN([w],[w])
        |SUM([a C],[w])|COUNT([a ABCDE])|COUNTA([a DE])|COUNTIF([a C],"[sign]"&[w])|COUNTIF([a D],[grade])|COUNTIF([a C],[c C])
        |COUNTIFS(数据!C1:C20,[c C],数据!D1:D20,[c D])|SUMIF([a C],">[0-9]")|SUMIFS(数据!C1:C20,数据!D1:D20,[grade],数据!B1:B20,">=[0-90]")
        |RANK([c C],数据!C1:C20)|RANK([c B],数据!B1:B20,[0-1])|MATCH([c D],数据!D1:D20,0)|MATCH([w],[a C],0)|INDEX([a C],[1-4])
        |SUMPRODUCT(([a C]>[w])*1)+1|SUMPRODUCT(--(数据!D1:D20=[c D]),数据!C1:C20)|SUMPRODUCT(N(数据!B1:B20>[c B]))
        |SUMPRODUCT((数据!C1:C20*[w]>[w]*数据!C1:C20)*(数据!D1:D20=[c D]))|SUMPRODUCT((数据!C1:C20<>"")/COUNTIF(数据!C1:C20,数据!C1:C20&""))*0
        |IF([t],[w],[w])|CHOOSE([1-3],[w],[w],[c C])|IFERROR([w],[w])|N([t])|LARGE([a C],[1-4])|SMALL([a C],[1-4])|TRUNC([w]/8)|PRODUCT([w],[w])
        |VLOOKUP([c C],数据!C1:E20,1,FALSE)|ROW([c A])|CEILING(ABS([w]),[1-5])|FLOOR(ABS([w]),[1-5])|ROUND([r],0)|COLUMNS(数据!A1:C3)*[w]
        |DATE(2024,[w],1)""",
    "r": """([r]+[r])|([r]-[r])|[r]*[r]|[r]/[r]|([r])%|-[r]|ABS([r])^0.5|(1+ABS([r]))^-1|[r]^2|-[r]^2|SQRT(ABS([r]))|[r]*[w]|[r]-[r]-[r]|[r]/[r]/[r]
        |MAX([r],[r])|MIN([r],[r],[a ABE])|SUM([r],[r],[a ABE])|AVERAGE([a ABE])|MEDIAN([a ABE])|PRODUCT([r],[r])|SUM([a BE])/COUNT([a BE])
        |ROUND([r],[1-4])|ROUNDUP([r],[1-4])|ROUNDDOWN([r],[1-4])|TRUNC([r],2)|ROUND([w]/[2-9],2)|ROUND([w]/8,2)|ROUND([c B]*[w]/200,2)
        |LN(1+ABS([r]))|EXP(-ABS([r]))|POWER(1+ABS([r]),0.5)|IF([t],[r],[r])|IFERROR([r]/[w],[r])|LARGE([a ABE],1)|SMALL([a AB],2)*[r]
        |SUMPRODUCT(数据!A1:A20,数据!B1:B20)|SUMPRODUCT((数据!C1:C20>[w])*数据!B1:B20)|INDEX(数据!A1:C20,[1-20],[1-3])
        |VLOOKUP([c C],数据!C1:E20,3,FALSE)+0|SUMIF(数据!C1:C20,"<=[0-9]",数据!B1:B20)|AVERAGEIF(数据!D1:D20,[grade],数据!B1:B20)
        |IF(ISNUMBER([c ADE]),[r],[r])""",
    "t": """[w][sign][w]|[w][sign][w]|[c B][sign][c B]|[c B][sign][0-100]|[c D]=[grade]|[c D]<>[grade]|ISBLANK([c DE])|ISTEXT([c CD])|ISERROR([w]/[w])
        |[c E]=""|AND([t],[t])|OR([t],[t])|NOT([t])|ISNUMBER([c DE])""",
    "text": """IF([t],"优秀",[c D])|[w]&"/"&[c BC]|T([c CD])|IFERROR([c D]&[w],"无")|[w]+[w]&"分"|-[c B]&"" """,
}
_CHOICES = {kind: [one.strip() for one in trees.split("|")] for kind, trees in _TREES.items()}


class Formulas:
    """A seeded source of formulas over the sheet 数据."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def any(self) -> str:
        """A formula of any kind, at most three levels deep."""
        return "=" + self.tree(self.random.choice(("w", "r", "r", "t", "text")), self.random.randint(1, 3))

    def tree(self, kind: str, depth: int) -> str:
        """A formula of this kind; its leaves are cells and numbers."""
        pattern = self.random.choice(_CHOICES[kind] if depth > 0 else _LEAVES[kind].split("|"))
        return re.sub(r"\[([^\]]+)\]", lambda found: self.filled(found[1], depth - 1), pattern)

    def filled(self, bracket: str, depth: int) -> str:
        """What takes the place of a bracket."""
        match bracket.split(" "):
            case ["c", columns]:
                return (
                    f"数据!{self.random.choice(('', '$'))}{self.random.choice(columns)}{self.random.choice(('', '$'))}{self.random.randint(1, _ROWS)}"
                )
            case ["a", columns]:
                column, top = self.random.choice(columns), self.random.randint(1, _ROWS - 4)
                return f"'数据'!{column}{top}:{column}{self.random.randint(top + 3, _ROWS)}"
            case ["sign"]:
                return self.random.choice(("=", "<>", "<", "<=", ">", ">="))
            case ["grade"]:
                return f'"{self.random.choice(_GRADES).upper()}"'
            case [kind] if kind in _CHOICES:
                return self.tree(kind, depth)
        low, _, high = bracket.partition("-")
        return str(self.random.randint(int(low), int(high)))


def write_workbook(path: Path, seed: int, count: int) -> dict[str, str]:
    """A workbook with random data and ``count`` formulas on the sheet 算, all stored with a wrong value; the formulas by cell."""
    source = Formulas(seed)
    formulas = {f"A{row}": source.any() for row in range(1, count + 1)}
    with xlsxwriter.Workbook(path) as book:
        data, sheet = book.add_worksheet("数据"), book.add_worksheet("算")
        for row in range(_ROWS):
            data.write_number(row, 0, source.random.uniform(-50, 100))
            data.write_number(row, 1, source.random.randint(0, 10000) / 100)
            data.write_number(row, 2, source.random.randint(0, 9))
            data.write_string(row, 3, source.random.choice(_GRADES))
            if source.random.random() < 0.5:
                data.write_number(row, 4, source.random.randint(-500, 500) / 10)
        for cell, formula in formulas.items():
            sheet.write_formula(cell, formula, None, -987654321)
    return formulas
