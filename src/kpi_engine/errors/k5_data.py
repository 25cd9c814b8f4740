"""Data: registers, workbooks, tables, corrections and decisions (K5xx)."""

from __future__ import annotations

from kpi_engine.errors import code

NOT_A_RECEIPT = code(
    "K580",
    "not-a-receipt",
    zh="这个文件不是回执（receipt.json）",
    en="this file is not a receipt",
    mend="交那次计分写出的 receipt.json，不要改它",
    mend_en="hand over the receipt.json that the run wrote, unchanged",
)
NO_PAST_RUN = code(
    "K581",
    "no-past-run",
    zh="“{name}”要读 {scheme}（{edition}）的结果，没有找到它的回执",
    en="{name} reads the results of {scheme} ({edition}), and its receipt is not here",
    mend="把那次结果的 receipt.json 放进工作文件夹的 往年/（或用 --receipt 给出），或在方案里写 required: no",
    mend_en="put its receipt.json into 往年/ (or name it with --receipt), or declare required: no",
)
UNIT_NOT_IN_PAST = code(
    "K582",
    "unit-not-in-past-run",
    zh="“{name}”的结果里没有 {count} 个单位：{units}",
    en="{count} {count:unit is|units are} not in the results that {name} reads: {units}",
    mend="核对单位名录里的曾用名；新成立的单位在方案里写 required: no",
    mend_en="look at former names in the register; declare required: no where units are new",
)

# the register

REGISTER_HEADING = code(
    "K501",
    "register-heading",
    zh="单位名录里没有“{heading}”这一列",
    en="the register has no column {heading}",
    mend="名录的表头要有“单位”，可以有：全称、简称、曾用名、类别、状态、主管单位",
    mend_en="head the register with 单位, and where they are known 全称, 简称, 曾用名, 类别, 状态, 主管单位",
)
REGISTER_EMPTY = code(
    "K502", "register-empty", zh="单位名录里没有单位", en="the register holds no unit", mend="每个单位写一行", mend_en="write one row for each unit"
)
UNIT_TWICE = code(
    "K503",
    "unit-twice",
    zh="“{name}”在名录里指两个单位：{first}、{second}",
    en="{name} stands for two units of the register: {first}, {second}",
    mend="删去重复的一行，或改写其中一个简称、曾用名",
    mend_en="delete the row that repeats, or change one of the short or former names",
)
UNIT_CLASS = code(
    "K504",
    "unit-class",
    zh="“{unit}”的类别“{found}”不是方案里的类别{near}",
    en="class {found} of {unit} is not a class of the scheme{near}",
    mend="可写：{classes}",
    mend_en="choose from: {classes}",
)
CLASS_COUNT = code(
    "K505",
    "class-count",
    zh="类别“{name}”在名录里有 {found} 个单位参评，方案写明 {expected} 个",
    en="class {name} has {found} units that take part, the scheme states {expected}",
    mend="核对名录，或改方案里的 expect",
    mend_en="check the register, or change expect in the scheme",
)
UNIT_STATUS = code(
    "K506",
    "unit-status",
    zh="“{unit}”的状态“{found}”不认识",
    en="status {found} of {unit} is not known",
    mend="可写：参评、单列、不参评、并入某单位",
    mend_en="choose from 参评, 单列, 不参评, 并入 with the name of a unit",
)
MERGED_INTO = code(
    "K507",
    "merged-into",
    zh="“{unit}”并入的“{found}”不是名录里参评的单位{near}",
    en="{unit} was merged into {found}, which is no unit of the register that takes part{near}",
    mend="写上并入后的单位，它要在名录里参评",
    mend_en="name the unit that it is part of now; it must be in the register and take part",
)
REGISTER_EXTRA = code(
    "K508",
    "register-extra",
    severity="finding",
    zh="名录多出的列：{headings}，原样保留",
    en="further columns of the register are kept as they are: {headings}",
    mend="不需要的列可以删去",
    mend_en="delete the columns that are not needed",
)
UNIT_WITHOUT_NAME = code(
    "K509",
    "unit-without-name",
    zh="名录这一行没有单位名称，却有“{found}”",
    en="this row of the register has no unit, but holds {found}",
    mend="补上单位名称，或删去这一行",
    mend_en="write the unit's name, or delete the row",
)

# names and rows

UNKNOWN_UNIT = code(
    "K510",
    "unknown-unit",
    zh="单位“{found}”不在单位名录里{near}",
    en="unit {found} is not in the register{near}",
    mend="改成名录里的写法，或把它作为简称、曾用名写进名录",
    mend_en="write the name as in the register, or add it there as a short or former name",
)
UNIT_SPELLING = code(
    "K511",
    "unit-spelling",
    severity="finding",
    zh="“{found}”按“{name}”读（共 {count} 处）",
    en="{found} is read as {name} ({count} {count:place|places})",
    mend="想不再提示，改成名录里的写法，或把它写进简称",
    mend_en="write the name as in the register, or add it there as a short name",
)

# cells

NOT_A_NUMBER = code(
    "K512",
    "not-a-number",
    zh="{what}：“{found}”不是数字",
    en="{what}: {found} is not a number",
    mend="填一个数；没有报写“未报”，不涉及写“不涉及”",
    mend_en="write a number; 未报 where it was not reported, 不涉及 where it does not apply",
)
NOT_WHOLE = code(
    "K513",
    "count-not-whole",
    zh="{what}：“{found}”不是非负整数",
    en="{what}: {found} is not a whole number from 0",
    mend="件数、人数只能是整数",
    mend_en="counts are whole",
)
PERCENT_UNCLEAR = code(
    "K514",
    "percent-unclear",
    zh="{what}：“{found}”可以读作 {one}，也可以读作 {other}",
    en="{what}: {found} can be read as {one} or as {other}",
    mend="写成带百分号的数，如 {one}",
    mend_en="write it with a percent sign, as {one}",
)
PERCENT_READ_AS = code(
    "K515",
    "percent-read-as",
    severity="finding",
    zh="{what}：没有百分号的“{found}”按 {read} 读（共 {count} 处）",
    en="{what}: {found} without percent sign is read as {read} ({count} {count:place|places})",
    mend="填 92.5%，或把单元格设成百分比格式",
    mend_en="write 92.5%, or give the cells a percent format",
)
NOT_AN_OPTION = code(
    "K516",
    "option-unknown",
    zh="{what}：“{found}”不是可选的档次{near}",
    en="{what}: {found} is not one of the options{near}",
    mend="可写：{options}",
    mend_en="choose from: {options}",
)
NOT_A_DATE = code(
    "K517",
    "date-unreadable",
    zh="{what}：“{found}”不是日期",
    en="{what}: {found} is not a date",
    mend="写成 2024-12-31",
    mend_en="write it as 2024-12-31",
)
NOT_YES_NO = code(
    "K518", "not-yes-no", zh="{what}：“{found}”应写是或否", en="{what}: {found} should be 是 or 否", mend="写“是”或“否”", mend_en="write 是 or 否"
)
TWO_NUMBERS = code(
    "K519",
    "two-numbers",
    zh="{what}：一格里有两个数：“{found}”",
    en="{what}: two numbers in one cell: {found}",
    mend="一格只填一个数",
    mend_en="one number to a cell",
)
COMPARISON = code(
    "K520",
    "comparison-sign",
    zh="{what}：“{found}”带比较号，不是一个确定的数",
    en="{what}: {found} has a comparison sign and is no definite number",
    mend="填实际数；目标的方向写在方案里（better）",
    mend_en="write the figure itself; the direction of a target is stated in the scheme (better)",
)
SCALED_NUMBER = code(
    "K521",
    "scaled-number",
    zh="{what}：“{found}”带“{scale}”",
    en="{what}: {found} is written with {scale}",
    mend="写成 {plain}",
    mend_en="write {plain}",
)
OUT_OF_RANGE = code(
    "K522",
    "out-of-range",
    zh="{what}：{found} 不在 {low} 到 {high} 之间",
    en="{what}: {found} is not between {low} and {high}",
    mend="核对这个数",
    mend_en="check the figure",
)
ERROR_CELL = code(
    "K523",
    "error-cell",
    zh="{what}：单元格是错误值 {found}",
    en="{what}: the cell holds the error {found}",
    mend="改正公式，或填数",
    mend_en="mend the formula, or write the figure",
)
NO_STORED_VALUE = code(
    "K524",
    "no-stored-value",
    zh="{what}：公式没有存下结果",
    en="{what}: the formula has no stored result",
    mend="用 Excel 或 WPS 打开，存一次盘再交",
    mend_en="open and save it in Excel or WPS, then hand it in",
)
PICTURE_CELL = code(
    "K525",
    "picture-cell",
    zh="{what}：单元格里是图片",
    en="{what}: the cell holds a picture",
    mend="把图片上的数打出来",
    mend_en="type the figure that the picture shows",
)
WRONG_TYPE = code(
    "K526",
    "wrong-type",
    zh="{what}：应填{wanted}，单元格里是{kind}“{found}”",
    en="{what}: {wanted} is wanted, the cell holds {kind} {found}",
    mend="改单元格格式后重填",
    mend_en="set the cell's format and write the value again",
)
WRONG_MEASURE = code(
    "K527",
    "wrong-measure",
    zh="{what}：“{found}”的计量单位不是“{measure}”",
    en="{what}: {found} is not measured in {measure}",
    mend="换算后只填数字",
    mend_en="convert it and write the number alone",
)
ROUNDED_ON_ENTRY = code(
    "K528",
    "rounded-on-entry",
    severity="finding",
    zh="{what}：{found} 按规定取 {places} 位小数，为 {read}（共 {count} 处）",
    en="{what}: {found} is rounded on entry to {places} decimals: {read} ({count} {count:place|places})",
    mend="要保留更多小数，改方案里的 places",
    mend_en="to keep more decimals change places in the scheme",
)
RATE_WITHOUT_COUNTS = code(
    "K529",
    "rate-without-counts",
    severity="finding",
    zh="{what}：{found} 有 6 位以上小数，像是算出来的率（共 {count} 处）",
    en="{what}: {found} has more than 6 decimals and looks computed ({count} {count:place|places})",
    mend="报分子和分母，由方案计算；或在方案里写明 places",
    mend_en="report numerator and denominator and let the scheme divide; or state places in the scheme",
)
FLOAT_NOISE = code(
    "K530",
    "float-noise",
    severity="finding",
    zh="{what}：存的是 {found}，按 {read} 读（共 {count} 处）",
    en="{what}: stored as {found}, read as {read} ({count} {count:place|places})",
    mend="不用改；想去掉提示，重新填一次这个数",
    mend_en="nothing needs doing; type the number again to be rid of the note",
)
READ_KINDLY = code(
    "K531",
    "read-kindly",
    severity="finding",
    zh="{what}：“{found}”按 {read} 读（共 {count} 处）",
    en="{what}: {found} is read as {read} ({count} {count:place|places})",
    mend="核对读法；想去掉提示，只填数或规定的写法",
    mend_en="check the reading; write the number alone, or the word as declared, to be rid of the note",
)

# sheets, rows and columns

SHEET_NOT_READ = code(
    "K532",
    "sheet-not-read",
    severity="finding",
    zh="这张表没有读：{reason}",
    en="this sheet was not read: {reason_en}",
    mend="数据表要有“单位”一列和方案里的数据项",
    mend_en="a sheet of data has a column 单位 and inputs of the scheme",
)
COLUMN_MISSING = code(
    "K533",
    "column-missing",
    zh="没有找到“{heading}”这一列{near}",
    en="no column {heading} was found{near}",
    mend="请{owner}补报这一列；表头写“{heading}”",
    mend_en="ask {owner} for this column, headed {heading}",
)
UNKNOWN_COLUMN = code(
    "K534",
    "unknown-column",
    severity="finding",
    zh="“{heading}”这一列方案里没有，没有读{near}",
    en="column {heading} is not in the scheme and was not read{near}",
    mend="拼错了就改表头；不需要就删去这一列",
    mend_en="mend the heading if it is misspelt, or delete the column",
)
PERIOD_UNCLEAR = code(
    "K535",
    "period-unclear",
    zh="“{heading}”分时期报（{periods}），这一处看不出是哪个时期",
    en="{heading} is reported by period ({periods}), and nothing here tells which",
    mend="在表头、工作表名或“时期”列写明",
    mend_en="state it in the heading, the name of the sheet, or a column 时期",
)
TOTAL_ROW = code(
    "K536",
    "total-row",
    severity="finding",
    zh="“{found}”行不是单位，没有计入",
    en="row {found} is not a unit and was not counted",
    mend="不用改；合计行不计分",
    mend_en="nothing needs doing; rows of totals are not scored",
)
NOTE_ROW = code(
    "K537",
    "note-row",
    severity="finding",
    zh="说明文字没有计入：“{found}”",
    en="a note was not counted: {found}",
    mend="不用改；若这是一行数据，写上单位",
    mend_en="nothing needs doing; if it is data, write the unit",
)
SUM_DIFFERS = code(
    "K538",
    "sum-differs",
    severity="finding",
    zh="{what}：合计行写 {found}，各行之和是 {sum}",
    en="{what}: the row of totals says {found}, the rows add up to {sum}",
    mend="核对是否漏了单位或改了数",
    mend_en="check whether a unit is left out or a figure was changed",
)
ROW_WITHOUT_UNIT = code(
    "K539",
    "row-without-unit",
    zh="这一行有数据，没有单位：“{found}”",
    en="this row holds data but no unit: {found}",
    mend="补上单位",
    mend_en="write the unit",
)
MERGED_DATA = code(
    "K540",
    "merged-data",
    zh="数据区里有合并单元格 {found}",
    en="cells are merged among the data: {found}",
    mend="取消合并，每格各填各的",
    mend_en="unmerge them and fill each cell",
)
REPORTED_TWICE = code(
    "K541",
    "reported-twice",
    severity="finding",
    zh="“{what}”报了两次，数相同（如{unit}，都是 {found}；共 {count} 处）",
    en="{what} was reported twice, both times the same (as for {unit}: {found}; {count} {count:place|places})",
    mend="不用改；只让一个科室报这一项最好",
    mend_en="nothing needs doing; it is best if one owner reports it",
)
REPORTED_DIFFERENTLY = code(
    "K542",
    "reported-differently",
    zh="{unit}的“{what}”报了两个数：{found}、{other}",
    en="{what} of {unit} was reported twice: {found} and {other}",
    mend="问清楚哪个对，删去另一个",
    mend_en="ask which is right and delete the other",
)
HEADING_MEASURE = code(
    "K543",
    "heading-measure",
    zh="表头“{heading}”写的单位是“{found}”，方案是“{measure}”",
    en="heading {heading} says {found}, the scheme measures in {measure}",
    mend="换算成“{measure}”再报",
    mend_en="report it in {measure}",
)
UNKNOWN_INPUT = code(
    "K544",
    "unknown-input",
    zh="“{found}”不是方案里的数据项{near}",
    en="{found} is not an input of the scheme{near}",
    mend="改成方案里的写法，或删去这一行",
    mend_en="write it as in the scheme, or delete the row",
)
UNKNOWN_PERIOD = code(
    "K545",
    "unknown-period",
    zh="“{found}”不是方案里的时期",
    en="{found} is not a period of the scheme",
    mend="可写：{periods}",
    mend_en="choose from: {periods}",
)
PERIOD_IDLE = code(
    "K599",
    "period-idle",
    severity="finding",
    zh="{what}只报一次，时期“{found}”没有用（共 {count} 处）",
    en="{what} is reported once; the period {found} was not looked at ({count} {count:place|places})",
    mend="核对报的是不是考核要的那个数；想去掉提示，时期一格空着",
    mend_en="see whether it is the figure that the scheme asks for; leave the period blank to be rid of the note",
)
UNKNOWN_RATER = code(
    "K546",
    "unknown-rater",
    zh="“{found}”不是方案里的评议主体{near}",
    en="{found} is not a group of raters of the scheme{near}",
    mend="可写：{raters}",
    mend_en="choose from: {raters}",
)
TARGETS_TOTAL = code(
    "K547",
    "targets-total",
    zh="“{what}”各单位目标合计 {found}，方案写明 {expected}",
    en="the targets of {what} add up to {found}, the scheme states {expected}",
    mend="核对目标分解表",
    mend_en="check how the targets were shared out",
)
NOT_TAKING_PART = code(
    "K548",
    "not-taking-part",
    severity="finding",
    zh="{unit}{status}，它的数据不计分",
    en="{unit} does not take part ({status}); its data are not scored",
    mend="名录里的状态对就不用改",
    mend_en="nothing needs doing if the register is right",
)
CLASS_DIFFERS = code(
    "K549",
    "class-differs",
    zh="“{unit}”的类别这里写“{found}”，名录里是“{expected}”",
    en="the class of {unit} is {found} here and {expected} in the register",
    mend="以名录为准，改正其一",
    mend_en="the register rules; mend one of them",
)

# events, ballots, marks

UNKNOWN_EVENT = code(
    "K550",
    "unknown-event",
    zh="事项“{found}”方案里没有{near}",
    en="event {found} is not in the scheme{near}",
    mend="可写：{events}",
    mend_en="choose from: {events}",
)
EVENT_AMOUNT = code(
    "K551",
    "event-amount",
    zh="“{event}”要填 {low} 到 {high} 分之间的分数，这里是“{found}”",
    en="{event} wants an amount from {low} to {high}, found {found}",
    mend="由评分人在范围内定一个分数，写明理由",
    mend_en="the assessor enters an amount in this range, with the reason",
)
EVENT_EVIDENCE = code(
    "K552",
    "event-evidence",
    zh="“{event}”要有证据，这一行没有",
    en="{event} wants evidence, this row has none",
    mend="填证据编号或文件名",
    mend_en="write the number or name of the evidence",
)
EVENT_UNITS = code(
    "K553",
    "event-units",
    zh="“{event}”一行只能写一个单位，这里是“{found}”",
    en="{event} takes one unit to a row, found {found}",
    mend="分成几行，或在方案里写 units: several",
    mend_en="write a row for each, or state units: several",
)
ZERO_REPORT = code(
    "K554",
    "zero-report-with-rows",
    zh="{owner}报了“无”，又有“{event}”的行",
    en="{owner} reported none, but there are rows of {event}",
    mend="删去其一",
    mend_en="delete one of them",
)
SHARE_COUNT = code(
    "K555",
    "event-shares",
    zh="{units} 个单位，份额有 {found} 个",
    en="{units} {units:unit|units}, {found} shares",
    mend="份额写一个，或与单位一一对应",
    mend_en="write one share, or one for each unit",
)
OWNER_UNCLEAR = code(
    "K556",
    "owner-unclear",
    zh="看不出这个“无”是谁报的：{owners}",
    en="it is unclear whose report of none this is: {owners}",
    mend="把填报单位写在工作表名、标题或“填报单位”列",
    mend_en="name the owner in the sheet's name, its title, or a column 填报单位",
)
MARK_TWICE = code(
    "K557", "mark-twice", zh="评委“{rater}”对{unit}打了两个分", en="rater {rater} marked {unit} twice", mend="删去其一", mend_en="delete one of them"
)
AMOUNT_NOT_USED = code(
    "K559",
    "amount-not-used",
    severity="finding",
    zh="“{event}”按方案计分，表里填的分值 {found} 没有用",
    en="{event} is priced by the scheme, the amount {found} in the table was not used",
    mend="要由评分人定分，在方案里写 chosen",
    mend_en="state chosen in the scheme if the assessor is to decide",
)

# corrections and decisions

CORRECTION_TARGET = code(
    "K560",
    "correction-unknown",
    zh="更正的“{found}”不是方案要的数据项{near}",
    en="the correction's {found} is not an input that the scheme asks for{near}",
    mend="写数据项的名字；更正的是一件事项，在“事项”一列写它的名字",
    mend_en="write the name of an input; where an event is corrected, name it in the column 事项",
)
OLD_VALUE_DIFFERS = code(
    "K561",
    "old-value-differs",
    zh="{unit}的“{what}”原报 {reported}，更正表写的原值是 {found}",
    en="{what} of {unit} was reported as {reported}, the correction says {found}",
    mend="核对是不是已经改过，或更正的是另一个数",
    mend_en="check whether it was changed already, or another figure is meant",
)
PAPER_MISSING = code(
    "K562",
    "paper-missing",
    zh="这一行没有填：{lacking}",
    en="this row lacks: {lacking_en}",
    mend="每一处改动都要有依据、经办人和日期",
    mend_en="each change needs its basis, who and when",
)
CORRECTED_TWICE = code(
    "K563",
    "corrected-twice",
    zh="{unit}的“{what}”更正了两次",
    en="{what} of {unit} is corrected twice",
    mend="只留最后一次，原值写最初报的数",
    mend_en="keep the last one, with the value first reported",
)
DECISION_UNKNOWN = code(
    "K564",
    "decision-unknown",
    zh="方案没有开放“{found}”这项审定{near}",
    en="the scheme does not open the decision {found}{near}",
    mend="可写：{decisions}；或先在方案的 decisions 里写明",
    mend_en="choose from: {decisions}; or declare it under decisions first",
)
DECISION_RANGE = code(
    "K565",
    "decision-range",
    zh="审定“{name}”的 {found} 不在 {low} 到 {high} 之间",
    en="decision {name}: {found} is not between {low} and {high}",
    mend="按方案规定的幅度，或先修改方案",
    mend_en="keep to the range, or amend the scheme",
)
DECISION_GRADE = code(
    "K566",
    "decision-grade",
    zh="“{found}”不是方案的等次{near}",
    en="{found} is not a grade of the scheme{near}",
    mend="可写：{grades}",
    mend_en="choose from: {grades}",
)
DECIDED_TWICE = code(
    "K567", "decided-twice", zh="{unit}的“{name}”审定了两次", en="{name} of {unit} is decided twice", mend="只留一行", mend_en="keep one row"
)
SAME_VALUE = code(
    "K568",
    "correction-without-change",
    severity="finding",
    zh="{unit}的“{what}”更正前后都是 {found}",
    en="{what} of {unit} is {found} before and after the correction",
    mend="没有改动就删去这一行",
    mend_en="delete the row if nothing changes",
)
NO_SUCH_DAY = code(
    "K574",
    "no-such-day",
    severity="finding",
    zh="“{found}”不是日历上有的一天",
    en="{found} is no day of the calendar",
    mend="照文件改日期",
    mend_en="write the date of the paper",
)

# data handed over by a program

JSON_BROKEN = code(
    "K570",
    "json-broken",
    zh="不是完整的 JSON：{reason}",
    en="not a complete JSON text: {reason_en}",
    mend="核对第 {line} 行第 {column} 列",
    mend_en="look at line {line}, column {column}",
)
JSON_SHAPE = code(
    "K571",
    "json-shape",
    zh="这里应是{wanted}，实际是{found}",
    en="{wanted_en} is wanted here, found {found_en}",
    mend="对照接口说明改数据",
    mend_en="mend the data as the interface describes",
)
JSON_KEY_TWICE = code("K572", "json-key-twice", zh="键“{key}”写了两次", en="key {key} is given twice", mend="只留一个", mend_en="keep one")
JSON_UNKNOWN_KEY = code(
    "K573", "json-unknown-key", zh="不认识的键“{key}”{near}", en="unknown key {key}{near}", mend="可写：{allowed}", mend_en="allowed: {allowed}"
)
ADJUSTMENTS_NOT_READ = code(
    "K569",
    "adjustments-not-read",
    zh="更正与审定里的这张表读不懂：{reason}",
    en="this sheet of corrections and decisions cannot be read: {reason_en}",
    mend="表头改成：更正表用 单位、数据项（事项的写 事项、发生日期、事实编号）、原值、改为、依据、经办人、日期；审定表用 单位、事项、内容、文号、日期、经办人",
    mend_en="head the columns 单位, 数据项, 原值, 改为, 依据, 经办人, 日期 (corrections) or 单位, 事项, 内容, 文号, 日期, 经办人 (decisions)",
)
MORE_PROBLEMS = code(
    "K579",
    "more-problems",
    zh="另有 {count} 项同类问题没有列出：{codes}",
    en="{count} further problems are not listed: {codes}",
    mend="改好前面的再运行一次",
    mend_en="mend those above and run again",
)
REMARK_MISSING = code(
    "K585",
    "remark-missing",
    zh="{unit} 的“{what}”旁边没有写{lacking}",
    en="{what} of {unit} has no {lacking_en} beside it",
    mend="在“{what}{lacking}”一列写上；方案要求每个数都有{lacking}",
    mend_en="write it in the column {what}{lacking}; the scheme demands it for each value",
)
NO_PAST_INDICATOR = code(
    "K586",
    "no-past-indicator",
    zh="“{name}”读来的结果里没有指标“{indicator}”，有：{names}",
    en="the results that {name} reads have no indicator {indicator}; they have: {names}",
    mend="那时叫别的名字的，在本方案这个指标上写 was: 那时的名字；别的方案的，写它用的名字",
    mend_en="write was: (its name then) on the indicator where it was renamed; of another scheme, write the name that one uses",
)
NO_SUCH_EVENT = code(
    "K587",
    "no-such-event",
    zh="{unit} 没有报过这样的事项：{event}；报过的是：{there}",
    en="{unit} has no such event: {event}; reported are: {there}",
    mend="核对单位、事项、发生日期和事实编号；是不是已经从原表里删了",
    mend_en="check unit, event, date and fact number, and whether it was deleted from its own table already",
)
EVENT_UNCLEAR = code(
    "K588",
    "event-unclear",
    zh="{unit} 的“{event}”有 {count} 件，不知道更正的是哪一件：{there}",
    en="{unit} has {count} events {event}, and it is not clear which one is meant: {there}",
    mend="写上发生日期或事实编号",
    mend_en="write the date it happened (发生日期) or its fact number (事实编号)",
)
EVENT_COLUMN = code(
    "K589",
    "event-column-unknown",
    zh="事项“{event}”没有“{found}”这一栏",
    en="the event {event} has no column {found}",
    mend="可写：{columns}；空着就是更正件数",
    mend_en="choose from: {columns}; left blank, it is the number of events that is corrected",
)
EVENT_COUNT = code(
    "K590",
    "event-count",
    zh="更正事项的件数不能是 {found}",
    en="the number of events cannot be corrected with {found}",
    mend="原值写报了几件，改为写剩几件或“撤销”；多出来的事项写进事项表，不在更正里加",
    mend_en="write how many were reported and how many remain, or 撤销 for none; events that were forgotten go into the table of events",
)
OVER_HUNDRED = code(
    "K591",
    "percent-over-hundred",
    severity="finding",
    zh="{what}：{found} 超过 100%（共 {count} 处）",
    en="{what}: {found} is above 100% ({count} {count:place|places})",
    mend="核对小数点和百分号；确可超过的，在方案里写 between，如 between: [0, 200%]",
    mend_en="check the decimal point and the percent sign; where it may be so, declare between: [0, 200%] in the scheme",
)
INPUT_RENAMED = code(
    "K592",
    "former-name-read",
    severity="finding",
    zh="“{was}”是“{name}”改名前的名字，按“{name}”读（共 {count} 处）",
    en="{was} is what {name} was called before: read as {name} ({count} {count:place|places})",
    mend="下次按新的名字报；用新的填报表收数就不会再有",
    mend_en="report it under its new name; a new template has it",
)
GRADE_NOT_DECLARED = code(
    "K584",
    "grade-not-declared",
    zh="“{name}”读来的等次“{found}”（{count} 个单位）不在方案写明的等次里：{grades}",
    en="{name} reads the grade {found} ({count} {count:unit|units}), which is not one of those declared: {grades}",
    mend="改 reads 里的 grades，或核对回执是不是那个方案的",
    mend_en="mend grades under reads, or see whether the receipt is of that scheme",
)
NO_SUCH_UNIT = code(
    "K583",
    "no-such-unit",
    zh="名录里没有“{unit}”{near}",
    en="there is no unit {unit}{near}",
    mend="写单位名录里的名称、简称或曾用名",
    mend_en="write a name of the register",
)

# a receipt against what is there now

RECEIPT_EDITED = code(
    "K594",
    "receipt-edited",
    zh="回执被改过：{reason}",
    en="the receipt was changed: {reason_en}",
    mend="从存档里找回计分时写出的 receipt.json；找不回来的，重新计分，不要用这份回执",
    mend_en="take the receipt.json that the run wrote from the archive; without it score again, and do not use this receipt",
)
RECEIPT_NOT_AS_WRITTEN = code(
    "K595",
    "receipt-not-as-written",
    zh="这里不是程序写出的样子：{reason}",
    en="this is not as the program writes it: {reason_en}",
    mend="从存档里找回计分时写出的 receipt.json，不要改它",
    mend_en="take the receipt.json that the run wrote from the archive, and do not change it",
)
SOURCE_DIFFERS = code(
    "K596",
    "source-differs",
    zh="{change}：{name}（{use}）",
    en="{change_en}: {name} ({use_en})",
    mend="把当时的文件放回来再核对；文件就是该改的，重新计分，得到新的一版",
    mend_en="put back the file of that time and verify again; where the change is meant, score again for a new run",
)
RESULT_DIFFERS = code(
    "K597",
    "result-differs",
    zh="{unit}：{changes}",
    en="{unit}: {changes_en}",
    mend="先看方案和数据哪里变了；都没变的，是回执被改过",
    mend_en="see first what changed in scheme and data; where nothing did, the receipt was changed",
)
RECEIPT_DIFFERS = code(
    "K598",
    "receipt-differs",
    zh="{what}：回执里是{kept}，现在是{fresh}",
    en="{what_en}: the receipt says {kept_en}, now it is {fresh_en}",
    mend="核对回执是不是这个文件夹、这次计分的",
    mend_en="see whether the receipt is of this folder and this run",
)
RECEIPT_BY_HAND = code(
    "K593",
    "receipt-by-hand",
    severity="finding",
    zh="这份以前的结果没有校验码，不是计分写出的回执，里面的数照写的用",
    en="these earlier results carry no hash, so no run wrote them; their figures are used as they stand",
    mend="当时是用本程序计分的，换成那次的 receipt.json；手工录入的，请对着当时的文件核一遍",
    mend_en="where this program scored them, use its receipt.json instead; where they were typed in, compare them with the paper of the time",
)
TWO_PAST_RUNS = code(
    "K500",
    "two-past-runs",
    zh="“{name}”要读 {scheme}（{edition}）的结果，有两份回执，结果不同：{files}",
    en="{name} reads the results of {scheme} ({edition}), and two receipts with different results are here: {files}",
    mend="往年/ 里只留作数的那一份，另一份移到别处",
    mend_en="keep in 往年/ the one that holds, and move the other elsewhere",
)
