"""A database that says nothing: every exchange ends, whoever asked is told, and afterwards all is as before."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from tests.faults.proxy import Proxy

from handrail.kit import away, db, deadlines
from handrail.kit.db import Context, allow, engine_context, tenant_session
from handrail.kit.deadlines import Door, NoAnswer, TimedConnection
from handrail.kit.ids import new_id
from handrail.kit.settings import Settings, configure, with_connections

SHORT_SECONDS = 0.4
PATIENCE_SECONDS = 30


@pytest.fixture
def proxy(database: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The database behind a network that can fall silent; both deadlines are short."""
    made = Proxy(database.database_url)
    monkeypatch.setattr(TimedConnection, "answer_seconds", SHORT_SECONDS)
    monkeypatch.setattr(deadlines, "ANSWER_SECONDS", SHORT_SECONDS)
    monkeypatch.setattr(deadlines, "CONNECT_SECONDS", 2)
    db.dispose_engines()
    configure(with_connections(database, database=made.url))
    yield made
    made.close()
    db.dispose_engines()
    configure(database)


@pytest.fixture
def ctx() -> Context:
    return engine_context(new_id())


def ask(ctx: Context) -> Any:
    with tenant_session(ctx) as session:
        return session.scalar(text("select 1"))


def test_a_server_that_falls_silent_in_an_act_is_given_up(proxy: Proxy, ctx: Context) -> None:
    with pytest.raises(away.DatabaseAway) as said, tenant_session(ctx) as session:  # noqa: PT012 - it raises in the act
        session.execute(text("select 1"))
        proxy.fall_silent()
        session.execute(text("select 1"))
    assert isinstance(said.value.__cause__.orig, NoAnswer)  # type: ignore[union-attr]
    assert said.value.as_problem()["retry_after"] == 5


def test_a_commit_that_is_not_answered_is_not_taken_for_done(proxy: Proxy, ctx: Context) -> None:
    with pytest.raises(away.DatabaseAway), tenant_session(ctx) as session:  # noqa: PT012 - the commit raises
        session.execute(text("select 1"))
        proxy.fall_silent()


def test_a_database_that_answers_again_is_used_again(proxy: Proxy, ctx: Context) -> None:
    assert ask(ctx) == 1
    proxy.fall_silent()
    for _time in range(2):
        with pytest.raises(away.DatabaseAway):
            ask(ctx)
    proxy.speak()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            assert ask(ctx) == 1
        except away.DatabaseAway:
            continue
        return
    raise AssertionError("It did not come back.")


def test_a_connection_that_died_in_the_pool_is_replaced_unnoticed(proxy: Proxy, servers: Any, ctx: Context) -> None:
    assert ask(ctx) == 1
    with psycopg.connect(servers.postgres.url(), autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'handrail_app'")
    assert ask(ctx) == 1
    del proxy


def test_a_statement_that_takes_long_is_waited_for_where_the_act_says_so(proxy: Proxy, ctx: Context) -> None:
    slow = text("select pg_sleep(:seconds)")
    with tenant_session(ctx) as session:
        allow(session, 20)
        session.execute(slow, {"seconds": SHORT_SECONDS * 2})
    with pytest.raises(away.DatabaseAway), tenant_session(ctx) as session:
        session.execute(slow, {"seconds": SHORT_SECONDS * 3})  # the same connection, the next act
    del proxy


def test_what_the_server_itself_broke_off_is_busy_and_nothing_changed(database: Settings, ctx: Context) -> None:
    del database
    with pytest.raises(away.DatabaseBusy), tenant_session(ctx) as session:  # noqa: PT012 - the act raises
        session.execute(text("set local statement_timeout = '20ms'"))
        session.execute(text("select pg_sleep(5)"))


def test_an_error_of_ours_stays_one(database: Settings, ctx: Context) -> None:
    del database
    with pytest.raises(Exception, match="no_such_table"), tenant_session(ctx) as session:
        session.execute(text("select * from no_such_table"))


def test_a_disk_without_room_is_said_so(database: Settings, ctx: Context) -> None:
    del database
    full = text("do $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$")
    with pytest.raises(away.NoRoom) as said, tenant_session(ctx) as session:
        session.execute(full)
    assert "make room" in str(said.value.detail)


def test_while_the_server_is_away_only_one_thread_finds_out(database: Settings) -> None:
    """The others are told at once, instead of waiting at a closed door one after the other."""
    entered, leave, opened = threading.Event(), threading.Event(), []
    behaviour = ["away"]

    def open_one() -> TimedConnection:
        if behaviour[0] == "away":
            raise psycopg.OperationalError("away")
        entered.set()
        assert leave.wait(PATIENCE_SECONDS)
        return deadlines.connect(database.database_url)

    door = Door(open_one)
    with pytest.raises(psycopg.OperationalError, match="away"):
        door.open()
    behaviour[0] = "slow"
    first = threading.Thread(target=lambda: opened.append(door.open()))
    first.start()
    assert entered.wait(PATIENCE_SECONDS)
    with pytest.raises(psycopg.OperationalError, match="a moment ago"):
        door.open()
    leave.set()
    first.join(PATIENCE_SECONDS)
    door.open().close()
    opened[0].close()
