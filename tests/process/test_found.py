"""What the machine found, each as the shortest way to it."""

from datetime import timedelta

import pytest
from tests.builders import build_world, case_row, employment_row, inform_supervisor, open_participating_case

from handrail.cases import commands
from handrail.cases.rules.contacts import Channel, Party
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.obligations import facts
from handrail.plans import commands as plans

ANSWERS = {"carried_out": "yes", "kept_up": "yes", "fosters": "Quiet mornings", "meaning": "Yes"}


@pytest.mark.rule("S7-1")
@pytest.mark.usefixtures("database")
def test_a_worker_who_was_back_in_part_before_the_file_came_is_asked_too() -> None:
    world = build_world()
    case_id = open_participating_case(world)
    inform_supervisor(world, case_id)
    with world.session(Role.COORDINATOR) as (session, actor):
        first_day_on = clock.today() - timedelta(days=1)
        plans.record_return(session, actor, case_id, first_day_on=first_day_on)
        held = commands.Held(channel=Channel.TELEPHONE, answers=ANSWERS)
        commands.record_follow_up_after_return(session, actor, case_id, party=Party.WORKER, held=held)
    with world.engine() as session:
        employment, case = employment_row(session, world), case_row(session, case_id)
        known = facts.current(session, world.tenant_id, employment.id)
        assert {each.case_id for each in known if each.type == "follow_up_worker_held"} == {case.id}
