"""Checking a code, and making codes: each opens once, and nothing of it is kept but a keyed digest."""

import hmac
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from handrail.identity.factors import queries
from handrail.identity.factors.models import Authenticator, OneTimeCode, RecoveryCode
from handrail.identity.factors.rules import (
    LIFE,
    RECOVERY_CODES,
    SALT_BYTES,
    CodeKind,
    Way,
    keyed_digest,
    new_one_time_code,
    new_recovery_code,
    recognised,
    slow_digest,
)
from handrail.kit import clock, tenant_secrets
from handrail.kit.settings import settings
from handrail.kit.tenant_secrets import Where

STEP: Final = 30  # seconds: RFC 6238
DIGITS: Final = 6
_SECRET_BYTES: Final = 20  # RFC 4226, section 4: 160 bits


def check(session: Session, tenant_id: UUID, person_id: UUID, typed: str) -> CodeKind | None:
    """Spend a code of this person; returns its kind, or None where it opens nothing.

    A miss is counted in the same transaction, so let it commit: the caller must not raise inside it.
    """
    match recognised(typed):
        case (CodeKind.AUTHENTICATOR as kind, code) if _authenticator_shows(session, tenant_id, person_id, code):
            return kind
        case (CodeKind.ONE_TIME as kind, code) if _was_given(session, tenant_id, person_id, code):
            return kind
        case (CodeKind.RECOVERY as kind, code) if _is_on_the_sheet(session, tenant_id, person_id, code):
            return kind
        case _:
            return None


# --- Authenticator --------------------------------------------------------------------------------------------


def begin_authenticator(session: Session, tenant_id: UUID, person_id: UUID) -> Authenticator:
    """Make the secret of an authenticator that is still to be confirmed; one that was begun before is forgotten."""
    session.execute(
        delete(Authenticator).where(
            Authenticator.tenant_id == tenant_id,
            Authenticator.person_id == person_id,
            Authenticator.confirmed_at.is_(None),
        )
    )
    row = Authenticator(
        tenant_id=tenant_id,
        person_id=person_id,
        made_at=clock.now(),
        confirmed_at=None,
        used_at=None,
        used_step=None,
        secret_sealed=b"",
    )
    secret = secrets.token_bytes(_SECRET_BYTES)
    row.secret_sealed = tenant_secrets.seal(session, _where(row), secret)
    session.add(row)
    session.flush()
    return row


def secret_of(session: Session, row: Authenticator) -> bytes:
    """Return the secret of an authenticator."""
    return tenant_secrets.unseal(session, _where(row), row.secret_sealed)


def _where(row: Authenticator) -> Where:
    return Where(row.tenant_id, "authenticator", row.id, "secret_sealed")


def take(session: Session, row: Authenticator, code: str) -> bool:
    """Whether the app shows this code now, half a minute ago or in half a minute; its half minute is then spent."""
    at = clock.now()
    for step in _steps(at):
        if row.used_step is not None and step <= row.used_step:
            continue
        if hmac.compare_digest(code_at(secret_of(session, row), step), code):
            row.used_step, row.used_at = step, at
            session.flush()
            return True
    return False


def code_at(secret: bytes, step: int) -> str:
    """Return the six digits of a half minute, counted from 1970."""
    return TOTP(secret, DIGITS, SHA1(), STEP).generate(step * STEP).decode()  # noqa: S303 - RFC 6238's, as an HMAC


def _steps(at: datetime) -> range:
    now = int(at.timestamp()) // STEP
    return range(now - 1, now + 2)


def _authenticator_shows(session: Session, tenant_id: UUID, person_id: UUID, code: str) -> bool:
    row = queries.authenticator_of(session, tenant_id, person_id, lock=True)
    return row is not None and row.confirmed_at is not None and take(session, row, code)


# --- Recovery codes -------------------------------------------------------------------------------------------


def make_recovery_codes(session: Session, tenant_id: UUID, person_id: UUID) -> list[str]:
    """Make ten codes for a sheet of paper; those of the sheet before are dead."""
    session.execute(
        delete(RecoveryCode).where(RecoveryCode.tenant_id == tenant_id, RecoveryCode.person_id == person_id)
    )
    made = [new_recovery_code() for _each in range(RECOVERY_CODES)]
    at, salt = clock.now(), secrets.token_bytes(SALT_BYTES)
    session.add_all(
        RecoveryCode(
            tenant_id=tenant_id,
            person_id=person_id,
            salt=salt,
            digest=slow_digest(settings().secret_key, salt, tenant_id, person_id, code),
            made_at=at,
            used_at=None,
        )
        for code in made
    )
    session.flush()
    return made


def _is_on_the_sheet(session: Session, tenant_id: UUID, person_id: UUID, code: str) -> bool:
    mine = (RecoveryCode.tenant_id == tenant_id, RecoveryCode.person_id == person_id)
    salt = session.scalar(select(RecoveryCode.salt).where(*mine).limit(1))
    if salt is None:
        return False
    digest = slow_digest(settings().secret_key, salt, tenant_id, person_id, code)
    statement = (
        update(RecoveryCode)
        .where(*mine, RecoveryCode.digest == digest, RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(statement) is not None


# --- Codes that somebody is given -----------------------------------------------------------------------------


def make_one_time_code(
    session: Session, tenant_id: UUID, person_id: UUID, *, way: Way, by: UUID | None
) -> tuple[OneTimeCode, str]:
    """Make the code that somebody is told; those made before count no more. Returns it with its digits, this once."""
    code = new_one_time_code()
    row = OneTimeCode(
        tenant_id=tenant_id,
        person_id=person_id,
        made_by_id=by,
        way=way,
        digest=_digest(CodeKind.ONE_TIME, tenant_id, person_id, code),
        made_at=clock.now(),
        expires_at=clock.now() + LIFE[way],
        tries=0,
        used_at=None,
    )
    session.add(row)
    session.flush()
    return row, code


def _was_given(session: Session, tenant_id: UUID, person_id: UUID, code: str) -> bool:
    row = queries.newest_code(session, tenant_id, person_id, lock=True)
    if row is None:
        return False
    if hmac.compare_digest(row.digest, _digest(CodeKind.ONE_TIME, tenant_id, person_id, code)):
        row.used_at = clock.now()
    else:
        row.tries += 1
    session.flush()
    return row.used_at is not None


def _digest(kind: CodeKind, tenant_id: UUID, person_id: UUID, code: str) -> bytes:
    return keyed_digest(settings().secret_key, kind, tenant_id, person_id, code)
