"""What SI 2026/373 says of a sickness that crosses 6 April 2026 (from published guidance, medium confidence).

Waiting days that were served stay unpaid, and pay begins that day for whoever still served them: this follows from the
law of each day. Earnings under the limit are paid at 80 % from that day on. Two groups are told apart here.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from handrail_uk.incapacity import Run

PROTECTED_EARNINGS = Decimal("154.05")
RATE_ZERO_BEFORE = dt.date(2025, 9, 22)
"""28 weeks before the new law: who was sick since before then had used up what others were paid."""


def keeps_the_flat_rate(run: Run, paid_on: Sequence[dt.date], earnings: Decimal | None) -> bool:
    """Say whether somebody goes on at the flat rate, where 80 % of earnings would be less.

    Whoever was paid before 6 April 2026 in this very row of sick days and earns at most 154.05, until they return to
    work; nobody under the earnings limit was paid. A later linked sickness has no protection.
    """
    was_paid = bool(paid_on) and paid_on[-1] >= run.since
    return was_paid and earnings is not None and earnings <= PROTECTED_EARNINGS


def is_at_rate_zero(run: Run, *, earnings_are_low: bool) -> bool:
    """Say whether there is a right at rate 0: low earnings, and sick without a break since before 22 September 2025.

    Such days use up nothing of the 28 weeks; a later linked sickness is paid.
    """
    return earnings_are_low and run.crosses_the_change and run.since < RATE_ZERO_BEFORE
