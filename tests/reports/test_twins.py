"""What the employer's side reads is the same whatever the worker chose about support: numbers, files, work done."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.isolation.crawling import statements
from tests.isolation.twins import IN_USE, LOOKS, NOT_IN_USE, Twin, build_twin, build_twins

from handrail.entrypoints.worker import load_tasks
from handrail.kit import clock, jobs
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings
from handrail.reports import commands, queries
from handrail.reports.codes import Kind, Measure, Side
from handrail.reports.commands import Wanted
from handrail.reports.measuring import Scope, measure
from handrail.reports.periods import Period

FOUR_QUARTERS = Period(date(2025, 10, 1), date(2026, 9, 30))
CHOICES = NOT_IN_USE | IN_USE
FIRST = "never invited"
MANY = 12
SIDE = (Measure.DUTIES, Measure.ABSENCES, Measure.RETURNS)


@pytest.fixture(scope="module")
def twins(database: Settings) -> dict[str, Twin]:
    del database
    load_tasks()
    return {name: build_twin(choice) for name, choice in CHOICES.items()}


def counted(twin: Twin, side: Side) -> object:
    """Return the exact numbers, before any of them is held back."""
    world = twin.world
    scope = Scope(world.tenant_id, world.employer_id, date(2026, 1, 1), date(2026, 12, 31), clock.today(), side)
    with world.engine() as session:
        return measure(session, scope, SIDE)


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("at", LOOKS, ids=str)
def test_no_number_of_the_employers_side_knows_what_the_worker_chose(twins: dict[str, Twin], at: object) -> None:
    with clock.frozen(at):  # type: ignore[arg-type]
        usual = counted(twins[FIRST], Side.EMPLOYER)
        assert {name for name, twin in twins.items() if counted(twin, Side.EMPLOYER) != usual} == set()
        # The consultancy's numbers do know: what is compared above is not just empty.
        assert counted(twins["back at work by a plan"], Side.CONSULTANCY) != counted(twins[FIRST], Side.CONSULTANCY)


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("VOL-4")
@pytest.mark.parametrize("role", [Role.HR, Role.SENIOR_MANAGEMENT], ids=str)
def test_the_files_are_the_same_bytes_and_the_work_the_same_statements(twins: dict[str, Twin], role: Role) -> None:
    with clock.frozen(LOOKS[1]):
        usual = made(twins[FIRST], role)
        assert {name for name, twin in twins.items() if made(twin, role) != usual} == set()


@pytest.mark.slow
@pytest.mark.rule("VOL-2")
@pytest.mark.rule("CON-3")
def test_a_report_with_numbers_to_show_is_the_same_for_twelve_who_chose_differently(database: Settings) -> None:
    del database
    load_tasks()
    mixed = [*CHOICES.values()][:MANY]
    with_choices, without = build_twins(mixed)[0], build_twins([CHOICES[FIRST]] * MANY)[0]
    with clock.frozen(LOOKS[1]):
        files, work = made(with_choices, Role.HR)
        assert (files, work) == made(without, Role.HR)
    assert b"[12" in files["report.json"]  # twelve absences stand there


def made(twin: Twin, role: Role) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a report that somebody of the employer's side asks for, and what making it asked of the
    database."""
    world = twin.world
    with world.session(role) as (session, actor):
        run_id = commands.ask(session, actor, Wanted(Kind.OVERVIEW, FOUR_QUARTERS)).id
    with statements() as noted:
        assert jobs.run_row(world.tenant_id, _row(world.tenant_id, run_id))
    with world.session(role) as (session, actor):
        run = queries.load_run(session, actor, run_id, "report.read").run
        names = [file.name for file in queries.files_of(session, run)]
        return {name: queries.open_file(session, run, name).content for name in names}, noted


def _row(tenant_id: UUID, run_id: UUID) -> UUID:
    with tenant_session(engine_context(tenant_id)) as session:
        statement = select(Outbox.id).where(Outbox.idem_key == f"{commands.BUILD}:{run_id}:0")
        return session.scalars(statement).one()
