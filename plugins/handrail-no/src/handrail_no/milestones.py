"""What is a plain count of days from the first day of absence (D).

"Within n weeks" is read as D + 7n, "in week n" as ending D + 7n - 1. No shift off a weekend was found for any of them
(low). The counters of 4, 7, 8, 16 and 26 weeks start again with each absence; how NAV joins courses after a short
recovery is not published (low). That a plan or a meeting is clearly unnecessary is for people to say.
"""

from handrail.sdk import Milestone
from handrail_no.catalogue import ACTIVITY_REQUIREMENT, DIALOGUE_MEETING_2, NAV_NEED_QUESTION
from handrail_no.reading import activity_under_way

MILESTONES = (
    # Folketrygdloven § 8-8(2): eight weeks. A graded certificate is activity.
    Milestone(rule=ACTIVITY_REQUIREMENT, days=56, unless=(activity_under_way,)),
    # NAV asks employer and worker in week 16.
    Milestone(rule=NAV_NEED_QUESTION, days=111, note="no.week_16"),
    # Folketrygdloven § 8-7a: by 26 weeks.
    Milestone(rule=DIALOGUE_MEETING_2, days=182, safe=181),
)
