"""Rows of people and places, as COPY takes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.bench.city.scale import Scale, sites_of

from handrail.identity.grants import hangs_on_employment
from handrail.identity.policies import MATRIX, Reach, grants_of_membership
from handrail.kit.codes import Compartment, Role
from handrail.tenancy.rules import sort_key

ZONE: Final = "Europe/Amsterdam"
EVER: Final = "[2020-01-01,)"
NONE: Final = r"\N"
JOBS: Final = ("Archivist", "Baker", "Clerk", "Cook", "Driver", "Fitter", "Gardener", "Nurse", "Planner", "Teacher")
COLUMNS: Final = {
    "person": "tenant_id id key name sort_name email phone locale time_zone active",
    "client_organisation": "tenant_id id employer_id key name sort_name locale",
    "site": "tenant_id id employer_id key name jurisdiction time_zone",
    "employment": "tenant_id id employer_id key person_id site_id department_id team_id supervisor_id job_title "
    "started_on ended_on",
    "membership": "tenant_id id person_id employer_id role during source given_by reason",
    "employer_grant": "tenant_id id employer_id person_id role compartment during",
    "case_grant": "tenant_id id employer_id subject_id person_id role compartment during",
}


class Ids:
    """Ids in the order of time, as uuid7 makes them: the same ones from the same seed."""

    def __init__(self, scale: Scale) -> None:
        self.chance = scale.chance("ids")
        self.at = 1_735_689_600_000  # the first millisecond of 2025

    def __call__(self) -> str:
        """Return the next id, five milliseconds after the one before."""
        self.at += 5
        low = self.chance.getrandbits(72)
        time, ends = f"{self.at:012x}", f"{low:018x}"
        return f"{time[:8]}-{time[8:]}-7{ends[:3]}-8{ends[3:6]}-{ends[6:]}"


@dataclass(frozen=True, slots=True)
class Employer:
    """A client organisation and the places where its people work."""

    id: str
    number: int
    workers: int
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker and who leads them."""

    person_id: str
    employment_id: str
    supervisor_id: str
    site_id: str


@dataclass
class Register:
    """Makes the rows; `rows` gets the name of a table and one row of it."""

    tenant_id: str
    ids: Ids
    lines: dict[str, list[str]] = field(default_factory=dict)
    people: int = 0

    def write(self, table: str, *values: object) -> None:
        """Add a row."""
        self.lines.setdefault(table, []).append("\t".join(map(str, (self.tenant_id, *values))) + "\n")

    def person(self, name: str) -> str:
        """Make a person."""
        self.people += 1
        person_id, number = self.ids(), self.people
        address = f"person-{number}@city.example"
        self.write("person", person_id, f"city-{number}", name, sort_key(name), address, NONE, "en", ZONE, "t")
        return person_id

    def employer(self, number: int, name: str, workers: int) -> Employer:
        """Make a client organisation with its sites."""
        employer_id = self.ids()
        self.write("client_organisation", employer_id, employer_id, f"city-{number}", name, sort_key(name), "en")
        sites = tuple(self.ids() for _site in range(sites_of(workers)))
        for at, site_id in enumerate(sites, 1):
            self.write("site", site_id, employer_id, f"site-{at}", f"Site {at}", "nl", ZONE)
        return Employer(employer_id, number, workers, sites)

    def role(self, person_id: str, role: Role, employer_id: str | None) -> None:
        """Give a role, and the grants that follow from it for a whole client organisation."""
        self.write("membership", self.ids(), person_id, employer_id or NONE, role.value, EVER, NONE, NONE, NONE)
        for compartment in sorted(grants_of_membership(role)) if employer_id else ():
            self.write("employer_grant", self.ids(), employer_id, person_id, role.value, compartment.value, EVER)

    def worker(self, employer: Employer, at: int, name: str, leader_id: str | None) -> Worker:
        """Make a worker, their employment, and the grants that follow from who they are and who leads them."""
        person_id = self.person(name)
        employment_id, supervisor_id = self.ids(), leader_id or person_id
        site_id = employer.sites[at % len(employer.sites)]
        self.write(
            "employment", employment_id, employer.id, f"w{at:06d}", person_id, site_id, NONE, NONE,
            NONE if leader_id is None else leader_id, JOBS[at % len(JOBS)], "2019-03-01", NONE,
        )  # fmt: skip
        for role, compartment in _BY_WHO_THEY_ARE:
            reader = person_id if role is Role.WORKER else leader_id
            if reader is not None:
                self.write(
                    "case_grant", self.ids(), employer.id, employment_id, reader, role.value, compartment.value, "(,)"
                )
        return Worker(person_id, employment_id, supervisor_id, site_id)

    def take(self) -> Iterator[tuple[str, str]]:
        """Yield what was written since the last time, by table."""
        for table, lines in self.lines.items():
            if lines:
                yield table, "".join(lines)
                lines.clear()


def _by_who_they_are() -> Iterable[tuple[Role, Compartment]]:
    for role in (Role.WORKER, Role.SUPERVISOR):
        for compartment, cell in MATRIX[role].items():
            if cell.read and cell.reach is Reach.RELATED and hangs_on_employment(role, compartment):
                yield role, compartment


_BY_WHO_THEY_ARE: Final = tuple(_by_who_they_are())
