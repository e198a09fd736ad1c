"""Choices that only a query knows."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.queries import employers_of


def employer_choices(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Return key and name of the client organisations where the actor holds their role, by name."""
    return [(each.key, each.name) for each in employers_of(session, actor)]
