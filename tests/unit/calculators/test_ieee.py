"""The plain calculator, against values worked by hand or known from Excel."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from calculators import ieee

Value = float | bool | str

CELLS: dict[str, Value] = {
    "A1": 2.0, "A2": 3.0, "A3": 5.0, "A4": "优秀", "A5": True,
    "B1": 10.0, "B2": 20.0, "B3": 20.0, "B4": "Good", "B5": "3",
    "C1": 0.1, "C2": 0.2, "C3": 0.3,
}  # fmt: skip


def _file(
    formulas: dict[str, str], cells: dict[str, Value] = CELLS, arrays: dict[str, str] | None = None, names: dict[str, str] | None = None
) -> bytes:
    """A workbook of one sheet 数据, with formulas on a second sheet 表 1, all stored with the wrong value 99."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        data, sheet = book.add_worksheet("数据"), book.add_worksheet("表 1")
        for place in (data, sheet):
            for cell, value in CELLS.items():
                place.write(cell, value)
        for cell, formula in formulas.items():
            sheet.write_formula(cell, formula, None, 99)
        for cells_of_array, formula in (arrays or {}).items():
            sheet.write_array_formula(cells_of_array, formula, None, 99)
        for name, formula in (names or {}).items():
            book.define_name(name, formula)
    return stream.getvalue()


def _value(formula: str) -> Value:
    """The value of one formula in F9 beside ``CELLS``."""
    return ieee.recalculate(_file({"F9": formula}))["表 1", "F9"]


def _is(formula: str, expected: Value) -> None:
    found = _value(formula)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=-2^2", 4.0),
        ("=2^3^2", 64.0),
        ("=2^-1", 0.5),
        ("=1+2*3", 7.0),
        ("=(1+2)*3", 9.0),
        ("=50%%", 0.005),
        ("=200*-5%", -10.0),
        ("=--A5", 1.0),
        ("=10-2-3", 5.0),
        ("=1&2+3", "15"),
        ('="a"&"b"="AB"', True),
        ("=1=1=TRUE", True),
        ("=1.5E+2", 150.0),
        ("=.5", 0.5),
        ('="说""好"""', '说"好"'),
        ("=#N/A", "#N/A"),
    ],
)
def test_operators_bind_as_in_excel(formula: str, expected: Value) -> None:
    _is(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=Z1", 0.0),
        ("=Z1+1", 1.0),
        ('=Z1&"x"', "x"),
        ('=Z1=""', True),
        ("=Z1=0", True),
        ("=Z1=FALSE", True),
        ("=B5+1", 4.0),
        ("=A4+1", "#VALUE!"),
        ('=""+1', "#VALUE!"),
        ("=1/0", "#DIV/0!"),
        ("=1/0+NA()", "#DIV/0!"),
        ("=NA()+1/0", "#N/A"),
        ("=10^400", "#NUM!"),
        ('="b">1E+300', True),
        ('=FALSE>"z"', True),
        ('="优秀"=A4', True),
        ('="GOOD"=B4', True),
        ('="3"=3', False),
        ("=0.1+0.2=0.3", False),
        ("=1.1-1-0.1=0", False),
        ("=1/3&\"\"", "0.333333333333333"),
        ('=0.1+0.2&""', "0.3"),
        ('=1200000&""', "1200000"),
        ('=1E+21&""', "1E+21"),
    ],
)  # fmt: skip
def test_values_turn_into_each_other_as_in_excel_but_doubles_stay_doubles(formula: str, expected: Value) -> None:
    _is(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=ROUND(2.345,2)", 2.35),
        ("=ROUND(-2.345,2)", -2.35),
        ("=ROUND(1.005,2)", 1.01),
        ("=ROUND(0.285*100,0)", 29.0),
        ("=ROUND(1234.5,-2)", 1200.0),
        ("=ROUND(-0.5,0)", -1.0),
        ("=ROUND(89.995,2)", 90.0),
        ("=ROUND(89.9949999,2)", 89.99),
        ("=ROUNDUP(2.301,2)", 2.31),
        ("=ROUNDUP(-2.301,2)", -2.31),
        ("=ROUNDUP(1.1*3,1)", 3.3),
        ("=ROUNDDOWN(2.309,2)", 2.3),
        ("=ROUNDDOWN(-2.309,2)", -2.3),
        ("=TRUNC(-2.9)", -2.0),
        ("=INT(-2.1)", -3.0),
        ("=INT(7)", 7.0),
        ("=MOD(-7,3)", 2.0),
        ("=MOD(7,-3)", -2.0),
        ("=MOD(7,0)", "#DIV/0!"),
        ("=CEILING(2.1,0.5)", 2.5),
        ("=CEILING(0.3,0.1)", 0.30000000000000004),
        ("=FLOOR(0.3,0.1)", 0.30000000000000004),
        ("=FLOOR(-2.5,2)", -4.0),
        ("=FLOOR(2.5,-2)", "#NUM!"),
        ("=FLOOR(2.5,0)", "#DIV/0!"),
        ("=POWER(2,10)", 1024.0),
        ("=0^0", "#NUM!"),
        ("=0^-1", "#DIV/0!"),
        ("=(-8)^0.5", "#NUM!"),
        ("=SQRT(81)", 9.0),
        ("=SQRT(-1)", "#NUM!"),
        ("=LN(EXP(1))", 1.0),
        ("=LN(0)", "#NUM!"),
        ("=SIGN(-3)", -1.0),
        ("=ABS(-3)", 3.0),
        ("=DATE(2024,14,1)", 45689.0),
        ("=YEAR(45293)*100+MONTH(45293)", 202401.0),
    ],
)
def test_functions_of_numbers(formula: str, expected: Value) -> None:
    _is(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=IF(A1=2,1,1/0)", 1.0),
        ("=IF(A1=3,1)", False),
        ("=IF(A1=2,,5)", 0.0),
        ("=IF(Z1,1,2)", 2.0),
        ("=IFERROR(1/0,7)", 7.0),
        ("=IFERROR(5,7)", 5.0),
        ("=AND(A1=2,A2=3)", True),
        ("=AND(A1:A5)", True),
        ("=OR(A1=3,A2=4)", False),
        ("=OR(TRUE,NA())", "#N/A"),
        ("=AND(A4:A4)", "#VALUE!"),
        ("=NOT(0)", True),
        ("=ISNUMBER(A1)", True),
        ("=ISNUMBER(B5)", False),
        ("=ISNUMBER(1/0)", False),
        ("=ISBLANK(Z1)", True),
        ('=ISBLANK("")', False),
        ("=ISERROR(1/0)", True),
        ("=ISERR(NA())", False),
        ("=ISNA(NA())", True),
        ("=ISTEXT(A4)", True),
        ("=ISTEXT(NA())", False),
        ("=N(A4)", 0.0),
        ("=N(A5)", 1.0),
        ("=T(A4)", "优秀"),
        ("=T(A1)", ""),
        ("=CHOOSE(2,1/0,5)", 5.0),
        ("=CHOOSE(3,1,2)", "#VALUE!"),
        ('=TEXT(89.995,"0.00")', "90.00"),
        ('=TEXT(0.285,"0%")', "29%"),
        ("=LEN(A4)&LEFT(B4,2)", "2Go"),
    ],
)
def test_truths_kinds_and_texts(formula: str, expected: Value) -> None:
    _is(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(A1:A5)", 10.0),
        ('=SUM(A1,TRUE,"4")', 7.0),
        ('=SUM("x")', "#VALUE!"),
        ("=SUM(A1,A5)", 2.0),
        ("=SUM(A1:A3,1/0)", "#DIV/0!"),
        ("=SUM(C1:C3)", 0.6000000000000001),
        ("=MIN(A1:A3)", 2.0),
        ("=MAX(Z1:Z3)", 0.0),
        ("=AVERAGE(A1:A3)", 10 / 3),
        ("=AVERAGE(Z1:Z3)", "#DIV/0!"),
        ("=PRODUCT(A1:A3)", 30.0),
        ("=MEDIAN(A1:A3,4)", 3.5),
        ("=COUNT(A1:B5)", 6.0),
        ("=COUNTA(A1:A6)", 5.0),
        ("=LARGE(B1:B3,2)", 20.0),
        ("=SMALL(B1:B3,1)", 10.0),
        ("=LARGE(B1:B3,4)", "#NUM!"),
        ("=RANK(B1,B1:B3)", 3.0),
        ("=RANK(B3,B1:B3)", 1.0),
        ("=RANK(B3,B1:B3,1)", 2.0),
        ("=RANK(7,B1:B3)", "#N/A"),
        ("=ROW(A7)*COLUMN(C1)", 21.0),
        ("=ROW()+COLUMN()", 15.0),
        ("=ROWS(A1:B3)&COLUMNS(A1:B3)", "32"),
    ],
)
def test_reducers_pass_over_texts_in_cells_and_read_their_own_arguments(formula: str, expected: Value) -> None:
    _is(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUMPRODUCT(A1:A3,B1:B3)", 180.0),
        ("=SUMPRODUCT(A1:A3*B1:B3)", 180.0),
        ("=SUMPRODUCT((A1:A3>2)*1)", 2.0),
        ("=SUMPRODUCT(--(A1:A3>2),B1:B3)", 40.0),
        ("=SUMPRODUCT(N(A1:A3>2))", 2.0),
        ("=SUMPRODUCT(A1:A3>2)", 0.0),
        ("=1+SUMPRODUCT((B1:B3*A1>B1*A1:A3)*1)", 2.0),
        ("=SUMPRODUCT(ROUND(C1:C3*5,0))", 4.0),
        ("=SUMPRODUCT(1/COUNTIF(B1:B3,B1:B3))", 2.0),
        ("=SUMPRODUCT(A1:A3,B1:B2)", "#VALUE!"),
        ("=SUMPRODUCT(A1:A4*B1:B4)", "#VALUE!"),
        ("=SUMPRODUCT((数据!A1:A3>=A2)*数据!$B$1:$B$3)", 40.0),
        ("=SUM(LARGE(A1:A3,{1,2}))", 8.0),
        ("=SUM({1,2;3,-4}*2)", 4.0),
    ],
)
def test_sumproduct_calculates_with_arrays(formula: str, expected: Value) -> None:
    _is(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=INDEX(A1:B3,2,2)", 20.0),
        ("=INDEX(A1:A3,3)", 5.0),
        ("=SUM(INDEX(A1:B3,0,2))", 50.0),
        ("=INDEX(A1:A3,4)", "#REF!"),
        ("=MATCH(20,B1:B3,0)", 2.0),
        ('=MATCH("good",B1:B5,0)', 4.0),
        ("=MATCH(7,B1:B3,0)", "#N/A"),
        ("=MATCH(4,A1:A3,1)", 2.0),
        ("=MATCH(1,A1:A3)", "#N/A"),
        ("=VLOOKUP(3,A1:B3,2,FALSE)", 20.0),
        ("=VLOOKUP(4,A1:B3,2)", 20.0),
        ("=VLOOKUP(3,A1:B3,3,FALSE)", "#REF!"),
        ('=LOOKUP(85,{0,60,80,90},{"差","中","良","优"})', "良"),
        ("=COUNTIF(B1:B3,20)", 2.0),
        ('=COUNTIF(A1:A4,"优秀")', 1.0),
        ('=COUNTIF(B1:B5,"GOOD")', 1.0),
        ('=COUNTIF(B1:B5,">=20")', 2.0),
        ('=COUNTIF(B1:B5,">"&B1)', 2.0),
        ('=COUNTIF(B1:B5,"3")', 1.0),
        ('=COUNTIF(A1:A6,"<>")', 5.0),
        ('=COUNTIF(A1:A6,"=")', 1.0),
        ('=COUNTIF(A1:A6,"<>优秀")', 5.0),
        ('=COUNTIFS(A1:A3,">2",B1:B3,20)', 2.0),
        ('=SUMIF(A1:A3,">2")', 8.0),
        ('=SUMIF(A1:A3,">2",B1:B3)', 40.0),
        ('=SUMIFS(B1:B3,A1:A3,">2",B1:B3,"<30")', 40.0),
        ('=AVERAGEIF(A1:A3,">2",B1:B3)', 20.0),
        ('=AVERAGEIF(A1:A3,">9",B1:B3)', "#DIV/0!"),
    ],
)
def test_lookups_and_criteria(formula: str, expected: Value) -> None:
    _is(formula, expected)


def test_other_sheets_absolute_references_and_names_are_followed() -> None:
    formulas = {"F1": "='表 1'!$A$1+数据!A2", "F2": "=权重*2", "F3": "=SUM(总)", "F4": "=SUM(数据!A:A)"}
    file = _file(formulas, names={"权重": "=数据!$A$1", "总": "=数据!$B$1:$B$3"})
    assert ieee.recalculate(file) == {("表 1", "F1"): 5.0, ("表 1", "F2"): 4.0, ("表 1", "F3"): 50.0, ("表 1", "F4"): 10.0}


def test_a_range_where_one_value_is_wanted_gives_the_cell_of_the_own_row() -> None:
    assert ieee.recalculate(_file({"F2": "=A1:A3*10", "F9": "=A1:A3*10"})) == {("表 1", "F2"): 30.0, ("表 1", "F9"): "#VALUE!"}


def test_array_formulas_take_ranges_whole() -> None:
    arrays = {"F9:F9": "{=MAX(IF(B1:B3=20,A1:A3,0))}", "G1:G3": "{=A1:A3*2}"}
    found = ieee.recalculate(_file({"H1": "=G3+F9"}, arrays=arrays))
    assert found == {("表 1", "F9"): 5.0, ("表 1", "G1"): 4.0, ("表 1", "G2"): 6.0, ("表 1", "G3"): 10.0, ("表 1", "H1"): 15.0}


def test_a_long_chain_of_cells_is_no_trouble() -> None:
    chain = {f"F{row}": f"=F{row + 1}+1" for row in range(1, 3000)} | {"F3000": "=1"}
    assert ieee.recalculate(_file(chain))["表 1", "F1"] == 3000.0


def test_cells_that_wait_for_each_other_are_an_error_of_the_workbook() -> None:
    with pytest.raises(ieee.CircularReference, match="表 1!F1"):
        ieee.recalculate(_file({"F1": "=F2+1", "F2": "=IFERROR(F1,0)"}))


def test_a_circle_through_a_branch_not_taken_is_none() -> None:
    assert ieee.recalculate(_file({"F1": "=IF(A1=2,1,F2)", "F2": "=F1+1"})) == {("表 1", "F1"): 1.0, ("表 1", "F2"): 2.0}


@pytest.mark.parametrize(
    "formula",
    [
        "=XLOOKUP(1,A1:A3,B1:B3)",
        "=没有的名字+1",
        "=数学!A1",
        '=COUNTIF(A1:A3,"优*")',
        "=1.2345678901234567",
        "=SUMPRODUCT(IF(A1:A3>2,1,0))",
        "=A1 B1",
        "=(1",
        '=TEXT(1,"#,##0")',
    ],
)
def test_what_it_does_not_know_it_refuses(formula: str) -> None:
    with pytest.raises(ieee.UnsupportedFormula):
        _value(formula)
