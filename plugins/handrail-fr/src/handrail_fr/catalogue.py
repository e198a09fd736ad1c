"""Every rule of France: who owes it, where it is written, and how sure we are.

How a date is counted stands in `return_visit`, `thirty_days` and `supervised_trial`. The act of 2 August 2021 changed
the visits for absences that begin after 31 March 2022: both versions stand here. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_fr import sources

REVIEWED_ON = dt.date(2026, 11, 1)
LAST_DAY_OF_THE_OLD_LAW = dt.date(2022, 3, 31)
NEW_LAW_FROM = dt.date(2022, 4, 1)
SUPERVISED_TRIAL_FROM = dt.date(2022, 3, 31)
CERTIFICATE_CAP_FROM = dt.date(2026, 9, 1)


_rule = RuleBook("fr", REVIEWED_ON)


# Thirty or sixty days: which of them holds says whether it was an accident at work -----------------------------------
RETURN_VISIT = _rule(
    "return_visit", "Examination at the return to work", "hr", sources.RETURN_VISIT, "high", lapses=False,
    tells_cause=True, effective_from=NEW_LAW_FROM,
)  # fmt: skip
RETURN_VISIT_BEFORE_2022 = _rule(
    "return_visit", "Examination at the return to work", "hr", sources.RETURN_VISIT, "high", lapses=False,
    tells_cause=True, effective_to=LAST_DAY_OF_THE_OLD_LAW,
)  # fmt: skip

# While the absence goes on ------------------------------------------------------------------------------------------
PRE_RETURN_VISIT = _rule(
    "pre_return_visit_available", "Visit before the return to work is open", "worker", sources.PRE_RETURN_VISIT, "high",
    kind="threshold", effective_from=NEW_LAW_FROM,
)  # fmt: skip
PRE_RETURN_VISIT_BEFORE_2022 = _rule(
    "pre_return_visit_available", "Visit before the return to work is open", "worker", sources.PRE_RETURN_VISIT, "high",
    kind="threshold", effective_to=LAST_DAY_OF_THE_OLD_LAW,
)  # fmt: skip
LIAISON_MEETING = _rule(
    "liaison_meeting", "Liaison meeting is open", "hr", sources.LIAISON_MEETING, "medium", kind="threshold",
    effective_from=NEW_LAW_FROM,
)  # fmt: skip
SUPERVISED_TRIAL_MAX_END = _rule(
    "supervised_trial_max_end", "Last possible day of the supervised trial", "worker", sources.SUPERVISED_TRIAL, "high",
    kind="end", effective_from=SUPERVISED_TRIAL_FROM,
)  # fmt: skip
THERAPEUTIC_PART_TIME = _rule(
    "therapeutic_part_time", "Therapeutic part-time work", "treating_physician", sources.THERAPEUTIC_PART_TIME,
    "medium", kind="standing",
)  # fmt: skip
CERTIFICATE_CAP = _rule(
    "certificate_cap", "Longest first certificate and extension", "treating_physician", sources.CERTIFICATE_CAP,
    "medium", kind="standing", effective_from=CERTIFICATE_CAP_FROM,
)  # fmt: skip

RULES = (
    RETURN_VISIT_BEFORE_2022, RETURN_VISIT, PRE_RETURN_VISIT_BEFORE_2022, PRE_RETURN_VISIT, LIAISON_MEETING,
    SUPERVISED_TRIAL_MAX_END, THERAPEUTIC_PART_TIME, CERTIFICATE_CAP,
)  # fmt: skip
