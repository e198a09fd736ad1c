"""What opens after more than thirty days of absence: the visit before the return, and the liaison meeting.

"More than 30 days" holds on the 31st day, D + 30. Both are voluntary for the employee and replace no examination at the
return. For absences that began up to 31 March 2022 the visit was compulsory after three months, and there was no
liaison meeting. That days of several absences add up for the meeting is a reading of the ministry's questions and
answers, and no period is named: one absence is counted here. Proposing a date within 15 days of the wish and telling
the health service 8 days before are from the same, non-binding text.
"""

from collections.abc import Iterator

from handrail.sdk import AbsenceCase, Obligation, step
from handrail_fr.catalogue import (
    LAST_DAY_OF_THE_OLD_LAW,
    LIAISON_MEETING,
    NEW_LAW_FROM,
    PRE_RETURN_VISIT,
    PRE_RETURN_VISIT_BEFORE_2022,
)

THIRTY_DAYS = 30
MONTHS_BEFORE_2022 = 3


def after_thirty_days(case: AbsenceCase) -> Iterator[Obligation]:
    """Return the first day of both."""
    derived = case.after(THIRTY_DAYS).noting("fr.more_than_thirty_days")
    if case.first_day > LAST_DAY_OF_THE_OLD_LAW:
        yield Obligation.on(PRE_RETURN_VISIT, derived, case=case)
        yield Obligation.on(LIAISON_MEETING, derived.noting("fr.fifteen_and_eight_days"), case=case)
        return
    before = case.clock.plus_months(MONTHS_BEFORE_2022).noting("fr.three_months_then")
    yield Obligation.on(PRE_RETURN_VISIT_BEFORE_2022, before, case=case)
    steps = (*case.clock.steps, step("fr.absences_since", date=NEW_LAW_FROM))
    yield Obligation.not_owed(LIAISON_MEETING, "before_effective_date", steps, case=case)
