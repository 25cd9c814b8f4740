"""Shape: a scheme whose keys or values are not of the language (K2xx)."""

from __future__ import annotations

from kpi_engine.errors import code

UNKNOWN_KEY = code(
    "K201", "unknown-key", zh="不认识的键 {key}{near}", en="unknown key {key}{near}", mend="这里可以写：{allowed}", mend_en="allowed here: {allowed}"
)
MISSING_KEY = code("K202", "missing-key", zh="缺少必须写明的 {key}", en="{key} must be stated", mend="补上 {key}: …", mend_en="add {key}: …")
NOT_ONE_OF = code(
    "K203",
    "not-one-of",
    zh="“{found}”不是可用的写法",
    en="{found} is not one of the choices",
    mend="可写：{allowed}",
    mend_en="choose from: {allowed}",
)
NOT_A_MAPPING = code(
    "K204",
    "not-a-mapping",
    zh="这里要写成“键: 值”的形式，写的是 {found}",
    en="a mapping is wanted here, found {found}",
    mend="改成下一行缩进的“键: 值”，或 {{键: 值}}",
    mend_en="write it as key: value",
)
NOT_A_TEXT = code(
    "K205",
    "not-a-text",
    zh="这里要写一个词或一句话，写的是 {found}",
    en="a text is wanted here, found {found}",
    mend="写成一句话；里面有冒号、逗号的加引号",
    mend_en="write a text; quote it where it holds a colon or comma",
)
NOT_A_NUMBER = code(
    "K206", "not-a-number-in-scheme", zh="“{found}”不是数", en="{found} is not a number", mend="写成 12、0.5 或 95%", mend_en="write 12, 0.5 or 95%"
)
NOT_A_FLAG = code(
    "K207", "not-yes-or-no", zh="“{found}”应写 yes 或 no", en="{found} should be yes or no", mend="写 yes 或 no", mend_en="write yes or no"
)
NOT_PLACES = code(
    "K208",
    "not-places",
    zh="“{found}”应是 0 到 10 的整数",
    en="{found} should be a whole number from 0 to 10",
    mend="写 0 到 10 的整数，例如 2",
    mend_en="write a whole number from 0 to 10",
)
NOT_WORDS = code(
    "K209",
    "not-words",
    zh="这里要写一个词或 [词, 词]，写的是 {found}",
    en="a word or a list of words is wanted, found {found}",
    mend="一个词直接写，几个词写 [甲, 乙]",
    mend_en="write one word, or [one, two]",
)
NOT_A_RULE = code(
    "K210",
    "not-a-rule",
    zh="这里要写公式、计分办法或按类别的数",
    en="a formula, a form or numbers by class are wanted here",
    mend="写公式（points * 满意率）、计分办法（{{met: 条件}}）或按类别的数（{{街道: 30, otherwise: 40}}）",
    mend_en="write a formula, a form such as met, or numbers by class",
)
UNKNOWN_FORM = code(
    "K211",
    "unknown-form",
    zh="{key} 既不是计分办法，也不是类别{near}",
    en="{key} is neither a form nor a class{near}",
    mend="计分办法有：{forms}",
    mend_en="forms: {forms}",
)
TWO_OF = code(
    "K212",
    "one-of-them-only",
    zh="{what}只能写一个：{keys}",
    en="only one of these can be given: {keys}",
    mend="留一个，删去其余的",
    mend_en="keep one and remove the others",
)
NONE_OF = code(
    "K213", "one-of-them-needed", zh="{what}要写一个：{keys}", en="one of these must be given: {keys}", mend="补上其中一个", mend_en="add one of them"
)
OTHER_SHAPE = code(
    "K214",
    "other-shape",
    zh="这里的写法不对：{found}",
    en="this is not of the right shape: {found}",
    mend="对照语言手册里这个键的例子改",
    mend_en="compare the example of this key in the manual",
)
NOT_WHOLE = code(
    "K215",
    "not-whole",
    zh="“{found}”应是一个不带小数的数",
    en="{found} should be a whole number",
    mend="写不带小数的数，例如 11",
    mend_en="write a whole number",
)
