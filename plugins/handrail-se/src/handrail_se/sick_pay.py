"""The employer's sick pay: 14 calendar days (D + 13), with a medical certificate from day 8 (D + 7) on.

A part of a day counts as a day. A new period within five calendar days continues the old one.
"""

from handrail.sdk import AbsenceCase, Obligation
from handrail_se.catalogue import SICK_PAY_END

LAST_DAY = 13
CERTIFICATE_FROM = 7


def sick_pay_end(period: AbsenceCase) -> Obligation:
    """Return the last day of sick pay; the certificate has no rule of its own and is told beside it."""
    derived = period.after(LAST_DAY).noting("se.certificate_from", date=period.after(CERTIFICATE_FROM).day)
    return Obligation.on(SICK_PAY_END, derived, case=period)
