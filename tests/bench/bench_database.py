"""What row-level security, the session door, the list, jobs and chains add to plain PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from tests.bench.book import Book
from tests.bench.measuring import alternate
from tests.bench.town import Connection, Town, captured, fresh_key, last_select
from tests.builders import sign_in

from handrail.audit import timeline
from handrail.audit.models import TimelineEntry
from handrail.cases import commands as cases
from handrail.cases.listing import PAGE, CaseFilter, page_of_cases
from handrail.cases.models import MilestoneReached
from handrail.cases.rules.contacts import Channel
from handrail.entrypoints.app import create_app
from handrail.kit import clock, outbox
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.subjects import SubjectRef
from handrail.reports.codes import Side
from handrail.reports.measuring import Scope
from handrail.reports.measuring.duties import duties
from handrail.tenancy.models import Case

ENTRIES = (
    "select id, seq, at, verb from timeline_entry where tenant_id = %s and subject_id = %s order by seq desc limit 20"
)
ONE_CASE = "select * from cases where tenant_id = %s and id = %s"


def rows(connection: Connection, statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    return connection.execute(statement, parameters, prepare=True).fetchall()


def bench_a_statement_under_row_level_security(town: Town, book: Book) -> None:
    given = (town.world.tenant_id, town.case_id)
    with town.app.transaction(), town.superuser.transaction():
        town.enter(town.context(Role.COORDINATOR))
        assert len(rows(town.app, ENTRIES, given)) > 3
        assert rows(town.app, ENTRIES, given) == rows(town.superuser, ENTRIES, given)
        measured = alternate(lambda: rows(town.superuser, ENTRIES, given), lambda: rows(town.app, ENTRIES, given))
    book.note("rls", measured)


def bench_the_list_under_row_level_security(town: Town, book: Book) -> None:
    """As superuser the same SQL finds its fifty among all 300 cases of the consultancy, under policies among 60."""
    ctx = town.context(Role.COORDINATOR)
    statement, given = last_select(ctx, lambda session: page_of_cases(session, ctx.tenant_id, CaseFilter()))
    with town.app.transaction(), town.superuser.transaction():
        town.enter(ctx)
        assert len(rows(town.app, statement, given)) == len(rows(town.superuser, statement, given)) == PAGE + 1
        measured = alternate(lambda: rows(town.superuser, statement, given), lambda: rows(town.app, statement, given))
    book.note("rls_list", measured)


def bench_a_search_in_a_consultancy(town: Town, book: Book) -> None:
    ctx = town.context(Role.LEAD_COORDINATOR)
    wanted = CaseFilter(name="invented neighbour a")
    statement, given = last_select(ctx, lambda session: page_of_cases(session, ctx.tenant_id, wanted))
    with town.app.transaction(), town.superuser.transaction():
        town.enter(ctx)
        found = [row[0] for row in rows(town.app, statement, given)]
        assert 5 < len(found) < PAGE
        assert found == [row[0] for row in rows(town.superuser, statement, given)]
        measured = alternate(lambda: rows(town.superuser, statement, given), lambda: rows(town.app, statement, given))
    book.note("search", measured, extra=f"{len(found)} found")


def bench_a_report_on_a_covering_index(town: Town, book: Book) -> None:
    today = clock.today()
    scope = Scope(
        tenant_id=town.world.tenant_id,
        employer_id=town.world.employer_id,
        first_day=today - timedelta(days=365),
        last_day=today + timedelta(days=365),
        cut_on=today,
        side=Side.CONSULTANCY,
    )
    ctx = engine_context(town.world.tenant_id)
    statement, given = last_select(ctx, lambda session: duties(session, scope))
    with town.app.transaction(), town.superuser.transaction():
        town.enter(ctx)
        counted = rows(town.app, statement, given)
        assert counted == rows(town.superuser, statement, given)
        assert sum(row[4] for row in counted) > 1_000
        measured = alternate(lambda: rows(town.superuser, statement, given), lambda: rows(town.app, statement, given))
    book.note("report", measured)


def bench_a_session_with_one_read(town: Town, book: Book) -> None:
    ctx = town.context(Role.COORDINATOR)
    statement = select(Case).where(Case.tenant_id == ctx.tenant_id, Case.id == town.case_id)

    def raw() -> Any:
        with town.app.transaction():
            town.enter(ctx)
            return rows(town.app, ONE_CASE, (ctx.tenant_id, town.case_id))[0]

    def ours() -> Case:
        with tenant_session(ctx) as session:
            return session.scalars(statement).one()

    assert ours().number in raw()
    book.note("read", alternate(raw, ours))


def bench_a_list_of_fifty(town: Town, book: Book) -> None:
    ctx = town.context(Role.COORDINATOR)

    def ours() -> list[UUID]:
        with tenant_session(ctx) as session:
            return [row.id for row in page_of_cases(session, ctx.tenant_id, CaseFilter())[0]]

    raw = raw_list(town)
    assert len(ours()) == PAGE
    assert [row[0] for row in raw()][:PAGE] == ours()
    book.note("list", alternate(raw, ours))


def bench_a_list_over_http(town: Town, book: Book) -> None:
    client = create_app().test_client()
    sign_in(client, town.world, Role.COORDINATOR)

    assert len(listed(client)) == PAGE
    book.count("statements", len([*captured(lambda: listed(client))]))
    book.note("list_api", alternate(raw_list(town), lambda: client.get("/api/v1/cases?limit=50")))


def listed(client: FlaskClient) -> list[Any]:
    answered = client.get("/api/v1/cases?limit=50")
    assert answered.status_code == 200, answered.text
    found: list[Any] = answered.get_json()["items"]
    return found


def raw_list(town: Town) -> Any:
    """Return what fetches the rows of the list in one transaction, by hand."""
    ctx = town.context(Role.COORDINATOR)
    statement, given = last_select(ctx, lambda session: page_of_cases(session, ctx.tenant_id, CaseFilter()))

    def raw() -> list[tuple[Any, ...]]:
        with town.app.transaction():
            town.enter(ctx)
            return rows(town.app, statement, given)

    return raw


def statements(baseline: Callable[[], None], ours: Callable[[], None]) -> str:
    """Return how many statements each sends, beginning and end of the transaction not counted."""
    first, second = (len([*captured(act)]) for act in (baseline, ours))
    return f"{second} statements instead of {first}"


def milestone(town: Town) -> MilestoneReached:
    """Return the smallest row that an act of the process writes."""
    return MilestoneReached(
        tenant_id=town.world.tenant_id,
        employer_id=town.world.employer_id,
        subject_id=town.case_id,
        compartment=Compartment.COORDINATION,
        milestone=fresh_key(),
        on=clock.today(),
    )


def bench_a_write_with_a_job(town: Town, book: Book) -> None:
    ctx = town.context(Role.COORDINATOR)

    def alone() -> None:
        with tenant_session(ctx) as session:
            session.add(milestone(town))

    def with_a_job() -> None:
        with tenant_session(ctx) as session:
            session.add(milestone(town))
            outbox.publish(session, "bench", "bench.nothing", {"case": str(town.case_id)}, key=fresh_key())

    book.note("job", alternate(alone, with_a_job), extra=statements(alone, with_a_job))


def bench_a_write_with_audit(town: Town, book: Book) -> None:
    actor = town.world.actor(Role.COORDINATOR)
    subject = SubjectRef(town.world.tenant_id, town.world.employer_id, town.case_id)
    numbers = count(1_000_000)

    def plain() -> None:
        with tenant_session(actor.context()) as session:
            row = milestone(town)
            session.add_all([row, plain_entry(subject, row, next(numbers))])

    def chained() -> None:
        with tenant_session(actor.context()) as session:
            row = milestone(town)
            session.add(row)
            timeline.append(
                session,
                subject,
                actor,
                "milestone.reached",
                compartment=Compartment.COORDINATION,
                record=row,
                changes={"on": (None, row.on)},
            )

    book.note("audit", alternate(plain, chained), extra=statements(plain, chained))


def plain_entry(subject: SubjectRef, row: MilestoneReached, seq: int) -> TimelineEntry:
    """Return an entry as a log without chain and seal would hold it."""
    return TimelineEntry(
        tenant_id=subject.tenant_id,
        employer_id=subject.employer_id,
        subject_id=subject.subject_id,
        compartment=Compartment.COORDINATION,
        id=new_id(),
        seq=seq,
        at=clock.now(),
        actor_id=None,
        actor_role=Role.COORDINATOR,
        verb="milestone.reached",
        object_table="milestone_reached",
        object_id=row.id,
        detail={"changes": {"on": [None, str(row.on)]}},
        prev_hash=b"",
        hash=b"",
    )


def bench_a_whole_act(town: Town, book: Book) -> None:
    actor = town.world.actor(Role.COORDINATOR)
    given = (Channel.TELEPHONE.value, town.world.tenant_id, town.case_id)
    channels = [Channel.TELEPHONE, None]
    turns = count()

    def raw() -> None:
        with town.app.transaction():
            town.enter(actor.context())
            changed = town.app.execute(
                "update case_process set preferred_channel = %s, version = version + 1 "
                "where tenant_id = %s and subject_id = %s",
                given,
                prepare=True,
            )
            assert changed.rowcount == 1

    def ours() -> None:
        with tenant_session(actor.context()) as session:
            cases.state_preferences(
                session,
                actor,
                town.case_id,
                preferred_channel=channels[next(turns) % 2],
                preferred_time=f"at {next(turns)}",
            )

    book.note("act", alternate(raw, ours))
