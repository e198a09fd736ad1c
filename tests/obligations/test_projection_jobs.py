"""Each morning what is due stands as it stands on that day; and what the operator can ask and do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from structlog.testing import capture_logs
from tests.builders import (
    World,
    absence_fact,
    add_worker,
    build_employer,
    build_employment,
    build_person,
    case_row,
    employment_row,
    open_case,
)

from handrail.entrypoints.worker import load_tasks
from handrail.kit import clock, jobs, schedules
from handrail.kit.errors import NotFound
from handrail.obligations import facts, projection, queries, tasks
from handrail.obligations.cli import obligations
from handrail.obligations.models import Obligation

FIRST = date(2026, 11, 9)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def of(world: World, rule: str, employment_id: UUID | None = None) -> Obligation:
    with world.engine() as session:
        rows = queries.of_employment(session, world.tenant_id, employment_id or world.employment_id)
        (found,) = [row for row in rows if row.rule == rule]
        return found


def waiting(world: World, name: str) -> list[Any]:
    with world.engine() as session:
        statement = text(
            "select id, payload, not_before from outbox where name = :name and done_at is null order by id"
        )
        return list(session.execute(statement, {"name": name}))


def ask_for(world: World, day: date) -> list[Any]:
    """Have the scheduled row of a day done; return the batches that it asks for."""
    with world.engine() as session:
        row = session.execute(
            text(
                "insert into outbox (tenant_id, id, queue, name, payload, idem_key, priority) values "
                "(:tenant, gen_random_uuid(), 'obligations', :name, jsonb_build_object('period', cast(:day as text)), "
                ":key, 5) returning id"
            ),
            {
                "tenant": world.tenant_id,
                "name": tasks.recompute.name,
                "day": day.isoformat(),
                "key": f"{tasks.recompute.name}:{day}",
            },
        ).scalar_one()
    assert jobs.run_row(world.tenant_id, row)
    return waiting(world, tasks.recompute_batch.name)


def night(world: World, day: date) -> None:
    """Have a whole night done."""
    for batch in ask_for(world, day):
        jobs.run_row(world.tenant_id, batch.id)


def test_the_recomputation_is_asked_for_once_a_night() -> None:
    load_tasks()
    periods = {
        found.name: period for found, period in schedules.due(datetime(2026, 11, 23, 6, tzinfo=UTC), "Europe/Amsterdam")
    }
    assert periods[tasks.recompute.name] == "2026-11-23"
    assert {tasks.recompute.name, tasks.recompute_batch.name} <= jobs.actors().keys()


@pytest.mark.rule("ACC-2")
def test_in_the_morning_what_was_not_done_in_time_is_missed_and_what_is_over_is_closed(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    assert of(world, "nl.problem_analysis").status == "pending"
    with clock.frozen(NOW + timedelta(days=28)):
        night(world, date(2026, 12, 21))
        assert of(world, "nl.problem_analysis").status == "pending"
    with clock.frozen(NOW + timedelta(days=29)):
        night(world, date(2026, 12, 22))
        missed = of(world, "nl.problem_analysis")
    assert (missed.status, missed.closed_at) == ("missed", None)
    period = of(world, "nl.wage_continuation_end")
    assert period.due_on is not None
    assert period.closed_at is None
    with clock.frozen(datetime.combine(period.due_on + timedelta(days=1), NOW.timetz())):
        night(world, period.due_on + timedelta(days=1))
        assert of(world, "nl.wage_continuation_end").closed_at is not None
    with world.engine() as session:
        kinds = {change.kind for change in queries.changes_of(session, world.tenant_id, missed.id)}
    assert kinds == {"appeared"}, "time alone is no change"


def test_a_site_is_recomputed_when_its_own_day_has_begun(world: World) -> None:
    employer_id, site_id = build_employer(world.tenant_id, time_zone="America/Toronto")
    person_id = build_person(world.tenant_id, "Invented Overseas Worker")
    overseas = build_employment(world.tenant_id, employer_id, site_id, person_id, None)
    for employment_id in (world.employment_id, overseas):
        absence_fact(world, "absence_started", FIRST, employment_id=employment_id)
    with clock.frozen(datetime(2026, 11, 23, 1, 30, tzinfo=UTC)):
        asked = {tuple(batch.payload["employments"]): batch.not_before for batch in ask_for(world, NOW.date())}
    assert asked.keys() == {(str(world.employment_id),), (str(overseas),)}
    assert asked[(str(overseas),)] == datetime(2026, 11, 23, 5, 5, tzinfo=UTC)


def test_batches_are_bounded_and_each_employment_is_asked_for_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    employments = [world.employment_id, *(add_worker(world) for _number in range(4))]
    for employment_id in employments:
        absence_fact(world, "absence_started", FIRST, employment_id=employment_id)
    without = add_worker(world)
    asked: list[str] = []
    real = projection.recompute_all

    def counting(session: Any, actor: Any, employment_ids: list[UUID]) -> Any:
        asked.extend(map(str, employment_ids))
        return real(session, actor, employment_ids)

    monkeypatch.setattr(projection, "recompute_all", counting)
    night(world, NOW.date())
    assert sorted(asked) == sorted(str(each) for each in employments)
    assert str(without) not in asked
    with world.engine() as session:
        sizes = session.scalars(
            text("select jsonb_array_length(payload->'employments') from outbox where name = :name order by 1"),
            {"name": tasks.recompute_batch.name},
        ).all()
    assert sizes == [1, 2, 2]


def test_one_worker_whose_rules_fail_keeps_no_other_from_their_morning(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add_worker(world)
    for employment_id in (world.employment_id, other):
        absence_fact(world, "absence_started", FIRST, employment_id=employment_id)
    real = projection.locked_places
    broken = {world.employment_id}

    def places(session: Any, tenant_id: UUID, employment_ids: list[UUID]) -> Any:
        if broken & {*employment_ids}:
            raise ZeroDivisionError
        return real(session, tenant_id, employment_ids)

    monkeypatch.setattr(projection, "locked_places", places)
    later = NOW + timedelta(days=60)
    with clock.frozen(later):
        night(world, later.date())
        assert of(world, "nl.problem_analysis", other).status == "missed"
        assert of(world, "nl.problem_analysis").status == "pending"
        (batch,) = waiting(world, tasks.recompute_batch.name)
        broken.clear()
        with world.engine() as session:
            session.execute(text("update outbox set not_before = now() where id = :id"), {"id": batch.id})
        assert jobs.run_row(world.tenant_id, batch.id)
        assert of(world, "nl.problem_analysis").status == "missed"
    assert waiting(world, tasks.recompute_batch.name) == []


def looked_at(world: World) -> set[UUID]:
    """Return the employments that a night looks at."""
    with world.engine() as session:
        return {each for found in queries.open_employments(session, world.tenant_id).values() for each in found}


def test_a_night_looks_at_open_absences_and_open_cases_where_nothing_is_asked(world: World) -> None:
    """A rule that comes in, or a jurisdiction that was missing, asks something of them too."""
    absent, back, never, on_leave = (add_worker(world) for _number in range(4))
    open_case(world)
    with world.engine() as session:
        for worker_id in (absent, back, on_leave):
            worker = employment_row(session, world, worker_id)
            facts.append(session, world.system(), worker, type="absence_started", on=FIRST)
        later = FIRST + timedelta(days=5)
        facts.append(session, world.system(), employment_row(session, world, back), type="recovered", on=later)
        leave = employment_row(session, world, on_leave)
        facts.append(session, world.system(), leave, type="maternity_leave_started", on=later)
        session.execute(text("delete from obligation"))
    assert looked_at(world) == {world.employment_id, absent, on_leave}
    night(world, NOW.date())
    assert of(world, "nl.problem_analysis", absent).due_on == FIRST + timedelta(days=42)
    assert of(world, "nl.problem_analysis").closed_at is None
    with world.engine() as session:
        assert queries.of_employment(session, world.tenant_id, back) == []
        assert queries.of_employment(session, world.tenant_id, never) == []


def test_a_day_on_which_somebody_recovers_and_falls_ill_again_leaves_them_absent(world: World) -> None:
    with world.engine() as session:
        worker = employment_row(session, world)
        for kind, on in (
            ("absence_started", FIRST),
            ("recovered", FIRST + 9 * DAY),
            ("absence_started", FIRST + 9 * DAY),
        ):
            facts.append(session, world.system(), worker, type=kind, on=on)
    assert looked_at(world) == {world.employment_id}


def test_a_night_that_ends_in_the_middle_is_finished_by_the_next_try_and_changes_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    employments = [world.employment_id, add_worker(world), add_worker(world)]
    for employment_id in employments:
        absence_fact(world, "absence_started", FIRST, employment_id=employment_id)
    monkeypatch.setattr(tasks, "TOGETHER", 1)
    real, done = projection.recompute_all, []

    def killed_after_one(session: Any, actor: Any, employment_ids: list[UUID]) -> Any:
        if done:
            raise SystemExit("killed")
        done.extend(employment_ids)
        return real(session, actor, employment_ids)

    later = NOW + timedelta(days=60)
    with clock.frozen(later):
        (batch,) = ask_for(world, later.date())
        monkeypatch.setattr(projection, "recompute_all", killed_after_one)
        with pytest.raises(SystemExit):
            jobs.run_row(world.tenant_id, batch.id)
        monkeypatch.setattr(projection, "recompute_all", real)
        with world.engine() as session:
            session.execute(
                text("update outbox set run_until = now() - interval '1 second' where id = :id"), {"id": batch.id}
            )
        assert jobs.run_row(world.tenant_id, batch.id)
        missed = [of(world, "nl.problem_analysis", each) for each in employments]
        assert {row.status for row in missed} == {"missed"}
        stood = {row.id: row.computed_at for row in missed}
        again = ask_for(world, later.date() + DAY)
        with clock.frozen(later + timedelta(hours=1)):
            assert all(jobs.run_row(world.tenant_id, each.id) for each in again)
        assert {
            row.id: row.computed_at for row in (of(world, "nl.problem_analysis", each) for each in employments)
        } == stood


def test_a_missing_jurisdiction_is_said_once_a_process(world: World) -> None:
    with world.engine() as session:
        session.execute(text("update site set jurisdiction = 'zz'"))
    projection.say_missing.cache_clear()
    with capture_logs() as said:
        for employment_id in (world.employment_id, add_worker(world), add_worker(world)):
            absence_fact(world, "absence_started", FIRST, employment_id=employment_id)
    missing = [each for each in said if each["event"] == "jurisdiction_missing"]
    assert [each["jurisdiction"] for each in missing] == ["zz"]


def contradict(world: World) -> None:
    """Put a fact on file that can not be true, as a change of the rules could leave one behind."""
    with world.engine() as session:
        facts.append(session, world.system(), employment_row(session, world), type="recovered", on=date(2020, 1, 1))


def test_facts_that_contradict_each_other_are_left_to_people(world: World) -> None:
    absence_fact(world, "absence_started", FIRST)
    contradict(world)
    night(world, NOW.date())
    assert waiting(world, tasks.recompute_batch.name) == [], "trying again would not help"


# --- The operator's commands --------------------------------------------------------------------------------------


def slug(world: World) -> str:
    with world.engine() as session:
        return str(session.scalar(text("select slug from tenant")))


def command(*arguments: str) -> Result:
    return CliRunner().invoke(obligations, list(arguments), catch_exceptions=False)


@pytest.mark.rule("ACC-2")
def test_explain_shows_every_obligation_with_its_derivation_by_number_or_id(world: World) -> None:
    case_id = open_case(world)
    with world.engine() as session:
        number = case_row(session, case_id).number
    said = command("explain", number, "--tenant", slug(world))
    assert said.exit_code == 0
    assert "Problem analysis  [nl.problem_analysis, administrative, pending]" in said.output
    assert "First day of sickness 9 Nov 2026" in said.output
    assert "+ 42 days" in said.output
    assert "Last day on time: Monday" in said.output
    assert "Invitation letter  [support.invitation, coordination, pending]" in said.output
    assert "Invented" not in said.output, "an operator reads no names"
    assert command("explain", str(case_id), "--tenant", slug(world)).output == said.output
    assert "early_iva" not in said.output
    assert "early_iva" in command("explain", number, "--tenant", slug(world), "--medical").output


@pytest.mark.rule("ACC-3")
@pytest.mark.rule("ACC-4")
def test_explain_tells_how_a_date_moved_in_the_language_that_is_asked(world: World) -> None:
    case_id = open_case(world)
    with world.engine() as session:
        before = facts.latest(session, world.tenant_id, world.employment_id, "absence_started")
        facts.append(
            session,
            world.system(),
            employment_row(session, world),
            type="absence_started",
            on=FIRST - timedelta(days=2),
            replaces=before,
        )
        projection.reconcile(session, world.system(), world.employment_id)
    english = command("explain", str(case_id), "--tenant", slug(world)).output
    assert "Moved from 21 Dec 2026 to 19 Dec 2026: First day of sickness 7 Nov 2026" in english
    dutch = command("explain", str(case_id), "--tenant", slug(world), "--lang", "nl").output
    assert "Eerste ziektedag 7 nov 2026" in dutch


def test_explain_names_what_it_does_not_find(world: World) -> None:
    said = command("explain", "2026-99999", "--tenant", slug(world))
    assert said.exit_code == 1
    assert "There is no case '2026-99999'" in said.output
    with pytest.raises(NotFound, match=f"no consultancy 'no-such-one'; there are: .*{slug(world)}"):
        command("explain", "2026-00001", "--tenant", "no-such-one")


def test_recompute_says_what_it_would_do_and_then_does_it(world: World) -> None:
    with world.engine() as session:
        worker = employment_row(session, world)
        facts.append(session, world.system(), worker, type="absence_started", on=FIRST)
    first = command("recompute", "--tenant", slug(world), "--dry-run")
    assert (first.exit_code, "nothing written" in first.output) == (0, True)
    with world.engine() as session:
        assert queries.of_employment(session, world.tenant_id, world.employment_id) == []
    done = command("recompute", "--tenant", slug(world))
    assert done.output.partition(": ")[2] == first.output.partition(": ")[2]
    assert "appeared" in done.output
    assert "no change" in command("recompute", "--tenant", slug(world)).output


def test_recompute_goes_on_past_facts_that_contradict_each_other_and_fails_at_the_end(world: World) -> None:
    other = add_worker(world)
    contradict(world)
    with world.engine() as session:
        worker = employment_row(session, world, other)
        facts.append(session, world.system(), worker, type="absence_started", on=FIRST)
    done = command("recompute", "--tenant", slug(world))
    assert done.exit_code == 1
    assert f"employment {world.employment_id}" in done.output
    assert of(world, "nl.problem_analysis", other).due_on == FIRST + timedelta(days=42)
