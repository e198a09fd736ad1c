"""From what is due to a certificate: two people, seven days, a hold at every stage (PRI-2)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError
from tests.privacy.retention.ending import (
    AFTER_2_YEARS,
    AFTER_90_DAYS,
    CLOSED,
    Over,
    build_over,
    end_employment,
    everything,
)

from handrail.audit import queries as audit
from handrail.audit.models import RecordVersion, TenantEntry, TimelineEntry
from handrail.cases.contact_models import Contact
from handrail.kit import clock, draft
from handrail.kit.codes import Compartment, Role
from handrail.kit.crypto import DataKey
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import Invalid, NotFound, StepUpRequired
from handrail.kit.ids import new_id
from handrail.kit.sealed import Sealed
from handrail.kit.settings import settings
from handrail.privacy.retention import certificates, choosing, commands, holding
from handrail.privacy.retention.certificates import ErasureFolder
from handrail.privacy.retention.codes import ItemState, Kind, RunState
from handrail.privacy.retention.errors import NothingDue, RunMoved, SamePerson
from handrail.privacy.retention.models import ErasureCertificate, ErasureItem, ErasureRun
from handrail.privacy.retention.periods import Period
from handrail.tenancy.models import Case

pytestmark = pytest.mark.rule("PRI-2")
SHORT = {Kind.OWN, Kind.COORDINATION, Kind.PROVIDER, Kind.UNION}


def subjects_of(over: Over) -> list[UUID]:
    """Return what the records of the case that is over hang on; somebody else's open case stands beside it."""
    return [over.full.case_id, over.world.employment_id]


def keys_of(over: Over) -> set[Compartment]:
    with over.world.engine() as session:
        return set(session.scalars(select(DataKey.compartment).where(DataKey.subject_id.in_(subjects_of(over)))))


def keys_beside(over: Over) -> set[UUID]:
    with over.world.engine() as session:
        return set(session.scalars(select(DataKey.id).where(DataKey.subject_id.not_in(subjects_of(over)))))


def number_of(over: Over) -> str:
    with over.world.engine() as session:
        return session.scalars(select(Case.number).where(Case.id == over.full.case_id)).one()


def hold(over: Over, **named: Any) -> Any:
    named = named or {"number": number_of(over), "employer": None}
    until = clock.today() + timedelta(days=30)
    with tenant_session(over.officer.context()) as session:
        return holding.place(session, over.officer, reason="A court asks for it", until=until, **named).id


# --- What is due -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nothing_is_due_while_a_case_is_open_or_its_days_run(over: Over) -> None:
    with clock.frozen(CLOSED + timedelta(days=89)):
        assert over.propose().run_id is None
    with clock.frozen(CLOSED + timedelta(days=90)):
        found = over.propose()
    assert (found.due > 0, found.held) == (True, 0)


def test_first_what_was_confided_is_due_then_the_plan_and_the_file_and_last_who_it_was(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    assert over.states(run_id).keys() == {kind for kind in SHORT if Compartment(kind.value) in keys_of(over)}
    with clock.frozen(AFTER_2_YEARS):
        again = over.propose()
    assert again.run_id == run_id
    later = over.states(run_id)
    assert {Kind.PLAN, Kind.ADMINISTRATIVE} <= later.keys()
    assert Kind.MEDICAL not in later
    assert Kind.PERSON not in later, "a worker who is still employed is somebody"


@pytest.mark.slow
def test_working_it_out_again_gives_the_same(over: Over) -> None:
    first = over.propose()
    assert first.run_id is not None
    seen = over.seen(first.run_id)
    assert over.propose() == first
    assert over.seen(first.run_id) == seen


@pytest.mark.slow
def test_a_preview_holds_numbers_and_days_and_nothing_of_what_was_confided(over: Over) -> None:
    run_id = over.propose().run_id
    with over.world.engine() as session:
        rows = session.execute(text("select i::text from erasure_item i where run_id = :run"), {"run": run_id})
        shown = "\n".join(row for (row,) in rows)
    assert number_of(over) in shown
    assert "quillon" not in shown.lower()


# --- Two people ------------------------------------------------------------------------------------------------------


def test_whoever_asked_does_not_approve(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    seen = over.seen(run_id)
    with pytest.raises(SamePerson), tenant_session(over.officer.context()) as session:
        commands.approve(session, over.officer, run_id, seen=seen)
    assert over.run(run_id).state is RunState.ASKED


def test_the_database_takes_no_approval_by_whoever_asked_and_none_of_less_than_seven_days(
    over: Over, superuser: psycopg.Connection[Any]
) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    now = clock.now()
    week, this = timedelta(days=7), update(ErasureRun).where(ErasureRun.id == run_id)
    values = {"state": "approved", "approved_at": now, "erase_after": now + timedelta(days=6)}
    with pytest.raises(DBAPIError, match="two_people"), over.world.engine() as session:
        session.execute(this.values(approved_by=over.officer.person_id, **values))
    with over.world.engine() as session:
        session.execute(this.values(approved_by=over.admin.person_id, **values))
    run = over.run(run_id)
    assert (run.approved_at, run.erase_after) == (now, now + week), "what is less is made seven days"
    with pytest.raises(psycopg.errors.CheckViolation, match="seven_days"):
        superuser.execute("update erasure_run set erase_after = %s where id = %s", [now + timedelta(days=6), run_id])


@pytest.mark.slow
def test_who_decided_is_not_changed_afterwards(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    over.approve(run_id)
    for column, value in (("asked_by", over.admin.person_id), ("approved_by", over.officer.person_id)):
        with pytest.raises(DBAPIError, match="Who decided"), over.world.engine() as session:
            session.execute(update(ErasureRun).where(ErasureRun.id == run_id).values({column: value}))
    with pytest.raises(DBAPIError, match="Who decided"), over.world.engine() as session:
        session.execute(update(ErasureRun).where(ErasureRun.id == run_id).values(erase_after=clock.now()))


@pytest.mark.slow
def test_what_was_asked_for_gets_nothing_added_and_nothing_taken_away(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    row = over.items(run_id)[0]
    copied = {column.name: getattr(row, column.name) for column in ErasureItem.__table__.columns}
    more = copied | {"id": over.full.case_id, "kind": Kind.MEDICAL}
    with pytest.raises(DBAPIError, match="stays as it was"), over.world.engine() as session:
        session.execute(insert(ErasureItem).values(more))
    with pytest.raises(DBAPIError, match="stays as it was"), over.world.engine() as session:
        session.execute(text("delete from erasure_item where run_id = :run"), {"run": run_id})


@pytest.mark.slow
def test_both_decide_on_what_they_were_shown(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    with pytest.raises(RunMoved), tenant_session(over.officer.context()) as session:
        commands.ask(session, over.officer, run_id, seen="00" * 32)
    over.ask(run_id)
    with pytest.raises(RunMoved), tenant_session(over.admin.context()) as session:
        commands.approve(session, over.admin, run_id, seen="00" * 32)


@pytest.mark.slow
def test_asking_and_approving_need_a_fresh_proof(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    stale = replace(over.officer, method=None, proven_at=None)
    with pytest.raises(StepUpRequired), tenant_session(stale.context()) as session:
        commands.ask(session, stale, run_id, seen=over.seen(run_id))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HR, Role.WORKER, Role.AUDITOR, Role.OPERATOR, Role.SUPPORT])
@pytest.mark.slow
def test_nobody_else_decides_and_none_of_them_but_the_auditor_sees_a_run(over: Over, role: Role) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    with over.world.session(role) as (session, actor), pytest.raises(NotFound):
        commands.ask(session, actor, run_id, seen="")
    with over.world.session(role) as (session, actor):
        rows = session.scalars(select(ErasureRun)).all(), session.scalars(select(ErasureItem)).all()
    assert bool(rows[0]) == bool(rows[1]) == (role is Role.AUDITOR)


# --- Seven days, and holds at every stage ----------------------------------------------------------------------------


@pytest.mark.slow
def test_for_seven_days_nothing_is_erased_and_it_can_be_reversed(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    over.approve(run_id)
    before = keys_of(over)
    assert over.work(run_id)
    assert over.run(run_id).state is RunState.APPROVED
    with tenant_session(over.officer.context()) as session:
        commands.reverse(session, over.officer, run_id, reason="One case is needed still")
        commands.reverse(session, over.officer, run_id, reason="Again")
    with clock.frozen(AFTER_90_DAYS + timedelta(days=8)):
        assert over.work(run_id)
        assert keys_of(over) == before
        assert over.propose().run_id not in {None, run_id}, "it is due again, and decided anew"


def test_the_database_erases_nothing_that_is_not_approved_or_can_still_be_reversed(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    item = over.items(run_id)[0]
    with pytest.raises(DBAPIError, match="two people"), over.world.engine() as session:
        session.execute(text("select erase_item(:item)"), {"item": item.id})
    over.approve(run_id)
    with over.world.engine() as session:
        session.execute(update(ErasureRun).where(ErasureRun.id == run_id).values(state="erasing"))
    with pytest.raises(DBAPIError, match="still be reversed"), over.world.engine() as session:
        session.execute(text("select erase_item(:item)"), {"item": item.id})
    with pytest.raises(DBAPIError, match="by a job"), tenant_session(over.admin.context()) as session:
        session.execute(text("select erase_item(:item)"), {"item": item.id})
    with pytest.raises(DBAPIError, match="permission denied"), over.world.engine() as session:
        session.execute(text("select shred_records(:t, :t, 'own')"), {"t": over.tenant_id})


def test_whoever_holds_the_login_of_the_application_can_not_make_up_that_two_people_decided(over: Over) -> None:
    before = keys_of(over)
    admin, officer = (str(each.person_id) for each in (over.admin, over.officer))
    forged = (
        "insert into erasure_run (tenant_id, id, state, worked_out_on, asked_by, asked_at, approved_by, approved_at, "
        "erase_after) values (:tenant, :id, 'erasing', '2026-01-01', :admin, '2026-01-01', :officer, '2026-01-01', "
        "'2026-01-09')"
    )
    values = {"tenant": over.tenant_id, "id": new_id(), "admin": admin, "officer": officer}
    with pytest.raises(DBAPIError, match="begins as a proposal"), over.world.engine() as session:
        session.execute(text(forged), values)
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    approving = text(
        "update erasure_run set state = 'erasing', approved_by = :who, approved_at = '2026-01-01', "
        "erase_after = '2026-01-09' where id = :run"
    )
    values = {"who": over.admin.person_id, "run": run_id}
    with pytest.raises(DBAPIError, match="for themselves"), tenant_session(over.officer.context()) as session:
        session.execute(approving, values)
    with tenant_session(over.admin.context()) as session:
        session.execute(approving, values)
    run = over.run(run_id)
    assert run.approved_at is not None
    assert run.approved_at > datetime.now(UTC) - timedelta(minutes=5), "when it was is what the database says"
    with pytest.raises(DBAPIError, match="still be reversed"), over.world.engine() as session:
        session.execute(text("select erase_item(:item)"), {"item": over.items(run_id)[0].id})
    assert keys_of(over) == before


@pytest.mark.slow
def test_a_hold_before_the_preview_keeps_it_out_and_says_so(over: Over) -> None:
    hold(over)
    found = over.propose()
    assert (found.due, found.held > 0) == (0, True)
    assert found.run_id is not None
    with pytest.raises(NothingDue):
        over.ask(found.run_id)


@pytest.mark.parametrize("stage", ["asked", "approved", "days over"])
@pytest.mark.slow
def test_a_hold_stops_it_at_every_stage(over: Over, superuser: psycopg.Connection[Any], stage: str) -> None:
    before = keys_of(over)
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    if stage == "asked":
        held = hold(over)
    over.approve(run_id)
    if stage == "approved":
        held = hold(over)
    superuser.execute(
        "update erasure_run set approved_at = now() - interval '8 days', erase_after = now() - interval '1 day'"
    )
    if stage == "days over":
        held = hold(over, employer=f"employer-{over.full.word.lower()}", number=None)
    assert over.work(run_id)
    assert keys_of(over) == before
    assert set(over.states(run_id).values()) == {ItemState.HELD}
    assert over.run(run_id).state is RunState.DONE
    with tenant_session(over.admin.context()) as session:
        holding.lift(session, over.admin, held)
    assert over.propose().due > 0


@pytest.mark.slow
def test_the_database_erases_nothing_that_is_held_whatever_the_program_thinks(
    over: Over, superuser: psycopg.Connection[Any]
) -> None:
    run_id = over.decided(superuser)
    hold(over)
    with over.world.engine() as session:
        session.execute(update(ErasureRun).where(ErasureRun.id == run_id).values(state="erasing"))
    for item in over.items(run_id):
        with pytest.raises(DBAPIError, match="It is held"), over.world.engine() as session:
            session.execute(text("select erase_item(:item)"), {"item": item.id})


@pytest.mark.slow
def test_a_hold_names_a_case_or_an_employer_that_there_is_and_a_day_to_come(over: Over) -> None:
    today = clock.today()
    for named in (
        {"number": "2099-9999", "employer": None, "until": today},
        {"number": None, "employer": "nowhere", "until": today},
        {"number": None, "employer": None, "until": today},
        {"number": number_of(over), "employer": None, "until": today - timedelta(days=1)},
    ):
        with pytest.raises(Invalid), tenant_session(over.officer.context()) as session:
            holding.place(session, over.officer, reason="x", **named)  # type: ignore[arg-type]


# --- What ends -------------------------------------------------------------------------------------------------------


def test_after_a_run_nothing_confided_is_left_and_all_else_is_there(
    over: Over, superuser: psycopg.Connection[Any]
) -> None:
    before = keys_of(over)
    in_use = keys_beside(over)
    run_id = over.decided(superuser)
    short = {Compartment(kind.value) for kind in SHORT}
    assert over.work(run_id)
    assert set(over.states(run_id).values()) == {ItemState.ERASED}
    assert keys_of(over) == before - short
    assert keys_beside(over) == in_use, "a case that is open stays whole"
    with over.world.engine() as session:
        for row in session.scalars(select(RecordVersion).where(RecordVersion.subject_id.in_(subjects_of(over)))):
            assert bool(row.values_sealed) == (row.compartment not in short)
        assert session.scalars(select(Contact)).all(), "that there was a contact, and when, is counted still"
        assert {row.notes for row in session.scalars(select(Contact))} == {""}
    found = left_sealed(superuser, over)
    assert not [place for place in found if place[1] in {each.value for each in short}]
    assert {part for _table, part in found} >= {"plan", "administrative"}


def left_sealed(superuser: psycopg.Connection[Any], over: Over) -> set[tuple[str, str]]:
    """Return table and compartment of every sealed value of the case that is left, asked of the models."""
    found = set()
    for model in draft.models():
        for each in vars(model).values():
            if isinstance(each, Sealed):
                rows = superuser.execute(
                    f"select distinct compartment from {model.__tablename__} "  # noqa: S608 - our tables
                    f"where subject_id = any(%s) and length({each.column}) > 0",
                    [subjects_of(over)],
                )
                found |= {(model.__tablename__, part) for (part,) in rows}
    return found


@pytest.mark.slow
def test_chains_verify_and_say_that_and_when_it_ended(over: Over, superuser: psycopg.Connection[Any]) -> None:
    with over.world.engine() as session:
        links = {row.id: row.hash for row in session.scalars(select(TimelineEntry))}
    run_id = over.decided(superuser)
    assert over.work(run_id)
    with over.world.engine() as session:
        assert list(audit.faults(session, over.tenant_id)) == []
        after = {row.id: row for row in session.scalars(select(TimelineEntry))}
        assert {each: after[each].hash for each in links} == links
        told = [row for row in after.values() if row.verb == "records.erased"]
        assert len(told) == len(over.items(run_id))
        entries = [
            row
            for row in after.values()
            if row.subject_id in subjects_of(over) and row.compartment is Compartment.COORDINATION and row.detail
        ]
        changes = audit.changes_of(session, over.tenant_id, entries)
        assert entries
        assert set(map(str, changes.values())) == {"{'erased': True}"}
        verbs = list(session.scalars(select(TenantEntry.verb).order_by(TenantEntry.seq)))
    assert [verb for verb in verbs if verb.startswith("erasure.")] == [
        "erasure.asked",
        "erasure.approved",
        "erasure.begun",
        "erasure.certified",
    ]


@pytest.mark.slow
def test_the_certificate_says_what_by_which_rule_and_by_whom_and_is_signed(
    over: Over, superuser: psycopg.Connection[Any]
) -> None:
    run_id = over.decided(superuser)
    items = {str(item.about_id): item for item in over.items(run_id)}
    assert over.work(run_id)
    with over.world.engine() as session:
        made = session.scalars(select(ErasureCertificate).where(ErasureCertificate.id == run_id)).one()
        entry = session.scalars(select(TenantEntry).where(TenantEntry.verb == "erasure.certified")).all()[-1]
    body = made.statement
    assert (body["asked"]["by"], body["approved"]["by"]) == (str(over.officer.person_id), str(over.admin.person_id))
    assert {line["key"] for line in body["ended"]} == {str(item.key_id) for item in items.values()} | {
        str(item.key_id) for item in over.items(run_id)
    }
    assert {rule["kind"] for rule in body["rules"]} <= {kind.value for kind in SHORT}
    assert all(rule["period"] == "P90D" and rule["source"] for rule in body["rules"])
    assert entry.detail["changes"]["sha256"][1] == certificates.digest_of(body).hex() == made.digest.hex()
    key = bytes.fromhex(body["key"])
    (stored,) = ErasureFolder(settings().seals_dir, over.tenant_id).statements([key])
    assert stored.body == body
    assert certificates.holds(body, [key])
    assert not certificates.holds(body | {"keys": 0}, [key])
    assert "quillon" not in str(body).lower()


@pytest.mark.slow
def test_a_worker_who_left_is_nobody_when_everything_else_has_ended(
    over: Over, superuser: psycopg.Connection[Any]
) -> None:
    end_employment(over)
    name = "Quillon worker"
    assert name in everything(superuser)["person"]
    superuser.execute("delete from data_key where compartment in ('medical', 'prevention')")
    with clock.frozen(AFTER_2_YEARS):
        first = over.decided(superuser)
        assert Kind.PERSON not in over.states(first)
        assert over.work(first)
        second = over.decided(superuser)
        assert over.states(second) == {Kind.PERSON: ItemState.WAITING}
        assert over.work(second)
        assert over.propose().run_id is None
    rows = everything(superuser)
    assert not [table for table, told in rows.items() if name.lower() in told.lower()]
    assert "quillon coordinator" in rows["person"].lower(), "who works here stays who they are"


# --- The consultancy's own periods -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_consultancy_keeps_it_longer_or_shorter_inside_the_bounds_and_says_why(over: Over) -> None:
    with tenant_session(over.admin.context()) as session:
        choosing.choose(
            session, over.admin, kind=Kind.OWN, jurisdiction="nl", period=Period(months=6), reason="A dispute"
        )
    run_id = over.propose().run_id
    assert run_id is not None
    assert Kind.OWN not in over.states(run_id)
    with tenant_session(over.admin.context()) as session:
        choosing.give_up(session, over.admin, kind=Kind.OWN, jurisdiction="nl")
    assert over.propose().run_id == run_id
    assert Kind.OWN in over.states(run_id)


@pytest.mark.parametrize(
    ("kind", "period"), [(Kind.OWN, "P29D"), (Kind.OWN, "P2Y"), (Kind.MEDICAL, "P19Y"), (Kind.ADMINISTRATIVE, "P3Y")]
)
@pytest.mark.slow
def test_a_floor_and_a_ceiling_are_not_passed(over: Over, kind: Kind, period: str) -> None:
    with pytest.raises(Invalid) as refused, tenant_session(over.admin.context()) as session:
        choosing.choose(
            session, over.admin, kind=kind, jurisdiction="nl", period=Period.read(period), reason="We want to"
        )
    assert refused.value.problems[0].pointer == "/period"


@pytest.mark.slow
def test_another_consultancy_sees_and_moves_nothing_of_it(over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    other = build_over("Zyxwide")
    with tenant_session(other.officer.context()) as session, pytest.raises(NotFound):
        commands.ask(session, other.officer, run_id, seen=over.seen(run_id))
    with tenant_session(engine_context(other.tenant_id)) as session:
        assert session.scalars(select(ErasureRun).where(ErasureRun.id == run_id)).all() == []
        with pytest.raises(DBAPIError, match="no rows"):
            session.execute(text("select erase_item(:item)"), {"item": over.items(run_id)[0].id})
