"""A real worker and queue: killed in the middle of a report, and with two hundred reports of one consultancy waiting.

What waits for what is told by order and count, never by seconds.
"""

import signal
import time
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import func, insert, select
from tests.notifications.conftest import Catcher, catcher
from tests.reports.conftest import House, build_house
from tests.workers import Start, relay, start_worker, until

from handrail.entrypoints.relay import Relay
from handrail.entrypoints.worker import load_tasks
from handrail.kit import clock, outbox, queues
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.settings import Settings
from handrail.notifications import commands as notifications
from handrail.obligations.models import Obligation
from handrail.reports import commands
from handrail.reports.codes import Kind, RunState
from handrail.reports.commands import Wanted
from handrail.reports.models import ReportPart, ReportRun
from handrail.reports.periods import Stretch, period_of
from handrail.reports.storing import SHOWN, from_bytes
from handrail.tenancy.models import Person

__all__ = ["catcher", "relay", "start_worker"]
MANAGER = Role.CONSULTANCY_MANAGER


def ask(house: House, *, times: int = 1) -> list[UUID]:
    actor = house.actor(MANAGER)
    wanted = Wanted(Kind.OVERVIEW, period_of(Stretch.LAST_TWELVE_MONTHS, clock.today()))
    with tenant_session(actor.context()) as session:
        return [commands.ask(session, actor, wanted).id for _time in range(times)]


def made(house: House) -> int:
    """Return how many reports of a consultancy are made."""
    with tenant_session(engine_context(house.tenant_id)) as session:
        statement = select(func.count()).select_from(ReportRun).where(ReportRun.state == RunState.DONE)
        return session.scalar(statement) or 0


def parts(house: House) -> int:
    with tenant_session(engine_context(house.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(ReportPart)) or 0


def expire(superuser: psycopg.Connection[Any]) -> None:
    """Let every lease run out and every pause be over, as time would."""
    superuser.execute(
        "update outbox set sent_until = null, not_before = least(not_before, now()), "
        "run_until = case when run_until is not null then now() - interval '1 s' end where done_at is null"
    )


@pytest.mark.slow
@pytest.mark.rule("REP-4")
def test_a_worker_killed_in_the_middle_of_a_report_is_made_up_for(
    database: Settings, superuser: Any, relay: Relay, start_worker: Start
) -> None:
    del database
    house = build_house(4)
    (undisturbed,) = ask(house)
    worker = start_worker()
    until(lambda: made(house) == 1, relay.round)
    (run_id,) = ask(house)
    with tenant_session(engine_context(house.tenant_id)) as session:
        third = session.scalars(select(ReportRun.employer_ids).where(ReportRun.id == run_id)).one()[2]
    with superuser.transaction(force_rollback=True):  # its line of the table is taken, so the worker waits there
        superuser.execute(
            "insert into report_part (tenant_id, id, employer_id, run_id, numbers) values (%s, %s, %s, %s, '{}')",
            [house.tenant_id, new_id(), third, run_id],
        )
        until(lambda: parts(house) == 2, relay.round)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert parts(house) == 2
    start_worker()
    until(lambda: made(house) == 2, lambda: (expire(superuser), relay.round()))
    assert parts(house) == 0
    ways = [from_bytes(house.file(MANAGER, each, SHOWN)).tables for each in (undisturbed, run_id)]
    assert ways[0] == ways[1]
    assert house.seen(MANAGER, run_id).run.done == 4


def remind(house: House, recipient: UUID) -> None:
    """Have somebody owe something today, and ask for the reminders of this day as the scheduler does."""
    firm, today = house.firms[0], clock.today("Europe/Amsterdam")
    firm.obligations.clear()
    firm.obligation(firm.employments[0]["id"], today, owed_by="hr", rule="nl.plan_of_action")
    with tenant_session(engine_context(house.tenant_id)) as session:
        session.execute(insert(Obligation.__table__), firm.obligations)
        outbox.publish(
            session, "notifications", "notifications.remind", {"period": today.isoformat()}, key=str(uuid4())
        )
    actor = house.actor(Role.HR)
    assert actor.person_id == recipient
    with tenant_session(actor.context()) as session:  # at any hour
        notifications.choose(session, actor, email=True, quiet_from=None, quiet_until=None)


@pytest.mark.slow
@pytest.mark.rule("REP-4")
def test_a_reminder_waits_for_no_report_of_another_consultancy(
    superuser: Any,
    relay: Relay,
    start_worker: Start,
    catcher: Catcher,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two hundred reports wait and none can go on, since the table of their parts is locked: the mail is delivered."""
    busy, quiet = build_house(2, workers=3), build_house(1, workers=1, seed=9)
    ask(busy, times=200)
    start_worker()
    with superuser.transaction(force_rollback=True):
        superuser.execute("lock table report_part in share row exclusive mode")
        until(lambda: _begun(busy) >= 1, relay.round)
        since = time.monotonic()
        remind(quiet, quiet.people[Role.HR])
        until(lambda: catcher.mails, relay.round)
        assert made(busy) == 0
    with capsys.disabled():
        print(f"\n200 reports wait; the reminder is delivered {time.monotonic() - since:.2f} s after it fell due")  # noqa: T201
    assert [mail["To"] for mail in catcher.messages()] == [_address(quiet, quiet.people[Role.HR])]


@pytest.mark.slow
@pytest.mark.rule("REP-4")
def test_a_report_waits_for_few_reports_of_another_consultancy(
    database: Settings, relay: Relay, start_worker: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """At most those in flight, and one that was let go in the same turn."""
    del database
    busy, quiet = build_house(2, workers=3), build_house(1, workers=1, seed=9)
    ask(busy, times=200)
    start_worker()
    until(lambda: made(busy) >= 3, relay.round)
    before, since = made(busy), time.monotonic()
    ask(quiet)
    until(lambda: made(quiet) == 1, relay.round)
    between = made(busy) - before
    with capsys.disabled():
        print(f"\n{between} of 200 reports ended between asking and having: {time.monotonic() - since:.2f} s")  # noqa: T201
    assert between <= queues.LONG["reports"] * 2 + 2


@pytest.mark.rule("REP-4")
def test_long_work_has_threads_of_its_own_and_leaves_the_others_theirs() -> None:
    load_tasks()
    for threads in (1, 2, 4, 8, 64):
        lanes = queues.lanes(threads)
        (long,) = [lane for lane in lanes if lane.queues & queues.LONG.keys()]
        (fast,) = [lane for lane in lanes if "notifications" in lane.queues]
        assert long.queues <= queues.LONG.keys()
        assert not fast.queues & queues.LONG.keys()
        assert fast.threads >= long.threads >= 1


def _begun(house: House) -> int:
    with tenant_session(engine_context(house.tenant_id)) as session:
        statement = select(func.count()).select_from(ReportRun).where(ReportRun.state == RunState.RUNNING)
        return session.scalar(statement) or 0


def _address(house: House, person_id: UUID) -> str:
    with tenant_session(engine_context(house.tenant_id)) as session:
        return str(session.scalars(select(Person.email).where(Person.id == person_id)).one())
