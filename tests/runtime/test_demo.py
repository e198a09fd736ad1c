"""Ways into the demo: one a role, spent at the next start, and never where others can reach the pages."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import Range

from handrail.entrypoints import demo
from handrail.entrypoints.errors import StartError
from handrail.identity import commands, queries
from handrail.identity.errors import LinkSpent
from handrail.identity.models import Membership
from handrail.kit.codes import Role
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.settings import Settings, configure
from handrail.tenancy.models import Person, Tenant

EVER: Range[Any] = Range(date(2020, 1, 1), None, bounds="[)")


@pytest.fixture
def tenant(database: Settings) -> Iterator[UUID]:
    assert database
    made = new_id()
    with tenant_session(engine_context(made)) as session:
        session.add(
            Tenant(
                tenant_id=made, id=made, slug="demo", name="Demo", locale="nl", time_zone="Europe/Amsterdam", demo=True
            )
        )
        session.flush()
        for key, role in (("anna", Role.PRIVACY_OFFICER), ("bram", Role.PRIVACY_OFFICER), ("cas", Role.AUDITOR)):
            person = Person(
                tenant_id=made,
                id=new_id(),
                key=key,
                name=key.title(),
                sort_name=key,
                email=None,
                phone=None,
                locale="nl",
                time_zone="Europe/Amsterdam",
            )
            session.add(person)
            session.flush()
            session.add(Membership(tenant_id=made, person_id=person.id, role=role, employer_id=None, during=EVER))
    yield made
    with tenant_session(engine_context(made)) as session:
        session.execute(update(Tenant).where(Tenant.tenant_id == made).values(demo=False, slug=str(made)))
    configure(database)


def use(tenant: UUID, link: demo.DemoLink) -> Role:
    token = link.url.rpartition("/")[2]
    credential = queries.resolve_credential("link", commands.digest(token))
    assert credential is not None
    assert credential.tenant_id == tenant
    with tenant_session(engine_context(tenant)) as session:
        sign_in, _secret = commands.use_link(session, tenant, token, browser=None, origin="test")
        return Role(sign_in.role)


def test_every_role_that_somebody_holds_has_one_link_that_works_once(tenant: UUID) -> None:
    found = demo.links()
    assert [(link.role, link.name) for link in found] == [(Role.PRIVACY_OFFICER, "Anna"), (Role.AUDITOR, "Cas")]
    assert all(link.url.startswith("http://localhost:") for link in found)
    assert use(tenant, found[0]) is Role.PRIVACY_OFFICER
    with pytest.raises(LinkSpent):
        use(tenant, found[0])


def test_links_of_an_earlier_start_are_spent(tenant: UUID) -> None:
    earlier = demo.links()
    demo.spend_earlier_links()
    now = demo.links()
    with pytest.raises(LinkSpent):
        use(tenant, earlier[0])
    assert use(tenant, now[0]) is Role.PRIVACY_OFFICER


def test_no_token_is_written_down(tenant: UUID, database: Settings) -> None:
    found = demo.links()
    kept = (database.state_dir / "demo-links.json").read_text("utf-8")
    assert str(tenant) in json.loads(kept)
    assert not any(link.url.rpartition("/")[2] in kept for link in found)


def test_others_who_can_reach_the_pages_get_no_links(tenant: UUID, database: Settings) -> None:
    assert tenant
    configure(replace(database, bind="0.0.0.0"))  # noqa: S104 - the setting that must refuse
    with pytest.raises(StartError, match="only while HANDRAIL_BIND is loopback"):
        demo.links()


def test_a_consultancy_that_is_no_demo_gets_no_links(tenant: UUID) -> None:
    with tenant_session(engine_context(tenant)) as session:
        session.execute(update(Tenant).where(Tenant.tenant_id == tenant).values(demo=False))
    assert demo.links() == []


def test_the_command_prints_role_name_and_address(tenant: UUID) -> None:
    assert tenant
    said = CliRunner().invoke(demo.demo, ["demo"])
    assert said.exit_code == 0
    assert "auditor" in said.output
    assert "/sign-in/" in said.output
    assert isinstance(CliRunner().invoke(demo.demo, ["elsewhere"]).exception, StartError)
