"""Asking for a link says nothing of who has an account: not by what is done, and not by what is written."""

from collections import Counter
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from tests.builders import World, build_world
from tests.isolation.crawling import statements

from handrail.entrypoints.app import create_app
from handrail.identity import commands, links, queries
from handrail.identity.errors import LinkSpent
from handrail.identity.models import SignInLink
from handrail.kit import clock, draft
from handrail.kit.codes import Role
from handrail.kit.keys import rotation
from handrail.kit.outbox import Outbox
from handrail.kit.settings import Settings
from handrail.notifications.commands import message_for_link
from handrail.tenancy.models import Person, Tenant

pytestmark = pytest.mark.usefixtures("database", "valkey")
ADDRESSES = {
    "known": "worker@mail.example",
    "unknown": "nobody@mail.example",
    "ended": "has.gone@mail.example",
    "elsewhere": "somebody.else@mail.example",
}


@pytest.fixture(scope="module")
def app(database: Settings) -> Flask:
    del database
    return create_app()


@pytest.fixture(scope="module")
def world(database: Settings) -> World:
    """A consultancy where one has the address, one had it, and in another consultancy somebody has one."""
    del database
    found, other = build_world(), build_world()
    _gets(found, Role.WORKER, ADDRESSES["known"])
    _gets(found, Role.HR, ADDRESSES["ended"], active=False)
    _gets(other, Role.WORKER, ADDRESSES["elsewhere"])
    return found


def _gets(world: World, role: Role, email: str, *, active: bool = True) -> None:
    with world.engine() as session:
        session.execute(update(Person).where(Person.id == world.people[role]).values(email=email, active=active))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def ask(client: FlaskClient, world: World, email: str) -> tuple[list[str], Counter[str]]:
    """Return the statements of asking for a link, and how many rows each table has more afterwards."""
    with world.engine() as session:
        slug = session.scalars(select(Tenant.slug)).one()
    token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "idempotency_key": str(uuid4()), "consultancy": slug, "email": email}
    before = rows(world)
    with statements() as noted:
        answer = client.post("/sign-in", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    return noted, rows(world) - before


def rows(world: World) -> Counter[str]:
    found: Counter[str] = Counter()
    with world.engine() as session:
        for model in draft.models():
            found[model.__tablename__] = session.scalar(text(f"select count(*) from {model.__tablename__}")) or 0  # noqa: S608 - names of our tables
    return found


def test_asking_does_and_writes_the_same_whoever_has_the_address(client: FlaskClient, world: World) -> None:
    ask(client, world, "first@mail.example")  # the consultancy's key is made once
    done = {name: ask(client, world, email) for name, email in ADDRESSES.items()}
    assert done["known"][1] == Counter({"sign_in_link": 1, "outbox": 1})
    assert {name: found for name, found in done.items() if found != done["known"]} == {}


def test_nothing_that_is_written_holds_the_address(client: FlaskClient, world: World) -> None:
    ask(client, world, ADDRESSES["known"])
    with world.engine() as session:
        for table in ("sign_in_link", "outbox"):
            stored = session.scalar(text(f"select json_agg(t)::text from {table} t"))  # noqa: S608 - two names of ours
            assert ADDRESSES["known"] not in str(stored)
            assert ADDRESSES["known"].encode().hex() not in str(stored)


def asked_for(world: World, email: str, browser: str = "browser") -> UUID:
    with world.engine() as session:
        before = set(session.scalars(select(SignInLink.id)))
        links.ask_for_link(session, world.tenant_id, email, browser, host="localhost")
        (made,) = set(session.scalars(select(SignInLink.id))) - before
    return made


def test_the_job_that_mails_finds_whose_link_it_is_and_it_opens_before_that_for_nobody(world: World) -> None:
    link_id = asked_for(world, " Worker@Mail.example ")
    token = commands.token_of_link(link_id)
    found = queries.resolve_credential("link", commands.digest(token))
    assert found is not None
    assert found.person_id is None
    with pytest.raises(LinkSpent), world.engine() as session:
        commands.use_link(session, world.tenant_id, token, browser="browser", origin=None)
    with world.engine() as session:
        message = message_for_link(session, world.tenant_id, link_id)
        assert message is not None
        assert message.person_id == world.people[Role.WORKER]
        assert session.get_one(SignInLink, (world.tenant_id, link_id)).address_sealed is None
    with world.engine() as session:
        row, _secret = commands.use_link(session, world.tenant_id, token, browser="browser", origin=None)
        assert row.person_id == world.people[Role.WORKER]


@pytest.mark.parametrize("who", ["unknown", "ended", "elsewhere"])
def test_a_link_for_an_address_that_nobody_has_here_is_gone_with_its_job(world: World, who: str) -> None:
    link_id = asked_for(world, ADDRESSES[who])
    with world.engine() as session:
        assert message_for_link(session, world.tenant_id, link_id) is None
    with world.engine() as session:
        assert session.get(SignInLink, (world.tenant_id, link_id)) is None


def test_an_address_whose_job_was_set_aside_goes_after_a_day(world: World) -> None:
    link_id = asked_for(world, ADDRESSES["known"])
    with world.engine() as session:
        links.forget_unasked(session, world.tenant_id)
        assert session.get(SignInLink, (world.tenant_id, link_id)) is not None
    later = clock.now() + links.KEPT + commands.LINK_LIFE
    with clock.frozen(later), world.engine() as session:
        links.forget_unasked(session, world.tenant_id)
        session.expire_all()
        assert session.get(SignInLink, (world.tenant_id, link_id)) is None


def test_a_link_that_was_asked_for_before_the_keys_were_rotated_is_mailed(world: World) -> None:
    link_id = asked_for(world, ADDRESSES["known"])
    rotation.rotate(world.tenant_id)
    assert sum(rotation.rewrap_data_keys(world.tenant_id)) > 0
    with world.engine() as session:
        assert message_for_link(session, world.tenant_id, link_id) is not None
        assert session.scalar(select(Outbox.id).where(Outbox.idem_key.endswith(str(link_id)))) is not None
