"""When a token was used last: noted once an hour at most, so that a busy program writes no row with each request."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from handrail.identity.models import ApiToken
from handrail.kit import clock

_EVERY: Final = timedelta(hours=1)


def is_due(last_used_at: datetime | None) -> bool:
    """Whether it is to be noted again that a token is in use."""
    return last_used_at is None or clock.now() - last_used_at > _EVERY


def note_token(session: Session, tenant_id: UUID, token_id: UUID) -> None:
    """Note that a token is in use."""
    session.execute(
        update(ApiToken)
        .where(ApiToken.tenant_id == tenant_id, ApiToken.id == token_id)
        .values(last_used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
