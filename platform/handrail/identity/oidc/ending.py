"""A provider says that somebody signed out over there: their sessions here end, those of that connection only."""

import hashlib
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from handrail.identity.models import SignIn
from handrail.identity.oidc.models import SeenLogout
from handrail.identity.oidc.tokens import BadLogoutToken, LogoutNotice
from handrail.kit import clock
from handrail.kit.ids import new_id

_REMEMBERED: Final = timedelta(minutes=15)
"""Longer than a token counts, with every leeway: an id is unseen, or its token is too old."""


def carry_out(session: Session, tenant_id: UUID, connection_id: UUID, notice: LogoutNotice) -> int:
    """End the sessions that a logout token names; returns how many. Raises BadLogoutToken for one that was seen."""
    _see_once(session, tenant_id, connection_id, notice.jti)
    ended = session.execute(
        update(SignIn)
        .where(
            SignIn.tenant_id == tenant_id,
            SignIn.connection_id == connection_id,
            SignIn.ended_at.is_(None),
            _named(notice),
        )
        .values(ended_at=clock.now())
        .returning(SignIn.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


def _named(notice: LogoutNotice) -> ColumnElement[bool]:
    of_session = SignIn.external_session == notice.session
    if notice.subject is None:
        return of_session
    of_subject = SignIn.external_subject == notice.subject
    if notice.session is None:
        return of_subject
    return and_(of_subject, or_(of_session, SignIn.external_session.is_(None)))


def _see_once(session: Session, tenant_id: UUID, connection_id: UUID, jti: str) -> None:
    session.execute(
        delete(SeenLogout)
        .where(SeenLogout.tenant_id == tenant_id, SeenLogout.at < clock.now() - _REMEMBERED)
        .execution_options(synchronize_session=False)
    )
    row = {
        "tenant_id": tenant_id,
        "id": new_id(),
        "connection_id": connection_id,
        "digest": hashlib.sha256(jti.encode()).digest(),
        "at": clock.now(),
    }
    statement = upsert(SeenLogout).values(row).on_conflict_do_nothing().returning(SeenLogout.id)
    if session.execute(statement).one_or_none() is None:
        raise BadLogoutToken


def end_all(session: Session, tenant_id: UUID, connection_id: UUID) -> None:
    """End every session that began through a connection."""
    session.execute(
        update(SignIn)
        .where(SignIn.tenant_id == tenant_id, SignIn.connection_id == connection_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
