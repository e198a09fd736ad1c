"""What is a plain count of days from the first day of sickness (D).

"Within n weeks after the first day" is read as D + 7n, "in week n" as ending D + 7n - 1; the week in which the first
day lies is week 1. The duties of weeks 6 and 8 come from a ministerial regulation, which the General Extension of
Time-Limits Act does not reach: they do not move off a weekend. The report of 42 weeks does: UWV publishes "first
working day after sick week 42".
"""

from handrail.sdk import Milestone
from handrail_nl.catalogue import (
    EARLY_IVA_EARLIEST_APPLICATION,
    EARLY_IVA_LATEST_APPLICATION,
    FORTY_TWO_WEEK_REPORT,
    PROBLEM_ANALYSIS,
    REPORT_TO_ARBO,
)
from handrail_nl.reading import employment_ended, quick_recovery_expected

MILESTONES = (
    # The law says "in time"; one week is the practice.
    Milestone(rule=REPORT_TO_ARBO, days=7, unless=(employment_ended,), note="nl.in_good_time"),
    # Within six weeks. UWV's label "week 6" would end a day earlier.
    Milestone(rule=PROBLEM_ANALYSIS, days=42, safe=41, unless=(employment_ended, quick_recovery_expected)),
    # The first working day after 42 full weeks.
    Milestone(rule=FORTY_TWO_WEEK_REPORT, days=294, roll="next_working_day", unless=(employment_ended,)),
    # After three weeks, through week 68. Some older pages say from week 13.
    Milestone(rule=EARLY_IVA_EARLIEST_APPLICATION, days=21),
    Milestone(rule=EARLY_IVA_LATEST_APPLICATION, days=475),
)
