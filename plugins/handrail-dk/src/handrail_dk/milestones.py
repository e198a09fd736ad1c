"""What is a plain count of days from the first day of absence (D).

"Within n weeks after the first day" is read as D + 7n. No shift off a weekend was found (low). Whether the worker was
dismissed and leaves within eight weeks, so that no interview is asked, is for people to say.
"""

from handrail.sdk import Milestone
from handrail_dk.catalogue import ABSENCE_INTERVIEW, EMPLOYER_PERIOD_END, FAST_TRACK_REQUEST
from handrail_dk.reading import short_absence_expected

MILESTONES = (
    # 30 calendar days; refund after that.
    Milestone(rule=EMPLOYER_PERIOD_END, days=29),
    # Sygedagpengeloven § 7 a: at the latest four weeks after the first sick day.
    Milestone(rule=ABSENCE_INTERVIEW, days=28),
    # § 7 c, § 7 e: within five weeks of the first sick day; the municipality meets two weeks after the request.
    Milestone(rule=FAST_TRACK_REQUEST, days=35, unless=(short_absence_expected,)),
)
