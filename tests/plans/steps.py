"""A case at each step of S4 to S6, through the real commands."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from tests.builders import World, build_world, case_row, open_case

from handrail.cases import commands as cases
from handrail.cases.models import CaseProcess
from handrail.cases.rules.participation import Participation
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.identity import grants, parts
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.plans import commands
from handrail.plans.queries.concerns import plan_concerns_of
from handrail.plans.queries.versions import draft_of
from handrail.plans.rules.codes import ActionKind, Physician, Responsible, Topic, Welcome
from handrail.plans.rules.content import Action, ConcernEntry, Content, Question, Week

ZONE = "Europe/Amsterdam"
EVERYBODY = frozenset({Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR})


@dataclass
class Journey:
    """A world with one case that goes up the stairs."""

    world: World
    case_id: UUID

    @property
    def today(self) -> date:
        return clock.today(ZONE)


def participating() -> Journey:
    """A worker who takes part, and a supervisor who was told so (S2-4)."""
    world = build_world()
    journey = Journey(world, open_case(world))
    set_participation(journey, Participation.PARTICIPATING)
    with world.session(Role.COORDINATOR) as (session, actor):
        case = case_row(session, journey.case_id)
        supervisor_id = world.people[Role.SUPERVISOR]
        parts.assign(session, actor, case, person_id=supervisor_id, role=Role.SUPERVISOR, since=clock.today())
    return journey


def set_participation(journey: Journey, participation: Participation) -> None:
    """Put the worker where the first contact would."""
    with journey.world.engine() as session:
        statement = select(CaseProcess).where(CaseProcess.subject_id == journey.case_id)
        session.scalars(statement).one().participation = participation
        shared = participation is Participation.PARTICIPATING
        grants.share_plan(session, case_row(session, journey.case_id), shared=shared)


def release(journey: Journey, words: str, topic: Topic = Topic.WORKLOAD) -> UUID:
    """The worker tells a concern and releases it in the same words."""
    with journey.world.session(Role.WORKER) as (session, actor):
        concern = commands.note_concern(session, actor, journey.case_id, wording=f"Told: {words}", topic=topic)
        return commands.release_concern(session, actor, journey.case_id, concern.id, words=words).id


def ready(journey: Journey) -> None:
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.record_readiness(
            session,
            actor,
            journey.case_id,
            worker_ready_on=journey.today,
            physician=Physician.OCCUPATIONAL,
            capacity_from_on=journey.today + timedelta(days=14),
        )


def summarised(journey: Journey, text: str = "We talk about workload.", *, validated: bool = True) -> int:
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        number = commands.write_summary(session, actor, journey.case_id, text=text).number
    if validated:
        with journey.world.session(Role.WORKER) as (session, actor):
            commands.validate_summary(session, actor, journey.case_id, number=number)
    return number


def topics_written(journey: Journey) -> None:
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.write_tentative_plan(session, actor, journey.case_id, topics=[Topic.WORKLOAD, Topic.ROLES])


def meeting_planned(journey: Journey) -> None:
    """All gates open, the meeting an hour from now."""
    ready(journey)
    summarised(journey)
    topics_written(journey)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.schedule_meeting(
            session, actor, journey.case_id, starts_at=in_an_hour(), minutes=90, place="Library, room 2"
        )


def in_an_hour() -> datetime:
    return (clock.now() + timedelta(hours=1)).astimezone(ZoneInfo(ZONE)).replace(microsecond=0)


def meeting_held(journey: Journey, *, raised: list[UUID] | None = None) -> None:
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.record_meeting(
            session,
            actor,
            journey.case_id,
            held_on=journey.today,
            present=EVERYBODY,
            objectives="A return that can be kept.",
            worker_spoke_first=True,
            raised=raised,
        )
    welcome_agreed(journey)


def at_the_table(*words: str) -> Journey:
    """A case whose planning meeting was held, with these concerns raised."""
    journey = participating()
    for each in words or ("Too many late orders.",):
        release(journey, each)
    meeting_planned(journey)
    meeting_held(journey)
    return journey


def shared(journey: Journey) -> dict[UUID, str]:
    """The words that are part of the plan, by id, in the order of priority."""
    with journey.world.engine() as session:
        return {row.id: row.words for row in plan_concerns_of(session, case_row(session, journey.case_id))}


def a_plan(journey: Journey, **changes: object) -> Content:
    """A complete plan that answers every shared concern with its first action."""
    back = journey.today + timedelta(days=14)
    monday = back - timedelta(days=back.weekday())
    ids = tuple(shared(journey))
    content = Content(
        aim="Own job, 32 hours",
        first_day_on=back,
        limitations="No shifts before nine.",
        if_it_stalls="Two weeks on the same hours: we talk.",
        replacement="Tomasz covers the late desk.",
        colleagues="The supervisor tells the team on Friday.",
        welcome=Welcome.COFFEE,
        evaluations_on=(back + timedelta(days=21),),
        full_week_hours=Decimal(32),
        concerns=tuple(ConcernEntry(id=each) for each in ids),
        actions=(
            Action(
                kind=ActionKind.WORK_ORGANISATION,
                description="No late orders after 15:00",
                responsible=Responsible.SUPERVISOR,
                due_on=back - timedelta(days=3),
                judged_by="Two weeks without one",
                before_return=True,
                concerns=ids,
            ),
            Action(
                kind=ActionKind.SPECIFIC_ASSISTANCE,
                description="Ten minutes together each Thursday",
                responsible=Responsible.TOGETHER,
                starts_on=back,
                due_on=back + timedelta(days=7),
                judged_by="Both say that it helps",
                concerns=ids[:1],
            ),
        ),
        questions=(Question(text="Is the second desk free?", due_on=back - timedelta(days=7)),),
        weeks=(
            Week(monday=monday, mon=Decimal(4), thu=Decimal(4), tasks="Order check"),
            Week(monday=monday + timedelta(days=7), mon=Decimal(4), thu=Decimal("4.5"), tasks="Order check, planning"),
        ),
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def drafted(journey: Journey, content: Content | None = None) -> int:
    """Save a draft as the coordinator; returns its revision."""
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        before = draft_of(session, case_row(session, journey.case_id))
        draft = commands.save_draft(
            session,
            actor,
            journey.case_id,
            content=content or a_plan(journey),
            revision=before.revision if before else 0,
        )
        return draft.revision


def welcome_agreed(journey: Journey, answer: Answer = Answer.GIVEN) -> UUID:
    """The worker says whether colleagues may be told (CON-7); the same answer again is the first one."""
    with journey.world.session(Role.WORKER) as (session, actor):
        consent = cases.record_consent(
            session,
            actor,
            journey.case_id,
            purpose=ConsentPurpose.WELCOME_COLLEAGUES,
            answer=answer,
            given_how=GivenHow.ONLINE,
        )
        return consent.id


def proposed(journey: Journey, content: Content | None = None) -> int:
    """Save and propose; returns the version's number."""
    revision = drafted(journey, content)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        return commands.propose_version(session, actor, journey.case_id, revision=revision).number


def accepted(journey: Journey, number: int, *roles: Role) -> None:
    for role in roles or (Role.SUPERVISOR, Role.WORKER):
        with journey.world.session(role) as (session, actor):
            commands.accept_version(session, actor, journey.case_id, number=number)


def agreed() -> Journey:
    """A case with a plan that both accepted (version 1)."""
    journey = at_the_table()
    accepted(journey, proposed(journey))
    return journey


def confirmed(journey: Journey, key: str, *, in_place: bool = True) -> None:
    with journey.world.session(Role.SUPERVISOR) as (session, actor):
        commands.confirm_promise(session, actor, journey.case_id, key=key, in_place=in_place)
