"""Consultancies, client organisations, people, employments, and the bare case."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.kit.codes import Compartment
from handrail.kit.db import Base, EmployerOwned, SubjectOwned, TenantOwned
from handrail.kit.subjects import SubjectRef

DDL = (
    """
create function name_the_case() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  select p.sort_name into strict new.sort_name from public.employment e
    join public.person p on p.tenant_id = e.tenant_id and p.id = e.person_id
   where e.tenant_id = new.tenant_id and e.id = new.employment_id;
  return new;
end
$$""",
    "create trigger named before insert on cases for each row execute function name_the_case()",
    """
create function rename_the_cases() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if current_setting('app.scope', true) is distinct from 'engine' then
    raise insufficient_privilege using message = 'Who gives a person another name sees all of their cases.';
  end if;
  update public.cases c set sort_name = new.sort_name from public.employment e
   where e.tenant_id = new.tenant_id and e.person_id = new.id
     and c.tenant_id = e.tenant_id and c.employment_id = e.id;
  return null;
end
$$""",
    """
create trigger renamed after update of sort_name on person for each row
when (old.sort_name is distinct from new.sort_name) execute function rename_the_cases()""",
)
"""What keeps the name that lists of cases are ordered by; both run with the rights of whoever writes."""


def to(table: str, *columns: str, **options: Any) -> ForeignKeyConstraint:
    """Return the composite foreign key (tenant_id, column...) to `table`: it can not point into another tenant."""
    return ForeignKeyConstraint(["tenant_id", *columns], [f"{table}.tenant_id", f"{table}.id"], **options)


class Tenant(TenantOwned, Base):
    """A consultancy. Its row is its own: tenant_id and id are the same."""

    __tablename__ = "tenant"
    __admin__ = True
    __resolver__ = True
    __grants__ = ("select", "insert", "update")
    __table_args__ = (UniqueConstraint("slug"),)

    slug: Mapped[str]
    name: Mapped[str]
    locale: Mapped[str]
    time_zone: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ClientOrganisation(EmployerOwned, Base):
    """An employer that the consultancy serves; `employer_id` is its own id."""

    __tablename__ = "client_organisation"
    __table_args__ = (UniqueConstraint("tenant_id", "key"),)

    key: Mapped[str]
    name: Mapped[str]
    sort_name: Mapped[str]
    locale: Mapped[str]


class Site(EmployerOwned, Base):
    """A place of work: it gives a case its jurisdiction, time zone and calendar."""

    __tablename__ = "site"
    __table_args__ = (to("client_organisation", "employer_id"), UniqueConstraint("tenant_id", "employer_id", "key"))

    key: Mapped[str]
    name: Mapped[str]
    jurisdiction: Mapped[str]
    time_zone: Mapped[str]


class Department(EmployerOwned, Base):
    """A department of a client organisation."""

    __tablename__ = "department"
    __table_args__ = (to("client_organisation", "employer_id"), UniqueConstraint("tenant_id", "employer_id", "key"))

    key: Mapped[str]
    name: Mapped[str]


class Team(EmployerOwned, Base):
    """A team of a department."""

    __tablename__ = "team"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("department", "department_id"),
        UniqueConstraint("tenant_id", "employer_id", "key"),
    )

    key: Mapped[str]
    name: Mapped[str]
    department_id: Mapped[UUID]


class Person(TenantOwned, Base):
    """A person of one tenant; somebody who works with two consultancies is two people."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        Index(None, "tenant_id", "sort_name", "id"),
        Index(None, "tenant_id", "email"),
    )

    key: Mapped[str]
    name: Mapped[str]
    sort_name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    locale: Mapped[str]
    time_zone: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Employment(EmployerOwned, Base):
    """A worker at a client organisation: what absences and statutory obligations hang on, with or without a case."""

    __tablename__ = "employment"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("person", "person_id"),
        to("site", "site_id"),
        to("department", "department_id"),
        to("team", "team_id"),
        ForeignKeyConstraint(["tenant_id", "supervisor_id"], ["person.tenant_id", "person.id"]),
        UniqueConstraint("tenant_id", "employer_id", "key"),
        Index(None, "tenant_id", "person_id"),
        Index(None, "tenant_id", "supervisor_id"),
    )

    key: Mapped[str]
    person_id: Mapped[UUID]
    site_id: Mapped[UUID]
    department_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    supervisor_id: Mapped[UUID | None]
    job_title: Mapped[str | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    def subject(self) -> SubjectRef:
        """Return what administrative records of this worker hang on."""
        return SubjectRef(self.tenant_id, self.employer_id, self.id)


class Case(SubjectOwned, Base):
    """The bare case: that the absence file was forwarded (S1-2), and nothing of what the support process does.

    It is administrative and hangs on the employment, so it holds no step, no state and no date after its opening.
    """

    __tablename__ = "cases"
    __subject__ = "employment_id"
    __table_args__ = (
        to("client_organisation", "employer_id"),
        to("employment", "employment_id"),
        Index(None, "tenant_id", "employer_id", "opened_on", "id"),
        Index(None, "tenant_id", "employer_id", "sort_name", "id"),
        Index(None, "tenant_id", "employment_id"),
        UniqueConstraint("tenant_id", "number"),
    )

    subject_id: Mapped[UUID] = mapped_column(Computed("employment_id", persisted=True))
    compartment: Mapped[Compartment] = mapped_column(default=Compartment.ADMINISTRATIVE)
    employment_id: Mapped[UUID]
    number: Mapped[str]
    sort_name: Mapped[str] = mapped_column(server_default="")
    """The worker's, kept by the database: so a list by name begins in an index, however many workers there are."""
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    framework_version_id: Mapped[UUID | None]
    previous_case_id: Mapped[UUID | None]

    def subject(self) -> SubjectRef:
        """Return what the records of the support process hang on."""
        return SubjectRef(self.tenant_id, self.employer_id, self.id)

    def employment_subject(self) -> SubjectRef:
        """Return what the administrative records of this worker hang on."""
        return SubjectRef(self.tenant_id, self.employer_id, self.employment_id)
