"""A consultancy with cases in every state and people with every relation: who may, and who may no more, or not yet."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from tests.builders import (
    EVER,
    World,
    build_employment,
    build_neighbour,
    build_person,
    build_world,
    case_row,
    employment_row,
    hold_first_contact,
    inform_supervisor,
    invite,
    return_to_work,
    start_absence,
)

from handrail.audit import timeline
from handrail.cases import commands as cases
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.rules.participation import Decision
from handrail.exchange.provisioning.changes import Change, Verb
from handrail.exchange.provisioning.stored import stored_tenant
from handrail.exchange.provisioning.writing import Writer
from handrail.identity import commands as identity
from handrail.identity import parts
from handrail.identity.models import Membership
from handrail.identity.policies import subject_is_employment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.subjects import SubjectRef

PROBE: Final = "probe.laid"
OPENED: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOVED: Final = OPENED + timedelta(days=7)
"""The day on which people leave, cases change hands and roles end."""
LATER: Final = OPENED + timedelta(days=40)
ON_CASES: Final = tuple(each for each in Compartment if not subject_is_employment(each))

_UNBOUND: Final = (
    Role.CONSULTANCY_MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.SUPPORT, Role.OPERATOR, Role.PROVIDER,
)  # fmt: skip
_BOUND: Final = (
    Role.EMPLOYER_ADMIN, Role.SENIOR_MANAGEMENT, Role.COMMITTEE, Role.INSURER, Role.UNION, Role.OCCUPATIONAL_HEALTH,
)  # fmt: skip
_IN_TIME: Final = (
    Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.UNION,
)  # fmt: skip
_STAYED: Final = ("new", "invited", "undecided", "declined", "participating", "left early")
_INFORMED: Final = ("informed", "left late", "closed", "handed over", "led anew", "led anew and left", "with guests")


@dataclass
class Cast:
    """Everybody of one consultancy, and one probe entry in each compartment of each subject."""

    world: World
    away: World
    people: dict[str, UUID] = field(default_factory=dict)
    employments: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)

    def name_of(self, found: UUID) -> str:
        """Return what a person, employment or case is called here: what a failing test prints."""
        named = [*self.people.items(), *self.employments.items(), *self.cases.items()]
        named += [(role.value, each) for role, each in self.world.people.items()]
        named += [(f"{role.value} away", each) for role, each in self.away.people.items()]
        return next((name for name, each in named if each == found), str(found))

    def everybody(self) -> list[UUID]:
        """Return all people of the consultancy."""
        return [*self.people.values(), *self.world.people.values(), *self.away.people.values()]


def play() -> Cast:
    """Put everybody on the stage at OPENED, and move them at MOVED."""
    with clock.frozen(OPENED):
        world = build_world()
        cast = Cast(world, build_neighbour(world))
        _cast_roles(cast)
        _open_cases(cast)
    with clock.frozen(MOVED):
        _move_people(cast)
        _bring_in_guests(cast)
        _lay_probes(cast)
    return cast


# --- People and their roles ---------------------------------------------------------------------------------------


def _cast_roles(cast: Cast) -> None:
    home, away = cast.world.employer_id, cast.away.employer_id
    for role in _UNBOUND:
        _person(cast, role.value, (role, None, EVER))
    for role in _BOUND:
        _person(cast, role.value, (role, home, EVER))
    for role in _IN_TIME:
        _person(cast, f"past {role}", (role, home, Range(date(2020, 1, 1), MOVED.date(), bounds="[)")))
        _person(cast, f"future {role}", (role, home, Range(LATER.date(), None, bounds="[)")))
    _person(cast, "second coordinator", (Role.COORDINATOR, home, EVER), (Role.HR, away, EVER))
    _person(cast, "second supervisor", (Role.SUPERVISOR, home, EVER), (Role.COMMITTEE, home, EVER))
    _person(cast, "hr of both", (Role.HR, home, EVER), (Role.HR, away, EVER), (Role.ABSENCE_ADMIN, home, EVER))
    _person(cast, "provider here", (Role.PROVIDER, home, EVER))
    _person(cast, "nobody's hr", (Role.HR, None, EVER))
    _person(cast, "leaving hr", (Role.HR, home, EVER))


def _person(cast: Cast, name: str, *memberships: tuple[Role, UUID | None, Range[Any]]) -> None:
    person_id = cast.people[name] = build_person(cast.world.tenant_id, f"Invented {name}")
    with cast.world.engine() as session:
        for role, employer_id, during in memberships:
            identity.grant_role(
                session, cast.world.system(), person_id=person_id, role=role, employer_id=employer_id, during=during
            )


# --- Cases in their states ----------------------------------------------------------------------------------------


def _open_cases(cast: Cast) -> None:
    world = cast.world
    _employ(cast, "without a case")
    for name in (*_STAYED, *_INFORMED):
        _employ(cast, name)
        cast.cases[name] = _forward(world, cast.employments[name])
        if name != "new":
            invite(world, cast.cases[name])
    hold_first_contact(world, cast.cases["undecided"], Decision.UNDECIDED, LATER.date())
    hold_first_contact(world, cast.cases["declined"], Decision.DECLINED)
    for name in ("participating", "left early", *_INFORMED):
        hold_first_contact(world, cast.cases[name])
    for name in _INFORMED:
        inform_supervisor(world, cast.cases[name])
    for name, place in (("at home", world), ("away", cast.away)):
        cast.employments[name] = place.employment_id
        cast.cases[name] = _forward(place, place.employment_id)
    _employ_the_many_sided(cast)


def _forward(world: World, employment_id: UUID) -> UUID:
    start_absence(world, employment_id=employment_id)
    with world.session(Role.HR) as (session, actor):
        coordinator_id = world.people[Role.COORDINATOR]
        return cases.forward_file(session, actor, employment_id, coordinator_id=coordinator_id).id


def _employ(cast: Cast, name: str) -> None:
    world = cast.world
    person_id = cast.people[f"worker {name}"] = build_person(world.tenant_id, f"Invented worker {name}")
    cast.employments[name] = build_employment(
        world.tenant_id, world.employer_id, world.site_id, person_id, world.people[Role.SUPERVISOR]
    )


def _employ_the_many_sided(cast: Cast) -> None:
    """Employ those who have another side: HR's own absence, a line manager who is none any more or nowhere here."""
    world = cast.world
    for name, person, supervisor in (
        ("of hr", "hr of both", "second supervisor"),
        ("of a supervisor", "second supervisor", "past supervisor"),
        ("of a coordinator away", "second coordinator", "future supervisor"),
    ):
        cast.employments[name] = build_employment(
            world.tenant_id, world.employer_id, world.site_id, cast.people[person], cast.people[supervisor]
        )
    cast.cases["of hr"] = _forward(world, cast.employments["of hr"])
    cast.employments["under a stranger"] = build_employment(
        world.tenant_id,
        world.employer_id,
        world.site_id,
        cast.people["worker without a case"],
        cast.away.people[Role.SUPERVISOR],
    )


def _move_people(cast: Cast) -> None:
    """End what has ended: workers leave, a case closes, one changes hands, two workers get another manager."""
    world = cast.world
    _lead_anew(cast, "led anew")
    _lead_anew(cast, "led anew and left")
    inform_supervisor(world, cast.cases["led anew and left"])
    for name in ("left early", "left late", "led anew and left"):
        worker = world.actor(Role.WORKER, cast.people[f"worker {name}"])
        with tenant_session(worker.context()) as session:
            cases.withdraw(session, worker, cast.cases[name])
    return_to_work(world, cast.cases["closed"], days_ago=0)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.close_case(session, actor, cast.cases["closed"], outcome=Outcome.SUSTAINED_OWN_JOB)
    with world.session(Role.LEAD_COORDINATOR) as (session, actor):
        second = cast.people["second coordinator"]
        cases.reassign_coordinator(session, actor, cast.cases["handed over"], coordinator_id=second)
    with world.engine() as session:
        leaving = session.query(Membership).filter_by(person_id=cast.people["leaving hr"]).one()
        identity.end_role(session, world.system(), leaving, clock.today())


def _lead_anew(cast: Cast, name: str) -> None:
    """Change the line manager as the consultancy's files do it."""
    world = cast.world
    with world.engine() as session:
        stored = stored_tenant(session, world.tenant_id)
        keys = {row_id: ref for ref, row_id in stored.ids.items()}
        manager = keys[cast.people["second supervisor"]].key
        change = Change(Verb.CHANGE, keys[cast.employments[name]], {"supervisor": (None, manager)})
        files: Any = SimpleNamespace(employers=())
        Writer(session, world.system(), files, stored.ids).write([change])


def _bring_in_guests(cast: Cast) -> None:
    """Give a part to people who may have one, who may not yet, who may no more, and who may not here."""
    today = clock.today()
    for name, role, since in (
        ("union", Role.UNION, today),
        ("occupational_health", Role.OCCUPATIONAL_HEALTH, today),
        ("provider", Role.PROVIDER, today),
        ("provider here", Role.PROVIDER, LATER.date()),
        ("past coordinator", Role.COORDINATOR, today),
        ("future coordinator", Role.COORDINATOR, today),
        ("second coordinator", Role.COORDINATOR, LATER.date()),
        ("second supervisor", Role.SUPERVISOR, today),
        ("past union", Role.UNION, today),
    ):
        _give_part(cast, cast.people[name], role, since)
    _give_part(cast, cast.away.people[Role.COORDINATOR], Role.COORDINATOR, today)


def _give_part(cast: Cast, person_id: UUID, role: Role, since: date) -> None:
    with cast.world.engine() as session:
        case = case_row(session, cast.cases["with guests"])
        parts.assign(session, cast.world.system(), case, person_id=person_id, role=role, since=since)


# --- Probes -------------------------------------------------------------------------------------------------------


def _lay_probes(cast: Cast) -> None:
    """Write one entry in every compartment of every subject."""
    with cast.world.engine() as session:
        for employment_id in cast.employments.values():
            row = employment_row(session, cast.world, employment_id)
            _lay(session, cast, row.subject(), Compartment.ADMINISTRATIVE, row)
        for case_id in cast.cases.values():
            case = case_row(session, case_id)
            for compartment in ON_CASES:
                _lay(session, cast, case.subject(), compartment, case)


def _lay(session: Any, cast: Cast, subject: SubjectRef, compartment: Compartment, record: Any) -> None:
    timeline.append(session, subject, cast.world.system(), PROBE, compartment=compartment, record=record)
