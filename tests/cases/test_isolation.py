"""No other consultancy, and no other compartment's reader, can read or write a row of these tables."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from tests.builders import World, build_world, open_informed_case, return_to_work

from handrail.cases import commands
from handrail.cases.commands import Held, Judged
from handrail.cases.rules.contacts import Channel, Party, View
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.cases.rules.outcomes import Outcome
from handrail.kit.codes import Role

TABLES = (
    "case_counter", "case_process", "milestone_reached", "supervisor_notice", "contact", "follow_up_agreement",
    "measure_view", "contact_request", "contact_decision", "call_request", "consent", "consent_text",
)  # fmt: skip
COORDINATION = (
    "case_process", "contact", "follow_up_agreement", "measure_view", "contact_decision", "consent",
)  # fmt: skip


@pytest.fixture(scope="module")
def full(database: object) -> tuple[World, UUID]:
    """A case in which every table of this slice has a row."""
    del database
    world = build_world()
    case_id = open_informed_case(world, call_wished=True)
    with world.session(Role.HR) as (session, actor):
        request = commands.request_contact(session, actor, world.employment_id, why=Why.GREETING, channel=Channel.EMAIL)
    for role in (Role.WORKER, Role.SUPERVISOR):
        with world.session(role) as (session, actor):
            commands.request_call(session, actor, case_id, channel=Channel.EMAIL, about="x")
    return_to_work(world, case_id, days_ago=0)
    with world.session(Role.COORDINATOR) as (session, actor):
        commands.decide_contact_request(session, actor, case_id, request.id, decision=RequestState.HELD, reason="x")
        commands.agree_follow_up(session, actor, case_id, interval_days=14, channel=Channel.EMAIL)
        held = Held(channel=Channel.EMAIL, answers={"carried_out": "yes", "kept_up": "yes", "fosters": "x"})
        commands.record_follow_up_after_return(session, actor, case_id, party=Party.SUPERVISOR, held=held)
        commands.close_case(
            session, actor, case_id, outcome=Outcome.SUSTAINED_OWN_JOB,
            worker_views=[Judged(measure="x", helped=View.YES)], supervisor_views=[Judged(measure="y", helped=View.NO)],
        )  # fmt: skip
    return world, case_id


def count(session: Any, table: str) -> int:
    return int(session.scalar(text(f"select count(*) from {table}")) or 0)  # noqa: S608 - fixed names


@pytest.mark.parametrize("table", TABLES)
def test_another_consultancy_can_neither_read_nor_write_a_row(full: tuple[World, UUID], table: str) -> None:
    world, _case_id = full
    other = build_world()
    with world.engine() as session:
        row = dict(session.execute(text(f"select * from {table} limit 1")).mappings().one())  # noqa: S608 - fixed names
    with other.engine() as session:
        assert session.scalar(text(f"select count(*) from {table} where tenant_id = :t"), {"t": world.tenant_id}) == 0  # noqa: S608 - fixed names
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    with pytest.raises(ProgrammingError, match="row-level security"), other.engine() as session:
        session.execute(text(f"insert into {table} ({names}) values ({values})"), _new(row))  # noqa: S608 - fixed names


def _new(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row as it is, with JSON as text: the policy must refuse it before any key does."""
    return {name: json.dumps(value) if isinstance(value, list) else value for name, value in row.items()}


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.CONSULTANCY_ADMIN])
@pytest.mark.parametrize("table", COORDINATION)
def test_whoever_has_no_coordination_finds_its_tables_empty(full: tuple[World, UUID], role: Role, table: str) -> None:
    world, _case_id = full
    with world.session(role) as (session, _actor):
        assert count(session, table) == 0


@pytest.mark.rule("S7-2")
def test_the_worker_finds_everything_of_coordination_but_the_supervisors_words(full: tuple[World, UUID]) -> None:
    world, case_id = full
    with world.engine() as session:
        withheld = session.scalar(
            text("select count(*) from contact where withheld_from_worker and subject_id = :c"), {"c": case_id}
        )
        assert withheld == 1
    with world.session(Role.WORKER) as (session, _actor):
        for table in COORDINATION:
            assert count(session, table) > 0, table
        for table in ("contact", "measure_view"):
            assert session.scalar(text(f"select count(*) from {table} where withheld_from_worker")) == 0  # noqa: S608 - fixed names
        assert count(session, "call_request") == 1
