"""Following what is due in a calendar program, under a secret address."""

import secrets

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import queries
from handrail.identity.actor import Actor
from handrail.identity.commands import digest
from handrail.identity.models import CalendarFeed
from handrail.kit import clock
from handrail.tenancy.models import Person


def address_of(secret: str) -> str:
    """Return the address under which a calendar program finds what is due, at the host that was asked."""
    return f"{request.url_root}calendar/{secret}.ics"


def make(session: Session, actor: Actor) -> tuple[CalendarFeed, str]:
    """Make the secret of a calendar address for the role in which somebody acts; the one before is dead at once.

    256 random bits; only their SHA-256 is kept, so that the address can be shown this once.
    """
    revoke(session, actor)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        tenant_id=actor.tenant_id,
        digest=digest(secret),
        person_id=actor.person_id,
        role=actor.role,
        made_at=clock.now(),
        revoked_at=None,
        within_employer_id=actor.within_employer_id,
    )
    session.add(feed)
    session.flush()
    timeline.append_tenant_act(session, actor, "calendar.made", record=feed)
    return feed, secret


def revoke(session: Session, actor: Actor) -> None:
    """Revoke the calendar address of the role in which somebody acts; without one, nothing happens.

    Two makings at once follow each other, so that one address lives.
    """
    session.execute(
        select(Person.id)
        .where(Person.tenant_id == actor.tenant_id, Person.id == actor.person_id)
        .with_for_update(key_share=True)
    )
    feed = queries.calendar_of(session, actor)
    if feed is None:
        return
    feed.revoked_at = clock.now()
    session.flush()
    timeline.append_tenant_act(session, actor, "calendar.revoked", record=feed)
