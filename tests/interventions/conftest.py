"""A case whose supervisor knows of it, with providers who could help."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.builders import World, actor_for, build_person, build_world, give_role, open_informed_case

from handrail.consents.rules import Answer, GivenHow
from handrail.identity.actor import Actor
from handrail.interventions import commands
from handrail.interventions.models import Engagement
from handrail.interventions.rules import HelpKind
from handrail.kit.codes import Role


@dataclass
class Helped:
    """A world with one case; `providers` by name."""

    world: World
    case_id: UUID
    providers: dict[str, UUID] = field(default_factory=dict)

    def to(self, name: str) -> str:
        return f"provider:{self.providers[name]}"

    def provider(self, name: str) -> Actor:
        return actor_for(self.world.tenant_id, self.providers[name], Role.PROVIDER)

    def agrees(self, to: str, answer: Answer = Answer.GIVEN) -> None:
        with self.world.session(Role.COORDINATOR) as (session, actor):
            commands.ask_consent(session, actor, self.case_id, to=to, answer=answer, given_how=GivenHow.TELEPHONE)

    def referred(self, name: str, kind: HelpKind = HelpKind.MEDIATION) -> tuple[UUID, UUID]:
        """Refer with consent; returns the referral's id and its slice's."""
        self.agrees(self.to(name))
        with self.world.session(Role.COORDINATOR) as (session, actor):
            referral_id = commands.refer(session, actor, self.case_id, to=self.to(name), kind=kind).id
        with self.world.engine() as session:
            statement = select(Engagement.id).where(Engagement.referral_id == referral_id)
            return referral_id, session.scalars(statement).one()


@pytest.fixture
def helped(database: object) -> Helped:
    del database
    world = build_world()
    found = Helped(world, open_informed_case(world))
    for name in ("Mira the Mediator", "Theo the Therapist"):
        found.providers[name] = build_person(world.tenant_id, name)
        give_role(world.tenant_id, found.providers[name], Role.PROVIDER, None)
    return found
