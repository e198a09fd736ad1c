"""The form of the files in a tenant's folder; docs/guides/tenant-folder.md explains every key."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from handrail.kit.codes import Role


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a file."""


class RoleHeld(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A role of a person. `at` names client organisations by key, or "all"; both days are inclusive."""

    role: Role
    at: tuple[str, ...] | str = ()
    since: date | None = None
    until: date | None = None


class PersonTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A person of the tenant; the key of the table is the person's key."""

    name: str
    email: str | None = None
    phone: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    roles: tuple[RoleHeld, ...] = ()


class TenantFile(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """tenant.toml: the consultancy, the people who work across employers, and the roles to show first."""

    format: int
    name: str
    locale: str
    time_zone: str
    since: date
    demo: bool = False
    people: Mapping[str, PersonTable] = {}
    sign_in_as: Mapping[str, str] = {}


class SiteTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place of work."""

    name: str
    jurisdiction: str
    time_zone: str


class NamedTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A department."""

    name: str


class TeamTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A team of a department; `supervisor` is a person's key."""

    name: str
    department: str
    supervisor: str | None = None


class WorkerTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An employment; the key of the table is the key that absence feeds use. `supervisor` defaults to the team's."""

    person: str
    site: str
    department: str | None = None
    team: str | None = None
    supervisor: str | None = None
    job_title: str | None = None
    started_on: date | None = None
    ended_on: date | None = None


class GenerateTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Invented workers for a demo: the same seed gives the same people, on any machine and in any version."""

    seed: str
    workers: int
    key_prefix: str
    languages: Mapping[str, int]
    team_size: int = 9
    job_titles: tuple[str, ...] = ()
    hired_before: date


class StoryTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An open absence that the demo feed always holds, begun so many days before the feed's day."""

    days_before: int
    expected_days: int | None = None
    percent: int | None = None


class FeedTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An invented absence feed for a demo: spells per worker and year, and how far back the file goes."""

    seed: str
    spells_per_year: float = 1.0
    history_days: int = 120
    stories: Mapping[str, StoryTable] = {}


class PublicationTable(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What makes the employer's framework a published version (FRW-2).

    `commitment` is senior management's, by a person's key; `approval` a workers' representative's, or
    `staff_consultation` the record of one where there is no representative.
    """

    number: int
    published_on: date
    commitment_by: str
    commitment_on: date
    approval_by: str | None = None
    approval_on: date | None = None
    staff_consultation: str | None = None


class EmployerFile(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """employer.toml: one client organisation."""

    name: str
    locale: str
    since: date
    sites: Mapping[str, SiteTable]
    departments: Mapping[str, NamedTable] = {}
    teams: Mapping[str, TeamTable] = {}
    people: Mapping[str, PersonTable] = {}
    workers: Mapping[str, WorkerTable] = {}
    generate: GenerateTable | None = None
    feed: FeedTable | None = None
    publication: PublicationTable | None = None
