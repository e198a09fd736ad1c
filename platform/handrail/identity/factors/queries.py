"""Reading somebody's ways to sign in. The policies of the tables show each session its own person's alone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from handrail.identity.factors.models import Authenticator, OneTimeCode, Passkey, RecoveryCode
from handrail.identity.factors.rules import TRIES
from handrail.identity.models import SignIn
from handrail.kit import clock


@dataclass(frozen=True, slots=True)
class Ways:
    """What somebody can sign in with, beside a link."""

    passkeys: tuple[Passkey, ...]
    authenticator: Authenticator | None
    recovery_codes: int
    """How many are left."""

    @property
    def number(self) -> int:
        """How many different things would have to be lost for the person to be locked out."""
        living = sum(1 for each in self.passkeys if each.stopped_at is None)
        return living + (self.authenticator is not None) + (self.recovery_codes > 0)


def ways_of(session: Session, tenant_id: UUID, person_id: UUID) -> Ways:
    """Return somebody's own ways to sign in, the oldest passkey first."""
    passkeys = select(Passkey).where(Passkey.tenant_id == tenant_id, Passkey.person_id == person_id)
    left = select(func.count()).where(
        RecoveryCode.tenant_id == tenant_id, RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    app = authenticator_of(session, tenant_id, person_id)
    return Ways(
        passkeys=tuple(session.scalars(passkeys.order_by(Passkey.made_at, Passkey.id))),
        authenticator=app if app is not None and app.confirmed_at else None,
        recovery_codes=session.scalar(left) or 0,
    )


def usable_here(ways: Ways, rp_id: str) -> list[Passkey]:
    """Return the passkeys that work on this host."""
    return [each for each in ways.passkeys if each.rp_id == rp_id and each.stopped_at is None]


def authenticator_of(session: Session, tenant_id: UUID, person_id: UUID, *, lock: bool = False) -> Authenticator | None:
    """Return somebody's authenticator, one that was never confirmed too."""
    statement = select(Authenticator).where(Authenticator.tenant_id == tenant_id, Authenticator.person_id == person_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def newest_code(session: Session, tenant_id: UUID, person_id: UUID, *, lock: bool = False) -> OneTimeCode | None:
    """Return the one-time code that counts: the newest, where it still lives."""
    statement = (
        select(OneTimeCode)
        .where(OneTimeCode.tenant_id == tenant_id, OneTimeCode.person_id == person_id)
        .order_by(OneTimeCode.made_at.desc(), OneTimeCode.id.desc())
        .limit(1)
    )
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None or found.used_at or found.tries >= TRIES or found.expires_at <= clock.now():
        return None
    return found


def passkey(session: Session, tenant_id: UUID, passkey_id: UUID, *, lock: bool = False) -> Passkey | None:
    """Return a passkey by its id, where this session sees it."""
    statement = select(Passkey).where(Passkey.tenant_id == tenant_id, Passkey.id == passkey_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def has_come_in(session: Session, tenant_id: UUID, person_id: UUID) -> bool:
    """Whether somebody was ever signed in with two factors; what they had to lose began then."""
    statement = select(exists().where(SignIn.tenant_id == tenant_id, SignIn.person_id == person_id, SignIn.factors > 1))
    return bool(session.scalar(statement))
