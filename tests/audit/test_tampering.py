"""Stored chains: what an act wrote verifies, and whoever rewrites rows is found, whatever they rewrite (ACC-1)."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import queries, timeline
from handrail.audit.cli import audit
from handrail.audit.models import RecordVersion, TimelineEntry
from handrail.audit.rules import Fault
from handrail.kit.codes import Compartment
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.settings import Settings
from handrail.kit.subjects import SubjectRef, System
from handrail.tenancy.models import Person, Tenant

Owner = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def chain(database: Settings) -> tuple[UUID, UUID]:  # noqa: ARG001 - the rows lie there
    """Five entries about one subject, each an act of its own."""
    tenant_id, subject = uuid4(), SubjectRef(uuid4(), uuid4(), uuid4())
    subject = SubjectRef(tenant_id, subject.employer_id, subject.subject_id)
    actor = System(tenant_id)
    with tenant_session(engine_context(tenant_id)) as session:
        session.add(
            Tenant(
                tenant_id=tenant_id,
                id=tenant_id,
                slug=f"t-{tenant_id}",
                name="T",
                locale="en",
                time_zone="UTC",
                settings={},
            )
        )
        person = Person(tenant_id=tenant_id, key="p", name="P", sort_name="p", locale="en", time_zone="UTC")
        session.add(person)
    for number in range(5):
        with tenant_session(engine_context(tenant_id)) as session:
            timeline.append(
                session,
                subject,
                actor,
                "contact.recorded",
                compartment=Compartment.COORDINATION,
                record=person,
                changes={"note": (None, f"confided {number}")},
            )
            timeline.append_tenant_act(session, actor, "role.granted", record=person)
    return tenant_id, subject.subject_id


@pytest.fixture
def owner(database: Settings) -> Iterator[Owner]:
    """Somebody with the keys of the database: the owner, with row-level security switched off."""
    with psycopg.connect(database.migrate_url, autocommit=True) as connection:
        connection.execute("set role handrail_owner")
        for table in ("timeline_entry", "chain_head", "tenant_entry"):
            connection.execute(f"alter table {table} no force row level security")
        yield connection
        for table in ("timeline_entry", "chain_head", "tenant_entry"):
            connection.execute(f"alter table {table} force row level security")


def faults(tenant_id: UUID) -> list[Fault]:
    with tenant_session(engine_context(tenant_id)) as session:
        return list(queries.faults(session, tenant_id))


@pytest.mark.rule("ACC-1")
def test_what_was_written_verifies(chain: tuple[UUID, UUID]) -> None:
    assert faults(chain[0]) == []


Tampering = Callable[[Owner, UUID], object]


def edit(owner: Owner, subject: UUID) -> object:
    return owner.execute(
        "update timeline_entry set verb = 'contact.planned' where subject_id = %s and seq = 3", [subject]
    )


def edit_the_time(owner: Owner, subject: UUID) -> object:
    return owner.execute(
        "update timeline_entry set at = at - interval '1 day' where subject_id = %s and seq = 2", [subject]
    )


def remove(owner: Owner, subject: UUID) -> object:
    return owner.execute("delete from timeline_entry where subject_id = %s and seq = 3", [subject])


def remove_the_last(owner: Owner, subject: UUID) -> object:
    return owner.execute("delete from timeline_entry where subject_id = %s and seq = 5", [subject])


def swap(owner: Owner, subject: UUID) -> object:
    for before, after in ((2, -2), (3, 2), (-2, 3)):
        owner.execute("update timeline_entry set seq = %s where subject_id = %s and seq = %s", [after, subject, before])
    return None


INSERT = (
    "insert into timeline_entry (tenant_id, id, employer_id, subject_id, compartment, seq, at, verb, object_table, "
    "object_id, detail, prev_hash, hash) select tenant_id, gen_random_uuid(), employer_id, subject_id, compartment, "
    "%s, at, 'contact.invented', object_table, object_id, detail, prev_hash, hash from timeline_entry "
    "where subject_id = %s and seq = 5"
)


def insert(owner: Owner, subject: UUID) -> object:
    return owner.execute(INSERT, [6, subject])


@pytest.mark.rule("ACC-1")
@pytest.mark.parametrize(
    ("tampering", "kinds"),
    [
        (edit, {"edited"}),
        (edit_the_time, {"edited"}),
        (remove, {"removed"}),
        (remove_the_last, {"removed"}),
        (swap, {"edited", "reordered"}),
        (insert, {"edited", "inserted", "reordered"}),
    ],
)
def test_every_kind_of_tampering_is_found(
    chain: tuple[UUID, UUID], owner: Owner, tampering: Tampering, kinds: set[str]
) -> None:
    tampering(owner, chain[1])
    found = faults(chain[0])
    assert found
    assert {fault.kind for fault in found} <= kinds
    assert {fault.chain_id for fault in found} == {chain[1]}


@pytest.mark.rule("ACC-1")
def test_the_command_names_the_place_and_exits_with_one(chain: tuple[UUID, UUID], owner: Owner) -> None:
    runner = CliRunner()
    slug = f"t-{chain[0]}"
    assert runner.invoke(audit, ["verify", "--tenant", slug]).exit_code == 0
    edit(owner, chain[1])
    result = runner.invoke(audit, ["verify", "--tenant", slug])
    assert result.exit_code == 1
    assert f"chain {chain[1]}, entry 3: edited" in result.output


@pytest.mark.rule("ACC-1")
def test_the_application_itself_can_not_rewrite_the_timeline(chain: tuple[UUID, UUID]) -> None:
    for statement in ("update timeline_entry set verb = 'x'", "delete from timeline_entry", "truncate timeline_entry"):
        with (
            pytest.raises(Exception, match="permission denied"),
            tenant_session(engine_context(chain[0])) as session,
        ):
            session.connection().exec_driver_sql(statement)


def test_an_act_that_is_rolled_back_leaves_no_entry(chain: tuple[UUID, UUID]) -> None:
    tenant_id, subject_id = chain

    def interrupted_act(session: Session) -> None:
        entry = session.scalars(select(TimelineEntry).where(TimelineEntry.subject_id == subject_id).limit(1)).one()
        timeline.append(
            session,
            SubjectRef(tenant_id, entry.employer_id, subject_id),
            System(tenant_id),
            "contact.recorded",
            compartment=Compartment.COORDINATION,
            record=entry,
        )
        raise RuntimeError

    with pytest.raises(RuntimeError), tenant_session(engine_context(tenant_id)) as session:
        interrupted_act(session)
    with tenant_session(engine_context(tenant_id)) as session:
        assert len(queries.timeline_of(session, tenant_id, [subject_id])) == 5


@pytest.mark.rule("ACC-1")
def test_after_the_key_is_destroyed_the_chain_verifies_and_says_nothing(
    chain: tuple[UUID, UUID], superuser: psycopg.Connection[Any]
) -> None:
    tenant_id, subject_id = chain
    with tenant_session(engine_context(tenant_id)) as session:
        entries = queries.timeline_of(session, tenant_id, [subject_id])
        assert {"note": [None, "confided 4"]} in queries.changes_of(session, tenant_id, entries).values()
        stored = session.scalars(select(RecordVersion.values_sealed).where(RecordVersion.subject_id == subject_id))
        assert not any(b"confided" in sealed for sealed in stored)
    assert superuser.execute("delete from data_key where subject_id = %s", [subject_id]).rowcount == 1
    with tenant_session(engine_context(tenant_id)) as session:
        entries = queries.timeline_of(session, tenant_id, [subject_id])
        assert set(map(str, queries.changes_of(session, tenant_id, entries).values())) == {"{'erased': True}"}
    assert faults(tenant_id) == []
