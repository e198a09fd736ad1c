"""A second login for somebody who is here already: theirs once both were proven, and both addresses are told."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.actor import Actor
from handrail.identity.commands import end_sign_in, start_sign_in
from handrail.identity.factors.telling import Told
from handrail.identity.models import Membership, SignIn
from handrail.identity.oidc import queries
from handrail.identity.oidc.arriving import KEY_PREFIX, Arrival, bind, told_email
from handrail.identity.oidc.attempts import Attempt
from handrail.identity.oidc.errors import Reason, SignOnRefused
from handrail.identity.oidc.models import ExternalLogin
from handrail.kit import clock, outbox
from handrail.kit.errors import NotFound, SignInRequired, StepUpRequired
from handrail.tenancy.models import Employment, Person


def require_asker(actor: Actor | None, attempt: Attempt) -> Actor:
    """Return who asked, if it is they who came back, in the session in which they asked.

    Raises SignInRequired where that session is over.
    """
    if actor is None or actor.sign_in_id is None or actor.sign_in_id != attempt.sign_in_id:
        raise SignInRequired
    if actor.person_id != attempt.person_id:
        raise SignInRequired
    return actor


def link(session: Session, actor: Actor, arrival: Arrival) -> ExternalLogin:
    """Make the login with which somebody came back theirs, and tell both addresses; raises SignOnRefused.

    Both proofs are live: the session in which they asked, fresh still, and the provider's. Somebody else's login is
    refused; one that only ever made an empty person, because it was tried before it was linked, is taken over.
    """
    if not actor.is_fresh():
        raise StepUpRequired
    config = arrival.config
    before = queries.login_of(session, config.tenant_id, config.connection_id, config.issuer, arrival.subject)
    if before is not None and before.person_id == actor.person_id:
        return before
    if before is not None:
        _take_over(session, before)
    login = bind(session, config, arrival.subject, actor.person_id, told_email=told_email(arrival.claims))
    changes = {"connection": (None, str(config.connection_id)), "person": (None, actor.person_id)}
    timeline.append_tenant_act(session, actor, "external_login.linked", record=login, changes=changes)
    _tell(session, login, Told.WAY_ADDED)
    if login.told_email is not None:
        _tell(session, login, Told.WAY_ADDED, over_there=True)
    return login


def _tell(session: Session, login: ExternalLogin, what: Told, *, over_there: bool = False) -> None:
    """Ask for the mail: to the person's own address, or to the one that the provider named."""
    payload: dict[str, outbox.JSON] = {"person_id": str(login.person_id), "kind": what.value}
    if over_there:
        payload["login_id"] = str(login.id)
    key = f"{login.id}:{what}{':there' if over_there else ''}"
    outbox.publish(session, "notifications", "notifications.tell_of_account", payload, key=key)


def _take_over(session: Session, login: ExternalLogin) -> None:
    """Free a login whose person is nobody: made by signing on, and never given a role or an employment."""
    mine = (login.tenant_id, login.person_id)
    person = session.scalars(select(Person).where(Person.tenant_id == mine[0], Person.id == mine[1])).one()
    held = select(Membership.id).where(Membership.tenant_id == mine[0], Membership.person_id == mine[1]).limit(1)
    employed = select(Employment.id).where(Employment.tenant_id == mine[0], Employment.person_id == mine[1]).limit(1)
    is_empty = person.key.startswith(KEY_PREFIX) and session.scalar(held) is None and session.scalar(employed) is None
    if not is_empty:
        raise SignOnRefused(Reason.TAKEN)
    person.active = False
    session.delete(login)
    session.flush()


def unlink(session: Session, actor: Actor, login_id: UUID) -> None:
    """Take a login away from oneself; sessions that began with it end now. Raises NotFound."""
    login = session.scalars(
        select(ExternalLogin).where(
            ExternalLogin.tenant_id == actor.tenant_id,
            ExternalLogin.id == login_id,
            ExternalLogin.person_id == actor.person_id,
        )
    ).one_or_none()
    if login is None:
        raise NotFound
    session.execute(
        update(SignIn)
        .where(
            SignIn.tenant_id == actor.tenant_id,
            SignIn.person_id == actor.person_id,
            SignIn.connection_id == login.connection_id,
            SignIn.external_subject == login.subject,
            SignIn.id != actor.sign_in_id,
            SignIn.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    changes = {"connection": (str(login.connection_id), None), "person": (actor.person_id, None)}
    timeline.append_tenant_act(session, actor, "external_login.unlinked", record=login, changes=changes)
    _tell(session, login, Told.WAY_REMOVED)
    session.execute(
        delete(ExternalLogin)
        .where(ExternalLogin.tenant_id == actor.tenant_id, ExternalLogin.id == login_id)
        .execution_options(synchronize_session=False)
    )


def prove(session: Session, actor: Actor, arrival: Arrival, *, origin: str | None) -> str:
    """Start the session anew with a fresh proof from the provider with which it began; returns the secret.

    Raises SignOnRefused where it is somebody else who came back, or another provider.
    """
    config = arrival.config
    before = session.get(SignIn, (actor.tenant_id, actor.sign_in_id)) if actor.sign_in_id else None
    login = queries.login_of(session, config.tenant_id, config.connection_id, config.issuer, arrival.subject)
    if before is None or login is None or login.person_id != actor.person_id:
        raise SignOnRefused(Reason.SOMEBODY_ELSE)
    if before.connection_id != config.connection_id or before.external_subject != arrival.subject:
        raise SignOnRefused(Reason.SOMEBODY_ELSE)
    end_sign_in(session, actor.tenant_id, before.id)
    _row, secret = start_sign_in(
        session,
        actor.tenant_id,
        actor.person_id,
        actor.role,
        origin=origin,
        proof=arrival.proof(),
        proven_at=arrival.proven_at,
    )
    return secret
