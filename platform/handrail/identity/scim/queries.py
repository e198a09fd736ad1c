"""What the administrator's pages show of directories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.scim.models import ScimConnection, ScimMatch, ScimRefusal, ScimToken, ScimUser
from handrail.kit import clock
from handrail.tenancy.models import Person

PEOPLE: Final = 50
"""People on one page."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One directory in the list."""

    connection: ScimConnection
    people: int
    tokens: int
    """How many let it in now."""
    waiting: int
    """Refused roles and proposed matches that wait for somebody."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A match to decide: who came by the directory, and who they may be."""

    match: ScimMatch
    user: ScimUser
    known: Person


def overviews(session: Session, tenant_id: UUID) -> list[Overview]:
    """Return the directories of a consultancy, those first that are connected, by name."""
    at = clock.now()
    own = ScimConnection.id

    def count(table: Any, *more: Any) -> Any:
        mine = select(func.count()).where(table.tenant_id == tenant_id, table.connection_id == own, *more)
        return mine.correlate(ScimConnection).scalar_subquery()

    statement = (
        select(
            ScimConnection,
            count(ScimUser),
            count(ScimToken, ScimToken.revoked_at.is_(None), ScimToken.ends_at > at),
            count(ScimRefusal, ScimRefusal.settled_at.is_(None)) + count(ScimMatch, ScimMatch.refused_at.is_(None)),
        )
        .where(ScimConnection.tenant_id == tenant_id)
        .order_by(ScimConnection.ended_at.is_not(None), ScimConnection.name)
    )
    return [Overview(*row) for row in session.execute(statement)]


def tokens(session: Session, connection: ScimConnection) -> Sequence[tuple[ScimToken, str | None]]:
    """Return the tokens that let it in, with who made each; the newest first."""
    statement = (
        select(ScimToken, Person.name)
        .outerjoin(Person, (Person.tenant_id == ScimToken.tenant_id) & (Person.id == ScimToken.made_by))
        .where(*_of(ScimToken, connection), ScimToken.revoked_at.is_(None), ScimToken.ends_at > clock.now())
        .order_by(ScimToken.made_at.desc())
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def people(session: Session, connection: ScimConnection, after: UUID | None) -> list[tuple[ScimUser, Person]]:
    """Return a page of who came by the directory, in the order in which they came, and one more to tell of the rest."""
    statement = _with_person(connection).order_by(ScimUser.id).limit(PEOPLE + 1)
    if after is not None:
        statement = statement.where(ScimUser.id > after)
    return [(user, person) for user, person in session.execute(statement)]


def refusals(session: Session, connection: ScimConnection) -> list[tuple[ScimRefusal, Person]]:
    """Return the roles that a rule forbade and that nobody settled, the newest first."""
    statement = (
        select(ScimRefusal, Person)
        .join(Person, (Person.tenant_id == ScimRefusal.tenant_id) & (Person.id == ScimRefusal.person_id))
        .where(*_of(ScimRefusal, connection), ScimRefusal.settled_at.is_(None))
        .order_by(ScimRefusal.at.desc())
        .limit(PEOPLE)
    )
    return [(refusal, person) for refusal, person in session.execute(statement)]


def proposals(session: Session, connection: ScimConnection) -> list[Proposal]:
    """Return the matches that nobody decided."""
    undecided = (
        _proposed(connection).where(ScimMatch.refused_at.is_(None)).order_by(ScimMatch.proposed_at, ScimMatch.id)
    )
    return [Proposal(*row) for row in session.execute(undecided.limit(PEOPLE))]


def proposal(session: Session, connection: ScimConnection, match_id: UUID) -> Proposal | None:
    """Return one match, also where somebody said no: a no can be thought over."""
    row = session.execute(_proposed(connection).where(ScimMatch.id == match_id)).one_or_none()
    return Proposal(*row) if row else None


def _proposed(connection: ScimConnection) -> Select[ScimMatch, ScimUser, Person]:
    known = aliased(Person)
    return (
        select(ScimMatch, ScimUser, known)
        .join(ScimUser, (ScimUser.tenant_id == ScimMatch.tenant_id) & (ScimUser.id == ScimMatch.user_id))
        .join(known, (known.tenant_id == ScimMatch.tenant_id) & (known.id == ScimMatch.person_id))
        .where(*_of(ScimMatch, connection), ScimUser.active)
    )


def sign_on_connections(session: Session, tenant_id: UUID) -> Sequence[IdentityConnection]:
    """Return the connections for signing on that a directory can belong to, by name."""
    statement = select(IdentityConnection).where(IdentityConnection.tenant_id == tenant_id)
    return session.scalars(statement.order_by(IdentityConnection.name)).all()


def _of(table: Any, connection: ScimConnection) -> tuple[Any, Any]:
    return table.tenant_id == connection.tenant_id, table.connection_id == connection.id


def _with_person(connection: ScimConnection) -> Select[ScimUser, Person]:
    return (
        select(ScimUser, Person)
        .join(Person, (Person.tenant_id == ScimUser.tenant_id) & (Person.id == ScimUser.person_id))
        .where(*_of(ScimUser, connection))
    )
