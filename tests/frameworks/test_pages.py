"""The framework as people read it: what is in force, who set it, and only for the employers in reach."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from handrail.entrypoints.app import create_app
from handrail.exchange.provisioning.apply import Applied, apply
from handrail.exchange.provisioning.reading import read_tenant
from handrail.frameworks.views import PARTS
from handrail.identity.commands import start_sign_in
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.i18n import LOCALES
from handrail.kit.settings import Settings
from handrail.tenancy.models import Person
from handrail.web.checks import assert_well_formed

TENANT = """
format = 1
name = "Pages (Demo)"
locale = "en"
time_zone = "Europe/London"
since = 2025-01-01

[people.noor]
name = "Noor"
roles = [{ role = "coordinator", at = ["quay"] }]

[people.sofie]
name = "Sofie"
roles = [{ role = "consultancy_admin" }]
"""
EMPLOYER = """
name = "%(name)s (Demo)"
locale = "en"
since = 2025-01-01

[sites.home]
name = "Home"
jurisdiction = "nl"
time_zone = "Europe/Amsterdam"

[sites.away]
name = "Away"
jurisdiction = "uk"
time_zone = "Europe/London"

[people.boss-%(key)s]
name = "Boss"
roles = [{ role = "senior_management" }]

[publication]
number = 1
published_on = 2025-02-01
commitment_by = "boss-%(key)s"
commitment_on = 2025-01-20
staff_consultation = "Held."
"""
FRAMEWORK = """
languages = ["en"]
[intervals]
call_within_days = 6
[insurer_terms.calls]
demand = "contact_worker"
title = { en = "The insurer <b>calls</b>" }
"""
As = Callable[[str, Role], FlaskClient]


@pytest.fixture(scope="module")
def tenant(database: Settings, tmp_path_factory: pytest.TempPathFactory) -> Applied:
    folder = tmp_path_factory.mktemp("tenants") / "pages"
    for key in ("quay", "other"):
        (folder / "employers" / key / "framework").mkdir(parents=True)
        (folder / "employers" / key / "employer.toml").write_text(EMPLOYER % {"key": key, "name": key.title()})
    (folder / "employers" / "quay" / "framework" / "framework.toml").write_text(FRAMEWORK)
    (folder / "tenant.toml").write_text(TENANT)
    assert database.database_url
    return apply(read_tenant(folder))


@pytest.fixture
def as_(tenant: Applied) -> As:
    """Return a browser in which a person is signed in."""
    app = create_app()

    def signed_in(key: str, role: Role) -> FlaskClient:
        with tenant_session(engine_context(tenant.tenant_id)) as session:
            person = session.scalars(
                select(Person.id).where(Person.tenant_id == tenant.tenant_id, Person.key == key)
            ).one()
            _row, secret = start_sign_in(session, tenant.tenant_id, person, role, proof=DEVELOPMENT)
        client = app.test_client()
        client.set_cookie("hr", secret, domain="localhost")
        return client

    return signed_in


def test_the_list_holds_the_employers_in_reach_with_their_versions(as_: As) -> None:
    page = as_("noor", Role.COORDINATOR).get("/framework")
    assert page.status_code == 200
    assert "Quay (Demo)" in page.text
    assert "Other (Demo)" not in page.text
    assert "Version 1, since 1 February 2025" in page.text
    assert_well_formed(page.text)
    everything = as_("sofie", Role.CONSULTANCY_ADMIN).get("/framework").text
    assert "Quay (Demo)" in everything
    assert "Other (Demo)" in everything


@pytest.mark.rule("FRW-4")
def test_the_time_limits_mark_the_layer_that_set_each_and_name_the_article(as_: As) -> None:
    page = as_("noor", Role.COORDINATOR).get("/framework/quay?in=nl").text
    assert_well_formed(page)
    row = page.split("Letter sent to first call")[1].split("</tr>")[0]
    assert [cell.split(">")[1].split("<")[0] for cell in row.split("<td")[1:]] == [
        "10 days", "–", "–", "6 days", "2 to 14 days",
    ]  # fmt: skip
    assert row.count('class="set"') == 1
    assert 'data-l="Employer" class="set"' in row
    assert "Regeling procesgang" in page.split("From one evaluation of the plan")[1].split("</tr>")[0]


@pytest.mark.rule("FRW-4")
def test_each_jurisdiction_of_an_employer_has_its_own_floor(as_: As) -> None:
    client = as_("noor", Role.COORDINATOR)
    assert "UAVG article 30" in client.get("/framework/quay?in=nl").text
    assert "UAVG article 30" not in client.get("/framework/quay?in=uk").text
    assert "How are you now" not in client.get("/framework/quay?in=nl&part=guides").text
    assert "How are you now" in client.get("/framework/quay?in=uk&part=guides").text


@pytest.mark.rule("FRW-1")
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("code", LOCALES)
def test_every_part_can_be_read_in_every_language(as_: As, part: str, code: str) -> None:
    client = as_("sofie", Role.CONSULTANCY_ADMIN)
    client.set_cookie("hr-lang", code, domain="localhost")
    page = client.get(f"/framework/quay?part={part}")
    assert page.status_code == 200
    assert_well_formed(page.text)


@pytest.mark.rule("S1-3")
def test_a_term_that_crosses_the_process_is_shown_with_its_rule_and_as_text(as_: As) -> None:
    page = as_("noor", Role.COORDINATOR).get("/framework/quay?part=terms").text
    assert "The insurer &lt;b&gt;calls&lt;/b&gt;" in page
    assert "To be settled, rule NEU-2" in page


@pytest.mark.parametrize(
    "path", ["/framework/other", "/framework/nowhere", "/framework/quay?part=x", "/framework/quay?in=fr"]
)
def test_another_employer_and_what_is_not_there_answer_the_same(as_: As, path: str) -> None:
    client = as_("noor", Role.COORDINATOR)
    answers = [client.get(path), client.get("/framework/never-was")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_worker_has_no_framework_page(as_: As) -> None:
    assert as_("boss-quay", Role.SENIOR_MANAGEMENT).get("/framework").status_code == 200
    assert create_app().test_client().get("/framework").status_code in {302, 303, 401}
