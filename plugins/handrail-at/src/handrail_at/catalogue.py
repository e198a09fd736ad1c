"""Every rule of Austria: who owes it, where it is written, and how sure we are.

Reintegration part-time work (WIETZ) is an agreement of both; nobody has a right to it. How a date is counted stands in
`milestones` and `part_time`. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import Citation, Confidence, Kind, Rule
from handrail_at import sources

REVIEWED_ON = dt.date(2026, 11, 1)
WIETZ_FROM = dt.date(2017, 7, 1)
ONE_MONTH_FROM = dt.date(2018, 7, 1)
"""Since then it may begin up to one month after the incapacity; before, it had to follow at once."""


def _rule(
    name: str,
    title: str,
    source: Citation,
    confidence: Confidence,
    *,
    kind: Kind,
    lapses: bool = False,
    effective_from: dt.date = WIETZ_FROM,
) -> Rule:
    return Rule(
        id=f"at.{name}", title=title, owed_by="hr", source=source, confidence=confidence, kind=kind, lapses=lapses,
        effective_from=effective_from, reviewed_on=REVIEWED_ON,
    )  # fmt: skip


MIN_ABSENCE_MET = _rule(
    "wietz_min_absence_met", "Six weeks of sick leave for reintegration part-time", sources.MIN_ABSENCE, "high",
    kind="threshold", lapses=True,
)  # fmt: skip
LATEST_START = _rule(
    "wietz_latest_start", "Last day on which reintegration part-time can begin", sources.LATEST_START, "high",
    kind="end", effective_from=ONE_MONTH_FROM,
)  # fmt: skip
MIN_END = _rule("wietz_min_end", "Earliest agreed end of reintegration part-time", sources.LENGTH, "high", kind="end")
MAX_END = _rule("wietz_max_end", "Latest agreed end of reintegration part-time", sources.LENGTH, "high", kind="end")
EXTENDED_MAX_END = _rule(
    "wietz_extended_max_end", "Latest end of an extended reintegration part-time", sources.EXTENSION, "high", kind="end"
)
AGAIN = _rule("wietz_again", "First day of a new reintegration part-time", sources.AGAIN, "low", kind="threshold")
HOURS = _rule("hours", "Hours and pay in reintegration part-time", sources.HOURS, "high", kind="standing")

RULES = (MIN_ABSENCE_MET, LATEST_START, MIN_END, MAX_END, EXTENDED_MAX_END, AGAIN, HOURS)
