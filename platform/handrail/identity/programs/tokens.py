"""A person's own tokens: made in a browser, by somebody who showed once more that it is them, and taken back."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.identity import commands
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.models import ApiToken
from handrail.identity.policies import scopes_of
from handrail.identity.programs import queries
from handrail.identity.programs.rules import MOST_DAYS, reading
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _


def make_token(session: Session, actor: Actor, *, name: str, days: int, only_reading: bool) -> tuple[ApiToken, str]:
    """Make a token for the role in which somebody acts; its secret is returned this once.

    A token makes no tokens: raises NotFound without a session in a browser. Raises StepUpRequired without a fresh
    proof, and Invalid for a number of days that is out of bounds.
    """
    check(require(actor, "token.make"))
    if actor.sign_in_id is None:
        raise NotFound
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(problems=[FieldProblem("/days", _("Between 1 and %(most)s days.", most=MOST_DAYS))])
    return commands.make_api_token(
        session,
        actor,
        person_id=actor.person_id,
        role=actor.role,
        name=name,
        days=days,
        proven_at=actor.proven_at,
        scopes=reading(scopes_of(actor.role)) if only_reading else None,
    )


def revoke_token(session: Session, actor: Actor, token_id: UUID) -> None:
    """Take back one of one's own tokens; again changes nothing. Raises NotFound for any other."""
    check(require(actor, "token.revoke"))
    token = queries.own_token(session, actor, token_id)
    if token is None:
        raise NotFound
    commands.revoke_api_token(session, actor, token)
