"""On which day contacts with a worker are free again, by the facts of the absence alone (NEU-2, VOL-2)."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.rules.neutrality import AbsenceEvent, ends_on
from handrail.obligations.models import Fact
from handrail.tenancy.models import Case, Employment


def neutrality_ends_on(session: Session, employment: Employment, case: Case) -> date | None:
    """Return the first day on which contacts need no permission any more; None while there is none."""
    return ends_on(_events(session, employment, case), case.opened_on)


def _events(session: Session, employment: Employment, case: Case) -> Iterator[AbsenceEvent]:
    statement = select(Fact.on, Fact.type, Fact.recorded_at, Fact.void).where(
        Fact.tenant_id == employment.tenant_id,
        Fact.subject_id == employment.id,
        Fact.replaced_by.is_(None),
    )
    for on, kind, recorded_at, is_void in session.execute(statement):
        yield AbsenceEvent(on, kind, was_known=recorded_at <= case.opened_at, taken_back=is_void)
