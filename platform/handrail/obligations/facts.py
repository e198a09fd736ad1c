"""Appending, correcting and reading facts.

Whoever changes what happened appends here in their own transaction and then calls
`obligations.projection.reconcile(session, employment_id)`: nothing else creates a due date.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.db import elevated
from handrail.kit.subjects import Acting
from handrail.obligations.models import Fact
from handrail.tenancy.models import Case, Employment


def append(
    session: Session,
    actor: Acting,
    employment: Employment,
    *,
    type: str,  # noqa: A002 - the vocabulary's own word
    on: date,
    fields: Mapping[str, Any] | None = None,
    compartment: Compartment = Compartment.ADMINISTRATIVE,
    case: Case | None = None,
    source: str = "command",
    replaces: Fact | None = None,
    void: bool = False,
) -> Fact:
    """Append one fact. An administrative one hangs on the employment; any other needs its `case`.

    `replaces` corrects an earlier fact, which stays readable as what was believed before (ACC-3).
    """
    if case is None and compartment is not Compartment.ADMINISTRATIVE:
        raise ValueError(f"A fact in {compartment} hangs on a case.")
    subject_id = employment.id if compartment is Compartment.ADMINISTRATIVE or case is None else case.id
    fact = Fact(
        tenant_id=employment.tenant_id,
        employer_id=employment.employer_id,
        subject_id=subject_id,
        compartment=compartment,
        employment_id=employment.id,
        case_id=case.id if case else None,
        on=on,
        type=type,
        fields=dict(fields or {}),
        source=source,
        recorded_at=clock.now(),
        recorded_by=actor.person_id,
        void=void,
        replaces=replaces.id if replaces else None,
    )
    session.add(fact)
    session.flush()
    if replaces is not None:
        session.execute(
            update(Fact)
            .where(Fact.tenant_id == fact.tenant_id, Fact.id == replaces.id, Fact.replaced_by.is_(None))
            .values(replaced_by=fact.id)
        )
    return fact


def current(session: Session, tenant_id: UUID, employment_id: UUID) -> list[Fact]:
    """Return the facts in force that the reader may see, in the order they happened and were recorded."""
    statement = (
        select(Fact)
        .where(
            Fact.tenant_id == tenant_id,
            Fact.employment_id == employment_id,
            Fact.replaced_by.is_(None),
            Fact.void.is_(False),
        )
        .order_by(Fact.on, Fact.recorded_at, Fact.id)
    )
    return list(session.scalars(statement))


def all_current(session: Session, tenant_id: UUID, employment_id: UUID) -> Sequence[Row[Any, Any, Any, Any, Any, Any]]:
    """Return every fact in force as plain rows, whatever the actor may see: what the engine computes from."""
    table = Fact.__table__.c
    statement = (
        select(table.id, table.on, table.type, table.fields, table.compartment, table.case_id)
        .where(
            table.tenant_id == tenant_id,
            table.employment_id == employment_id,
            table.replaced_by.is_(None),
            table.void.is_(False),
        )
        .order_by(table.on, table.recorded_at, table.id)
    )
    with elevated(session, "the engine reads all facts"):
        return session.connection().execute(statement).all()


def latest(session: Session, tenant_id: UUID, employment_id: UUID, type: str) -> Fact | None:  # noqa: A002 - same
    """Return the newest fact in force of this type that the reader may see."""
    found = [fact for fact in current(session, tenant_id, employment_id) if fact.type == type]
    return found[-1] if found else None
