"""Nobody of the employer's side can tell no concern from one or five, over any door, before the meeting (CON-3)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from tests.isolation.test_twins import Stage, counted, differences
from tests.isolation.twins import BEGUN, OVERSEERS, STAFF, Twin, build_twin, day, informed, ready_for_meeting

from handrail.entrypoints.app import create_app
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.settings import Settings
from handrail.plans import commands as plans

LOOK: datetime = BEGUN + timedelta(days=12)
COUNTS = (0, 1, 5)
SIDES = (*STAFF, *OVERSEERS)


def planned_with(count: int) -> Twin:
    """A worker whose supervisor was told, with so many concerns, and the meeting planned."""

    def choice(twin: Twin) -> None:
        informed(twin)
        ready_for_meeting(twin, count)
        with clock.frozen(day(8)), twin.world.session(Role.COORDINATOR) as (session, actor):
            starts_at = day(20)
            plans.schedule_meeting(session, actor, twin.case_id, starts_at=starts_at, minutes=60, place="Library")

    return build_twin(choice)


@pytest.fixture(scope="module")
def stage(database: Settings) -> Stage:
    del database
    return Stage(create_app(), {str(count): planned_with(count) for count in COUNTS})


@pytest.mark.rule("CON-3")
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=() if role is Role.SUPERVISOR else pytest.mark.slow) for role in SIDES], ids=str
)
def test_no_concern_one_and_five_are_the_same_bytes_by_the_same_statements(stage: Stage, role: Role) -> None:
    """Every page and every reading: lists, search, feeds, exports, reports, messages; with the meeting planned."""
    assert list(differences(stage, role, LOOK, ["1", "5"], usual="0")) == []


@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("role", SIDES, ids=str)
def test_no_table_shows_more_rows_to_the_employers_side_for_more_concerns(stage: Stage, role: Role) -> None:
    with clock.frozen(LOOK):
        rows = [counted(stage.twins[str(count)], role) for count in COUNTS]
    assert rows[1:] == rows[:1] * 2


@pytest.mark.rule("CON-3")
def test_no_message_and_no_job_is_asked_for_by_a_concern(stage: Stage) -> None:
    """What waits to be sent or made is the same in kind and number, whoever it is for."""
    asked = []
    for count in COUNTS:
        with stage.twins[str(count)].world.engine() as session:
            rows = session.execute(
                text(
                    "select o.queue, o.name, p.key, count(*) from outbox o "
                    "left join person p on p.id::text = o.payload->>'person_id' group by 1, 2, 3 order by 1, 2, 3"
                )
            )
            asked.append([tuple(row) for row in rows])
    assert asked[1:] == asked[:1] * 2
    assert any(key == Role.SUPERVISOR.value for _queue, _name, key, _count in asked[0])
