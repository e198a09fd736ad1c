"""Every rule of Finland: who owes it, where it is written, and how sure we are.

How a date is counted stands in `waiting_time`, `allowance_days` and `notices`; which days are weekdays in
`working_days`. Titles of other languages stand in `locale`.
"""

import datetime as dt

from handrail.sdk import Citation, Confidence, Kind, Party, Rule
from handrail_fi import sources

REVIEWED_ON = dt.date(2026, 11, 1)
EARLY_INTERVENTION_FROM = dt.date(2012, 6, 1)
"""The notice to occupational health and the statement at 90 days."""
CHECKPOINTS_FROM = dt.date(2022, 1, 1)


def _rule(
    name: str,
    title: str,
    owed_by: Party,
    source: Citation,
    confidence: Confidence = "high",
    *,
    kind: Kind = "act",
    lapses: bool = True,
    effective_from: dt.date | None = None,
) -> Rule:
    return Rule(
        id=f"fi.{name}", title=title, owed_by=owed_by, source=source, confidence=confidence, kind=kind, lapses=lapses,
        effective_from=effective_from, reviewed_on=REVIEWED_ON,
    )  # fmt: skip


ALLOWANCE_FIRST_DAY = _rule(
    "allowance_first_day", "First day of sickness allowance", "authority", sources.ALLOWANCE_FIRST_DAY, kind="threshold"
)
EMPLOYER_NOTIFY_OHS = _rule(
    "employer_notify_ohs", "Notice of the absence to occupational health", "hr", sources.NOTIFY_OHS,
    effective_from=EARLY_INTERVENTION_FROM,
)  # fmt: skip
APPLY_ALLOWANCE = _rule(
    "apply_allowance", "Application for sickness allowance", "worker", sources.APPLY, lapses=False
)  # fmt: skip
ALLOWANCE_DAY_60 = _rule(
    "allowance_day_60", "Kela looks at the need for rehabilitation", "authority", sources.DAY_60, kind="threshold"
)
STATEMENT_90 = _rule(
    "statement_90", "Statement on the work ability that remains", "occupational_health", sources.STATEMENT_90,
    effective_from=EARLY_INTERVENTION_FROM,
)  # fmt: skip
CHECKPOINT_150 = _rule(
    "checkpoint_150", "Checkpoint at 150 allowance days", "occupational_health", sources.CHECKPOINTS,
    kind="threshold", effective_from=CHECKPOINTS_FROM,
)  # fmt: skip
CHECKPOINT_230 = _rule(
    "checkpoint_230", "Checkpoint at 230 allowance days", "occupational_health", sources.CHECKPOINTS,
    kind="threshold", effective_from=CHECKPOINTS_FROM,
)  # fmt: skip
MAX_300 = _rule("max_300", "Last day of sickness allowance", "authority", sources.MAXIMUM, kind="end")

RULES = (
    ALLOWANCE_FIRST_DAY, EMPLOYER_NOTIFY_OHS, APPLY_ALLOWANCE, ALLOWANCE_DAY_60, STATEMENT_90, CHECKPOINT_150,
    CHECKPOINT_230, MAX_300,
)  # fmt: skip
