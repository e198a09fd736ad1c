"""What the projection reads: where an employment stands, its obligations on file, its framework."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from handrail.kit.codes import Compartment
from handrail.kit.subjects import SubjectRef
from handrail.obligations.intervals import intervals_of_version
from handrail.obligations.models import Obligation, RulesAcceptance
from handrail.obligations.rules import ProcessIntervals
from handrail.obligations.stored import Stored, stored
from handrail.tenancy.models import Case, Employment, Site


@dataclass(frozen=True, slots=True)
class CasePlace:
    """A case as the projection needs it."""

    id: UUID
    opened_on: dt.date
    intervals: ProcessIntervals


@dataclass(frozen=True, slots=True)
class Place:
    """Where an employment stands: what the engine has to know beside its facts. Cases in the order of opening."""

    tenant_id: UUID
    employer_id: UUID
    employment_id: UUID
    jurisdiction: str
    time_zone: str
    cases: tuple[CasePlace, ...]

    def subject_of(self, case_id: UUID | None, values: Mapping[str, Any]) -> SubjectRef:
        """Return what an obligation hangs on: an administrative one on the employment, any other on a case.

        A statutory one that is not administrative hangs on the newest case opened since its absence began. Before
        there is one, it stays on the employment, where nobody reads it: only a case has parties who may know it.
        """
        if values["compartment"] == Compartment.ADMINISTRATIVE:
            return self._ref(self.employment_id)
        return self._ref(case_id or self._case_of_absence(values["for_absence"]) or self.employment_id)

    def _case_of_absence(self, first_day: dt.date | None) -> UUID | None:
        since = [case.id for case in self.cases if first_day is None or case.opened_on >= first_day]
        return since[-1] if since else None

    def _ref(self, subject_id: UUID) -> SubjectRef:
        return SubjectRef(self.tenant_id, self.employer_id, subject_id)


def place_of(session: Session, tenant_id: UUID, employment_id: UUID) -> Place:
    """Return where an employment stands, for whoever only looks. Raises NoResultFound for an unknown id."""
    return _places(session, tenant_id, [employment_id], lock=False)[employment_id]


def places_of(session: Session, tenant_id: UUID, employment_ids: Collection[UUID]) -> dict[UUID, Place]:
    """Return where employments stand, by id, for whoever only looks. Raises NoResultFound for an unknown id."""
    return _places(session, tenant_id, employment_ids, lock=False)


def locked_place(session: Session, tenant_id: UUID, employment_id: UUID) -> Place:
    """Return where an employment stands, with its row locked until the commit: two reconciliations follow each other.

    The lock leaves references to the row alone, so that whoever appends a fact meanwhile does not wait.
    Raises NoResultFound for an unknown id.
    """
    return locked_places(session, tenant_id, [employment_id])[employment_id]


def locked_places(session: Session, tenant_id: UUID, employment_ids: Collection[UUID]) -> dict[UUID, Place]:
    """Return where employments stand, by id, locked as `locked_place` does and in the order of their ids.

    Everybody locks in this order, so that two that lock several never wait for each other.
    """
    return _places(session, tenant_id, employment_ids, lock=True)


def _places(session: Session, tenant_id: UUID, employment_ids: Collection[UUID], *, lock: bool) -> dict[UUID, Place]:
    statement = (
        select(Employment.id, Employment.employer_id, Site.jurisdiction, Site.time_zone)
        .join(Site, (Site.tenant_id == Employment.tenant_id) & (Site.id == Employment.site_id))
        .where(Employment.tenant_id == tenant_id, Employment.id.in_(employment_ids))
        .order_by(Employment.id)
    )
    if lock:
        statement = statement.with_for_update(of=Employment, key_share=True)
    rows = session.execute(statement).all()
    if len(rows) != len({*employment_ids}):
        raise NoResultFound
    cases = _cases(session, tenant_id, {row.id: row.jurisdiction for row in rows})
    return {
        employment_id: Place(
            tenant_id, employer_id, employment_id, jurisdiction, time_zone, tuple(cases.get(employment_id, ()))
        )
        for employment_id, employer_id, jurisdiction, time_zone in rows
    }


def _cases(session: Session, tenant_id: UUID, jurisdictions: Mapping[UUID, str]) -> dict[UUID, list[CasePlace]]:
    """Return the cases of employments, given with where each works, as plain values.

    In the engine's scope no object may live on in the session. A framework is looked up once, however many cases
    started under it.
    """
    columns = (Case.employment_id, Case.id, Case.opened_on, Case.framework_version_id)
    statement = (
        select(*columns)
        .where(Case.tenant_id == tenant_id, Case.employment_id.in_(jurisdictions))
        .order_by(Case.opened_at, Case.id)
    )
    found: dict[UUID, list[CasePlace]] = defaultdict(list)
    known: dict[tuple[UUID | None, str], ProcessIntervals] = {}
    for employment_id, case_id, opened_on, version_id in session.execute(statement).all():
        floor = (version_id, jurisdictions[employment_id])
        if floor not in known:
            known[floor] = intervals_of_version(session, *floor)
        found[employment_id].append(CasePlace(case_id, opened_on, known[floor]))
    return found


def accepted(session: Session, asked: Collection[tuple[UUID, str, str]]) -> set[tuple[UUID, str, str]]:
    """Return which of these releases are accepted: each a client organisation, a jurisdiction and its release."""
    table = RulesAcceptance
    columns = tuple_(table.employer_id, table.jurisdiction, table.release)
    found = session.execute(select(table.employer_id, table.jurisdiction, table.release).where(columns.in_(asked)))
    return {(row.employer_id, row.jurisdiction, row.release) for row in found}


def obligations_on_file(session: Session, tenant_id: UUID, employment_id: UUID) -> list[Stored]:
    """Return every obligation of an employment, those that are not asked any more too."""
    return obligations_on_files(session, tenant_id, [employment_id])[employment_id]


def obligations_on_files(
    session: Session, tenant_id: UUID, employment_ids: Collection[UUID]
) -> Mapping[UUID, list[Stored]]:
    """Return every obligation of each employment, by employment."""
    table = Obligation.__table__
    statement = select(*table.c).where(table.c.tenant_id == tenant_id, table.c.employment_id.in_(employment_ids))
    found: dict[UUID, list[Stored]] = defaultdict(list)
    for row in session.connection().execute(statement.order_by(table.c.id)).mappings():
        found[row["employment_id"]].append(stored(dict(row)))
    return found
