"""Meaning: a scheme that is well formed and contradicts itself (K3xx)."""

from __future__ import annotations

from kpi_engine.errors import code

SAME_BOUND = code(
    "K310", "same-bound-twice", zh="分界 {bound} 写了两次", en="the bound {bound} is given twice", mend="删去一处", mend_en="remove one"
)
TOO_FEW_KNOTS = code(
    "K311",
    "too-few-knots",
    zh="内插至少要两个点，按名次至少要写第一名的分",
    en="a line needs two knots, places need the first one",
    mend="补上缺的点或第一名的分",
    mend_en="add the missing knot or the points of the first place",
)
OPTION_LACKING = code(
    "K312",
    "option-lacking",
    zh="{name} 的选项 {options} 没有给分",
    en="{name}: no value is given for {options}",
    mend="逐项写明，或写 otherwise",
    mend_en="give each, or write otherwise",
)
CLASS_LACKING = code(
    "K313",
    "class-lacking",
    zh="按类别的数缺少类别：{classes}",
    en="no number is given for these classes: {classes}",
    mend="逐类写明，或写 otherwise",
    mend_en="give each class, or write otherwise",
)
NO_TARGET = code(
    "K314",
    "no-target",
    zh="{name} 没有声明目标",
    en="{name} has no target",
    mend="在 inputs 里写 target: given 或 target: 数，或在计分办法里写 target",
    mend_en="declare target: given or a number in inputs, or give target in the form",
)
BAD_FUNCTION_HEADING = code(
    "K315",
    "function-heading",
    zh="函数名要写成 名字(参数, …)，写的是 {key}",
    en="a function is declared as name(parameter, …), found {key}",
    mend="写成 名字(参数, 参数)，例如 级别分(级)",
    mend_en="write name(parameter), such as 级别分(级)",
)
START_UNCLEAR = code(
    "K316",
    "start-unclear",
    zh="指标“{name}”又扣又加，没有说从多少分起",
    en="indicator {name} both adds and deducts and does not say where it starts",
    mend="写 score: points（从满分起）或 score: 0（从零起）",
    mend_en="write score: points or score: 0",
)
NO_RULE = code(
    "K317",
    "no-rule",
    zh="指标“{name}”没有计分办法",
    en="indicator {name} has no rule",
    mend="写 score、deduct 或 indicators",
    mend_en="write score, deduct or indicators",
)
NOT_YET = code("K318", "not-supported", zh="还不能用{what}", en="{what} is not supported", mend="{mend}", mend_en="{mend}")
PERIOD_WEIGHTS = code(
    "K319",
    "period-weights",
    zh="各期比例合计 {found}，应为 100%",
    en="the periods' weights add up to {found}, not 100%",
    mend="改各期比例，使合计为 100%",
    mend_en="change the weights so that they add up to 100%",
)
UNKNOWN_INDICATOR = code(
    "K320",
    "unknown-indicator",
    zh="没有叫“{name}”的指标{near}",
    en="there is no indicator {name}{near}",
    mend="改成 indicators 里的名字，或 total",
    mend_en="write a name of indicators, or total",
)
UNKNOWN_GRADE = code(
    "K321",
    "unknown-grade",
    zh="{where}写的等次“{name}”不在 grades 里{near}",
    en="{where} names a grade {name} that grades does not have{near}",
    mend="改成 grades 里的等次，或在 grades 里补上",
    mend_en="write a grade of grades, or add it there",
)
QUOTA_NEEDS_RANKING = code(
    "K322",
    "quota-needs-ranking",
    zh="名额“{name}”要先有排名才能定谁入围",
    en="quota {name} needs a ranking to decide who holds a place",
    mend="写明 ranking: {{within, by, ties}}",
    mend_en="declare ranking: {{within, by, ties}}",
)
NAME_TWICE = code(
    "K323",
    "indicator-twice",
    zh="指标名“{name}”用了两次",
    en="the indicator name {name} is used twice",
    mend="改其中一个的名字，需要时用 label 写打印的名称",
    mend_en="rename one; use label for what is printed",
)
REMARK_NOT_POSSIBLE = code(
    "K324",
    "remark-not-possible",
    zh="“{name}”是 {kind}，旁边不能要 {key}",
    en="{key} cannot be asked for beside {name}, which is {kind}",
    mend="删去 {key}；票数和评委打分另有表，没有地方写理由、证据",
    mend_en="remove {key}; ballots and marks have tables of their own, without a place for it",
)
NAME_STILL_USED = code(
    "K325",
    "former-name-in-use",
    zh="“{name}”写了 was: {was}，而“{was}”{why}",
    en="{name} says that it was {was}, and {was} {why_en}",
    mend="was 写它改名以前的名字；名字换给了别的指标或数据项的，改一个没有用过的名字",
    mend_en="was is the name that it had before; where the name went to another one, use one that was never used",
)
# lint: what is wrong or doubtful in a scheme as such (K330 to K389) -------------------------------------------------------------------------------

POINTS_NOT_TOTAL = code(
    "K330",
    "points-not-total",
    zh="{of_class}“{name}”下各项分值合计 {found}，应为 {wanted}（{parts}）",
    en="the points below {name} add up to {found}, not {wanted} ({parts}){of_class_en}",
    mend="{mend}",
    mend_en="change the points below it, or its own",
)
POINTS_NEGATIVE = code(
    "K331",
    "points-negative",
    zh="{of_class}“{name}”的分值是 {found}，分值不能是负数",
    en="the points of {name} are {found}; points are not negative{of_class_en}",
    mend="扣分写在 deduct 里，写正数",
    mend_en="what is taken stands under deduct, as a positive number",
)
FLOOR_UNSTATED = code(
    "K332",
    "floor-unstated",
    zh="“{name}”有下级指标，自己又有扣分或加分，没有写扣到哪里为止",
    en="{name} has indicators below it and line items of its own, and does not say where they stop",
    mend="扣完为止写 floor: 0；可以扣成负数写 floor: none",
    mend_en="write floor: 0 (not below zero) or floor: none (may go below)",
)
NO_CLAUSE = code(
    "K333",
    "no-clause",
    zh="{count} 个指标没有条款：{names}",
    en="{count} {count:indicator has|indicators have} no clause: {names}",
    mend="给它们或上级指标写 clause，扣分明细才能注明依据",
    mend_en="give them, or a node above them, a clause, so that each posting can name it",
    severity="finding",
)
WEIGHT_UNUSED = code(
    "K334",
    "weight-unused",
    zh="“{name}”写了 weight: {found}，但上级“{parent}”是{how}，权重不起作用",
    en="{name} has weight {found}, but {parent} is not combined by mean or geometric, so the weight has no effect",
    mend="按分值相加写 points；按权重平均在“{parent}”写 combine: mean",
    mend_en="write points for a sum, or combine: mean on {parent}",
)
MISSING_UNDECLARED = code(
    "K335",
    "missing-undeclared",
    zh="没有写明数据没报时怎么算（missing），不能替单位定",
    en="it is not stated what happens where data are missing (missing)",
    mend="在顶层写一种：missing: problem（不报就不出分）、zero（该指标 0 分）、full（满分）、class_mean（同类平均）、not_applicable（按不涉及）",
    mend_en="write one at the top: problem (no result), zero, full, class_mean, not_applicable",
)
NOT_APPLICABLE_UNDECLARED = code(
    "K336",
    "not-applicable-undeclared",
    zh="没有写明不涉及的指标怎么算（not_applicable）",
    en="it is not stated what an indicator that does not apply is worth (not_applicable)",
    mend="在顶层写一种：not_applicable: problem（不允许）、rescale（其余折算）、spread（分值平均加到其余）、"
    "full（满分）、zero（0 分）、class_mean（同类平均）",
    mend_en="write one at the top: problem, rescale, spread, full, zero, class_mean",
)
ROUNDING_UNDECLARED = code(
    "K337",
    "rounding-undeclared",
    zh="没有写明总分保留几位小数（rounding.total）",
    en="it is not stated to how many decimals the total is rounded (rounding.total)",
    mend="例如两位小数四舍五入：rounding: {{mode: half_up, total: 2}}；保留整数：total: 0",
    mend_en="such as rounding: {{mode: half_up, total: 2}}",
)
NOT_REPORTING_PAYS = code(
    "K338",
    "not-reporting-pays",
    zh="missing: {policy} 之下，不报比报了低分划算：{names}",
    en="under missing: {policy} not reporting pays more than a low figure: {names}",
    mend="确是办法原文就保留；否则写 missing: problem 或 zero",
    mend_en="keep it if the clause says so; otherwise write missing: problem or zero",
    severity="finding",
)
SHARE_TOO_LARGE = code(
    "K339",
    "rule-beyond-points",
    zh="{of_class}“{name}”的计分办法可得 {low} 到 {high}，分值是 {points}：{excess}",
    en="the rule of {name} yields {low} to {high}, the points are {points}{of_class_en}",
    mend="多出的部分会被截去。确要如此写明 cap 或 floor；否则改公式或分值",
    mend_en="what lies beyond is cut off; state cap or floor if that is meant, otherwise mend the rule or the points",
    severity="finding",
)
CAP_NEVER_BINDS = code(
    "K340",
    "cap-never-binds",
    zh="“{name}”最多 {highest}，封顶 {cap} 永远用不到",
    en="{name} is at most {highest}, so the cap {cap} never binds",
    mend="删去封顶，或核对单价和封顶",
    mend_en="remove the cap, or check price and cap",
    severity="finding",
)
PRICE_ABOVE_CAP = code(
    "K341",
    "price-above-cap",
    zh="{of_class}“{name}”一次就是 {price}，比封顶 at_most: {cap} 还多",
    en="{name} takes {price} at once, more than its own cap {cap}{of_class_en}",
    mend="封顶应不小于单价，核对这两个数",
    mend_en="a cap is not below the price: check both numbers",
    severity="finding",
)
PRICE_ABOVE_POINTS = code(
    "K342",
    "price-above-points",
    zh="{of_class}“{name}”一次 {price}，比“{indicator}”的分值 {points} 还多",
    en="{name} is {price} at once, more than the {points} points of {indicator}{of_class_en}",
    mend="超出部分不起作用；核对单价，或写 floor: none、cap: none",
    mend_en="what lies beyond has no effect: check the price, or write floor: none or cap: none",
    severity="finding",
)
PER_NOT_POSITIVE = code(
    "K343",
    "per-not-positive",
    zh="“{name}”的 per: {found}，每份的大小应大于 0",
    en="per of {name} is {found}; it must be above zero",
    mend="例如每 10 天写 per: 10，每 1 个百分点写 per: 1%",
    mend_en="write per: 10 for every 10 days, per: 1% for every percentage point",
)
RANGE_REVERSED = code(
    "K344",
    "range-reversed",
    zh="“{name}”的 {key}: [{low}, {high}] 下限比上限大",
    en="{key} of {name} runs from {low} down to {high}",
    mend="写成 [{high}, {low}]",
    mend_en="write [{high}, {low}]",
)
ONCE_ALL_ADDS = code(
    "K345",
    "once-all-adds",
    zh="“{name}”在 add 里写了 once: all；“剩下的全部”只能扣，不能加",
    en="{name} says once: all under add; everything that is left can be deducted, not added",
    mend="放到 deduct 里，或写出要加的分数",
    mend_en="move it under deduct, or give the points to be added",
)
UNUSED = code(
    "K346",
    "unused",
    zh="{what}“{name}”没有用到",
    en="nothing uses {name} ({section})",
    mend="删去它，或核对计分办法里的名字",
    mend_en="remove it, or check the names in the rules",
    severity="finding",
)
EVENT_WITHOUT_PRICE = code(
    "K347",
    "event-without-price",
    zh="事项“{name}”没有地方扣分、加分，也不否决，报了也不起作用",
    en="event {name} is priced nowhere and vetoes nothing",
    mend="在 deduct、add 或 vetoes 里写明它的后果，或删去",
    mend_en="give it a price under deduct or add, or a veto, or remove it",
    severity="finding",
)
NEAR_DUPLICATE = code(
    "K348",
    "near-duplicate",
    zh="{what}“{name}”和“{other}”只差一个字，是不是同一件事",
    en="{name} and {other} differ in one character ({section}): are they the same",
    mend="同一件事就用同一个名字；确是两件事就不必改",
    mend_en="use one name if they are the same",
    severity="finding",
)
OPTIONS_LACKING = code(
    "K349",
    "options-lacking",
    zh="数据项“{name}”是 {kind}，没有写 options",
    en="input {name} is of kind {kind} and has no options",
    mend="{mend}",
    mend_en="list the options: options: [a, b] for a choice, {{a: 100, b: 60}} for ballots",
)
PERIODS_MIXED = code(
    "K351",
    "periods-mixed",
    zh="数据项“{name}”在分期的指标里用到（{periods}），又在不分期的地方用到：要报几次说不清",
    en="input {name} is used in periods ({periods}) and outside of them: it is not clear how often it is reported",
    mend="一年报一次写 every: year；分期报又要全年数，写 every 和 take（mean、sum、last、highest、lowest）",
    mend_en="write every: year if it is reported once, or every and take if the year is made of its periods",
)
DIVISOR_NEGATIVE = code(
    "K352",
    "target-not-positive",
    zh="“{name}”里的除数 {divisor} 可以是 {values}，目标为零或为负时没有公认的算法",
    en="the divisor {divisor} of {name} can be {values}; with a target of zero or below there is no agreed meaning",
    mend="写明 {divisor} <= 0 时怎么算（cases），或给它声明 between，从大于 0 起",
    mend_en="say what holds where {divisor} <= 0 (cases), or declare a range above zero for it",
    severity="finding",
)
DIVISOR_ZERO = code(
    "K353",
    "divisor-can-be-zero",
    zh="“{name}”里的除数 {divisor} 可能是 0，那时算不出分",
    en="the divisor {divisor} of {name} can be zero, and then there is no figure",
    mend="按完成率得分的写 at_zero（full、none、problem、not_applicable）；公式写 … if {divisor} != 0 else …；不会为 0 的给数据项写 between",
    mend_en="write at_zero (full, none, problem, not_applicable), guard the formula, or declare between for the input",
    severity="finding",
)
DIVISOR_ALWAYS_ZERO = code(
    "K354",
    "divisor-always-zero",
    zh="“{name}”里的除数 {divisor} 总是 0",
    en="the divisor {divisor} of {name} is always zero",
    mend="改正除数，它应是会变的数或不为 0 的数",
    mend_en="mend the divisor: something that is not zero",
)
THRESHOLD_NOT_DECIMAL = code(
    "K355",
    "threshold-not-decimal",
    zh="“{name}”拿比率 {rate} 同 {threshold} 比，这个界限除不尽，四舍五入过的比率在界限上会判错",
    en="{name} compares the rate {rate} with {threshold}, which no decimal holds: a rounded rate goes wrong at the bound",
    mend="改收件数：分子、分母各报一个数，公式写 分子 * 3 >= 分母 * 2 这样的比较",
    mend_en="collect the counts, and compare them: part * 3 >= whole * 2",
)
SLOPE_AGAINST_BETTER = code(
    "K356",
    "slope-against-better",
    zh="{of_class}数据项“{name}”越{way}得分越{result}，同 better: {declared} 相反",
    en="the score {result_en} where {name} rises, against better: {declared}{of_class_en}",
    mend="越低越好写 better: lower，越高越好写 better: higher；方向没错就查公式的正负",
    mend_en="declare better: {other}, or check the signs of the formula",
    severity="finding",
)
NOT_A_NAME = code(
    "K357",
    "not-a-name",
    zh="{what}“{name}”不能做名字：{why}",
    en="{name} cannot be a name ({section}): {why_en}",
    mend="{mend}",
    mend_en="use letters, Chinese characters, digits and _, not beginning with a digit; print something else with label",
)
CLASS_NAMED_AS_FORM = code(
    "K358",
    "class-named-as-form",
    zh="类别“{name}”和计分办法的键同名，按类别写的数会被读成计分办法",
    en="class {name} has the name of a form: numbers by class would be read as that form",
    mend="给类别换一个名字，打印的名称写 label",
    mend_en="rename the class; label is what is printed",
)
NAME_OF_TWO_THINGS = code(
    "K359",
    "name-of-two-things",
    zh="“{name}”既是{first}，又是{second}，公式里写它指哪一个说不清",
    en="{name} names two things ({sections}), and a formula could mean either",
    mend="给其中一个换名字",
    mend_en="rename one of them",
)
GRADES_OUT_OF_ORDER = code(
    "K360",
    "grades-out-of-order",
    zh="等次没有按好到差写：“{better}”的界限 {first}，排在它后面的“{worse}”是 {second}",
    en="the grades are not in order: {better} begins at {first}, {worse} below it at {second}",
    mend="grades 里从最好的写起；名额和否决按这个次序认高低",
    mend_en="write the best grade first: quotas and vetoes go by this order",
)
GRADE_UNREACHABLE = code(
    "K361",
    "grade-unreachable",
    zh="{of_class}等次“{name}”谁也得不到：{of} 只在 {values} 之间",
    en="nobody can get the grade {name}: {of} lies within {values}{of_class_en}",
    mend="核对分界和满分，或删去这个等次",
    mend_en="check the bounds and the full marks, or remove the grade",
    severity="finding",
)
BOUND_FINER = code(
    "K362",
    "bound-finer-than-places",
    zh="等次“{name}”的界限 {bound} 有 {found} 位小数，总分只取 {places} 位",
    en="the bound {bound} of {name} has {found} decimals, the total is rounded to {places}",
    mend="等次看取整后的总分，{bound} 实际等于从 {effective} 起；写 {effective}，或多取几位小数",
    mend_en="grades see the rounded total, so the bound acts as {effective}; write that, or round to more places",
    severity="finding",
)
RANGE_AS_BOUND = code(
    "K363",
    "range-as-bound",
    zh="“{name}”的界限写成了一段 {text}，它们之间的分数（如 {between}）归哪一档说不清",
    en="the bound of {name} is written as a range {text}; where a figure such as {between} belongs is not clear",
    mend="只写界限 {low}，再定读法：of: total 时 {between} 归下一档；of: round(total, 0) 时先取整为 {rounded}，归上一档",
    mend_en="write {low} alone and choose: of: total leaves {between} below it, of: round(total, 0) lifts it to {rounded}",
)
QUOTA_NEVER_BINDS = code(
    "K364",
    "quota-never-binds",
    zh="名额“{name}”最多 {places}，{why}，永远限不住",
    en="quota {name} allows {places}, which never binds ({why_en})",
    mend="核对 at_most，或删去名额",
    mend_en="check at_most, or remove the quota",
    severity="finding",
)
QUOTA_GIVES_NONE = code(
    "K365",
    "quota-gives-none",
    zh="名额“{name}”在“{of_class}”（应有 {expect} 家）算出来是 {exact}，舍为 0 个，谁也得不到",
    en="quota {name} comes to {exact} in {of_class} ({expect} units expected) and is rounded to none",
    mend="两种读法：照字面不给，就保留；至少给一个，写 at_least: 1，或 rounding: half_up、ceiling",
    mend_en="keep it if nobody is meant to hold a place; otherwise write at_least: 1, or rounding: half_up or ceiling",
    severity="finding",
)
FALLS_UPWARD = code(
    "K366",
    "falls-not-lower",
    zh="名额“{name}”超出的从“{grade}”落到“{falls_to}”，这并不低",
    en="quota {name} lets those beyond it fall from {grade} to {falls_to}, which is not lower",
    mend="falls_to 写比“{grade}”低的等次：{lower}",
    mend_en="name a lower grade: {lower}",
)
TIE_BREAK_REPEATS = code(
    "K368",
    "tie-break-repeats",
    zh="ranking.by 里的“{name}”{why}，分不出先后",
    en="{name} in ranking.by decides nothing: {why_en}",
    mend="删去它，或换一个能分先后的指标",
    mend_en="remove it, or name an indicator that can decide",
    severity="finding",
)
VETOED_UNDECLARED = code(
    "K369",
    "vetoed-undeclared",
    zh="有一票否决，没有写明被否决的单位怎么排名（ranking.vetoed）",
    en="there are vetoes, and it is not stated how vetoed units are ranked (ranking.vetoed)",
    mend="写一种：vetoed: last（排在最后）、unranked（不排名）、as_scored（照分数排）",
    mend_en="write one: last, unranked, as_scored",
)
VETO_GRADE_NEW = code(
    "K372",
    "veto-grade-new",
    zh="否决“{name}”给的等次“{grade}”不在 grades 里{near}，算作最低的一等",
    en="veto {name} gives a grade {grade} that grades does not have{near}; it counts as the lowest",
    mend="确是另设的等次就保留，否则改正写法",
    mend_en="keep it if it is a grade apart, otherwise mend the spelling",
    severity="finding",
)
NEVER_TRUE = code(
    "K373",
    "never-true",
    zh="{what}“{name}”的条件永远不成立",
    en="the condition of {name} can never be true ({section})",
    mend="核对条件里的数，或删去",
    mend_en="check the numbers of the condition, or remove it",
    severity="finding",
)
ALWAYS_TRUE = code(
    "K374",
    "always-true",
    zh="{what}“{name}”的条件总是成立",
    en="the condition of {name} is always true ({section})",
    mend="核对条件里的数，或删去",
    mend_en="check the numbers of the condition, or remove it",
    severity="finding",
)
SHARES_NEGATIVE = code(
    "K375",
    "shares-can-be-negative",
    zh="兑现“{name}”的份额可以是 {values}，有负数就分不成",
    en="the shares of payment {name} can be {values}; a negative share cannot be paid",
    mend="写成 max(0, …)，或给数据项声明 between",
    mend_en="write max(0, …), or declare between for the inputs",
    severity="finding",
)
DECISION_EMPTY = code(
    "K377",
    "decision-of-nothing",
    zh="审定“{name}”既没有写分数范围，也没有写定等次",
    en="decision {name} has neither a range of points nor a grade",
    mend="加减分写 range: [-2, 2] 和 counts_in: total；定等次写 grade: yes",
    mend_en="write range: [-2, 2] with counts_in: total, or grade: yes",
)
DECISION_COUNTS_NOWHERE = code(
    "K378",
    "decision-counts-nowhere",
    zh="审定“{name}”有分数范围，没有写计入哪里，审定的分不起作用",
    en="decision {name} has a range of points and does not say where they count",
    mend="写 counts_in: total",
    mend_en="write counts_in: total",
)
READS_ITSELF = code(
    "K380",
    "reads-itself",
    zh="reads“{name}”读的是本方案本年度（{scheme} {edition}）自己的结果",
    en="reading {name} reads the results of this very scheme and edition ({scheme} {edition})",
    mend="读以前各次写 history: 次数；读别的年度写那一年的 edition",
    mend_en="write history: n for earlier runs, or the edition of another year",
)
EXPECTS_NOBODY = code(
    "K381",
    "expects-nobody",
    zh="类别“{name}”写了 expect: 0，一家也没有",
    en="class {name} expects no unit",
    mend="删去这个类别，或写应有的家数",
    mend_en="remove the class, or write how many units it should have",
    severity="finding",
)
PERIODS_NESTED = code(
    "K383",
    "periods-nested",
    zh="“{name}”分期，它的上级“{parent}”也分期，分期里不能再分期",
    en="{name} has periods, and so has {parent} above it: periods do not nest",
    mend="只在一处写 periods",
    mend_en="write periods in one place only",
)
DEGREE_TOO_HIGH = code(
    "K385",
    "degree-too-high",
    zh="“{name}”的公式把数连乘了 {found} 次，最多 {limit} 次",
    en="the formula of {name} is of degree {found} in its names; at most {limit} is read",
    mend="中间用 round 取到几位小数，或改写公式",
    mend_en="round in between, or write it otherwise",
)
EACH_PERIOD = code(
    "K370",
    "each-period-of-nothing",
    zh="“{what}”写了 each_period: yes，可是{why}",
    en="{what} says each_period: yes, but {why_en}",
    mend="删去 each_period，或补上它要看的各期",
    mend_en="remove each_period, or add the periods that it looks at",
)
PARAMETER_UNUSED = code(
    "K386",
    "parameter-unused",
    zh="函数“{name}”的参数“{parameter}”没有用到",
    en="parameter {parameter} of function {name} is not used",
    mend="删去参数，或核对公式里的名字",
    mend_en="remove it, or check the names in the formula",
    severity="finding",
)
EVENT_PRICED_TWICE = code(
    "K350",
    "event-priced-twice",
    zh="事项“{name}”在 {places} 里都计分，没有写 same_fact：同一件事算几次说不清",
    en="event {name} is priced in {places} and same_fact is not stated: it is not clear how often one row counts",
    mend="写一种 same_fact：each（每处都算）、heaviest（只算最重的一处）、first（只算最先的一处）",
    mend_en="write same_fact: each, heaviest or first",
    severity="finding",
)
BRANCH_NEVER_TAKEN = code(
    "K376",
    "branch-never-taken",
    zh="“{name}”里的条件 {condition} {outcome}",
    en="in {name} the condition {condition} {outcome_en}",
    mend="核对界限和数据项的 between，或删去用不到的一档",
    mend_en="check the bound and the declared range of the input, or remove what is never used",
    severity="finding",
)
PER_OF_PERCENTAGE = code(
    "K379",
    "per-of-percentage",
    zh="“{name}”按百分数计，per: {found} 是 {as_percent}%",
    en="{name} counts a percentage, and per: {found} is {as_percent}%",
    mend="每 {found} 个百分点写 per: {found}%；确是每 {as_percent}% 写 per: {as_percent}%",
    mend_en="write per: {found}% for every {found} percentage points, per: {as_percent}% if that is meant",
    severity="finding",
)
APPLIES_UNDER_PROBLEM = code(
    "K382",
    "applies-under-problem",
    zh="“{name}”写了 applies_if，而不涉及时是 not_applicable: problem，不涉及的单位出不了分",
    en="{name} has applies_if under not_applicable: problem, so units it does not apply to get no result",
    mend="写明不涉及怎么算：rescale（其余折算）、spread（加到其余）、full（满分）、zero（0 分）",
    mend_en="say what it is worth then: rescale, spread, full, zero",
    severity="finding",
)
RATER_WEIGHTS = code(
    "K384",
    "rater-weights",
    zh="数据项“{name}”各方评议的比例合计 {found}，应为 100%",
    en="the weights of the raters of {name} add up to {found}, not 100%",
    mend="改正 raters 里的比例",
    mend_en="mend the weights under raters",
)
MISSING_RATER_UNDECLARED = code(
    "K387",
    "missing-rater-undeclared",
    zh="数据项“{name}”有几方评议，没有写某一方没有有效票时怎么算（missing_rater）",
    en="input {name} has several raters, and it is not stated what happens where one of them has no valid vote (missing_rater)",
    mend="写一种：missing_rater: problem（出不了分）、renormalise（其余各方按比例放大）",
    mend_en="write missing_rater: problem or renormalise",
)
TAKE_UNDECLARED = code(
    "K388",
    "take-undeclared",
    zh="数据项“{name}”按 {every} 报，用的是一个数，没有写怎样合成（take）",
    en="input {name} is reported every {every} and used as one number, and it is not stated how it is made (take)",
    mend="写一种：take: mean（平均）、sum（合计）、last（最后一期）、highest（最高）、lowest（最低）",
    mend_en="write take: mean, sum, last, highest or lowest",
)
PERCENT_SIGN_LACKING = code(
    "K389",
    "percent-sign-lacking",
    zh="“{name}”拿百分数 {rate} 同 {found} 比，{found} 就是 {as_percent}%",
    en="{name} compares the percentage {rate} with {found}, which is {as_percent}%",
    mend="百分之 {found} 写成 {found}%；确是 {found} 倍写成 {as_percent}%",
    mend_en="write {found}% for {found} per cent, {as_percent}% for {found} times",
)
# paths and amendments (K390 to K399) ----------------------------------------------------------------------------------------------------------------

UNKNOWN_PATH = code(
    "K390",
    "unknown-path",
    zh="方案里没有“{path}”{near}",
    en="the scheme has no {path}{near}",
    mend="写 指标.键，如 派驻任务.points；其他部分前面写部分名，如 grades.优秀、values.达标线",
    mend_en="write indicator.key, or section.name.key, as in grades.X, values.X",
)
AMBIGUOUS_PATH = code(
    "K391",
    "ambiguous-path",
    zh="“{path}”不止一处：{candidates}",
    en="{path} stands for several: {candidates}",
    mend="写全其中一个",
    mend_en="write one of them in full",
)
PATH_NOT_A_VALUE = code(
    "K392",
    "path-not-a-value",
    zh="“{path}”是一组内容，不是一个可以改的值",
    en="{path} is a group, not a value that can be changed",
    mend="写到具体的键：{keys}",
    mend_en="name one of its keys: {keys}",
)
AMENDMENT_DATE = code(
    "K393",
    "amendment-date",
    zh="修订“{name}”的日期 decided: {found} 读不出来",
    en="the date of amendment {name} cannot be read: {found}",
    mend="写成 2024-09-20 的样子",
    mend_en="write it as 2024-09-20",
)
CHANGES_NOTHING = code(
    "K394",
    "changes-nothing",
    zh="“{path}”本来就是 {value}，这一改没有变化",
    en="{path} is {value} already: nothing changes",
    mend="核对新值，或删去这一行",
    mend_en="check the new value, or remove the line",
    severity="finding",
)
AMENDMENT_BASIS = code(
    "K395",
    "amendment-without-basis",
    zh="修订“{name}”没有写依据",
    en="amendment {name} has no basis",
    mend="写 basis: 文号或会议",
    mend_en="write basis: the document or the meeting",
)
SAME_DAY_SAME_PATH = code(
    "K396",
    "same-day-same-path",
    zh="“{path}”在 {date} 有两次修订（{first}、{second}），哪一次在后说不清",
    en="{path} is amended twice on {date} ({first}, {second}): it is not clear which came last",
    mend="合成一次，或改正日期",
    mend_en="make it one amendment, or mend a date",
)
VALUE_UNREADABLE = code(
    "K397",
    "value-unreadable",
    zh="“{path}”的新值“{value}”读不通",
    en="the new value of {path} cannot be read: {value}",
    mend="写一个数、公式，或 {{街道: 30, otherwise: 40}}",
    mend_en="write a number, a formula, or {{class: 30, otherwise: 40}}",
)
PATH_FIXED = code(
    "K398",
    "path-fixed",
    zh="“{path}”不能用修订或试算来改",
    en="{path} cannot be changed by an amendment or a what-if",
    mend="方案名、年度改在正文里，改后就是另一个方案",
    mend_en="change it in the text itself: that makes another scheme",
)
