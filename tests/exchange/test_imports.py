"""A feed applied: whole or not at all, once or many times (S1-1, ACC-3, CON-4, NEU-3)."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from handrail.audit.models import TenantEntry
from handrail.cases.absence_models import Absence, AbsenceCorrection
from handrail.exchange.intake.feed import Feed, read_feed
from handrail.exchange.intake.library import load
from handrail.exchange.intake.models import APPLIED, EXPIRED, PREVIEWED, ImportRun
from handrail.exchange.intake.new_workers import SiteNotNamed
from handrail.exchange.intake.plan import ImportPlan
from handrail.exchange.intake.runs import (
    NothingWaiting,
    RowsRejected,
    WorldChanged,
    confirm,
    employer_by_key,
    employer_of,
    import_at_once,
    load_run,
    preview,
    waiting_plan,
)
from handrail.exchange.intake.waiting import WaitingFeed
from handrail.exchange.tasks import expire_imports
from handrail.identity.models import CaseGrant
from handrail.kit import clock, jobs, outbox
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.subjects import System
from handrail.obligations import facts as obligation_facts
from handrail.tenancy.models import Employment, Person, Site

World = Any  # the fixture's own type lies in conftest, which tests do not import
HEADER = "absence_id,worker_id,first_day,last_day,expected_days,percent"
TODAY = date(2026, 11, 20)


def feed_of(*rows: str, profile: str = "generic") -> Feed:
    content = "\n".join([HEADER, *rows, ""]).encode()
    return read_feed(BytesIO(content), load(profile), today=TODAY)


def take_in(world: World, *rows: str, strict: bool = False) -> ImportPlan:
    with tenant_session(world.hr.context()) as session:
        employer = employer_of(session, world.hr, "absence.import", key="harbour")
        return import_at_once(session, world.hr, employer, feed_of(*rows), file_name="feed.csv", strict=strict)


def stored(world: World) -> dict[str, tuple[date, date | None]]:
    with tenant_session(engine_context(world.tenant_id)) as session:
        rows = session.scalars(select(Absence).where(Absence.tenant_id == world.tenant_id))
        return {row.external_key: (row.first_day, row.first_day_fit) for row in rows}


def count(world: World, model: type) -> int:
    with tenant_session(engine_context(world.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.rule("S1-1")
def test_a_feed_creates_absences_of_the_workers_it_names(world: World) -> None:
    take_in(world, "a1,w1,2026-03-02,2026-03-06,,", "a2,w2,2026-11-02,,30,")
    assert stored(world) == {
        "a1": (date(2026, 3, 2), date(2026, 3, 7)),
        "a2": (date(2026, 11, 2), None),
    }
    with tenant_session(engine_context(world.tenant_id)) as session:
        facts = obligation_facts.current(session, world.tenant_id, world.employments["w2"])
        assert [(fact.type, fact.source) for fact in facts if fact.compartment == "administrative"] == [
            ("absence_started", "import:generic"),
            ("prognosis", "import:generic"),
        ]


@pytest.mark.rule("ACC-3")
def test_the_same_file_again_changes_nothing_and_a_corrected_row_corrects_the_absence(world: World) -> None:
    rows = ["a1,w1,2026-03-02,2026-03-06,,", "a2,w2,2026-11-02,,30,"]
    take_in(world, *rows)
    again = take_in(world, *rows)
    assert again.changes_nothing
    assert count(world, ImportRun) == 1
    take_in(world, "a1,w1,2026-03-03,2026-03-06,,", "a2,w2,2026-11-02,2026-11-13,30,")
    assert stored(world) == {
        "a1": (date(2026, 3, 3), date(2026, 3, 7)),
        "a2": (date(2026, 11, 2), date(2026, 11, 14)),
    }
    assert count(world, AbsenceCorrection) == 2


def test_absences_that_adjoin_are_two_spells_in_whatever_order_the_file_has_them(world: World) -> None:
    take_in(world, "a2,w1,2026-10-12,,,", "a1,w1,2026-10-01,2026-10-11,,")
    with tenant_session(engine_context(world.tenant_id)) as session:
        facts = obligation_facts.current(session, world.tenant_id, world.employments["w1"])
    told = [(fact.type, fact.on.day) for fact in facts if fact.compartment == "administrative"]
    assert told == [("absence_started", 1), ("recovered", 12), ("absence_started", 12)]


def test_two_absences_change_places_in_one_import(world: World) -> None:
    take_in(world, "a1,w1,2026-03-02,2026-03-06,,", "a2,w1,2026-04-06,2026-04-10,,")
    take_in(world, "a1,w1,2026-04-06,2026-04-10,,", "a2,w1,2026-03-02,2026-03-06,,")
    assert stored(world) == {
        "a1": (date(2026, 4, 6), date(2026, 4, 11)),
        "a2": (date(2026, 3, 2), date(2026, 3, 7)),
    }


def test_a_rejected_row_does_not_stop_the_others_unless_the_import_is_strict(world: World) -> None:
    rows = ["a1,w1,2026-02-30,,,", "a2,nobody,2026-03-02,,,", "a3,w2,2026-03-02,2026-03-06,,"]
    with pytest.raises(RowsRejected):
        take_in(world, *rows, strict=True)
    assert stored(world) == {}
    found = take_in(world, *rows)
    assert list(stored(world)) == ["a3"]
    assert found.counts["rejected"] == 2


def test_a_fault_in_the_middle_of_an_import_leaves_nothing_half_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_arguments: object) -> None:
        raise RuntimeError("the lights go out")

    monkeypatch.setattr("handrail.cases.absence_writing.reconcile_all", break_down)
    with pytest.raises(RuntimeError):
        take_in(world, "a1,w1,2026-03-02,2026-03-06,,", "a2,w2,2026-03-02,,,")
    assert stored(world) == {}
    assert count(world, ImportRun) == 0


@pytest.mark.rule("CON-4")
@pytest.mark.rule("NEU-3")
def test_what_waits_and_what_is_stored_of_a_file_holds_no_reason_and_no_discipline(
    world: World, uci_file: Callable[..., bytes]
) -> None:
    personal = {"Education": "9191", "Weight": "9292", "Social drinker": "9393", "Reason for absence": "17"}
    marked = {"Disciplinary failure": "9494", "ID": "5", "Absenteeism time in hours": "0"}
    content = uci_file([personal, marked])
    feed = read_feed(BytesIO(content), load("uci-absenteeism"), today=TODAY)
    with tenant_session(world.hr.context()) as session:
        employer = employer_of(session, world.hr, "absence.import", key="harbour")
        run, plan = preview(session, world.hr, employer, feed, file_name="feed.csv")
        assert plan.counts["creates"] == 1
        assert plan.counts["rejected"] == 1
        assert run.rows is not None
        kept = repr(WaitingFeed.unpacked(run.rows))
        assert not any(value in kept for value in ("9191", "9292", "9393", "9494", "'17'"))
        confirm(session, world.hr, run_id=run.id, digest=plan.digest)
    assert list(stored(world)) == ["11-001"]
    with tenant_session(engine_context(world.tenant_id)) as session:
        run = session.scalars(select(ImportRun)).one()
        assert (run.status, run.rows, run.counts["rejected"]) == (APPLIED, None, 1)
        entry = session.scalars(select(TenantEntry).where(TenantEntry.verb == "absences.imported")).one()
        assert entry.detail["changes"]["sha256"][1] == feed.sha256.hex()


def test_workers_named_first_are_added_at_the_only_site_with_their_grants(
    world: World, uci_file: Callable[..., bytes]
) -> None:
    feed = read_feed(BytesIO(uci_file([{}, {"ID": "12"}])), load("uci-absenteeism"), today=TODAY)
    with tenant_session(world.hr.context()) as session:
        employer = employer_of(session, world.hr, "absence.import", key="harbour")
        import_at_once(session, world.hr, employer, feed, file_name="feed.csv")
    with tenant_session(engine_context(world.tenant_id)) as session:
        found = session.scalars(select(Employment).where(Employment.key.in_(["11", "12"]))).all()
        assert {session.scalar(select(Person.name).where(Person.id == each.person_id)) for each in found} == {
            "Worker 11",
            "Worker 12",
        }
        statement = select(CaseGrant.role, CaseGrant.compartment).where(CaseGrant.subject_id == found[0].id)
        granted = {tuple(row) for row in session.execute(statement)}
        assert granted == {(Role.WORKER, Compartment.ADMINISTRATIVE), (Role.WORKER, Compartment.OWN)}


def test_with_several_sites_nobody_guesses_where_new_workers_work(world: World, uci_file: Callable[..., bytes]) -> None:
    with tenant_session(engine_context(world.tenant_id)) as session:
        session.add(
            Site(
                tenant_id=world.tenant_id,
                employer_id=world.employers["harbour"],
                key="dock",
                name="Dock",
                jurisdiction="nl",
                time_zone="Europe/Amsterdam",
            )
        )
    feed = read_feed(BytesIO(uci_file([{}])), load("uci-absenteeism"), today=TODAY)
    with tenant_session(world.hr.context()) as session:
        employer = employer_of(session, world.hr, "absence.import", key="harbour")
        with pytest.raises(SiteNotNamed, match="dock, quay"):
            preview(session, world.hr, employer, feed, file_name="feed.csv")
        with pytest.raises(SiteNotNamed, match="dock, quay"):
            import_at_once(session, world.hr, employer, feed, file_name="feed.csv", site="pier")
    assert stored(world) == {}
    with tenant_session(world.hr.context()) as session:
        import_at_once(session, world.hr, employer, feed, file_name="feed.csv", site="dock")
    with tenant_session(engine_context(world.tenant_id)) as session:
        employment = session.scalars(select(Employment).where(Employment.key == "11")).one()
        assert session.scalar(select(Site.key).where(Site.id == employment.site_id)) == "dock"


def make_preview(world: World, *rows: str) -> tuple[Any, str]:
    with tenant_session(world.hr.context()) as session:
        employer = employer_of(session, world.hr, "absence.import", key="harbour")
        run, plan = preview(session, world.hr, employer, feed_of(*rows), file_name="feed.csv")
        return run.id, plan.digest


def test_confirming_does_exactly_what_was_shown_and_only_once(world: World) -> None:
    run_id, digest = make_preview(world, "a1,w1,2026-03-02,2026-03-06,,", "a2,w1,2026-02-30,,,")
    assert stored(world) == {}
    with tenant_session(world.hr.context()) as session:
        confirm(session, world.hr, run_id=run_id, digest=digest)
    assert list(stored(world)) == ["a1"]
    with pytest.raises(NothingWaiting), tenant_session(world.hr.context()) as session:
        confirm(session, world.hr, run_id=run_id, digest=digest)


def test_when_the_world_changed_since_the_look_nothing_is_applied_and_the_new_plan_is_shown(world: World) -> None:
    run_id, digest = make_preview(world, "a1,w1,2026-03-02,2026-03-06,,")
    take_in(world, "a9,w1,2026-03-01,2026-03-10,,")
    with pytest.raises(WorldChanged), tenant_session(world.hr.context()) as session:
        confirm(session, world.hr, run_id=run_id, digest=digest)
    assert list(stored(world)) == ["a9"]
    with tenant_session(world.hr.context(read_only=True)) as session:
        found = waiting_plan(session, load_run(session, world.hr, run_id, "import.read"))
        assert found is not None
        assert found.digest != digest
        assert found.counts["rejected"] == 1


def test_a_preview_that_nobody_confirms_is_forgotten_after_a_day(world: World) -> None:
    run_id, digest = make_preview(world, "a1,w1,2026-03-02,2026-03-06,,")
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        make_preview(world, "a2,w1,2026-03-02,2026-03-06,,")
        with pytest.raises(NothingWaiting), tenant_session(world.hr.context()) as session:
            confirm(session, world.hr, run_id=run_id, digest=digest)
    with tenant_session(engine_context(world.tenant_id)) as session:
        statuses = dict(session.execute(select(ImportRun.id, ImportRun.status)).all())
    assert statuses[run_id] == EXPIRED
    assert sorted(statuses.values()) == [EXPIRED, PREVIEWED]


def test_a_nightly_job_forgets_what_nobody_confirmed(world: World) -> None:
    make_preview(world, "a1,w1,2026-03-02,2026-03-06,,")
    with clock.frozen(clock.now() + timedelta(days=2)):
        with tenant_session(engine_context(world.tenant_id)) as session:
            row_id = outbox.publish(session, "housekeeping", expire_imports.name, {}, key="night")
        assert jobs.run_row(world.tenant_id, row_id)
    with tenant_session(engine_context(world.tenant_id)) as session:
        run = session.scalars(select(ImportRun)).one()
        assert (run.status, run.rows) == (EXPIRED, None)
        assert run.counts["creates"] == 1


@pytest.mark.parametrize(
    ("person", "role", "employer"),
    [
        ("hr", Role.HR, "bakery"),
        ("boss", Role.SUPERVISOR, "harbour"),
        ("coordinator", Role.COORDINATOR, "harbour"),
        ("w1", Role.WORKER, "harbour"),
    ],
)
def test_whoever_may_not_import_here_finds_nothing(world: World, person: str, role: Role, employer: str) -> None:
    run_id, digest = make_preview(world, "a1,w1,2026-03-02,2026-03-06,,")
    actor = world.actor(person, role, employer)
    with pytest.raises(NotFound), tenant_session(actor.context()) as session:
        employer_of(session, actor, "absence.import", key="harbour")
    with pytest.raises(NotFound), tenant_session(actor.context()) as session:
        confirm(session, actor, run_id=run_id, digest=digest)
    assert stored(world) == {}


def test_the_program_itself_imports_for_a_named_client_organisation(world: World) -> None:
    with tenant_session(engine_context(world.tenant_id)) as session:
        employer = employer_by_key(session, world.tenant_id, "bakery")
        feed = feed_of("a1,b1,2026-03-02,2026-03-06,,", "a2,w1,2026-03-02,,,")
        found = import_at_once(session, System(world.tenant_id), employer, feed, file_name="feed.csv")
    assert (found.counts["creates"], found.counts["rejected"]) == (1, 1)
    with pytest.raises(NotFound), tenant_session(engine_context(world.tenant_id)) as session:
        employer_by_key(session, world.tenant_id, "brewery")
