"""Scoring: what only shows when a run computes (K6xx)."""

from __future__ import annotations

from kpi_engine.errors import code

MISSING_DATA = code(
    "K601",
    "missing-data",
    zh="{unit} 没有报 {input}，“{indicator}”算不出来",
    en="{unit} has not reported {input}, so {indicator} cannot be scored",
    mend="请{owner}补报；确实不涉及的填“不涉及”；或在方案里写明 missing 如何处理",
    mend_en="ask {owner} for it; write 不涉及 where it does not apply; or declare `missing` in the scheme",
)
CANNOT_COMPUTE = code(
    "K602",
    "cannot-compute",
    zh="{unit} 的“{indicator}”算不出来（除数为 0、超出范围、没有对应的档次、名次并列而不许并列，或者它的事项有一列没有填）：{figures}",
    en="{indicator} of {unit} cannot be computed (division by zero, out of range, no such level, a tie where none is allowed, or a column of its events left blank): {figures}",
    mend="核对数据和事项表的空格；除数可以为 0 时在计分办法里写 at_zero；并列由领导小组定，或改 ties",
    mend_en="check the data and blanks in the events; where a divisor may be 0 declare at_zero; have a tie decided, or write other ties",
)
NOT_APPLICABLE = code(
    "K603",
    "not-applicable",
    zh="{unit} 填了“不涉及”，而方案没有说“{indicator}”不涉及时怎么办",
    en="{unit} says that {indicator} does not apply, and the scheme does not say what then",
    mend="在方案里写 not_applicable: rescale、full、zero 等",
    mend_en="declare not_applicable: rescale, full, zero, …",
)
TIE = code(
    "K604",
    "tie-not-allowed",
    zh="{unit} 与别的单位并列第 {rank}，方案不允许并列",
    en="{unit} shares rank {rank}, and the scheme allows no ties",
    mend="在 ranking.by 里补一个比较项，或改 ties: share",
    mend_en="add a tie-break to ranking.by, or write ties: share",
)
CUT_IN_TIE = code(
    "K605",
    "quota-cut-in-tie",
    zh="“{name}”只有 {places} 个名额，{units} 正好并列在线上（按 {reading} 处理）",
    en="{name} has {places} places, and {units} are tied at the cut (handled as {reading})",
    mend="由领导小组审定，或补一个比较项",
    mend_en="decide it, or add a tie-break",
    severity="finding",
)
NO_PLACE = code(
    "K606",
    "quota-without-place",
    zh="“{name}”按比例算出 0 个名额（{classes}）",
    en="{name} allows no place at all ({classes})",
    mend="需要至少一个时写 at_least: 1，或改 rounding",
    mend_en="write at_least: 1, or another rounding, where one is wanted",
    severity="finding",
)
CHECK_FAILED = code(
    "K607",
    "check-failed",
    zh="{unit}：不符合“{name}”（{must}）",
    en="{unit}: check {name} does not hold ({must})",
    mend="核对有关数据",
    mend_en="check the data",
)
PERIOD_UNREPORTED = code(
    "K608",
    "period-not-reported",
    zh="“{indicator}”{period}：{units} {how}",
    en="{indicator}, {period}: {units} reported nothing ({how_en})",
    mend="确实没有报的按方案处理；漏报的补报",
    mend_en="it is handled as the scheme says; what was forgotten is to be reported",
    severity="finding",
)
UNBALANCED = code(
    "K690",
    "trail-does-not-balance",
    zh="{unit} 的“{indicator}”明细加不起来",
    en="the account of {indicator} of {unit} does not balance",
    mend="结果不可用；如果是文件里的明细，说明它被改过",
    mend_en="do not use these results; a written trail that says this was changed",
)
PAST_RUN_AGAIN = code(
    "K691",
    "past-run-again",
    severity="finding",
    zh="“{name}”读此前几次，{edition} 有 {count} 份回执，各算一次：{files}",
    en="{name} reads the runs before; {edition} has {count} receipts, and each counts as a run: {files}",
    mend="重新计过分的，往年/ 里只留作数的那一份；本来就是几次的，方案每次改 edition（如 2024-03）就不再提示",
    mend_en="where it was scored again keep the receipt that holds; where these are several runs, give each its own edition (such as 2024-03)",
)
