"""Ending what is open to somebody: sessions, links, tokens, calendar addresses, all in the transaction that says so."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from handrail.identity.models import ApiToken, CalendarFeed, SignIn, SignInLink
from handrail.kit import clock


def end_ways_in(session: Session, tenant_id: UUID, person_id: UUID) -> None:
    """End what is open to somebody: sessions, links, tokens for the API, calendar addresses; all at once."""
    at = clock.now()
    ends: tuple[tuple[Any, Any], ...] = (
        (SignIn, SignIn.ended_at),
        (SignInLink, SignInLink.used_at),
        (ApiToken, ApiToken.revoked_at),
        (CalendarFeed, CalendarFeed.revoked_at),
    )
    for model, column in ends:
        statement = update(model).where(model.tenant_id == tenant_id, model.person_id == person_id, column.is_(None))
        session.execute(statement.values({column: at}).execution_options(synchronize_session=False))
