"""The stage of the stories: one consultancy, its people, and a calendar that the story turns.

Everything is served as in production, over HTTP, from this process; only the clock is the story's own.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from tests.builders import World, build_person, build_world, employment_row, give_role
from werkzeug.serving import make_server

from handrail.kit import clock, jobs, outbox
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox
from handrail.notifications import tasks as notifications
from handrail.notifications.models import Message
from handrail.obligations.tasks import recompute
from handrail.tenancy.models import ClientOrganisation, Person

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The Monday on which every story begins."""
SHOUTED = "He shouted at me before the whole shift."


class Calendar:
    """The clock of the whole process, for every thread of the server."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch, self.day = patch, 0
        self.turn(0)

    def turn(self, day: int) -> None:
        """Make it nine in the morning, UTC, of this day of the story; day 0 is its first."""
        self.day = day
        at = START + timedelta(days=day)
        self._patch.setattr(clock, "_frozen", ContextVar("the story's clock", default=at))

    def date(self, day: int | None = None) -> date:
        """Return a day of the story as a date; today without one."""
        return (START + timedelta(days=self.day if day is None else day)).date()

    def iso(self, day: int | None = None) -> str:
        """Return a day of the story as forms and programs write it."""
        return self.date(day).isoformat()

    def monday(self, day: int | None = None) -> str:
        """Return the Monday of the week in which this day lies."""
        on = self.date(day)
        return (on - timedelta(days=on.weekday())).isoformat()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on loopback; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Plan:
    """What a story says of a plan; everything else is the same in each."""

    first_day: int
    hours: tuple[str, ...] = ("8", "12", "16", "20", "26", "32")
    """Hours a week, from the week of the first day on."""
    aim: str = "Own job, 32 hours."
    if_it_stalls: str = "Two weeks on the same hours: we sit down together."
    action: str = "The rota is fixed two weeks ahead."


@dataclass
class Story:
    """What everybody of a story has in common, whichever door they use."""

    calendar: Calendar
    world: World = field(default_factory=build_world)
    case: str = ""
    """Id of the case that the story is about; of the newest, where there are two."""

    def employ(self, role: Role, name: str) -> UUID:
        """Let somebody more work here in this role; returns their id."""
        person_id = build_person(self.world.tenant_id, name)
        give_role(self.world.tenant_id, person_id, role, self.world.employer_id)
        return person_id

    def key_of(self, person_id: UUID) -> str:
        """How the consultancy's own lists call a person."""
        with self.world.engine() as session:
            return session.scalars(select(Person.key).where(Person.id == person_id)).one()

    @contextmanager
    def playing(self, role: Role, person_id: UUID) -> Iterator[None]:
        """Let somebody else of this role act inside the block."""
        usual = self.world.people.get(role)
        self.world.people[role] = person_id
        self.leave()
        try:
            yield
        finally:
            if usual is not None:
                self.world.people[role] = usual
            self.leave()

    def leave(self) -> None:
        """Everybody signs out; whoever acts next signs in."""

    def turn(self, day: int) -> None:
        """Let the night pass: what Handrail does every night is done, and it is the morning of this day."""
        self.calendar.turn(day)
        with self.world.engine() as session:
            outbox.publish(session, "obligations", recompute.name, {"period": self.calendar.iso()}, key=f"night-{day}")
        self._does("obligations.")

    def messages(self, role: Role) -> int:
        """How many messages this person has had until now."""
        self._does(notifications.tell.name)
        with self.world.engine() as session:
            found = select(func.count()).select_from(Message).where(Message.person_id == self.world.people[role])
            return session.scalar(found) or 0

    def _does(self, named: str) -> None:
        """Work off what waits of these jobs, and what follows from them, as a worker would."""
        done: set[UUID] = set()
        while True:
            with self.world.engine() as session:
                waiting = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.name.startswith(named))
                rows = set(session.scalars(waiting)) - done
            if not rows:
                return
            for row in sorted(rows):
                jobs.run_row(self.world.tenant_id, row)
            done |= rows

    @property
    def employment(self) -> UUID:
        """Id of the worker's employment."""
        return self.world.employment_id

    @property
    def keys(self) -> tuple[str, str]:
        """How the employer's own system calls itself and the worker."""
        with self.world.engine() as session:
            found = select(ClientOrganisation.key).where(ClientOrganisation.id == self.world.employer_id)
            return session.scalars(found).one(), employment_row(session, self.world).key


def answers_of(party: Role) -> dict[str, str]:
    """Return what worker or supervisor answer after the return (S7-2)."""
    both = {"carried_out": "yes", "kept_up": "partly", "fosters": "The quiet room does."}
    return both | ({"meaning": "Yes, again."} if party is Role.WORKER else {})
