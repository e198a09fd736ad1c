"""From files that fit to one value: defaults filled in, roles spread over employers, invented workers added."""

from collections.abc import Iterator, Mapping
from typing import Final

from handrail.exchange.provisioning.files import EmployerFile, GenerateTable, PersonTable, RoleHeld, TenantFile
from handrail.exchange.provisioning.generate import Invented, invent
from handrail.exchange.provisioning.spec import (
    DepartmentSpec,
    EmployerSpec,
    EmploymentSpec,
    MembershipSpec,
    PersonSpec,
    SiteSpec,
    TeamSpec,
    TenantSpec,
)
from handrail.frameworks.rules import LayerDocument
from handrail.kit.codes import Role

EVERYWHERE: Final = "all"
CONSULTANCY_WIDE: Final = frozenset(
    {
        Role.CONSULTANCY_ADMIN,
        Role.CONSULTANCY_MANAGER,
        Role.PRIVACY_OFFICER,
        Role.AUDITOR,
        Role.SUPPORT,
        Role.OPERATOR,
        Role.PROVIDER,
    }
)
"""Roles that may be held in the whole consultancy; every other names its employers."""
_NOBODY: Final = Invented((), (), ())


def assemble(
    slug: str,
    tenant: TenantFile,
    employers: Mapping[str, EmployerFile],
    consultancy: LayerDocument,
    layers: Mapping[str, LayerDocument],
) -> TenantSpec:
    """Return the declared tenant. References must have been checked."""
    invented = {key: _invented(key, file) for key, file in employers.items()}
    specs = tuple(_employer(key, file, invented[key], layers[key]) for key, file in sorted(employers.items()))
    zones = {key: next(iter(file.sites.values())).time_zone for key, file in employers.items()}
    people = [_person(key, table, tenant.locale, tenant.time_zone) for key, table in tenant.people.items()]
    for key, file in employers.items():
        people += [_person(name, table, file.locale, zones[key]) for name, table in file.people.items()]
        people += invented[key].people
    return TenantSpec(
        slug=slug,
        name=tenant.name,
        locale=tenant.locale,
        time_zone=tenant.time_zone,
        since=tenant.since,
        demo=tenant.demo,
        people=tuple(people),
        memberships=tuple(dict.fromkeys(_memberships(tenant, employers, specs))),
        employers=specs,
        framework=consultancy,
        sign_in_as={Role(role): person for role, person in tenant.sign_in_as.items()},
    )


def invented_keys(employer: str, file: EmployerFile, wanted: GenerateTable) -> frozenset[str]:
    """Return the keys of the workers that are invented for an employer."""
    return frozenset(employment.key for employment in invent(employer, file, wanted).employments)


def _invented(key: str, file: EmployerFile) -> Invented:
    return _NOBODY if file.generate is None else invent(key, file, file.generate)


def _person(key: str, table: PersonTable, locale: str, zone: str) -> PersonSpec:
    return PersonSpec(
        key=key,
        name=table.name,
        email=table.email.strip().lower() if table.email else None,
        phone=table.phone,
        locale=table.locale or locale,
        time_zone=table.time_zone or zone,
    )


def _employer(key: str, file: EmployerFile, invented: Invented, layer: LayerDocument) -> EmployerSpec:
    teams = [
        TeamSpec(key=name, name=table.name, department=table.department, supervisor=table.supervisor)
        for name, table in file.teams.items()
    ]
    return EmployerSpec(
        key=key,
        name=file.name,
        locale=file.locale,
        since=file.since,
        sites=tuple(
            SiteSpec(key=name, name=table.name, jurisdiction=table.jurisdiction, time_zone=table.time_zone)
            for name, table in file.sites.items()
        ),
        departments=tuple(DepartmentSpec(key=name, name=table.name) for name, table in file.departments.items()),
        teams=(*teams, *invented.teams),
        employments=(*_employments(file), *invented.employments),
        framework=layer,
        feed=file.feed,
        publication=file.publication,
    )


def _employments(file: EmployerFile) -> Iterator[EmploymentSpec]:
    for key, table in file.workers.items():
        team = file.teams.get(table.team) if table.team else None
        supervisor = table.supervisor or (team.supervisor if team else None)
        yield EmploymentSpec(
            key=key,
            person=table.person,
            site=table.site,
            department=table.department or (team.department if team else None),
            team=table.team,
            supervisor=None if supervisor == table.person else supervisor,
            job_title=table.job_title,
            started_on=table.started_on,
            ended_on=table.ended_on,
        )


def _memberships(
    tenant: TenantFile, employers: Mapping[str, EmployerFile], specs: tuple[EmployerSpec, ...]
) -> Iterator[MembershipSpec]:
    declared: set[tuple[str, Role, str | None]] = set()
    for membership in (*_declared(tenant.people, employers, None, tenant), *_at_employers(employers, tenant)):
        declared.add((membership.person, membership.role, membership.employer))
        yield membership
    for spec in specs:
        for person in _supervisors(spec):
            if (person, Role.SUPERVISOR, spec.key) not in declared:
                yield MembershipSpec(person=person, role=Role.SUPERVISOR, employer=spec.key, since=spec.since)


def _at_employers(employers: Mapping[str, EmployerFile], tenant: TenantFile) -> Iterator[MembershipSpec]:
    for key, file in employers.items():
        yield from _declared(file.people, employers, key, tenant)


def _declared(
    people: Mapping[str, PersonTable], employers: Mapping[str, EmployerFile], home: str | None, tenant: TenantFile
) -> Iterator[MembershipSpec]:
    for key, person in people.items():
        for held in person.roles:
            for employer in _where(held, employers, home):
                since = held.since or (employers[employer].since if employer else tenant.since)
                yield MembershipSpec(person=key, role=held.role, employer=employer, since=since, until=held.until)


def _where(held: RoleHeld, employers: Mapping[str, EmployerFile], home: str | None) -> tuple[str | None, ...]:
    """Return where a role is held: as it says, else at the employer whose file says it, else everywhere as one."""
    named = (held.at,) if isinstance(held.at, str) else held.at
    if EVERYWHERE in named:
        return tuple(sorted(employers))
    return named or (home,)


def _supervisors(employer: EmployerSpec) -> tuple[str, ...]:
    """Return everybody whom somebody answers to, each once."""
    found = [team.supervisor for team in employer.teams] + [worker.supervisor for worker in employer.employments]
    return tuple(dict.fromkeys(person for person in found if person is not None))
