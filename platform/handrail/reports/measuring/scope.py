"""What a statement of a report is asked with."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from handrail.reports.codes import Side


@dataclass(frozen=True, slots=True)
class Scope:
    """One client organisation and the days that are counted. `cut_on`: nothing later than this day is known yet."""

    tenant_id: UUID
    employer_id: UUID
    first_day: date
    last_day: date
    cut_on: date
    side: Side

    @property
    def as_of(self) -> date:
        """The last day of the period, or the cut where the period goes on."""
        return min(self.last_day, self.cut_on)

    @property
    def is_employers(self) -> bool:
        """Whether only what is administrative counts (REP-1, VOL-2)."""
        return self.side is Side.EMPLOYER

    def parameters(self) -> dict[str, Any]:
        """Return the values that every statement takes."""
        return {
            "tenant": self.tenant_id,
            "employer": self.employer_id,
            "first": self.first_day,
            "last": self.last_day,
            "as_of": self.as_of,
            "cut": self.cut_on,
        }
