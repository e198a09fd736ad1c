"""The days of the rehabilitation chain: day n is D + (n - 1), D the first day of the chain.

All are calendar days, and a part-time sick day is a full one. From day 181 there are exceptions (return to the employer
likely before day 366, serious illness, unreasonable) that Försäkringskassan weighs.
"""

from handrail.sdk import Milestone
from handrail_se.catalogue import CHAIN_DAY_91, CHAIN_DAY_181, CHAIN_DAY_366

MILESTONES = (
    Milestone(rule=CHAIN_DAY_91, days=90),
    Milestone(rule=CHAIN_DAY_181, days=180, note="se.exceptions"),
    Milestone(rule=CHAIN_DAY_366, days=365),
)
