"""A report on its way: asked for, counted in turns, cancelled, taken up again, made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, update
from tests.reports.conftest import House

from handrail.audit.models import TenantEntry
from handrail.identity.models import Membership
from handrail.kit import clock, jobs
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.outbox import Outbox
from handrail.notifications.models import Message
from handrail.reports import building, commands, queries, scheduling
from handrail.reports.codes import Kind, Rhythm, RunState, Why
from handrail.reports.commands import Wanted
from handrail.reports.errors import ReportEnded, ReportNotReady
from handrail.reports.models import ReportFile, ReportPart, ReportRelease, ReportRun
from handrail.reports.periods import Period
from handrail.reports.storing import SHOWN, from_bytes

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
YEAR = Period(date(2025, 10, 1), date(2026, 9, 30))


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def ask(house: House, role: Role = Role.CONSULTANCY_MANAGER, **more: Any) -> UUID:
    actor = house.actor(role)
    wanted = Wanted(**({"kind": Kind.OVERVIEW, "period": YEAR} | more))
    with tenant_session(actor.context()) as session:
        return commands.ask(session, actor, wanted).id


def cancel(house: House, run_id: UUID, role: Role = Role.CONSULTANCY_MANAGER) -> ReportRun:
    actor = house.actor(role)
    with tenant_session(actor.context()) as session:
        return commands.cancel(session, actor, run_id)


def count(house: House, model: Any) -> int:
    with tenant_session(engine_context(house.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.rule("REP-1")
@pytest.mark.rule("REP-4")
def test_a_report_is_made_of_all_client_organisations_and_its_asker_is_told(house: House) -> None:
    run_id = ask(house)
    assert house.seen(Role.CONSULTANCY_MANAGER, run_id).state == "waiting"
    assert house.work() == 1
    seen = house.seen(Role.CONSULTANCY_MANAGER, run_id)
    assert (seen.state, seen.run.done, seen.total, seen.run.ended_at) == ("done", 3, 3, NOW)
    report = from_bytes(house.file(Role.CONSULTANCY_MANAGER, run_id, SHOWN))
    (caseload,) = [table for table in report.tables if table.key == "caseload"]
    assert len(caseload.lines) == 4  # three and all
    assert count(house, ReportPart) == 0  # the checkpoints are gone
    with tenant_session(engine_context(house.tenant_id)) as session:
        (message,) = session.scalars(select(Message)).all()
        assert (message.person_id, message.kind, message.subject_id) == (
            house.people[Role.CONSULTANCY_MANAGER], "news", None,
        )  # fmt: skip


@pytest.mark.rule("REP-4")
def test_a_long_report_gives_way_after_each_turn_and_comes_to_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = ask(house)
    house.work()
    monkeypatch.setattr(building, "TURN_SECONDS", 0.0)
    in_turns = ask(house)
    assert house.work(most=1) == 1
    seen = house.seen(Role.CONSULTANCY_MANAGER, in_turns)
    assert (seen.state, seen.run.done) == ("running", 1)
    assert house.work() == 2
    assert house.file(Role.CONSULTANCY_MANAGER, in_turns, SHOWN) == house.file(Role.CONSULTANCY_MANAGER, at_once, SHOWN)


@pytest.mark.rule("REP-4")
def test_a_start_that_breaks_off_is_made_up_for_and_nothing_is_counted_twice(house: House) -> None:
    undisturbed = ask(house)
    house.work()
    run_id = ask(house)
    counted: list[UUID] = []
    original = building.measure

    def breaking(session: Any, scope: Any, measures: Any) -> Any:
        counted.append(scope.employer_id)
        if len(counted) == 2:
            raise RuntimeError("the lights went out")
        return original(session, scope, measures)

    with patch.object(building, "measure", breaking):
        (row,) = house.waiting()
        jobs.run_row(house.tenant_id, row)
        assert house.seen(Role.CONSULTANCY_MANAGER, run_id).run.done == 1
        with tenant_session(engine_context(house.tenant_id)) as session:
            session.execute(update(Outbox).where(Outbox.id == row).values(not_before=func.now()))
        house.work()
    with tenant_session(engine_context(house.tenant_id)) as session:
        order = session.scalars(select(ReportRun.employer_ids).where(ReportRun.id == run_id)).one()
    assert counted == [order[0], order[1], *order[1:]]
    assert house.file(Role.CONSULTANCY_MANAGER, run_id, SHOWN) == house.file(
        Role.CONSULTANCY_MANAGER, undisturbed, SHOWN
    )


@pytest.mark.rule("REP-4")
def test_running_a_finished_turn_again_changes_nothing(house: House) -> None:
    run_id = ask(house)
    (row,) = house.waiting()
    house.work()
    before = count(house, ReportFile)
    context = engine_context(house.tenant_id)
    again = jobs.OutboxRun(row, commands.BUILD, {"run_id": str(run_id)}, "x", 1, context)
    building.carry_on(again, run_id)
    assert count(house, ReportFile) == before


@pytest.mark.rule("REP-4")
def test_a_cancelled_report_is_not_begun(house: House) -> None:
    run_id = ask(house)
    assert cancel(house, run_id).state is RunState.CANCELLED
    with patch.object(building, "measure") as measure:
        house.work()
    measure.assert_not_called()
    seen = house.seen(Role.CONSULTANCY_MANAGER, run_id)
    assert (seen.state, seen.run.why) == ("cancelled", Why.ASKED)
    cancel(house, run_id)  # again: nothing
    with tenant_session(engine_context(house.tenant_id)) as session:
        verbs = session.scalars(select(TenantEntry.verb).order_by(TenantEntry.seq)).all()
    assert [verb for verb in verbs if verb.startswith("report.")] == ["report.asked", "report.cancelled"]


@pytest.mark.rule("REP-4")
def test_a_report_cancelled_while_it_is_counted_stops_there_and_leaves_nothing(house: House) -> None:
    run_id = ask(house)
    counted: list[UUID] = []
    original = building.measure

    def cancelling(session: Any, scope: Any, measures: Any) -> Any:
        counted.append(scope.employer_id)
        if len(counted) == 2:
            cancel(house, run_id)
        return original(session, scope, measures)

    with patch.object(building, "measure", cancelling):
        house.work()
    assert len(counted) == 2
    assert (count(house, ReportPart), count(house, ReportFile)) == (0, 0)
    assert house.seen(Role.CONSULTANCY_MANAGER, run_id).state == "cancelled"
    assert house.waiting() == []


def test_a_report_that_is_made_is_not_cancelled(house: House) -> None:
    run_id = ask(house)
    house.work()
    with pytest.raises(ReportEnded):
        cancel(house, run_id)


@pytest.mark.rule("REP-4")
@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_whoever_lost_the_role_gets_no_report(house: House, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    monkeypatch.setattr(building, "TURN_SECONDS", 0.0)
    run_id = ask(house)
    if when == "meanwhile":
        house.work(most=1)
    with tenant_session(engine_context(house.tenant_id)) as session:
        session.execute(delete(Membership).where(Membership.person_id == house.people[Role.CONSULTANCY_MANAGER]))
    house.work()
    with tenant_session(engine_context(house.tenant_id)) as session:
        run = session.scalars(select(ReportRun).where(ReportRun.id == run_id)).one()
        assert (run.state, run.why) == (RunState.CANCELLED, Why.NOT_ALLOWED)
    assert (count(house, ReportPart), count(house, ReportFile), count(house, Message)) == (0, 0, 0)


def test_a_job_that_was_given_up_shows_as_such_until_an_operator_plays_it_again(house: House) -> None:
    run_id = ask(house)
    with patch.object(building, "measure", side_effect=RuntimeError):
        for _start in range(5):
            (row,) = house.waiting()
            jobs.run_row(house.tenant_id, row)
            with tenant_session(engine_context(house.tenant_id)) as session:
                session.execute(update(Outbox).where(Outbox.id == row).values(not_before=func.now()))
    seen = house.seen(Role.CONSULTANCY_MANAGER, run_id)
    assert (seen.state, seen.is_open) == ("parked", False)
    with tenant_session(engine_context(house.tenant_id)) as session:
        session.execute(update(Outbox).where(Outbox.id == row).values(parked_at=None, attempts=0))
    house.work()
    assert house.seen(Role.CONSULTANCY_MANAGER, run_id).state == "done"


@pytest.mark.rule("REP-4")
def test_cancelling_a_report_that_was_given_up_drops_what_was_counted_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No job comes by any more that would do it: the exact numbers go with the cancelling itself."""
    monkeypatch.setattr(building, "TURN_SECONDS", 0.0)
    run_id = ask(house)
    house.work(most=1)
    with tenant_session(engine_context(house.tenant_id)) as session:
        session.execute(update(Outbox).where(Outbox.done_at.is_(None)).values(parked_at=func.now()))
    assert (house.seen(Role.CONSULTANCY_MANAGER, run_id).state, count(house, ReportPart)) == ("parked", 1)
    cancel(house, run_id)
    assert count(house, ReportPart) == 0


# --- Whose report it is -------------------------------------------------------------------------------------------


@pytest.mark.rule("REP-1")
def test_the_employers_side_gets_absences_returns_and_statutory_obligations_of_one_employer_alone(house: House) -> None:
    run_id = ask(house, Role.HR)
    assert house.seen(Role.HR, run_id).run.employer_ids == [house.firms[0].employer_id]
    house.work()
    report = from_bytes(house.file(Role.HR, run_id, SHOWN))
    assert {table.key for table in report.tables} == {
        "absences", "begun_by_month", "returned", "returns", "obligations",
    }  # fmt: skip
    assert count(house, ReportRelease) == 1
    assert not {"case", "cases", "participation", "step", "support"} & {
        word.lower().strip(".,") for text in _texts(report) for word in str(text).split()
    } - {"support"}  # the cover says that no number tells of it


def _texts(report: Any) -> Iterator[Any]:
    yield from (report.title, report.about)
    for table in report.tables:
        yield from (table.title, table.row_heading, *(column.label for column in table.columns))
        yield from (line.label for line in table.lines)


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("kind", [Kind.CASELOAD])
def test_the_employers_side_gets_no_report_of_cases(house: House, kind: Kind) -> None:
    with pytest.raises(Invalid):
        ask(house, Role.HR, kind=kind)


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [Role.HR, Role.LEAD_COORDINATOR])
def test_nobody_asks_about_a_client_organisation_they_do_not_reach(house: House, role: Role) -> None:
    for employer_id in (house.firms[1].employer_id, uuid4()):
        with pytest.raises(NotFound):
            ask(house, role, employer_ids=(employer_id,))
    assert count(house, ReportRun) == 0


def test_a_role_without_reports_finds_none(house: House) -> None:
    with pytest.raises(NotFound):
        ask(house, Role.COORDINATOR)


@pytest.mark.rule("CON-1")
def test_a_report_is_its_askers_alone_in_the_role_in_which_they_asked(house: House) -> None:
    run_id = ask(house)
    house.work()
    for role in (Role.LEAD_COORDINATOR, Role.HR, Role.SENIOR_MANAGEMENT):
        with pytest.raises(NotFound):
            house.seen(role, run_id)
        actor = house.actor(role)
        with tenant_session(actor.context()) as session:  # and the database shows them no row, whatever the query
            for model in (ReportRun, ReportFile, ReportPart, ReportRelease):
                assert session.scalars(select(model)).all() == []


@pytest.mark.rule("CON-1")
def test_a_report_of_an_employer_is_closed_once_the_role_there_is_over(house: House) -> None:
    run_id = ask(house, Role.HR)
    house.work()
    actor = house.actor(Role.HR)
    with tenant_session(engine_context(house.tenant_id)) as session:
        session.execute(
            update(Membership)
            .where(Membership.person_id == actor.person_id)
            .values(employer_id=house.firms[1].employer_id)
        )
    with pytest.raises(NotFound):
        house.seen(Role.HR, run_id)


def test_a_report_is_not_handed_out_before_it_is_made(house: House) -> None:
    run_id = ask(house)
    with pytest.raises(ReportNotReady):
        house.file(Role.CONSULTANCY_MANAGER, run_id, SHOWN)


# --- What can be asked --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "period"),
    [
        (Role.CONSULTANCY_MANAGER, Period(date(2026, 2, 1), date(2026, 1, 1))),
        (Role.CONSULTANCY_MANAGER, Period(date(2010, 1, 1), date(2026, 1, 1))),
        (Role.CONSULTANCY_MANAGER, Period(date(2026, 11, 21), date(2026, 11, 30))),
        (Role.HR, Period(date(2026, 1, 1), date(2026, 3, 30))),
        (Role.HR, Period(date(2026, 10, 1), date(2026, 12, 31))),
        (Role.HR, Period(date(2026, 2, 1), date(2026, 4, 30))),
    ],
)
def test_days_that_make_no_report_are_refused_beside_the_field(house: House, role: Role, period: Period) -> None:
    with pytest.raises(Invalid) as refused:
        ask(house, role, period=period)
    assert refused.value.problems


# --- Again and again ----------------------------------------------------------------------------------------------


def asked_by_schedules(house: House, at: datetime) -> int:
    with clock.frozen(at), tenant_session(engine_context(house.tenant_id)) as session:
        scheduling.ask_for_due(session, house.tenant_id)
    return count(house, ReportRun)


@pytest.mark.rule("REP-1")
def test_a_scheduled_report_is_asked_for_once_a_period_as_the_person_who_made_the_schedule(house: House) -> None:
    actor = house.actor(Role.CONSULTANCY_MANAGER)
    with tenant_session(actor.context()) as session:
        made = commands.schedule(session, actor, kind=Kind.CASELOAD, rhythm=Rhythm.MONTHLY)
    assert asked_by_schedules(house, NOW) == 0  # October was over before
    later = datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert asked_by_schedules(house, later) == 1
    assert asked_by_schedules(house, later + timedelta(days=3)) == 1
    assert asked_by_schedules(house, datetime(2027, 1, 1, 5, tzinfo=UTC)) == 2
    house.work()
    with tenant_session(actor.context()) as session:
        runs, _older = queries.runs_of(session, actor)
        assert [(seen.state, seen.run.first_day, seen.run.schedule_id) for seen in runs] == [
            ("done", date(2026, 12, 1), made.id), ("done", date(2026, 11, 1), made.id),
        ]  # fmt: skip
        commands.end_schedule(session, actor, made.id)
        assert queries.schedules_of(session, actor) == []
    assert asked_by_schedules(house, datetime(2027, 2, 1, 5, tzinfo=UTC)) == 2


def test_a_schedule_of_somebody_who_left_asks_for_nothing(house: House) -> None:
    actor = house.actor(Role.HR)
    with tenant_session(actor.context()) as session:
        with pytest.raises(Invalid):
            commands.schedule(session, actor, kind=Kind.OVERVIEW, rhythm=Rhythm.MONTHLY)
        commands.schedule(session, actor, kind=Kind.OVERVIEW, rhythm=Rhythm.QUARTERLY)
    with tenant_session(engine_context(house.tenant_id)) as session:
        session.execute(delete(Membership).where(Membership.person_id == actor.person_id))
    assert asked_by_schedules(house, datetime(2027, 1, 2, 5, tzinfo=UTC)) == 0


def test_old_reports_are_removed_with_their_files(house: House) -> None:
    run_id = ask(house)
    house.work()
    with tenant_session(engine_context(house.tenant_id)) as session:
        assert scheduling.remove_old(session, house.tenant_id) == 0
        session.execute(update(ReportRun).where(ReportRun.id == run_id).values(ended_at=NOW - timedelta(days=401)))
        assert scheduling.remove_old(session, house.tenant_id) == 1
    assert (count(house, ReportRun), count(house, ReportFile)) == (0, 0)


def test_a_report_that_never_came_to_an_end_is_not_kept_for_ever(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "TURN_SECONDS", 0.0)
    ask(house)
    house.work(most=1)
    with tenant_session(engine_context(house.tenant_id)) as session:
        assert scheduling.remove_old(session, house.tenant_id) == 0
        with clock.frozen(NOW + timedelta(days=401)):
            assert scheduling.remove_old(session, house.tenant_id) == 1
    assert (count(house, ReportRun), count(house, ReportPart)) == (0, 0)
    house.work()  # and the job that would carry it on finds nothing to do
    assert count(house, ReportFile) == 0
