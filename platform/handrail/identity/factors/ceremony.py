"""Passkeys on the wire (WebAuthn level 3): what the browser is asked, and whether its answer is right.

A challenge is not stored while it is open: it carries its own time and a keyed digest over what it is for and in which
browser. It is kept once it was answered, so that it is answered once.
"""

import hmac
import json
import secrets
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, Final
from uuid import UUID

import webauthn
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from handrail.identity.factors.errors import NotShown
from handrail.identity.factors.models import Passkey, SpentChallenge
from handrail.kit import clock
from handrail.kit.ids import new_id
from handrail.kit.settings import settings

LIFE: Final = timedelta(minutes=10)
MOST_BYTES: Final = 20_000
"""An answer of a browser is a few hundred bytes; with an attestation it may be a few thousand."""
_RANDOM, _TIME, _SEAL = 16, 8, 32
_WRONG: Final = (
    WebAuthnException, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, EOFError,
    struct.error,
)  # fmt: skip
"""What the library raises on an answer that no browser gave."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where this happens. `rp_id` is the host without port, `origin` exactly what the browser names."""

    rp_id: str
    origin: str

    @classmethod
    def of(cls, scheme: str, host: str) -> "Site":
        """Return the site of a request; `host` with its port."""
        return cls(host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host, f"{scheme}://{host}")

    @property
    def knows_passkeys(self) -> bool:
        """Whether a browser makes passkeys here: never for a bare address, and without TLS on localhost alone."""
        try:
            ip_address(self.rp_id.strip("[]"))
        except ValueError:
            is_local = self.rp_id == "localhost" or self.rp_id.endswith(".localhost")
            return is_local or self.origin.startswith("https://")
        return False


def new_challenge(purpose: str) -> bytes:
    """Return a challenge for one purpose in one browser; both stand in `purpose`."""
    said = secrets.token_bytes(_RANDOM) + int(clock.now().timestamp()).to_bytes(_TIME, "big")
    return said + _seal(said, purpose)


def is_open(challenge: bytes, purpose: str) -> bool:
    """Whether a challenge is ours, for this purpose, and young enough."""
    said, seal = challenge[: _RANDOM + _TIME], challenge[_RANDOM + _TIME :]
    if len(seal) != _SEAL or not hmac.compare_digest(seal, _seal(said, purpose)):
        return False
    age = clock.now().timestamp() - int.from_bytes(said[_RANDOM:], "big")
    return -1 <= age < LIFE.total_seconds()


def _seal(said: bytes, purpose: str) -> bytes:
    return hmac.new(settings().secret_key, b"challenge|" + said + purpose.encode(), sha256).digest()


def spend(session: Session, tenant_id: UUID, challenge: bytes) -> None:
    """Note that a challenge was answered; raises NotShown the second time."""
    now = clock.now()
    session.execute(
        delete(SpentChallenge).where(SpentChallenge.tenant_id == tenant_id, SpentChallenge.at < now - 2 * LIFE)
    )
    values = {"tenant_id": tenant_id, "id": new_id(), "digest": sha256(challenge).digest(), "at": now}
    statement = upsert(SpentChallenge).values(values).on_conflict_do_nothing().returning(SpentChallenge.id)
    if session.scalar(statement) is None:
        raise NotShown


# --- Making a passkey -----------------------------------------------------------------------------------------


def enrolment(site: Site, person_id: UUID, name: str, known: Iterable[Passkey], purpose: str) -> str:
    """Return the options for `navigator.credentials.create` as JSON: kept on the device, opened by its lock."""
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name="Handrail",
        user_id=person_id.bytes,
        user_name=name,
        user_display_name=name,
        challenge=new_challenge(purpose),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in known],
    )
    return webauthn.options_to_json(options)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A passkey that was just made."""

    verified: VerifiedRegistration
    challenge: bytes
    transports: list[str]


def enrolled(answer: str, site: Site, purpose: str) -> Enrolled:
    """Check the answer of `navigator.credentials.create`; raises NotShown."""
    try:
        read = _read(answer)
        challenge = _challenge_in(base64url_to_bytes(read["response"]["clientDataJSON"]), purpose)
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _WRONG as problem:
        raise NotShown from problem
    given = read["response"].get("transports")
    transports = [each[:20] for each in given[:6] if isinstance(each, str)] if isinstance(given, list) else []
    return Enrolled(verified, challenge, transports)


# --- Showing one ----------------------------------------------------------------------------------------------


def question(site: Site, known: Iterable[Passkey], purpose: str) -> str:
    """Return the options for `navigator.credentials.get` as JSON; without `known` the device offers what it has."""
    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id,
        challenge=new_challenge(purpose),
        allow_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in known] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def shown(answer: str) -> AuthenticationCredential:
    """Read the answer of `navigator.credentials.get`; raises NotShown where it is none."""
    try:
        _read(answer)
        return parse_authentication_credential_json(answer)
    except _WRONG as problem:
        raise NotShown from problem


def digest_of(credential_id: bytes) -> bytes:
    """Return by what a passkey is found before it is known whose it is."""
    return sha256(credential_id).digest()


def verified(
    credential: AuthenticationCredential, passkey: Passkey, site: Site, purpose: str
) -> tuple[VerifiedAuthentication, bytes]:
    """Check that the answer is this passkey's, for this purpose; returns it with its challenge, or raises NotShown.

    The counter is not judged here: the library would judge it before the signature, and so believe anybody about it.
    """
    handle = credential.response.user_handle
    if passkey.rp_id != site.rp_id or (handle is not None and handle != passkey.person_id.bytes):
        raise NotShown
    try:
        challenge = _challenge_in(credential.response.client_data_json, purpose)
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _WRONG as problem:
        raise NotShown from problem
    return found, challenge


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > MOST_BYTES:
        raise NotShown
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise NotShown
    return read


def _challenge_in(client_data: bytes, purpose: str) -> bytes:
    challenge: bytes = parse_client_data_json(client_data).challenge
    if not is_open(challenge, purpose):
        raise NotShown
    return challenge
