"""Granting roles, giving people a part in a case, signing in and out."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import grants, proofs, queries
from handrail.identity.actor import Actor
from handrail.identity.errors import LinkSpent, RolesConflict
from handrail.identity.factors import watching
from handrail.identity.models import ApiToken, Membership, SignIn, SignInLink
from handrail.identity.policies import conflict_of
from handrail.identity.proofs import Method, Proof
from handrail.kit import clock, outbox
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.kit.ids import new_id
from handrail.kit.settings import settings
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Person

LINK_LIFE = timedelta(minutes=10)
IDLE = timedelta(minutes=30)
IDLE_MEDICAL = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)


def idle_of(role: Role) -> timedelta:
    """Return after how long without a request a session in this role ends."""
    return IDLE_MEDICAL if role is Role.OCCUPATIONAL_HEALTH else IDLE


def digest(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def grant_role(
    session: Session,
    actor: Acting,
    *,
    person_id: UUID,
    role: Role,
    employer_id: UUID | None,
    during: Range[Any],
    source: str | None = None,
    reason: str | None = None,
) -> Membership:
    """Give a person a role; giving the same role again returns the first. `source` names what may take it back.

    Two grants to one person at once follow each other. Raises RolesConflict naming the rule and the role that stands
    against it (NEU-1); the table's exclusion constraint refuses what comes past this function.
    """
    held = _held_by(session, actor.tenant_id, person_id)
    for other in held:
        if other.role == role and other.employer_id == employer_id and other.during == during:
            return other
    _refuse_conflict(held, role, employer_id, during)
    membership = Membership(
        tenant_id=actor.tenant_id,
        person_id=person_id,
        role=role,
        employer_id=employer_id,
        during=during,
        source=source,
        given_by=actor.person_id,
        reason=reason,
    )
    session.add(membership)
    session.flush()
    grants.project_person(session, actor.tenant_id, person_id)
    changes = {"role": (None, role.value), "employer": (None, employer_id), "person": (None, person_id)}
    timeline.append_tenant_act(session, actor, "role.granted", record=membership, changes=changes)
    return membership


def change_period(session: Session, actor: Acting, membership: Membership, during: Range[Any]) -> None:
    """Let a role last from and until other days; raises RolesConflict as `grant_role` does, and then changes nothing.

    The same days again change nothing either.
    """
    before = membership.during
    if before == during:
        return
    others = [each for each in _held_by(session, actor.tenant_id, membership.person_id) if each.id != membership.id]
    _refuse_conflict(others, membership.role, membership.employer_id, during)
    membership.during = during
    session.flush()
    grants.project_person(session, actor.tenant_id, membership.person_id)
    changes = {"until": (_day(before.upper), _day(during.upper))}
    timeline.append_tenant_act(session, actor, "role.changed", record=membership, changes=changes)


def _held_by(session: Session, tenant_id: UUID, person_id: UUID) -> list[Membership]:
    """Return what somebody holds; until the transaction ends nobody else gives them anything."""
    mine = select(Person.id).where(Person.tenant_id == tenant_id, Person.id == person_id)
    session.execute(mine.with_for_update(key_share=True))
    return queries.memberships_of(session, tenant_id, person_id)


def _refuse_conflict(held: Sequence[Membership], role: Role, employer_id: UUID | None, during: Range[Any]) -> None:
    for other in held:
        rule = conflict_of(role, other.role) if role != other.role else None
        if rule and other.employer_id == employer_id and other.during.overlaps(during):
            raise RolesConflict(
                f"{rule}: a person who is {other.role} can not be {role} at the same client organisation.",
                rule=rule,
                conflicting=other.role.value,
            )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def end_role(session: Session, actor: Acting, membership: Membership, on: date) -> None:
    """End a role on a day; it counts no more from that day on, on the next request."""
    before = membership.during
    membership.during = Range(before.lower, max(on, before.lower or on), bounds="[)")
    session.flush()
    grants.project_person(session, actor.tenant_id, membership.person_id)
    timeline.append_tenant_act(
        session, actor, "role.ended", record=membership, changes={"until": (None, on.isoformat())}
    )


def token_of_link(link_id: UUID) -> str:
    """Return the token of a link: derived from its id, so that neither table nor queue ever holds it."""
    return hmac.new(settings().secret_key, b"sign-in-link|" + link_id.bytes, hashlib.sha256).hexdigest()


def make_link(
    session: Session,
    tenant_id: UUID,
    person_id: UUID,
    *,
    life: timedelta = LINK_LIFE,
    role: Role | None = None,
    browser: str | None = None,
    method: Method = Method.LINK,
) -> SignInLink:
    """Make a single-use link for a person; `browser` binds it to the browser that asked for it.

    `method` DEVELOPMENT makes a whole session, and exists on loopback only.
    """
    link = new_link(tenant_id, person_id, life=life, role=role, browser=browser, method=method)
    session.add(link)
    return link


def new_link(
    tenant_id: UUID,
    person_id: UUID | None,
    *,
    browser: str | None,
    life: timedelta = LINK_LIFE,
    role: Role | None = None,
    method: Method = Method.LINK,
) -> SignInLink:
    """Return a link that lies nowhere yet; without a person it is for whoever turns out to have an address."""
    link_id = new_id()
    return SignInLink(
        tenant_id=tenant_id,
        id=link_id,
        digest=digest(token_of_link(link_id)),
        person_id=person_id,
        role=role,
        method=method,
        browser=digest(browser) if browser else None,
        expires_at=clock.now() + life,
        used_at=None,
    )


def use_link(
    session: Session, tenant_id: UUID, token: str, *, browser: str | None, origin: str | None
) -> tuple[SignIn, str]:
    """Spend a link and start a session; returns it with the secret for the cookie.

    The session is half until a second factor was shown (`Proof.is_whole`).

    Raises LinkSpent for a link that is used, run out, asked for by another browser or unknown.
    """
    statement = (
        update(SignInLink)
        .where(
            SignInLink.tenant_id == tenant_id,
            SignInLink.digest == digest(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > clock.now(),
        )
        .values(used_at=clock.now())
        .returning(SignInLink.person_id, SignInLink.role, SignInLink.browser, SignInLink.method)
        .execution_options(synchronize_session=False)
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise LinkSpent
    person_id, role, bound, method = found
    if person_id is None:  # nobody has looked yet who asked for it
        raise LinkSpent
    if bound is not None and (browser is None or not hmac.compare_digest(bound, digest(browser))):
        raise LinkSpent
    roles = queries.roles_of(session, tenant_id, person_id)
    if not roles:
        raise LinkSpent
    if method is Method.DEVELOPMENT and not settings().loopback:
        raise LinkSpent
    proof = proofs.DEVELOPMENT if method is Method.DEVELOPMENT else proofs.LINK
    chosen = role if role in roles else roles[0]
    started = start_sign_in(session, tenant_id, person_id, chosen, origin=origin, proof=proof)
    if not proof.is_whole:
        watching.half_began(session, tenant_id, person_id)
    return started


def start_sign_in(
    session: Session,
    tenant_id: UUID,
    person_id: UUID,
    role: Role,
    *,
    proof: Proof,
    origin: str | None = None,
    proven_at: datetime | None = None,
) -> tuple[SignIn, str]:
    """Start a session: 256 random bits for the cookie, their SHA-256 in the table.

    `proven_at` carries over when a strong proof was shown in the session before; a strong `proof` counts from now.
    Raises LinkSpent for a program, whichever way led here: it is nobody who could sign in.
    """
    if queries.is_program(session, tenant_id, person_id):
        raise LinkSpent
    secret = secrets.token_urlsafe(32)
    at = clock.now()
    sign_in = SignIn(
        tenant_id=tenant_id,
        digest=digest(secret),
        person_id=person_id,
        role=role,
        started_at=at,
        seen_at=at,
        ends_at=at + ABSOLUTE,
        ended_at=None,
        origin=origin,
        method=proof.method,
        factors=proof.factors,
        proven_at=at if proof.is_strong else proven_at,
        connection_id=proof.connection_id,
        external_subject=proof.external_subject,
        external_session=proof.external_session,
        within_employer_id=proof.within_employer_id,
    )
    session.add(sign_in)
    session.flush()
    acting = queries.Person(tenant_id, person_id, role)
    changes = {"method": (None, proof.method.value)}
    timeline.append_tenant_act(session, acting, "sign_in.started", record=sign_in, changes=changes)
    return sign_in, secret


def end_sign_in(session: Session, tenant_id: UUID, sign_in_id: UUID) -> None:
    """End a session; its cookie is dead from the next request on."""
    session.execute(
        update(SignIn)
        .where(SignIn.tenant_id == tenant_id, SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def is_due(seen_at: datetime) -> bool:
    """Whether it is to be noted again that a session is in use: once a minute."""
    return clock.now() - seen_at > _SEEN_EVERY


def touch(session: Session, actor: Actor) -> None:
    """Note that the session is in use."""
    session.execute(
        update(SignIn)
        .where(SignIn.tenant_id == actor.tenant_id, SignIn.id == actor.sign_in_id)
        .values(seen_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def make_api_token(
    session: Session,
    actor: Acting,
    *,
    person_id: UUID,
    role: Role,
    name: str,
    days: int,
    proven_at: datetime | None = None,
    scopes: frozenset[str] | None = None,
) -> tuple[ApiToken, str]:
    """Make a person's token for the API, valid for `days`; its secret is shown this once.

    `scopes` is what it is good for, None for all that the person may do in the role. `proven_at` is when the person
    themselves last showed a strong proof: what asks for a fresh one, a token can do only shortly afterwards.
    """
    secret = "hr_" + secrets.token_urlsafe(32)
    token = ApiToken(
        tenant_id=actor.tenant_id,
        digest=digest(secret),
        name=name,
        person_id=person_id,
        role=role,
        ends_at=clock.now() + timedelta(days=days),
        revoked_at=None,
        proven_at=proven_at,
        within_employer_id=actor.within_employer_id if isinstance(actor, Actor) else None,
        scopes=None if scopes is None else sorted(scopes),
    )
    session.add(token)
    session.flush()
    timeline.append_tenant_act(session, actor, "api_token.made", record=token, changes={"name": (None, name)})
    return token, secret


def revoke_api_token(session: Session, actor: Acting, token: ApiToken) -> None:
    """Take a token back; it is refused from the next request on. Again changes nothing."""
    if token.revoked_at is not None:
        return
    token.revoked_at = clock.now()
    session.flush()
    timeline.append_tenant_act(session, actor, "api_token.revoked", record=token)


def choose_locale(session: Session, actor: Acting, code: str) -> None:
    """Keep the language that a person chose for pages and mail; `code` is one of the languages we speak."""
    session.execute(
        update(Person)
        .where(Person.tenant_id == actor.tenant_id, Person.id == actor.person_id)
        .values(locale=code)
        .execution_options(synchronize_session=False)
    )


def switch_role(session: Session, actor: Actor, role: Role, *, origin: str | None) -> str:
    """Act under another of one's roles: a new session, the old one dead; returns the secret for the cookie."""
    if role not in actor.roles:
        raise NotFound
    before = session.get(SignIn, (actor.tenant_id, actor.sign_in_id)) if actor.sign_in_id else None
    if before is None:
        raise NotFound
    proof = Proof(
        before.method, before.factors, is_strong=False, connection_id=before.connection_id,
        external_subject=before.external_subject, external_session=before.external_session,
        within_employer_id=before.within_employer_id,
    )  # fmt: skip
    end_sign_in(session, actor.tenant_id, before.id)
    sign_in, secret = start_sign_in(
        session, actor.tenant_id, actor.person_id, role, origin=origin, proof=proof, proven_at=before.proven_at
    )
    sign_in.ends_at = before.ends_at  # nothing was proven anew: it lasts as long as the one before would have
    return secret


def send_link(session: Session, tenant_id: UUID, person_id: UUID, browser: str, *, host: str) -> None:
    """Send a sign-in link to a person's own address; it works in this browser, for ten minutes, once."""
    link = make_link(session, tenant_id, person_id, browser=browser)
    mail_link(session, link.id, host)


def mail_link(session: Session, link_id: UUID, host: str) -> None:
    """Have a link mailed; `host` is where it was asked for."""
    payload: dict[str, outbox.JSON] = {"link_id": str(link_id), "host": host}
    outbox.publish(session, "notifications", "notifications.send_sign_in_link", payload, key=str(link_id))
