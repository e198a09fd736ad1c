"""The package of a case that has run for five years is there in under a minute."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.builders import build_world, case_row, open_informed_case
from tests.privacy.conftest import take

from handrail.audit import read_log
from handrail.cases import commands as cases
from handrail.cases.commands import Held
from handrail.cases.rules.contacts import Channel
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings, configure, with_connections
from handrail.plans import commands as plans
from handrail.privacy.package.commands import BUILD
from handrail.privacy.tasks import build_package

FORTNIGHTS = 130
READS_EACH = 12


@pytest.mark.slow
@pytest.mark.rule("PRI-1")
def test_five_years_of_talks_and_reads_fit_into_a_package_within_its_time(database: Settings) -> None:
    """A talk a fortnight with notes, something kept after each, and twelve readings between two talks."""
    configure(with_connections(database, smtp="smtp://127.0.0.1:9"))
    began = clock.now()
    with clock.frozen(began):
        world = build_world()
        case_id = open_informed_case(world)
    for fortnight in range(FORTNIGHTS):
        with clock.frozen(began + timedelta(days=14 * fortnight, hours=1)):
            with world.session(Role.COORDINATOR) as (session, actor):
                held = Held(channel=Channel.TELEPHONE, notes=f"Talk {fortnight}. " + "What was said. " * 60)
                cases.record_follow_up(session, actor, case_id, held=held)
                for _read in range(READS_EACH):
                    subject = case_row(session, case_id).subject()
                    read_log.record(session, actor, subject, {Compartment.COORDINATION}, "case.overview")
            with world.session(Role.WORKER) as (session, actor):
                plans.keep_concern(session, actor, case_id, text=f"Kept {fortnight}. " + "What I think. " * 30)
    with clock.frozen(began + timedelta(days=14 * FORTNIGHTS)):
        taken = take(world)
    assert len(taken.rows("contact")) > FORTNIGHTS
    assert len(taken.rows("read_log")) >= FORTNIGHTS * READS_EACH
    with world.engine() as session:
        row = session.scalars(select(Outbox).where(Outbox.name == BUILD)).one()
    assert row.attempts == 1  # it came through in the time that one start is given
    assert build_package.time_limit <= 300
