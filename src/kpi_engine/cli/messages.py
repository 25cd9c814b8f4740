"""What the command says of its own, in Chinese and English. Problems bring their own words."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final, Literal

import click

from kpi_engine.errors import filled

__all__ = ["COMMANDS", "PURPOSE", "Language", "text", "usage_text"]

Language = Literal["zh", "en"]

PURPOSE: Final = "考核评分：方案和数据在文件夹里，结果每一分都能追溯。\n\nScores assessments: scheme and data in a folder, every point traceable."

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "new": ("从方案库建一个工作文件夹", "make a work folder from the library"),
    "check": ("检查方案和数据，不写结果", "check scheme and data, write nothing"),
    "template": ("生成收数据的模板", "make the workbook that collects the data"),
    "score": ("计分，写出结果", "score, write the results"),
    "explain": ("说明一个单位的每一分", "explain a unit's points"),
    "verify": ("按回执重算，核对结果和写出的文件", "recompute a run from its receipt, and read its files back"),
    "what-if": ("试算：改分值、规则或数据，看谁升谁降", "what if points, rules or data were otherwise"),
    "why": ("为什么变了：分几部分说清，加得起来", "why units came out otherwise, in parts that add up"),
    "nearest": ("差多少：一个单位怎么到下一等次或前一名", "the nearest way up for a unit"),
    "robust": ("名次稳不稳：权重浮动、去掉一项会怎样", "how safe the ranking is when weights vary"),
    "tipping": ("临界权重：权重动多少，名次或等次就变", "how far weights are from changing a place or a grade"),
    "watch": ("边界上的单位", "units near a boundary"),
    "appeal": ("申诉预览：设若更正，谁还会变", "what a proposed correction would do"),
    "quality": ("方案好不好：哪些指标拉不开差距、哪些重复", "how well the scheme tells units apart"),
    "editions": ("去年的数据按今年的办法算，今年的按去年的算", "another year's data under this year's rules"),
}

_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "interrupted": ("已中断，没有写出结果。", "interrupted; no results were written."),
    "made": ("建好了：{folder}", "made: {folder}"),
    "made_next": ("下一步：进入这个文件夹，运行 kpi check，再运行 kpi score。", "next: go into the folder, run kpi check, then kpi score."),
    "library": ("方案库：", "library of schemes:"),
    "library_hint": ("建一个：kpi new 文件夹名 --from 名称", "make one: kpi new FOLDER --from NAME"),
    "from_needed": (
        "请写明从哪个方案建：--from 名称（kpi new --list 列出全部）",
        "say which scheme to start from: --from NAME (kpi new --list lists them)",
    ),
    "folder_needed": ("请写明新文件夹的名字", "name the new folder"),
    "scheme_good": (
        "方案“{title}”（{edition}）可以用：指标 {indicators} 项，数据项 {inputs} 项，事项 {events} 种。",
        "the scheme {title} ({edition}) can be used: "
        "{indicators} {indicators:indicator|indicators}, {inputs} {inputs:input|inputs}, {events} {events:kind|kinds} of event.",
    ),
    "data_good": ("数据可以用：{units} 个单位，{files} 个文件。", "the data can be used: {units} {units:unit|units}, {files} {files:file|files}."),
    "data_not_checked": (
        "只检查了方案：{folder} 里还没有单位名录和数据。",
        "only the scheme was checked: there is no register and data in {folder} yet.",
    ),
    "lacking": ("还没有报：", "not reported yet:"),
    "findings": ("数据疑点 {count} 项：", "{count} {count:finding|findings}:"),
    "more_findings": ("  …… 另有 {count} 项", "  … {count} more"),
    "more_owed": ("  …… 另有 {count} 项，用 kpi check 看", "  … {count} more, see kpi check"),
    "findings_all": ("怎么改，用 kpi check 看；也列在 {where}。", "kpi check says what to do; {where} lists them, too."),
    "findings_receipt": ("receipt.json 里", "receipt.json"),
    "findings_sheet": ("results.xlsx 的“疑点”表里", "the sheet 疑点 of results.xlsx"),
    "problems": ("问题 {count} 项，没有计分：", "{count} {count:problem|problems}, nothing was scored:"),
    "problems_checked": ("问题 {count} 项：", "{count} {count:problem|problems}:"),
    "templates_written": ("模板写好了，{count} 个工作簿，在：{file}", "the template is written, {count} {count:workbook|workbooks}, in {file}"),
    "template_written": ("模板写好了：{file}", "the template is written: {file}"),
    "burden": (
        "  {owner}：{cells} 格{events}（工作表 {sheets}）",
        "  {owner}: {cells} {cells:cell|cells}{events}, in {sheets}",
    ),
    "burden_events": ("，事项 {count} 种", ", {count} {count:kind|kinds} of event"),
    "nobody": ("（未写明填报单位）", "(owner not named)"),
    "reading": ("正在读数据、计分…", "reading and scoring…"),
    "writing": ("正在写 {file}…", "writing {file}…"),
    "scored": ("{units} 个单位计分完毕，回执码 {code}。", "{units} {units:unit|units} scored, receipt code {code}."),
    "results_at": ("结果在：{folder}", "results are in: {folder}"),
    "nothing_written": ("没有写文件；要写，用 -o 写明文件夹。", "no files were written; -o names a folder to write to."),
    "input_alone": (
        "--input 已经带了单位和数据，不能再写 --register、--data、--adjustments",
        "--input brings units and data along: no --register, --data or --adjustments beside it",
    ),
    "output_needed": ("写了 --scheme，就要用 -o 写明结果写到哪里", "with --scheme, say with -o where the results go"),
    "more_units": ("  …… 另有 {count} 个单位，见 {file}", "  … {count} more {count:unit|units}, see {file}"),
    "verified": ("一致：{folder} 的结果可以原样重算出来，回执码 {code}。", "same: the results of {folder} can be recomputed, receipt code {code}."),
    "documents_same": ("旁边的文件也一致：{files}", "the files beside it say the same: {files}"),
    "beside_results": ("不影响结果、但要知道的 {count} 项：", "{count} {count:thing|things} to know that {count:changes|change} no result:"),
    "mend": ("  {code} 改法：{mend}", "  {code} mend: {mend}"),
    "differs": ("不一致，{count} 处：", "not the same, {count} {count:difference|differences}:"),
    "drawing": ("抽 {count} 组权重，逐组重算…", "scoring {count} {count:weighting|weightings}…"),
    "one_way_to_vary": ("--simplex、--between、--level 只能用一种", "use one of --simplex, --between and --level"),
    "not_a_level": ("“{told}”不是 层=浮动，例如 1=5%", "“{told}” is no LEVEL=NOISE such as 1=5%"),
    "not_a_bound": ("“{told}”不是 指标=低..高，例如 综合评价=5..15", "“{told}” is no INDICATOR=LOW..HIGH such as 综合评价=5..15"),
    "two_to_cross": (
        "--indicator 后面写两个单位，或一个也不写（所有相邻的）；不与 --reach 同用",
        "with --indicator name two units or none (all neighbours); not together with --reach",
    ),
    "against_what": ("写明与什么相比：--against 原来的文件夹，或 --set 路径=新值", "say against what: --against FOLDER, or --set PATH=VALUE"),
    "scenario": ("设想", "scenario"),
    "conclusion": ("结论", "Conclusion"),
    "trial_at": ("试算写在：{file}（不是结果，结果没有动）", "the trial is in: {file} (the results are untouched)"),
    "trial_note": ("试算——非定稿　依据回执码 {code}", "A trial, not the results; based on receipt {code}"),
    "columns_left_out": ("  （屏幕上排不下的列：{columns}，见 {file}）", "  (columns that do not fit here: {columns}; see {file})"),
    "more_sentences": ("  …… 另有 {count} 句，见 {file}", "  … {count} more {count:sentence|sentences}, see {file}"),
    "more_rows": ("  …… 另有 {count} 行，见 {file}", "  … {count} more {count:row|rows}, see {file}"),
    "rank": ("第{rank}名", "rank {rank}"),
    "opening": ("满分或起评", "opening"),
    "source": ("出处：{source}", "source: {source}"),
    "grade_path": ("【等次】", "【Grade】"),
    "closing": ("得分", "closing"),
    "no_figure": ("不计分", "no figure"),
    "two_units": ("写了两个单位：{one}、{other}", "two units are named: {one}, {other}"),
    "which_unit": ("要说明哪个单位：kpi explain 单位名", "name a unit: kpi explain UNIT"),
    "wrong_usage": ("用法不对：", "wrong usage: "),
    "see_help": ("用 {command} --help 看用法。", "see {command} --help."),
    "no_command": ("没有 {name} 这个命令", "there is no command {name}"),
    "no_option": ("没有 {name} 这个选项", "there is no option {name}"),
    "bad_choice": ("{name} 只能写：{choices}", "{name} is one of: {choices}"),
    "bad_whole": ("{name} 要写整数{range}", "{name} is a whole number{range}"),
    "range": ("，{least} 到 {most}", " from {least} to {most}"),
    "range_from": ("，不小于 {least}", ", {least} or more"),
    "no_argument": ("少了 {name}", "{name} is missing"),
    "near": ("，是不是 {near}？", ", did you mean {near}?"),
}


def text(key: str, language: Language = "zh", **facts: object) -> str:
    """One of the command's own sentences."""
    return filled(_TEXTS[key][0 if language == "zh" else 1], facts)


def usage_text(error: click.UsageError, language: Language = "zh") -> str:
    """What is wrong with a call, and where to read on."""
    command = error.ctx.command_path if error.ctx is not None else "kpi"
    return f"{text('wrong_usage', language)}{_what(error, language)}\n{text('see_help', language, command=command)}"


def _what(error: click.UsageError, language: Language) -> str:
    if isinstance(error, click.NoSuchOption):
        near = text("near", language, near=error.possibilities[0]) if error.possibilities else ""
        return text("no_option", language, name=error.option_name) + near
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.opts[-1] if isinstance(error.param, click.Option) else error.param.human_readable_name
        return text("no_argument", language, name=name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error, error.param, language)
    name = _unknown_command(error)
    if name:
        close = get_close_matches(name, COMMANDS, n=1)
        return text("no_command", language, name=name) + (text("near", language, near=close[0]) if close else "")
    return error.format_message()


def _bad_value(error: click.BadParameter, param: click.Parameter, language: Language) -> str:
    """What may be written there; what our own look at a value has to say is said in its own words."""
    name = param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name
    if isinstance(param.type, click.Choice):
        return text("bad_choice", language, name=name, choices=("、" if language == "zh" else ", ").join(map(str, param.type.choices)))
    if isinstance(param.type, click.types.IntParamType):
        return text("bad_whole", language, name=name, range=_range_of(param.type, language))
    return error.format_message()


def _range_of(kind: object, language: Language) -> str:
    """Between what a whole number may lie, empty where it may be any."""
    if not isinstance(kind, click.IntRange) or kind.min is None:
        return ""
    return text("range_from" if kind.max is None else "range", language, least=kind.min, most=kind.max)


def _unknown_command(error: click.UsageError) -> str:
    """The name that was called and is no command; click says it in its sentence only."""
    found = error.message.partition("No such command '")[2].partition("'")[0]
    return found.rstrip(".")
