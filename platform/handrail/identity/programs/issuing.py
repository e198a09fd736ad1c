"""Giving a program a token for its secret (RFC 6749, 4.4): an hour long, for what it asks and no more than it may.

The secret is compared in constant time, with as many comparisons whether or not there is such a program.
"""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import queries as identity
from handrail.identity.commands import digest
from handrail.identity.models import ApiToken
from handrail.identity.programs.models import ApiClient, ApiClientSecret
from handrail.identity.programs.rules import PLACES, TOKEN_SECONDS
from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.limits import Limit, refuse_when_spent, spend
from handrail.tenancy.models import Person

_QUARTER_HOUR: Final = 15 * 60
PER_NETWORK: Final = Limit("program-network", 300, _QUARTER_HOUR, closed=True)
"""Tokens asked for from one network address."""
PER_PROGRAM: Final = Limit("program", 60, _QUARTER_HOUR, closed=True)
"""Tokens that one program gets: each lasts an hour."""
WRONG: Final = Limit("program-wrong", 30, _QUARTER_HOUR, closed=True)
"""Secrets from one network address that were not right; after these none is looked at."""
_KEPT: Final = timedelta(days=1)
"""How long a token that ran out stays as a row."""
_NOTHING: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Program:
    """A program as it was found by its client id; `digests` are those of its living secrets."""

    tenant_id: UUID
    id: UUID
    scopes: frozenset[str]
    digests: tuple[bytes, ...]

    def knows(self, secret: str) -> bool:
        """Say whether this is one of its secrets."""
        return _is_one_of(secret, self.digests)


def program_named(client_id: str) -> Program | None:
    """Return the living program of a client id, with the digests of its secrets; None where there is none."""
    found = identity.resolve_credential("program", digest(client_id))
    if found is None:
        return None
    with tenant_session(engine_context(found.tenant_id)) as session:
        client = session.scalars(_of(found.tenant_id, found.id)).one_or_none()
        if client is None:
            return None
        return Program(found.tenant_id, client.id, frozenset(client.scopes), _digests(session, client))


def compare_with_nothing(secret: str) -> None:
    """Do the work of comparing where there is nothing to compare with."""
    _is_one_of(secret, ())


def issue(program: Program, secret: str, scopes: frozenset[str]) -> str | None:
    """Give a program a token for some of its scopes; None where program or secret ended meanwhile.

    The program is locked, so that whoever ends it waits for this token and ends it too.
    """
    with _locked(program) as (session, client):
        if client is None or not _is_one_of(secret, _digests(session, client)):
            return None
        token = "hr_" + secrets.token_urlsafe(32)
        session.execute(
            delete(ApiToken)
            .where(
                ApiToken.tenant_id == client.tenant_id,
                ApiToken.client_id == client.id,
                ApiToken.ends_at < clock.now() - _KEPT,
            )
            .execution_options(synchronize_session=False)
        )
        row = ApiToken(
            tenant_id=client.tenant_id,
            digest=digest(token),
            name=client.name,
            person_id=client.person_id,
            role=client.role,
            ends_at=clock.now() + timedelta(seconds=TOKEN_SECONDS),
            revoked_at=None,
            proven_at=None,
            scopes=sorted(scopes & frozenset(client.scopes)),
            client_id=client.id,
        )
        session.add(row)
        client.last_used_at = clock.now()
        session.flush()
        acting = identity.Person(client.tenant_id, client.person_id, client.role)
        changes = {"scopes": (None, " ".join(row.scopes or ()))}
        timeline.append_tenant_act(session, acting, "api_token.issued", record=row, changes=changes)
        return token


def asks(client: str | None) -> None:
    """Count a request for a token; raises TooManyRequests, also after too many wrong ones, or Unavailable."""
    refuse_when_spent(WRONG, client)
    spend(PER_NETWORK, client)


def was_wrong(client: str | None) -> None:
    """Count a secret that was not right; raises TooManyRequests, or Unavailable where nobody can count."""
    spend(WRONG, client)


def gets_token(program: Program) -> None:
    """Count a token of a program; raises as `was_wrong` does."""
    spend(PER_PROGRAM, program.tenant_id, program.id)


@contextmanager
def _locked(program: Program) -> Iterator[tuple[Session, ApiClient | None]]:
    with tenant_session(engine_context(program.tenant_id)) as session:
        statement = _of(program.tenant_id, program.id).with_for_update(of=ApiClient, key_share=True)
        yield session, session.scalars(statement).one_or_none()


def _of(tenant_id: UUID, client_id: UUID) -> Select[ApiClient]:
    return (
        select(ApiClient)
        .join(Person, (Person.tenant_id == ApiClient.tenant_id) & (Person.id == ApiClient.person_id))
        .where(ApiClient.tenant_id == tenant_id, ApiClient.id == client_id, ApiClient.ended_at.is_(None), Person.active)
    )


def _digests(session: Session, client: ApiClient) -> tuple[bytes, ...]:
    statement = select(ApiClientSecret.digest).where(
        ApiClientSecret.tenant_id == client.tenant_id,
        ApiClientSecret.client_id == client.id,
        ApiClientSecret.revoked_at.is_(None),
        ApiClientSecret.ends_at > clock.now(),
    )
    return tuple(session.scalars(statement))


def _is_one_of(secret: str, digests: tuple[bytes, ...]) -> bool:
    """Compare with each, and with nothing in place of those that lack: the time tells neither which nor how many."""
    given = digest(secret)
    known = (*digests, *(_NOTHING for _place in PLACES))[: len(PLACES)]
    return any([hmac.compare_digest(given, each) for each in known])  # noqa: C419 - each one, also after a match
