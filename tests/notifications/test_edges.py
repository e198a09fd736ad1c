"""Pages and API: one's own preferences and messages, and the operator's delivery log."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from handrail.identity.commands import make_api_token
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.notifications import commands
from handrail.notifications.codes import MessageKind, MessageStatus
from handrail.notifications.commands import About
from handrail.notifications.models import Message, Preference

ClientOf = Callable[[Role], FlaskClient]
PREFERENCES = "/api/v1/account/notification-preferences"


def invite(world: Any) -> UUID:
    with world.engine() as session:
        about = About(world.case.subject(), Compartment.COORDINATION)
        person_id = world.people[Role.WORKER]
        return commands.notify(session, world.tenant_id, person_id, MessageKind.INVITATION, key="1", about=about).id


@pytest.fixture
def bearer_of(app: Any, world: Any) -> Callable[[Role], FlaskClient]:
    """Return an API client of the person of a role, with a token and no cookie."""

    def make(role: Role) -> FlaskClient:
        with world.engine() as session:
            actor = world.actor(role)
            _token, secret = make_api_token(session, actor, person_id=actor.person_id, role=role, name="test", days=1)
        client: FlaskClient = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return client

    return make


def test_without_a_choice_mail_goes_by_day(client_of: ClientOf) -> None:
    assert client_of(Role.WORKER).get(PREFERENCES).get_json() == {
        "email": True,
        "quiet_from": "20:00",
        "quiet_until": "08:00",
    }


def test_a_choice_over_the_api_is_kept(bearer_of: ClientOf) -> None:
    chosen = {"email": False, "quiet_from": "21:30", "quiet_until": "09:00"}
    client = bearer_of(Role.WORKER)
    assert client.put(PREFERENCES, json=chosen).get_json() == chosen
    assert client.get(PREFERENCES).get_json() == chosen


def test_half_a_pair_of_quiet_hours_is_said_beside_the_field(bearer_of: ClientOf) -> None:
    answer = bearer_of(Role.WORKER).put(PREFERENCES, json={"email": True, "quiet_from": "21:30"})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["/quiet_until"]


def post(client: FlaskClient, address: str, **fields: str) -> Any:
    """Send a form of a page as a browser does."""
    page = client.get(address).text
    hidden = {
        name: page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0] for name in ("csrf_token", "idempotency_key")
    }
    return client.post(address, data=hidden | fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_page_keeps_a_choice_without_script(client_of: ClientOf, world: Any) -> None:
    client = client_of(Role.WORKER)
    answer = post(client, "/account/notifications", quiet_from="22:00", quiet_until="07:30")
    assert answer.status_code == 303
    with world.engine() as session:
        found = session.scalars(select(Preference).where(Preference.tenant_id == world.tenant_id)).one()
    assert (found.email, str(found.quiet_from), str(found.quiet_until)) == (False, "22:00:00", "07:30:00")
    page = client.get("/account/notifications").text
    assert 'value="22:00"' in page


def test_what_is_not_right_yet_is_kept_and_said(client_of: ClientOf) -> None:
    answer = post(client_of(Role.WORKER), "/account/notifications", quiet_from="22:00")
    assert answer.status_code == 422
    assert 'value="22:00"' in answer.text


@pytest.mark.rule("VOL-2")
def test_a_person_sees_what_was_sent_to_them_and_nobody_else_does(client_of: ClientOf, world: Any) -> None:
    message_id = invite(world)
    own = client_of(Role.WORKER).get("/api/v1/account/messages").get_json()["items"]
    assert [item["id"] for item in own] == [str(message_id)]
    for role in (Role.HR, Role.SUPERVISOR, Role.COORDINATOR, Role.OPERATOR, Role.CONSULTANCY_ADMIN):
        assert client_of(role).get("/api/v1/account/messages").get_json() == {"items": []}
        with world.session(role) as session:
            assert session.scalars(select(Message)).all() == []
    assert client_of(Role.WORKER).get("/account/notifications").status_code == 200


@pytest.fixture
def one_unanswered(world: Any, desk: Any, catcher: Any) -> Iterator[UUID]:
    with clock.frozen(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        catcher.hang_up_after_data = True
        message_id = invite(world)
        desk.work_off()
        catcher.hang_up_after_data = False
        yield message_id


@pytest.mark.rule("PRI-4")
def test_the_operator_sees_attempts_by_id_and_nothing_of_whom_or_what(
    client_of: ClientOf, one_unanswered: UUID, world: Any
) -> None:
    client = client_of(Role.OPERATOR)
    (item,) = client.get("/api/v1/operator/deliveries").get_json()["items"]
    assert (item["message_id"], item["outcome"]) == (str(one_unanswered), "unanswered")
    shown = client.get("/operator/deliveries").text
    assert str(one_unanswered) in shown
    told = client.get("/api/v1/operator/deliveries").text + shown
    for secret in ("invitation", "mail.example", str(world.people[Role.WORKER]), str(world.case.id)):
        assert secret not in told


def test_the_operator_sends_again_what_was_never_answered(
    client_of: ClientOf, one_unanswered: UUID, world: Any, desk: Any, catcher: Any
) -> None:
    client = client_of(Role.OPERATOR)
    page = client.get("/operator/deliveries").text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    form = {"csrf_token": token, "idempotency_key": str(one_unanswered)}
    for _press in range(2):
        answer = client.post(
            f"/operator/deliveries/{one_unanswered}/again", data=form, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 303
    desk.work_off()
    assert len(catcher.mails) == 2
    with world.engine() as session:
        found = session.scalars(select(Message).where(Message.tenant_id == world.tenant_id)).one()
    assert found.status is MessageStatus.SENT


@pytest.mark.parametrize("role", [Role.WORKER, Role.COORDINATOR, Role.HR])
def test_the_delivery_log_is_there_for_operators_alone(client_of: ClientOf, role: Role) -> None:
    assert client_of(role).get("/operator/deliveries").status_code == 404
    assert client_of(role).get("/api/v1/operator/deliveries").status_code == 404
