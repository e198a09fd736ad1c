"""Model cases: each is lived through by the real commands, on the days on which it would have happened.

The city's cases are copies of them with new people, ids, keys and sealed texts, so whatever a command writes is in
every one of them, and nothing else is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session
from tests.builders import ALL_TICKS, World, add_worker, employment_row, inform_supervisor, invite
from tests.plans import steps

from handrail.cases import commands as cases
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import end_absence, record_absence
from handrail.cases.rules.contacts import Channel, Place
from handrail.cases.rules.neutrality import Why
from handrail.cases.rules.participation import Decision
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import projection
from handrail.plans import commands as plans

FORWARDED_AFTER: Final = 14
FIRST_CALL_AFTER: Final = 20
BETWEEN_CONTACTS: Final = 35
MOST_CONTACTS: Final = 12
FEED: Final = Origin("import:generic")
SAID: Final = (
    "We spoke about the week. Sleeping goes better, the stairs at the station are still hard.",
    "Wishes to keep the team meeting on Thursdays. We agreed to talk about the late desk again.",
    "The garden helps. Worries about the order system that came while away; would like to see it once before.",
)


@dataclass
class Life:
    """A model case under way: days are counted from the first day of absence."""

    world: World
    began_on: date
    case_id: UUID = field(default=UUID(int=0))

    @contextmanager
    def on(self, day: int, hour: int = 10) -> Iterator[None]:
        """Let it be that hour (UTC) of that day."""
        with clock.frozen(datetime.combine(self.began_on, time(hour), UTC) + timedelta(days=day)):
            yield

    @property
    def days(self) -> int:
        """How long the absence has lasted."""
        return (clock.today() - self.began_on).days

    def journey(self) -> steps.Journey:
        """Return the same case as the steps of the plan know it."""
        return steps.Journey(self.world, self.case_id)


@dataclass(frozen=True, slots=True)
class Kind:
    """A model: how it is lived, how many days ago it may have begun, and how much of the city is like it."""

    name: str
    told: Callable[[Life], None]
    began_days_ago: tuple[int, ...]
    weight: int


# --- Lives ------------------------------------------------------------------------------------------------------


def new(_life: Life) -> None:
    """The file was forwarded."""


def invited(life: Life) -> None:
    with life.on(FORWARDED_AFTER + 1):
        invite(life.world, life.case_id)


def undecided(life: Life) -> None:
    _first_call(life, Decision.UNDECIDED)


def declined(life: Life) -> None:
    _first_call(life, Decision.DECLINED)


def talking(life: Life) -> None:
    """Takes part, and is in touch every few weeks; some ask, and are asked for."""
    _takes_part(life)
    if life.days % 3 == 0:
        with life.on(life.days, 0), life.world.session(Role.HR) as (session, actor):
            cases.request_contact(
                session, actor, life.world.employment_id, why=Why.WORK_HANDOVER, channel=Channel.TELEPHONE
            )
    if life.days % 5 == 0:
        with life.on(life.days, 0), life.world.session(Role.WORKER) as (session, actor):
            cases.request_call(session, actor, life.case_id, channel=Channel.TELEPHONE, about=SAID[1])


def preparing(life: Life) -> None:
    _takes_part(life)
    with life.on(life.days - 12):
        steps.release(life.journey(), "Too many late orders.")
        with life.world.session(Role.WORKER) as (session, actor):
            plans.keep_concern(session, actor, life.case_id, text="Afraid of the first morning.")
    with life.on(life.days - 8):
        steps.ready(life.journey())
        steps.summarised(life.journey())


def met(life: Life) -> None:
    preparing(life)
    with life.on(life.days - 6):
        steps.topics_written(life.journey())
        with life.world.session(Role.COORDINATOR) as (session, actor):
            plans.schedule_meeting(
                session, actor, life.case_id, starts_at=steps.in_an_hour(), minutes=90, place="Library, room 2"
            )
        steps.meeting_held(life.journey())


def agreed(life: Life) -> None:
    met(life)
    with life.on(life.days - 4):
        steps.accepted(life.journey(), steps.proposed(life.journey()))


def returned(life: Life) -> None:
    agreed(life)
    with life.on(life.days - 1), life.world.session(Role.COORDINATOR) as (session, actor):
        plans.record_return(session, actor, life.case_id, first_day_on=clock.today())


def _first_call(life: Life, decision: Decision) -> None:
    invited(life)
    held = cases.Held(channel=Channel.TELEPHONE, notes=SAID[0])
    first = cases.FirstContact(ticks=ALL_TICKS, decision=decision, preferred_channel=Channel.TELEPHONE)
    if decision is Decision.UNDECIDED:
        first = replace(first, decision=None, next_conversation_on=life.began_on + timedelta(days=life.days + 5))
    with life.on(FIRST_CALL_AFTER), life.world.session(Role.COORDINATOR) as (session, actor):
        cases.record_first_contact(session, actor, life.case_id, held=held, first=first)


def _takes_part(life: Life) -> None:
    _first_call(life, Decision.PARTICIPATING)
    with life.on(FIRST_CALL_AFTER, 12):
        inform_supervisor(life.world, life.case_id)
        with life.world.session(Role.COORDINATOR) as (session, actor):
            cases.agree_follow_up(
                session, actor, life.case_id, interval_days=BETWEEN_CONTACTS, channel=Channel.TELEPHONE
            )
    days = range(FIRST_CALL_AFTER + 14, life.days - 14, BETWEEN_CONTACTS)
    for number, day in enumerate(days[:MOST_CONTACTS]):
        held = cases.Held(
            channel=Channel.IN_PERSON if number == 0 else Channel.TELEPHONE,
            place=Place.HOME if number == 0 else None,
            notes=SAID[number % len(SAID)],
            agreed=[cases.AgreedAction(what="Asks for the new rota", who="coordinator", evaluated="next call")],
        )
        record = cases.record_follow_up if number else cases.record_first_meeting
        with life.on(day), life.world.session(Role.COORDINATOR) as (session, actor):
            record(session, actor, life.case_id, held=held)


KINDS: Final = (
    Kind("new", new, (14, 15, 16), 3),
    Kind("invited", invited, (16, 18, 20), 4),
    Kind("undecided", undecided, (22, 27, 34, 48), 5),
    Kind("declined", declined, (25, 41, 60, 95, 150, 210, 300, 420, 600), 12),
    Kind(
        "talking", talking,
        (30, 36, 45, 57, 66, 75, 85, 105, 120, 140, 171, 205, 250, 300, 364, 430, 520, 630, 700), 37,
    ),
    Kind("preparing", preparing, (62, 78, 99, 131, 185, 260, 380), 11),
    Kind("met", met, (70, 90, 133, 220), 6),
    Kind("agreed", agreed, (75, 93, 121, 177, 264, 410), 12),
    Kind("returned", returned, (80, 110, 142, 201, 290, 450), 10),
)  # fmt: skip
SHORT: Final = tuple((ago, lasted) for ago in range(8, 360, 22) for lasted in (2, 5))
"""Absences that ended: (began so many days ago, lasted so many days)."""
BRIEF: Final = (1, 2, 3, 5, 7, 9)
"""Absences that have lasted so many days, too few for a case."""


# --- Living them ------------------------------------------------------------------------------------------------


def live(mine: World, kind: Kind, began_days_ago: int) -> UUID:
    """Live through the case of this worker up to today; returns the case."""
    life = Life(mine, clock.today() - timedelta(days=began_days_ago))
    with life.on(0), mine.session(Role.HR) as (session, actor):
        _record(mine, session, actor, AbsenceFacts(life.began_on, expected_days=10))
    with life.on(FORWARDED_AFTER, 9), mine.session(Role.HR) as (session, actor):
        life.case_id = cases.forward_file(
            session, actor, mine.employment_id, coordinator_id=mine.people[Role.COORDINATOR]
        ).id
    kind.told(life)
    _recompute(mine)
    return life.case_id


def absent(mine: World, began_days_ago: int, lasted_days: int | None = None) -> None:
    """Live through an absence of this worker without a case."""
    life = Life(mine, clock.today() - timedelta(days=began_days_ago))
    facts = AbsenceFacts(life.began_on)
    with life.on(0), mine.session(Role.HR) as (session, actor):
        absence_id = _record(mine, session, actor, facts)
    if lasted_days is not None:
        with life.on(lasted_days), mine.session(Role.HR) as (session, actor):
            end_absence(
                session, actor, absence_id=absence_id, first_day_fit=life.began_on + timedelta(days=lasted_days),
                origin=FEED,
            )  # fmt: skip
    _recompute(mine)


def employed(world: World) -> World:
    """Return the same place as a new worker knows it."""
    employment_id = add_worker(world, "Invented Model")
    with world.engine() as session:
        worker_id = employment_row(session, world, employment_id).person_id
    return replace(world, employment_id=employment_id, people=world.people | {Role.WORKER: worker_id})


def _record(mine: World, session: Session, actor: Actor, facts: AbsenceFacts) -> UUID:
    key = f"feed-{mine.employment_id}"
    return record_absence(
        session, actor, employment_id=mine.employment_id, external_key=key, facts=facts, origin=FEED
    ).id


def _recompute(world: World) -> None:
    with world.engine() as session:
        projection.reconcile(session, world.system(), world.employment_id)
