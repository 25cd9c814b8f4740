"""Reading: a file that cannot be read as what it claims to be (K1xx)."""

from __future__ import annotations

from kpi_engine.errors import code

_SAVE_XLSX = "用 Excel 或 WPS 打开，另存为 .xlsx 后再交"
_SAVE_XLSX_EN = "open it in Excel or WPS, save as .xlsx, and hand that in"

CANNOT_OPEN = code(
    "K101",
    "cannot-open",
    zh="文件打不开：{reason}",
    en="the file cannot be opened: {reason}",
    mend="核对文件名和路径，关闭正在使用它的程序",
    mend_en="check the name and path, and close the program that uses it",
)
EMPTY_FILE = code(
    "K102",
    "empty-file",
    zh="文件是空的",
    en="the file is empty",
    mend="重新导出或请对方重发",
    mend_en="export it again, or ask for it again",
)
FILE_TOO_LARGE = code(
    "K103",
    "file-too-large",
    zh="文件有 {size} 字节，最多 {limit}",
    en="the file has {size} bytes, at most {limit} are read",
    mend="删去图片和无关的工作表，或分成几个文件",
    mend_en="take out pictures and sheets that do not belong, or split the file",
)
OLD_OFFICE_FILE = code(
    "K104",
    "old-office-file",
    zh="这是{kind}，不是 .xlsx（看内容，不看扩展名）",
    en="this is {kind_en}, not .xlsx (by its content, whatever its name says)",
    mend=_SAVE_XLSX,
    mend_en=_SAVE_XLSX_EN,
)
PASSWORD_PROTECTED = code(
    "K105",
    "password-protected",
    zh="工作簿设了打开密码，读不了",
    en="the workbook is protected by a password and cannot be read",
    mend="用 Excel 或 WPS 打开，取消打开密码，另存为 .xlsx",
    mend_en="open it in Excel or WPS, take the password off, save as .xlsx",
)
WEB_PAGE = code(
    "K106",
    "web-page",
    zh="这是{kind}，只是名字像表格文件（常见于系统导出的 .xls）",
    en="this is {kind_en} that only bears the name of a workbook (systems export such .xls files)",
    mend=_SAVE_XLSX,
    mend_en=_SAVE_XLSX_EN,
)
NOT_A_TABLE = code(
    "K107",
    "not-a-table",
    zh="这是{kind}，不是 .xlsx 工作簿，也不是 CSV 文本",
    en="this is {kind_en}, neither an .xlsx workbook nor a CSV text",
    mend="交 .xlsx 或 CSV；其他表格文件用 Excel 或 WPS 另存为 .xlsx",
    mend_en="hand in .xlsx or CSV; save other spreadsheets as .xlsx",
)
BROKEN_ZIP = code(
    "K108",
    "broken-zip",
    zh="工作簿的压缩包损坏：{reason}",
    en="the workbook's zip package is broken: {reason}",
    mend="请对方重发；能打开的话" + _SAVE_XLSX,
    mend_en="ask for the file again; if it opens, save it as .xlsx anew",
)
TOO_MANY_PARTS = code(
    "K109",
    "too-many-parts",
    zh="工作簿里有 {count} 个部件，最多 {limit}",
    en="the workbook has {count} {count:part|parts}, at most {limit} are allowed",
    mend="把数据复制到新工作簿再交",
    mend_en="copy the data into a new workbook",
)
PART_NAMES = code(
    "K110",
    "part-names",
    zh="工作簿部件名不合法（{reason}）：{part}",
    en="the workbook has a part whose name is not allowed ({reason}): {part}",
    mend="把数据复制到新工作簿再交；来源不明的文件不要使用",
    mend_en="copy the data into a new workbook; do not use a file of unknown origin",
)
UNPACKED_TOO_LARGE = code(
    "K111",
    "unpacked-too-large",
    zh="工作簿解压后有 {size} 字节，最多 {limit}",
    en="the workbook unpacks to {size} bytes, at most {limit} are allowed",
    mend="删去图片、无关工作表和大片空白格式，或分成几个文件",
    mend_en="take out pictures, other sheets and large areas of formatted blanks, or split the file",
)
PACKED_TOO_TIGHT = code(
    "K112",
    "packed-too-tight",
    zh="部件 {part} 解压后是压缩时的 {ratio} 倍，最多 {limit} 倍，像压缩炸弹",
    en="part {part} unpacks to {ratio} times its size, at most {limit}: it looks like a zip bomb",
    mend="把数据复制到新工作簿再交；来源不明的文件不要使用",
    mend_en="copy the data into a new workbook; do not use a file of unknown origin",
)
PACKING_METHOD = code(
    "K113",
    "packing-method",
    zh="部件 {part} 加了密或用了工作簿不用的压缩方法",
    en="part {part} is encrypted or packed by a method that workbooks do not use",
    mend=_SAVE_XLSX,
    mend_en=_SAVE_XLSX_EN,
)
DOCTYPE = code(
    "K114",
    "doctype",
    zh="部件 {part} 里有 DOCTYPE 声明，工作簿不该有",
    en="part {part} declares a DOCTYPE, which no workbook does",
    mend="把数据复制到新工作簿再交；来源不明的文件不要使用",
    mend_en="copy the data into a new workbook; do not use a file of unknown origin",
)
XML_ENCODING = code(
    "K115",
    "xml-encoding",
    zh="部件 {part} 不是 UTF-8 编码",
    en="part {part} is not encoded as UTF-8",
    mend=_SAVE_XLSX,
    mend_en=_SAVE_XLSX_EN,
)
BROKEN_XML = code(
    "K116",
    "broken-xml",
    zh="部件 {part} 损坏：{reason}",
    en="part {part} is broken: {reason}",
    mend="请对方重发；能打开的话" + _SAVE_XLSX,
    mend_en="ask for the file again; if it opens, save it as .xlsx anew",
)
MISSING_PART = code(
    "K117",
    "missing-part",
    zh="工作簿缺少部件：{part}",
    en="the workbook lacks a part: {part}",
    mend="请对方重发；能打开的话" + _SAVE_XLSX,
    mend_en="ask for the file again; if it opens, save it as .xlsx anew",
)
TOO_MANY_ROWS = code(
    "K118",
    "too-many-rows",
    zh="第 {row} 行还有内容，最多读 {limit} 行",
    en="there is content in row {row}, at most {limit} rows are read",
    mend="删去远处误填的单元格，或分成几个文件",
    mend_en="delete stray cells far below, or split the file",
)
TOO_MANY_COLUMNS = code(
    "K119",
    "too-many-columns",
    zh="{letters} 列还有内容（共 {count} 格超出），最多读 {limit} 列",
    en="there is content in column {letters} ({count} {count:cell|cells} beyond), at most {limit} columns are read",
    mend="删去远处误填的单元格，或分成几张表",
    mend_en="delete stray cells far to the right, or split the sheet",
)
TEXT_TOO_LONG = code(
    "K120",
    "text-too-long",
    zh="一格文字超过 {limit} 字（{part}）",
    en="the text of a cell is longer than {limit} characters ({part})",
    mend="缩短这格文字",
    mend_en="shorten the text",
)
BAD_REFERENCE = code(
    "K121",
    "bad-reference",
    zh="单元格地址不合法：{found}（共 {count} 处）",
    en="a cell address is not valid: {found} ({count} in all)",
    mend=_SAVE_XLSX,
    mend_en=_SAVE_XLSX_EN,
)
DUPLICATE_CELL = code(
    "K122",
    "duplicate-cell",
    zh="同一单元格在文件里写了两次（共 {count} 处），不知取哪个",
    en="a cell is stored twice ({count} in all), and nothing says which counts",
    mend=_SAVE_XLSX + "，并核对这格的值",
    mend_en=_SAVE_XLSX_EN + ", and check the value",
)
BAD_CELL_VALUE = code(
    "K123",
    "bad-cell-value",
    zh="单元格存的内容不合法：{found}（应为{expected}，共 {count} 处）",
    en="a cell stores what it may not: {found} (expected {expected_en}, {count} in all)",
    mend="在 Excel 或 WPS 里重填这格，再存为 .xlsx",
    mend_en="enter the cell anew in Excel or WPS and save as .xlsx",
)
TOO_COMPLEX = code(
    "K124",
    "too-complex",
    zh="部件 {part} 太复杂：{what}超过 {limit}",
    en="part {part} is too complex: {what_en} beyond {limit}",
    mend="把数据复制到新工作簿再交",
    mend_en="copy the data into a new workbook",
)
HIDDEN_SHEET = code(
    "K125",
    "hidden-sheet",
    zh="工作表是隐藏的，里面有 {count} 格内容",
    en="the sheet is hidden and holds {count} {count:cell|cells} with content",
    mend="取消隐藏核对，不该有就删去",
    mend_en="unhide and check it, delete it if it does not belong",
    severity="finding",
)
HIDDEN_ROWS = code(
    "K126",
    "hidden-rows",
    zh="隐藏的行里有内容：第 {rows} 行（可能是筛选后未恢复）",
    en="hidden rows hold content: {rows} (perhaps a filter is still on)",
    mend="取消隐藏或清除筛选后核对",
    mend_en="unhide them or clear the filter, and check",
    severity="finding",
)
HIDDEN_COLUMNS = code(
    "K127",
    "hidden-columns",
    zh="隐藏的列里有内容：{columns} 列",
    en="hidden columns hold content: {columns}",
    mend="取消隐藏后核对",
    mend_en="unhide them and check",
    severity="finding",
)
NUMBER_NOISE = code(
    "K128",
    "number-noise",
    zh="数字 {found} 多于 15 位有效数字，按表格软件显示的 15 位读作 {read}（共 {count} 处）",
    en="number {found} has more than 15 significant digits and was read as {read}, the 15 that spreadsheets show ({count} in all)",
    mend="无需处理；若是证件号、代码，请改为文本格式重填",
    mend_en="nothing to do; identity numbers and codes should be entered as text",
    severity="finding",
)
SHEET_SKIPPED = code(
    "K129",
    "sheet-skipped",
    zh="没有读这张表：它是{kind}",
    en="this sheet was not read: it is {kind_en}",
    mend="如有数据，复制到普通工作表",
    mend_en="copy any data into an ordinary worksheet",
    severity="finding",
)
STALE_FORMULAS = code(
    "K130",
    "stale-formulas",
    zh="有 {count} 格公式，而{why}，存下的结果可能不是最新",
    en="there {count:is|are} {count} {count:formula|formulas}, and {why_en}: the stored results may be out of date",
    mend="用 Excel 或 WPS 打开，按 F9 重算，保存后再交",
    mend_en="open it in Excel or WPS, press F9 to recalculate, save, and hand that in",
    severity="finding",
)
TEXT_ENCODING = code(
    "K131",
    "text-encoding",
    zh="文本不是 UTF-8，按 {encoding} 读",
    en="the text is not UTF-8, it was read as {encoding}",
    mend="核对中文是否正确；以后存为“CSV UTF-8”",
    mend_en="check that the names are right; save as CSV UTF-8 from now on",
    severity="finding",
)
MIXED_ENCODING = code(
    "K132",
    "mixed-encoding",
    zh="编码混乱：这一行{reason}",
    en="the encoding is mixed: this line {reason_en}",
    mend="用 Excel 或 WPS 打开核对，另存为“CSV UTF-8”或 .xlsx",
    mend_en="open and check it in Excel or WPS, save as CSV UTF-8 or .xlsx",
)
TABLE_CONTROL_CHARACTER = code(
    "K133",
    "table-control-character",
    zh="文本里有控制字符 {found}（共 {count} 处），不是正常的表格文本",
    en="the text holds a control character {found} ({count} in all) and is no ordinary table",
    mend="重新导出；从别处粘贴的，删去看不见的字符",
    mend_en="export it again, or delete the invisible characters",
)
RAGGED_LINE = code(
    "K134",
    "ragged-line",
    zh="这一行有 {found} 个字段，第 {first} 行有 {expected_count} 个（共 {count} 行不齐）",
    en="this line has {found} fields, line {first} has {expected_count} ({count} {count:line differs|lines differ})",
    mend="补齐或删去多余的分隔符；含分隔符的文字要用双引号括起",
    mend_en="add or remove separators; a text that holds one must be quoted",
)
BAD_QUOTE = code(
    "K135",
    "bad-quote",
    zh="从这一行起双引号不成对或位置不对：{reason}",
    en="from this line on the quotes do not pair: {reason}",
    mend="补上或删去这个双引号；文字里的双引号要写成两个",
    mend_en="add or delete the quote; a quote inside a text is written twice",
)
UNCLEAR_SEPARATOR = code(
    "K136",
    "unclear-separator",
    zh="看不出用哪个分隔符：{candidates} 都能分成整齐的列",
    en="the separator is unclear: {candidates} all give even columns",
    mend="另存为 .xlsx，或只用一种分隔符",
    mend_en="save as .xlsx, or use one separator only",
)
NOT_A_DATE = code(
    "K137",
    "not-a-date",
    zh="数字 {found} 设成了日期格式，却不是日期，按数字读（共 {count} 处）",
    en="number {found} is formatted as a date but is none, it was read as a number ({count} in all)",
    mend="核对这格，改为数值格式",
    mend_en="check the cell and give it a number format",
    severity="finding",
)
SHEET_NAMES = code(
    "K138",
    "sheet-names",
    zh="工作簿的工作表目录不合法：{reason}",
    en="the workbook's list of sheets is not valid: {reason_en}",
    mend=_SAVE_XLSX,
    mend_en=_SAVE_XLSX_EN,
)
LINES_IN_QUOTES = code(
    "K139",
    "lines-in-quotes",
    zh="这一格的双引号里有 {lines} 行文字，还含分隔符，可能吞掉了几行数据（共 {count} 处）",
    en="the quotes of this cell hold {lines} lines and a separator: they may have swallowed rows ({count} in all)",
    mend="核对这一格；是数据就删去多余的双引号",
    mend_en="check the cell; if these are rows, delete the stray quotes",
    severity="finding",
)

# --- the text of a scheme (scheme/document.py): K140-K179 ---

SCHEME_TOO_LARGE = code(
    "K140",
    "scheme-too-large",
    zh="方案文件有 {size} 字节，超过上限 {limit} 字节",
    en="the scheme has {size} bytes, more than the {limit} allowed",
    mend="方案只写办法，不放数据；数据另存为表格",
    mend_en="a scheme holds rules, not data; keep the data in a table",
)
SCHEME_IN_GBK = code(
    "K141",
    "scheme-in-gbk",
    zh="文件不是 UTF-8 编码，按 GB18030（GBK）可以读出“{sample}”",
    en='the file is not UTF-8; as GB18030 (GBK) it reads "{sample}"',
    mend="用记事本或 WPS 打开，另存为，编码选 UTF-8",
    mend_en="open it in an editor and save it as UTF-8",
)
SCHEME_IN_UTF16 = code(
    "K142",
    "scheme-in-utf16",
    zh="文件是 UTF-16 编码（记事本里叫“Unicode”），应为 UTF-8",
    en='the file is UTF-16 (Notepad calls it "Unicode"), not UTF-8',
    mend="另存为，编码选 UTF-8",
    mend_en="save it as UTF-8",
)
SCHEME_NOT_TEXT = code(
    "K143",
    "scheme-not-utf8",
    zh="从第 {offset} 个字节（值 {byte}）起不是 UTF-8 文字，也认不出是 GBK",
    en="from byte {offset} (value {byte}) on this is not UTF-8 text, nor recognisably GBK",
    mend="确认这是方案文本而不是工作簿或压缩包；用 UTF-8 重新保存，并检查这一行的文字",
    mend_en="make sure that this is a scheme and not a workbook or archive; save it as UTF-8 and check the text of this line",
)
SCHEME_CONTROL = code(
    "K144",
    "scheme-control-character",
    zh="有看不见的控制字符 {found}",
    en="there is a control character {found}",
    mend="删去它，或把这一行重打一遍",
    mend_en="delete it, or type the line again",
)
HIDDEN_CHARACTER = code(
    "K145",
    "hidden-character",
    zh="有看不见的字符 {found}（零宽或改变文字方向），看到的与读到的会不一样",
    en="there is an invisible character {found} (zero width, or one that turns the direction of text): what is seen is not what is read",
    mend="删去它，或把这一行重打一遍",
    mend_en="delete it, or type the line again",
)
NESTED_TOO_DEEP = code(
    "K146",
    "nested-too-deep",
    zh="嵌套超过 {limit} 层，读到这里为止",
    en="nested more than {limit} levels deep; reading stops here",
    mend="减少嵌套；若不是有意的，检查括号和缩进",
    mend_en="nest less; if this is not meant, check brackets and indentation",
)
YAML_ANCHOR = code(
    "K147",
    "yaml-anchor",
    zh="“{found}”是 YAML 的引用记号（& 或 *），方案里不用",
    en='"{found}" is a YAML anchor or alias (& or *); schemes do not use them',
    mend="若是公式或文字，加引号；若想少写重复内容，用 values 或 functions",
    mend_en="quote it if it is a formula or text; use values or functions instead of repeating",
)
YAML_MERGE = code(
    "K148",
    "yaml-merge",
    zh="“<<”是 YAML 的合并记号，方案里不用",
    en='"<<" is a YAML merge key; schemes do not use it',
    mend="把要合并的内容写出来",
    mend_en="write out what was to be merged",
)
YAML_TAG = code(
    "K149",
    "yaml-tag",
    zh="“{found}”以 ! 开头，YAML 当作类型标记，方案里不用",
    en='"{found}" starts with !, which makes it a YAML tag; schemes do not use them',
    mend="若是公式或文字，加引号；否则删去",
    mend_en="quote it if it is a formula or text, else delete it",
)
SEVERAL_DOCUMENTS = code(
    "K150",
    "several-documents",
    zh="一个文件里有几份文档（以 --- 或 ... 分开），只能有一份",
    en="the file holds several documents (separated by --- or ...); it may hold one",
    mend="每份方案单独存一个文件，或删去分隔行",
    mend_en="keep one scheme to a file, or delete the separating line",
)
YAML_DIRECTIVE = code(
    "K151",
    "yaml-directive",
    zh="“{found}”是 YAML 指令行，方案里不用",
    en='"{found}" is a YAML directive; schemes do not use them',
    mend="删去这一行",
    mend_en="delete the line",
)
DUPLICATE_KEY = code(
    "K152",
    "duplicate-key",
    zh="“{key}”写了两次：第 {first} 行和第 {second} 行",
    en='"{key}" is written twice: on line {first} and on line {second}',
    mend="删去一处，或给其中一处改名",
    mend_en="delete one of them, or rename it",
)
KEY_NOT_A_NAME = code(
    "K153",
    "key-not-a-name",
    zh="冒号前应是一个名称，这里是{found}",
    en="a name is expected before the colon, here is {found_en}",
    mend="写成“名称: 值”",
    mend_en="write `name: value`",
)
ROOT_NOT_A_MAPPING = code(
    "K154",
    "root-not-a-mapping",
    zh="方案应由“名称: 值”的行组成，这里是{found}",
    en="a scheme is made of `name: value` lines, here is {found_en}",
    mend="第一行写 scheme: 名称，其余各节顶格写“节名:”",
    mend_en="begin with `scheme: name`; each section begins at the left margin",
)
SCHEME_EMPTY = code(
    "K155",
    "scheme-empty",
    zh="文件里没有内容",
    en="the file has no content",
    mend="确认文件已保存、没有选错",
    mend_en="make sure that the file was saved and is the right one",
)
TAB_INDENT = code(
    "K156",
    "tab-indent",
    zh="行首的空白里有{found}，缩进只能用半角空格",
    en="the white space at the start of the line holds {found_en}; indent with plain spaces",
    mend="换成半角空格，每层两个",
    mend_en="use plain spaces, two for each level",
)
FULL_WIDTH_COLON = code(
    "K157",
    "full-width-colon",
    zh="“{found}”用了全角冒号，没有被读成“名称: 值”",
    en='"{found}" has a full-width colon and is not read as `name: value`',
    mend="改成半角冒号加一个空格；确是一段文字就加引号",
    mend_en="use a plain colon and a space; quote it if it is text",
)
FULL_WIDTH_COMMA = code(
    "K158",
    "full-width-comma",
    zh="“{found}”用了全角逗号或顿号，没有分成几项",
    en='"{found}" has a full-width comma and is not read as several entries',
    mend="改成半角逗号加一个空格；确是一段文字就加引号",
    mend_en="use a plain comma and a space; quote it if it is text",
)
NEEDS_QUOTES = code(
    "K159",
    "needs-quotes",
    zh="“{found}”以 {mark} 开头，YAML 另有用处，读不成文字",
    en='"{found}" starts with {mark}, which YAML keeps for itself',
    mend="给它加引号；比较条件要把比的是什么写在前面，如 满意率 >= 90%",
    mend_en="quote it; a comparison names first what is compared, as in 满意率 >= 90%",
)
COMMA_IN_FORMULA = code(
    "K160",
    "comma-in-formula",
    zh="“{found}”的括号没有配上：公式里有逗号，被拆成了几项，请加引号",
    en='the brackets of "{found}" do not match: the formula has a comma and was split there; quote it',
    mend='给整个公式或文字加引号，如 {{for: "below(满意率, 95%)"}}',
    mend_en='quote the whole formula or text, as in {{for: "below(满意率, 95%)"}}',
)
EMPTY_VALUE = code(
    "K161",
    "empty-value",
    zh="{what}没有值",
    en="{what_en} has no value",
    mend="补上值；有意留空就写 {{}}；不需要就删去这一项",
    mend_en="give the value; write {{}} if it is meant to be empty; or delete the entry",
)
KEY_SPELLING = code(
    "K162",
    "key-spelling",
    zh="名称“{found}”里有全角或兼容字符，规范写法是“{plain}”，两种写法会被当成两个名称",
    en='the name "{found}" has full-width or compatibility characters; its plain spelling is "{plain}", and the two would be two names',
    mend="改写成“{plain}”",
    mend_en='write "{plain}"',
)
NO_SPACE_AFTER_COLON = code(
    "K163",
    "no-space-after-colon",
    zh="“{found}”的冒号后没有空格，没有被读成“名称: 值”",
    en='"{found}" has no space after the colon and is not read as `name: value`',
    mend="冒号后加一个空格；确是一段文字就加引号",
    mend_en="put a space after the colon; quote it if it is text",
)
NOT_CLOSED = code(
    "K164",
    "not-closed",
    zh="从这里开始的 {mark} 没有配上",
    en="the {mark} that begins here is not closed",
    mend="在应当结束的地方补上 {closing}；若 {mark} 是文字的一部分，把整段文字加引号",
    mend_en="close it with {closing} where it ends; if {mark} is part of a text, quote the whole text",
)
SECOND_COLON = code(
    "K165",
    "second-colon",
    zh="值里又有一个“冒号加空格”，或前一项后面缺逗号",
    en="there is a second colon with a space inside a value, or a comma is missing before it",
    mend="值是文字就加引号；是几项就用半角逗号分开并写在 {{}} 里，或分行写",
    mend_en="quote the value if it is text; separate several entries by commas inside {{}}, or put them on lines of their own",
)
BAD_INDENT = code(
    "K166",
    "bad-indent",
    zh="这一行的缩进和上面的行对不上",
    en="the indentation of this line fits none of the lines above",
    mend="同一层的行左边对齐；下一层多缩进两个空格，上一层的冒号后不再写值",
    mend_en="align the lines of one level; indent the next level by two spaces, under a key that has no value on its own line",
)
TEXT_AFTER_END = code(
    "K167",
    "text-after-end",
    zh="引号或括号已经结束，后面又有“{found}”",
    en='there is "{found}" after the end of a quotation or bracket',
    mend="整个值加一对引号，或删去后面的文字",
    mend_en="put one pair of quotes around the whole value, or delete the rest",
)
BAD_ESCAPE = code(
    "K168",
    "bad-escape",
    zh="双引号里的反斜杠 \\ 有特殊用处，“{found}”读不懂",
    en='a backslash has a meaning inside double quotes, and "{found}" has none',
    mend="改用单引号，或把 \\ 写成 \\\\",
    mend_en="use single quotes, or write \\\\ for \\",
)
NOT_UNDERSTOOD = code(
    "K169",
    "scheme-not-understood",
    zh="从这里起读不懂：“{found}”",
    en='this cannot be read: "{found}"',
    mend="检查这一行和上一行的冒号、引号、括号和缩进",
    mend_en="check the colons, quotes, brackets and indentation of this line and the one above",
)
FULL_WIDTH_BRACKET = code(
    "K170",
    "full-width-bracket",
    zh="“{found}”用了全角括号，没有被读成一组",
    en='"{found}" has full-width brackets and is not read as a group',
    mend="改成半角的 {{ }} 或 [ ]；确是一段文字就加引号",
    mend_en="use plain {{ }} or [ ]; quote it if it is text",
)
LINE_WITHOUT_COLON = code(
    "K171",
    "line-without-colon",
    zh="“{found}”这一行没有“冒号加空格”，不知道是名称还是值",
    en='the line "{found}" has no colon with a space: it may be a name or a value',
    mend="写成“名称: 值”；若接着上一行的文字，缩进到上一行的名称之后",
    mend_en="write `name: value`; if it continues the text above, indent it deeper than the name above",
)
STRAY_MARK = code(
    "K172",
    "stray-mark",
    zh="这里的 {mark} 前面缺内容，或没有与它配对的开头",
    en="there is nothing before this {mark}, or nothing that it closes",
    mend="补上内容或删去 {mark}；若是文字的一部分，加引号",
    mend_en="supply what is missing or delete the {mark}; quote it if it is part of a text",
)
LIST_AND_NAMES = code(
    "K173",
    "list-and-names",
    zh="“- ”开头的列表项和“名称: 值”的行混在了一处",
    en="list items (`- `) and `name: value` lines are mixed at one level",
    mend="一处只用一种；列表要另起一行、缩进在它的名称之下",
    mend_en="use one of the two; a list begins on a line of its own, indented under its name",
)
TOO_MANY_PROBLEMS = code(
    "K174",
    "too-many-problems",
    zh="问题已有 {count} 项，后面的不再检查",
    en="there {count:is|are} {count} {count:problem|problems} already; the rest is not checked",
    mend="先改正以上各项，再检查一次",
    mend_en="mend these first, then check again",
)
