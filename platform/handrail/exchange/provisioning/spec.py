"""A declared tenant as values: what the files say, with every default filled in and every reference checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handrail.exchange.provisioning.files import FeedTable, PublicationTable
from handrail.frameworks.rules import LayerDocument
from handrail.kit.codes import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSpec:
    """A person of the tenant."""

    key: str
    name: str
    email: str | None
    phone: str | None
    locale: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipSpec:
    """A role that a person holds: at one employer, or in the whole consultancy. `until` is the last day, inclusive."""

    person: str
    role: Role
    employer: str | None
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSpec:
    """A place of work."""

    key: str
    name: str
    jurisdiction: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentSpec:
    """A department."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSpec:
    """A team; its supervisor is a person's key."""

    key: str
    name: str
    department: str
    supervisor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentSpec:
    """A worker at an employer; `key` is what absence feeds call them."""

    key: str
    person: str
    site: str
    department: str | None
    team: str | None
    supervisor: str | None
    job_title: str | None
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerSpec:
    """A client organisation with all that is declared of it, invented workers included."""

    key: str
    name: str
    locale: str
    since: date
    sites: tuple[SiteSpec, ...]
    departments: tuple[DepartmentSpec, ...]
    teams: tuple[TeamSpec, ...]
    employments: tuple[EmploymentSpec, ...]
    framework: LayerDocument
    feed: FeedTable | None
    publication: PublicationTable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantSpec:
    """A consultancy with its people, roles and employers. `sign_in_as` names one person for each role to show."""

    slug: str
    name: str
    locale: str
    time_zone: str
    since: date
    demo: bool
    people: tuple[PersonSpec, ...]
    memberships: tuple[MembershipSpec, ...]
    employers: tuple[EmployerSpec, ...]
    framework: LayerDocument
    sign_in_as: Mapping[Role, str]
