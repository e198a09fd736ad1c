"""The medical finding of an incapacity longer than three calendar days (EFZG s. 5(1) sentence 2, s. 5(1a))."""

from handrail.sdk import AbsenceCase, Calendar, CaseFacts, Obligation
from handrail_de.catalogue import CERTIFICATE
from handrail_de.working_days import of_the_land

THREE_DAYS = 3


def certificate(facts: CaseFacts, case: AbsenceCase, calendar: Calendar) -> Obligation:
    """On the working day that follows three calendar days: the fourth day, or the next working day after it.

    The employer may ask for it earlier. Since 2023 somebody who is insured by law has it found by then, and the
    employer fetches it from the insurer. Who is fit by that day has nothing to show: the duty lapses like every row
    about an absence that goes on, also where a weekend lies between the fourth day and the next working day.
    """
    fourth = case.after(THREE_DAYS).noting("de.longer_than_three_days")
    derived = fourth.next_working_day(of_the_land(facts, calendar))
    return Obligation.on(CERTIFICATE, derived, case=case)
