"""Choices that only a query knows."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.tenancy.models import ClientOrganisation


def employer_choices(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Return key and name of the client organisations where the actor holds their role, by name."""
    statement = select(ClientOrganisation.key, ClientOrganisation.name).where(
        ClientOrganisation.tenant_id == actor.tenant_id
    )
    if actor.employers != "*":
        statement = statement.where(ClientOrganisation.id.in_(actor.employers))
    return [(key, name) for key, name in session.execute(statement.order_by(ClientOrganisation.sort_name))]
