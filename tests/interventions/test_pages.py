"""The pages of help and mediation, as the different people, and the same over the API."""

import re
from uuid import UUID

import pytest
from tests.builders import bearer, sign_in
from tests.interventions.conftest import Helped
from tests.plans.conftest import Browser

from handrail.kit.codes import Role

MIRA = "Mira the Mediator"


@pytest.fixture
def browse(app: object, helped: Helped) -> object:
    def make(role: Role, person_id: UUID | None = None) -> Browser:
        client = app.test_client()  # type: ignore[attr-defined]
        sign_in(client, helped.world, role, person_id)
        return Browser(client)

    return make


@pytest.mark.rule("S3-4")
@pytest.mark.rule("IVN-3")
def test_a_mediation_runs_through_the_pages_of_all_four(helped: Helped, browse: object) -> None:
    coordinator, worker, supervisor = (browse(role) for role in (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR))  # type: ignore[operator]
    mediator = browse(Role.PROVIDER, helped.providers[MIRA])  # type: ignore[operator]
    case = f"/cases/{helped.case_id}/help"
    assert coordinator.send(f"{case}/conflict", {"note": "A hard word in March"}).status_code == 303
    assert coordinator.send(f"{case}/offer", {"resource": "union_network", "wish": "later"}).status_code == 303
    refused = coordinator.send(f"{case}/refer", {"to": helped.to(MIRA), "kind": "mediation"})
    assert refused.status_code == 409
    yes = {"to": helped.to(MIRA), "answer": "given", "given_how": "telephone"}
    assert coordinator.send(f"{case}/consent", yes).status_code == 303
    assert coordinator.send(f"{case}/refer", {"to": helped.to(MIRA), "kind": "mediation"}).status_code == 303
    page = coordinator.page(case)
    assert "A hard word in March" in page
    assert MIRA in page

    for browser, path in ((worker, "/my-return/help"), (supervisor, "/team/mediation")):
        page = browser.page(path)
        assert "A hard word in March" not in page
        answer = re.search(r'href="(/mediation/[^"]*/answer)"', page)
        assert answer, path
        assert browser.send(answer[1], {"agreed": "true"}).status_code == 303
    here = re.search(r'href="(/referrals/[^"]*)"', mediator.page("/referrals"))
    assert here
    assert mediator.send(f"{here[1]}/state", {"state": "under_way"}).status_code == 303
    assert mediator.send(f"{here[1]}/session", {"on": _today(), "present": ["worker", "supervisor"]}).status_code == 303
    assert mediator.send(f"{here[1]}/state", {"state": "ended_with_agreement"}).status_code == 303
    assert mediator.send(f"{here[1]}/agreement", {"words": "Mondays together zanzibar"}).status_code == 303
    assert "zanzibar" in mediator.page(here[1])
    assert "zanzibar" not in coordinator.page(case)
    for browser, path in ((worker, "/my-return/help"), (supervisor, "/team/mediation")):
        page = browser.page(path)
        assert "zanzibar" in page
        release = re.search(r'href="(/mediation/[^"]*/release)"', page)
        assert release, path
        assert browser.send(release[1], {"released": "true"}).status_code == 303
    assert "zanzibar" in coordinator.page(case)
    end = re.search(r'href="(/cases/[^"]*/end)"', coordinator.page(case))
    assert end is None  # it has ended by itself


def _today() -> str:
    from handrail.kit import clock  # noqa: PLC0415 - one line

    return clock.today("Europe/Amsterdam").isoformat()


@pytest.mark.rule("CON-7")
def test_the_same_over_the_api(app: object, helped: Helped) -> None:
    client = app.test_client()  # type: ignore[attr-defined]
    base = f"/api/v1/cases/{helped.case_id}"
    who = {role: bearer(helped.world, role) for role in (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR, Role.HR)}
    who[Role.PROVIDER] = bearer(helped.world, Role.PROVIDER, helped.providers[MIRA])

    def ask(role: Role, method: str, path: str, body: dict[str, object] | None = None) -> object:
        key = {"Idempotency-Key": f"{method}{path}{body}"[:200]} if method != "GET" else {}
        return client.open(path, method=method, json=body, headers=who[role] | key, base_url="http://localhost")

    to = {"to": helped.to(MIRA)}
    refused = ask(Role.COORDINATOR, "POST", f"{base}/referrals", to | {"kind": "mediation"})
    assert (refused.status_code, refused.json["rule"]) == (409, "CON-7")  # type: ignore[attr-defined]
    given = to | {"answer": "given", "given_how": "telephone"}
    assert ask(Role.COORDINATOR, "POST", f"{base}/referrals/consents", given).status_code == 204  # type: ignore[attr-defined]
    made = ask(Role.COORDINATOR, "POST", f"{base}/referrals", to | {"kind": "mediation", "made_on": _today()})
    assert made.status_code == 201, made.json  # type: ignore[attr-defined]
    assert ask(Role.HR, "GET", f"{base}/help").status_code == 404  # type: ignore[attr-defined]
    assert ask(Role.SUPERVISOR, "GET", f"{base}/help").status_code == 404  # type: ignore[attr-defined]
    for role in (Role.WORKER, Role.SUPERVISOR):
        (invitation,) = ask(role, "GET", "/api/v1/mediations").json["items"]  # type: ignore[attr-defined]
        answer = ask(role, "PUT", f"/api/v1/mediations/{invitation['id']}/answer", {"agreed": True})
        assert answer.json["agreed"] is True  # type: ignore[attr-defined]
    (slice_,) = ask(Role.PROVIDER, "GET", "/api/v1/referrals").json["items"]  # type: ignore[attr-defined]
    here = f"/api/v1/referrals/{slice_['id']}"
    assert ask(Role.PROVIDER, "PUT", f"{here}/state", {"state": "under_way"}).status_code == 200  # type: ignore[attr-defined]
    assert ask(Role.PROVIDER, "PUT", f"{here}/state", {"state": "offered"}).status_code == 409  # type: ignore[attr-defined]
    met = ask(Role.PROVIDER, "PUT", f"{here}/sessions", {"on": _today(), "present": ["worker"]})
    assert met.json == {"on": _today(), "present": ["worker"]}  # type: ignore[attr-defined]
    assert ask(Role.PROVIDER, "GET", here).json["state"] == "under_way"  # type: ignore[attr-defined]
    found = ask(Role.WORKER, "GET", f"{base}/help").json  # type: ignore[attr-defined]
    assert [each["progress"] for each in found["referrals"]] == ["under_way"]
    referral = f"{base}/referrals/{found['referrals'][0]['id']}/end"
    assert ask(Role.COORDINATOR, "POST", referral).json["progress"] == "ended"  # type: ignore[attr-defined]
    assert ask(Role.PROVIDER, "GET", here).status_code == 404  # type: ignore[attr-defined]
