"""What a factor that was shown brings: a whole session, or a fresh proof in one; always a new one, the old one dead."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers.structs import AuthenticationCredential

from handrail.identity import commands, proofs
from handrail.identity import queries as identity
from handrail.identity.actor import Actor
from handrail.identity.factors import ceremony, codes, telling, watching
from handrail.identity.factors.ceremony import Site
from handrail.identity.factors.errors import NotShown
from handrail.identity.factors.models import Passkey
from handrail.identity.models import SignIn
from handrail.identity.proofs import Proof
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import SignInRequired
from handrail.tenancy.models import Person


def by_code(session: Session, actor: Actor, typed: str, *, origin: str | None) -> str | None:
    """Make a session of this actor whole and fresh by a code; returns the secret for the cookie, None on a miss.

    A miss is counted where the transaction commits, so the caller raises nothing inside it.
    """
    kind = codes.check(session, actor.tenant_id, actor.person_id, typed)
    if kind is None:
        watching.missed(session, actor.tenant_id, actor.person_id)
        return None
    return _anew(session, actor, proofs.LINK_AND_CODE, origin)


def by_passkey(
    session: Session, actor: Actor, answer: str, site: Site, purpose: str, *, origin: str | None
) -> str | None:
    """Make a session of this actor whole and fresh by a passkey of theirs; raises NotShown.

    None: it was stopped, because its counter ran backwards; let that commit.
    """
    credential = ceremony.shown(answer)
    found = _passkey(session, actor.tenant_id, credential.raw_id)
    if found is None or found.person_id != actor.person_id:
        raise NotShown
    if not _use(session, found, credential, site, purpose):
        return None
    return _anew(session, actor, proofs.PASSKEY, origin)


def sign_in_with_passkey(
    session: Session, tenant_id: UUID, answer: str, site: Site, purpose: str, *, origin: str | None
) -> str | None:
    """Sign in whoever's passkey this is, without any link; returns as `by_passkey` does."""
    credential = ceremony.shown(answer)
    found = _passkey(session, tenant_id, credential.raw_id)
    if found is None:
        raise NotShown
    if not _use(session, found, credential, site, purpose):
        return None
    role = _role_of(session, tenant_id, found.person_id)
    _row, secret = commands.start_sign_in(
        session, tenant_id, found.person_id, role, origin=origin, proof=proofs.PASSKEY
    )
    return secret


def _role_of(session: Session, tenant_id: UUID, person_id: UUID) -> Role:
    """Return the role in which somebody was signed in last, where they still hold it, else their first."""
    is_active = session.scalar(select(Person.active).where(Person.tenant_id == tenant_id, Person.id == person_id))
    roles = identity.roles_of(session, tenant_id, person_id) if is_active else []
    if not roles:
        raise NotShown
    last = session.scalar(
        select(SignIn.role)
        .where(SignIn.tenant_id == tenant_id, SignIn.person_id == person_id, SignIn.factors > 1)
        .order_by(SignIn.started_at.desc())
        .limit(1)
    )
    return last if last in roles else roles[0]


def _passkey(session: Session, tenant_id: UUID, credential_id: bytes) -> Passkey | None:
    statement = select(Passkey).where(
        Passkey.tenant_id == tenant_id,
        Passkey.digest == ceremony.digest_of(credential_id),
        Passkey.stopped_at.is_(None),
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def _use(session: Session, passkey: Passkey, credential: AuthenticationCredential, site: Site, purpose: str) -> bool:
    """Take an answer of a passkey; raises NotShown where it is none, and stops one of which there is a copy.

    Its counter grows with every use, where the device counts at all. One that does not was used elsewhere meanwhile:
    there are two of them, and nobody can tell which is the person's.
    """
    verified, challenge = ceremony.verified(credential, passkey, site, purpose)
    ceremony.spend(session, passkey.tenant_id, challenge)
    counts = verified.new_sign_count > 0 or passkey.sign_count > 0
    if counts and verified.new_sign_count <= passkey.sign_count:
        passkey.stopped_at = clock.now()
        session.flush()
        telling.stopped(session, passkey)
        return False
    passkey.sign_count, passkey.used_at = verified.new_sign_count, clock.now()
    passkey.backed_up = verified.credential_backed_up
    session.flush()
    return True


def _anew(session: Session, actor: Actor, proof: Proof, origin: str | None) -> str:
    """Replace a session by one with this proof; the old one is dead, and an answer that comes late finds it so.

    A provider that vouched for the old one vouches for this one too: when they end it there, it ends here.
    """
    before = session.scalars(
        select(SignIn)
        .where(SignIn.tenant_id == actor.tenant_id, SignIn.id == actor.sign_in_id, SignIn.ended_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if before is None:
        raise SignInRequired
    kept = replace(
        proof,
        connection_id=before.connection_id,
        external_subject=before.external_subject,
        external_session=before.external_session,
        within_employer_id=before.within_employer_id,
    )
    before.ended_at = clock.now()
    session.flush()
    _row, secret = commands.start_sign_in(
        session, actor.tenant_id, actor.person_id, actor.role, origin=origin, proof=kept
    )
    return secret
