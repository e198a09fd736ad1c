"""The way to a provider and back: one browser, once, within ten minutes.

`state` is 256 random bits that only the browser and the provider see; the row has its digest, and that of a cookie of
the browser that was sent. A state that comes back in another browser is worth nothing (GHSA-fg6f-75jq-6523), and one
that comes back is spent whatever becomes of it.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from handrail.identity.commands import digest
from handrail.identity.oidc.codes import ConnectionState, Purpose
from handrail.identity.oidc.config import Config
from handrail.identity.oidc.errors import Reason, SignOnRefused
from handrail.identity.oidc.models import SignOnAttempt
from handrail.identity.oidc.provider import Provider
from handrail.kit import clock
from handrail.kit.ids import new_id
from handrail.kit.settings import settings

LIFE: Final = timedelta(minutes=10)
_KEPT: Final = timedelta(days=1)
_LONGEST_SESSION: Final = 12 * 3600  # seconds: whoever signed on longer ago is asked again


@dataclass(frozen=True, slots=True)
class Asked:
    """On whose behalf somebody is sent, where it was asked for within a session."""

    person_id: UUID
    sign_in_id: UUID


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as plain values."""

    id: UUID
    connection_id: UUID
    version: int
    purpose: Purpose
    redirect_uri: str
    target: str | None
    person_id: UUID | None
    sign_in_id: UUID | None
    began_at: datetime

    @property
    def verifier(self) -> str:
        """The PKCE verifier: derived, so that no table and no cookie holds it."""
        return _derived(b"pkce", self.id)

    @property
    def nonce(self) -> str:
        """The nonce that the token has to carry."""
        return _derived(b"nonce", self.id)


def _derived(use: bytes, attempt_id: UUID) -> str:
    return hmac.new(settings().secret_key, b"sign-on-" + use + b"|" + attempt_id.bytes, hashlib.sha256).hexdigest()


def begin(
    session: Session,
    config: Config,
    purpose: Purpose,
    *,
    browser: str,
    redirect_uri: str,
    target: str | None = None,
    asked: Asked | None = None,
) -> tuple[Attempt, str]:
    """Note that somebody sets out; returns the attempt and its state."""
    _sweep(session, config.tenant_id)
    state, at = secrets.token_urlsafe(32), clock.now()
    row = SignOnAttempt(
        tenant_id=config.tenant_id,
        id=new_id(),
        connection_id=config.connection_id,
        connection_version=config.version,
        purpose=purpose,
        digest=digest(state),
        browser=digest(browser),
        redirect_uri=redirect_uri,
        target=target,
        person_id=asked.person_id if asked else None,
        sign_in_id=asked.sign_in_id if asked else None,
        began_at=at,
        expires_at=at + LIFE,
        used_at=None,
    )
    session.add(row)
    session.flush()
    return _plain(row), state


def address(provider: Provider, attempt: Attempt, state: str, *, locale: str, hint: str | None = None) -> str:
    """Return where to send the browser; asks the provider for its metadata, so call it outside a transaction.

    Raises SignOnRefused.
    """
    wanted: dict[str, object] = {"max_age": _LONGEST_SESSION, "ui_locales": locale}
    if attempt.purpose is Purpose.PROVE:
        wanted |= {"max_age": 0, "prompt": "login"}
    config = provider.config
    if config.strong_acr and (config.requires_mfa or attempt.purpose is Purpose.PROVE):
        wanted["acr_values"] = " ".join(config.strong_acr)
    if hint:
        wanted["login_hint"] = hint
    found = provider.create_authorization_url(
        attempt.redirect_uri, state=state, nonce=attempt.nonce, code_verifier=attempt.verifier, **wanted
    )
    return str(found["url"])


def spend(session: Session, tenant_id: UUID, connection_id: UUID, state: str, *, browser: str | None) -> Attempt:
    """Take an attempt that came back: it can not come back again, whatever becomes of it.

    Raises SignOnRefused. Commit even then: return the refusal out of the transaction, see `refusal_of`.
    """
    statement = (
        update(SignOnAttempt)
        .where(
            SignOnAttempt.tenant_id == tenant_id,
            SignOnAttempt.digest == digest(state),
            SignOnAttempt.used_at.is_(None),
            SignOnAttempt.expires_at > clock.now(),
        )
        .values(used_at=clock.now())
        .returning(SignOnAttempt)
        .execution_options(synchronize_session=False)
    )
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise SignOnRefused(Reason.TOO_LATE)
    if browser is None or not hmac.compare_digest(row.browser, digest(browser)):
        raise SignOnRefused(Reason.OTHER_BROWSER)
    if row.connection_id != connection_id:
        raise SignOnRefused(Reason.MIXED_UP)
    return _plain(row)


def judge_connection(config: Config, attempt: Attempt) -> None:
    """Look whether the connection still is what it was when they set out; raises SignOnRefused."""
    usable = config.state is ConnectionState.ACTIVE or (
        attempt.purpose is Purpose.TRY and config.state is ConnectionState.DRAFT
    )
    if not usable or config.version != attempt.version:
        raise SignOnRefused(Reason.CHANGED_MEANWHILE)


def judge_answer(provider: Provider, *, iss: str | None) -> None:
    """Look whether it is our provider that answers (RFC 9207), before the code goes anywhere; raises SignOnRefused."""
    provider.load_server_metadata()
    if iss is None and not provider.answers_with_iss:
        return
    if iss != provider.config.issuer:
        raise SignOnRefused(Reason.MIXED_UP)


def _sweep(session: Session, tenant_id: UUID) -> None:
    session.execute(
        delete(SignOnAttempt)
        .where(SignOnAttempt.tenant_id == tenant_id, SignOnAttempt.expires_at < clock.now() - _KEPT)
        .execution_options(synchronize_session=False)
    )


def _plain(row: SignOnAttempt) -> Attempt:
    return Attempt(
        id=row.id,
        connection_id=row.connection_id,
        version=row.connection_version,
        purpose=row.purpose,
        redirect_uri=row.redirect_uri,
        target=row.target,
        person_id=row.person_id,
        sign_in_id=row.sign_in_id,
        began_at=row.began_at,
    )
