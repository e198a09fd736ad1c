"""Looking after one's own ways to sign in. Every change ends one's other sessions and is told to oneself by mail.

Who came in by an employer's own provider can not change any: what that provider's administrator can do must not grow
into a way in of its own.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.factors import ceremony, codes, queries, telling
from handrail.identity.factors.ceremony import Site
from handrail.identity.factors.errors import LastWay, NotShown
from handrail.identity.factors.models import Authenticator, Passkey, RecoveryCode
from handrail.identity.factors.rules import CodeKind, recognised
from handrail.identity.factors.telling import Told
from handrail.identity.models import SignIn
from handrail.kit import clock
from handrail.kit.errors import NotFound
from handrail.tenancy.models import Person


def add_passkey(session: Session, actor: Actor, answer: str, site: Site, purpose: str, *, name: str) -> Passkey:
    """Keep a passkey that was just made in this browser; raises NotShown where the browser's answer is not right."""
    _guard(session, actor)
    made = ceremony.enrolled(answer, site, purpose)
    ceremony.spend(session, actor.tenant_id, made.challenge)
    digest = ceremony.digest_of(made.verified.credential_id)
    known = select(func.count()).where(Passkey.tenant_id == actor.tenant_id, Passkey.digest == digest)
    if session.scalar(known):
        raise NotShown
    row = Passkey(
        tenant_id=actor.tenant_id,
        person_id=actor.person_id,
        digest=digest,
        credential_id=made.verified.credential_id,
        public_key=made.verified.credential_public_key,
        rp_id=site.rp_id,
        sign_count=made.verified.sign_count,
        transports=made.transports,
        backed_up=made.verified.credential_backed_up,
        name=name,
        made_at=clock.now(),
        used_at=None,
        stopped_at=None,
    )
    session.add(row)
    session.flush()
    _changed(session, actor, "passkey.added", row, Told.WAY_ADDED)
    return row


def remove_passkey(session: Session, actor: Actor, passkey_id: UUID) -> None:
    """Forget a passkey of one's own; raises LastWay where nothing else would be left."""
    _guard(session, actor)
    row = queries.passkey(session, actor.tenant_id, passkey_id, lock=True)
    if row is None or row.person_id != actor.person_id:
        raise NotFound
    if row.stopped_at is None:
        _refuse_the_last(session, actor)
    session.delete(row)
    session.flush()
    _changed(session, actor, "passkey.removed", row, Told.WAY_REMOVED)


def begin_authenticator(session: Session, actor: Actor) -> Authenticator:
    """Make the secret for an app; it opens nothing until a first code was typed. Raises NotFound where one is there."""
    _guard(session, actor)
    before = queries.authenticator_of(session, actor.tenant_id, actor.person_id)
    if before is not None and before.confirmed_at is not None:
        raise NotFound
    return codes.begin_authenticator(session, actor.tenant_id, actor.person_id)


def confirm_authenticator(session: Session, actor: Actor, typed: str) -> bool:
    """Take the first code that the app shows; returns whether it is right."""
    _guard(session, actor)
    row = queries.authenticator_of(session, actor.tenant_id, actor.person_id, lock=True)
    if row is None or row.confirmed_at is not None:
        raise NotFound
    match recognised(typed):
        case (CodeKind.AUTHENTICATOR, code) if codes.take(session, row, code):
            row.confirmed_at = clock.now()
        case _:
            return False
    session.flush()
    _changed(session, actor, "authenticator.added", row, Told.WAY_ADDED)
    return True


def remove_authenticator(session: Session, actor: Actor) -> None:
    """Forget one's authenticator; raises LastWay where nothing else would be left."""
    _guard(session, actor)
    row = queries.authenticator_of(session, actor.tenant_id, actor.person_id, lock=True)
    if row is None or row.confirmed_at is None:
        raise NotFound
    _refuse_the_last(session, actor)
    session.delete(row)
    session.flush()
    _changed(session, actor, "authenticator.removed", row, Told.WAY_REMOVED)


def make_recovery_codes(session: Session, actor: Actor) -> list[str]:
    """Make ten codes to print; those before are dead."""
    _guard(session, actor)
    made = codes.make_recovery_codes(session, actor.tenant_id, actor.person_id)
    statement = select(RecoveryCode).where(
        RecoveryCode.tenant_id == actor.tenant_id, RecoveryCode.person_id == actor.person_id
    )
    first = session.scalars(statement.order_by(RecoveryCode.id).limit(1)).one()
    _changed(session, actor, "recovery_codes.made", first, Told.WAY_ADDED)
    return made


def forget_recovery_codes(session: Session, actor: Actor) -> None:
    """Make every code on one's sheet worthless; raises LastWay where nothing else would be left."""
    _guard(session, actor)
    statement = select(RecoveryCode).where(
        RecoveryCode.tenant_id == actor.tenant_id,
        RecoveryCode.person_id == actor.person_id,
        RecoveryCode.used_at.is_(None),
    )
    first = session.scalars(statement.order_by(RecoveryCode.id).limit(1)).one_or_none()
    if first is None:
        raise NotFound
    _refuse_the_last(session, actor)
    session.execute(
        delete(RecoveryCode).where(RecoveryCode.tenant_id == actor.tenant_id, RecoveryCode.person_id == actor.person_id)
    )
    _changed(session, actor, "recovery_codes.removed", first, Told.WAY_REMOVED)


def _guard(session: Session, actor: Actor) -> None:
    """Let one change of a person's follow the other, so that two removals at once do not take the last two ways."""
    if actor.within_employer_id is not None:
        raise NotFound
    session.execute(
        select(Person.id)
        .where(Person.tenant_id == actor.tenant_id, Person.id == actor.person_id)
        .with_for_update(key_share=True)
    )


def _refuse_the_last(session: Session, actor: Actor) -> None:
    if queries.ways_of(session, actor.tenant_id, actor.person_id).number < 2:  # noqa: PLR2004 - this one, and another
        raise LastWay


def _changed(session: Session, actor: Actor, verb: str, row: Any, told: Told) -> None:
    """End one's other sessions, which are dead from their next request on, and tell the person."""
    others = update(SignIn).where(
        SignIn.tenant_id == actor.tenant_id,
        SignIn.person_id == actor.person_id,
        SignIn.ended_at.is_(None),
    )
    if actor.sign_in_id is not None:
        others = others.where(SignIn.id != actor.sign_in_id)
    session.execute(others.values(ended_at=clock.now()).execution_options(synchronize_session=False))
    telling.note(session, actor, verb, row, actor.person_id)
    telling.tell(session, actor.person_id, told)
