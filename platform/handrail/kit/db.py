"""The one door to tenant data.

`tenant_session` is the only importable way to get a Session. It carries the verified context into PostgreSQL as
transaction-local settings, which the row-level policies read; without a context nothing can be read at all.
"""

import functools
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, Literal, cast
from uuid import UUID

import structlog
from sqlalchemy import (
    CheckConstraint,
    Connection,
    DateTime,
    Engine,
    Enum,
    MetaData,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, mapped_column

from handrail.kit import clock, deadlines
from handrail.kit.away import unavailable
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Misconfigured
from handrail.kit.ids import new_id
from handrail.kit.rls import ENDING, TableSecurity
from handrail.kit.settings import settings

log = structlog.get_logger(__name__)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def code_type(kind: type[StrEnum]) -> Enum:
    """Return the column type of a code: text with a check, so that adding a code is a cheap migration."""
    return Enum(kind, values_callable=_values, native_enum=False, length=None, create_constraint=False)


class Base(DeclarativeBase):
    """The tables of the core. Relationships are declared ``lazy="raise"``: a query says what it loads."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "ck": "%(table_name)s_%(constraint_name)s_check",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
        Compartment: code_type(Compartment),
        Role: code_type(Role),
    }


class TenantOwned:
    """A row of one tenant: primary key (tenant_id, id). Give every foreign key both columns."""

    __grants__: ClassVar[tuple[str, ...]] = ("select", "insert", "update", "delete")
    __narrow__: ClassVar[str | None] = None

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-100)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-99)


@event.listens_for(Base, "init", propagate=True)
def _name_at_birth(target: Any, args: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG001 - the event's signature
    """Give a new row its id at once: sealed values, timeline entries and outbox keys name it before the flush."""
    if isinstance(target, TenantOwned):
        kwargs.setdefault("id", new_id())


class EmployerOwned(TenantOwned):
    """A row of one client organisation; the restrictive employer policy applies."""

    __employer__: ClassVar[str] = "employer_id"

    employer_id: Mapped[UUID] = mapped_column(sort_order=-98)


class SubjectOwned(EmployerOwned):
    """A row in one compartment of one subject; the need-to-know policy applies.

    The subject of an administrative record is the employment, that of every other record the case.
    """

    __subject__: ClassVar[str] = "subject_id"
    __owner__: ClassVar[str | None] = ENDING

    subject_id: Mapped[UUID] = mapped_column(sort_order=-97)
    compartment: Mapped[Compartment] = mapped_column(sort_order=-96)


def security_of(model: type[Base]) -> TableSecurity | None:
    """Return what protects the table of `model`; None for a shared code list without tenant data."""
    if "tenant_id" not in model.__table__.columns:
        return None
    return TableSecurity(
        table=model.__tablename__,
        employer=getattr(model, "__employer__", None),
        subject=getattr(model, "__subject__", None),
        narrow=getattr(model, "__narrow__", None),
        grants=getattr(model, "__grants__", ("select", "insert", "update", "delete")),
        relay=getattr(model, "__relay__", False),
        admin=getattr(model, "__admin__", False),
        resolver=getattr(model, "__resolver__", False),
        owner=getattr(model, "__owner__", None),
    )


@dataclass(frozen=True, slots=True)
class Context:
    """Who is asking: taken from a verified login or a recorded job, never from what a request says.

    `employers` is "*" only on purpose (consultancy-wide roles); an empty tuple reaches no employer at all.
    `engine` gives the scope of the obligations engine and of jobs: every compartment of this tenant.
    """

    tenant_id: UUID
    person_id: UUID | None = None
    role: Role | None = None
    employers: tuple[UUID, ...] | Literal["*"] = ()
    read_only: bool = False
    engine: bool = False


def engine_context(tenant_id: UUID) -> Context:
    """Return the context of Handrail itself inside one tenant: jobs, recomputation, provisioning."""
    return Context(tenant_id=tenant_id, employers="*", engine=True)


_engines: dict[str, Engine] = {}
_lock = threading.Lock()


def _engine(url: str) -> Engine:
    with _lock:
        if url not in _engines:
            door = deadlines.Door(functools.partial(deadlines.connect, url, prepare_threshold=0))
            found = create_engine(
                url.replace("postgresql://", "postgresql+psycopg://", 1),
                creator=door.open,
                pool_size=8,
                max_overflow=8,
                pool_timeout=10,
                pool_pre_ping=False,
            )
            event.listen(found, "checkin", _assert_clean)
            _engines[url] = found
        return _engines[url]


def _assert_clean(connection: Any, record: Any) -> None:  # noqa: ARG001 - the pool's signature
    """Return connections to the pool without an open transaction: the settings live no longer than it does."""
    if connection is not None and not connection.closed:
        connection.answer_seconds = deadlines.ANSWER_SECONDS
        connection.rollback()


def dispose_engines() -> None:
    """Close all pools; after a fork, and between test databases."""
    with _lock:
        for found in _engines.values():
            found.dispose()
        _engines.clear()


def forget_engines() -> None:
    """Drop pools inherited by a forked child without closing the parent's sockets."""
    for found in _engines.values():
        found.dispose(close=False)
    _engines.clear()


def database_of(tenant_id: UUID) -> str:  # noqa: ARG001 - the seam for tenants on several databases
    """Return the address of the database that holds this tenant: one for all, until there are several."""
    return settings().database_url


class TenantSession(Session):
    """A Session whose every transaction starts with its context."""


def _employers_setting(employers: tuple[UUID, ...] | Literal["*"]) -> str:
    return "*" if employers == "*" else "{" + ",".join(str(employer) for employer in employers) + "}"


# Sent with almost every act, and so as the driver takes them, past the compiler of SQL expressions.
_SET: Final = (
    "select set_config('transaction_read_only', %(read_only)s, true), set_config('app.tenant_id', %(tenant)s, true), "
    "set_config('app.person', %(person)s, true), set_config('app.role', %(role)s, true), "
    "set_config('app.employers', %(employers)s, true), set_config('app.scope', %(scope)s, true), "
    "set_config('app.today', %(today)s, true)"
)
_SCOPE: Final = "select set_config('app.scope', %(scope)s, true), set_config('app.employers', %(employers)s, true)"
_ALLOW = text("select set_config('statement_timeout', :limit, true)")


def _settings_of(ctx: Context) -> dict[str, str]:
    return {
        "read_only": "on" if ctx.read_only else "off",
        "tenant": str(ctx.tenant_id),
        "person": str(ctx.person_id or ""),
        "role": ctx.role or "",
        "employers": _employers_setting(ctx.employers),
        "scope": "engine" if ctx.engine else "",
        "today": clock.today().isoformat(),
    }


@event.listens_for(TenantSession, "after_begin")
def _carry_context(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    ctx = session.info.get("context")
    if ctx is None:
        raise Misconfigured("A session without a context was opened; use tenant_session.")
    session.info.pop("closing", None)
    connection.exec_driver_sql(_SET, _settings_of(ctx))


def context_of(session: Session) -> Context:
    """Return the context the session was opened with."""
    return cast("Context", session.info["context"])


@contextmanager
def tenant_session(ctx: Context) -> Iterator[Session]:
    """Open the one transaction of an act: commit on exit, roll back on any error.

    Raises Unavailable where the database is away, busy or full. After DatabaseAway it is unknown whether the act is
    there, since the answer to the commit may be what got lost; after the others it is not.
    """
    with _answered():
        session, transaction = _begun(ctx)
        with session, transaction:
            yield session


def _begun(ctx: Context) -> tuple[Session, SessionTransaction]:
    """Begin on a connection that lives: one that died in the pool was asked for nothing yet and is replaced, once."""
    first = True
    while True:
        session = TenantSession(_engine(database_of(ctx.tenant_id)), expire_on_commit=False, info={"context": ctx})
        transaction = session.begin()
        try:
            session.connection()
        except DBAPIError as problem:
            session.close()
            if not (first and problem.connection_invalidated) or isinstance(problem.orig, deadlines.NoAnswer):
                raise
            first = False
        except BaseException:
            session.close()
            raise
        else:
            return session, transaction


@contextmanager
def _answered() -> Iterator[None]:
    """Say of an error that is none of ours when it is worth trying again."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as problem:
        said = unavailable(problem)
        if said is None:
            raise
        cause = getattr(problem, "orig", None) or problem
        log.warning(said.slug, error=type(cause).__name__, sqlstate=getattr(cause, "sqlstate", None))
        raise said from problem


def allow(session: Session, seconds: int) -> None:
    """Let each statement of the open transaction take up to `seconds`, on the server and here; for steps of jobs."""
    session.execute(_ALLOW, {"limit": f"{seconds}s"})
    connection: Any = session.connection().connection.dbapi_connection
    connection.answer_seconds = seconds + deadlines.GRACE_SECONDS


@contextmanager
def elevated(session: Session, reason: str) -> Iterator[None]:
    """See and write every compartment of this tenant inside the open transaction, as the engine does.

    For what must follow from an act whatever the actor may see: reconciling obligations, projecting grants,
    appending to a chain. Read plain values in here, never objects that live on in the session. `reason` names the
    need; the callers are listed by a test.
    """
    ctx = context_of(session)
    depth = session.info.get("elevated", 0)
    session.flush()
    session.info["elevated"], session.info["elevated_reason"] = depth + 1, reason
    if depth == 0 and not ctx.engine:
        session.connection().exec_driver_sql(_SCOPE, {"scope": "engine", "employers": "*"})
    try:
        yield
        session.flush()
    finally:
        session.info["elevated"] = depth
        if depth == 0 and not ctx.engine:
            _lower(session, ctx)


ELEVATING: Final = "set_config('app.scope', 'engine', true) || set_config('app.employers', '*', true)"
"""An expression that gives the rest of the transaction the engine's scope once it was selected; see `elevating`."""


def elevating(session: Session, reason: str) -> None:
    """Say that the statement that follows selects ELEVATING, and that after it there is nothing but the commit.

    For the last statements of an act, where a statement of its own to elevate and one to return are too many.
    Everything the act wrote is flushed here, under the rules of whoever acts, and nothing is flushed afterwards.
    """
    session.flush()
    session.info["closing"] = reason


@event.listens_for(TenantSession, "before_flush")
def _nothing_after_the_last_word(session: Session, flush: Any, instances: Any) -> None:  # noqa: ARG001 - the event's signature
    if session.info.get("closing"):
        raise Misconfigured(f"Something was changed after the last statements of the act: {session.info['closing']}.")


def _lower(session: Session, ctx: Context) -> None:
    """Take the engine's scope back; in an aborted transaction nothing more can be read anyway."""
    with suppress(DBAPIError):
        session.connection().exec_driver_sql(_SCOPE, {"scope": "", "employers": _employers_setting(ctx.employers)})


@contextmanager
def directory_connection() -> Iterator[Connection]:
    """Open a transaction as the administrator of the tenant directory; never from a request."""
    with _answered(), _engine(settings().admin_url).begin() as connection:
        yield connection


@contextmanager
def anonymous_connection() -> Iterator[Connection]:
    """Open a transaction with no tenant: only functions that resolve a credential answer anything here."""
    with _answered(), _engine(settings().database_url).begin() as connection:
        yield connection


def ask_alone(statement: str, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Run one statement that changes nothing, in no tenant and a transaction of its own; return its only row.

    The statement is the whole exchange. A connection that died in the pool is replaced, once.
    """
    with _answered():
        engine = _engine(settings().database_url)
        try:
            return _asked(engine, statement, given)
        except DBAPIError as problem:
            if not problem.connection_invalidated or isinstance(problem.orig, deadlines.NoAnswer):
                raise
            return _asked(engine, statement, given)


def _asked(engine: Engine, statement: str, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        found = connection.exec_driver_sql(statement, dict(given)).one_or_none()
        return tuple(found) if found else None


def check(condition: str, name: str) -> CheckConstraint:
    """Return a named check constraint; `name` is completed by the naming convention."""
    return CheckConstraint(condition, name=name)


def local_date(value: date | None) -> str | None:
    """Return an ISO date, or None; the form in which dates enter payloads."""
    return value.isoformat() if value else None
