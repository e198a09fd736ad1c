"""What lies in a provider's slice: the worker and that provider read it, while the consent stands (CON-7)."""

import pytest
from sqlalchemy import select
from tests.builders import actor_for, build_person, give_role
from tests.interventions.conftest import Helped
from tests.interventions.kinds.conftest import Under, switch

from handrail.consents.rules import Answer
from handrail.extensions.activation import State
from handrail.interventions.kinds import commands, queries
from handrail.interventions.kinds.ground import stand
from handrail.interventions.kinds.models import Intervention
from handrail.interventions.rules import HelpKind
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound

IPS = "ips/ips"


@pytest.mark.rule("IVN-4", "IVN-5", "CON-7")
def test_a_specialist_and_the_worker_read_a_referral_to_a_job_and_nobody_else(under: Under) -> None:
    world, case_id = under.world, under.case_id
    switch(world, "ips", State.ON)
    helped = Helped(world, case_id)
    for name in ("Ivo the Specialist", "Olga the Other"):
        helped.providers[name] = build_person(world.tenant_id, name)
        give_role(world.tenant_id, helped.providers[name], Role.PROVIDER, None)
        helped.referred(name, HelpKind.OTHER)
    ivo, olga = (actor_for(world.tenant_id, each, Role.PROVIDER) for each in helped.providers.values())
    with tenant_session(ivo.context()) as session:
        given = {"wants_work": True, "preferences": "zanzibar"}
        made = commands.begin(session, ivo, case_id, type=IPS, given=given)
        moved = commands.move(session, ivo, case_id, made.id, act="accept", revision=1, given={})
        assert moved.where is not None
        assert moved.where.state == "accepted"
    assert under.seen_by(Role.WORKER)[IPS]["preferences"] == "zanzibar"
    assert IPS not in under.seen_by(Role.COORDINATOR)
    assert IPS not in under.seen_by(Role.SUPERVISOR)
    with tenant_session(olga.context()) as session:
        assert queries.items_of(stand(session, olga, case_id)) == []
        assert session.scalars(select(Intervention)).all() == []
    with tenant_session(olga.context()) as session, pytest.raises(NotFound):
        commands.move(session, olga, case_id, made.id, act="engage", revision=2, given={})
    helped.agrees(helped.to("Ivo the Specialist"), Answer.REFUSED)
    with tenant_session(ivo.context()) as session, pytest.raises(NotFound):
        stand(session, ivo, case_id)
