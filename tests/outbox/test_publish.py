"""What a request leaves in the outbox."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from handrail.kit import clock, outbox
from handrail.kit.codes import Role
from handrail.kit.db import Context, tenant_session
from handrail.kit.ids import new_id


def test_what_is_rolled_back_was_never_asked_for(desk: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        _publish_and_fail(desk.tenant)
    assert desk.superuser.execute("select count(*) from outbox").fetchone() == (0,)


def _publish_and_fail(tenant: UUID) -> None:
    with tenant_session(Context(tenant)) as session:
        outbox.publish(session, "test", "test.note", {}, key="a")
        raise ZeroDivisionError


def test_the_same_key_asks_once_and_names_the_first_row(desk: Any) -> None:
    assert desk.publish("test.note", key="a") == desk.publish("test.note", key="a")
    assert desk.superuser.execute("select count(*) from outbox").fetchone() == (1,)


def test_keys_of_different_actors_and_tenants_do_not_meet(desk: Any) -> None:
    rows = {
        desk.publish("test.note", key="a"),
        desk.publish("test.other", key="a"),
        desk.publish("test.note", key="a", tenant=new_id()),
    }
    assert len(rows) == 3


def test_a_row_says_on_whose_behalf_it_is_done(desk: Any) -> None:
    person = new_id()
    with tenant_session(Context(desk.tenant, person_id=person, role=Role.COORDINATOR)) as session:
        outbox.publish(session, "test", "test.note", {}, key="a")
    found = desk.superuser.execute("select acting_person_id, acting_role from outbox").fetchone()
    assert found == (person, "coordinator")


def test_another_tenant_sees_no_row(desk: Any) -> None:
    row = desk.publish("test.note")
    with tenant_session(Context(new_id())) as session:
        assert session.get(outbox.Outbox, (desk.tenant, row)) is None


def test_work_for_later_is_not_leased_before(desk: Any, make_relay: Any) -> None:
    row = desk.publish("test.note", not_before=clock.now() + timedelta(hours=1))
    relay = make_relay()
    assert relay.claim() == []
    desk.expire()
    assert [lease.row_id for lease in relay.claim()] == [row]
