"""Whatever sessions of several tenants do to the pool, at once and after each other, none sees a row too many.

A machine opens and ends sessions of two consultancies in any order, with savepoints, errors in the middle, an aborted
transaction, the engine's scope, lost connections, requests and jobs between them. What a session may see was written
down before; what comes back to the pool holds nothing of whom it served.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from tests.builders import World, bearer, build_neighbour, build_world, open_participating_case, sign_in

from handrail.cases.models import CaseProcess
from handrail.entrypoints.app import create_app
from handrail.kit import db, jobs, outbox
from handrail.kit.codes import Role
from handrail.kit.db import Context, TenantOwned, anonymous_connection, elevated, engine_context, tenant_session
from handrail.kit.errors import HandrailError
from handrail.kit.settings import Settings
from handrail.tenancy.models import Employment, Person

SEEN: Final[dict[str, type[TenantOwned]]] = {"people": Person, "employments": Employment, "processes": CaseProcess}
MOST_AT_ONCE: Final = 6
"""Open sessions; the pool has more, and a request and a job need some."""
JOB: Final = "test.look_around"
ROLES = (Role.COORDINATOR, Role.HR, Role.WORKER, Role.SUPERVISOR)


@dataclass
class Open:
    """A session that is open, and what it may see: the ids by kind of row."""

    session: Session
    ctx: Context
    door: contextlib.ExitStack
    savepoints: list[Any] = field(default_factory=list)
    aborted: bool = False


def seen_by(session: Session) -> dict[str, frozenset[tuple[UUID, UUID]]]:
    """Return tenant and id of every row of each kind that the session sees, without a condition of ours."""
    return {
        name: frozenset((row[0], row[1]) for row in session.execute(select(model.tenant_id, model.id)))
        for name, model in SEEN.items()
    }


@dataclass
class Town:
    """Two consultancies, one of them with two employers, and what each person sees alone on a fresh connection."""

    worlds: list[World]
    expected: dict[Context, dict[str, frozenset[tuple[UUID, UUID]]]]
    client: FlaskClient
    headers: dict[tuple[int, Role], dict[str, str]]
    cases: list[UUID]
    browsers: list[FlaskClient]
    """A coordinator's, one for each world."""


SEEN_BY_JOB: Final[list[dict[str, frozenset[tuple[UUID, UUID]]]]] = []


def look_around(run: jobs.OutboxRun) -> None:
    """Be a job that reads whatever it can, and may fail in the middle of its transaction."""
    with run.transaction() as session:
        SEEN_BY_JOB.append(seen_by(session))
        if run.payload["fails"]:
            session.execute(text("select 1 / 0"))


@pytest.fixture(scope="module", autouse=True)
def known_job() -> Iterator[None]:
    """Let the job be known to this process, and to no test after these."""
    known = vars(jobs)["_actors"]
    known[JOB] = jobs.OutboxActor(JOB, "nothing", look_around, jobs.DEFAULT_SECONDS, (0,))
    yield
    del known[JOB]


@pytest.fixture(scope="module")
def town(database: Settings) -> Iterator[Town]:  # noqa: ARG001 - the rows lie there
    first, second = build_world(), build_world()
    worlds = [first, build_neighbour(first), second]
    cases = [open_participating_case(world) for world in worlds]
    contexts = [engine_context(first.tenant_id), engine_context(second.tenant_id)]
    contexts += [
        world.actor(role).context(read_only=read_only)
        for world in worlds
        for role in ROLES
        for read_only in (False, True)
    ]
    expected = {}
    for ctx in contexts:
        db.dispose_engines()
        with tenant_session(ctx) as session:
            expected[ctx] = seen_by(session)
    headers = {
        (number, role): bearer(world, role)
        for number, world in enumerate(worlds)
        for role in (Role.COORDINATOR, Role.HR)
    }
    app = create_app()
    browsers = [app.test_client() for _world in worlds]
    for browser, world in zip(browsers, worlds, strict=True):
        sign_in(browser, world, Role.COORDINATOR)
    yield Town(worlds, expected, app.test_client(), headers, cases, browsers)
    db.dispose_engines()


class Pool(RuleBasedStateMachine):
    """What people, programs and jobs do to the pool."""

    town: ClassVar[Town]
    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.living: list[Open] = []

    @precondition(lambda self: len(self.living) < MOST_AT_ONCE)
    @rule(target=sessions, pick=st.integers(0, 10_000))
    def opens(self, pick: int) -> Open:
        contexts = list(self.town.expected)
        ctx = contexts[pick % len(contexts)]
        door = contextlib.ExitStack()
        made = Open(door.enter_context(tenant_session(ctx)), ctx, door)
        self.living.append(made)
        return made

    @rule(one=sessions)
    def looks(self, one: Open) -> None:
        if not one.aborted:
            assert seen_by(one.session) == self.town.expected[one.ctx]

    @rule(one=sessions)
    def begins_a_savepoint(self, one: Open) -> None:
        if not one.aborted and len(one.savepoints) < 3:
            one.savepoints.append(one.session.begin_nested())

    @rule(one=sessions, keep=st.booleans())
    def ends_a_savepoint(self, one: Open, keep: bool) -> None:  # noqa: FBT001 - drawn
        if one.savepoints and not one.aborted:
            last = one.savepoints.pop()
            last.commit() if keep else last.rollback()
            self.looks_at(one)

    @rule(one=sessions)
    def does_something_that_fails(self, one: Open) -> None:
        if one.aborted:
            return
        with contextlib.suppress(DBAPIError):
            one.session.execute(text("select 1 / 0"))
        if one.savepoints:
            one.savepoints.pop().rollback()
            self.looks_at(one)
        else:
            one.aborted = True

    @rule(one=sessions, fails=st.booleans())
    def sees_as_the_engine_for_a_moment(self, one: Open, fails: bool) -> None:  # noqa: FBT001 - drawn
        if one.aborted or one.ctx.read_only:
            return
        with contextlib.suppress(ZeroDivisionError), elevated(one.session, "a test"):
            tenants = {row[0] for rows in seen_by(one.session).values() for row in rows}
            assert tenants == {one.ctx.tenant_id}
            if fails:
                raise ZeroDivisionError
        self.looks_at(one)

    @rule(one=consumes(sessions), how=st.sampled_from(["returns", "raises", "loses its connection"]))
    def ends(self, one: Open, how: str) -> None:
        self.living.remove(one)
        if how == "loses its connection":
            connection: Any = one.session.connection().connection.dbapi_connection if not one.aborted else None
            if connection is not None:
                connection.close()
        problem = ZeroDivisionError() if how == "raises" else None
        with contextlib.suppress(DBAPIError, HandrailError):
            one.door.__exit__(type(problem) if problem else None, problem, None)

    @rule(who=st.sampled_from([(number, role) for number in range(3) for role in (Role.COORDINATOR, Role.HR)]))
    def a_program_asks(self, who: tuple[int, Role]) -> None:
        for number, world in enumerate(self.town.worlds):
            path = f"/api/v1/employments/{world.employment_id}/obligations"
            answer = self.town.client.get(path, headers=self.town.headers[who])
            assert answer.status_code == (200 if number == who[0] else 404)

    @rule(who=st.integers(0, 2))
    def somebody_opens_a_page(self, who: int) -> None:
        for number, case_id in enumerate(self.town.cases):
            answer = self.town.browsers[who].get(f"/cases/{case_id}")
            assert answer.status_code == (200 if number == who else 404)

    @rule(which=st.sampled_from([0, 2]), name=st.sampled_from([JOB, "nothing.known"]), fails=st.booleans())
    def a_worker_runs_a_job(self, which: int, name: str, fails: bool) -> None:  # noqa: FBT001 - drawn
        """One that looks around, or one unknown to this process: given back, in a transaction of its own."""
        tenant = self.town.worlds[which].tenant_id
        with tenant_session(engine_context(tenant)) as session:
            row = outbox.publish(session, "nothing", name, {"fails": fails}, key=uuid4().hex)
        SEEN_BY_JOB.clear()
        assert jobs.run_row(tenant, row)
        assert [self.town.expected[engine_context(tenant)]] * (name == JOB) == SEEN_BY_JOB

    @invariant()
    def what_nobody_holds_sees_nothing(self) -> None:
        with anonymous_connection() as connection:
            settings_left = connection.execute(
                text("select current_setting('app.tenant_id', true), current_setting('app.scope', true)")
            ).one()
            assert not any(settings_left)
            assert connection.execute(select(Person.id).limit(1)).first() is None

    def looks_at(self, one: Open) -> None:
        assert seen_by(one.session) == self.town.expected[one.ctx]

    def teardown(self) -> None:
        for one in self.living:
            with contextlib.suppress(DBAPIError, HandrailError):
                one.door.__exit__(ZeroDivisionError, ZeroDivisionError(), None)


def run(town: Town, runs: int) -> None:
    """Run the machine, always in the same ways."""
    Pool.town = town
    chosen = settings(
        max_examples=runs, stateful_step_count=25, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck), database=None,
    )  # fmt: skip
    run_state_machine_as_test(Pool, settings=chosen)


@pytest.mark.slow
def test_no_session_sees_a_row_too_many(town: Town) -> None:
    run(town, 15)


@pytest.mark.slow
def test_no_session_sees_a_row_too_many_in_five_hundred_runs(town: Town) -> None:
    run(town, 500)


@pytest.mark.slow
def test_settings_that_outlive_a_transaction_are_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    transactional = str(vars(db)["_SET"])
    monkeypatch.setattr(db, "_SET", transactional.replace(", true)", ", false)"))
    with pytest.raises((AssertionError, HypothesisException)):  # what outlives one run makes the next one differ
        run(town, 15)
    db.dispose_engines()
