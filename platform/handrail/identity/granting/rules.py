"""What may be given for a time, and for how long (SECURITY: default 30 days, at most 180; support 4 hours). Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handrail.identity.policies import MATRIX, Reach
from handrail.kit.codes import Compartment, Role

LENSES: Final = (Role.HR, Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR, Role.EMPLOYER_ADMIN)
"""The roles through which support may look: such as reach a client organisation and no one's confidences."""
NEVER: Final = frozenset({Compartment.OWN, Compartment.MEDICAL, Compartment.UNION})
"""What support never sees, whoever gives leave (PRI-4)."""
LENT: Final = (Role.HR, Role.ABSENCE_ADMIN, Role.EMPLOYER_ADMIN, Role.SENIOR_MANAGEMENT)
"""Roles that their holder may lend to a colleague. Parts in cases are covered, not lent."""

LONGEST_SUPPORT: Final = timedelta(hours=4)
DEFAULT_DAYS: Final = 30
MOST_DAYS: Final = 180
SHORTEST_REASON: Final = 10  # signs: a reason is a sentence, not a tick


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_day - self.first_day).days + 1

    @property
    def until(self) -> date:
        """The first day on which it counts no more."""
        return self.last_day + timedelta(days=1)


def wrong_with(period: Period, today: date) -> str | None:
    """Return what is wrong with a period for which something is given: "order", "past" or "long"; None: nothing."""
    if period.last_day < period.first_day:
        return "order"
    if period.first_day < today:
        return "past"
    return "long" if period.days > MOST_DAYS else None


def support_ends(starts_at: datetime, hours: int) -> datetime:
    """Return when support access that starts now ends; never later than four hours on."""
    return starts_at + min(timedelta(hours=max(hours, 1)), LONGEST_SUPPORT)


def seen_through(lens: Role) -> frozenset[Compartment]:
    """Return the compartments that somebody sees through a lens: those of the role for a whole client organisation."""
    return frozenset(
        compartment
        for compartment, cell in MATRIX[lens].items()
        if cell.read and cell.reach is Reach.EMPLOYER and compartment not in NEVER
    )
