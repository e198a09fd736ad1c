"""Those who watch over retention do all of it in pages and by API, and see case numbers and never content."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.builders import bearer, sign_in
from tests.privacy.retention.ending import Over

from handrail.entrypoints.app import create_app
from handrail.kit.codes import Role
from handrail.kit.settings import Settings
from handrail.privacy.retention.codes import RunState
from handrail.privacy.retention.models import ErasureRun, LegalHold, PeriodChoice
from handrail.tenancy.models import Case

pytestmark = [pytest.mark.rule("PRI-2"), pytest.mark.slow]


@pytest.fixture
def app(own: Settings) -> Flask:  # noqa: ARG001 - its settings are read at boot
    return create_app()


def visitor(app: Flask, over: Over, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, over.world, role)
    return client


def get(client: FlaskClient, path: str) -> Any:
    return client.get(path, base_url="http://localhost")


def post(client: FlaskClient, path: str, page: str, **fields: str) -> Any:
    token = get(client, page).text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "idempotency_key": str(uuid4()), **fields}
    return client.post(path, base_url="http://localhost", data=data, headers={"Sec-Fetch-Site": "same-origin"})


def digest_in(page: str) -> str:
    return page.split('name="digest" value="')[1].split('"', maxsplit=1)[0]


def number_of(over: Over) -> str:
    with over.world.engine() as session:
        return session.scalars(select(Case.number).where(Case.id == over.full.case_id)).one()


def test_two_people_take_it_from_the_preview_to_its_certificate(
    app: Flask, over: Over, superuser: psycopg.Connection[Any]
) -> None:
    officer, admin = visitor(app, over, Role.PRIVACY_OFFICER), visitor(app, over, Role.CONSULTANCY_ADMIN)
    assert "Nothing is due" in get(officer, "/privacy/retention").text
    run_id = over.propose().run_id
    path = f"/privacy/retention/runs/{run_id}"
    index, page = get(officer, "/privacy/retention").text, get(officer, path).text
    assert "The worker&#39;s own notes" in index
    assert number_of(over) in page
    own = ("quillon privacy_officer", "consultancy of quillon")  # who looks, in the frame of the page
    bare = page.lower().replace(own[0], "").replace(own[1], "")
    assert "quillon" not in bare
    assert "quillon worker" not in index.lower()
    assert post(officer, f"{path}/ask", path, digest=digest_in(page)).status_code == 303
    assert "You asked for this yourself" in get(officer, path).text
    assert post(officer, f"{path}/approve", path, digest=digest_in(page)).status_code == 409
    approving = get(admin, path).text
    assert post(admin, f"{path}/approve", path, digest=digest_in(approving)).status_code == 303
    assert "It begins after" in get(admin, path).text
    superuser.execute(
        "update erasure_run set approved_at = now() - interval '8 days', erase_after = now() - interval '1 day' "
        "where state = 'approved'"
    )
    assert run_id is not None
    assert over.work(run_id)
    assert "Certificate to read" in get(officer, path).text
    made = get(officer, f"/privacy/retention/certificates/{run_id}.json")
    assert (made.status_code, made.json["run"]) == (200, str(run_id))
    paper = get(officer, f"/privacy/retention/certificates/{run_id}.pdf")
    assert (paper.status_code, paper.data[:5]) == (200, b"%PDF-")
    assert "sandbox" in paper.headers["Content-Security-Policy"]


def test_a_run_is_stopped_with_a_reason(app: Flask, over: Over) -> None:
    run_id = over.propose().run_id
    assert run_id is not None
    over.ask(run_id)
    admin = visitor(app, over, Role.CONSULTANCY_ADMIN)
    path = f"/privacy/retention/runs/{run_id}/reverse"
    assert post(admin, path, path, reason="").status_code == 422
    assert post(admin, path, path, reason="A question is open").status_code == 303
    assert "A question is open" in get(admin, f"/privacy/retention/runs/{run_id}").text


def test_a_hold_is_placed_once_however_often_its_form_is_sent_and_lifted(app: Flask, over: Over) -> None:
    officer, key = visitor(app, over, Role.PRIVACY_OFFICER), str(uuid4())
    form = "/privacy/retention/holds/new"
    given = {"number": number_of(over), "employer": "", "reason": "A court asks", "until": "2027-06-01"}
    for _ in range(2):
        assert post(officer, form, form, **given, idempotency_key=key).status_code == 303
    with over.world.engine() as session:
        placed = session.scalars(select(LegalHold).where(LegalHold.number.is_not(None))).one()
    assert "A court asks" in get(officer, "/privacy/retention").text
    lifted = post(officer, f"/privacy/retention/holds/{placed.id}/lift", "/privacy/retention")
    assert lifted.status_code == 303
    assert "A court asks" not in get(officer, "/privacy/retention").text
    assert post(officer, form, form, **given | {"number": "2099-1"}).status_code == 422


def test_a_period_is_chosen_inside_its_bounds_and_given_up_again(app: Flask, over: Over) -> None:
    admin = visitor(app, over, Role.CONSULTANCY_ADMIN)
    form = "/privacy/retention/periods/new?kind=own"
    given = {"kind": "own", "jurisdiction": "default", "reason": "Our promise to workers"}
    for period, status in (("P10D", 422), ("soon", 422), ("P60D", 303)):
        assert post(admin, "/privacy/retention/periods/new", form, **given, period=period).status_code == status
    page = get(admin, "/privacy/retention").text
    assert "Our promise to workers" in page
    assert "60 days" in page
    gone = post(admin, "/privacy/retention/periods/give-up", "/privacy/retention", kind="own", jurisdiction="default")
    assert gone.status_code == 303
    with over.world.engine() as session:
        assert session.scalars(select(PeriodChoice).where(PeriodChoice.ended_at.is_(None))).all() == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HR, Role.WORKER, Role.SUPERVISOR, Role.SUPPORT])
def test_for_everybody_else_there_is_nothing_here(app: Flask, over: Over, role: Role) -> None:
    assert get(visitor(app, over, role), "/privacy/retention").status_code == 404


def test_an_auditor_looks_and_decides_nothing(app: Flask, over: Over) -> None:
    run_id = over.propose().run_id
    auditor = visitor(app, over, Role.AUDITOR)
    page = get(auditor, f"/privacy/retention/runs/{run_id}").text
    assert number_of(over) in page
    assert "Ask for the erasure" not in page


def test_programs_do_the_same_by_api(app: Flask, over: Over) -> None:
    client = app.test_client()
    officer, admin = bearer(over.world, Role.PRIVACY_OFFICER), bearer(over.world, Role.CONSULTANCY_ADMIN)
    run_id = over.propose().run_id
    base = f"/api/v1/retention/runs/{run_id}"
    assert client.get("/api/v1/retention/rules", headers=officer).json["items"]
    shown = client.get(base, headers=officer).json
    assert shown["items"][0]["cases"] == [number_of(over)]
    body = {"digest": shown["digest"]}
    assert client.post(f"{base}/ask", json=body, headers=officer).json["state"] == "asked"
    refused = client.post(f"{base}/approve", json=body, headers=officer)
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/second-person-needed")
    assert client.post(f"{base}/approve", json=body, headers=admin).json["state"] == "approved"
    assert client.get(f"{base}/certificate", headers=admin).status_code == 404
    assert client.post(f"{base}/reverse", json={"reason": "x"}, headers=admin).json["state"] == "reversed"
    hold = {"number": number_of(over), "reason": "y", "until": "2027-06-01"}
    placed = client.post("/api/v1/retention/holds", json=hold, headers=officer)
    assert placed.status_code == 201
    assert placed.json["id"] in {
        each["id"] for each in client.get("/api/v1/retention/holds", headers=admin).json["items"]
    }
    assert client.post(f"/api/v1/retention/holds/{placed.json['id']}/lift", headers=officer).status_code == 200
    chosen = {"kind": "own", "period": "P60D", "reason": "z"}
    assert client.post("/api/v1/retention/periods", json=chosen, headers=admin).status_code == 204
    assert client.delete("/api/v1/retention/periods?kind=own", headers=admin).status_code == 204
    with over.world.engine() as session:
        assert session.get_one(ErasureRun, (over.tenant_id, run_id)).state is RunState.REVERSED
