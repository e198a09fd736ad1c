"""The stored tenant as rows by natural key, to compare with what the files declare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from handrail.exchange.provisioning.changes import Fields, Kind, Ref
from handrail.frameworks.models import FrameworkVersion
from handrail.identity.models import Membership
from handrail.tenancy.models import ClientOrganisation, Department, Employment, Person, Site, Team, Tenant


@dataclass(slots=True)
class Stored:
    """Rows as `changes.rows_of` gives them, and the id of each."""

    rows: dict[Ref, Fields] = field(default_factory=dict)
    ids: dict[Ref, UUID] = field(default_factory=dict)

    def add(self, ref: Ref, row_id: UUID, fields: Fields) -> None:
        """Take in one row."""
        self.rows[ref] = fields
        self.ids[ref] = row_id


def stored_tenant(session: Session, tenant_id: UUID) -> Stored:
    """Return everything of a tenant that files can declare; nothing where the tenant is not there yet."""
    found = Stored()
    _tenant(session, tenant_id, found)
    employers = _employers(session, tenant_id, found)
    people = _people(session, tenant_id, found)
    names = _places(session, tenant_id, found, employers)
    _employments(session, tenant_id, found, {**employers, **people, **names})
    _memberships(session, tenant_id, found, employers, people)
    _frameworks(session, tenant_id, found, employers)
    return found


def _of(session: Session, tenant_id: UUID, model: Any, *columns: Any) -> Any:
    statement: Select[Any] = select(*columns).where(model.tenant_id == tenant_id)
    return session.execute(statement)


def _tenant(session: Session, tenant_id: UUID, found: Stored) -> None:
    columns = (Tenant.id, Tenant.slug, Tenant.name, Tenant.locale, Tenant.time_zone, Tenant.demo, Tenant.settings)
    for row_id, slug, name, locale, time_zone, demo, kept in _of(session, tenant_id, Tenant, *columns):
        fields = {"name": name, "locale": locale, "time_zone": time_zone, "demo": demo}
        found.add(Ref(Kind.TENANT, slug), row_id, {**fields, "sign_in_as": kept.get("sign_in_as", {})})


def _employers(session: Session, tenant_id: UUID, found: Stored) -> dict[UUID, str]:
    model = ClientOrganisation
    keys: dict[UUID, str] = {}
    for row_id, key, name, locale in _of(session, tenant_id, model, model.id, model.key, model.name, model.locale):
        found.add(Ref(Kind.EMPLOYER, key), row_id, {"name": name, "locale": locale})
        keys[row_id] = key
    return keys


def _people(session: Session, tenant_id: UUID, found: Stored) -> dict[UUID, str]:
    columns = (Person.id, Person.key, Person.name, Person.email, Person.phone, Person.locale, Person.time_zone)
    keys: dict[UUID, str] = {}
    for row_id, key, name, email, phone, locale, time_zone in _of(session, tenant_id, Person, *columns):
        fields = {"name": name, "email": email, "phone": phone, "locale": locale, "time_zone": time_zone}
        found.add(Ref(Kind.PERSON, key), row_id, fields)
        keys[row_id] = key
    return keys


def _places(session: Session, tenant_id: UUID, found: Stored, employers: Mapping[UUID, str]) -> dict[UUID, str]:
    keys: dict[UUID, str] = {}
    columns: tuple[Any, ...] = (Site.id, Site.employer_id, Site.key, Site.name, Site.jurisdiction, Site.time_zone)
    for row_id, at, key, name, jurisdiction, time_zone in _of(session, tenant_id, Site, *columns):
        fields = {"name": name, "jurisdiction": jurisdiction, "time_zone": time_zone}
        found.add(Ref(Kind.SITE, key, employers[at]), row_id, fields)
        keys[row_id] = key
    columns = (Department.id, Department.employer_id, Department.key, Department.name)
    for row_id, at, key, name in _of(session, tenant_id, Department, *columns):
        found.add(Ref(Kind.DEPARTMENT, key, employers[at]), row_id, {"name": name})
        keys[row_id] = key
    columns = (Team.id, Team.employer_id, Team.key, Team.name, Team.department_id)
    for row_id, at, key, name, department_id in _of(session, tenant_id, Team, *columns):
        fields = {"name": name, "department": keys[department_id]}
        found.add(Ref(Kind.TEAM, key, employers[at]), row_id, fields)
        keys[row_id] = key
    return keys


def _key(keys: Mapping[UUID, str], row_id: UUID | None) -> str | None:
    return None if row_id is None else keys[row_id]


def _employments(session: Session, tenant_id: UUID, found: Stored, keys: Mapping[UUID, str]) -> None:
    row = Employment
    columns = (
        row.id, row.employer_id, row.key, row.person_id, row.site_id, row.department_id, row.team_id,
        row.supervisor_id, row.job_title, row.started_on, row.ended_on,
    )  # fmt: skip
    for row_id, at, key, person, site, department, team, supervisor, job_title, started_on, ended_on in _of(
        session, tenant_id, Employment, *columns
    ):
        fields = {
            "person": keys[person],
            "site": keys[site],
            "department": _key(keys, department),
            "team": _key(keys, team),
            "supervisor": _key(keys, supervisor),
            "job_title": job_title,
            "started_on": started_on,
            "ended_on": ended_on,
        }
        found.add(Ref(Kind.EMPLOYMENT, key, keys[at]), row_id, fields)


def _memberships(
    session: Session, tenant_id: UUID, found: Stored, employers: Mapping[UUID, str], people: Mapping[UUID, str]
) -> None:
    """Take in roles that no group gave; one that ended on the day it began is an empty range, and as if never there."""
    row = Membership
    for row_id, person, role, at, during, source in _of(
        session, tenant_id, row, row.id, row.person_id, row.role, row.employer_id, row.during, row.source
    ):
        if during.isempty or source is not None:
            continue
        since = during.lower.isoformat() if during.lower else ""
        until = during.upper - timedelta(days=1) if during.upper else None
        ref = Ref(Kind.MEMBERSHIP, f"{people[person]} {role.value} {since}", _key(employers, at) or "")
        found.add(ref, row_id, {"until": until})


def _frameworks(session: Session, tenant_id: UUID, found: Stored, employers: Mapping[UUID, str]) -> None:
    row = FrameworkVersion
    for row_id, at, number, published_on, grounds in _of(
        session, tenant_id, row, row.id, row.employer_id, row.number, row.published_on, row.grounds
    ):
        fields = {"published_on": published_on, "digest": grounds.get("digest")}
        found.add(Ref(Kind.FRAMEWORK, str(number), employers[at]), row_id, fields)
