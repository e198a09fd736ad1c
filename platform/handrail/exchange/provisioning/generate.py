"""Invented workers for demos: who they are depends on the seed and their number, so more workers change nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.exchange.provisioning.chance import one_of, share, weighted
from handrail.exchange.provisioning.files import EmployerFile, GenerateTable
from handrail.exchange.provisioning.names import names
from handrail.exchange.provisioning.spec import EmploymentSpec, PersonSpec, TeamSpec

FIRST_NUMBER = 1001
_WITHOUT_MAIL = 0.15
"""The share of invented workers who have given no address: letters are their only channel."""
_DAYS_A_YEAR = 365
_LONGEST_SERVICE_YEARS = 24


@dataclass(frozen=True, slots=True)
class Invented:
    """A population: people, the teams they are in, and their employments, in the order of their numbers."""

    people: tuple[PersonSpec, ...]
    teams: tuple[TeamSpec, ...]
    employments: tuple[EmploymentSpec, ...]


def invent(employer: str, declared: EmployerFile, wanted: GenerateTable) -> Invented:
    """Return the population of an employer.

    Teams are filled one after another, `team_size` workers each, and dealt out over the departments and sites that
    the file declares. The first worker of a team is its supervisor; supervisors answer to the first of their
    department, who answers to nobody here.
    """
    teams = list(_teams(employer, declared, wanted))
    people = tuple(_person(employer, declared, wanted, index) for index in range(wanted.workers))
    employments = tuple(_employment(employer, declared, wanted, teams, index) for index in range(wanted.workers))
    return Invented(people, tuple(teams), employments)


def _key(wanted: GenerateTable, index: int) -> str:
    return f"{wanted.key_prefix}{FIRST_NUMBER + index}"


def _person_key(employer: str, wanted: GenerateTable, index: int) -> str:
    return f"{employer}-{_key(wanted, index).lower()}"


def _person(employer: str, declared: EmployerFile, wanted: GenerateTable, index: int) -> PersonSpec:
    seed, key = wanted.seed, _person_key(employer, wanted, index)
    language = weighted(wanted.languages, seed, index, "language")
    given = one_of(names(language, "given"), seed, index, "given")
    family = one_of(names(language, "family"), seed, index, "family")
    mail = None if share(seed, index, "mail") < _WITHOUT_MAIL else f"{key}@people.example"
    zone = _site(declared, wanted, index // wanted.team_size).time_zone
    return PersonSpec(key=key, name=f"{given} {family}", email=mail, phone=None, locale=language, time_zone=zone)


@dataclass(frozen=True, slots=True)
class _Place:
    key: str
    time_zone: str


def _site(declared: EmployerFile, wanted: GenerateTable, team: int) -> _Place:
    key = one_of(sorted(declared.sites), wanted.seed, team, "site")
    return _Place(key, declared.sites[key].time_zone)


def _department(declared: EmployerFile, team: int) -> str:
    keys = list(declared.departments)
    return keys[team % len(keys)]


def _teams(employer: str, declared: EmployerFile, wanted: GenerateTable) -> Iterator[TeamSpec]:
    for number in range(-(-wanted.workers // wanted.team_size)):
        department = _department(declared, number)
        title = declared.departments[department].name
        yield TeamSpec(
            key=f"{department}-{number + 1}",
            name=f"{title} {number // len(declared.departments) + 1}",
            department=department,
            supervisor=_person_key(employer, wanted, number * wanted.team_size),
        )


def _employment(
    employer: str, declared: EmployerFile, wanted: GenerateTable, teams: list[TeamSpec], index: int
) -> EmploymentSpec:
    number = index // wanted.team_size
    team = teams[number]
    return EmploymentSpec(
        key=_key(wanted, index),
        person=_person_key(employer, wanted, index),
        site=_site(declared, wanted, number).key,
        department=team.department,
        team=team.key,
        supervisor=_answers_to(declared, wanted, teams, index),
        job_title=one_of(wanted.job_titles, wanted.seed, index, "job") if wanted.job_titles else None,
        started_on=_hired_on(wanted, index),
        ended_on=None,
    )


def _answers_to(declared: EmployerFile, wanted: GenerateTable, teams: list[TeamSpec], index: int) -> str | None:
    number = index // wanted.team_size
    if index % wanted.team_size:
        return teams[number].supervisor
    head = number % len(declared.departments)
    return None if number == head else teams[head].supervisor


def _hired_on(wanted: GenerateTable, index: int) -> date:
    days = int(share(wanted.seed, index, "hired") ** 2 * _LONGEST_SERVICE_YEARS * _DAYS_A_YEAR)
    return wanted.hired_before - timedelta(days=days + 1)
