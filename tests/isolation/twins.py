"""Workers who differ in nothing but what they chose about support, and in what they confided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from tests.builders import (
    World,
    build_employment,
    build_person,
    build_world,
    give_role,
    hold_first_contact,
    inform_supervisor,
    invite,
)
from tests.plans.steps import Journey, a_plan, accepted, meeting_held, proposed, summarised

from handrail.cases import commands as cases
from handrail.cases.absence_models import Absence
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import record_absence
from handrail.cases.commands import Held
from handrail.cases.rules.contacts import Channel
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.rules.participation import Decision
from handrail.consents.rules import GivenHow
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.obligations.models import Obligation
from handrail.plans import commands as plans
from handrail.plans.rules.codes import Physician, Topic
from handrail.tenancy.models import ClientOrganisation, Employment, Person, Site, Tenant
from handrail.tenancy.rules import sort_key

BEGUN: Final = datetime(2026, 10, 5, 8, tzinfo=UTC)
LOOKS: Final = (BEGUN + timedelta(days=12), BEGUN + timedelta(days=50))
"""When others look: soon after the last choice, and when statutory dates have come."""
STAFF: Final = (Role.HR, Role.ABSENCE_ADMIN, Role.SUPERVISOR)
OVERSEERS: Final = (Role.EMPLOYER_ADMIN, Role.SENIOR_MANAGEMENT, Role.COMMITTEE, Role.INSURER)


@dataclass(frozen=True)
class Twin:
    """One worker of a world, with their case."""

    world: World
    employment_id: UUID
    case_id: UUID
    worker_id: UUID


Choice = Callable[[Twin], None]


def day(number: int) -> datetime:
    return BEGUN + timedelta(days=number)


# --- What the workers chose ---------------------------------------------------------------------------------------


def nothing(twin: Twin) -> None:
    """Never invited."""
    del twin


def invited(twin: Twin) -> None:
    with clock.frozen(day(2)):
        invite(twin.world, twin.case_id)


def undecided(twin: Twin) -> None:
    invited(twin)
    with clock.frozen(day(3)):
        hold_first_contact(twin.world, twin.case_id, Decision.UNDECIDED, day(40).date())


def declined(twin: Twin) -> None:
    invited(twin)
    with clock.frozen(day(3)):
        hold_first_contact(twin.world, twin.case_id, Decision.DECLINED)


def taking_part(twin: Twin) -> None:
    invited(twin)
    with clock.frozen(day(3)):
        hold_first_contact(twin.world, twin.case_id)


def left_early(twin: Twin) -> None:
    taking_part(twin)
    _leave(twin)


def left_late(twin: Twin) -> None:
    """After the supervisor was told (S2-4)."""
    taking_part(twin)
    _inform(twin)
    _leave(twin)


def closed(twin: Twin) -> None:
    taking_part(twin)
    _inform(twin)
    with clock.frozen(day(9)), twin.world.session(Role.COORDINATOR) as (session, actor):
        cases.close_case(session, actor, twin.case_id, outcome=Outcome.NO_RETURN)


def closed_unused(twin: Twin) -> None:
    declined(twin)
    with clock.frozen(day(9)), twin.world.session(Role.COORDINATOR) as (session, actor):
        cases.close_case(session, actor, twin.case_id, outcome=Outcome.NOT_TAKEN_UP)


def nine_concerns(twin: Twin) -> None:
    """Taking part, with nine concerns told, some released, and everything prepared but the meeting."""
    taking_part(twin)
    with_concerns(twin, 9)


def with_concerns(twin: Twin, count: int) -> None:
    """So many concerns told and released, and everything prepared but what the worker says of it."""
    with clock.frozen(day(4)), twin.world.session(Role.COORDINATOR) as (session, actor):
        cases.record_supervisor_contact_consent(session, actor, twin.case_id, wanted=True, given_how=GivenHow.TELEPHONE)
        cases.record_first_meeting(session, actor, twin.case_id, held=Held(channel=Channel.IN_PERSON, notes="Much"))
        cases.agree_follow_up(session, actor, twin.case_id, interval_days=7, channel=Channel.TELEPHONE)
    with clock.frozen(day(5)):
        _tell(twin, count)
    with clock.frozen(day(6)), twin.world.session(Role.COORDINATOR) as (session, actor):
        plans.record_readiness(
            session, actor, twin.case_id, worker_ready_on=clock.today(), physician=Physician.TREATING,
            capacity_from_on=clock.today(),
        )  # fmt: skip
        plans.write_summary(session, actor, twin.case_id, text="All nine of them")
        plans.write_tentative_plan(session, actor, twin.case_id, topics=list(Topic))


def ready_for_meeting(twin: Twin, count: int) -> None:
    """The same, and the worker finds the summary right."""
    with_concerns(twin, count)
    with clock.frozen(day(6)):
        actor = twin.world.actor(Role.WORKER, twin.worker_id)
        with tenant_session(actor.context()) as session:
            plans.validate_summary(session, actor, twin.case_id, number=1)


def _tell(twin: Twin, count: int) -> None:
    actor = twin.world.actor(Role.WORKER, twin.worker_id)
    with tenant_session(actor.context()) as session:
        for number in range(count):
            plans.keep_concern(session, actor, twin.case_id, text=f"Kept {number}")
            told = plans.note_concern(session, actor, twin.case_id, wording=f"Told {number}", topic=Topic.WORKLOAD)
            plans.release_concern(session, actor, twin.case_id, told.id, words=f"Released {number}")
        cases.request_call(session, actor, twin.case_id, channel=Channel.TELEPHONE, about="All of it")


def informed(twin: Twin) -> None:
    taking_part(twin)
    _inform(twin)


def informed_with_nine_concerns(twin: Twin) -> None:
    nine_concerns(twin)
    _inform(twin)


def back_by_plan(twin: Twin) -> None:
    """The plan is agreed and carried out, and the worker works some hours again."""
    informed_with_nine_concerns(twin)
    journey = Journey(twin.world, twin.case_id)
    with clock.frozen(day(8)):
        summarised(journey, "All nine of them, in order")
        starts_at = clock.now() + timedelta(hours=1)
        with twin.world.session(Role.COORDINATOR) as (session, actor):
            plans.schedule_meeting(session, actor, twin.case_id, starts_at=starts_at, minutes=60, place="Library")
        meeting_held(journey)
        accepted(journey, proposed(journey, a_plan(journey)))
    with clock.frozen(day(10)), twin.world.session(Role.COORDINATOR) as (session, actor):
        plans.record_return(session, actor, twin.case_id, first_day_on=clock.today())
        monday = clock.today() - timedelta(days=clock.today().weekday())
        plans.record_week(session, actor, twin.case_id, monday=monday, hours=Decimal(6), tasks="Order check")


def _inform(twin: Twin) -> None:
    with clock.frozen(day(7)):
        inform_supervisor(twin.world, twin.case_id, call_wished=True)


def _leave(twin: Twin) -> None:
    with clock.frozen(day(9)), twin.world.session(Role.COORDINATOR) as (session, actor):
        cases.withdraw(session, actor, twin.case_id)


NOT_IN_USE: Final[Mapping[str, Choice]] = {
    "never invited": nothing,
    "invited": invited,
    "undecided": undecided,
    "declined": declined,
    "taking part, the supervisor not told": taking_part,
    "taking part, with nine concerns": nine_concerns,
    "left before the supervisor was told": left_early,
    "left after the supervisor was told": left_late,
    "closed after the supervisor was told": closed,
    "closed without being taken up": closed_unused,
}
"""Everything that the employer's side sees as one and the same: support not in use (VOL-2)."""


IN_USE: Final[Mapping[str, Choice]] = {
    "taking part, the supervisor told": informed,
    "the same with nine concerns": informed_with_nine_concerns,
    "back at work by a plan": back_by_plan,
}
"""What the supervisor knows of, and nobody else of the employer's side."""


# --- Their worlds -------------------------------------------------------------------------------------------------


def build_twin(choice: Choice) -> Twin:
    """Make a world with one worker; all worlds are alike but for the choice."""
    return build_twins([choice])[0]


def build_twins(choices: Sequence[Choice]) -> list[Twin]:
    """Make a world with one worker for each choice, all with the same supervisor."""
    with clock.frozen(BEGUN):
        world = build_world()
        for role in OVERSEERS:
            world.people[role] = build_person(world.tenant_id, f"Invented {role.value}")
            give_role(world.tenant_id, world.people[role], role, world.employer_id)
        _name(world)
        employments = [world.employment_id, *(_employ(world, number) for number in range(2, len(choices) + 1))]
        twins = [_off_sick(world, employment_id, number) for number, employment_id in enumerate(employments)]
    with clock.frozen(day(1)):
        for twin in twins:
            _ask(twin)
    for twin, choice in zip(twins, choices, strict=True):
        choice(twin)
    return twins


def _name(world: World) -> None:
    """Give all worlds the same names."""
    with world.engine() as session:
        session.execute(update(Tenant).values(name="Twin Consultancy"))
        session.execute(update(ClientOrganisation).values(name="Twin Employer", sort_name="twin", key="twin"))
        session.execute(update(Site).values(key="site"))
        session.execute(update(Employment).values(key="worker-1"))
        for role, person_id in world.people.items():
            values = {"key": role.value, "email": f"{role.value}@twin.example"}
            session.execute(update(Person).where(Person.id == person_id).values(**values))


def _employ(world: World, number: int) -> UUID:
    person_id = build_person(world.tenant_id, f"Invented Worker {number}", email=f"worker-{number}@twin.example")
    found = build_employment(
        world.tenant_id, world.employer_id, world.site_id, person_id, world.people[Role.SUPERVISOR]
    )
    with world.engine() as session:
        session.execute(update(Employment).where(Employment.id == found).values(key=f"worker-{number}"))
        name = {"key": f"w{number}", "sort_name": sort_key(f"Invented Worker {number}")}
        session.execute(update(Person).where(Person.id == person_id).values(**name))
    return found


def _off_sick(world: World, employment_id: UUID, number: int) -> Twin:
    with world.session(Role.HR) as (session, actor):
        record_absence(
            session, actor, employment_id=employment_id, external_key=f"a{number}",
            facts=AbsenceFacts(first_day=clock.today() - timedelta(days=20)), origin=Origin("screen"),
        )  # fmt: skip
        case = cases.forward_file(session, actor, employment_id)
        worker_id = session.scalars(select(Employment.person_id).where(Employment.id == employment_id)).one()
    return Twin(world, employment_id, case.id, worker_id)


def _ask(twin: Twin) -> None:
    """Have everybody of the employer's side ask to be in touch, and the coordinator answer (NEU-2)."""
    asked = []
    for role in STAFF:
        with twin.world.session(role) as (session, actor):
            asked.append(
                cases.request_contact(session, actor, twin.employment_id, why=Why.GREETING, channel=Channel.EMAIL).id
            )
    with twin.world.session(Role.COORDINATOR) as (session, actor):
        for request_id, decision in zip(asked, (RequestState.ALLOWED, RequestState.HELD), strict=False):
            cases.decide_contact_request(session, actor, twin.case_id, request_id, decision=decision, reason="So")


def ids_of(twin: Twin) -> dict[str, object]:
    """Return the parts of addresses that the employer's side knows of."""
    with twin.world.engine() as session:
        absence = select(Absence.id).where(Absence.subject_id == twin.employment_id)
        due = select(Obligation.id).where(
            Obligation.employment_id == twin.employment_id, Obligation.compartment == Compartment.ADMINISTRATIVE
        )
        return {
            "absence_id": session.scalars(absence).one(),
            "case_id": twin.case_id,
            "employment_id": twin.employment_id,
            "obligation_id": session.scalars(due.order_by(Obligation.due_on, Obligation.rule).limit(1)).one(),
        }
