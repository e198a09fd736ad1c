"""What is due again and again is asked for once a period, on the tenant's own clock."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from handrail.entrypoints.scheduler import BELIEVED_AFTER_SECONDS, Scheduler, WatchedClock
from handrail.kit import clock, jobs, schedules
from handrail.kit.jobs import run_row
from handrail.kit.schedules import Daily, Every, schedule
from handrail.kit.tasks import sweep_outbox

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_a_day_begins_at_its_time_on_the_tenants_clock() -> None:
    nightly = Daily(time(3, 0))
    assert nightly.period(datetime(2026, 3, 1, 1, 59, tzinfo=UTC), AMSTERDAM) == "2026-02-28"
    assert nightly.period(datetime(2026, 3, 1, 2, 0, tzinfo=UTC), AMSTERDAM) == "2026-03-01"
    assert nightly.period(datetime(2026, 3, 1, 2, 0, tzinfo=UTC), ZoneInfo("America/Toronto")) == "2026-02-28"


def test_a_day_whose_hour_is_skipped_by_the_clocks_still_has_its_turn() -> None:
    assert Daily(time(2, 30)).period(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), AMSTERDAM) == "2026-03-29"


def test_stretches_follow_each_other_without_gap() -> None:
    every = Every(300)
    at = [datetime(2026, 3, 1, 12, minute, tzinfo=UTC) for minute in (0, 4, 5)]
    first, still, then = (int(every.period(one, AMSTERDAM)) for one in at)
    assert (still - first, then - first) == (0, 1)


@pytest.fixture
def only_one_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_schedules", {})
    schedule("test.nightly", queue="test", rhythm=Daily(time(3, 0)))


@pytest.fixture
def tenant(desk: Any) -> Any:
    desk.superuser.execute("delete from tenant")
    desk.superuser.execute(
        "insert into tenant (tenant_id, id, slug, name, locale, time_zone, demo, settings) "
        "values (%s, %s, 'demo', 'Demo', 'nl', 'Europe/Amsterdam', true, '{}')",
        [desk.tenant, desk.tenant],
    )
    return desk.tenant


@pytest.mark.usefixtures("only_one_schedule", "tenant")
def test_a_period_is_asked_for_once_however_many_schedulers_start(desk: Any) -> None:
    with clock.frozen(datetime(2026, 3, 1, 12, 0, tzinfo=UTC)):
        # Time passes as the clock goes: nobody set it.
        one, other = (Scheduler(clock=WatchedClock(lambda: clock.now().timestamp())) for _ in range(2))
        for scheduler in (one, one, other):
            scheduler.round()
    with clock.frozen(datetime(2026, 3, 2, 12, 0, tzinfo=UTC)):
        one.round()
    keys = desk.superuser.execute("select idem_key from outbox order by idem_key").fetchall()
    assert keys == [("test.nightly:2026-03-01",), ("test.nightly:2026-03-02",)]


NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_a_clock_that_is_set_ahead_is_believed_only_after_a_while() -> None:
    passed = [0.0]
    watched = WatchedClock(lambda: passed[0])
    assert watched.believed(NOON)
    passed[0] = 15
    assert watched.believed(NOON + timedelta(seconds=15))
    passed[0] = 30
    assert not watched.believed(NOON + timedelta(days=2))
    passed[0] = 30 + BELIEVED_AFTER_SECONDS - 1
    assert not watched.believed(NOON + timedelta(days=2, seconds=BELIEVED_AFTER_SECONDS - 1))
    passed[0] += 1
    assert watched.believed(NOON + timedelta(days=2, seconds=BELIEVED_AFTER_SECONDS))
    passed[0] += 15
    assert watched.believed(NOON + timedelta(days=2, seconds=BELIEVED_AFTER_SECONDS + 15))


def test_a_clock_that_is_set_back_or_right_again_is_believed_at_once() -> None:
    passed = [0.0]
    watched = WatchedClock(lambda: passed[0])
    assert watched.believed(NOON)
    assert watched.believed(NOON - timedelta(hours=1))
    assert not watched.believed(NOON + timedelta(days=2))
    assert watched.believed(NOON - timedelta(hours=1))


@pytest.mark.usefixtures("only_one_schedule", "tenant")
def test_a_day_that_has_not_come_is_asked_for_when_it_comes(desk: Any) -> None:
    passed = [0.0]
    scheduler = Scheduler(clock=WatchedClock(lambda: passed[0]))
    for days, passing in ((0, 0), (2, 15), (0, 30), (2, 2 * 86_400)):
        passed[0] = passing
        with clock.frozen(NOON + timedelta(days=days)):
            scheduler.round()
    keys = desk.superuser.execute("select idem_key, count(*) from outbox group by 1 order by 1").fetchall()
    assert keys == [("test.nightly:2026-03-01", 1), ("test.nightly:2026-03-03", 1)]


def test_the_sweep_removes_what_was_done_long_ago_and_nothing_else(desk: Any) -> None:
    old, recent, parked = (desk.publish("test.note", key=key) for key in ("old", "recent", "parked"))
    desk.superuser.execute("update outbox set done_at = now() - interval '91 days' where id = %s", [old])
    desk.superuser.execute("update outbox set done_at = now() - interval '89 days' where id = %s", [recent])
    desk.superuser.execute("update outbox set parked_at = now() - interval '2 years' where id = %s", [parked])
    assert jobs.actors()[sweep_outbox.name] is sweep_outbox
    sweep = desk.publish(sweep_outbox.name, queue=sweep_outbox.queue)
    assert run_row(desk.tenant, sweep)
    left = {row for (row,) in desk.superuser.execute("select id from outbox").fetchall()}
    assert left == {recent, parked, sweep}


def test_the_schedulers_role_reads_tenants_and_can_not_read_people(database: Any) -> None:
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        connection.execute("select tenant_id, time_zone from tenant")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from person")
