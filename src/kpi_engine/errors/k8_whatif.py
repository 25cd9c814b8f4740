"""What-if: changes that cannot be made, or that have two readings (K8xx)."""

from __future__ import annotations

from kpi_engine.errors import code

EDIT_SYNTAX = code(
    "K801",
    "edit-not-understood",
    zh="“{edit}”不是一项改动",
    en="“{edit}” is no edit",
    mend="写成 路径=新值，例如 综合评价.points=15、grades.优秀=88、unit 城关镇.群众满意率=91%，或 drop 指标",
    mend_en="write path=value, for example 综合评价.points=15, grades.优秀=88, unit 城关镇.群众满意率=91%, or drop INDICATOR",
)
EDIT_TWICE = code(
    "K802",
    "edited-twice",
    zh="场景“{scenario}”里 {path} 改了两次",
    en="scenario “{scenario}” changes {path} twice",
    mend="同一处在一个场景里只改一次；要比较两种改法，写成两个场景",
    mend_en="change one thing once in a scenario; to compare two values write two scenarios",
)
POINTS_DO_NOT_ADD_UP = code(
    "K803",
    "points-no-longer-add-up",
    zh="改动后“{parent}”下各项合计 {found}，满分是 {points}{where}",
    en="after the edit the indicators under “{parent}” add up to {found}, its full marks are {points}{where}",
    mend="写明怎么办：--rebalance siblings 由没有改的同级指标按分值比例分担；--rebalance none 不分担，上级满分随着变",
    mend_en="say what to do: --rebalance siblings shares the difference among the others in proportion; --rebalance none lets the full marks change",
)
SIBLINGS_CANNOT_PAY = code(
    "K804",
    "siblings-cannot-pay",
    zh="“{parent}”下没有改的指标合计 {left} 分，分担不了相差的 {difference} 分{where}",
    en="the other indicators under “{parent}” have {left} points together and cannot make up {difference}{where}",
    mend="少改一些，少改几项，或用 --rebalance none",
    mend_en="change less, or fewer of them, or use --rebalance none",
)
SHARE_NOT_A_NUMBER = code(
    "K805",
    "new-points-not-a-number",
    zh="{path} 的新值“{value}”不是不小于 0 的数",
    en="the new value of {path}, “{value}”, is no number of at least 0",
    mend="写一个数（15、7.5、1/3），分类别的写 {{类别: 数, …}}",
    mend_en="write a number (15, 7.5, 1/3), or {{class: number, …}} where it differs by class",
)
ALL_ZERO = code(
    "K806",
    "all-shares-zero",
    zh="改动后“{parent}”下各项的份额全是 0",
    en="after the edit all shares under “{parent}” are 0",
    mend="至少留一项大于 0",
    mend_en="leave at least one of them above 0",
)
SCENARIO_TWICE = code(
    "K807",
    "scenario-named-twice",
    zh="有两个场景都叫“{name}”",
    en="two scenarios are called “{name}”",
    mend="各起一个名字",
    mend_en="give each a name of its own",
)
SCENARIO_SHEET = code(
    "K808",
    "scenario-sheet-not-read",
    zh="场景表要有“场景”“改什么”“改成”三列，这里没有 {missing}",
    en="a sheet of scenarios has the columns 场景, 改什么, 改成 (scenario, what, to); {missing} is not there",
    mend="在第一行写上这三个标题，一行一项改动；场景一格空着就是接着上一个场景",
    mend_en="put these headings into the first row, an edit a row; an empty scenario goes on with the one above",
)
NO_EDITS = code(
    "K809",
    "nothing-to-change",
    zh="没有写要改什么",
    en="nothing is said to be changed",
    mend="用 --set 路径=新值，或 --scenarios 场景表.xlsx",
    mend_en="use --set path=value, or --scenarios FILE.xlsx",
)
NO_SHARE = code(
    "K810",
    "no-share",
    zh="“{indicator}”没有分值、加分上限或权重，谈不上改分值",
    en="“{indicator}” has no points, bonus or weight to change",
    mend="不设满分的指标改它的计分办法，用 --reading rewrite 和它的路径",
    mend_en="change the rule of an indicator on an open scale, by its path and with --reading rewrite",
)
SPREAD_NO_REWEIGH = code(
    "K811",
    "spread-not-reweighed",
    zh="“{indicator}”的分值里有平均摊来的不涉及指标的分，保留得分率另计分值没有确定的意思",
    en="the points of “{indicator}” contain a part of those that do not apply; to keep its rate at other points has no settled meaning",
    mend="用 --reading rewrite 改方案文本重算",
    mend_en="use --reading rewrite: the text is changed and scored anew",
)
NEW_FOR_CLASS = code(
    "K812",
    "no-rate-to-keep",
    zh="“{indicator}”原来对{class_}是 0 分，没有得分率可保留",
    en="“{indicator}” had 0 points for {class_}; there is no rate to keep",
    mend="用 --reading rewrite 改方案文本重算，数据要有这一类的",
    mend_en="use --reading rewrite: the text is changed and scored anew, with data of that class",
)
POINTS_ALONE = code(
    "K813",
    "points-alone-not-rewritten",
    zh="“{indicator}”的计分办法不随分值变：只改 points，这些数还是原来的：{paths}",
    en="the rule of “{indicator}” does not scale with its points: with points alone these stay as they are: {paths}",
    mend="把它们也写进同一个场景；或用 --reading reweigh，保留得分率按新分值折算",
    mend_en="change them in the same scenario; or use --reading reweigh, which keeps the rate and counts with the new points",
)
DATA_PATH = code(
    "K814",
    "no-such-data",
    zh="{path} 不是“单位.数据项”{near}",
    en="{path} is no UNIT.INPUT{near}",
    mend="写成 unit 单位.数据项=新值，例如 unit 城关镇.群众满意率=91%；分期的在后面加期，例如 .六月",
    mend_en="write unit UNIT.INPUT=value, for example unit 城关镇.群众满意率=91%; with the period behind it where there are several, for example .六月",
)
UNKNOWN_TO_WEIGH = code(
    "K820",
    "no-such-node-to-weigh",
    zh="没有叫“{name}”的上级指标{near}",
    en="there is no indicator “{name}” with others below it{near}",
    mend="写方案里有下级的指标的名字；总分下面的一级写空着的名字",
    mend_en="name an indicator of the scheme that has others below it; the empty name is the root",
)
NOTHING_TO_WEIGH = code(
    "K821",
    "nothing-to-weigh-below",
    zh="“{name}”下面没有两项以上可以变动权重的指标",
    en="below “{name}” there are no two indicators whose weights could change",
    mend="选别的上级；不设满分的、分值平均摊来的、加分项和分值写成公式的不能变动权重",
    mend_en="choose another node; open scales, spread points, bonuses and points that are formulas cannot change",
)
UNKNOWN_WEIGHT = code(
    "K822",
    "no-such-weight",
    zh="没有可以变动权重的指标“{name}”{near}",
    en="there is no indicator “{name}” whose weight could change{near}",
    mend="写所选上级的下级指标的名字",
    mend_en="name an indicator directly below the chosen nodes",
)
BOUNDS_CROSS = code(
    "K823",
    "bounds-cross",
    zh="“{name}”的权重下限 {low} 大于上限 {high}",
    en="the lower bound {low} of the weight of “{name}” is above the upper bound {high}",
    mend="把小的写在前面，两个都不小于 0",
    mend_en="write the smaller one first, neither below 0",
)
BOUNDS_MISS = code(
    "K824",
    "bounds-miss-the-sum",
    zh="“{parent}”下各项权重的下限合计 {low}、上限合计 {high}，加不到 {total}",
    en="the bounds of the weights below “{parent}” add up to {low} and {high}; {total} is not between them",
    mend="放宽一些，让合计落在下限合计与上限合计之间",
    mend_en="widen them until the sum lies between",
)
NOISE_RANGE = code(
    "K825",
    "noise-out-of-range",
    zh="浮动幅度 {found} 不在 0 与 100% 之间",
    en="a noise of {found} is not between 0 and 100%",
    mend="写 0 到 100% 之间的数，例如 10%",
    mend_en="write a number between 0 and 100%, for example 10%",
)
DOES_NOT_ADD_UP = code(
    "K826",
    "weights-do-not-add-up",
    zh="第 {at} 组权重里“{parent}”下各项合计 {found}，应为 {total}",
    en="in weighting {at} the weights below “{parent}” add up to {found}, they have to come to {total}",
    mend="改到合计相等：变动权重时满分不变",
    mend_en="make them add up: full marks stay when weights change",
)
UNKNOWN_UNIT_TO_WATCH = code(
    "K827",
    "no-such-unit-to-watch",
    zh="没有叫“{name}”的单位{near}",
    en="there is no unit “{name}”{near}",
    mend="写单位名录里的名字",
    mend_en="write the name as the register has it",
)
DRAWS_RANGE = code(
    "K828",
    "number-of-draws",
    zh="抽取次数 {found} 不在 {least} 与 {most} 之间",
    en="{found} draws are not between {least} and {most}",
    mend="写这个范围里的整数，例如 1000",
    mend_en="write a whole number in that range, for example 1000",
)
NOTHING_RANKED = code(
    "K829",
    "no-ranking-to-watch",
    zh="方案“{scheme}”不排名次，谈不上哪项权重左右名次",
    en="the scheme “{scheme}” ranks nobody; no weight moves a ranking",
    mend="在方案里写 ranking，或只看等次",
    mend_en="declare ranking in the scheme, or look at grades alone",
)
NO_SUCH_INDICATOR = code(
    "K830",
    "no-indicator-to-move",
    zh="方案里没有指标“{name}”{near}",
    en="the scheme has no indicator “{name}”{near}",
    mend="写方案里的指标名",
    mend_en="write the name of an indicator of the scheme",
)
CANNOT_MOVE = code(
    "K831",
    "share-cannot-move",
    zh="“{indicator}”{where}的份额动不了：没有同级的指标可分担，或上级只看得分率",
    en="the share of “{indicator}”{where} cannot move: it has no siblings to pay, or the node above looks at rates only",
    mend="换一个指标，或用 --rebalance none 让满分随着变",
    mend_en="choose another indicator, or use --rebalance none, which lets the full marks change",
)
NOT_LINEAR = code(
    "K832",
    "total-not-linear",
    zh="{unit}的总分不随“{indicator}”的份额成直线变化：“{figure}”这一步（{node}）里也有它",
    en="the total of {unit} is no linear function of the share of “{indicator}”: {node} in {figure}",
    mend="这个单位没有直接算出的临界值，已逐步重算；也可以用 kpi robust 抽许多组权重",
    mend_en="for this unit nothing is in closed form, it was run step by step; kpi robust draws many weightings",
)
SHIFT_RANGE = code(
    "K833",
    "shift-out-of-range",
    zh="权重浮动 {value} 不在 0 到 100% 之间",
    en="a shift of the weights by {value} is not between 0 and 100%",
    mend="写大于 0、小于 100% 的数，例如 10%",
    mend_en="write more than 0 and less than 100%, for example 10%",
)
STEP_RANGE = code(
    "K834",
    "step-not-positive",
    zh="权重的步长 {value} 不大于 0",
    en="the step of weights, {value}, is not above 0",
    mend="写一个正数，例如 0.5",
    mend_en="write a positive number, for example 0.5",
)
NO_SOLVER = code(
    "K835",
    "solver-not-installed",
    zh="没有安装求解器，只给出逐对的界",
    en="the solver is not installed: only the bound by pairs is given",
    mend="安装 kpi-engine[solver] 后再要求解",
    mend_en="install kpi-engine[solver] and ask again",
    severity="finding",
)
SAME_UNIT = code(
    "K836",
    "same-unit-twice",
    zh="两边都是“{unit}”",
    en="both units are “{unit}”",
    mend="写两个不同的单位",
    mend_en="name two different units",
)
NO_RANKING = code(
    "K837",
    "not-ranked-by-total",
    zh="方案不按总分排名，谈不上名次的范围",
    en="the scheme does not rank by the total: there is no range of ranks",
    mend="在方案里写 ranking，by 以 total 开头",
    mend_en="declare a ranking in the scheme, by total first",
)
NO_UNIT_TO_RAISE = code(
    "K840",
    "no-unit-to-raise",
    zh="结果里没有“{unit}”{near}",
    en="the results have no “{unit}”{near}",
    mend="写结果里的单位名称",
    mend_en="write a unit of the results",
)
NOTHING_TO_REACH = code(
    "K841",
    "nothing-to-reach",
    zh="这个方案不定{aim}，谈不上怎样提高",
    en="the scheme gives no {aim_en}, so there is none to reach",
    mend="没有等次的方案问名次，没有名次的问等次",
    mend_en="ask for ranks where there are no grades, and for grades where there are no ranks",
)
APPEAL_OF_DATA = code(
    "K842",
    "appeal-not-of-data",
    zh="“{edit}”改的不是数据，申诉预演只看更正数据的后果",
    en="“{edit}” changes no data; an appeal is about reported figures",
    mend="写成 unit 单位.数据项=新值；改方案用场景",
    mend_en="write unit UNIT.INPUT=value; use a scenario to change the scheme",
)
TOO_FINE = code(
    "K860",
    "weights-too-fine",
    zh="“{parent}”下各组权重通分以后太细，放不进一个公分母",
    en="the weights below “{parent}” have no common denominator that is small enough",
    mend="写成有限小数（例如 12.5），或只给比例，按万分之一取整",
    mend_en="write short decimals (12.5, for example), or give proportions, which are taken in ten-thousandths",
)
