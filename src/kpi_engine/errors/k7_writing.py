"""Writing: files and folders that cannot be made (K7xx)."""

from __future__ import annotations

from kpi_engine.errors import code

OUTPUT_NOT_EMPTY = code(
    "K701",
    "output-not-empty",
    zh="{folder} 已经有内容，不会覆盖",
    en="{folder} is not empty, and nothing is overwritten",
    mend="换一个文件夹名，或先把里面的东西移走",
    mend_en="name another folder, or move its contents away first",
)
OUTPUT_NOT_FOLDER = code(
    "K702",
    "output-not-a-folder",
    zh="{folder} 是一个文件，不是文件夹",
    en="{folder} is a file, not a folder",
    mend="换一个文件夹名",
    mend_en="name another folder",
)
CANNOT_WRITE = code(
    "K703",
    "cannot-write",
    zh="{folder} 写不进去：{reason}。什么都没有留下",
    en="{folder} cannot be written: {reason}. Nothing was left behind",
    mend="看看磁盘是否已满、文件夹是否只读、里面的文件是否正被打开，再运行一次",
    mend_en="see whether the disk is full, the folder read-only, or a file in it open, and run again",
)
DISK_FULL = code(
    "K704",
    "disk-full",
    zh="磁盘满了，{folder} 没有写成，什么都没有留下",
    en="the disk is full; {folder} was not written and nothing was left behind",
    mend="腾出空间，或用 -o 写到别的磁盘",
    mend_en="free some space, or write to another disk with -o",
)
NOT_ALLOWED = code(
    "K705",
    "writing-not-allowed",
    zh="没有权限写 {folder}",
    en="there is no permission to write {folder}",
    mend="换一个能写的文件夹，或请管理员开通；如果里面的文件正用 Excel 或 WPS 打开，先关掉",
    mend_en="name a folder that you may write to; close files of it that are open in Excel or WPS",
)
BAD_FOLDER_NAME = code(
    "K706",
    "bad-folder-name",
    zh="{folder} 不能作文件夹名（太长，或有不允许的字符）",
    en="{folder} cannot be the name of a folder (too long, or with characters that are not allowed)",
    mend='用短一些的名字，不要用 \\ / : * ? " < > |',
    mend_en='use a shorter name without \\ / : * ? " < > |',
)
TOO_LARGE_FOR_WORKBOOK = code(
    "K710",
    "too-large-for-workbook",
    zh="{units} 个单位、{columns} 列，一张工作表放不下，没有写 results.xlsx；完整结果在 CSV 里",
    en="{units} units and {columns} columns do not fit into a sheet, so there is no results.xlsx; the CSV files hold all of it",
    mend="按类别分开评分，或直接用 CSV",
    mend_en="score class by class, or use the CSV files",
    severity="finding",
)
NO_SCHEME_HERE = code(
    "K720",
    "no-scheme-here",
    zh="{folder} 不是工作文件夹：里面和上级都没有 方案.yaml",
    en="{folder} is not a work folder: there is no 方案.yaml in it or above it",
    mend="先进入工作文件夹，或写明它在哪里；还没有的话，用 kpi new 文件夹名 --from 方案名 建一个",
    mend_en="go into the work folder or name it; if there is none yet, make one with kpi new FOLDER --from NAME",
)
SEVERAL_SCHEMES = code(
    "K721",
    "several-schemes",
    zh="{folder} 里有几个方案：{found}",
    en="there are several schemes in {folder}: {found}",
    mend="要用的那个改名为 方案.yaml，或直接写明文件名",
    mend_en="rename the one that is meant to 方案.yaml, or name the file",
)
NO_REGISTER_HERE = code(
    "K722",
    "no-register-here",
    zh="{folder} 里没有 单位名录.xlsx（或 .csv）",
    en="there is no 单位名录.xlsx (or .csv) in {folder}",
    mend="把单位名录放进来：一列“单位”，按正式排序，一行一个",
    mend_en="put the register in: one column 单位, in the official order, one unit a line",
)
NO_DATA_HERE = code(
    "K723",
    "no-data-here",
    zh="{folder} 里没有数据文件",
    en="there are no data files in {folder}",
    mend="把各单位报来的 .xlsx、.csv 放进“数据”文件夹；还没有收表的话，先用 kpi template 生成模板",
    mend_en="put what was sent in (.xlsx, .csv) into the folder 数据; to collect it, make a template with kpi template",
)
NO_SUCH_LIBRARY_SCHEME = code(
    "K724",
    "no-such-library-scheme",
    zh="方案库里没有 {name}{near}",
    en="there is no scheme {name} in the library{near}",
    mend="用 kpi new --list 看有哪些",
    mend_en="see kpi new --list",
)
NO_RUN_HERE = code(
    "K725",
    "no-run-here",
    zh="{folder} 里没有计分结果（receipt.json）",
    en="there is no scored run (receipt.json) in {folder}",
    mend="先运行 kpi score",
    mend_en="run kpi score first",
)
FILE_EXISTS = code(
    "K726",
    "file-exists",
    zh="{file} 已经有了，不会覆盖",
    en="{file} exists and is not overwritten",
    mend="换一个文件名，或先把它移走",
    mend_en="name another file, or move it away first",
)
NO_SUCH_INDICATOR = code(
    "K727",
    "no-such-indicator",
    zh="方案里没有指标 {name}{near}",
    en="the scheme has no indicator {name}{near}",
    mend="写方案里的名称；不写 --indicator 就说明全部指标",
    mend_en="write the name that the scheme uses; without --indicator all indicators are explained",
)
TWO_REGISTERS = code(
    "K728",
    "two-registers",
    zh="{folder} 里有两份单位名录：{names}，不知道该用哪一份",
    en="{folder} holds two registers: {names}; which one counts is not known",
    mend="留一份，另一份移走",
    mend_en="keep one and move the other away",
)

# what was published, read back

CELL_DIFFERS = code(
    "K730",
    "published-cell-differs",
    zh="{what}：文件里是{found}，重算是{expected}",
    en="{what_en}: the file says {found_en}, recomputed {expected_en}",
    mend="这一格在计分以后被改过；该改的是数据或更正与审定，改好重新计分",
    mend_en="this cell was changed after the run; change the data, or the corrections and decisions, and score again",
)
ROWS_DIFFER = code(
    "K731",
    "published-rows-differ",
    zh="{reason}",
    en="{reason_en}",
    mend="计分以后被增删过；从存档里找回，或重新计分",
    mend_en="added or removed after the run; take the file from the archive, or score again",
)
DOCUMENT_MISSING = code(
    "K732",
    "document-not-compared",
    zh="{names} 没有核对：{reason}",
    en="{names} not compared: {reason_en}",
    mend="写了 --no-workbook 的本来没有 results.xlsx；CSV 总是写的，少了就从存档里找回来",
    mend_en="a run with --no-workbook has no results.xlsx; the CSV files are always written, take them from the archive",
    severity="finding",
)
DOCUMENT_UNREADABLE = code(
    "K733",
    "document-unreadable",
    zh="读不出来，不能核对：{reason}",
    en="cannot be read, so it cannot be compared: {reason_en}",
    mend="从存档里找回计分时写出的文件，或重新计分",
    mend_en="take the file that the run wrote from the archive, or score again",
)
SAVED_AGAIN = code(
    "K734",
    "document-saved-again",
    zh="另存过：每个值都与重算的一样，{how}",
    en="saved again: every value is as recomputed, {how_en}",
    mend="结果没有变；要原样存档的，用计分时写出的那一份",
    mend_en="the results are the same; for the archive keep the file that the run wrote",
    severity="finding",
)
SHEET_BESIDE = code(
    "K735",
    "sheet-beside",
    zh="多了一张工作表，不是计分写出的，没有核对",
    en="a sheet that the run did not write; it was not compared",
    mend="自己加的表不要放在 results.xlsx 里公布",
    mend_en="do not publish sheets of your own inside results.xlsx",
    severity="finding",
)
MORE_DIFFERENCES = code(
    "K736",
    "more-differences",
    zh="{count} 处与重算的不同，没有一一列出{why}",
    en="{count} {count:difference|differences} from what was recomputed {count:is|are} not listed one by one{why_en}",
    mend="先处理列出的；方案或数据变了的，先放回当时的文件再核对",
    mend_en="see to those that are listed first; where scheme or data changed, put back the files of that time and verify again",
)
AMONG_RESULTS = code(
    "K737",
    "trial-among-results",
    zh="{folder} 在“结果”里，试算不写进结果",
    en="{folder} is among the results; a trial is never written there",
    mend="不写 -o（写进 试算/ 的下一个号），或换一个地方",
    mend_en="leave -o out (the next number of 试算/), or name another place",
)
