"""Every rule of Germany: who owes it, where it is written, and how sure we are.

How a date is counted stands in `milestones`, `certificate`, `continued_pay`, `sickness_benefit` and `bem`. Titles of
other languages stand in `locale`. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_de import sources

REVIEWED_ON = dt.date(2026, 11, 1)
GRADUAL_RETURN_CHECK_FROM = dt.date(2019, 5, 11)
"""The Terminservice- und Versorgungsgesetz is in force since this day."""


_rule = RuleBook("de", REVIEWED_ON)


# The first days -----------------------------------------------------------------------------------------------------
NOTIFY_EMPLOYER = _rule(
    "notify_employer", "Tell the employer of the incapacity", "worker", sources.NOTIFY_EMPLOYER, "high"
)
CERTIFICATE = _rule("certificate", "Medical finding of incapacity", "worker", sources.CERTIFICATE, "high")

# Continued pay ------------------------------------------------------------------------------------------------------
CONTINUED_PAY_END = _rule(
    "continued_pay_end", "Last day of continued pay", "hr", sources.CONTINUED_PAY, "high", kind="end"
)
SIX_MONTH_FIRST_NEW_DAY = _rule(
    "same_illness_6_month_first_new_day", "First day on which the same illness gives new continued pay", "hr",
    sources.SIX_MONTHS, "high", kind="threshold", lapses=False,
)  # fmt: skip
CONTINUED_PAY_NEW_CLAIM = _rule(
    "continued_pay_new_claim", "Whether this incapacity gives six new weeks of pay", "hr", sources.SIX_MONTHS, "high",
    kind="value", lapses=False,
)  # fmt: skip
TWELVE_MONTH_END = _rule(
    "same_illness_12_month_end", "Last day of the twelve months of the same illness", "hr", sources.TWELVE_MONTHS,
    "high", kind="end", lapses=False,
)  # fmt: skip

# Sickness benefit ---------------------------------------------------------------------------------------------------
SICKNESS_BENEFIT_START = _rule(
    "sickness_benefit_start", "First day of sickness benefit", "insurer", sources.BENEFIT_START, "high",
    kind="threshold",
)  # fmt: skip
SICKNESS_BENEFIT_MAX_END = _rule(
    "sickness_benefit_max_end", "Last possible day of sickness benefit", "insurer", sources.BENEFIT_MAXIMUM, "high",
    kind="end",
)  # fmt: skip
SICKNESS_BENEFIT_BLOCK_END = _rule(
    "sickness_benefit_block_end", "Last day of the block of three years", "insurer", sources.BENEFIT_BLOCK, "high",
    kind="end", lapses=False,
)  # fmt: skip

# Integration management (BEM) ---------------------------------------------------------------------------------------
BEM_THRESHOLD = _rule(
    "bem_threshold", "More than six weeks of incapacity within twelve months", "hr", sources.BEM_THRESHOLD, "medium",
    kind="threshold",
)  # fmt: skip
BEM_OFFER = _rule(
    "bem_offer", "Offer of integration management (BEM)", "hr", sources.BEM_OFFER, "medium", basis="convention",
    lapses=False,
)  # fmt: skip
BEM_REPEAT = _rule(
    "bem_repeat", "More than six weeks of incapacity after a closed BEM", "hr", sources.BEM_REPEAT, "high",
    kind="threshold",
)  # fmt: skip

# Gradual return -----------------------------------------------------------------------------------------------------
GRADUAL_RETURN_CHECK = _rule(
    "gradual_return_check", "Doctor's statement on gradual return", "treating_physician", sources.GRADUAL_RETURN_CHECK,
    "medium", compartment="medical", done_compartment="administrative", effective_from=GRADUAL_RETURN_CHECK_FROM,
)  # fmt: skip
GRADUAL_RETURN_PLAN = _rule(
    "gradual_return_plan", "Plan of gradual return", "treating_physician", sources.GRADUAL_RETURN_PLAN, "high",
    kind="standing",
)  # fmt: skip

RULES = (
    NOTIFY_EMPLOYER, CERTIFICATE, CONTINUED_PAY_END, SIX_MONTH_FIRST_NEW_DAY, CONTINUED_PAY_NEW_CLAIM, TWELVE_MONTH_END,
    SICKNESS_BENEFIT_START, SICKNESS_BENEFIT_MAX_END, SICKNESS_BENEFIT_BLOCK_END, BEM_THRESHOLD, BEM_OFFER, BEM_REPEAT,
    GRADUAL_RETURN_CHECK, GRADUAL_RETURN_PLAN,
)  # fmt: skip
