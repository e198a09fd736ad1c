"""Reading programs, their secrets, and people's own tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.models import ApiToken
from handrail.identity.programs.models import ApiClient, ApiClientSecret
from handrail.kit import clock
from handrail.tenancy.models import Person


@dataclass(frozen=True, slots=True)
class Secret:
    """A living secret of a program, without the secret."""

    id: UUID
    made_at: datetime
    ends_at: datetime
    maker: str | None
    """None: the operator, at the command line."""

    @property
    def is_over(self) -> bool:
        """Whether it ran out, and lets the program in no more."""
        return self.ends_at <= clock.now()


def is_a_person() -> ColumnElement[bool]:
    """Choose rows of `person` that no program acts as: wherever people are listed, or chosen for something.

    Row-level policies show a program to those who reach where it has its role, and nobody else lists it there.
    """
    acts_as = exists().where(ApiClient.tenant_id == Person.tenant_id, ApiClient.person_id == Person.id)
    return ~acts_as


def clients(session: Session, actor: Actor) -> Sequence[ApiClient]:
    """Return the programs that the actor looks after, those that ended last."""
    statement = select(ApiClient).where(ApiClient.tenant_id == actor.tenant_id)
    if actor.employers != "*":
        statement = statement.where(ApiClient.employer_id.in_(actor.employers))
    return session.scalars(statement.order_by(ApiClient.ended_at.is_not(None), ApiClient.name, ApiClient.id)).all()


def secrets_of(session: Session, client: ApiClient) -> list[Secret]:
    """Return the secrets of a program that nobody ended, the newest first."""
    statement = (
        select(ApiClientSecret, Person.name)
        .outerjoin(Person, (Person.tenant_id == ApiClientSecret.tenant_id) & (Person.id == ApiClientSecret.made_by))
        .where(
            ApiClientSecret.tenant_id == client.tenant_id,
            ApiClientSecret.client_id == client.id,
            ApiClientSecret.revoked_at.is_(None),
        )
        .order_by(ApiClientSecret.made_at.desc(), ApiClientSecret.id.desc())
    )
    return [Secret(row.id, row.made_at, row.ends_at, maker) for row, maker in session.execute(statement)]


def tokens_of(session: Session, actor: Actor) -> Sequence[ApiToken]:
    """Return somebody's own living tokens, the newest first."""
    statement = _own(actor).where(ApiToken.revoked_at.is_(None), ApiToken.ends_at > clock.now())
    return session.scalars(statement.order_by(ApiToken.made_at.desc(), ApiToken.id.desc())).all()


def own_token(session: Session, actor: Actor, token_id: UUID) -> ApiToken | None:
    """Return one of somebody's own tokens, also one that is over."""
    return session.scalars(_own(actor).where(ApiToken.id == token_id)).one_or_none()


def _own(actor: Actor) -> Select[ApiToken]:
    """Choose the tokens that somebody made for themselves.

    Whom a client organisation's provider vouches for has those that were made under its word, and no others.
    """
    statement = select(ApiToken).where(
        ApiToken.tenant_id == actor.tenant_id, ApiToken.person_id == actor.person_id, ApiToken.client_id.is_(None)
    )
    if actor.within_employer_id is None:
        return statement
    return statement.where(ApiToken.within_employer_id == actor.within_employer_id)
