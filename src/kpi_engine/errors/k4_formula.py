"""Formula: a text that is not a formula of the language (K4xx)."""

from __future__ import annotations

from kpi_engine.errors import code

TOO_LONG = code(
    "K401",
    "formula-too-long",
    zh="公式有 {length} 个字符，最多 {limit} 个",
    en="the formula has {length} characters, at most {limit} are read",
    mend="把中间的量写成 values 里的一个名字",
    mend_en="give intermediate quantities a name under values",
)
BAD_CHARACTER = code(
    "K402",
    "formula-character",
    zh="公式里有不能用的字符 {character}（{name}）",
    en="the formula holds a character that cannot be used: {character} ({name})",
    mend="删去它，重新输入公式",
    mend_en="remove it and type the formula again",
)
SYNTAX = code(
    "K403",
    "formula-syntax",
    zh="公式读不通：{text}（第 {column} 个字符附近）",
    en="this is not a formula: {text} (near character {column})",
    mend="检查括号、逗号和运算符",
    mend_en="check brackets, commas and operators",
)
NOT_ALLOWED = code(
    "K404",
    "formula-construct",
    zh="公式里不能用{what}：{text}",
    en="a formula cannot hold {what}: {text}",
    mend="{mend}",
    mend_en="{mend}",
)
TOO_COMPLEX = code(
    "K405",
    "formula-too-complex",
    zh="公式太复杂（{count} 个节点、{depth} 层；最多 {most} 个、{deepest} 层）",
    en="the formula is too complex ({count} nodes, depth {depth}; at most {most} and {deepest})",
    mend="把中间的量写成 values 里的名字",
    mend_en="give intermediate quantities names under values",
)
UNKNOWN_NAME = code(
    "K406",
    "unknown-name",
    zh="不认识的名字 {name}{near}",
    en="unknown name {name}{near}",
    mend="在 inputs 或 values 里声明它，或改正拼写",
    mend_en="declare it under inputs or values, or mend the spelling",
)
UNKNOWN_FUNCTION = code(
    "K407",
    "unknown-function",
    zh="不认识的函数 {name}{near}",
    en="unknown function {name}{near}",
    mend="可用的函数见语言手册“函数”一节",
    mend_en="the language manual lists the functions",
)
WRONG_ARITY = code(
    "K408",
    "wrong-arity",
    zh="{name} 要 {wanted} 个参数，这里有 {found} 个",
    en="{name} takes {wanted} arguments, here are {found}",
    mend="对照语言手册“函数”一节改参数",
    mend_en="compare the list of functions in the manual",
)
NOT_A_NUMBER = code(
    "K409",
    "not-a-number-in-formula",
    zh="{what} 是{kind}，这里要一个数",
    en="{what} is not a number",
    mend="条件要换成数时写：1 if 条件 else 0",
    mend_en="to make a number of a condition write: 1 if condition else 0",
)
NOT_A_CONDITION = code(
    "K410",
    "not-a-condition",
    zh="{what} 是{kind}，这里要一个条件",
    en="{what} is not a condition",
    mend="写出比较，例如 满意率 >= 90%",
    mend_en="write a comparison, such as rate >= 90%",
)
KINDS_DIFFER = code(
    "K411",
    "kinds-differ",
    zh="{left}（{left_kind}）和 {right}（{right_kind}）不是一类，不能相比或并列",
    en="{left} and {right} are of different kinds",
    mend="数和数比、日期和日期比、选项和选项比",
    mend_en="compare numbers with numbers, dates with dates, options with options",
)
NO_ORDER = code(
    "K412",
    "no-order",
    zh="{left} 是{kind}，没有大小，不能用 {op}",
    en="{left} has no order, {op} cannot be used",
    mend="只能用 == 或 !=",
    mend_en="use == or !=",
)
NOT_AN_OPTION = code(
    "K413",
    "not-an-option",
    zh="{name} 没有“{word}”这个选项；有：{options}",
    en="{name} has no option {word}; it has: {options}",
    mend="改成列出的选项之一，或在 inputs 里补上这个选项",
    mend_en="write one of the options, or add it to the input",
)
CYCLE = code(
    "K414",
    "cycle",
    zh="互相依赖，算不出来：{chain}",
    en="these depend on each other: {chain}",
    mend="去掉其中一处引用",
    mend_en="remove one of the references",
)
WRONG_PLACE = code(
    "K415",
    "name-out-of-place",
    zh="{name} 不能用在这里：{why}",
    en="{name} cannot be used here: {why}",
    mend="按后面的说明改",
    mend_en="mend it as it says",
)
ZERO_DIVISOR = code(
    "K416",
    "always-zero-divisor",
    zh="除数总是 0：{text}",
    en="the divisor is always zero: {text}",
    mend="改除数；确实可能为 0 的写 … if 除数 != 0 else …",
    mend_en="change the divisor; where it may be 0 write … if divisor != 0 else …",
)
ROOT_IN_ARITHMETIC = code(
    "K417",
    "root-in-arithmetic",
    zh="{text} 里的 {root} 是开方的结果，没有准确的数，不能加减、平均、乘方或作除数",
    en="{root} in {text} is a root, which has no exact value: it cannot be added, averaged, raised to a power or divided by",
    mend="先取整，写 round({root}, 4) 这样的几位小数；是指标得分的，在那个指标上写 round: 4",
    mend_en="round it first, as in round({root}, 4); where it is the score of an indicator, write round: 4 on that indicator",
)
