"""How long an open page stays its reader's: asked by its script, which clears it afterwards; no use of the session."""

import hmac
from hashlib import sha256
from typing import Final
from uuid import UUID

from flask import request

from handrail.identity import commands, queries
from handrail.identity.web import cookie_name
from handrail.kit import clock
from handrail.kit.settings import settings

_DIGITS: Final = 16


def mark_of(tenant_id: UUID, person_id: UUID) -> str:
    """Return what a page is marked with as its reader's; it means nothing to anybody else."""
    said = f"page|{tenant_id}|{person_id}".encode()
    return hmac.new(settings().secret_key, said, sha256).hexdigest()[:_DIGITS]


def seconds_left(mark: str) -> int:
    """Return after how many seconds without use the session of a page's reader ends; 0: it has, or it is another's."""
    secret = request.cookies.get(cookie_name())
    found = queries.who_is("sign_in", commands.digest(secret)) if secret else None
    if found is None or found.seen_at is None:
        return 0
    wanted = mark_of(found.actor.tenant_id, found.actor.person_id)
    if not hmac.compare_digest(mark.encode("utf-8", "replace"), wanted.encode()):
        return 0
    ends_at = found.seen_at + commands.idle_of(found.actor.role)
    return max(0, int((ends_at - clock.now()).total_seconds()))
