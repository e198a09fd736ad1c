"""A world with one case that holds everything: what the tests of isolation know of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from tests.builders import (
    World,
)
from tests.plans.steps import Journey

from handrail.kit.codes import Compartment, Role
from handrail.reports.periods import Period

BEGUN: Final = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOW: Final = BEGUN + timedelta(days=60)
"""When everybody looks; from BEGUN on the case went up all its steps."""
COORDINATION, OWN, PLAN = Compartment.COORDINATION, Compartment.OWN, Compartment.PLAN
REPORTED: Final = Period(date(2025, 10, 1), date(2026, 9, 30))
WITHHELD: Final = "withheld"
"""What lies in coordination and is kept from the worker: the supervisor's answers after the return (S7-2)."""
TENANT_WIDE: Final = (
    Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.SUPPORT, Role.OPERATOR,
    Role.PROVIDER,
)  # fmt: skip


@dataclass
class Full:
    """A world with one case that holds everything: `ids` has one id a kind, `keys` what is no uuid.

    `word` is in every name and key of this world, and with its compartment before it in every text.
    """

    world: World
    word: str
    case_id: UUID
    ids: dict[str, UUID] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def journey(self) -> Journey:
        return Journey(self.world, self.case_id)

    def mark(self, compartment: str) -> str:
        """Return the word by which a text of this compartment is known wherever it turns up."""
        return f"{compartment}{self.word}"
