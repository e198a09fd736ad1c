"""The same request twice is one act: answers are kept by the key that the client chose for its request."""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import request as asked
from marshmallow import Schema, fields, validate
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.models import AnsweredRequest
from handrail.kit import clock
from handrail.kit.errors import Conflict
from handrail.kit.labels import Apart

Answer = tuple[int, dict[str, Any]]
"""Status and JSON body."""


class IdempotencyHeader(Schema):
    """The key under which a request is carried out once."""

    __compartment__ = Apart.NO_CASE

    key = fields.String(
        data_key="Idempotency-Key",
        load_default=None,
        validate=validate.Length(min=1, max=255),
        metadata={"description": "The same key and request again get the first answer and do nothing twice."},
    )


class KeyReused(Conflict):
    """This Idempotency-Key was used before, for another request."""

    slug, title = "idempotency-key-reused", "This key was used for another request"


def fingerprint() -> bytes:
    """Return what makes two requests of a program the same: method, address with its query, and body."""
    return b"\0".join((asked.method.encode(), asked.full_path.encode(), asked.get_data()))


def once(session: Session, actor: Actor, key: str | None, request: bytes, act: Callable[[], Answer]) -> Answer:
    """Carry out `act`, or return the answer that the same key and request got before.

    Act and answer are one transaction, so after a crash either both are there or neither is; two at once wait for
    each other. Raises KeyReused where the key came with another request. Without a key the act is just carried out.
    """
    if key is None:
        return act()
    digest = hashlib.sha256(request).digest()
    session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"{actor.person_id}|{key}"}
    )
    statement = select(AnsweredRequest).where(
        AnsweredRequest.tenant_id == actor.tenant_id,
        AnsweredRequest.person_id == actor.person_id,
        AnsweredRequest.key == key,
    )
    before = session.scalars(statement).one_or_none()
    if before is not None:
        if before.request_digest != digest:
            raise KeyReused
        return before.status, before.body
    status, body = act()
    session.add(
        AnsweredRequest(
            tenant_id=actor.tenant_id,
            person_id=actor.person_id,
            key=key,
            request_digest=digest,
            status=status,
            body=body,
            at=clock.now(),
        )
    )
    return status, body
