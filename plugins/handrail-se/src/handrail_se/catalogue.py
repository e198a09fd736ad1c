"""Every rule of Sweden: who owes it, where it is written, and how sure we are.

How a date is counted stands in `milestones`, `linking` and `return_plan`. Titles of other languages stand in `locale`.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_se import sources

REVIEWED_ON = dt.date(2026, 11, 1)


_rule = RuleBook("se", REVIEWED_ON)


SICK_PAY_END = _rule("sick_pay_end", "Last day of the employer's sick pay", "hr", sources.SICK_PAY, "high", kind="end")
RETURN_PLAN = _rule(
    "return_plan", "Plan for the return to work", "hr", sources.RETURN_PLAN, "high", kind="act",
    effective_from=dt.date(2018, 7, 1),
)  # fmt: skip
CHAIN_DAY_91 = _rule(
    "chain_day_91", "Other work at the employer is looked at", "authority", sources.CHAIN_DAY_91, "high",
    kind="threshold",
)  # fmt: skip
CHAIN_DAY_181 = _rule(
    "chain_day_181", "Work normally found on the labour market is looked at", "authority", sources.CHAIN_DAY_181,
    "medium", kind="threshold",
)  # fmt: skip
CHAIN_DAY_366 = _rule(
    "chain_day_366", "Work normally found on the labour market is looked at for everybody", "authority",
    sources.CHAIN_DAY_366, "high", kind="threshold",
)  # fmt: skip
LINKING = _rule(
    "linking", "Whether this sickness is added to the one before", "authority", sources.LINKING, "high", kind="value",
    lapses=False,
)  # fmt: skip

RULES = (SICK_PAY_END, RETURN_PLAN, CHAIN_DAY_91, CHAIN_DAY_181, CHAIN_DAY_366, LINKING)
