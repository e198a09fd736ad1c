"""A tenant's folder in a real database: made once, and the second time nothing happens."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import DBAPIError

from handrail.audit.models import TenantEntry
from handrail.exchange.provisioning.apply import Applied, ProvisioningRefused, apply, apply_all, named
from handrail.exchange.provisioning.changes import Kind, Verb
from handrail.exchange.provisioning.cli import tenant
from handrail.exchange.provisioning.reading import read_tenant
from handrail.exchange.provisioning.sample import take_in_samples
from handrail.frameworks.models import FrameworkVersion
from handrail.frameworks.queries import framework_of_case, framework_of_employment
from handrail.frameworks.rules import Framework, Layer
from handrail.identity.errors import RolesConflict
from handrail.identity.models import EmployerGrant, Membership
from handrail.identity.queries import roles_of
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.tenancy.models import Case, Employment, Person, Site, Team, Tenant

Write = Callable[..., Path]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


def put(folder: Path) -> Applied:
    with clock.frozen(NOW):
        return apply(read_tenant(folder))


@pytest.fixture(scope="module")
def slugs() -> dict[str, int]:
    """Number the tenants of this module, which share one database."""
    return {"used": 0}


@pytest.fixture
def folder_of(write: Write, slugs: dict[str, int]) -> Write:
    """Write the probe tenant under a slug of its own, the same each time within one test."""
    slugs["used"] += 1
    slug = f"probe-{slugs['used']}"

    def written(*changes: tuple[str, str] | str, **named_changes: tuple[str, str] | str) -> Path:
        folder = write(*changes, **named_changes)
        own = folder.with_name(slug)
        if own.exists():
            for file in sorted(folder.rglob("*.toml")):
                (own / file.relative_to(folder)).write_text(file.read_text("utf-8"), "utf-8")
            return own
        return folder.rename(own)

    return written


def person_id(tenant_id: UUID, key: str) -> UUID:
    with tenant_session(engine_context(tenant_id)) as session:
        return session.scalars(select(Person.id).where(Person.tenant_id == tenant_id, Person.key == key)).one()


def test_the_files_become_rows(folder_of: Write) -> None:
    done = put(folder_of())
    with tenant_session(engine_context(done.tenant_id)) as session:
        stored = session.scalars(select(Tenant).where(Tenant.tenant_id == done.tenant_id)).one()
        assert (stored.slug, stored.name, stored.demo) == (done.slug, "Probe (Demo)", True)
        assert stored.settings == {"sign_in_as": {"coordinator": "noor"}}
        worker = session.scalars(select(Employment).where(Employment.key == "Q-1")).one()
        people = {person.id: person for person in session.scalars(select(Person))}
        assert people[worker.person_id].name == "Sanne Probe"
        assert people[worker.supervisor_id or worker.id].key == "ruben"
        assert session.scalars(select(Team.key)).one() == "day"
        assert session.scalars(select(Site.jurisdiction)).one() == "nl"
        with clock.frozen(NOW):
            assert roles_of(session, done.tenant_id, person_id(done.tenant_id, "ilse")) == [
                Role.HR,
                Role.SENIOR_MANAGEMENT,
            ]
    assert {change.verb for change in done.changes} == {Verb.CREATE}


def test_applying_twice_changes_nothing(folder_of: Write) -> None:
    folder = folder_of()
    first = put(folder)
    with tenant_session(engine_context(first.tenant_id)) as session:
        before = session.scalar(select(func.count()).select_from(TenantEntry))
    second = put(folder)
    assert (second.tenant_id, second.changes) == (first.tenant_id, ())
    with tenant_session(engine_context(first.tenant_id)) as session:
        assert session.scalar(select(func.count()).select_from(TenantEntry)) == before


def test_a_dry_run_tells_what_would_change_and_changes_nothing(folder_of: Write) -> None:
    folder = folder_of()
    with clock.frozen(NOW):
        looked = apply(read_tenant(folder), dry_run=True)
        assert any(named(change) == "create employment Q-1 at quay" for change in looked.changes)
        assert put(folder).changes == looked.changes


def test_what_changed_in_the_files_changes_in_the_store_and_nothing_else(folder_of: Write) -> None:
    put(folder_of())
    done = put(folder_of(employer=('job_title = "Planner"', 'job_title = "Dispatcher"\nsupervisor = "ilse"')))
    assert [(change.verb, change.ref.kind) for change in done.changes] == [
        (Verb.CHANGE, Kind.EMPLOYMENT),
        (Verb.CREATE, Kind.MEMBERSHIP),
    ]
    with tenant_session(engine_context(done.tenant_id)) as session:
        worker = session.scalars(select(Employment).where(Employment.key == "Q-1")).one()
        assert worker.job_title == "Dispatcher"
        assert worker.supervisor_id == person_id(done.tenant_id, "ilse")


def test_a_role_taken_out_of_the_files_ends_today_with_what_it_opened(folder_of: Write) -> None:
    tenant_id = put(folder_of()).tenant_id
    done = put(
        folder_of(employer=('[{ role = "hr" }, { role = "senior_management" }]', '[{ role = "employer_admin" }]'))
    )
    assert sorted(change.verb for change in done.changes) == [Verb.CREATE, Verb.END, Verb.END]
    with tenant_session(engine_context(tenant_id)) as session, clock.frozen(NOW):
        ilse = person_id(tenant_id, "ilse")
        assert roles_of(session, tenant_id, ilse) == [Role.EMPLOYER_ADMIN]
        during = session.scalars(
            select(EmployerGrant.during).where(EmployerGrant.person_id == ilse, EmployerGrant.role == Role.HR)
        ).one()
        assert during.upper == date(2026, 11, 20)


def test_a_role_with_a_new_last_day_is_changed_in_place(folder_of: Write) -> None:
    put(folder_of())
    done = put(folder_of(('{ role = "auditor" }', '{ role = "auditor", until = 2027-03-31 }')))
    (change,) = done.changes
    assert (change.verb, change.ref.kind) == (Verb.CHANGE, Kind.MEMBERSHIP)
    with tenant_session(engine_context(done.tenant_id)) as session:
        during = session.scalars(select(Membership.during).where(Membership.role == Role.AUDITOR)).one()
        assert during.upper == date(2027, 4, 1)
    assert put(folder_of(('{ role = "auditor" }', '{ role = "auditor", until = 2027-03-31 }'))).changes == ()


@pytest.mark.rule("NEU-1")
def test_a_role_given_by_another_door_still_stands_against_the_files(folder_of: Write) -> None:
    done = put(folder_of())
    with tenant_session(engine_context(done.tenant_id)) as session:
        coordinator = session.scalars(select(Membership).where(Membership.role == Role.COORDINATOR)).one()
        coordinator.person_id = person_id(done.tenant_id, "sanne")
    with pytest.raises(RolesConflict, match="NEU-1"):
        put(folder_of(employer=('name = "Sanne Probe"', 'name = "Sanne Probe"\nroles = [{ role = "absence_admin" }]')))


@pytest.mark.rule("NEU-1")
def test_a_role_that_is_to_last_longer_does_not_run_into_one_that_another_door_gave(folder_of: Write) -> None:
    role = '{ role = "coordinator", at = ["quay"]'
    shorter = folder_of((role, f"{role}, until = 2026-12-31"))
    done = put(shorter)
    with tenant_session(engine_context(done.tenant_id)) as session:
        held = session.scalars(select(Membership).where(Membership.role == Role.COORDINATOR)).one()
        party = Membership(
            tenant_id=done.tenant_id, person_id=held.person_id, employer_id=held.employer_id, role=Role.ABSENCE_ADMIN,
            during=Range(date(2027, 2, 1), None, bounds="[)"), source="connection:of-a-test",
        )  # fmt: skip
        session.add(party)
    with pytest.raises(RolesConflict, match="NEU-1") as refused:
        put(folder_of((role, f"{role}, until = 2027-06-30")))
    assert refused.value.members["conflicting"] == "absence_admin"
    with tenant_session(engine_context(done.tenant_id)) as session:
        held = session.scalars(select(Membership).where(Membership.role == Role.COORDINATOR)).one()
        assert held.during.upper == date(2027, 1, 1)


@pytest.mark.rule("FRW-2")
def test_a_published_framework_never_changes(folder_of: Write) -> None:
    done = put(folder_of())
    with pytest.raises(ProvisioningRefused, match="FRW-2"):
        put(folder_of(framework="[intervals]\ncall_within_days = 6\n"))
    for statement in ("update framework_version set number = 2", "delete from framework_version"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            tenant_session(engine_context(done.tenant_id)) as session,
        ):
            session.execute(text(statement))


@pytest.mark.rule("FRW-3")
def test_a_case_keeps_the_framework_it_started_under(folder_of: Write) -> None:
    tenant_id = put(folder_of(framework="[intervals]\ncall_within_days = 8\n")).tenant_id
    with tenant_session(engine_context(tenant_id)) as session:
        worker = session.scalars(select(Employment)).one()
        started = framework_of_employment(session, worker, NOW.date())
        case = Case(
            tenant_id=tenant_id,
            employer_id=worker.employer_id,
            employment_id=worker.id,
            number="P-1",
            opened_on=NOW.date(),
            opened_at=NOW,
            framework_version_id=started.version_id,
        )
        session.add(case)
    newer = ("number = 1\npublished_on = 2025-03-01", "number = 2\npublished_on = 2026-01-01")
    put(folder_of(employer=newer, framework="[intervals]\ncall_within_days = 5\n"))
    with tenant_session(engine_context(tenant_id)) as session:
        worker, case = session.scalars(select(Employment)).one(), session.scalars(select(Case)).one()
        kept, current = framework_of_case(session, case), framework_of_employment(session, worker, NOW.date())
    assert (kept.number, kept.framework.intervals.call_within_days) == (1, 8)
    assert kept.framework.origin("intervals.call_within_days") is Layer.EMPLOYER
    assert (current.number, current.framework.intervals.call_within_days) == (2, 5)
    with tenant_session(engine_context(tenant_id)) as session:
        assert framework_of_employment(session, worker, date(2025, 12, 31)).number == 1
        assert framework_of_employment(session, worker, date(2025, 2, 28)).number == 0


@pytest.mark.rule("FRW-4")
def test_a_site_that_moves_to_another_jurisdiction_gets_its_floor(folder_of: Write) -> None:
    tenant_id = put(folder_of()).tenant_id
    with tenant_session(engine_context(tenant_id)) as session:
        worker = session.scalars(select(Employment)).one()
        assert "health_as_told" not in _asked(framework_of_employment(session, worker, NOW.date()).framework)
        session.execute(update(Site).where(Site.tenant_id == tenant_id).values(jurisdiction="uk"))
        framework = framework_of_employment(session, worker, NOW.date())
    assert framework.number == 1
    assert "health_as_told" in _asked(framework.framework)
    assert framework.framework.resources["emergency"].phone == "999"


def _asked(framework: Framework) -> set[str]:
    return set(framework.guides["first_meeting"].sections["leave"].questions)


def test_a_tenant_without_a_published_framework_works_under_the_base(folder_of: Write) -> None:
    folder = folder_of()
    file = folder / "employers" / "quay" / "employer.toml"
    file.write_text(file.read_text("utf-8").split("[publication]")[0], "utf-8")
    done = put(folder)
    with tenant_session(engine_context(done.tenant_id)) as session:
        worker = session.scalars(select(Employment)).one()
        found = framework_of_employment(session, worker, NOW.date())
    assert (found.number, found.version_id, found.published_on) == (0, None, None)
    assert found.framework.intervals.call_within_days == 10


FEED = """
[generate]
seed = "probe"
workers = 25
key_prefix = "G-"
languages = { nl = 1 }
hired_before = 2026-01-01

[feed]
seed = "probe"
spells_per_year = 4.0

[feed.stories]
Q-1 = { days_before = 16, expected_days = 60 }
"""


def test_a_demo_employer_gets_its_sample_of_absences_once(folder_of: Write) -> None:
    folder = folder_of(employer=FEED)
    with clock.frozen(NOW):
        spec = read_tenant(folder)
        done = apply(spec)
        taken = take_in_samples(spec, done.tenant_id)
        assert taken["quay"] > 10
        assert take_in_samples(spec, done.tenant_id) == {}
    with tenant_session(engine_context(done.tenant_id)) as session:
        worker = session.scalars(select(Employment).where(Employment.key == "Q-1")).one()
        assert session.scalars(select(Case).where(Case.employment_id == worker.id)).one().opened_on <= NOW.date()


def test_all_folders_of_a_directory_are_applied(folder_of: Write) -> None:
    folder = folder_of()
    with clock.frozen(NOW):
        (done,) = apply_all(folder.parent)
        assert done.slug == folder.name
        assert [again.changes for again in apply_all(folder.parent)] == [()]


def test_two_tenants_of_the_same_files_share_nothing(write: Write, tmp_path: Path) -> None:
    one = write().rename(tmp_path / "twin-a")
    two = write().rename(tmp_path / "twin-b")
    first, second = put(one), put(two)
    assert first.tenant_id != second.tenant_id
    with tenant_session(engine_context(first.tenant_id)) as session:
        assert set(session.scalars(select(FrameworkVersion.tenant_id))) == {first.tenant_id}


def test_the_command_shows_a_dry_run_applies_and_then_has_nothing_to_do(folder_of: Write) -> None:
    folder = str(folder_of())
    with clock.frozen(NOW):
        looked = CliRunner().invoke(tenant, ["apply", folder, "--dry-run"])
        assert looked.exit_code == 0
        assert "create person noor" in looked.output
        done = CliRunner().invoke(tenant, ["apply", folder])
        assert "changed" in done.output
        assert "nothing to change" in CliRunner().invoke(tenant, ["apply", folder]).output


@pytest.mark.rule("NEU-1")
def test_the_command_refuses_what_breaks_neutrality_and_names_the_rule(folder_of: Write) -> None:
    folder = folder_of(employer=('supervisor = "ruben"', 'supervisor = "noor"'))
    result = CliRunner().invoke(tenant, ["apply", str(folder), "--dry-run"])
    assert result.exit_code == 1
    assert "NEU-1" in result.output
    assert "employer.toml" in result.output


def test_the_commands_that_need_no_database_check_a_folder_and_print_a_feed(folder_of: Write) -> None:
    folder = str(folder_of(employer=FEED))
    checked = CliRunner().invoke(tenant, ["check", folder])
    assert "26 workers" in checked.output
    printed = CliRunner().invoke(tenant, ["feed", folder, "quay", "--as-of", "2026-11-20"])
    assert printed.output.startswith("absence_id,worker_id,first_day,last_day,expected_days,percent\n")
    assert "A-Q-1-story,Q-1,2026-11-04,,60," in printed.output
    assert "no feed" in CliRunner().invoke(tenant, ["feed", folder, "moon"]).output
