"""The blueprint that these pages share, and what their passkey buttons need."""

from collections.abc import Iterable
from typing import Final

from flask import Blueprint, request

from handrail.identity.actor import Actor
from handrail.identity.factors import ceremony
from handrail.identity.factors.ceremony import Site
from handrail.identity.factors.models import Passkey

pages = Blueprint("identity_factors", __name__, template_folder="../templates")

ORIGIN_SIGNS: Final = 200  # of a browser's description of itself


def site() -> Site:
    """Return where this request happens, as passkeys are bound to it."""
    return Site.of(request.scheme, request.host)


def origin() -> str:
    """Return what the browser says it is, for the list of one's sessions."""
    return request.user_agent.string[:ORIGIN_SIGNS]


def purpose(act: str, actor: Actor) -> str:
    """Return what a challenge is for: one act in one session."""
    return f"{act}|{actor.tenant_id}|{actor.sign_in_id}"


def question(act: str, actor: Actor, known: Iterable[Passkey]) -> str | None:
    """Return what a button asks the browser for; None where this person has no passkey that works here."""
    usable = list(known)
    if not usable or not site().knows_passkeys:
        return None
    return ceremony.question(site(), usable, purpose(act, actor))
