"""A tenant's folder is read whole or refused with file and key."""

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from handrail.exchange.provisioning.reading import read_tenant
from handrail.exchange.provisioning.spec import MembershipSpec, TenantSpec
from handrail.frameworks.folder import FilesRefused
from handrail.kit.codes import Role

Write = Callable[..., Path]
ROOT = Path(__file__).parents[3]
DEMOS = ("kade-demo", "northbank-demo")


@functools.cache
def demo(slug: str) -> TenantSpec:
    return read_tenant(ROOT / "tenants" / slug)


def refused(folder: Path) -> list[str]:
    with pytest.raises(FilesRefused) as problem:
        read_tenant(folder)
    return [str(finding) for finding in problem.value.findings]


def test_what_the_files_leave_out_is_filled_in(write: Write) -> None:
    spec = read_tenant(write())
    (employer,) = spec.employers
    (worker,) = employer.employments
    assert (spec.slug, spec.demo, spec.sign_in_as) == ("probe", True, {Role.COORDINATOR: "noor"})
    assert (worker.department, worker.supervisor) == ("dispatch", "ruben")
    assert {person.key: person.email for person in spec.people}["noor"] == "noor@probe.example"
    assert set(spec.memberships) == {
        MembershipSpec(person="noor", role=Role.COORDINATOR, employer="quay", since=date(2025, 2, 1)),
        MembershipSpec(person="otto", role=Role.AUDITOR, employer=None, since=date(2025, 1, 1)),
        MembershipSpec(person="ilse", role=Role.HR, employer="quay", since=date(2025, 2, 1)),
        MembershipSpec(person="ilse", role=Role.SENIOR_MANAGEMENT, employer="quay", since=date(2025, 2, 1)),
        MembershipSpec(person="ruben", role=Role.SUPERVISOR, employer="quay", since=date(2025, 2, 1)),
    }


def test_a_role_at_all_employers_is_one_role_at_each(write: Write) -> None:
    spec = read_tenant(write(tenant=('at = ["quay"]', 'at = "all"')))
    assert {one.employer for one in spec.memberships if one.role is Role.COORDINATOR} == {"quay"}


@pytest.mark.parametrize(
    ("tenant", "employer", "file", "key"),
    [
        (('locale = "nl"', 'locale = "xx"'), "", "tenant.toml", "locale"),
        (("Europe/Amsterdam", "Europe/Atlantis"), "", "tenant.toml", "time_zone"),
        (("format = 1", "format = 9"), "", "tenant.toml", "format"),
        (("format = 1", "format = 1\ncolour = 3"), "", "tenant.toml", "colour"),
        (("since = 2025-01-01", "since = 'soon'"), "", "tenant.toml", "since"),
        (("since = 2025-01-01\n", ""), "", "tenant.toml", "since"),
        (('coordinator = "noor"', 'coordinator = "nobody"'), "", "tenant.toml", "sign_in_as.coordinator"),
        (('coordinator = "noor"', 'boss = "noor"'), "", "tenant.toml", "sign_in_as.boss"),
        (('at = ["quay"]', 'at = ["moon"]'), "", "tenant.toml", "people.noor.roles"),
        ((', at = ["quay"]', ""), "", "tenant.toml", "people.noor.roles"),
        (('"coordinator", at', '"captain", at'), "", "tenant.toml", "people.noor.roles"),
        (("Noor@Probe.example", "noor"), "", "tenant.toml", "people.noor.email"),
        ("", ('site = "home"', 'site = "away"'), "employer.toml", "workers.Q-1.site"),
        ("", ('team = "day"', 'team = "night"'), "employer.toml", "workers.Q-1.team"),
        ("", ('person = "sanne"', 'person = "nobody"'), "employer.toml", "workers.Q-1.person"),
        ("", ('supervisor = "ruben"', 'supervisor = "nobody"'), "employer.toml", "teams.day.supervisor"),
        ("", ('department = "dispatch"', 'department = "moon"'), "employer.toml", "teams.day.department"),
        (
            "",
            ("started_on = 2020-01-06", "started_on = 2020-01-06\nended_on = 2019-01-01"),
            "employer.toml",
            "ended_on",
        ),
        ("", ('commitment_by = "ilse"', 'commitment_by = "nobody"'), "employer.toml", "publication.commitment_by"),
        ("", ("number = 1", "number = 0"), "employer.toml", "publication.number"),
        ("", ("Europe/Amsterdam", "Moon/Base"), "employer.toml", "sites.home.time_zone"),
        ("", "[people.noor]\nname = 'Another'", "employer.toml", "people.noor"),
        ("", "[generate]\nseed = 'x'", "employer.toml", "generate"),
    ],
)
def test_every_error_names_file_and_key(
    write: Write, tenant: tuple[str, str] | str, employer: tuple[str, str] | str, file: str, key: str
) -> None:
    (finding,) = [line for line in refused(write(tenant, employer)) if key in line][:1]
    assert file in finding


def test_all_errors_of_a_file_are_told_at_once(write: Write) -> None:
    lines = refused(write(("format = 1", "format = 'one'\ncolour = 3\nsize = 4")))
    assert len(lines) == 3


@pytest.mark.rule("FRW-2")
def test_a_framework_nobody_of_the_workers_was_heard_on_can_not_be_published(write: Write) -> None:
    change = ('staff_consultation = "Everybody was heard on 11 February 2025."', "")
    assert any("FRW-2" in line and "publication" in line for line in refused(write(employer=change)))


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize("neutral", ["coordinator", "lead_coordinator"])
@pytest.mark.parametrize("party", ["hr", "absence_admin", "supervisor", "occupational_health", "insurer"])
def test_a_coordinator_with_a_line_administrative_or_medical_role_is_refused(
    write: Write, neutral: str, party: str
) -> None:
    roles = f'[{{ role = "{neutral}", at = ["quay"] }}, {{ role = "{party}", at = ["quay"] }}]'
    lines = refused(write(('[{ role = "coordinator", at = ["quay"] }]', roles)))
    assert any("NEU-1" in line and "people.noor.roles" in line for line in lines)


@pytest.mark.rule("NEU-1")
def test_becoming_a_supervisor_by_leading_a_team_counts(write: Write) -> None:
    lines = refused(write(employer=('supervisor = "ruben"', 'supervisor = "noor"')))
    assert any("NEU-1" in line for line in lines)


@pytest.mark.rule("NEU-1")
def test_one_after_the_other_is_allowed_and_a_single_shared_day_is_not(write: Write) -> None:
    def roles(until: str) -> tuple[str, str]:
        after = '{ role = "coordinator", at = ["quay"], since = 2025-06-01 }'
        before = f'{{ role = "hr", at = ["quay"], until = {until} }}'
        return ('[{ role = "coordinator", at = ["quay"] }]', f"[{after}, {before}]")

    assert len(read_tenant(write(roles("2025-05-31"))).memberships) == 6
    assert any("NEU-1" in line for line in refused(write(roles("2025-06-01"))))


@pytest.mark.rule("NEU-1")
@pytest.mark.parametrize(
    ("roles", "rule"),
    [
        ('{ role = "auditor" }, { role = "hr", at = ["quay"] }', "auditor-writes-nothing"),
        (
            '{ role = "occupational_health", at = "all" }, { role = "hr", at = "all" }',
            "separation-of-health-and-personnel",
        ),
    ],
)
def test_other_roles_that_are_kept_apart_are_refused_by_name(write: Write, roles: str, rule: str) -> None:
    assert any(rule in line for line in refused(write(('[{ role = "auditor" }]', f"[{roles}]"))))


@pytest.mark.rule("FRW-4")
def test_a_framework_that_loosens_the_law_is_refused_with_its_article(write: Write) -> None:
    (line,) = refused(write(framework="[intervals]\nplan_evaluation_every_days = 56\n"))
    assert "employers/quay/framework" in line
    assert "intervals.plan_evaluation_every_days" in line
    assert "Regeling procesgang" in line


@pytest.mark.rule("FRW-4")
def test_a_finding_about_the_consultancys_layer_names_its_folder(write: Write) -> None:
    (line,) = refused(write(consultancy="[intervals]\ncall_within_days = 40\n"))
    assert "probe/framework: intervals.call_within_days: S1-4" in line


@pytest.mark.rule("FRW-5")
def test_a_framework_that_contradicts_itself_is_refused(write: Write) -> None:
    framework = 'languages = ["nl"]\n[roles.coordinator]\nalso_holds = ["hr"]\n'
    assert any(
        "NEU-1" in line and "roles.coordinator.also_holds" in line for line in refused(write(framework=framework))
    )


def test_a_folder_without_a_tenant_file_says_so(tmp_path: Path) -> None:
    assert any("tenant.toml" in line for line in refused(tmp_path))


# --- The demo tenants --------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DEMOS)
def test_the_demo_tenants_have_every_role_and_somebody_to_sign_in_as_for_each(slug: str) -> None:
    spec = demo(slug)
    held = {one.role for one in spec.memberships} | {Role.WORKER}
    assert held == set(Role)
    assert set(spec.sign_in_as) == set(Role)
    holds = {(one.person, one.role) for one in spec.memberships}
    holds |= {(worker.person, Role.WORKER) for employer in spec.employers for worker in employer.employments}
    assert all((person, role) in holds for role, person in spec.sign_in_as.items())


@pytest.mark.parametrize("slug", DEMOS)
def test_the_demo_tenants_are_marked_as_demo_data_everywhere(slug: str) -> None:
    spec = demo(slug)
    assert spec.demo
    assert "(Demo)" in spec.name
    assert all("(Demo)" in employer.name for employer in spec.employers)
    for file in (ROOT / "tenants" / slug).rglob("*.toml"):
        assert file.read_text("utf-8").startswith("# DEMO DATA."), file
    assert all(person.email is None or person.email.endswith(".example") for person in spec.people)


def test_the_demo_has_employers_of_very_different_size_and_sites_in_several_countries() -> None:
    kade, northbank = (demo(slug) for slug in DEMOS)
    assert [len(employer.employments) for employer in kade.employers] == [140, 900, 4000, 12]
    assert len(northbank.employers) == 3
    sites = {site.jurisdiction for employer in northbank.employers for site in employer.sites}
    assert sites == {"uk", "ca_on", "ca_qc", "ca_bc"}


@pytest.mark.parametrize("slug", DEMOS)
def test_the_worker_of_the_story_is_off_work_and_her_supervisor_and_coordinator_are_the_ones_shown(slug: str) -> None:
    spec = demo(slug)
    shown = spec.sign_in_as
    (worker, employer), *_more = [
        (worker, employer)
        for employer in spec.employers
        for worker in employer.employments
        if worker.person == shown[Role.WORKER]
    ]
    assert worker.supervisor == shown[Role.SUPERVISOR]
    assert employer.feed is not None
    assert worker.key in employer.feed.stories
    at_hers = {(one.person, one.role) for one in spec.memberships if one.employer == employer.key}
    for role in (Role.COORDINATOR, Role.HR, Role.ABSENCE_ADMIN, Role.UNION, Role.EMPLOYER_ADMIN):
        assert (shown[role], role) in at_hers
