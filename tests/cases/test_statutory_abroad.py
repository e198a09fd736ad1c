"""The papers of another place in the program itself: written, complete, and the act of the law done with it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from tests.builders import World, build_world, employment_row, sign_in, start_absence

from handrail.cases.statutory import commands
from handrail.cases.statutory.commands import Writing
from handrail.cases.statutory.printing import sheet_of
from handrail.cases.statutory.queries import document_of
from handrail.cases.statutory.views.reading import printed_in
from handrail.entrypoints.app import create_app
from handrail.extensions.registry import registry
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid
from handrail.kit.i18n import use_locale
from handrail.obligations.models import Obligation

TODAY = clock.today("Europe/Oslo")
PLAN: dict[str, Any] = {
    "tasks": "Keeping maps.",
    "possibilities": "Half days.",
    "steps": [{"what": "A quiet desk", "who": "The team lead", "by": (TODAY + timedelta(days=7)).isoformat()}],
    "follow_up": "Every two weeks.",
    "worker_part": "Written together.",
}


@pytest.fixture(scope="module")
def norway(database: object) -> World:
    del database
    world = build_world(jurisdiction="no", time_zone="Europe/Oslo")
    start_absence(world, days_ago=20)
    return world


@pytest.fixture(scope="module")
def app(database: object) -> Flask:
    del database
    return create_app()


@pytest.mark.rule("VOL-4")
def test_the_follow_up_plan_of_norway_meets_its_date_once_it_was_sent(norway: World) -> None:
    with norway.session(Role.HR) as (session, actor):
        begun = commands.begin_document(
            session, actor, norway.employment_id, code="no.follow_up_plan", writing=Writing(content=PLAN, on=TODAY)
        ).document_id
    assert plan_of(norway).met_on is None, "it was not sent to whoever certified the absence"
    with norway.session(Role.HR) as (session, actor):
        sent = PLAN | {"sent_on": TODAY.isoformat()}
        commands.write_version(
            session, actor, norway.employment_id, begun, seen=1, writing=Writing(content=sent, on=TODAY)
        )
    assert plan_of(norway).met_on == TODAY
    with norway.session(Role.HR) as (session, _actor):
        employment = employment_row(session, norway, norway.employment_id)
        sheet = sheet_of(session, employment, document_of(session, employment, begun), 2)
        assert (sheet.shown.own_title, sheet.paper) == (("Oppfølgingsplan", "nb"), "a4")


def test_a_paper_of_another_place_is_not_asked_for(norway: World) -> None:
    with pytest.raises(Invalid), norway.session(Role.HR) as (session, actor):
        commands.begin_document(session, actor, norway.employment_id, code="nl.plan_of_action", writing=Writing())


def test_what_has_an_open_date_stands_first_and_what_only_applies_at_times_apart(app: Flask, norway: World) -> None:
    with app.test_client() as client:
        sign_in(client, norway, Role.HR)
        page = client.get(f"/employments/{norway.employment_id}/law/documents").text
    first, apart = page.index("Still to be made"), page.index("Where they apply")
    assert first < page.index("Record of dialogue meeting 1") < apart
    assert apart < page.index("Updated follow-up plan for NAV")
    assert "Give it the day of the meeting." in page


@pytest.mark.parametrize(
    ("code", "printed"),
    [("no.follow_up_plan", ["en", "nl"]), ("ca_qc.adr", ["en", "nl", "fr"]), ("be.plan_a", ["en", "nl", "fr", "de"])],
)
def test_it_prints_in_the_languages_of_its_place_that_the_program_speaks(code: str, printed: list[str]) -> None:
    with use_locale("en"):
        assert printed_in(registry().documents[code], "nl") == printed


def plan_of(world: World) -> Obligation:
    with world.engine() as session:
        found = session.scalars(
            select(Obligation).where(
                Obligation.employment_id == world.employment_id, Obligation.rule == "no.follow_up_plan"
            )
        ).one()
        session.expunge(found)
        return found
