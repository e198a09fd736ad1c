"""Telling that something ends which lets a program in: fourteen days before, and three."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handrail.identity.factors.telling import Told, tell
from handrail.identity.models import ApiToken, Membership
from handrail.identity.programs.models import ApiClient, ApiClientSecret
from handrail.identity.programs.queries import is_a_person
from handrail.identity.scim.models import ScimConnection, ScimToken
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.tenancy.models import Person

DAYS_BEFORE: Final = (14, 3)


def remind(session: Session, tenant_id: UUID, day: date, zone: str) -> None:
    """Ask for the mails of a day on the tenant's clock; asked again, none goes twice."""
    for left in DAYS_BEFORE:
        begin = datetime.combine(day + timedelta(days=left), datetime.min.time(), ZoneInfo(zone))
        end = begin + timedelta(days=1)
        for person_id, token_id in _tokens(session, tenant_id, begin, end):
            tell(session, person_id, Told.ACCESS_ENDS, key=f"{token_id}:ends:{left}")
        for secret_id, employer_id in (
            *_secrets(session, tenant_id, begin, end),
            *_doors(session, tenant_id, begin, end),
        ):
            for person_id in _administrators(session, tenant_id, employer_id):
                tell(session, person_id, Told.PROGRAM_ENDS, key=f"{secret_id}:{person_id}:ends:{left}")


def _tokens(session: Session, tenant_id: UUID, begin: datetime, end: datetime) -> Iterator[tuple[UUID, UUID]]:
    statement = select(ApiToken.person_id, ApiToken.id).where(
        ApiToken.tenant_id == tenant_id,
        ApiToken.client_id.is_(None),
        ApiToken.revoked_at.is_(None),
        ApiToken.ends_at >= begin,
        ApiToken.ends_at < end,
    )
    yield from ((row[0], row[1]) for row in session.execute(statement))


def _secrets(session: Session, tenant_id: UUID, begin: datetime, end: datetime) -> Iterator[tuple[UUID, UUID | None]]:
    """Yield the last secrets of programs: where another one follows, nothing stops."""
    last = (
        select(ApiClientSecret.client_id, func.max(ApiClientSecret.ends_at).label("ends_at"))
        .where(ApiClientSecret.tenant_id == tenant_id, ApiClientSecret.revoked_at.is_(None))
        .group_by(ApiClientSecret.client_id)
        .subquery()
    )
    statement = (
        select(ApiClientSecret.id, ApiClient.employer_id)
        .join(last, (last.c.client_id == ApiClientSecret.client_id) & (last.c.ends_at == ApiClientSecret.ends_at))
        .join(
            ApiClient,
            (ApiClient.tenant_id == ApiClientSecret.tenant_id) & (ApiClient.id == ApiClientSecret.client_id),
        )
        .where(
            ApiClientSecret.tenant_id == tenant_id,
            ApiClientSecret.revoked_at.is_(None),
            ApiClientSecret.ends_at >= begin,
            ApiClientSecret.ends_at < end,
            ApiClient.ended_at.is_(None),
        )
    )
    yield from ((row[0], row[1]) for row in session.execute(statement))


def _doors(session: Session, tenant_id: UUID, begin: datetime, end: datetime) -> Iterator[tuple[UUID, UUID | None]]:
    """Yield the last tokens of directories; a directory is the consultancy's to look after, whoever's people it has."""
    last = (
        select(ScimToken.connection_id, func.max(ScimToken.ends_at).label("ends_at"))
        .where(ScimToken.tenant_id == tenant_id, ScimToken.revoked_at.is_(None))
        .group_by(ScimToken.connection_id)
        .subquery()
    )
    statement = (
        select(ScimToken.id)
        .join(last, (last.c.connection_id == ScimToken.connection_id) & (last.c.ends_at == ScimToken.ends_at))
        .join(
            ScimConnection,
            (ScimConnection.tenant_id == ScimToken.tenant_id) & (ScimConnection.id == ScimToken.connection_id),
        )
        .where(
            ScimToken.tenant_id == tenant_id,
            ScimToken.revoked_at.is_(None),
            ScimToken.ends_at >= begin,
            ScimToken.ends_at < end,
        )
    )
    yield from ((token_id, None) for token_id in session.scalars(statement))


def _administrators(session: Session, tenant_id: UUID, employer_id: UUID | None) -> list[UUID]:
    """Return who looks after it: the employer's administrators, and where there are none, the consultancy's."""
    statement = (
        select(Person.id)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .where(Person.tenant_id == tenant_id, Person.active, is_a_person(), Membership.during.contains(clock.today()))
        .distinct()
    )
    found: list[UUID] = []
    if employer_id is not None:
        here = (Membership.role == Role.EMPLOYER_ADMIN, Membership.employer_id == employer_id)
        found = list(session.scalars(statement.where(*here)))
    return found or list(session.scalars(statement.where(Membership.role == Role.CONSULTANCY_ADMIN)))
