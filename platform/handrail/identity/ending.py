"""Ending what is open to somebody: sessions, links, tokens, calendar addresses, all in the transaction that says so."""

from typing import Any, Final
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


FORGET_WAYS_IN: Final = (
    (
        "update sign_in set ended_at = coalesce(ended_at, now()), origin = null, external_subject = null "
        "where tenant_id = %(tenant)s and person_id = %(person)s"
    ),
    (
        "update sign_in_link set used_at = coalesce(used_at, now()) "
        "where tenant_id = %(tenant)s and person_id = %(person)s"
    ),
    (
        "update api_token set revoked_at = coalesce(revoked_at, now()), name = '' "
        "where tenant_id = %(tenant)s and person_id = %(person)s"
    ),
    (
        "update calendar_feed set revoked_at = coalesce(revoked_at, now()) "
        "where tenant_id = %(tenant)s and person_id = %(person)s"
    ),
    (
        "update one_time_code set used_at = coalesce(used_at, now()) "
        "where tenant_id = %(tenant)s and person_id = %(person)s"
    ),
    "delete from known_device where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from passkey where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from authenticator where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from recovery_code where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from external_login where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from former_address where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from sign_on_attempt where tenant_id = %(tenant)s and person_id = %(person)s",
    (
        "delete from scim_member where tenant_id = %(tenant)s and user_id in "
        "(select u.id from scim_user u where u.tenant_id = %(tenant)s and u.person_id = %(person)s)"
    ),
    (
        "delete from scim_match where tenant_id = %(tenant)s and (person_id = %(person)s or user_id in "
        "(select u.id from scim_user u where u.tenant_id = %(tenant)s and u.person_id = %(person)s))"
    ),
    "delete from scim_refusal where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from scim_user where tenant_id = %(tenant)s and person_id = %(person)s",
    "delete from refused_grant where tenant_id = %(tenant)s and person_id = %(person)s",
)
"""What takes every way in, and what it told of them, from somebody who becomes nobody: for `tenant` and `person`.

In SQL, since a backup that is restored has to forget them again before any model is there.
"""
