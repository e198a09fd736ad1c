"""One row, started once or many times: its effects happen once, and a row that never ends is parked."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from handrail.kit import jobs
from handrail.kit.away import DatabaseAway
from handrail.kit.jobs import GRACE_SECONDS, LeaseLost, OutboxRun, outbox_actor, run_row

_NOTE = text("insert into effect values (:tenant, :row, :attempt)")


class Broken(Exception):
    pass


def _note(run: OutboxRun) -> None:
    with run.transaction() as session:
        session.execute(_NOTE, {"tenant": run.context.tenant_id, "row": run.row_id, "attempt": run.attempt})


@pytest.fixture(autouse=True)
def known_actors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_actors", {})
    outbox_actor(queue="test", name="test.note")(_note)

    def outside(run: OutboxRun) -> None:
        del run  # its effect lies outside PostgreSQL

    def fail(run: OutboxRun) -> None:
        with run.transaction() as session:
            session.execute(_NOTE, {"tenant": run.context.tenant_id, "row": run.row_id, "attempt": run.attempt})
            raise Broken("Ms Bakker has a bad back")

    outbox_actor(queue="test", name="test.outside")(outside)
    outbox_actor(queue="test", name="test.fail", pauses=(10, 60))(fail)


def test_effect_and_end_are_one(desk: Any) -> None:
    row = desk.publish("test.note")
    assert run_row(desk.tenant, row)
    assert (desk.effects(), desk.row(row).done) == ([(row, 1)], True)


def test_a_doubled_message_starts_nothing(desk: Any) -> None:
    row = desk.publish("test.note")
    assert [run_row(desk.tenant, row) for _ in range(3)] == [True, False, False]
    assert desk.effects() == [(row, 1)]


def test_a_message_for_another_tenants_row_starts_nothing(desk: Any) -> None:
    row = desk.publish("test.note")
    assert not run_row(UUID(int=7), row)
    assert desk.row(row).attempts == 0


def test_work_outside_the_database_is_marked_done_when_it_returns(desk: Any) -> None:
    row = desk.publish("test.outside")
    run_row(desk.tenant, row)
    assert desk.row(row).done


def test_a_failure_undoes_the_effect_and_waits_before_the_next_start(desk: Any, make_relay: Any) -> None:
    row = desk.publish("test.fail")
    assert run_row(desk.tenant, row)
    assert (desk.effects(), desk.row(row).done, make_relay().claim()) == ([], False, [])
    waits = desk.superuser.execute("select not_before > now() + interval '8 s' from outbox").fetchone()
    assert waits == (True,)


def test_what_an_error_quotes_is_neither_stored_nor_logged(desk: Any, capsys: pytest.CaptureFixture[str]) -> None:
    row = desk.publish("test.fail")
    run_row(desk.tenant, row)
    logged = capsys.readouterr()
    assert desk.row(row).error == "Broken"
    assert "job.failed" in logged.out + logged.err
    assert "Bakker" not in logged.out + logged.err


def test_a_row_that_failed_five_times_is_parked_and_no_longer_started(desk: Any, make_relay: Any) -> None:
    row = desk.publish("test.fail")
    for _ in range(5):
        assert run_row(desk.tenant, row)
        desk.expire()
    assert (desk.row(row).attempts, desk.row(row).parked) == (5, True)
    assert not run_row(desk.tenant, row)
    assert make_relay().claim() == []


def test_a_row_whose_worker_died_five_times_is_parked_by_the_next_message(desk: Any) -> None:
    row = desk.publish("test.note")
    for _ in range(5):
        assert jobs._start(desk.tenant, row) is not None  # noqa: SLF001 - a start whose worker is killed
        assert not run_row(desk.tenant, row)
        desk.expire()
    assert not run_row(desk.tenant, row)
    assert (desk.row(row).parked, desk.row(row).error) == (True, "the worker ended while it ran")
    assert desk.effects() == []


def test_who_lost_the_lease_can_not_commit(desk: Any) -> None:
    row = desk.publish("test.note")
    started = jobs._start(desk.tenant, row)  # noqa: SLF001 - a worker that is slow from here on
    assert started is not None
    desk.expire()
    assert run_row(desk.tenant, row)
    with pytest.raises(LeaseLost):
        _note(started[0])
    with pytest.raises(LeaseLost):
        started[0].finish()
    assert desk.effects() == [(row, 2)]


def test_of_two_starts_that_both_live_only_the_newest_can_commit(desk: Any) -> None:
    row = desk.publish("test.note")
    slow = jobs._start(desk.tenant, row)  # noqa: SLF001
    desk.expire()
    newest = jobs._start(desk.tenant, row)  # noqa: SLF001
    assert slow is not None
    assert newest is not None
    with pytest.raises(LeaseLost):
        _note(slow[0])
    with pytest.raises(LeaseLost):
        slow[0].extend(60)
    _note(newest[0])
    assert desk.effects() == [(row, 2)]


def test_long_work_keeps_its_lease_by_extending_it(desk: Any) -> None:
    row = desk.publish("test.note")
    started = jobs._start(desk.tenant, row)  # noqa: SLF001
    assert started is not None
    desk.expire()
    started[0].extend(60)
    assert not run_row(desk.tenant, row)
    _note(started[0])
    assert desk.effects() == [(row, 1)]


def test_an_unknown_name_waits_for_a_newer_worker(desk: Any) -> None:
    row = desk.publish("test.from_the_next_release")
    assert run_row(desk.tenant, row)
    assert (desk.row(row).error, desk.row(row).parked) == ("UnknownActor", False)


def test_a_name_stands_for_slice_and_function() -> None:
    assert jobs.actors()["test.note"].queue == "test"
    outbox_actor(queue="test")(_named_in_its_slice())
    assert "notifications.send_reminder" in jobs.actors()


def _named_in_its_slice() -> Any:
    def send_reminder(run: OutboxRun) -> None:
        del run

    send_reminder.__module__ = "handrail.notifications.tasks"
    return send_reminder


def test_a_run_leased_by_a_clock_that_was_days_ahead_starts_anew(desk: Any) -> None:
    row = desk.publish("test.note")
    desk.superuser.execute("update outbox set attempts = 1, run_until = now() + interval '2 days'")
    assert run_row(desk.tenant, row)
    assert desk.effects() == [(row, 2)]


def test_a_job_whose_database_goes_away_starts_again_when_its_lease_is_over(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.publish("test.fail")

    def away(*_: Any) -> None:
        raise DatabaseAway

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_give_back", away)
        assert run_row(desk.tenant, row)
    assert not run_row(desk.tenant, row)  # leased still
    desk.expire()
    assert run_row(desk.tenant, row)
    assert desk.row(row).attempts == 2


def test_a_step_of_long_work_is_not_taken_by_a_worker_that_lost_the_row(desk: Any) -> None:
    row = desk.publish("test.steps")

    def in_steps(run: OutboxRun) -> None:
        for _step in range(2):
            with run.step(60) as session:
                session.execute(_NOTE, {"tenant": run.context.tenant_id, "row": run.row_id, "attempt": run.attempt})
            desk.superuser.execute("update outbox set attempts = 2")  # another worker starts it

    outbox_actor(queue="test", name="test.steps")(in_steps)
    assert run_row(desk.tenant, row)
    assert (desk.effects(), desk.row(row).done) == ([(row, 1)], False)


def test_nobody_starts_a_row_while_a_step_of_it_is_under_way(desk: Any) -> None:
    row = desk.publish("test.steps")
    others: list[bool] = []

    def slow(run: OutboxRun) -> None:
        desk.expire()
        with run.step(60):
            others.append(run_row(desk.tenant, row))

    outbox_actor(queue="test", name="test.steps")(slow)
    assert run_row(desk.tenant, row)
    assert (others, desk.row(row).done) == ([False], True)


@pytest.mark.parametrize(
    "more",
    [{"time_limit": 6 * 3600 + 1}, {"time_limit": 6 * 3600 - GRACE_SECONDS + 1}, {"pauses": (10, 6 * 3600 + 1)}],
)
def test_what_would_look_like_a_wrong_clock_is_refused(more: Any) -> None:
    with pytest.raises(ValueError, match="No time limit and no pause"):
        outbox_actor(queue="test", name="test.for_days", **more)
