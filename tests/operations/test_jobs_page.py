"""The operator's page of work in the background: what it shows, what can be done, and whose it is."""

import re
import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import select
from tests.builders import World, bearer, build_person, build_world, give_role, sign_in

from handrail.audit import queries as audit
from handrail.audit.models import TenantEntry
from handrail.entrypoints.operating import commands
from handrail.entrypoints.outbox_cli import outbox as cli
from handrail.kit import jobs, outbox
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.kit.settings import Settings

JOBS = "/operator/jobs"
API = "/api/v1/operator/jobs"


def operated() -> World:
    world = build_world()
    world.people[Role.OPERATOR] = build_person(world.tenant_id, "Invented Operator")
    give_role(world.tenant_id, world.people[Role.OPERATOR], Role.OPERATOR, None)
    return world


@pytest.fixture
def home(database: Settings) -> World:
    assert database
    return operated()


@pytest.fixture
def abroad(database: Settings) -> World:
    assert database
    return operated()


@pytest.fixture
def superuser(superuser: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """The same, over an outbox that is empty."""
    superuser.execute("truncate outbox")
    return superuser


Park = Callable[..., UUID]


@pytest.fixture
def park(superuser: psycopg.Connection[Any]) -> Park:
    def make(world: World, name: str = "test.note", error: str = "Broken", changes: str = "") -> UUID:
        with world.engine() as session:
            row = outbox.publish(session, "test", name, {"note": "Bakker"}, key=str(uuid.uuid4()))
        parking = "update outbox set attempts = 5, parked_at = now(), last_error = %s where id = %s"
        superuser.execute(parking, [error, row])
        if changes:
            superuser.execute(sql.SQL("update outbox set {} where id = %s").format(sql.SQL(changes)), [row])
        return row

    return make


def browser(app: Flask, world: World, role: Role = Role.OPERATOR) -> FlaskClient:
    client = app.test_client()
    sign_in(client, world, role)
    return client


def post(client: FlaskClient, path: str, **fields: str) -> Any:
    token = re.findall(r'csrf_token" value="([^"]+)', client.get("/account").text)[0]
    form = {"csrf_token": token, "idempotency_key": str(uuid.uuid4())} | fields
    return client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})


def state(superuser: psycopg.Connection[Any], row: UUID) -> str:
    found = superuser.execute("select attempts, parked_at, done_at from outbox where id = %s", [row]).fetchone()
    assert found is not None
    attempts, parked_at, done_at = found
    if done_at:
        return "set aside" if parked_at else "done"
    return "parked" if parked_at else f"waiting, {attempts} starts"


def entries(world: World) -> list[tuple[str, Any, Any]]:
    with world.engine() as session:
        found = session.scalars(
            select(TenantEntry).where(TenantEntry.tenant_id == world.tenant_id, TenantEntry.verb.like("job.%"))
        ).all()
        assert list(audit.faults(session, world.tenant_id)) == []
        return [(entry.verb, entry.object_id, entry.actor_id) for entry in found]


@pytest.mark.rule("PRI-4")
def test_the_page_shows_ids_times_and_kinds_and_nothing_of_what_it_is_about(
    app: Flask, home: World, park: Park
) -> None:
    row = park(home)
    page = browser(app, home).get(JOBS)
    assert page.status_code == 200
    assert str(row) in page.text
    assert "test.note" in page.text
    assert "Broken" in page.text
    assert "Bakker" not in page.text
    assert "Bakker" not in app.test_client().get(API, headers=bearer(home, Role.OPERATOR)).text


def test_the_queues_are_counted_by_state(app: Flask, home: World, park: Park, superuser: Any) -> None:
    assert superuser
    park(home)
    park(home, changes="parked_at = null")
    park(home, changes="parked_at = null, run_until = now() + interval '1 h'")
    park(home, changes="parked_at = null, done_at = now()")
    park(home, changes="done_at = now()")
    park(home, changes="parked_at = null, done_at = now() - interval '2 days'")
    found = app.test_client().get(API, headers=bearer(home, Role.OPERATOR)).get_json()
    assert found["queues"] == [
        {"queue": "test", "waiting": 1, "running": 1, "parked": 1, "done": 1, "set_aside": 1},
    ]  # fmt: skip
    assert [item["name"] for item in found["items"]] == ["test.note"]
    assert browser(app, home).get(JOBS).text.count("<td") == 5


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OPERATOR, Role.CONSULTANCY_ADMIN}])
def test_nobody_else_finds_it(app: Flask, home: World, role: Role) -> None:
    if role not in home.people:
        home.people[role] = build_person(home.tenant_id, f"Invented {role}")
        give_role(home.tenant_id, home.people[role], role, None if role.value in UNBOUND else home.employer_id)
    assert browser(app, home, role).get(JOBS).status_code == 404
    assert app.test_client().get(API, headers=bearer(home, role)).status_code == 404


UNBOUND = {"consultancy_manager", "privacy_officer", "auditor", "support", "provider"}


def test_an_operator_neither_sees_nor_touches_another_consultancys_work(
    app: Flask, home: World, abroad: World, park: Park, superuser: Any
) -> None:
    mine, theirs = park(home), park(abroad)
    client = browser(app, home)
    page = client.get(JOBS).text
    assert str(mine) in page
    assert str(theirs) not in page
    nobody = uuid.uuid4()
    for path in (f"{JOBS}/{{}}/again", f"{JOBS}/{{}}/set-aside"):
        foreign, none = (post(client, path.format(row), reason="can_not_work") for row in (theirs, nobody))
        assert (foreign.status_code, none.status_code) == (404, 404)
    headers = bearer(home, Role.OPERATOR)
    for path in (f"{API}/{theirs}/replay", f"{API}/{theirs}/set-aside"):
        answer = app.test_client().post(path, json={"reason": "can_not_work"}, headers=headers)
        assert answer.status_code == 404
    assert app.test_client().post(f"{API}/replay", json={"name": "test.note"}, headers=headers).get_json() == {
        "changed": 1
    }
    assert (state(superuser, mine), state(superuser, theirs)) == ("waiting, 0 starts", "parked")
    assert entries(abroad) == []


def test_one_row_starts_again_once_and_the_chain_tells_by_whom(
    app: Flask, home: World, park: Park, superuser: Any
) -> None:
    row = park(home)
    client = browser(app, home)
    first, second = (post(client, f"{JOBS}/{row}/again") for _twice in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert state(superuser, row) == "waiting, 0 starts"
    assert entries(home) == [("job.replayed", row, home.people[Role.OPERATOR])]
    assert jobs.run_row(home.tenant_id, row)  # it can be started


def test_all_of_one_kind_start_again_after_a_question(app: Flask, home: World, park: Park, superuser: Any) -> None:
    rows = [park(home), park(home), park(home, error="Other"), park(home, name="test.else")]
    client = browser(app, home)
    path = f"{JOBS}/again?name=test.note&error=Broken"
    page = client.get(path)
    assert "2 pieces of parked work start again" in page.text
    assert [state(superuser, row) for row in rows] == ["parked"] * 4
    assert post(client, path, name="test.note", error="Broken").status_code == 303
    assert [state(superuser, row) for row in rows] == ["waiting, 0 starts"] * 2 + ["parked"] * 2
    assert len(entries(home)) == 2
    assert post(client, path, name="test.note", error="Broken").status_code == 303
    assert client.get(f"{JOBS}/again?name=test.note&error=Broken").status_code == 404
    assert len(entries(home)) == 2


def test_work_is_set_aside_for_a_reason_and_the_same_key_asks_for_it_no_more(
    app: Flask, home: World, park: Park, superuser: Any
) -> None:
    row = park(home)
    client = browser(app, home)
    unsaid = post(client, f"{JOBS}/{row}/set-aside")
    assert (unsaid.status_code, state(superuser, row)) == (422, "parked")
    assert post(client, f"{JOBS}/{row}/set-aside", reason="done_by_hand").status_code == 303
    assert state(superuser, row) == "set aside"
    assert str(row) not in client.get(JOBS).text
    assert not jobs.run_row(home.tenant_id, row)
    assert entries(home) == [("job.set_aside", row, home.people[Role.OPERATOR])]
    with home.session(Role.OPERATOR) as (session, actor):
        assert not commands.set_aside(session, actor, row, commands.Reason.DONE_BY_HAND)
        assert not commands.replay(session, actor, row)
    assert len(entries(home)) == 1


def test_what_runs_again_can_not_be_set_aside(app: Flask, home: World, park: Park) -> None:
    row = park(home, changes="parked_at = null")
    answer = app.test_client().post(
        f"{API}/{row}/set-aside", json={"reason": "can_not_work"}, headers=bearer(home, Role.OPERATOR)
    )
    assert answer.status_code == 409


def test_an_unknown_row_is_not_found(home: World) -> None:
    with home.session(Role.OPERATOR) as (session, actor), pytest.raises(NotFound):
        commands.replay(session, actor, uuid.uuid4())


def test_the_list_is_filtered_and_goes_on(app: Flask, home: World, park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.entrypoints.operating.queries.MOST", 2)
    rows = [park(home) for _row in range(3)] + [park(home, name="test.else")]
    client = browser(app, home)
    first = client.get(f"{JOBS}?name=test.note").text
    assert [str(row) in first for row in rows] == [False, True, True, False]
    older = re.findall(r'href="([^"]+before=[^"]+)"', first)[0].replace("&amp;", "&")
    second = client.get(older).text
    assert [f"<code>{row}</code>" in second for row in rows] == [True, False, False, False]
    assert "Nothing of this kind is parked" in client.get(f"{JOBS}?name=nothing").text


def test_an_empty_page_says_so(app: Flask, home: World, superuser: Any) -> None:
    assert superuser
    assert "Nothing is parked" in browser(app, home).get(JOBS).text


def test_an_operator_starts_the_day_here(app: Flask, home: World) -> None:
    assert browser(app, home).get("/").location == JOBS


# --- The command ----------------------------------------------------------------------------------------------------


def test_the_command_lists_replays_and_sets_aside_and_the_chain_tells(
    home: World, abroad: World, park: Park, superuser: Any
) -> None:
    one, other, third = park(home), park(abroad), park(home)
    said = CliRunner().invoke(cli, ["list"])
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "3 parked")
    assert "Bakker" not in said.output
    assert "1 would be set aside" in CliRunner().invoke(
        cli, ["set-aside", str(third), "--reason", "done_by_hand", "--dry-run"]
    ).output  # fmt: skip
    assert state(superuser, third) == "parked"
    assert "1 set aside" in CliRunner().invoke(cli, ["set-aside", str(third), "--reason", "done_by_hand"]).output
    assert "2 will be started anew" in CliRunner().invoke(cli, ["replay", "--all"]).output
    assert [state(superuser, row) for row in (one, other, third)] == ["waiting, 0 starts"] * 2 + ["set aside"]
    assert entries(home) == [("job.set_aside", third, None), ("job.replayed", one, None)]
    assert entries(abroad) == [("job.replayed", other, None)]
    assert CliRunner().invoke(cli, ["set-aside", str(one)]).exit_code == 2
