"""The read log is kept for years, goes whole nights at a time, and nobody lets go of younger rows (CON-5, PRI-2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from tests.audit.towns import Town, made_town

from handrail.audit import ending, tasks
from handrail.audit.models import ReadLog, Seal, TenantEntry
from handrail.kit import jobs, outbox
from handrail.kit.db import Context, engine_context, tenant_session
from handrail.kit.settings import Settings, configure

NOW = datetime.now(UTC).date()
LONG_AGO = NOW - timedelta(days=6 * 365)
"""The database asks its own clock, so what is old here is old there."""


@pytest.fixture
def town(database: Settings, tmp_path: Path) -> Iterator[Town]:
    """Three days long ago, three days three years ago and three days of last week, each sealed the night after."""
    configure(replace(database, given_seals_dir=tmp_path / "seals"))
    made = made_town()
    for first in (LONG_AGO, NOW - timedelta(days=3 * 365), NOW - timedelta(days=7)):
        for day in range(3):
            made.acts(first + timedelta(days=day))
            made.seal(first + timedelta(days=day + 1))
    assert made.kinds() == []
    yield made
    configure(database)


def days_left(town: Town) -> list[date]:
    with tenant_session(engine_context(town.tenant_id)) as session:
        return [at.date() for at in session.scalars(select(ReadLog.at).distinct().order_by(ReadLog.at))]


def end(town: Town, key: str = "x") -> None:
    with tenant_session(engine_context(town.tenant_id)) as session:
        row = outbox.publish(session, "housekeeping", tasks.end_read_log.name, {"period": "x"}, key=key)
    assert jobs.run_row(town.tenant_id, row)


@pytest.mark.rule("CON-5", "PRI-2")
def test_what_is_older_than_five_years_goes_and_the_chain_says_so(town: Town, database: Settings) -> None:
    assert database.read_log_years == 5
    for key in ("one", "two"):  # a second night finds nothing more
        end(town, key)
    assert len(days_left(town)) == 6
    assert min(days_left(town)) > LONG_AGO + timedelta(days=300)
    with tenant_session(engine_context(town.tenant_id)) as session:
        told = select(TenantEntry.detail).where(TenantEntry.verb == "read_log.ended").order_by(TenantEntry.seq)
        assert [detail["changes"]["rows"] for detail in session.scalars(told)] == [[None, 2]] * 3


@pytest.mark.rule("CON-5", "PRI-2")
def test_nothing_is_let_go_of_by_a_worker_that_lost_the_job(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either nobody else can start the row while a stretch goes, or it does not go."""
    real = ending.stretch_that_is_over
    starts = text(
        "update outbox set attempts = attempts + 1 where (tenant_id, id) in "
        "(select tenant_id, id from outbox where name = :name and done_at is null for update skip locked)"
    )

    def looked_for(session: Session, tenant_id: UUID) -> Seal | None:
        with tenant_session(engine_context(town.tenant_id)) as another:
            another.execute(starts, {"name": tasks.end_read_log.name})
        return real(session, tenant_id)

    monkeypatch.setattr(ending, "stretch_that_is_over", looked_for)
    end(town)
    with tenant_session(engine_context(town.tenant_id)) as session:
        attempts = session.scalars(select(outbox.Outbox.attempts)).all()
    assert (attempts, len(days_left(town))) in [([1], 6), ([2], 9)]


@pytest.mark.rule("CON-5", "PRI-2", "ACC-1")
def test_the_seals_know_what_was_let_go_of_and_still_miss_what_was_not(town: Town) -> None:
    end(town)
    found = town.found()
    assert (found.faults, [note.kind for note in found.notes].count("read log ended")) == ([], 3)
    assert town.verify().exit_code == 0


def test_an_installation_may_keep_less_and_never_less_than_two_years(town: Town, database: Settings) -> None:
    configure(replace(database, given_seals_dir=town.folder.root, read_log_years=2))
    end(town)
    assert len(days_left(town)) == 3
    configure(replace(database, given_seals_dir=town.folder.root, read_log_years=0))
    end(town, "again")
    assert len(days_left(town)) == 3
    assert town.kinds() == []


def test_what_was_never_sealed_stays_however_old_it_is(town: Town) -> None:
    other = made_town()
    other.read(other.cases[0], LONG_AGO)
    end(other)
    assert days_left(other) == [LONG_AGO]
    with pytest.raises(DBAPIError, match="not sealed yet"), tenant_session(engine_context(other.tenant_id)) as session:
        session.scalar(select(func.end_read_log(town.folder.read(LONG_AGO + timedelta(days=1)).statement.reads.until)))


@pytest.mark.rule("CON-5")
def test_the_applications_role_lets_go_of_nothing_young(town: Town) -> None:
    for days in (0, 30, 700, 729):
        until = datetime.now(UTC) - timedelta(days=days)
        with (
            pytest.raises(DBAPIError, match="two years at least"),
            tenant_session(engine_context(town.tenant_id)) as session,
        ):
            session.scalar(select(func.end_read_log(until)))
    for statement in ("delete from read_log", "update read_log set purpose = 'x'", "truncate read_log"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            tenant_session(engine_context(town.tenant_id)) as session,
        ):
            session.execute(text(statement))
    assert len(days_left(town)) == 9


@pytest.mark.rule("CON-5")
def test_no_person_lets_go_of_anything_and_no_job_of_anothers(town: Town) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=3 * 365 + 100)
    person = Context(town.tenant_id, person_id=town.person.id, employers="*")
    with pytest.raises(DBAPIError, match="by a job and by nobody else"), tenant_session(person) as session:
        session.scalar(select(func.end_read_log(long_ago)))
    neighbour = made_town()
    for day in (1, 2):
        neighbour.seal(NOW - timedelta(days=day) if day == 2 else NOW)
    with tenant_session(engine_context(neighbour.tenant_id)) as session:
        assert session.scalar(select(func.end_read_log(long_ago))) == 0
    assert len(days_left(town)) == 9
