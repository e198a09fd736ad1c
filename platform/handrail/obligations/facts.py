"""Appending, correcting and reading facts.

Whoever changes what happened appends here in their own transaction and then calls
`obligations.projection.reconcile(session, actor, employment_id)`: nothing else creates a due date.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.db import elevated
from handrail.kit.errors import Conflict
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting
from handrail.obligations.given import CAUSE, OnFile
from handrail.obligations.models import Fact
from handrail.obligations.vocabulary import KNOWN_EVENTS
from handrail.tenancy.models import Case, Employment

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


class FactMisplaced(ValueError):
    """A fact of an unknown type, or in a compartment where it or one of its fields may not lie."""


class FactReplaced(Conflict):
    """The fact that is being corrected was corrected meanwhile: whoever does it looks again first."""

    slug, title = "fact-replaced", "Somebody has corrected this meanwhile"


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

    `replaces` corrects an earlier fact, which stays readable as what was believed before (ACC-3). Raises FactMisplaced
    where the fact or a field of it is more confidential than the compartment, so that the cause of an absence is never
    an administrative fact (see `append_cause`), and FactReplaced where the earlier fact is in force no longer.
    """
    _check_place(type, fields or {}, compartment)
    if case is None and compartment is not Compartment.ADMINISTRATIVE:
        raise FactMisplaced(f"A fact in {compartment} hangs on a case.")
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
        _replace(session, replaces, fact)
    return fact


def append_cause(
    session: Session,
    actor: Acting,
    employment: Employment,
    case: Case,
    *,
    on: date,
    cause: str,
    replaces: Fact | None = None,
) -> Fact:
    """Append, as a medical fact, what tells the cause of an absence apart from that of another one.

    `cause` is a code of the occupational physician's own, such as ``a`` or ``pregnancy``, never a diagnosis; `on` is
    the first day of the absence, as it is known. Only the engine joins it to the absence, so no administrative row ever
    holds it (CON-4). Call `projection.reconcile` afterwards. Raises FactMisplaced for anything but a code.
    """
    if not _CODE.fullmatch(cause):
        raise FactMisplaced("A cause is a code of at most 40 small letters, digits and .-_ signs.")
    return append(
        session,
        actor,
        employment,
        type=CAUSE,
        on=on,
        fields={"cause": cause},
        compartment=Compartment.MEDICAL,
        case=case,
        replaces=replaces,
    )


def lock(session: Session, employment: Employment) -> None:
    """Have what decides by the facts of an employment follow each other, until the commit."""
    statement = select(Employment.id).where(
        Employment.tenant_id == employment.tenant_id, Employment.id == employment.id
    )
    session.execute(statement.with_for_update(key_share=True))


@dataclass(frozen=True, slots=True)
class NewFact:
    """An administrative fact of an employment that is still to be appended."""

    employment: Employment
    type: str
    on: date
    fields: Mapping[str, Any] = field(default_factory=dict)


def append_all(session: Session, actor: Acting, given: Sequence[NewFact], *, source: str) -> list[UUID]:
    """Append administrative facts in one statement and return their ids, in the order given; see `append`."""
    rows: list[dict[str, Any]] = []
    for each in given:
        _check_place(each.type, each.fields, Compartment.ADMINISTRATIVE)
        rows.append(
            {
                "tenant_id": each.employment.tenant_id,
                "id": new_id(),
                "employer_id": each.employment.employer_id,
                "subject_id": each.employment.id,
                "compartment": Compartment.ADMINISTRATIVE,
                "employment_id": each.employment.id,
                "on": each.on,
                "type": each.type,
                "fields": dict(each.fields),
                "source": source,
                "recorded_at": clock.now(),
                "recorded_by": actor.person_id,
                "void": False,
            }
        )
    if rows:
        # Asked to return something, SQLAlchemy sends hundreds of rows as one statement, not one after the other.
        session.connection().execute(insert(Fact).returning(Fact.id), rows)
    return [row["id"] for row in rows]


def _check_place(type: str, fields: Mapping[str, Any], compartment: Compartment) -> None:  # noqa: A002 - same
    if type == CAUSE:
        needed = {Compartment.MEDICAL.value}
    elif type in KNOWN_EVENTS:
        known = KNOWN_EVENTS[type]
        needed = {known.compartment, *(field.compartment for field in known.fields if field.key in fields)}
    else:
        raise FactMisplaced(f"There is no fact of the type {type!r}.")
    if needed - {Compartment.ADMINISTRATIVE.value, compartment.value}:
        raise FactMisplaced(f"A fact {type!r} with {', '.join(sorted(fields)) or 'no fields'} is not {compartment}.")


def _replace(session: Session, before: Fact, fact: Fact) -> None:
    taken = session.execute(
        update(Fact)
        .where(Fact.tenant_id == fact.tenant_id, Fact.id == before.id, Fact.replaced_by.is_(None))
        .values(replaced_by=fact.id)
        .returning(Fact.id)
    )
    if taken.one_or_none() is None:
        raise FactReplaced


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


def all_current(session: Session, tenant_id: UUID, employment_id: UUID) -> Sequence[OnFile]:
    """Return every fact in force as plain rows, whatever the actor may see: what the engine computes from."""
    return all_current_of(session, tenant_id, [employment_id]).get(employment_id, [])


def all_current_of(
    session: Session, tenant_id: UUID, employment_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[OnFile]]:
    """Return what `all_current` returns for each employment that has facts, by employment."""
    table = Fact.__table__.c
    statement = (
        select(table.id, table.on, table.type, table.fields, table.compartment, table.case_id, table.employment_id)
        .where(
            table.tenant_id == tenant_id,
            table.employment_id.in_(employment_ids),
            table.replaced_by.is_(None),
            table.void.is_(False),
        )
        .order_by(table.on, table.recorded_at, table.id)
    )
    found: dict[UUID, list[OnFile]] = defaultdict(list)
    with elevated(session, "the engine reads all facts"):
        for row in session.connection().execute(statement):
            found[row.employment_id].append(cast("OnFile", row))
    return found


def latest(session: Session, tenant_id: UUID, employment_id: UUID, type: str) -> Fact | None:  # noqa: A002 - same
    """Return the newest fact in force of this type that the reader may see."""
    found = [fact for fact in current(session, tenant_id, employment_id) if fact.type == type]
    return found[-1] if found else None
