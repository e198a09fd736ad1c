"""Do the names in a tenant's files point at something? Each finding names file and key."""

from collections.abc import Iterator, Mapping
from zoneinfo import available_timezones

from handrail.exchange.provisioning.files import EmployerFile, PersonTable, TenantFile
from handrail.exchange.provisioning.names import languages
from handrail.frameworks.rules.shape import key_fits
from handrail.kit.codes import Role
from handrail.kit.i18n import _, known

Finding = tuple[str, str]
"""A dotted key and a sentence."""
FORMAT = 1


def of_tenant(tenant: TenantFile, people: frozenset[str]) -> Iterator[Finding]:
    """Yield what tenant.toml names and nobody knows. `people` are the keys of all files together."""
    if tenant.format != FORMAT:
        yield "format", _("This program reads format %(known)s, not %(found)s.", known=FORMAT, found=tenant.format)
    yield from _language("locale", tenant.locale)
    yield from _zone("time_zone", tenant.time_zone)
    for role, person in tenant.sign_in_as.items():
        if role not in {one.value for one in Role}:
            yield f"sign_in_as.{role}", _("There is no role “%(role)s”.", role=role)
        yield from _person(f"sign_in_as.{role}", person, people)
    for key, table in tenant.people.items():
        yield from _of_person(key, table)


def of_employer(employer: EmployerFile, people: frozenset[str]) -> Iterator[Finding]:
    """Yield what employer.toml names and nobody knows."""
    yield from _language("locale", employer.locale)
    for key, site in employer.sites.items():
        yield from _zone(f"sites.{key}.time_zone", site.time_zone)
    for key, team in employer.teams.items():
        yield from _one_of(f"teams.{key}.department", team.department, employer.departments)
        yield from _person(f"teams.{key}.supervisor", team.supervisor, people)
    for key, table in employer.people.items():
        yield from _of_person(key, table)
    yield from _of_workers(employer, people)
    yield from _of_generate(employer)
    yield from _of_publication(employer, people)


def _of_workers(employer: EmployerFile, people: frozenset[str]) -> Iterator[Finding]:
    for key, worker in employer.workers.items():
        place = f"workers.{key}"
        yield from _person(f"{place}.person", worker.person, people)
        yield from _person(f"{place}.supervisor", worker.supervisor, people)
        yield from _one_of(f"{place}.site", worker.site, employer.sites)
        if worker.department is not None:
            yield from _one_of(f"{place}.department", worker.department, employer.departments)
        if worker.team is not None:
            yield from _one_of(f"{place}.team", worker.team, employer.teams)
        if worker.started_on and worker.ended_on and worker.ended_on < worker.started_on:
            yield f"{place}.ended_on", _("The employment ends before it begins.")
        if worker.supervisor == worker.person:
            yield f"{place}.supervisor", _("Nobody is their own supervisor.")


def _of_generate(employer: EmployerFile) -> Iterator[Finding]:
    wanted = employer.generate
    if wanted is None:
        return
    if not employer.departments:
        yield "generate", _("Invented workers need at least one department.")
    if not key_fits(wanted.key_prefix):
        yield "generate.key_prefix", _("A key begins with a letter or digit and goes on with letters, digits, - or _.")
    if wanted.workers < 1 or wanted.team_size < 1:
        yield "generate", _("At least one worker and teams of at least one.")
    if not wanted.languages or not set(wanted.languages) <= languages() or min(wanted.languages.values()) < 1:
        named = ", ".join(sorted(languages()))
        yield "generate.languages", _("Give weights of 1 or more to languages among: %(languages)s.", languages=named)


def _of_publication(employer: EmployerFile, people: frozenset[str]) -> Iterator[Finding]:
    told = employer.publication
    if told is None:
        return
    yield from _person("publication.commitment_by", told.commitment_by, people)
    yield from _person("publication.approval_by", told.approval_by, people)
    if told.number < 1:
        yield "publication.number", _("Versions are numbered from 1.")
    approved = told.approval_by is not None and told.approval_on is not None
    if not approved and not told.staff_consultation:
        yield (
            "publication",
            _(
                "FRW-2: a framework is published with a workers' representative's approval, or, where there is none, a "
                "recorded staff consultation.",
            ),
        )


def _of_person(key: str, table: PersonTable) -> Iterator[Finding]:
    place = f"people.{key}"
    if table.locale is not None:
        yield from _language(f"{place}.locale", table.locale)
    if table.time_zone is not None:
        yield from _zone(f"{place}.time_zone", table.time_zone)
    if table.email is not None and table.email.count("@") != 1:
        yield f"{place}.email", _("“%(email)s” is no mail address.", email=table.email)
    for held in table.roles:
        if held.since and held.until and held.until < held.since:
            yield f"{place}.roles", _("The role “%(role)s” ends before it begins.", role=held.role.value)


def _person(place: str, key: str | None, people: frozenset[str]) -> Iterator[Finding]:
    if key is not None and key not in people:
        yield place, _("There is no person “%(key)s” in this tenant.", key=key)


def _one_of(place: str, key: str, known_keys: Mapping[str, object]) -> Iterator[Finding]:
    if key not in known_keys:
        yield place, _("There is no “%(key)s” in this file.", key=key)


def _language(place: str, code: str) -> Iterator[Finding]:
    if known(code) != code:
        yield place, _("“%(code)s” is not a language that Handrail speaks.", code=code)


def _zone(place: str, zone: str) -> Iterator[Finding]:
    if zone not in available_timezones():
        yield place, _("“%(zone)s” is no time zone (an IANA name, such as Europe/Amsterdam).", zone=zone)
