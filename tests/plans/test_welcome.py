"""Colleagues are told of a return, and have a part in the welcome, only with the worker's consent for it (CON-7)."""

from dataclasses import replace

import pytest
from flask import Flask
from tests.builders import case_row
from tests.plans.steps import Journey, a_plan, accepted, agreed, at_the_table, drafted, proposed, welcome_agreed

from handrail.cases import commands as cases
from handrail.consents.rules import Answer
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid
from handrail.plans import commands
from handrail.plans.presenting.paper import plan_model
from handrail.plans.queries.versions import versions_of
from handrail.plans.queries.view import plan_view
from handrail.plans.rules.codes import Welcome
from handrail.plans.rules.content import Content
from handrail.plans.rules.welcome import AMONG_TWO, tells_colleagues, welcome_problems, without_welcome
from handrail.plans.team.minute import minute_of
from handrail.plans.team.reading import member_page

pytestmark = pytest.mark.usefixtures("database")

TOLD = Content(colleagues="The supervisor tells the team on Friday.", welcome=Welcome.COFFEE, welcome_wish="Coffee")


@pytest.mark.rule("CON-7")
@pytest.mark.rule("S5-4")
def test_without_a_yes_a_plan_tells_colleagues_nothing_and_gives_them_no_part() -> None:
    assert [each.pointer for each in welcome_problems(TOLD, agreed=False)] == ["/colleagues", "/welcome"]
    assert list(welcome_problems(TOLD, agreed=True)) == []
    silent = replace(TOLD, colleagues=" ", welcome=Welcome.GREETING)
    assert list(welcome_problems(silent, agreed=False)) == []
    assert [each.pointer for each in welcome_problems(silent, agreed=True)] == ["/colleagues"]
    for way in [*Welcome, None]:
        assert tells_colleagues(Content(welcome=way)) is (way not in AMONG_TWO)
    assert without_welcome(TOLD) == Content()
    assert without_welcome(silent) is silent


@pytest.mark.rule("CON-7")
def test_a_plan_that_tells_colleagues_is_not_proposed_without_consent_and_goes_on_without_them() -> None:
    journey = at_the_table()
    welcome_agreed(journey, Answer.REFUSED)
    revision = drafted(journey)
    with pytest.raises(Invalid) as refused, journey.world.session(Role.COORDINATOR) as (session, actor):
        commands.propose_version(session, actor, journey.case_id, revision=revision)
    assert [each.pointer for each in refused.value.problems] == ["/colleagues", "/welcome"]
    assert proposed(journey, a_plan(journey, colleagues="", welcome=Welcome.GREETING)) == 1


def _read(journey: Journey, role: Role) -> tuple[str, bool]:
    """What somebody reads of the plan, as it is printed too, and whether it says that the welcome was taken back."""
    with journey.world.session(role) as (session, actor):
        view = plan_view(session, actor, journey.case_id)
        assert view.shown is not None
        printed = plan_model(view, view.shown, actor)
        return f"{view.shown.content} {printed}", view.welcome_taken_back


@pytest.mark.rule("CON-7")
def test_taken_back_it_is_read_by_nobody_but_the_two_from_the_next_request_on_and_the_contract_stays(
    app: Flask,
) -> None:
    journey = agreed()
    told = "The supervisor tells the team on Friday."
    assert told in _read(journey, Role.SUPERVISOR)[0]
    with journey.world.session(Role.WORKER) as (session, actor):
        cases.withdraw_consent(session, actor, journey.case_id, welcome_agreed(journey))
    read, is_taken_back = _read(journey, Role.SUPERVISOR)
    assert is_taken_back
    assert told not in read
    assert "COFFEE" not in read
    for role in (Role.WORKER, Role.COORDINATOR):
        read, is_taken_back = _read(journey, role)
        assert is_taken_back
        assert told in read
    with app.test_request_context(), journey.world.session(Role.SUPERVISOR) as (session, actor):
        minute = minute_of(member_page(session, actor, journey.world.employment_id))
        assert "took that back" in minute.do_not[0]
        assert not [each for each in minute.do if "Friday" in each]
        found = versions_of(session, case_row(session, journey.case_id)).contract
        assert found is not None
    number = proposed(journey, a_plan(journey, colleagues="", welcome=Welcome.NOTHING))
    accepted(journey, number)
    assert _read(journey, Role.SUPERVISOR)[1] is False
