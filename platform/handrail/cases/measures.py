"""What was planned in a case, by name: so that closing it asks of each whether it helped (S7-5)."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from handrail.tenancy.models import Case

Planned = Callable[[Session, Case], Sequence[str]]
PLANNED: Final[list[Planned]] = []
"""Who knows of measures in a case: later slices say so, each for itself."""


def planned_in(session: Session, case: Case) -> list[str]:
    """Return the measures of a case that its reader may know, each once, in the order in which they were planned."""
    return list(dict.fromkeys(measure for planned in PLANNED for measure in planned(session, case)))
